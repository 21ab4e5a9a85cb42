"""The layouts that Parvis brings, and the reading of those that a site writes."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from layouts.errors import LayoutError
from layouts.layout import Ground, Layout, Widget, WidgetKind, Zone, ZoneKind

_FOLDER = Path(__file__).with_name("catalog")
_GRAIN = 1e-6

Fraction = Annotated[float, Field(ge=0, le=1, strict=True)]
Extent = Annotated[float, Field(gt=0, le=1, strict=True)]
Surface = Literal["background", "surface", "ticker", "accent"]


class _Part(BaseModel):
    """A rectangle as people write it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    x: Fraction
    y: Fraction
    width: Extent
    height: Extent


class _ZoneSource(_Part):
    kind: ZoneKind = ZoneKind.CONTENT
    surface: Literal["background", "surface"] = "background"
    language: Annotated[int, Field(ge=0)] | None = None


class _WidgetSource(_Part):
    kind: WidgetKind
    align: Literal["left", "centre", "right"] = "left"
    size: Literal["body", "lead", "headline", "display"] = "body"
    surface: Surface = "background"
    text: dict[str, str] = {}


class _GroundSource(_Part):
    surface: Surface


class LayoutSource(BaseModel):
    """A layout as people write it: `[zones.NAME]`, `[[widgets]]`, `[[grounds]]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: dict[str, str] = {}
    zones: Annotated[dict[str, _ZoneSource], Field(min_length=1)]
    widgets: list[_WidgetSource] = []
    grounds: list[_GroundSource] = []


_KEYS: dict[str, type[BaseModel]] = {"zones": _ZoneSource, "widgets": _WidgetSource, "grounds": _GroundSource}


@cache
def catalog() -> dict[str, Layout]:
    """The layouts that come with Parvis, by name."""
    return {
        file.stem: parse(file.stem, tomllib.loads(file.read_text(encoding="utf-8")))
        for file in sorted(_FOLDER.glob("*.toml"))
    }


def parse(name: str, document: dict[str, object]) -> Layout:
    """Read a layout from its TOML document.

    Raises:
        LayoutError: with every mistake: unknown keys (and the nearest known one), missing or impossible
            numbers, parts that leave the screen or lie over each other.
    """
    try:
        source = LayoutSource.model_validate(document)
    except ValidationError as error:
        raise LayoutError(name, tuple(_faults(error))) from error
    layout = Layout(
        name=name,
        title=source.title or {"en": name},
        zones=tuple(Zone(name=key, **zone.model_dump()) for key, zone in source.zones.items()),
        widgets=tuple(Widget(**widget.model_dump()) for widget in source.widgets),
        grounds=tuple(Ground(**ground.model_dump()) for ground in source.grounds),
    )
    faults = (*_outside(layout), *_overlaps(layout), *_mute(layout))
    if faults:
        raise LayoutError(name, faults)
    return layout


def _faults(error: ValidationError) -> list[tuple[str, str]]:
    """Every mistake that pydantic found, as key and sentence."""
    faults = []
    for fault in error.errors(include_url=False):
        where = ".".join(str(step + 1) if isinstance(step, int) else step for step in fault["loc"])
        if fault["type"] == "extra_forbidden":
            faults.append((where, _unknown(fault["loc"])))
        elif fault["type"] == "missing":
            faults.append((where, "is missing"))
        else:
            message = fault["msg"].replace("Input should", "should")
            faults.append((where, f"{message}, found {fault['input']!r}"))
    return faults


def _unknown(where: tuple[int | str, ...]) -> str:
    """What to say of an unknown key at the end of a path."""
    known = LayoutSource if len(where) == 1 else _KEYS[str(where[0])]
    near = get_close_matches(str(where[-1]), known.model_fields, n=1, cutoff=0.5)
    return f"unknown key; did you mean {near[0]!r}?" if near else "unknown key"


def _parts(layout: Layout) -> list[tuple[str, Zone | Widget]]:
    """Zones and widgets with the keys under which they are written."""
    return [(f"zones.{zone.name}", zone) for zone in layout.zones] + [
        (f"widgets.{number}", widget) for number, widget in enumerate(layout.widgets, 1)
    ]


def _outside(layout: Layout) -> tuple[tuple[str, str], ...]:
    """Parts that leave the screen."""
    parts = [*_parts(layout), *((f"grounds.{n}", ground) for n, ground in enumerate(layout.grounds, 1))]
    return tuple(
        (f"{key}.{extent}", f"{start} + {extent} is {at + size:.4g}; nothing may lie beyond 1")
        for key, part in parts
        for start, extent, at, size in (
            ("x", "width", part.x, part.width),
            ("y", "height", part.y, part.height),
        )
        if at + size > 1 + _GRAIN
    )


def _overlaps(layout: Layout) -> tuple[tuple[str, str], ...]:
    """Pairs of zones and widgets that lie over each other."""
    return tuple(
        (second, f"lies over {first}; zones and widgets may touch but not overlap")
        for (first, a), (second, b) in combinations(_parts(layout), 2)
        if min(a.x + a.width, b.x + b.width) - max(a.x, b.x) > _GRAIN
        and min(a.y + a.height, b.y + b.height) - max(a.y, b.y) > _GRAIN
    )


def _mute(layout: Layout) -> tuple[tuple[str, str], ...]:
    """Cues that say nothing."""
    return tuple(
        (f"widgets.{number}.text", 'a cue needs text, as { fr = "…", en = "…" }')
        for number, widget in enumerate(layout.widgets, 1)
        if widget.kind is WidgetKind.CUE and not widget.text
    )
