"""Draws all of examples/nantes/media: pictures, posters, films, the menu; the same bytes every time."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import resvg_py
from illustrations import (
    castle,
    elephant,
    evening,
    garden,
    hall,
    house,
    kitchen,
    pool,
    river,
    season,
    tram,
    winter,
    works,
)
from illustrations.drawing import Drawing
from illustrations.films import FILMS, record
from illustrations.menu import pages
from illustrations.plans import PLANS
from illustrations.posters import POSTERS
from PIL import Image

MEDIA = Path(__file__).parent.parent / "examples" / "nantes" / "media"

SCENES: dict[str, Callable[[Drawing], None]] = {
    "titan": river.titan,
    "tram": tram.tram,
    "velo": river.velo,
    "elephant": elephant.elephant,
    "chateau": castle.chateau,
    "scene": evening.scene,
    "bibliotheque": evening.bibliotheque,
    "piscine": pool.piscine,
    "biodechets": kitchen.biodechets,
    "eau": kitchen.eau,
    "cantine": kitchen.cantine,
    "isolation": house.isolation,
    "sang": pool.sang,
    "serre": garden.serre,
    "marche": garden.marche,
    "mache": season.mache,
    "sapin": season.sapin,
    "mairie": hall.mairie,
    "pluie": winter.pluie,
    "noel": winter.noel,
    "travaux": works.travaux,
    "debat": hall.debat,
}
FORMATS = {"affiche-lumieres": "jpg", "affiche-erdre": "webp", "affiche-eau": "avif"}
SHAPES = {"": (1600, 900), "-portrait": (900, 1400)}
"""How many units wide and high a drawing is, by the end of its file's name."""

POSTER_SHAPES = {"": (1600, 1200), "-portrait": (900, 1264)}
FILM_SHAPES = {"": (1280, 960), "-portrait": (720, 1012), "-carre": (1024, 998)}
"""Words stand in these, so they have the shape of the zones that show them: nothing may be cut off."""
FILM_ENDS = {"tram-du-soir": ("", "-portrait"), "averse": ("", "-carre")}


def scenes() -> None:
    """Every drawing, wide and upright, as SVG."""
    for name, draw in SCENES.items():
        for end, (width, height) in SHAPES.items():
            d = Drawing(width, height)
            draw(d)
            (MEDIA / f"{name}{end}.svg").write_text(d.svg(), encoding="utf-8")


def plans() -> None:
    """Every plan, as SVG."""
    for name, draw in PLANS.items():
        d = Drawing(*SHAPES[""])
        draw(d)
        (MEDIA / f"{name}.svg").write_text(d.svg(), encoding="utf-8")


def posters() -> None:
    """Every poster, wide and upright, as a picture of one format each."""
    for name, draw in POSTERS.items():
        for end, (width, height) in POSTER_SHAPES.items():
            d = Drawing(width, height)
            draw(d)
            picture = render(d, zoom=1.2)
            picture.save(MEDIA / f"{name}{end}.{FORMATS[name]}", quality=88)


def menu() -> None:
    """The canteen's menu as a PDF of two pages at 150 dots per inch."""
    first, second = (render(page, zoom=1.0) for page in pages())
    written = time.gmtime(0)
    first.save(
        MEDIA / "menus.pdf",
        save_all=True,
        append_images=[second],
        resolution=150,
        quality=92,
        title="À la cantine, menus de la semaine",
        creationDate=written,
        modDate=written,
    )


def films() -> None:
    """Every film, in the shapes in which it is shown."""
    for name in FILMS:
        for end in FILM_ENDS[name]:
            record(MEDIA / f"{name}{end}.mp4", name, FILM_SHAPES[end])


def render(d: Drawing, *, zoom: float) -> Image.Image:
    """A drawing as pixels."""
    png = resvg_py.svg_to_bytes(
        svg_string=d.svg(), width=round(d.width * zoom), height=round(d.height * zoom)
    )
    return Image.open(io.BytesIO(png)).convert("RGB")


STEPS = {"scenes": scenes, "plans": plans, "posters": posters, "menu": menu, "films": films}

if __name__ == "__main__":
    MEDIA.mkdir(parents=True, exist_ok=True)
    for step in sys.argv[1:] or STEPS:
        STEPS[step]()
