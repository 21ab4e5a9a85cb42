"""Posters with words, and the city's mark: finished pictures that need no card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from illustrations.drawing import CREAM, PETROL, SKY, SUN, TEAL, Drawing
from illustrations.kitchen import eau
from illustrations.lettering import write
from illustrations.river import velo
from illustrations.winter import noel
from layouts.page import Face


@dataclass(frozen=True, kw_only=True)
class Poster:
    """What a poster says, over which drawing, in which colours."""

    scene: Callable[[Drawing], None]
    headline: tuple[str, ...]
    body: tuple[str, ...]
    panel: str
    ink: str
    quiet: str

    def __call__(self, d: Drawing) -> None:
        """Draw it: words on a plain panel, to the left or on top, the scene on the rest."""
        w, h = d.width, d.height
        d.rect(0, 0, w, h, self.panel)
        if d.upright:
            top = round(h * 0.37)
            sheet = Drawing(w, h - top, names="i")
            left, baseline, size = w * 0.08, h * 0.105, w * 0.135
        else:
            sheet = Drawing(w * 0.58, h, names="i")
            left, baseline, size = w * 0.05, h * 0.33, w * 0.077
        self.scene(sheet)
        d.inset(w - sheet.width, h - sheet.height, sheet)
        for line in self.headline:
            write(d, (left, baseline), line, size, self.ink)
            baseline += size * 1.08
        baseline -= size * 0.24
        for line in self.body:
            write(d, (left, baseline), line, size * 0.4, self.quiet, face=Face.REGULAR)
            baseline += size * 0.5
        if not d.upright:
            mark(d, left, h * 0.9, size * 0.3, self.ink)


def mark(d: Drawing, x: float, baseline: float, size: float, ink: str) -> None:
    """The city's mark inside a picture: two words and a dot, starting at x."""
    width = write(d, (x, baseline), "Nantes", size, ink)
    d.circle(x + width + 0.64 * size, baseline - 0.32 * size, 0.36 * size, TEAL)
    write(d, (x + width + 1.28 * size, baseline), "Métropole", size, ink)


POSTERS = {
    "affiche-lumieres": Poster(
        scene=noel,
        headline=("Lumières", "d’hiver"),
        body=("La ville s’allume", "chaque soir à 17 h 30"),
        panel=PETROL,
        ink=CREAM,
        quiet=SUN,
    ),
    "affiche-erdre": Poster(
        scene=velo,
        headline=("L’Erdre", "à vélo"),
        body=("Seize kilomètres", "de rives sans voiture"),
        panel=CREAM,
        ink=PETROL,
        quiet=PETROL,
    ),
    "affiche-eau": Poster(
        scene=eau,
        headline=("Un verre", "d’eau ?"),
        body=("Celle du robinet", "est fraîche et contrôlée"),
        panel=SKY,
        ink=PETROL,
        quiet=PETROL,
    ),
}
