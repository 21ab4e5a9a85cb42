"""Central over a city that only seems: `python tests/central/serve_city.py --devices 224 --day bad`.

It serves API and web page over `standing_city`, and prints in one JSON line its address and a token of each
role. The
city goes on with the clock; `--at` lets it begin at another instant, `--token` names the admin's token,
`--sessions` the file by which browsers stay signed in.
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import uvicorn
from kept_tokens import KeptTokens
from standing_city import ORDERS, Day, StandingCity

from central.access import Access, Role, digest, mint
from central.api.desk import Desk, Settings
from central.faces import faces
from central.paper.exports import Exporter
from central.sessions import Sessions

WATERS = Path(__file__).parents[2] / "examples/nantes-waters.geojson"


def main() -> None:
    """Serve until ended."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--port", type=int, default=0)
    asked.add_argument("--devices", type=int, default=224)
    asked.add_argument("--day", type=Day, default=Day.BAD)
    asked.add_argument("--at", type=datetime.fromisoformat)
    asked.add_argument("--token", default="")
    asked.add_argument("--tiles", default="")
    asked.add_argument("--sessions", type=Path)
    given = asked.parse_args()
    start, zero = given.at or datetime.now(UTC), time.monotonic()

    def clock() -> datetime:
        return start + timedelta(seconds=time.monotonic() - zero)

    made = {}
    for role in Role:
        token, secret = mint(f"Test {role}", role, start)
        made[role] = (msgspec.structs.replace(token, id=role), secret)
    if given.token:
        token = msgspec.structs.replace(made[Role.ADMIN][0], digest=digest(given.token))
        made[Role.ADMIN] = (token, given.token)
    city = StandingCity(given.devices, given.day, clock, begun=start)
    kept = KeptTokens(*(token for token, _ in made.values()), note=city.note, file=given.sessions)
    access = Access(kept, Sessions(kept, clock), clock)
    settings = Settings(orders=ORDERS, tile_url=given.tiles, ground=WATERS.read_bytes())
    listener = socket.create_server(("127.0.0.1", given.port))
    tokens = {role.value: secret for role, (_, secret) in made.items()}
    said = {"url": f"http://127.0.0.1:{listener.getsockname()[1]}", "tokens": tokens}
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
    app = faces(
        Desk(
            city, access, Exporter(lambda: "Nantes Métropole", lambda: "Europe/Paris", clock), clock, settings
        )
    )
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
