"""What devices are told: ages are a rule, texts are plain, a bad batch is left out alone."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from playlists.documents import AGES, Ages, Availability, Batch, Freshness, State
from playlists.feed import live
from playlists.sources.plain import plain

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
SPANS = st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=30))


@given(mark=SPANS, more=SPANS, age=st.timedeltas(timedelta(0), timedelta(days=90)), later=SPANS)
def test_data_only_ever_grow_older(
    mark: timedelta, more: timedelta, age: timedelta, later: timedelta
) -> None:
    ages, order = Ages(mark, mark + more), list(Freshness)
    now, then = ages.freshness(NOON, NOON + age), ages.freshness(NOON, NOON + age + later)
    assert order.index(now) <= order.index(then)
    assert (now is Freshness.FRESH) == (age < mark)
    assert (now is Freshness.GONE) == (age >= mark + more)


def test_every_sort_of_document_is_marked_before_it_leaves() -> None:
    assert all(ages.mark_after < ages.leave_after for ages in AGES.values())


@given(st.text(), st.integers(min_value=2, max_value=200))
def test_text_of_strangers_becomes_plain(text: str, most: int) -> None:
    found = plain(text, most)
    assert len(found) <= most
    assert "<" not in found
    assert ">" not in found
    assert unicodedata.is_normalized("NFC", found)
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} for sign in found)
    assert found == found.strip()


@given(st.lists(st.sampled_from(["<b>", "</b>", "&lt;", "&amp;", "script", ">", "<!--", "\u202e", "é", " "])))
def test_no_markup_survives_however_it_is_escaped(parts: list[str]) -> None:
    found = plain("".join(parts), 400)
    assert "<" not in found
    assert "\u202e" not in found


def test_what_scripts_say_is_not_shown() -> None:
    assert plain("<p>Piscine <b>fermée</b></p><script>alert(1)</script>", 80) == "Piscine fermée"
    assert plain("&lt;b&gt;L&amp;#39;eau&lt;/b&gt;", 80) == "L'eau"
    assert plain(None, 80) == ""


def test_a_long_text_ends_at_a_word() -> None:
    assert plain("Ouverture du lundi au samedi de 6 h à minuit", 24) == "Ouverture du lundi au…"


def test_a_board_keeps_what_it_can_read() -> None:
    good = Batch(
        source="parkings",
        fetched=NOON,
        ages=AGES[Availability],
        documents=(Availability(id="1", name="Commerce", free=132, total=500, state=State.OPEN),),
    )
    unsound = msgspec.structs.replace(good, source="other", ages=Ages(timedelta(0), timedelta(0)))
    first = datetime(1, 1, 1, tzinfo=UTC)
    absurd = msgspec.structs.replace(good, documents=(Availability(id="1", name="x", valid_from=first),))
    found = live.read(live.write([good, unsound, absurd]))
    assert found == live.Live(batches=(good,), refused=2)


def test_documents_are_shown_while_they_hold_and_their_batch_is_not_gone() -> None:
    short = Availability(id="1", name="Commerce", valid_until=NOON + timedelta(minutes=5))
    batch = Batch(source="parkings", fetched=NOON, ages=AGES[Availability], documents=(short,))
    assert batch.shown(NOON) == (short,)
    assert batch.shown(NOON + timedelta(minutes=5)) == ()
    lasting = msgspec.structs.replace(batch, documents=(Availability(id="2", name="Bretagne"),))
    assert lasting.shown(NOON + timedelta(minutes=59))
    assert not lasting.shown(NOON + timedelta(hours=1))
