"""Central's server with nothing behind it: `python central_empty.py` answers 204 to all, in the same way."""

from __future__ import annotations

import asyncio
import socket
import sys
from http import HTTPStatus
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from parvis.central import server_config
from parvis.central_parts import CentralOrder


async def live(receive: Any, send: Any) -> None:
    """Begin and end as the server says."""
    while (message := await receive())["type"] != "lifespan.shutdown":
        await send({"type": f"{message['type']}.complete"})
    await send({"type": "lifespan.shutdown.complete"})


async def empty(scope: Any, receive: Any, send: Any) -> None:
    """Read the body, say nothing."""
    if scope["type"] == "lifespan":
        await live(receive, send)
        return
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": int(HTTPStatus.NO_CONTENT), "headers": []})
    await send({"type": "http.response.body", "body": b""})


def serve(app: Any, protocol: type[HttpToolsProtocol]) -> None:
    """Serve until killed, after a line with the port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    config = server_config(CentralOrder(data=Path(), feed=Path()), app, protocol)
    asyncio.run(uvicorn.Server(config).serve([listener]))


if __name__ == "__main__":
    serve(empty, HttpToolsProtocol)
