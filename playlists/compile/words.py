"""The words of items: which languages they speak, typeset, with dates said in each language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from layouts.card import Card, Words
from layouts.dates import say_date, say_dates, say_time
from layouts.layout import Zone
from layouts.typography import finish
from playlists.workspace.model import CardItem
from playlists.workspace.written import EVERY_LANGUAGE, in_language

BETWEEN_LANGUAGES = " • "
"""What stands between the languages of one line of a ticker."""

_TEXTS = ("headline", "body", "place", "figure", "source", "led")


def languages_in(zone: Zone, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages that a zone shows: all of a device's, or the one that the layout picks."""
    if zone.language is None:
        return languages
    return (languages[min(zone.language, len(languages) - 1)],)


def spoken(texts: Sequence[dict[str, str]], languages: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `languages` in which anything was written; the first of them where nothing names one.

    A text that was written once for all languages names none.
    """
    written = {language for text in texts for language in text if language != EVERY_LANGUAGE}
    return tuple(language for language in languages if language in written) or languages[:1]


def set_card(
    item: CardItem, languages: tuple[str, ...], leading: str, zone: ZoneInfo, *, picture: bool
) -> Card:
    """The card of an item, its words complete in each language that it speaks."""
    texts = [getattr(item, name) for name in _TEXTS]
    texts += [moment for moment in (item.date, item.end) if isinstance(moment, dict)]
    return Card(
        kind=item.card,
        words=tuple(_words(item, language, leading, zone) for language in spoken(texts, languages)),
        category=item.category,
        pictogram=item.pictogram,
        has_picture=picture,
        qr=item.qr,
        qr_label=item.qr_label,
    )


def set_led(texts: dict[str, str], languages: tuple[str, ...], leading: str) -> Card:
    """The card of an LED message or of a ticker text on a matrix."""
    words = tuple(
        Words(language=language, led=finish(in_language(texts, language, leading), language))
        for language in spoken([texts], languages)
    )
    return Card(kind="notice", words=words)


def one_line(texts: dict[str, str], languages: tuple[str, ...], leading: str) -> str:
    """A text as one line of a ticker, its languages one after the other."""
    lines = [
        finish(in_language(texts, language, leading), language).replace("\n", " ")
        for language in spoken([texts], languages)
    ]
    return BETWEEN_LANGUAGES.join(dict.fromkeys(line for line in lines if line))


def say_when(
    begin: date | dict[str, str] | None,
    end: date | dict[str, str] | None,
    language: str,
    leading: str,
    zone: ZoneInfo,
) -> str:
    """When something is, in words: a day, a day and hours, a range of days, or the editor's own words."""
    if isinstance(begin, dict):
        return finish(in_language(begin, language, leading), language)
    if begin is None:
        return ""
    if not isinstance(end, date):
        return _say_moment(begin, language, zone)
    first, last = _day(begin, zone), _day(end, zone)
    if first != last:
        return say_dates(first, last, language)
    if isinstance(begin, datetime) and isinstance(end, datetime):
        opening, closing = (say_time(_local(at, zone).time(), language) for at in (begin, end))
        return finish(f"{say_date(first, language)}, {opening} – {closing}", language)
    return _say_moment(begin, language, zone)


def _words(item: CardItem, language: str, leading: str, zone: ZoneInfo) -> Words:
    texts = {name: finish(in_language(getattr(item, name), language, leading), language) for name in _TEXTS}
    return Words(language=language, date=say_when(item.date, item.end, language, leading, zone), **texts)


def _say_moment(moment: date, language: str, zone: ZoneInfo) -> str:
    day = say_date(_day(moment, zone), language)
    if not isinstance(moment, datetime):
        return finish(day, language)
    return finish(f"{day}, {say_time(_local(moment, zone).time(), language)}", language)


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    """A date-time as the clocks here show it; one without an offset is local already."""
    return moment.astimezone(zone) if moment.tzinfo else moment


def _day(moment: date, zone: ZoneInfo) -> date:
    return _local(moment, zone).date() if isinstance(moment, datetime) else moment
