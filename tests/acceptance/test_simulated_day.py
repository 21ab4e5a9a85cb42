"""A bad day, end to end: `parvis simulate` and a central of its own, which names what each device suffers."""

from __future__ import annotations

import json
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from command_line import PARVIS, ROOT, SITE, write

SUFFERS = {
    "calm": ("well", None),
    "stuck": ("wrong", "frozen"),
    "black": ("wrong", "black"),
    "other": ("wrong", "wrong_picture"),
    "last": ("wrong", "fallback"),
    "old": ("wrong", "stale"),
    "film": ("degraded", "quarantine"),
    "early": ("degraded", "clock"),
    "full": ("degraded", "disk"),
    "hot": ("degraded", "temperature"),
    "cut": ("silent", "silent"),
    "dead": ("silent", "silent"),
}
KINDS = {
    "stuck": 'kind = "stuck"\nfrom = "6s"',
    "black": 'kind = "black"\nfrom = "6s"',
    "other": 'kind = "wrong_picture"\nfrom = "6s"',
    "last": 'kind = "fallback"\nfrom = "6s"',
    "old": 'kind = "stale"\nfrom = "-1h"',
    "film": 'kind = "film"\nitem = "news#2"\nfrom = "6s"',
    "early": 'kind = "clock"\nahead = "2h"\nfrom = "-1h"',
    "full": 'kind = "disk"\nfrom = "6s"',
    "hot": 'kind = "hot"\nfrom = "6s"',
    "cut": 'kind = "outage"\nfrom = "6s"',
    "dead": 'kind = "blackout"\nfrom = "6s"',
}
TOWN = {
    "workspace.toml": SITE,
    "devices.toml": "".join(f'[{name}]\nprofile = "totem"\nplace = "Place {name}"\n' for name in SUFFERS),
    "schedule.toml": '[[events]]\nlayout = "full"\ndevices = ["*"]\nzones.main = "news"\n',
    "playlists/news.toml": "".join(
        f'[[items]]\ncard = "notice"\nheadline = "Nouvelle {number}"\nduration = 4\n' for number in range(3)
    ),
}
PATIENCE_S = 90.0
_nothing = threading.Event()


@contextmanager
def simulated(folder: Path) -> Iterator[httpx.Client]:
    """A client of the central of a simulation."""
    town, weather = write(folder / "town", TOWN), folder / "weather.toml"
    weather.write_text("".join(f'[[spells]]\nwho = "{name}"\n{said}\n' for name, said in KINDS.items()))
    options = ["--workspace", town, "--weather", weather, "--out", folder / "out"]
    command = [*PARVIS, "simulate", *map(str, options), "--interval", "1", "--lit", "--language", "en"]
    with (folder / "log").open("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)  # noqa: S603 - our own
        try:
            said = awaited(lambda: re.search(r"Watch it at (\S+) with this token: (\S+)", read(log.name)))
            with httpx.Client(base_url=said[1], headers={"Authorization": f"Bearer {said[2]}"}) as client:
                yield client
        finally:
            process.terminate()
            process.wait(30)
    assert "Traceback" not in read(log.name)


def read(file: str) -> str:
    return Path(file).read_text("utf-8")


def awaited(look: Callable[[], Any]) -> Any:
    """What there is to be seen, once it is there."""
    until = time.monotonic() + PATIENCE_S
    while not (found := look()) and time.monotonic() < until:
        _nothing.wait(0.2)
    return found


def test_central_names_what_each_simulated_device_suffers(tmp_path: Path) -> None:
    with simulated(tmp_path) as client:
        told: dict[str, tuple[str, str | None]] = {}

        def as_scripted() -> bool:
            lines = client.get("/v1/fleet").raise_for_status().json()["devices"]
            told.update(
                {line["device"]: (line["state"], (line["reason"] or {}).get("code")) for line in lines}
            )
            return told == SUFFERS

        awaited(as_scripted)
        assert told == SUFFERS
        given = (
            client.post("/v1/orders", json={"order": "picture", "devices": ["calm"]})
            .raise_for_status()
            .json()
        )

        def outcomes() -> object:
            orders = client.get("/v1/orders").raise_for_status().json()
            return next(order["outcomes"] for order in orders if order["id"] == given["id"])

        assert awaited(outcomes) == {"calm": "done"}
        alarms = client.get("/v1/alarms").raise_for_status().json()
    assert {"black", "frozen", "quarantine", "silent"} <= {alarm["code"] for alarm in alarms}, json.dumps(
        alarms
    )
