"""Rules about words: languages, letters that can be drawn, lengths that are read, codes to scan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from device_profiles.profile import Screen
from layouts.compose import KINDS
from layouts.compose.labels import pictograms
from layouts.led import missing_glyphs as missing_led_glyphs
from layouts.legibility import count_words
from layouts.shaping import missing_glyphs
from layouts.typography import finish
from playlists.compile.program import theme_of
from playlists.workspace.model import (
    SITE_FILE,
    CardItem,
    LedItem,
    NumberedItem,
    Playlist,
    TextItem,
    Workspace,
)
from playlists.workspace.problems import Findings, did_you_mean
from playlists.workspace.said import LANGUAGES, Said, said
from playlists.workspace.uses import Use
from playlists.workspace.written import EVERY_LANGUAGE

Texts = Mapping[str, Mapping[str, str]]
"""The texts of an item by key."""

_CARD_TEXTS = ("headline", "body", "place", "figure", "source", "led")
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "notice": ("headline",),
    "event": ("headline",),
    "figure": ("figure",),
}


def check_texts(workspace: Workspace, uses: Sequence[Use], findings: Findings) -> None:
    """Report what is wrong with the words of items."""
    by_playlist: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        by_playlist[use.playlist].append(use)
    categories = theme_of(workspace.site).day.categories
    boards = _Boards()
    for playlist in workspace.playlists.values():
        for numbered in playlist.items:
            texts = dict(_texts(numbered))
            _check_languages(workspace, playlist, numbered, texts, findings)
            _check_letters(playlist, numbered, texts, findings)
            boards.check(playlist, numbered, texts, by_playlist[playlist.name], findings)
            if isinstance(numbered.item, CardItem):
                _check_card(categories, playlist, numbered, numbered.item, findings)
                _check_lengths(playlist, numbered, numbered.item, by_playlist[playlist.name], findings)
                _check_code(playlist, numbered, numbered.item, by_playlist[playlist.name], findings)


def _texts(numbered: NumberedItem) -> Iterator[tuple[str, Mapping[str, str]]]:
    match numbered.item:
        case CardItem() as card:
            for key in _CARD_TEXTS:
                yield key, getattr(card, key)
            for key, moment in (("date", card.date), ("end", card.end)):
                if isinstance(moment, dict):
                    yield key, moment
        case TextItem() as line:
            yield "text", line.text
        case LedItem() as message:
            yield "led", message.led
        case _:
            return


def _check_languages(
    workspace: Workspace, playlist: Playlist, numbered: NumberedItem, texts: Texts, findings: Findings
) -> None:
    """The leading language is there, all texts of an item speak the same ones, and devices show them.

    What a site that cannot be read would have shown is not known.
    """
    said_languages = "languages" in workspace.site.model_fields_set
    if SITE_FILE not in workspace.outlines or (not said_languages and findings.has_error(SITE_FILE)):
        return
    shown = dict.fromkeys(
        language for device in workspace.devices.values() for language in workspace.languages(device)
    ) or dict.fromkeys(workspace.site.languages)
    leading = workspace.site.languages[0]
    named = {key: [language for language in text if language] for key, text in texts.items()}
    spoken = dict.fromkeys(language for languages in named.values() for language in languages)
    for key, languages in named.items():
        path = (*numbered.path, key)
        if not languages:
            continue
        for language in languages:
            if language not in shown:
                hint = said("items.show-language", language=language)
                message = said("items.silent-language", language=language)
                findings.warning(playlist.file, path, message, hint=hint, item=numbered.id)
        if workspace.site.country == "FR" and not texts[key].keys() & {"fr", EVERY_LANGUAGE}:
            hint = said("items.translate", language="fr")
            findings.warning(playlist.file, path, said("items.no-french"), hint=hint, item=numbered.id)
            continue
        missing = [
            language for language in (leading, *spoken) if language in shown and language not in languages
        ]
        if missing and EVERY_LANGUAGE not in texts[key]:
            message = said("items.no-translation", language=missing[0])
            hint = said("items.translate", language=missing[0])
            findings.warning(playlist.file, path, message, hint=hint, item=numbered.id)


def _check_letters(playlist: Playlist, numbered: NumberedItem, texts: Texts, findings: Findings) -> None:
    """Every letter can be drawn in the type of screens."""
    for key, by_language in texts.items():
        for language, text in by_language.items():
            if key != "led" and (lost := missing_glyphs(finish(text, language))):
                message, hint = said("items.no-sign", letters=quoted(lost)), said("items.other-letters")
                findings.warning(playlist.file, (*numbered.path, key), message, hint=hint, item=numbered.id)


class _Boards:
    """Whether LED boards can show texts; letters that a board knows are looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], set[str]] = defaultdict(set)

    def check(
        self,
        playlist: Playlist,
        numbered: NumberedItem,
        texts: Texts,
        uses: Sequence[Use],
        findings: Findings,
    ) -> None:
        """Every letter can be drawn on each board that shows the item."""
        boards = {(use.profile.id, use.screen.name): use.screen for use in uses if use.screen.is_matrix}
        for board, screen in boards.items():
            for key, by_language in texts.items():
                for language, text in by_language.items():
                    if lost := self._lost(finish(text, language), board, screen):
                        message = said("items.no-led-sign", board=board[0], letters=quoted(lost))
                        hint = said("items.other-letters" if key == "led" else "items.led-text")
                        path = (*numbered.path, key)
                        findings.error(playlist.file, path, message, hint=hint, item=numbered.id)

    def _lost(self, text: str, board: tuple[str, str], screen: Screen) -> str:
        known = self._known[board]
        lost = missing_led_glyphs("".join(sorted(set(text) - known)), screen)
        if not lost:
            known.update(text)
        return lost


