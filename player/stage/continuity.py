"""From one scene to the next without a gap: what is on the glass stays until its successor can be shown."""

from __future__ import annotations

from msgspec.structs import replace

from device_profiles.profile import Transition
from layouts.layout import ZoneKind
from player.stage.props import SceneProps, ZoneProps, transition_ms


def holds(before: SceneProps, after: SceneProps) -> bool:
    """Whether `before` must stay on the glass: `after` has another form and is not complete yet."""
    return _form(before) != _form(after) and after.lacks


def continued(after: SceneProps, before: SceneProps | None, transition: Transition, at_ms: int) -> SceneProps:
    """`after`, taking up in each zone what `before` really showed there.

    A zone that can show nothing keeps its picture; one that changes goes over from the picture that was on
    the glass, whatever the timeline says should have been.
    """
    if before is None or _form(before) != _form(after):
        return after
    pairs = zip(after.zones, before.zones, strict=True)
    return replace(after, zones=tuple(_zone(new, old, transition, at_ms) for new, old in pairs))


def _form(props: SceneProps) -> list[tuple[object, ...]]:
    return [(zone.name, zone.kind, zone.rect) for zone in props.zones]


def _zone(new: ZoneProps, old: ZoneProps, transition: Transition, at_ms: int) -> ZoneProps:
    if old.incoming is None:
        return new
    if new.incoming is None:
        return replace(new, incoming=old.incoming, led=old.led, start_ms=old.start_ms)
    if new.kind is not ZoneKind.CONTENT:
        return new
    if new.incoming == old.incoming:
        fading = old.fading(at_ms)
        return replace(
            new,
            outgoing=old.outgoing if fading else None,
            transition=old.transition,
            start_ms=old.start_ms,
            duration_ms=old.duration_ms if fading else 0,
        )
    lasts = transition_ms(transition)
    if new.start_ms + lasts <= at_ms or new.incoming.key == old.incoming.key:
        return replace(new, outgoing=None, transition=Transition.CUT, duration_ms=0)
    return replace(new, outgoing=old.incoming, transition=transition, duration_ms=lasts)
