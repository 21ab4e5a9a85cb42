"""A simulated fleet against a real server: true signatures, each record once, whatever the weather."""

from __future__ import annotations

import asyncio
import io
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from feed_world import World, notice, program
from fleet_world import SECOND, published, spell
from PIL import Image
from receiving import Receiver, receiving

from device_profiles.report import PICTURE_BYTES, REPORT_RECORDS, PlayRecord
from parvis.simulation.device import Simulated
from parvis.simulation.enrolling import EnrollingError, enrol
from parvis.simulation.fleet import Fleet
from parvis.simulation.line import Address, Line, LostError
from parvis.simulation.outbox import Outbox
from parvis.simulation.running import Settings, Simulation, key_of
from parvis.simulation.sender import Manner
from parvis.simulation.tally import Count
from parvis.simulation.weather import Kind, Spell, Weather
from player.agent.limits import ReportLimits
from playlists.feed.orders import Care
from playlists.feed.publishing.orders import OrderDesk

HASTE = ReportLimits(answer_s=5.0, pause_s=0.01, shortest_s=0.1, back_off_s=0.5)
QUICK = Manner(interval_s=0.2, limits=HASTE, listen_s=0.5, look_s=0.1)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return published(tmp_path, "totem-1", "totem-2", "totem-3", at=datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def settings(world: World, *spells: Spell, **changes: object) -> Settings:
    made = Settings(
        feed=world.feed,
        anchor=world.keyring.folder / "root.json",
        weather=Weather(spells),
        manner=QUICK,
    )
    return msgspec.structs.replace(made, **changes)


def run(made: Settings, receiver: Receiver, lasts_s: float = 1.0, url: str = "") -> Count:
    async def go() -> Count:
        simulation = Simulation(made, lambda: datetime.now(UTC))
        receiver.enrol(simulation.keys())
        return await simulation.run(url or receiver.url, lambda _: None, lasts_s=lasts_s, every_s=0.1)

    return asyncio.run(go())


def require_each_once(receiver: Receiver) -> None:
    """Numbers go up by one from the first, and no play comes twice."""
    for device, entries in receiver.entries.items():
        assert [entry.number for entry in entries] == list(range(1, len(entries) + 1)), device
        records = [entry.record for entry in entries]
        said = [(one.screen, one.zone, one.start) for one in records if isinstance(one, PlayRecord)]
        assert len(set(said)) == len(said)


def test_all_devices_report_and_every_signature_holds(world: World, receiver: Receiver) -> None:
    count = run(settings(world), receiver)
    assert {report.device for report in receiver.reports} == {"totem-1", "totem-2", "totem-3"}
    assert (count.refused, count.unreached, count.lost_answers) == ({}, 0, 0)
    assert count.accepted >= 3 * 3
    assert count.p99_ms > 0
    for device in ("totem-1", "totem-2", "totem-3"):
        assert [report.sequence for report in receiver.of(device)] == list(
            range(1, len(receiver.of(device)) + 1)
        )


def test_a_key_that_central_does_not_know_is_refused(world: World, receiver: Receiver) -> None:
    simulated = settings(world, devices=1)
    simulation = Simulation(simulated, lambda: datetime.now(UTC))
    asyncio.run(simulation.run(receiver.url, lambda _: None, lasts_s=0.5, every_s=0.1))
    assert receiver.reports == []
    assert receiver.refused["foreign"] > 0


def test_what_two_hours_without_line_left_comes_in_batches_each_once(
    world: World, receiver: Receiver
) -> None:
    count = run(settings(world, spell(Kind.OUTAGE, "-2h", "2h"), devices=2), receiver, 2.0)
    assert count.waiting < 10
    sizes = [len(report.entries) for report in receiver.of("totem-1")]
    assert max(sizes) <= REPORT_RECORDS
    assert sum(sizes) >= 2 * 60 * 60 // 8 - 1
    assert sizes[0] == HASTE.few, "the heartbeat comes first"
    assert max(sizes) > 400
    require_each_once(receiver)


def test_an_outage_is_silence_and_then_everything(world: World, receiver: Receiver) -> None:
    made = settings(world, spell(Kind.OUTAGE, "0s", "1s"), devices=1)
    run(made, receiver, 0.8)
    assert receiver.reports == []
    count = run(made, receiver, 2.5)
    assert count.unreached > 0
    assert receiver.reports
    require_each_once(receiver)


def test_after_lost_answers_the_same_records_come_again_under_new_numbers(
    world: World, receiver: Receiver
) -> None:
    made = settings(
        world,
        spell(Kind.OUTAGE, "-2h", "2h"),
        spell(Kind.LOST_ANSWERS, "0s", "1s"),
        devices=1,
    )
    count = run(made, receiver, 2.5)
    assert count.lost_answers > 0
    first, second, *_ = receiver.of("totem-1")
    assert first.sequence < second.sequence
    assert 0 < len(second.entries) < len(first.entries)
    assert first.entries[: len(second.entries)] == second.entries
    require_each_once(receiver)


def test_repeats_and_forgeries_are_sent_as_the_network_would(world: World, receiver: Receiver) -> None:
    count = run(settings(world, spell(Kind.REPEATS), devices=1), receiver)
    assert 0 < count.refused["replayed"] <= receiver.refused["replayed"]
    require_each_once(receiver)
    count = run(settings(world, spell(Kind.FORGED), devices=1, seed=2), receiver)
    assert count.refused["foreign"] > 0


def test_with_a_wrong_clock_it_is_refused_once_and_then_signs_by_centrals(
    world: World, receiver: Receiver
) -> None:
    made = settings(world, spell(Kind.CLOCK, "-3h", ahead="-2h"), devices=1)
    count = run(made, receiver)
    assert count.refused == {"untimely": 1}
    last = receiver.of("totem-1")[-1].heartbeat
    assert last.clock.offset_ms == -7_200_000
    assert abs(last.at - (datetime.now(UTC) - timedelta(hours=2))) < 10 * SECOND


def test_central_without_time_is_left_alone_for_as_long_as_it_says(world: World, receiver: Receiver) -> None:
    receiver.retry_after = 5
    count = run(settings(world), receiver)
    assert count.refused == {"busy": 3}


def test_an_answer_that_is_no_receipt_is_counted_and_changes_nothing(
    world: World, receiver: Receiver
) -> None:
    receiver.instead = b"<html>Please log in</html>"
    count = run(settings(world, devices=1), receiver)
    assert count.refused["no receipt"] > 0
    assert count.accepted == 0


def test_a_device_that_leaves_the_feed_falls_silent_and_the_others_go_on(
    world: World, receiver: Receiver
) -> None:
    async def go() -> None:
        simulation = Simulation(settings(world), lambda: datetime.now(UTC))
        receiver.enrol(simulation.keys())
        reports, leaves = asyncio.Event(), asyncio.Event()

        def look(_: Count) -> None:
            beats = [report.heartbeat.at for report in receiver.of("totem-3")]
            others = [report.heartbeat.at for report in receiver.of("totem-1")]
            if beats:
                reports.set()
            if reports.is_set() and sum(at > beats[-1] for at in others) >= 4:
                leaves.set()

        task = asyncio.create_task(simulation.run(receiver.url, look, lasts_s=60.0, every_s=0.1))
        await asyncio.wait_for(reports.wait(), 60)
        world.now = datetime.now(UTC)
        world.publish(*(program(name, [notice("z", "Neuf")]) for name in ("totem-1", "totem-2")))
        await asyncio.wait_for(leaves.wait(), 60)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(go())
    last = {device: receiver.of(device)[-1].heartbeat for device in ("totem-1", "totem-3")}
    assert {zone.item for zone in last["totem-1"].screens[0].showing} == {"z"}
    assert {zone.item for zone in last["totem-3"].screens[0].showing} != {"z"}


def test_without_central_it_waits_longer_each_time(world: World, receiver: Receiver) -> None:
    count = run(settings(world, devices=1), receiver, url="http://127.0.0.1:9")
    assert 2 <= count.unreached <= 5
    assert count.accepted == 0


def test_a_picture_that_is_asked_for_comes_at_once_and_is_small(world: World, receiver: Receiver) -> None:
    with io.BytesIO() as file:
        Image.new("RGB", (160, 90), "#204060").save(file, "JPEG")
        thumbnail = world.source.put(b"thumbnail")
        path = world.feed / "objects" / thumbnail[:2] / thumbnail
        path.chmod(0o644)
        path.write_bytes(file.getvalue())
    receiver.pictures_wanted = {"totem-1"}
    run(settings(world, spell(Kind.BLACK, who="totem-2"), devices=2), receiver)
    shot = next(report.fingernails for report in receiver.of("totem-1") if report.fingernails)[0]
    assert len(shot.jpeg) <= PICTURE_BYTES
    with Image.open(io.BytesIO(shot.jpeg)) as found:
        assert found.format == "JPEG"
        assert found.size == (256, 144)
        assert found.getpixel((128, 72)) == pytest.approx((0x20, 0x40, 0x60), abs=6)
    assert not any(report.fingernails for report in receiver.of("totem-2"))


def test_a_device_that_listens_hears_of_news_and_sends_a_picture_at_once(
    world: World, receiver: Receiver
) -> None:
    slow = msgspec.structs.replace(QUICK, interval_s=60.0)
    count = run(settings(world, spell(Kind.BLACK), devices=1, push=True, manner=slow), receiver, 1.5)
    assert count.pushes >= 2
    assert any(report.fingernails for report in receiver.of("totem-1"))


def test_an_order_is_answered_when_it_is_carried_out(world: World, receiver: Receiver) -> None:
    slow = msgspec.structs.replace(QUICK, interval_s=60.0)

    async def go() -> str:
        simulation = Simulation(settings(world, spell(Kind.BLACK), manner=slow), lambda: datetime.now(UTC))
        receiver.enrol(simulation.keys())
        task = asyncio.create_task(simulation.run(receiver.url, lambda _: None, lasts_s=6.5, every_s=0.1))
        await asyncio.sleep(0.2)
        desk = OrderDesk(world.feed, world.anchor, world.keyring)
        given = desk.give(Care.PICTURE, ["totem-2"], datetime.now(UTC))
        await task
        return given.id

    given = asyncio.run(go())
    (report,) = [one for one in receiver.reports if one.heartbeat.orders]
    assert (report.device, report.heartbeat.orders) == ("totem-2", {given: "done"})
    assert report.fingernails


def test_the_outbox_forgets_nothing_that_central_does_not_have(world: World) -> None:
    fleet = Fleet(world.feed, world.anchor)
    start = datetime.now(UTC)
    lot = Weather([]).lot(fleet.members["totem-1"].where, start)
    outbox = Outbox(Simulated(fleet, "totem-1", lot, start), "0" * 32, start)
    batch = outbox.batch(start + timedelta(minutes=5))
    assert batch.is_last
    assert len(batch.entries) > 30
    assert not outbox.acknowledge(batch, batch.entries[-1].number - 1)
    assert outbox.batch(start + timedelta(minutes=5)) == batch
    assert outbox.acknowledge(batch, batch.entries[-1].number)
    assert outbox.batch(start + timedelta(minutes=5)).entries == ()
    assert outbox.batch(start + timedelta(minutes=6)).entries[0].number == batch.entries[-1].number + 1


def test_keys_are_enrolled_by_an_administrator_and_nobody_else(receiver: Receiver) -> None:
    keys = [(device, key_of(1, device).public) for device in ("totem-1", "totem-2")]
    done: list[int] = []
    asyncio.run(enrol(receiver.url, "secret", keys, done.append))
    assert receiver.puts == {f"/v1/devices/{device}/key": key for device, key in keys}
    assert done == [1, 2]
    with pytest.raises(EnrollingError, match="does not take the key of totem"):
        asyncio.run(enrol(receiver.url, "wrong", keys, done.append))


@pytest.mark.parametrize("url", ["ftp://central", "central:8000", "http://"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ValueError, match=url.replace("/", "/")):
        Address.of(url)


def test_an_answer_that_never_comes_is_given_up() -> None:
    async def go(port: int) -> None:
        line = Line(Address(host="127.0.0.1", port=port), 0.2)
        with pytest.raises(LostError):
            await line.send("POST", "/v1/reports", {}, b"{}")

    with socket.create_server(("127.0.0.1", 0)) as mute:
        asyncio.run(go(mute.getsockname()[1]))