def _check_card(
    categories: Collection[str],
    playlist: Playlist,
    numbered: NumberedItem,
    card: CardItem,
    findings: Findings,
) -> None:
    if card.card not in KINDS:
        message = said("items.no-card", name=card.card)
        path = (*numbered.path, "card")
        findings.error(playlist.file, path, message, hint=did_you_mean(card.card, KINDS), item=numbered.id)
    for key in _NEEDED.get(card.card, ()):
        if not any(text.strip() for text in getattr(card, key).values()):
            message, hint = said("items.card-needs", card=card.card, key=key), said("values.add-it")
            findings.error(playlist.file, numbered.path, message, hint=hint, item=numbered.id)
    for key, unknown, name, known in (
        ("category", "items.no-category", card.category, categories),
        ("pictogram", "items.no-pictogram", card.pictogram, pictograms()),
    ):
        if name and name not in known:
            message, hint = said(unknown, name=name), did_you_mean(name, known)
            findings.error(playlist.file, (*numbered.path, key), message, hint=hint, item=numbered.id)


def _check_lengths(
    playlist: Playlist, numbered: NumberedItem, card: CardItem, uses: Sequence[Use], findings: Findings
) -> None:
    """No more words than are read in passing, on the strictest of the screens that show them."""
    profiles = [use.profile for use in uses if not use.screen.is_matrix]
    if not profiles:
        return
    for key, texts, limit in (
        ("headline", [card.headline], "headline_words"),
        ("body", [card.headline, card.body, card.place, card.figure], "words"),
    ):
        strictest = min(profiles, key=lambda profile: getattr(profile.limits, limit))
        most = getattr(strictest.limits, limit)
        words = _most_words(texts)
        if words > most:
            long = "items.long-headline" if key == "headline" else "items.long-card"
            findings.warning(
                playlist.file,
                (*numbered.path, key if getattr(card, key) else "headline"),
                said(long, words=words, profile=strictest.id, most=most),
                expected=said("items.fewer-words", most=most),
                hint=said("items.shorten"),
                item=numbered.id,
            )


def _most_words(texts: Sequence[dict[str, str]]) -> int:
    """The words of the longest language; what was written for all languages counts in each."""
    languages = {language for text in texts for language in text} or {EVERY_LANGUAGE}
    return max(
        sum(count_words(text.get(language, text.get(EVERY_LANGUAGE, ""))) for text in texts)
        for language in languages
    )


def _check_code(
    playlist: Playlist, numbered: NumberedItem, card: CardItem, uses: Sequence[Use], findings: Findings
) -> None:
    """A code to scan stands on at least one screen where somebody can scan it."""
    screens = [use.screen for use in uses]
    if card.qr and screens and not any(screen.scannable and not screen.is_matrix for screen in screens):
        message, hint = said("items.far-code"), said("items.say-address")
        findings.warning(playlist.file, (*numbered.path, "qr"), message, hint=hint, item=numbered.id)


def quoted(letters: str) -> Said:
    """Letters one by one, each in quotation marks."""
    told = [said("values.quoted", text=letter) for letter in letters[:8]]
    return Said("letters", *(", ".join(each.to(language) for each in told) for language in LANGUAGES))
