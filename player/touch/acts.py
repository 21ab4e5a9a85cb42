"""What touching a target makes of a session. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from player.touch import session as sessions
from player.touch.limits import LIMITS
from player.touch.session import Kind, Place, Session
from player.touch.target import Act, Target

_CHANGES: Mapping[Act, Callable[[Session, str], Session]] = {
    Act.BACK: lambda session, _: sessions.back(session),
    Act.HOME: lambda session, _: sessions.home(session),
    Act.TURN: lambda session, sheet: sessions.turn(session, int(sheet)),
    Act.NARROW: sessions.narrow,
    Act.SPEAK: sessions.speak,
    Act.EASE: sessions.ease,
    Act.TYPE: lambda session, letter: sessions.typed(session, session.query + letter),
    Act.ERASE: lambda session, _: sessions.typed(session, session.query[:-1]),
    Act.CLEAR: lambda session, _: sessions.typed(session, ""),
    Act.STAY: lambda session, _: session,
    Act.AGAIN: lambda session, _: session,
    Act.NEARER: lambda session, middle: sessions.nearer(session, middle, LIMITS.zoom),
    Act.FARTHER: lambda session, middle: sessions.nearer(session, middle, 1 / LIMITS.zoom),
    Act.CENTRE: lambda session, middle: sessions.nearer(session, middle, 1.0),
}
_LEADS_TO: Mapping[Act, Kind] = {
    Act.SERVICE: Kind.SERVICE,
    Act.ENTRY: Kind.ENTRY,
    Act.SEARCH: Kind.SEARCH,
    Act.LANGUAGES: Kind.LANGUAGES,
    Act.EMERGENCY: Kind.EMERGENCY,
    Act.POLL: Kind.POLL,
    Act.OUTDATED: Kind.SIGNAL,
    Act.MAP: Kind.MAP,
    Act.GROUP: Kind.GROUP,
}
_ABOUT_ENTRIES = (Kind.ENTRY, Kind.MAP, Kind.GROUP, Kind.POLL, Kind.SIGNAL)


def act(session: Session, target: Target) -> Session:
    """The session after a target was touched."""
    if target.act in _CHANGES:
        return _CHANGES[target.act](session, target.value)
    kind = _LEADS_TO[target.act]
    if kind in _ABOUT_ENTRIES:
        return sessions.go(session, Place(kind, service=target.about, entry=target.value))
    return sessions.go(session, Place(kind, service=target.value))
