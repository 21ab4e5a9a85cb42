"""Who is told of which alarm, when, and what of; through real servers on loopback."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace
from programs import utc
from sinks import HookSink, MailSink, serving

from central.alarming.delivery import Delivery, Limits, Memory, Target, due
from central.alarming.messages import Kind, Message, message
from central.alarming.targets import target
from central.errors import TargetError, UnwantedError
from central.standing import Alarm, Severity
from central.telling.speech import Speech

AT = utc(2026, 11, 18, 12)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
PLACE = Alarm(
    id="a1",
    code="silent",
    severity=Severity.SEVERE,
    scope="place",
    subject="Place du Commerce",
    screens=tuple(f"kiosk-{n:03}" for n in range(14)),
    since=AT,
)
ONE = Alarm(
    id="a2",
    code="frozen",
    severity=Severity.MAJOR,
    scope="device",
    subject="kiosk-050",
    screens=("kiosk-050/upper",),
    since=AT,
)
CAUSE = "Cause probable : L’alimentation ou la ligne du lieu est en panne : ils se sont tus ensemble."
REMEDY = (
    "À faire : Appeler le lieu ou y envoyer quelqu’un : vérifier d’abord l’alimentation et le commutateur."
)
QUICK = Limits(retries_s=(0.01, 0.01))


def told(
    *steps: tuple[int, tuple[Alarm, ...]], quiet_until: datetime | None = None
) -> list[tuple[int, Kind, str]]:
    """What is told at these seconds of these alarms."""
    memory, found = Memory(), []
    for second, alarms in steps:
        memory, kinds = due(memory, alarms, AT + second * SECOND, quiet_until=quiet_until)
        found += [(second, kind, alarm.id) for kind, alarm in kinds]
    return found


def test_an_alarm_is_told_once_it_has_settled_and_once_only() -> None:
    steps = [(second, (ONE,)) for second in range(0, 600, 5)]
    assert told(*steps) == [(20, Kind.NEW, "a2")]


def test_what_ends_before_it_settles_is_not_told() -> None:
    ended = replace(ONE, ended=AT + 10 * SECOND)
    assert told((0, (ONE,)), (10, (ended,)), (15, ()), (30, ())) == []


def test_the_end_is_told_once_of_what_was_told() -> None:
    ended = replace(ONE, ended=AT + 100 * SECOND)
    steps = [(0, (ONE,)), (20, (ONE,)), (100, (ended,)), (105, (ended,)), (110, ())]
    assert told(*steps) == [(20, Kind.NEW, "a2"), (100, Kind.ENDED, "a2")]


def test_growing_louder_is_told() -> None:
    louder = replace(ONE, severity=Severity.SEVERE, escalated_at=AT + 2 * HOUR)
    steps = [(0, (ONE,)), (20, (ONE,)), (7200, (louder,)), (7205, (louder,))]
    assert told(*steps) == [(20, Kind.NEW, "a2"), (7200, Kind.LOUDER, "a2")]


def test_what_is_minor_taken_or_quieted_is_not_told() -> None:
    minor = replace(ONE, severity=Severity.MINOR)
    taken = replace(ONE, acknowledged_by="anne", acknowledged_at=AT)
    quieted = replace(ONE, snoozed_until=AT + HOUR)
    for alarm in (minor, taken, quieted):
        assert told((0, (alarm,)), (60, (alarm,))) == []
    assert told((0, (quieted,)), (3600, (quieted,))) == [(3600, Kind.NEW, "a2")]


def test_while_central_has_just_begun_to_listen_nothing_is_told_then_what_is_still_so() -> None:
    other = replace(ONE, id="a3", screens=("kiosk-051",))
    steps = [(0, (ONE, other)), (60, (ONE,)), (89, (ONE,)), (90, (ONE,))]
    assert told(*steps, quiet_until=AT + 90 * SECOND) == [(90, Kind.NEW, "a2")]


def test_what_becomes_part_of_a_larger_alarm_is_not_told_to_be_over() -> None:
    single = replace(ONE, code="silent", screens=("kiosk-003",))
    ended = replace(single, ended=AT + 60 * SECOND)
    steps = [(0, (single,)), (20, (single,)), (60, (PLACE, ended)), (90, (PLACE,))]
    assert told(*steps) == [(20, Kind.NEW, "a2"), (90, Kind.NEW, "a1")]


def test_a_restart_that_remembers_tells_nothing_twice() -> None:
    memory, _ = due(Memory(), (ONE,), AT)
    memory, _ = due(memory, (ONE,), AT + 20 * SECOND)
    again, found = due(memory, (ONE,), AT + 60 * SECOND, quiet_until=AT + 150 * SECOND)
    assert found == ()
    assert due(again, (ONE,), AT + 150 * SECOND)[1] == ()


def test_while_central_has_just_begun_to_listen_no_end_is_told_but_afterwards_what_ended_then() -> None:
    memory, _ = due(Memory(), (ONE,), AT)
    memory, _ = due(memory, (ONE,), AT + 20 * SECOND)
    quiet, over = AT + 90 * SECOND, replace(ONE, ended=AT + 65 * SECOND)
    memory, found = due(memory, (), AT + 60 * SECOND, quiet_until=quiet)
    memory, more = due(memory, (over,), AT + 65 * SECOND, quiet_until=quiet)
    assert (found, more) == ((), ())
    assert due(memory, (ONE,), quiet, quiet_until=quiet)[1] == (), "what lasts after all is not new"
    memory, found = due(memory, (), quiet, quiet_until=quiet)
    assert found == ((Kind.ENDED, over),)
    assert due(memory, (), quiet + SECOND, quiet_until=quiet)[1] == ()


@pytest.mark.parametrize(
    ("language", "title", "lines"),
    [
        (
            "fr",
            "Place du Commerce : 14 appareils muets",
            [
                "depuis 13:00 · personne ne s’en charge",
                "",
                CAUSE,
                REMEDY,
            ],
        ),
        (
            "en",
            "Place du Commerce: 14 devices silent",
            [
                "since 13:00 · nobody has taken it",
                "",
                "Likely cause: The power or the line of the place has failed: they fell silent together.",
                "What to do: Call the place or send somebody: look at its power and its switch first.",
            ],
        ),
    ],
)
def test_a_message_says_where_what_why_and_what_to_do(language: str, title: str, lines: list[str]) -> None:
    speech = Speech("said", language, "Europe/Paris")
    made = message(Kind.NEW, PLACE, AT + HOUR, speech, url="https://central.example.org/")
    assert _plain(made.title) == title
    said = [_plain(line) for line in made.text.split("\n")]
    assert said[: len(lines)] == lines
    assert said[-1] == "https://central.example.org/"
    assert "kiosk-013" in said[-3]


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def test_mail_and_webhook_get_what_is_new_and_what_is_over() -> None:
    mails, hooks = MailSink(), HookSink()
    with serving(mails), serving(hooks):
        targets = [target(mails.address, QUICK), target(hooks.address, QUICK)]
        delivery = Delivery(targets, Speech("said", "fr", "Europe/Paris"))
        delivery.tell((PLACE,), AT)
        assert delivery.tell((PLACE,), AT + 30 * SECOND) == 1
        assert delivery.tell((replace(PLACE, ended=AT + HOUR),), AT + HOUR) == 1
        for one in targets:
            one.settle()
        delivery.close()
    assert [_plain(str(mail["Subject"])) for mail in mails.mails] == [
        "Place du Commerce : 14 appareils muets",
        "Terminé : Place du Commerce : 14 appareils muets",
    ]
    (key, first), (_, second) = hooks.taken
    assert (first["kind"], first["alarm"]["subject"], len(first["alarm"]["screens"])) == (
        "new",
        "Place du Commerce",
        14,
    )
    assert (second["kind"], first["id"]) == ("ended", key)
    assert [one.sent for one in targets] == [2, 2]


def test_a_target_that_fails_for_a_while_gets_it_later_under_the_same_name() -> None:
    hooks = HookSink(503, 500)
    with serving(hooks):
        one = target(hooks.address, QUICK)
        one.put(message(Kind.NEW, ONE, AT, Speech("said", "en")))
        one.settle()
        one.close()
    assert (hooks.tried, len(hooks.taken), one.sent, one.failed) == (3, 1, 1, 0)


def test_a_target_that_stays_away_is_given_up_and_that_is_said(expect_log: Callable[[str], None]) -> None:
    expect_log("was not told of kiosk-050, upper screen: picture frozen: HTTP 500")
    hooks = HookSink(*[500] * 10)
    with serving(hooks):
        one = target(hooks.address, QUICK)
        one.put(message(Kind.NEW, ONE, AT, Speech("said", "en")))
        one.settle()
        one.close()
    assert (hooks.tried, one.sent, one.failed) == (3, 0, 1)


def test_what_a_webhook_will_never_take_holds_up_nothing(expect_log: Callable[[str], None]) -> None:
    expect_log("HTTP 413")
    hooks = HookSink(413, 429, 408)
    with serving(hooks):
        one = target(hooks.address, Limits(retries_s=(0.01,) * 3))
        for alarm in (ONE, PLACE):
            one.put(message(Kind.NEW, alarm, AT, Speech("said", "en")))
        one.settle()
        one.close()
    assert (hooks.tried, [told["alarm"]["id"] for _, told in hooks.taken]) == (4, ["a1"])
    assert (one.sent, one.failed) == (1, 1)


def test_whatever_goes_wrong_with_one_message_the_next_has_its_turn(
    expect_log: Callable[[str], None],
) -> None:
    expect_log("RuntimeError")
    arrived = threading.Event()

    def send(told: Message) -> None:
        if told.alarm is ONE:
            raise RuntimeError
        arrived.set()

    one = Target("one", send, QUICK)
    for alarm in (ONE, PLACE):
        one.put(message(Kind.NEW, alarm, AT, Speech("said", "en")))
    assert arrived.wait(10)
    one.settle()
    one.close()
    assert (one.sent, one.failed) == (1, 1)


def test_two_addresses_of_one_host_are_counted_together(expect_log: Callable[[str], None]) -> None:
    """Else of two who are told by one mail server the second would hide what the first did not get."""

    def send(_told: Message) -> None:
        raise UnwantedError

    expect_log("was not told of")
    both = Target("mailto://mail.example", send), Target("mailto://mail.example", lambda _: None)
    delivery = Delivery(both, Speech("said", "en"))
    for one in both:
        one.put(message(Kind.NEW, ONE, AT, Speech("said", "en")))
        one.settle()
    delivery.close()
    sent, unsent = delivery.counts()
    assert ({**sent}, {**unsent}) == ({"mailto://mail.example": 1}, {"mailto://mail.example": 1})


def test_what_waits_is_bounded(expect_log: Callable[[str], None]) -> None:
    expect_log("too much waits")
    expect_log("HTTP 500")
    hooks = HookSink(500)
    with serving(hooks):
        one = target(hooks.address, Limits(waiting=2, retries_s=(60.0,)))
        for _ in range(9):
            one.put(message(Kind.NEW, ONE, AT, Speech("said", "en")))
        assert hooks.hit.wait(10)
        one.close()
    assert one.failed >= 6
    assert one.sent == 0


@pytest.mark.parametrize(
    "address",
    [
        "https://host:8x/",
        "http://127.0.0.1:99999/x",
        "http://127.0.0.1:9/\x01",
        "https:///x",
        "https://[::1/x",
    ],
)
def test_a_webhook_that_can_never_be_reached_is_refused_at_the_start(address: str) -> None:
    with pytest.raises(TargetError):
        target(address)


def test_an_address_that_means_nothing_is_refused(expect_log: Callable[[str], None]) -> None:
    expect_log("Unparseable URL")
    with pytest.raises(TargetError, match="nothing://"):
        target("nothing://x")
