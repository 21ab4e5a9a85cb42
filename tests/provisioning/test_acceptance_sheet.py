"""The sheet: one page, whatever is said on it, in both languages; and every sentence of a report."""

from __future__ import annotations

import io
import re
import string
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from acceptance_facts import all_checks, report
from PIL import Image

from device_profiles.acceptance import Check, Verdict
from device_profiles.catalog import catalog
from player.stage.acceptance import words as glass_words
from playlists.workspace.said import sentences
from provisioning.acceptance import photo as photo_module
from provisioning.acceptance import words
from provisioning.acceptance.photo import photo
from provisioning.acceptance.sheet import figured, sheet
from provisioning.acceptance.words import say

ROOT = Path(__file__).resolve().parents[2]
PARIS = ZoneInfo("Europe/Paris")
REPORT_WORDS = sentences(Path(words.__file__).with_name("messages"))


def png(width: int, height: int, colour: str = "#336699") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(kept, "PNG")
    return kept.getvalue()


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("good", [True, False])
def test_a_report_is_one_page(language: str, good: bool) -> None:
    kiosk = catalog()["kiosk"]
    seen = photo([(screen, png(screen.width // 4, screen.height // 4)) for screen in kiosk.screens])
    said = text_of(sheet(report(all_checks(good=good)), seen, language, PARIS))
    assert say("sheet.accepted" if good else "sheet.refused", language) in said
    assert "kiosk-042" in said
    assert "…" in said or "Signalétique" in said
    for check in all_checks(good=good):
        assert say(f"label.{check.name.rpartition('/')[2]}", language) in said


def test_lines_that_find_no_room_are_counted() -> None:
    checks = all_checks(good=False) * 3
    assert re.search(r"\d+ lignes de plus", text_of(sheet(report(checks), None, "fr", PARIS)))


def test_figures_are_written_as_the_language_writes_them() -> None:
    check = Check(
        name="disk/free",
        verdict=Verdict.PASSED,
        said=words.told("disk.free"),
        figure=8123.4,
        unit="MB",
        limit=536.9,
        least=True,
    )
    assert figured(check, "fr") == "8\u202f123\u202fMo (≥\xa0537)"
    assert figured(check, "en") == "8,123\u202fMB (≥\xa0537)"


def test_a_photo_shows_screens_in_their_true_proportions() -> None:
    kiosk = catalog()["kiosk"]
    made = photo([(screen, png(40, 60, "#ff0000")) for screen in reversed(kiosk.screens)])
    assert made is not None
    image = Image.open(io.BytesIO(made.png))
    red = [image.getpixel((image.width // 2, y)) == (255, 0, 0) for y in range(image.height)]
    upper, touch = (sum(red[: len(red) * 6 // 10]), sum(red[len(red) * 6 // 10 :]))
    assert abs(upper / touch - kiosk.screens[0].height_mm / kiosk.screens[1].height_mm) < 0.03


def test_a_photo_of_a_matrix_shows_lamps() -> None:
    board = catalog()["led-board"].screens[0]
    made = photo([(board, png(board.width, board.height, "#ffbf00"))])
    assert made is not None
    colours = Image.open(io.BytesIO(made.png)).convert("RGB").getcolors(2**24)
    assert colours is not None
    assert len(colours) > 20


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"GIF89a"])
def test_a_picture_that_is_none_is_left_out(data: bytes) -> None:
    assert photo([(catalog()["kiosk"].screens[0], data)]) is None


def test_a_picture_too_large_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_module, "_MOST_PIXELS", 99)
    assert photo([(catalog()["kiosk"].screens[0], png(10, 10))]) is None


GLASS = {f"glass.{name}": (told.en, told.fr) for name, told in glass_words.catalogue().items()}
ALL = {name: (one.en, one.fr) for name, one in REPORT_WORDS.items()} | GLASS


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", ALL)
def test_a_sentence_is_whole_and_well_set_in_both_languages(name: str) -> None:
    english, french = ALL[name]
    assert places(english) == places(french)
    assert not re.search(r"\w'\w", english + french), "an apostrophe is ’"
    assert not re.search(r"(?<![\u202f\u00a0])[;!?»](?=\s|$)|(?<![\u202f\u00a0\d]):(?=\s|$)", french), (
        "a blank that does not break stands before ; ! ? :"
    )


def test_no_sentence_is_left_that_nobody_says() -> None:
    files = [*(ROOT / "provisioning").rglob("*.py"), *(ROOT / "player/stage/acceptance").rglob("*.py")]
    written = "\n".join(file.read_text("utf-8") for file in files)
    labels = {check.name.rpartition("/")[2] for good in (True, False) for check in all_checks(good=good)}
    kinds = {"yellow", "tone", "tests"}  # of other families than the kiosk, and of tests that were broken off
    for name in REPORT_WORDS:
        theme, _, short = name.partition(".")
        if theme == "label" and not short.startswith("group-"):
            assert short in labels | kinds, name
        elif theme in {"sheet", "clock"} or short.startswith("group-"):
            assert short in written or f'f"{theme}.' in written, name
        else:
            assert f'"{name}"' in written, name
    for name in glass_words.catalogue():
        base = re.sub(r"-(ask|good|bad|far)$", "", name)
        ways = (f'"{name}"', f"'{name}'", f'"{base}"', f"{base}-")
        assert any(way in written for way in ways), name
