"""A session: where somebody is, in which language, with which comforts; and when it ends. Pure.

Instants are seconds by the monotonic clock. A session that has ended is None: nothing of it is left.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from player.touch.limits import LIMITS


class Kind(StrEnum):
    """The kinds of page."""

    HOME = "home"
    SERVICE = "service"
    ENTRY = "entry"
    SEARCH = "search"
    LANGUAGES = "languages"
    EMERGENCY = "emergency"
    POLL = "poll"
    SIGNAL = "signal"
    MAP = "map"
    GROUP = "group"


class Look(msgspec.Struct, frozen=True):
    """What of a map is looked at: its middle in decimetres, None for what the page is about, and the scale.

    The scale is millimetres of glass for a metre.
    """

    middle: tuple[float, float] | None = None
    scale: float = LIMITS.first_scale


class Place(msgspec.Struct, frozen=True):
    """A page: its kind, the service and the entry or poll it is about, which sheet of it, counted from 0.

    `only` is what a list was narrowed to. Of a map, `look` is what is seen; of a group, `entry` names its
    members.
    """

    kind: Kind = Kind.HOME
    service: str = ""
    entry: str = ""
    sheet: int = 0
    look: Look = Look()
    only: str = ""


class Comfort(msgspec.Struct, frozen=True):
    """What makes it easier: text twice as large, strong contrast, all low enough to reach, read aloud."""

    large: bool = False
    contrast: bool = False
    reach: bool = False
    speech: bool = False


class Phase(StrEnum):
    """How a session stands: in use, about to end unless somebody says otherwise, over."""

    ACTIVE = "active"
    WARNED = "warned"
    OVER = "over"


class Session(msgspec.Struct, frozen=True):
    """One person's session. `trail` is where they were, the present page last.

    So many seconds after the last touch (`idle_s`) it asks whether somebody is still there; `heard_s` later
    where they are read to so long.
    """

    language: str
    touched_s: float
    trail: tuple[Place, ...] = (Place(),)
    comfort: Comfort = Comfort()
    query: str = ""
    said: tuple[tuple[str, int | None], ...] = ()
    """What they said by buttons, of polls and of entries out of date; with a ticket, if it was taken."""
    idle_s: float = LIMITS.idle_s
    heard_s: float = 0.0

    @property
    def place(self) -> Place:
        """The present page."""
        return self.trail[-1]


def touched(session: Session, at_s: float) -> Session:
    """Somebody is there."""
    return msgspec.structs.replace(session, touched_s=at_s, heard_s=0.0)


def read_to(session: Session, seconds: float) -> Session:
    """They are read to for so long from now on."""
    return msgspec.structs.replace(session, heard_s=seconds) if seconds else session


def still(session: Session) -> Session:
    """The same, whenever it was touched: what its page looks like hangs on nothing else."""
    return msgspec.structs.replace(session, touched_s=0.0, heard_s=0.0)


def phase(session: Session, at_s: float) -> Phase:
    """How a session stands at an instant."""
    idle_s = at_s - session.touched_s - session.heard_s
    if idle_s < session.idle_s:
        return Phase.ACTIVE
    return Phase.WARNED if idle_s < session.idle_s + LIMITS.warning_s else Phase.OVER


def left_s(session: Session, at_s: float) -> float:
    """The seconds until it ends."""
    return max(0.0, session.touched_s + session.heard_s + session.idle_s + LIMITS.warning_s - at_s)


def go(session: Session, place: Place) -> Session:
    """Go to a page; the way back is kept."""
    trail = (*session.trail, place)[-LIMITS.trail :] if place != session.place else session.trail
    return msgspec.structs.replace(session, trail=trail)


def turn(session: Session, sheet: int) -> Session:
    """Go to a sheet of the page."""
    return _at(session, msgspec.structs.replace(session.place, sheet=sheet))


def narrow(session: Session, only: str) -> Session:
    """List on the page only what is chosen."""
    return _at(session, msgspec.structs.replace(session.place, only=only, sheet=0))


def _at(session: Session, place: Place) -> Session:
    return msgspec.structs.replace(session, trail=(*session.trail[:-1], place))


def look(session: Session, at: Look) -> Session:
    """Look at another part of the map."""
    scale = min(max(at.scale, LIMITS.farthest_scale), LIMITS.nearest_scale)
    place = msgspec.structs.replace(session.place, look=msgspec.structs.replace(at, scale=scale))
    return msgspec.structs.replace(session, trail=(*session.trail[:-1], place))


def nearer(session: Session, middle: str, factor: float) -> Session:
    """Look at the map from nearer or farther; at another middle, where one is given as `x y`."""
    now = session.place.look
    x, _, y = middle.partition(" ")
    at = (float(x), float(y)) if y else now.middle
    return look(session, Look(at, now.scale * factor))


def back(session: Session) -> Session:
    """Go to where one was before."""
    return msgspec.structs.replace(session, trail=session.trail[:-1] or (Place(),))


def home(session: Session) -> Session:
    """Go to the first page, as if one had just come; language and comforts stay."""
    return msgspec.structs.replace(session, trail=(Place(),), query="")


def speak(session: Session, language: str) -> Session:
    """Go on in another language."""
    return back(msgspec.structs.replace(session, language=language))


def ease(session: Session, comfort: str) -> Session:
    """Switch one of the comforts, by its name."""
    changed = {comfort: not getattr(session.comfort, comfort)}
    return msgspec.structs.replace(session, comfort=msgspec.structs.replace(session.comfort, **changed))


def say(session: Session, what: str, ticket: int | None) -> Session:
    """They said something by a button, once in a session."""
    return msgspec.structs.replace(session, said=(*session.said, (what, ticket)))


def typed(session: Session, query: str) -> Session:
    """Search for another text."""
    place = Place(Kind.SEARCH)
    trail = (*session.trail[:-1], place) if session.place.kind is Kind.SEARCH else (*session.trail, place)
    return msgspec.structs.replace(session, query=query[: LIMITS.letters], trail=trail[-LIMITS.trail :])
