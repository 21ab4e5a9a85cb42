"""Documents: what stands in them is read back from the PDF, in French and English, full, empty and broken."""

from __future__ import annotations

from datetime import date, timedelta

import pypdfium2
import pytest
from city_account import summed
from msgspec.structs import replace
from programs import utc

from central.answers import Account, Plays, PlaysLine
from central.judging.account import account
from central.judging.fleet import Member
from central.paper.exports import Exporter
from central.standing import Alarm, Severity, Verdict
from central.view import By
from layouts.sheet import Paper, Sheets, document

MADE = utc(2026, 12, 1, 8, 30)
EXPORTER = Exporter(lambda: "Nantes Métropole", lambda: "Europe/Paris", lambda: MADE)
START, END = date(2026, 11, 1), date(2026, 11, 30)


def read(data: bytes) -> list[str]:
    """The text of each page, its blanks made plain."""
    found = []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage().get_text_range()
        found.append(" ".join(text.replace("\u202f", " ").replace("\xa0", " ").split()))
    return found


def plays(count: int, **changes: object) -> Plays:
    lines = tuple(
        PlaysLine(
            campaign="noel",
            item=f"noel#{n}",
            plays=1000 + n,
            seconds=8000.0,
            verified=900,
            share=0.2,
            booked=0.2,
        )
        for n in range(count)
    )
    return replace(Plays(start=START, end=END, lines=lines, intact=True), **changes)


def test_a_client_reads_whose_it_is_of_which_days_and_how_it_is_known() -> None:
    (page,) = read(EXPORTER.pdf(plays(3), [By.CAMPAIGN, By.ITEM], "fr"))
    for said in (
        "Nantes Métropole",
        "Preuve de diffusion",
        "Du 1er au 30 novembre 2026",
        "Campagne « noel »",
        "3 003",
        "6 h 40 min",
        "noel#2",
        "20,00 %",
        "Établi le 1er décembre 2026 à 9 h 30",
        "La chaîne de ces enregistrements est intacte",
        "1 / 1",
    ):
        assert said.replace(" ", "") in page.replace(" ", ""), said


def test_a_long_one_has_its_head_and_its_number_on_each_page() -> None:
    pages = read(EXPORTER.pdf(plays(100), [By.ITEM], "en"))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page
    assert all("Item Plays" in page for page in pages[:-1])
    assert "Total" in pages[-2] + pages[-1]
    assert all(sum(f"noel#{n} " in page for page in pages) == 1 for n in range(100))


def test_names_that_differ_at_their_end_are_told_apart() -> None:
    """Cut off, three screens of one place would be three lines alike."""
    ids = [f"journal-saint-herblain-{number:04}" for number in (3, 7, 11)]
    alike = "journal-voyage-d-hiver-au-chateau"
    lines = tuple(
        PlaysLine(device=name, item=item, plays=1, seconds=1) for name in ids for item in ("a", alike)
    )
    (page,) = read(EXPORTER.pdf(plays(0, lines=lines), [By.DEVICE, By.ITEM], "fr"))
    bare = page.replace(" ", "").replace("\ufffe", "-")  # so a hyphen at the end of a line is read
    assert [bare.count(name) for name in (*ids, alike)] == [2, 2, 2, 3]


def test_no_figure_at_its_head_is_cut_however_long_screens_played() -> None:
    lines = (PlaysLine(item="noel", plays=8_527_037, seconds=28_423 * 3600.0 + 27 * 60),)
    (page,) = read(EXPORTER.pdf(plays(0, lines=lines), [By.ITEM], "fr"))
    bare = page.replace(" ", "").replace("\u202f", "")
    assert bare.count("28423h27min") == 2
    assert bare.count("8527037") == 2


def test_a_very_long_one_ends_and_says_how_much_more_there_is() -> None:
    text = " ".join(read(EXPORTER.pdf(plays(503), [By.ITEM], "fr")))
    assert "et 3 autres" in text
    assert "629 253".replace(" ", "") in text.replace(" ", ""), "and counts it all the same"


def test_what_was_changed_is_said_in_so_many_words() -> None:
    (page,) = read(EXPORTER.pdf(plays(1, intact=None, unlooked=3), [By.CAMPAIGN], "en"))
    assert "records of 3 of these days were not all looked through" in " ".join(page.split())
    assert "is whole" not in " ".join(page.split())
    (page,) = read(EXPORTER.pdf(plays(1, intact=None, totals_alone=1), [By.CAMPAIGN], "fr"))
    assert "D’un de ces jours, seuls les totaux sont encore conservés" in " ".join(page.split())
    assert "intacte" not in page
    broken = plays(1, intact=False, broken=("2026-11-04, kiosk-012",))
    (page,) = read(EXPORTER.pdf(broken, [By.CAMPAIGN], "en"))
    assert "prove nothing: 2026-11-04, kiosk-012." in page
    assert "is whole" not in page


