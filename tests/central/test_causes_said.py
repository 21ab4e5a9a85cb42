"""Every alarm has a likely cause and a remedy in words, and every sentence of these files is said."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace
from programs import utc

import central
from central.answers import Device, DeviceLine
from central.standing import Alarm, Reason, Severity, State
from central.telling.causes import alarm_cause, alarm_remedy
from central.telling.signs import Key
from central.telling.speech import Speech
from central.telling.told import CARES, CODES, alarm_story, alarm_title, brief, care, why

WORDS = Path(central.__file__).parent / "words"
SCOPES = ("device", "place", "group", "family", "item", "object", "fleet")


def alarm(code: str, scope: str) -> Alarm:
    return Alarm(
        id="1",
        code=code,
        severity=Severity.MAJOR,
        scope=scope,
        subject="kiosk",
        screens=("kiosk-001/upper",) if scope == "device" else ("kiosk-001", "kiosk-002"),
        since=utc(2026, 11, 18),
    )


def a_line(reason: Reason, state: State) -> DeviceLine:
    at = reason.since
    return DeviceLine(
        device="kiosk-001", state=state, since=at, reason=reason, profile="kiosk", family="kiosk",
        place="Commerce", position=None, groups=(), screens=(), seen=at, generation=1, out_of_service="",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_alarm_has_its_words(code: str, language: str) -> None:
    speech = Speech("said", language)
    for scope in SCOPES:
        told = alarm(code, scope)
        for text in (alarm_title(told, speech), alarm_cause(told, speech), alarm_remedy(told, speech)):
            assert text
            assert "{" not in text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("foreign", "signed with another key than its own"),
        ("unknown_device", "its key is not enrolled"),
        ("untimely", "signed more than five minutes ago or ahead"),
        ("format", "format"),
    ],
)
def test_why_central_refuses_a_device_is_said_in_words(code: str, words: str) -> None:
    at, speech, key = utc(2026, 11, 18, 12), Speech("said", "en"), Key("kiosk-001", "upper")
    reason = Reason(code="refused", detail=code, since=at)
    line = a_line(reason, State.SILENT)
    (why_,) = why(Device(line=line, reasons=(reason,)), key, speech, at)
    assert why_.endswith(f"central refuses them: {words}.")
    assert brief(line, speech) == f"Refused by central · {words}"
    assert words in alarm_story(replace(alarm("refused", "device"), detail=code), speech, at)
    named = replace(reason, code="silent")
    (why_,) = why(Device(line=replace(line, reason=named), reasons=(named,)), key, speech, at)
    assert why_.endswith(f"central refuses that: {words}.")
    assert brief(replace(line, reason=named), speech) == f"Silent · {words}"
    (why_,) = why(Device(line=line, reasons=(reason,)), key, speech, at)
    new = replace(line, state=State.NOT_ENROLLED)
    assert why(Device(line=new, reasons=(reason,)), key, speech, at)[1:] == (why_,)


@pytest.mark.parametrize(
    ("item", "detail", "words"),
    [
        ("tram", "no key frame", "“tram” has been in quarantine since {since}: no key frame."),
        ("tram", "", "“tram” has been in quarantine since {since}: the player ended over it."),
        ("", "", "A file of which no item is known has been in quarantine since {since}."),
    ],
)
def test_what_was_set_aside_is_named_as_far_as_it_is_known(item: str, detail: str, words: str) -> None:
    at, speech, key = utc(2026, 11, 18, 12), Speech("said", "en"), Key("kiosk-001", "upper")
    reason = Reason(code="quarantine", item=item, object="ab" * 32, detail=detail, since=at)
    device = Device(line=a_line(reason, State.DEGRADED), reasons=(reason,))
    assert why(device, key, speech, at) == (words.format(since=speech.instant(at, at)),)


@pytest.mark.parametrize(
    ("detail", "words"),
    [("+2820 s", "+47 min"), ("-7200 s", "−2 h"), ("untrusted", "rien ne la confirme"), ("?", "?")],
)
def test_how_wrong_a_clock_is_is_said_as_people_say_it(detail: str, words: str) -> None:
    speech, one = Speech("said", "fr", "Europe/Paris"), replace(alarm("clock", "device"), detail=detail)
    story = alarm_story(one, speech, one.since).replace("\u202f", " ").replace("\xa0", " ")
    assert story.endswith(f"· {words}")


def test_what_is_wrong_with_the_feed_itself_counts_no_screens() -> None:
    own = replace(alarm("feed", "fleet"), screens=())
    assert alarm_title(own, Speech("said", "en")) == "The whole fleet: feed not taken in"


def test_what_fails_in_central_is_said_of_central_and_why_last() -> None:
    own = replace(alarm("central", "fleet"), screens=(), detail="sums: OSError [Errno 28] No space left")
    speech = Speech("said", "fr")
    assert alarm_title(own, speech) == "Le central ne fait pas tout son travail"
    story = alarm_story(own, speech, own.since)
    assert story.endswith(" · personne ne s’en charge · sums: OSError [Errno 28] No space left")


def test_every_cause_and_remedy_is_said_of_some_alarm() -> None:
    speech = Speech("said", "en")
    alarms = [alarm(code, scope) for code in CODES for scope in SCOPES]
    said = {alarm_cause(one, speech) for one in alarms} | {alarm_remedy(one, speech) for one in alarms}
    written = tomllib.loads((WORDS / "causes.toml").read_text("utf-8"))
    assert {name for name, words in written.items() if words["en"] not in said} == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_to_be_done_can_be_done(language: str) -> None:
    """A care that is named is on a button, and nobody is asked to put anything into quarantine."""
    speech = Speech("said", language)
    buttons = {care(name, speech) for name in CARES}
    for file in ("said.toml", "causes.toml"):
        written = tomllib.loads((WORDS / file).read_text("utf-8"))
        told = [words[language] for name, words in written.items() if name.startswith("do-")]
        named = {one for text in told for one in re.findall("[“«] ?([^”»]*?) ?[”»]", text)}
        assert {one for one in named if not one.startswith("parvis ")} <= buttons
        assert not [text for text in told if "quarant" in text]


def test_every_sentence_on_paper_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in (WORDS.parent / "paper").glob("*.py"))
    named = set(re.findall(r'"([a-z][a-z_-]*)"', code))
    patterns = [
        re.compile(found)
        for found in ("only-.*", "column-.*", "head-.*", "lost-.*", "what-.*", ".*-(one|many)")
    ]
    written = tomllib.loads((WORDS / "paper.toml").read_text("utf-8"))
    lacking = {name for name in written if name not in named and not any(p.fullmatch(name) for p in patterns)}
    assert lacking == set()
