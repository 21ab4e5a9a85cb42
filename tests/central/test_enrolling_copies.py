"""Two machines that start from one disk, before anybody claimed either."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from enrolling_town import MACHINE, ONE, OTHER, TWO, Town

from central.enrolling.boxes import Unpaired
from device_profiles.claiming import Claimed
from device_profiles.enrolment import LIVES
from device_profiles.identity import DeviceKey


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    yield made
    made.store.close()


def test_of_two_machines_with_one_key_one_gets_a_code(town: Town) -> None:
    """With one code on both screens a claim would make both of them one device."""

    async def go() -> None:
        key = DeviceKey.make()
        code = await town.code(key)
        assert await town.ask(key, OTHER) is Unpaired.CLONED
        assert await town.code(key) == code, "who was first goes on"
        assert isinstance(await town.claim(code, ONE), Claimed)
        assert await town.ask(key, OTHER) is Unpaired.CLONED
        assert isinstance(await town.claim(await town.code(DeviceKey.make(), machine=OTHER), TWO), Claimed)

    asyncio.run(go())


def test_a_key_whose_code_has_ended_may_be_of_a_disk_that_moved(town: Town) -> None:
    async def go() -> None:
        key = DeviceKey.make()
        code = await town.code(key, machine=MACHINE)
        town.now += LIVES
        assert await town.code(key, machine=OTHER) != code

    asyncio.run(go())
