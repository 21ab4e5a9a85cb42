"""Draws docs/pictures/acceptance-sheet.png: a report that failed, in French, and one that passed, in English.

Both are sheets as the doctor prints them, of the reports that the tests make; beside them what two devices of
the example city show. `--out FILE` draws elsewhere.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "provisioning"))

# After the tests’ own reports were put within reach:
import pypdfium2  # noqa: E402
from acceptance_facts import all_checks, report  # noqa: E402
from PIL import Image  # noqa: E402

from device_profiles.catalog import catalog  # noqa: E402
from provisioning.acceptance.photo import Photo, photo  # noqa: E402
from provisioning.acceptance.sheet import sheet  # noqa: E402

PARIS = ZoneInfo("Europe/Paris")
SHOWN = ("borne-commerce", "kiosk"), ("journal-vertou", "led-board")
HEIGHT, COLOURS = 765, 128


def glass(device: str, profile: str, folder: Path) -> Photo:
    """What a device of the example city shows."""
    at = ("--at", "2026-11-26T14:30:05", "--out", str(folder))
    command = [sys.executable, "-m", "parvis", "snapshot", str(ROOT / "examples" / "nantes")]
    subprocess.run([*command, "--device", device, *at], cwd=ROOT, check=True)
    screens = catalog()[profile].screens
    seen = photo([(one, (folder / f"{device}-{one.name}.png").read_bytes()) for one in screens])
    if seen is None:
        sys.exit(f"{device} has no picture")
    return seen


def drawn(pdf: bytes) -> Image.Image:
    """The one page of a sheet."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        picture: Image.Image = page.render(scale=HEIGHT / page.get_height()).to_pil()
        return picture.convert("RGB")


def main() -> None:
    """Draw both sheets side by side."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures" / "acceptance-sheet.png")
    out = asked.parse_args().out
    pages = []
    with tempfile.TemporaryDirectory() as folder:
        for language, good, (device, profile) in zip(("fr", "en"), (False, True), SHOWN, strict=True):
            seen = glass(device, profile, Path(folder))
            pages.append(drawn(sheet(report(all_checks(good=good)), seen, language, PARIS)))
    both = Image.new("RGB", (sum(page.width for page in pages), pages[0].height), "white")
    for number, page in enumerate(pages):
        both.paste(page, (number * pages[0].width, 0))
    both.quantize(COLOURS).save(out, optimize=True)


if __name__ == "__main__":
    main()
