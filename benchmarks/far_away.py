"""A server that is far away: `far_away.py PORT TARGET_PORT MS` hands bytes on, each way after half of MS."""

from __future__ import annotations

import asyncio
import sys

_PIECE = 65_536


async def main(port: int, target: int, half_s: float) -> None:
    """Serve until ended."""

    async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(_hand_on(reader, back, half_s), _hand_on(there, writer, half_s))

    server = await asyncio.start_server(accepted, "127.0.0.1", port, limit=4 * 2**20)
    async with server:
        await server.serve_forever()


async def _hand_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter, half_s: float) -> None:
    """Write what is read, later, in its order; as many bytes may be on the way as come in that time."""
    loop = asyncio.get_running_loop()
    while piece := await source.read(_PIECE):
        loop.call_later(half_s, sink.write, piece)
    await asyncio.sleep(half_s * 2)
    sink.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) / 2000))
