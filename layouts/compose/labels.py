"""Categories in words and pictograms."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from layouts.card import Card

_LABELS: Final[dict[str, dict[str, str]]] = {
    "culture": {"fr": "Culture", "en": "Culture", "es": "Cultura"},
    "sport": {"fr": "Sport", "en": "Sport", "es": "Deporte"},
    "mobility": {"fr": "Déplacements", "en": "Getting around", "es": "Movilidad"},
    "environment": {"fr": "Environnement", "en": "Environment", "es": "Medio ambiente"},
    "democracy": {"fr": "Vie citoyenne", "en": "Civic life", "es": "Participación"},
    "services": {"fr": "Services", "en": "City services", "es": "Servicios"},
    "works": {"fr": "Travaux", "en": "Works", "es": "Obras"},
    "school": {"fr": "École", "en": "School", "es": "Escuela"},
    "alert": {"fr": "Alerte", "en": "Alert", "es": "Alerta"},
}
_PICTOGRAMS: Final[dict[str, str]] = {
    "culture": "music",
    "sport": "run",
    "mobility": "tram",
    "environment": "leaf",
    "democracy": "messages",
    "services": "building-community",
    "works": "barrier-block",
    "school": "school",
    "alert": "alert-triangle",
}


def label(category: str, language: str) -> str:
    """The category in words; a site's own category by its own name, "" where there is none."""
    names = _LABELS.get(category, {})
    return names.get(language) or names.get("fr") or category.replace("-", " ").capitalize()


def pictogram(card: Card, otherwise: str) -> str:
    """The card's own pictogram where there is such a drawing, or that of its category, or `otherwise`."""
    return card.pictogram if card.pictogram in pictograms() else _PICTOGRAMS.get(card.category, otherwise)


@cache
def pictograms() -> frozenset[str]:
    """The names of all drawings in `layouts/pictograms`."""
    folder = files("layouts").joinpath("pictograms")
    return frozenset(
        entry.name.removesuffix(".svg") for entry in folder.iterdir() if entry.name.endswith(".svg")
    )
