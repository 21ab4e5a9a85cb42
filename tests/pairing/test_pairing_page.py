"""The pairing page: on every family's screens, in every state, all of it legible, in words that are there."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from device_profiles.catalog import catalog
from device_profiles.profile import Screen
from layouts.compose.pairing import pairing_page
from layouts.family import CAP_HEIGHT
from layouts.led import led_pages
from layouts.legibility import MIN_CONTRAST, contrast, unit_px
from layouts.page import Code, Page, Panel, TextLine
from layouts.shaping import advance
from layouts.theme import derive
from parvis.pairing_words import FOLDER, say
from player.agent.network import Facts, judge
from player.pairing import PairingStatus, Part, Refusal, Step, StickFault
from player.stage.pairing.telling import LANGUAGES, led_texts, told
from playlists.workspace.said import sentences

WELL = Facts(
    cards=("enp0s31f6",),
    links=("enp0s31f6",),
    addresses=("192.168.144.217",),
    host="affichage.metropole.nantes.fr",
    offset=timedelta(),
    answered=True,
)
ILL = Facts(
    cards=("eth0",), host="affichage.metropole.nantes.fr", names=False, answered=False, trouble="unreached"
)
HOST = "affichage.metropole.nantes.fr"
URL = f"https://{HOST}"


def status(facts: Facts = WELL, code: str = "K7QM-4RXD", **other: object) -> PairingStatus:
    step = Step.CODE if code else Step.ASKING
    claim = f"{URL}/claim?code=K7QM4RXD" if code else ""
    said = {"boot": "b", "fingerprint": "8f3a19c2d07be455" * 4, "central": URL, "network": judge(facts)}
    return PairingStatus(**{"step": step, "code": code, "claim_url": claim, **said, **other})  # type: ignore[arg-type]


STATES: dict[str, PairingStatus | None] = {
    "code": status(),
    "no line": status(ILL, ""),
    "no address": status(msgspec.structs.replace(ILL, links=("eth0",)), ""),
    "wrong clock": status(msgspec.structs.replace(WELL, offset=-timedelta(days=400, hours=3))),
    "no time": status(msgspec.structs.replace(WELL, answered=False, offset=None, trouble="dated"), ""),
    "copy": status(copy_of="borne-multimedia-042"),
    **{f"refused {why}": status(refused=why, device="borne-042") for why in Refusal},
    **{f"stick {why}": status(stick=why, stick_device="borne-multimedia-042") for why in StickFault},
    "no line, a bad stick": status(ILL, "", stick=StickFault.WHICH),
    "no central": status(code="", central="", network=()),
    "reading": status(code="", step=Step.READING),
    "claimed": status(code="", step=Step.CLAIMED, device="borne-042"),
    "resetting": status(code="", step=Step.RESETTING),
    "starting": None,
}
LIT = {
    f"{name}-{screen.name}": screen
    for name, profile in catalog().items()
    for screen in profile.screens
    if not screen.is_matrix
}
PALETTE = derive(background=None, accent=None, categories=None).day


def page(state: PairingStatus | None, language: str, screen: Screen) -> Page:
    return pairing_page(told(state, language, say, scannable=screen.scannable), screen, PALETTE)


@pytest.mark.parametrize("state", STATES.values(), ids=list(STATES))
@pytest.mark.parametrize("screen", LIT.values(), ids=list(LIT))
def test_all_of_the_page_is_on_the_screen_and_large_enough(
    screen: Screen, state: PairingStatus | None
) -> None:
    near = min(1.0, 5.0 / screen.distance_m)
    for language in LANGUAGES:
        marks = page(state, language, screen).marks
        assert marks
        panels = [mark for mark in marks if isinstance(mark, Panel)]
        for mark in marks:
            if isinstance(mark, TextLine):
                assert mark.size * CAP_HEIGHT >= unit_px(screen) * near - 0.01
                assert mark.x + advance(mark.text, mark.face, mark.size, mark.tracking) <= screen.width
                assert 0 < mark.baseline < screen.height
                grounds = {
                    PALETTE.background,
                    *(panel.colour for panel in panels if panel.colour != "#ffffff"),
                }
                assert max(contrast(mark.colour, ground) for ground in grounds) >= MIN_CONTRAST
        text = " ".join(mark.text for mark in marks if isinstance(mark, TextLine))
        if state and state.step in {Step.CODE, Step.ASKING}:
            code = "" if state.refused else state.code
            online = (HOST, "DNS") if state.central and not state.stick else ()
            for shown in ("8f3a 19c2 d07b e455", *online, code):
                assert shown.replace(" ", "") in text.replace(" ", "")


@pytest.mark.parametrize("screen", LIT.values(), ids=list(LIT))
def test_an_address_is_broken_after_a_dot_and_a_fingerprint_at_a_blank(screen: Screen) -> None:
    print_ = "8f3a 19c2 d07b e455"
    for state in (state for state in STATES.values() if state and state.central):
        for language in LANGUAGES:
            lines = [mark.text for mark in page(state, language, screen).marks if isinstance(mark, TextLine)]
            for whole, end in ((HOST, "."), (print_, "")):
                heads = [line for line in lines if len(line) > 3 and whole.startswith(line)]
                assert all(line == whole or line.endswith(end) for line in heads)
                tails = [line for line in lines if whole.endswith(line)]
                assert all(whole.removesuffix(line)[-1:] in {"", ".", " "} for line in tails)


@pytest.mark.parametrize("screen", LIT.values(), ids=list(LIT))
def test_a_code_to_scan_is_there_where_somebody_can_scan_it(screen: Screen) -> None:
    codes = [mark for mark in page(STATES["code"], "fr", screen).marks if isinstance(mark, Code)]
    assert bool(codes) is screen.scannable
    assert all(code.rect.width * screen.pitch_mm >= 100 * min(1.0, screen.distance_m) for code in codes)


@pytest.mark.parametrize("state", STATES.values(), ids=list(STATES))
def test_a_board_says_it_in_pages_and_the_code_stands_alone(state: PairingStatus | None) -> None:
    board = catalog()["led-board"].screens[0]
    pages = [one for text in led_texts(state, say) for one in led_pages(text, board)]
    assert pages
    if state and state.code and not state.refused:
        assert [one.text for one in pages].count("K7QM-4RXD") == len(LANGUAGES)
        assert all(not one.scroll_px for one in pages if one.text == "K7QM-4RXD")


def test_how_wrong_a_clock_is_stands_in_no_language() -> None:
    for offset, shown in (
        (timedelta(minutes=-190), "−3:10:00"),
        (timedelta(days=-400, hours=-3), "−9603 h"),
        (timedelta(days=1), "+24 h"),
    ):
        (fact,) = (one.fact for one in judge(Facts(offset=offset)) if one.part is Part.TIME)
        assert fact == shown


def test_every_sentence_is_used_and_every_trouble_has_one() -> None:
    source = Path("player/stage/pairing/telling.py").read_text("utf-8")
    network = "".join(
        Path(f"player/agent/{name}.py").read_text("utf-8") for name in ("network", "pairing", "pairing_line")
    )
    made = {f"refused-{why}" for why in Refusal} | {f"stick-{why}" for why in StickFault}
    for code in sentences(FOLDER):
        name = code.partition(".")[2]
        cause = name.removeprefix("do-")
        used = f'"{name}"' in source or name in made or name.startswith("part-")
        assert used or (name in {"good", "bad", "open"}) or re.search(f'"{cause}"', network), name
    assert all(f"pairing.{name}" in sentences(FOLDER) for name in made)
    for trouble in ("unreached", "certificate", "dated", "other", "erring", "denied"):
        assert say(f"do-{trouble}", "fr")
    for sentence in sentences(FOLDER).values():
        assert not re.search(r"\w'\w", sentence.fr + sentence.en), "an apostrophe is ’"
