"""A box becomes a device: from the claim, and from the stick, to content on its glass.

The example city is published, and `parvis central` runs on its feed. A box is `parvis play` with an empty
state directory, offscreen and on the same machine; each run has another. A code counts as shown when the
stage has a picture of it, a claim from the moment that the technician's request is sent (as `parvis provision
claim` and the page on a phone send it), content when frames of it were presented on every screen of the
device, the report when central says that the device is enrolled. The stick is a folder with what `parvis
provision bundle` wrote, which appears at once; that box knows no central. Medians, and the slowest.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

from figures import Row, scratch, tell

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / name) for name in ("pairing", "central", "feed", "agent")]

from linked_city import LinkedCity, founded  # noqa: E402 - the tests' own city
from pairing_box import Box, wait_until  # noqa: E402

DEVICE, PROFILE = "borne-commerce", "kiosk"
RUNS, PROMISED_S = 5, 30


def main() -> None:
    """Measure and tell."""
    with scratch("bench-claim") as folder:
        city = founded(folder, ROOT / "examples" / "nantes")
        city.open()
        try:
            claims = [_claimed(city, folder / f"box-{run}") for run in range(RUNS)]
            sticks = [_taken(city, folder / f"alone-{run}") for run in range(RUNS)]
        finally:
            city.close()
    codes, contents, reports = zip(*claims, strict=True)
    tell(
        (
            _row("box, started with nothing: to a code on its glass", codes),
            _row(f"{DEVICE}, claim to content on both screens", contents, PROMISED_S),
            _row(f"{DEVICE}, claim to its first report at central", reports),
            _row(f"{DEVICE}, stick to content on both screens, no network", sticks),
        )
    )


def _row(figure: str, seconds: tuple[float, ...] | list[float], promised_s: float | None = None) -> Row:
    told = f"{median(seconds):.1f} s (slowest of {len(seconds)}: {max(seconds):.1f} s)"
    promised = "none" if promised_s is None else f"≤ {promised_s} s"
    return Row(figure, promised, told, promised_s is None or max(seconds) <= promised_s)


def _claimed(city: LinkedCity, state: Path) -> tuple[float, float, float]:
    """Seconds to the code, and from the claim to content and to the first report."""
    box, began = Box(state, city.url, "--profile", PROFILE), time.monotonic()
    box.start()
    try:
        wait_until(lambda: box.code, "a code")
        box.glass()
        coded, claimed = time.monotonic() - began, time.monotonic()
        city.post("/v1/claims", code=box.code, device=DEVICE)
        wait_until(box.plays, "content on the glass")
        content = time.monotonic() - claimed
        wait_until(lambda: city.is_enrolled(DEVICE), "the first report at central")
        return coded, content, time.monotonic() - claimed
    finally:
        box.end()
        city.free(DEVICE)


def _taken(city: LinkedCity, state: Path) -> float:
    """Seconds from a stick to content."""
    stick = city.stick(state.parent / f"{state.name}-usb", DEVICE)
    put_in = state.parent / f"{state.name}-port"
    flags = ("--profile", PROFILE, "--usb", str(put_in), "--root", str(city.root))
    box = Box(state, None, *flags)
    box.start()
    try:
        wait_until(lambda: box.pairing, "the page")
        box.glass()
        began = time.monotonic()
        stick.rename(put_in)
        wait_until(box.plays, "content on the glass")
        return time.monotonic() - began
    finally:
        box.end()
        city.free(DEVICE)


if __name__ == "__main__":
    main()