def test_an_empty_one_says_that_nothing_was_shown() -> None:
    (page,) = read(EXPORTER.pdf(plays(0), [By.CAMPAIGN, By.DAY], "fr"))
    assert "Rien n’a été diffusé pendant cette période." in page


def test_a_name_of_any_length_and_script_breaks_nothing() -> None:
    odd = PlaysLine(campaign="x" * 300, item="Ελληνικά 中文 🎉 \u202e", plays=1, seconds=1)
    (page,) = read(EXPORTER.pdf(plays(0, lines=(odd,)), [By.ITEM, By.CAMPAIGN], "fr"))
    assert "xxx" in page


MEMBERS = {
    name: Member(device=name, place=place, position=None, groups=(), family=family)
    for name, place, family in (
        ("kiosk-001", "Commerce", "kiosk"),
        ("kiosk-002", "Commerce", "kiosk"),
        ("totem-001", "Vertou", "totem"),
    )
}


def an_account(days: int, alarms: tuple[Alarm, ...] = (), frozen: float = 3600.0) -> Account:
    sums = {
        (START + timedelta(days=n), name): {
            Verdict.RIGHT: 64_800.0 - (frozen if name == "kiosk-001" else 0),
            Verdict.FROZEN: frozen if name == "kiosk-001" else 0.0,
            Verdict.DARK: 21_600.0,
        }
        for n in range(days)
        for name in MEMBERS
    }
    return account(summed(sums), MEMBERS, alarms, START, START + timedelta(days=days - 1))


def test_availability_is_right_seconds_over_seconds_due() -> None:
    found = an_account(10)
    assert found.whole.availability == pytest.approx(1 - 3600 / (3 * 64_800))
    assert [(line.name, line.devices) for line in found.families] == [("kiosk", 2), ("totem", 1)]
    assert (found.places[0].name, found.places[0].lost) == ("Commerce", 36_000)
    worst = found.devices[0]
    assert (worst.name, worst.place, worst.mostly) == ("kiosk-001", "Commerce", Verdict.FROZEN)
    assert found.devices[1].mostly is None


def test_a_device_that_has_left_counts_in_the_whole_and_for_itself() -> None:
    sums = {
        (START, "gone-001"): {Verdict.UNKNOWN: 100.0},
    }
    found = account(summed(sums), MEMBERS, (), START, END)
    assert (found.whole.devices, found.whole.lost, found.families) == (1, 100.0, ())


ALARM = Alarm(
    id="1",
    code="silent",
    severity=Severity.SEVERE,
    scope="place",
    subject="Commerce",
    screens=("kiosk-001", "kiosk-002"),
    since=utc(2026, 11, 7, 9),
    ended=utc(2026, 11, 7, 12),
    acknowledged_by="anne",
)


@pytest.mark.parametrize(
    ("days", "language", "title"),
    [
        (1, "fr", "La journée des écrans"),
        (7, "en", "The week of the screens"),
        (30, "fr", "Le mois des écrans"),
        (12, "en", "Report of the screens"),
    ],
)
def test_the_report_of_the_fleet_says_what_was_lost_where_and_to_what(
    days: int, language: str, title: str
) -> None:
    text = " ".join(read(EXPORTER.report(an_account(days, (ALARM,)), language)))
    assert title in text
    for said in ("Commerce", "kiosk-001", "98.14%" if language == "en" else "98,14", "anne"):
        assert said in text, said
    assert ("frozen" if language == "en" else "figé") in text
    assert ("2 devices silent" if language == "en" else "2 appareils muets") in text


def test_a_calm_day_says_so() -> None:
    (page,) = read(EXPORTER.report(an_account(1, frozen=0.0), "en"))
    assert "No time was lost." in page
    assert "No alarm in this time." in page
    assert "100%" in page


def test_a_document_of_the_same_is_the_same() -> None:
    def draw(sheets: Sheets) -> None:
        sheets.page()
        sheets.text(20, 40, "4\u202f000 « écrans »", 12)

    paper = Paper(title="t", foot="f", language="fr", made=MADE)
    assert document(paper, draw) == document(paper, draw)


def test_a_report_of_days_without_a_device_is_not_calm() -> None:
    nameless = Exporter(lambda: "", lambda: "Europe/Paris", lambda: MADE)
    (page,) = read(nameless.report(account(summed({}), {}, (), START, END), "en"))
    assert "nothing is known of what was shown" in page
    assert "No time was lost" not in page
    assert "Parvis · " in page
