"""What a box says of its pairing, from its status: sentences in the languages of the page."""

from __future__ import annotations

from typing import Final, Protocol
from urllib.parse import urlsplit

from device_profiles.enrolment import spoken
from layouts.compose.pairing import Row, State, Told
from player.pairing import Check, PairingStatus, Step

LANGUAGES: Final = ("fr", "en")
"""In turn, the leading one first."""
_STATES = {True: State.GOOD, False: State.BAD, None: State.OPEN}


class Say(Protocol):
    """Says a sentence of the pairing page in one language, with its facts."""

    def __call__(self, name: str, language: str, **facts: str) -> str:
        """The sentence of that name."""


def told(status: PairingStatus | None, language: str, say: Say, *, scannable: bool) -> Told:
    """What the page says; without a status the agent has not begun."""
    if status is None:
        return Told(title=say("title", language), lead=say("lead-starting", language))
    if status.step is Step.RESETTING:
        return Told(title=say("title-resetting", language), lead=say("lead-resetting", language))
    if status.step is Step.READING:
        return Told(title=say("title-reading", language), lead=say("lead-reading", language))
    if status.step is Step.CLAIMED:
        title = say("title-claimed", language, device=status.device)
        return Told(title=title, lead=say("lead-claimed", language))
    # With a stick at hand the network is told of only as far as it is not well.
    checks = [check for check in status.network if status.stick is None or check.ok is False]
    return Told(
        title=_title(status, language, say),
        lead=_lead(status, language, say, scannable=scannable),
        code="" if status.refused else status.code,
        alarm=_alarm(status, language, say),
        qr="" if status.refused else status.claim_url,
        lines=_lines(status, language, say),
        heading=say("network", language) if checks else "",
        rows=tuple(_row(check, language, say) for check in checks),
    )


def _lines(status: PairingStatus, language: str, say: Say) -> tuple[tuple[str, str], ...]:
    """Whom one deals with."""
    own = ((say("fingerprint", language), spoken(status.fingerprint)),)
    if not status.central:
        return own
    return (*own, (say("central", language), status.central.removeprefix("https://")))


def led_texts(status: PairingStatus | None, say: Say) -> tuple[str, ...]:
    """What an LED board says, a series of pages each: the code comes before each language."""
    series: list[str] = []
    for language in LANGUAGES:
        page = told(status, language, say, scannable=False)
        if status is None or not page.lines:
            series += [page.title, page.lead]
            continue
        series.append(page.code or page.title)
        if page.alarm:
            series.append(page.alarm)
        if status.copy_of:
            series.append(page.title)
        if page.code:
            series.append(say("led-claim", language, url=_short(status.claim_url)))
        series.append(say("led-fingerprint", language, print=spoken(status.fingerprint)))
        bad = [row for row in page.rows if row.state is State.BAD]
        for row in bad[:1]:  # the others may come from the nearest one
            series += [say("led-bad", language, part=row.name, word=row.word), row.advice]
        if page.rows and not bad:
            series.append(say("led-well", language))
    return tuple(text for text in series if text)


def _title(status: PairingStatus, language: str, say: Say) -> str:
    if status.copy_of:
        return say("title-copy", language, device=status.copy_of)
    return say("title-refused" if status.refused else "title", language)


def _lead(status: PairingStatus, language: str, say: Say, *, scannable: bool) -> str:
    if status.copy_of:
        return say("lead-copy", language)
    if status.refused or status.stick:
        return ""
    if not status.central:
        return say("lead-stick", language)
    if not status.code:
        return say("lead-asking", language)
    return say("lead-code" if scannable else "lead-typed", language, url=_short(status.claim_url))


def _alarm(status: PairingStatus, language: str, say: Say) -> str:
    if status.refused is not None:
        return say(f"refused-{status.refused}", language, device=status.device)
    if status.stick is not None:
        return say(f"stick-{status.stick}", language, device=status.stick_device)
    return ""


def _row(check: Check, language: str, say: Say) -> Row:
    state = _STATES[check.ok]
    return Row(
        state=state,
        name=say(f"part-{check.part}", language),
        word=say(state, language),
        fact=check.fact,
        advice=say(f"do-{check.why}", language) if check.why else "",
    )


def _short(url: str) -> str:
    """An address as people type it: without its scheme, and without the code that it carries."""
    parts = urlsplit(url)
    return (parts.netloc + parts.path).rstrip("/")
