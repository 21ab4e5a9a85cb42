"""What lies ahead of a screen: the pictures of an instant, and those that come after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from player.stage.air import Air
from player.stage.limits import Limits
from player.stage.props import Layer, PageKey, SceneProps, is_built_in
from player.stage.scene import derive

_GLANCE_MS = 1000
"""How far back pictures that lie ahead are looked for: what they replace, no further."""


def first(air: Air, at_ms: int) -> tuple[Layer, ...]:
    """The pictures that a program shows at an instant."""
    return _scene(air, at_ms).pictures(at_ms)


def coming(
    air: Air, at_ms: int, limits: Limits, is_broken: Callable[[PageKey], bool]
) -> Iterator[tuple[int, Layer]]:
    """What comes on after `at_ms`, and when: the next picture of each zone that can be shown."""
    scene = _scene(air, at_ms)
    short = {zone.name for zone in scene.zones}
    for _ in range(limits.changes_ahead):
        then_ms = scene.valid_until_ms
        if then_ms > at_ms + limits.ahead_ms or not short:
            return
        now, scene = scene, _scene(air, then_ms)
        before = {layer.key for layer in now.layers(then_ms)}
        for zone in scene.zones:
            for layer in zone.layers(then_ms):
                yield then_ms, layer
                if layer.key not in before and not is_broken(layer.key):
                    short.discard(zone.name)


def following(air: Air, at_ms: int, change_ms: int) -> Iterator[Layer]:
    """What a program that is to take over shows now, and at the change at which it does."""
    for instant in (at_ms, max(at_ms, change_ms)):
        if air.is_planned(instant):
            yield from first(air, instant)


def stand_ins(air: Air, at_ms: int) -> tuple[Layer, ...]:
    """The built-in slide, for each zone in which a program shows something."""
    return derive(air.view(at_ms), at_ms, is_built_in).layers(at_ms)


def _scene(air: Air, at_ms: int) -> SceneProps:
    return derive(air.view(at_ms, _GLANCE_MS), at_ms, lambda _: True)
