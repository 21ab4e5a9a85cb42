"""The preview of `examples/nantes` while somebody edits for an hour, a save every few seconds.

In turns: another text, another weight, a file that does not parse and is mended, a device that comes and
goes, an event with another priority, another colour for all, another drawing, another hour, a device opened
and closed. After each save the window must settle: files read, programs compiled, every picture in view
drawn, the check over. What is broken must be told and keep the last good picture. Memory is the anonymous
part of PSS of the window's own process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from bench_preview import AT, DEVICE, is_settled, opened, pause, wait
from figures import Health, Row, minutes, passing, tell
from PySide6.QtGui import QGuiApplication

from player.memory import give_back_pictures
from player.preview.window import PreviewWindow
from player.stage.theatre import application

MINUTES = 60
SLOWEST_S = 10.0
PLAYLIST = "playlists/services.toml"


class Desk:
    """The folder, and what an editor does to it; `number` makes each time unlike the last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.good = {
            name: (folder / name).read_text("utf-8")
            for name in (PLAYLIST, "devices.toml", "schedule.toml", "workspace.toml")
        }
        self.drawings = [(folder / "media" / f"{name}.svg").read_text("utf-8") for name in ("titan", "tram")]

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")

    def text(self, number: int) -> None:
        """Another headline."""
        self._write(PLAYLIST, self.good[PLAYLIST].replace('fr = "', f'fr = "{number} ', 1))

    def weight(self, number: int) -> None:
        """Another weight."""
        item = self.good[PLAYLIST].replace("[[items]]", f"[[items]]\nweight = {number % 3 + 1}", 1)
        self._write(PLAYLIST, item)

    def broken(self, _: int) -> None:
        """A playlist that does not parse."""
        self._write(PLAYLIST, self.good[PLAYLIST] + "\n[[items")

    def mended(self, _: int) -> None:
        """The playlist as it was."""
        self._write(PLAYLIST, self.good[PLAYLIST])

    def device(self, number: int) -> None:
        """One device more."""
        more = f'\n[passing-{number}]\nprofile = "totem-de-rue"\nplace = "Ici"\n'
        self._write("devices.toml", self.good["devices.toml"] + more)

    def no_device(self, _: int) -> None:
        """The devices as they were."""
        self._write("devices.toml", self.good["devices.toml"])

    def event(self, number: int) -> None:
        """An event with another priority."""
        self._write(
            "schedule.toml",
            self.good["schedule.toml"].replace("priority = 10", f"priority = {11 + number % 5}", 1),
        )

    def colour(self, number: int) -> None:
        """Another colour for all."""
        accent = ("#00a79d", "#0a7f8f", "#c0531f")[number % 3]
        lines = (
            f'accent = "{accent}"' if line.startswith("accent") else line
            for line in self.good["workspace.toml"].splitlines()
        )
        self._write("workspace.toml", "\n".join(lines) + "\n")

    def drawing(self, number: int) -> None:
        """Another picture under the same name."""
        self._write("media/titan.svg", self.drawings[number % 2])


class Sitting:
    """The editor before the window."""

    def __init__(self, app: QGuiApplication, preview: PreviewWindow, desk: Desk) -> None:
        self.app, self.preview, self.desk = app, preview, desk
        self.saves, self.untold, self.slowest = 0, 0, 0.0

    def save(self, edit: Callable[[int], None]) -> None:
        """Save, and wait until the window has settled on it."""
        began = time.monotonic()
        edit(self.saves)
        self.saves += 1
        pause(self.app, self.preview)
        wait(self.app, lambda: is_settled(self.preview))
        self.slowest = max(self.slowest, time.monotonic() - began)

    def round(self, number: int) -> None:
        """Every kind of edit once, from another hour."""
        self.preview.session.seek(AT.replace(hour=8 + number % 9))
        for edit in (self.desk.text, self.desk.weight, self.desk.broken):
            self.save(edit)
        session = self.preview.session
        told = any(problem.file == PLAYLIST for problem in session.edition.problems)
        self.untold += not (told and DEVICE in session.edition.programs)
        for edit in (self.desk.mended, self.desk.device, self.desk.no_device, self.desk.event):
            self.save(edit)
        self.preview.session.choose(DEVICE, large=number % 2 == 0)
        for edit in (self.desk.colour, self.desk.drawing):
            self.save(edit)


def sit(app: QGuiApplication, preview: PreviewWindow, desk: Desk, length: float) -> None:
    """Edit until the time is over, and tell how it went."""
    wait(app, lambda: is_settled(preview) and preview.session.checked)
    sitting, health, more, number = Sitting(app, preview, desk), Health(), passing(length), 0
    while more():
        sitting.round(number)
        number += 1
        health.note(sitting.saves)
    subject = f"preview, {length:g} min of editing"
    slow = f"{sitting.slowest:.1f} s ({sitting.saves} saves)"
    told = f"{sitting.untold} of {number}"
    tell(
        [
            Row(
                f"{subject}: slowest save until drawn and checked",
                f"≤ {SLOWEST_S:g} s",
                slow,
                sitting.slowest <= SLOWEST_S,
            ),
            Row(
                f"{subject}: broken files not told, or without their last good picture",
                "0",
                told,
                not sitting.untold,
            ),
            *health.rows(subject, "saves", 100, 5),
        ]
    )


def main() -> None:
    """Open the window on a copy of the example."""
    give_back_pictures()
    app, length = application(offscreen=True), minutes(MINUTES)
    with opened() as (preview, folder):
        sit(app, preview, Desk(folder), length)


if __name__ == "__main__":
    main()
