"""Fingers that come, move and go, and what that makes of a table. Pure.

A contact that is lost is released; a palm moves nothing and opens nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import msgspec

from player.touch.session import touched
from player.touch.table.board import NOTHING, PALM, Board, Contact, with_card
from player.touch.table.geometry import Point, Pose, carried, straightened
from player.touch.table.limits import LIMITS


class Spot(msgspec.Struct, frozen=True):
    """Where a contact is, and how wide in pixels, 0 where the screen does not tell."""

    at: Point
    wide: float = 0.0


def spots_of(flat: list[float]) -> dict[int, Spot]:
    """Fingers as QML tells of them."""
    rows = zip(*[iter(flat)] * 4, strict=True)
    return {int(contact): Spot((float(x), float(y)), float(wide)) for contact, x, y, wide in rows}


class Touch(msgspec.Struct, frozen=True):
    """A finger that was lifted: what it held, where it came down, where it went, whether it had moved."""

    thing: str
    start: Point
    at: Point
    slid: bool


def press(board: Board, contact: int, spot: Spot, at_s: float) -> Board:
    """A contact comes down. It holds what is uppermost there; a card that is held lies on top."""
    board = lost(board, [contact])
    if len(board.contacts) >= LIMITS.contacts:
        return board
    thing = PALM if _is_wide(board, spot) else board.thing_at(spot.at, at_s)
    came = Contact(thing=thing, at=spot.at, start=spot.at, seen=spot.at, down_s=at_s)
    board = msgspec.structs.replace(board, contacts={**board.contacts, contact: came})
    palms = {} if thing == PALM else _cluster(board, came)
    if palms:
        return msgspec.structs.replace(board, contacts={**board.contacts, **palms})
    return board if thing == PALM else _touched(board, thing, spot.at, at_s)


def move(board: Board, spots: Mapping[int, Spot], at_s: float) -> Board:
    """Contacts move, all at once; what they hold follows."""
    before = board.contacts
    contacts = dict(before)
    for key, spot in spots.items():
        if key in before:
            contacts[key] = _moved(board, before[key], spot)
    board = msgspec.structs.replace(board, contacts=contacts)
    for name in dict.fromkeys(contacts[key].thing for key in spots if key in contacts):
        card = board.card(name)
        if card is None:
            continue
        held = [key for key, one in contacts.items() if one.thing == name]
        old, new = [before[key].at for key in held], [contacts[key].at for key in held]
        pose = carried(card.pose, old, new, board.surface.bounds)
        if pose != card.pose:
            board = with_card(board, msgspec.structs.replace(card, pose=pose))
            board = _stirred(board, name, held, at_s)
    return board


def _stirred(board: Board, name: str, held: Iterable[int], at_s: float) -> Board:
    """Somebody is there, if any of what holds a card has gone somewhere."""
    gone = [key for key in held if _is_far(board, board.contacts[key].seen, board.contacts[key].at)]
    card = board.card(name)
    if not gone or card is None:
        return board
    moved = {key: msgspec.structs.replace(board.contacts[key], seen=board.contacts[key].at) for key in gone}
    board = with_card(board, msgspec.structs.replace(card, touched_s=at_s))
    at = board.contacts[gone[0]].at
    contacts = {**board.contacts, **moved}
    return msgspec.structs.replace(board, contacts=contacts, touched_s=at_s, touched=at)


def lift(board: Board, spots: Mapping[int, Spot], at_s: float) -> tuple[Board, tuple[Touch, ...]]:
    """Contacts go; what each of them did."""
    board = move(board, spots, at_s)
    gone = [board.contacts[key] for key in spots if key in board.contacts]
    board = lost(board, spots)
    fingers = [one for one in gone if one.thing != PALM]
    for one in fingers:
        board = _touched(board, one.thing, one.at, at_s)
    return board, tuple(Touch(one.thing, one.start, one.at, one.slid) for one in fingers)


def lost(board: Board, contacts: Iterable[int]) -> Board:
    """Contacts are there no more, and nobody meant anything by it; a card let go of lies straight."""
    gone = {key: board.contacts[key] for key in contacts if key in board.contacts}
    if not gone:
        return board
    left = {key: one for key, one in board.contacts.items() if key not in gone}
    board = msgspec.structs.replace(board, contacts=left)
    held = {one.thing for one in left.values()}
    for name in {one.thing for one in gone.values()} - held:
        card = board.card(name)
        if card is not None:
            pose = straightened(card.pose, LIMITS.snap_deg)
            board = with_card(board, msgspec.structs.replace(card, pose=pose))
    return board


def turned(board: Board, name: str, turn: float, zoom: float) -> Board:
    """A card turned and enlarged about its middle, as its buttons do."""
    card = board.card(name)
    if card is None:
        return board
    old = card.pose
    pose = board.surface.bounds.keep(Pose(old.x, old.y, old.turn + turn, old.scale * zoom))
    return with_card(board, msgspec.structs.replace(card, pose=pose))


def _moved(board: Board, contact: Contact, spot: Spot) -> Contact:
    """A contact where it is now. One that has hardly moved stays where it came down, for what it holds."""
    if contact.thing == PALM:
        return contact
    if _is_wide(board, spot):
        return msgspec.structs.replace(contact, thing=PALM)
    if contact.slid:
        return msgspec.structs.replace(contact, at=spot.at)
    if not _is_far(board, contact.start, spot.at):
        return contact
    return msgspec.structs.replace(contact, at=spot.at, slid=True)


def _is_far(board: Board, one: Point, other: Point) -> bool:
    """Whether what went from one point to another has moved, and not only touched."""
    return math.dist(one, other) * board.surface.pitch_mm > LIMITS.slip_mm


def _is_wide(board: Board, spot: Spot) -> bool:
    return spot.wide * board.surface.pitch_mm > LIMITS.palm_mm


def _cluster(board: Board, came: Contact) -> dict[int, Contact]:
    """The contacts that came with this one and so near to it that they are no fingers; as palms."""
    near = board.surface.px(LIMITS.cluster_mm) / 2
    there = [
        (key, one)
        for key, one in board.contacts.items()
        if came.down_s - one.down_s <= LIMITS.cluster_s and math.dist(one.start, came.start) <= near * 2
    ]
    if len(there) < LIMITS.cluster:
        return {}
    middle = [sum(one.start[axis] for _, one in there) / len(there) for axis in (0, 1)]
    if any(math.dist(one.start, middle) > near for _, one in there):
        return {}
    return {key: msgspec.structs.replace(one, thing=PALM) for key, one in there}


def _touched(board: Board, thing: str, at: Point, at_s: float) -> Board:
    """Somebody is there: a card rises, a panel stays."""
    board = msgspec.structs.replace(board, touched_s=at_s, touched=at)
    if thing == NOTHING:
        return board
    card = board.card(thing)
    if card is not None:
        return with_card(board, msgspec.structs.replace(card, touched_s=at_s), on_top=True)
    panels = tuple(
        msgspec.structs.replace(one, session=touched(one.session, at_s)) if one.id == thing else one
        for one in board.panels
    )
    return msgspec.structs.replace(board, panels=panels)
