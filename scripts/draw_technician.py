"""Draws the pictures of docs/technician.md: a box of the example city is claimed on a phone, for real.

Central, box and browser run as they do in the tests; the page on the box shows an address that a city would
have, instead of this machine's own. Wants Chromium. `--out DIR` draws elsewhere than in docs/pictures.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import tomllib
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).parents[1]
DEVICES = ROOT / "examples" / "nantes" / "devices.toml"
sys.path[:0] = [str(ROOT / "tests" / name) for name in ("pairing", "central", "feed", "agent")]

import msgspec  # noqa: E402 - after the tests' own city was put within reach
from chromium_browser import WAIT_MS, browser  # noqa: E402
from linked_city import LinkedCity, founded  # noqa: E402
from pairing_box import Box, wait_until  # noqa: E402
from PIL import Image, ImageOps  # noqa: E402
from playwright.sync_api import Page, expect  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402

from device_profiles.catalog import catalog  # noqa: E402
from parvis.pairing_words import say  # noqa: E402
from player.pairing import PairingStatus, Step  # noqa: E402
from player.stage.pairing.pictures import turns  # noqa: E402
from player.stage.theatre import application  # noqa: E402

DEVICE, PROFILE = "plasma-hotel-de-ville", "plasma-16x9"
PLASMAS = [name for name in tomllib.loads(DEVICES.read_text("utf-8")) if "plasma" in name]
SHOWN = "https://affichage.ville.example"
WIDTH, PHONES_WIDTH, PHONE, GAP, COLOURS = 960, 1280, (360, 640), 24, 128


def main() -> None:
    """Draw them all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    out = asked.parse_args().out
    with tempfile.TemporaryDirectory() as folder:
        city = founded(Path(folder), ROOT / "examples" / "nantes")
        city.open()
        box = Box(Path(folder) / "box", city.url, "--profile", PROFILE)
        box.start()
        try:
            wait_until(lambda: box.code, "a code")
            shown = box.pairing or PairingStatus(step=Step.ASKING, boot="")
            keep(out / "technician-box.png", page_of(shown))
            keep(out / "technician-phone.png", beside(claimed(city, box, shown)), PHONES_WIDTH)
            keep(out / "technician-glass.png", box.glass())
        finally:
            box.end()
            city.close()


def page_of(status: PairingStatus) -> Image.Image:
    """The page of a box, in French."""
    application(offscreen=True)
    url = SHOWN + status.claim_url[status.claim_url.index("/claim") :]
    network = tuple(msgspec.structs.replace(one, fact="") for one in status.network)
    told = msgspec.structs.replace(status, central=SHOWN, claim_url=url, network=network)
    drawn = turns(told, catalog()[PROFILE].screens[0], say)[0].picture
    picture = drawn.convertToFormat(QImage.Format.Format_RGB888)
    size = picture.width(), picture.height()
    return Image.frombytes("RGB", size, bytes(picture.constBits()), "raw", "RGB", picture.bytesPerLine())


def claimed(city: LinkedCity, box: Box, shown: PairingStatus) -> list[Image.Image]:
    """What the phone shows on the way from the code to content."""
    secret, seen = city.technician("Léa"), []
    with browser() as chromium:
        page = chromium.new_page(
            viewport={"width": PHONE[0], "height": PHONE[1]},
            device_scale_factor=2,
            locale="fr-FR",
            has_touch=True,
            is_mobile=True,
        )
        page.set_default_timeout(WAIT_MS)
        page.goto(shown.claim_url)
        page.locator("#token").fill(secret)
        seen.append(shot(page))
        page.locator("main .go").tap()
        page.locator("main .go").tap()
        page.locator("#q").fill("plasma")
        page.locator(".search button").tap()
        expect(page.locator(".rows a")).to_have_count(len(PLASMAS))
        seen.append(shot(page))
        page.locator(".rows a", has_text=DEVICE).tap()
        expect(page.locator(".print")).to_be_visible()
        seen.append(shot(page))
        page.locator("main .go").tap()
        wait_until(box.plays, "content on the glass")
        expect(page.locator(".steps .yes")).to_have_count(3, timeout=6 * WAIT_MS)
        seen.append(shot(page))
    return seen


def shot(page: Page) -> Image.Image:
    """What the phone shows now."""
    page.wait_for_load_state("load")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def beside(pictures: list[Image.Image]) -> Image.Image:
    """Pictures in a row, framed."""
    framed = [ImageOps.expand(one, 2, "#9aa5ab") for one in pictures]
    wide = sum(one.width for one in framed) + GAP * 2 * (len(framed) - 1)
    row, at = Image.new("RGB", (wide, framed[0].height), "white"), 0
    for one in framed:
        row.paste(one, (at, 0))
        at += one.width + GAP * 2
    return row


def keep(file: Path, picture: Image.Image, width: int = WIDTH) -> None:
    """Write a picture, small."""
    picture.thumbnail((width, width), Image.Resampling.LANCZOS)
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main()
