"""How devices stand, as `parvis provision list` and `show` tell it to a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from device_profiles.claiming import EnrolmentLine, KeyLine
from device_profiles.enrolment import spoken
from parvis.console import Voice

_MARGIN, _GAP = "    ", "  "
_COLUMNS = ("device", "state", "profile", "fingerprint", "claimed-by", "last-seen")


def table(lines: Sequence[EnrolmentLine], voice: Voice) -> Iterator[str]:
    """A line for each device, below a line that names the columns."""
    rows = [tuple(voice.words(f"provision.column-{name}") for name in _COLUMNS)]
    rows += [_cells(line, voice) for line in lines]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield _GAP.join(cells).rstrip()


def page(line: EnrolmentLine, voice: Voice) -> Iterator[str]:
    """All that is known of one device, and the keys that it had."""
    yield line.device
    yield from _named(_MARGIN, _facts(line, voice), voice)
    for key in line.keys:
        yield ""
        yield voice.words("provision.key-now" if key.ended is None else "provision.key-before")
        yield from _named(_MARGIN, _key_facts(key), voice)


def state_of(line: EnrolmentLine, voice: Voice) -> str:
    """How a device stands, in words."""
    return voice.words(f"provision.state-{line.state}")


def instant(at: datetime | None) -> str:
    """An instant to the minute, in UTC; nothing for none."""
    return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%MZ}"


def _cells(line: EnrolmentLine, voice: Voice) -> tuple[str, ...]:
    facts = dict(_facts(line, voice)) | {"device": line.device, "claimed-by": line.claimed_by}
    return tuple(facts[name] or "-" for name in _COLUMNS)


def _facts(line: EnrolmentLine, voice: Voice) -> tuple[tuple[str, str], ...]:
    return (
        ("state", state_of(line, voice)),
        ("why", line.why),
        ("profile", line.profile),
        ("place", line.place),
        ("fingerprint", spoken(line.fingerprint) if line.fingerprint else ""),
        ("claimed-by", _hand(line.claimed_at, line.claimed_by, line.claimed_from)),
        ("first-seen", instant(line.first_seen)),
        ("last-seen", instant(line.last_seen)),
        ("machine", line.machine[:16]),
        ("bundle", line.bundle),
    )


def _key_facts(key: KeyLine) -> tuple[tuple[str, str], ...]:
    return (
        ("fingerprint", spoken(key.fingerprint)),
        ("claimed-by", _hand(key.since, key.by, key.address)),
        ("first-seen", instant(key.seen)),
        ("machine", key.machine[:16]),
        ("bundle", key.bundle),
        ("ended", _hand(key.ended, key.ended_by, "")),
        ("why", key.why),
    )


def _hand(at: datetime | None, by: str, address: str) -> str:
    """When, who, from where."""
    return ", ".join(part for part in (instant(at), by, address) if part)


def _named(margin: str, facts: Sequence[tuple[str, str]], voice: Voice) -> Iterator[str]:
    """Each fact that there is, beside its name."""
    told = [(voice.words(f"provision.column-{name}"), value) for name, value in facts if value]
    width = max(len(name) for name, _ in told)
    for name, value in told:
        yield f"{margin}{name.ljust(width)}{_GAP}{value}"
