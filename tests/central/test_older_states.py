"""What an older central took and kept, and this one takes no more, stops nothing that is shown or told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import httpx
import pytest
from central_process import feed
from msgspec.structs import replace
from store_world import heartbeat, report, take, taken
from whole_central import whole

from central.access import Role, mint
from central.judging.devices import DeviceRecord, encode
from central.judging.memos import Memo
from central.standing import Alarm, Judged, Reason, Severity
from central.store.keys import enrol
from central.store.notes import keep_alarms, keep_token
from central.store.store import Store
from device_profiles.heartbeat import MachineBeat, Standing
from device_profiles.identity import DeviceKey
from device_profiles.report import Entry, Fault, Fingernail

EARLY = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
FAR = datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=14)))
DEVICE, NOW = "kiosk-001", datetime.now(UTC)
PAGES = ("/", "/alarms", f"/devices/{DEVICE}", "/v1/fleet", "/v1/alarms", f"/v1/devices/{DEVICE}", "/metrics")


def keep(store: Store, odd: datetime, busy: float) -> None:
    """All that an older central may have of a device that told such an instant."""
    reason = Reason(code="missing", detail="a", since=odd)
    record = DeviceRecord(
        received=NOW,
        accounted=NOW,
        interval_s=30,
        calm=NOW,
        turned=NOW,
        memos=(Memo(reason, odd, 9, 0, sure=True),),
    )
    beat = heartbeat(NOW, machine=MachineBeat(cpu=busy), faults=(Standing(code="item", what="a", since=odd),))
    told = report(
        1,
        Entry(1, Fault(device=DEVICE, at=odd, part="stage", kind="item", message="")),
        heartbeat=beat,
        fingernails=(Fingernail(screen="main", at=odd, jpeg=b"\xff\xd8\xff"),),
    )
    judged = Judged(at=odd, screens=(), reasons=(reason,))
    take(store, taken(told, NOW, judged=judged, state=encode(record)))
    alarm = Alarm(
        id="old",
        code="missing",
        severity=Severity.MINOR,
        scope="device",
        subject=DEVICE,
        screens=(DEVICE,),
        since=odd,
    )
    for one in (alarm, replace(alarm, id="over", ended=NOW)):
        asyncio.run(store.write(partial(keep_alarms, given=(one,))))


@pytest.mark.parametrize(("odd", "busy"), [(EARLY, 0.5), (FAR, 0.5), (NOW, 1.7e308)])
def test_what_an_older_central_kept_that_is_taken_no_more_stops_nothing(
    tmp_path: Path, odd: datetime, busy: float
) -> None:
    world = feed(tmp_path)
    store = Store.open(f"sqlite:///{tmp_path}/central.db")
    asyncio.run(store.write(lambda c: enrol(c, DEVICE, DeviceKey.make().public, NOW)))
    token, secret = mint("Anne", Role.VIEW, NOW)
    asyncio.run(store.write(lambda c: keep_token(c, token)))
    keep(store, odd, busy)
    works = whole(world, store, lambda: NOW + timedelta(seconds=1))

    async def ask() -> dict[str, int]:
        await works._looks()
        transport = httpx.ASGITransport(works.app, raise_app_exceptions=False)
        head = {"Authorization": f"Bearer {secret}", "Accept": "text/html"}
        async with httpx.AsyncClient(transport=transport, base_url="http://central", headers=head) as client:
            return {page: (await client.get(page)).status_code for page in PAGES}

    assert asyncio.run(ask()) == dict.fromkeys(PAGES, 200)
    assert not works._rhythm._failing
    store.close()
