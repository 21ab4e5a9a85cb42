"""A fleet's table: every kind of bad row is named, and nothing large or strange gets further."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest

from playlists.astray import Astray, astray
from playlists.distance import Position
from provisioning.devices_file import TomlFile
from provisioning.errors import DevicesFileError, FleetError
from provisioning.fleet import MOST_BYTES, Fault, parse, read_fleet

PROFILES = frozenset({"kiosk", "totem", "plasma-16x9"})
HEAD = "id,profile,place,latitude,longitude,groups\n"


@pytest.mark.parametrize(
    ("row", "fault", "column", "near"),
    [
        ("k-1,kiosk", "cells", "", ""),
        ("k-1,kiosk,a,1,2,g,more", "cells", "", ""),
        (",kiosk,a,1,2,g", "missing", "id", ""),
        ("k-1,,a,1,2,g", "missing", "profile", ""),
        ("../k,kiosk,a,1,2,g", "bad-id", "id", ""),
        ("kiosk 1,kiosk,a,1,2,g", "bad-id", "id", ""),
        ("é-1,kiosk,a,1,2,g", "bad-id", "id", ""),
        (f"{'k' * 65},kiosk,a,1,2,g", "bad-id", "id", ""),
        ("k-0,kiosk,a,1,2,g", "twice", "id", "2"),
        ("k-1,kiosc,a,1,2,g", "profile", "profile", "kiosk"),
        ("k-1,kiosk,a,north,2,g", "number", "latitude", ""),
        ('k-1,kiosk,a,"47,2",2,g', "number", "latitude", ""),
        ("k-1,kiosk,a,91,2,g", "range", "latitude", ""),
        ("k-1,kiosk,a,1,-181,g", "range", "longitude", ""),
        ("k-1,kiosk,a,nan,2,g", "range", "latitude", ""),
        ("k-1,kiosk,a,1e999,2,g", "range", "latitude", ""),
        ("k-1,kiosk,a,1,,g", "half", "longitude", ""),
        (f"k-1,kiosk,{'a' * 201},1,2,g", "long", "place", ""),
        ("k-1,kiosk,a\0b,1,2,g", "control", "place", ""),
        ("k-1,kiosk,a\x1b[2Jb,1,2,g", "control", "place", ""),
        ("k-1,kiosk,a\u202eb,1,2,g", "control", "place", ""),
        ('k-1,kiosk,"a\nb",1,2,g', "control", "place", ""),
        ("k-1,kiosk,=HYPERLINK(1),1,2,g", "formula", "place", ""),
        ("k-1,kiosk,+1,1,2,g", "formula", "place", ""),
        ("k-1,kiosk,@SUM,1,2,g", "formula", "place", ""),
        ("=k,kiosk,a,1,2,g", "formula", "id", ""),
        ("k-1,kiosk,a,1,2,g||h", "groups", "groups", ""),
        ("k-1,kiosk,a,1,2,g|=x", "groups", "groups", ""),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_reason_and_the_others_are_good(
    row: str, fault: str, column: str, near: str
) -> None:
    found = parse(f"{HEAD}k-0,kiosk,Gare,47.2,-1.5,centre|tram-1\n{row}\nk-9,totem,,,,\n", PROFILES)
    (bad,) = found.bad
    assert (bad.fault, bad.column, bad.nearest) == (Fault(fault), column, near)
    assert bad.line >= 3
    assert [one.id for one in found.rows] == ["k-0", "k-9"]


def test_a_good_row_says_what_it_says_and_no_more() -> None:
    first, last = parse(f"{HEAD}k-0,kiosk,Gare,47.2,-1.5,centre|tram-1\nk-9,totem,,,,\n", PROFILES).rows
    assert first.table == {
        "profile": "kiosk",
        "place": "Gare",
        "position": [47.2, -1.5],
        "groups": ["centre", "tram-1"],
    }
    assert last.table == {"profile": "totem"}


@pytest.mark.parametrize(
    ("position", "fault", "found"),
    [
        ("-1.5583,47.2131", Fault.EXCHANGED, "-1.5583,47.2131"),
        ("47.2131,1.5583", Fault.SIGN, "47.2131,1.5583"),
    ],
)
def test_a_position_that_was_meant_elsewhere_is_named_with_what_was_meant(
    position: str, fault: Fault, found: str
) -> None:
    read = parse(f"{HEAD}k-1,kiosk,Gare,{position},\nk-2,kiosk,,0,0,\n", PROFILES, in_nantes)
    (bad,) = read.bad
    assert (bad.line, bad.column, bad.fault) == (2, "latitude", fault)
    assert (bad.found, bad.nearest) == (found, "47.2131,-1.5583")
    assert [row.id for row in read.rows] == ["k-2"]


def in_nantes(position: Position) -> Astray | None:
    return astray(position, (47.2184, -1.5536))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_french_spreadsheets_file_is_read(tmp_path: Path, mark: str) -> None:
    text = (
        f"{mark}ID;Profile;Place;Latitude;Longitude;Groups\r\nk-1;kiosk;Gare, sud;47,2131;-1,5583;centre\r\n"
    )
    (tmp_path / "fleet.csv").write_bytes(text.encode())
    (row,) = read_fleet(tmp_path / "fleet.csv", PROFILES).rows
    assert (row.place, row.position) == ("Gare, sud", (47.2131, -1.5583))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"name,profile\nk,kiosk\n", "columns"),
        (b"id,place\nk,a\n", "columns"),
        (b"id,profile,id\nk,kiosk,k\n", "columns"),
        ("id,profile,place\nk,kiosk,Hôpital\n".encode("latin-1"), "not-utf8"),
        ("id,profile\nk,kiosk\n".encode("utf-16"), "not-utf8"),
        (b'id,profile\n"k,kiosk\nmore\n', "syntax"),
        (b'id,profile\n"k"x,kiosk\n', "syntax"),
        (b"id,profile\n" + b"k,kiosk\n" * 10_001, "rows"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, fault: str) -> None:
    (tmp_path / "fleet.csv").write_bytes(data)
    with pytest.raises(FleetError) as caught:
        read_fleet(tmp_path / "fleet.csv", PROFILES)
    assert caught.value.fault == fault


def test_of_a_file_of_a_hundred_megabytes_no_more_is_read_than_may_be(tmp_path: Path) -> None:
    with (tmp_path / "fleet.csv").open("wb") as file:
        file.truncate(100 * 2**20)
    with pytest.raises(FleetError, match="large"):
        read_fleet(tmp_path / "fleet.csv", PROFILES)
    assert MOST_BYTES < 100 * 2**20


WRITTEN = """# The city's devices.

# by the fountain
["kiosk-001"]   # the first one
profile = "kiosk"
position = [47.2131, -1.5583]   # measured
place = { fr = "Place", en = "Square" }

[totem-1]
groups = [
  "centre",  # since 2024
]
profile = 'totem'
"""


@pytest.fixture
def file(tmp_path: Path) -> TomlFile:
    (tmp_path / "devices.toml").write_text(WRITTEN, "utf-8")
    return TomlFile(tmp_path / "devices.toml")


def test_a_device_that_changes_leaves_every_other_word(file: TomlFile) -> None:
    file.set("totem-1", {"profile": "kiosk"})
    file.write()
    assert file.file.read_text("utf-8") == WRITTEN.replace("'totem'", '"kiosk"')
    assert TomlFile(file.file).diff() == ""


def test_a_new_device_stands_at_the_end(file: TomlFile) -> None:
    file.set("k.9", {"profile": "kiosk", "place": 'Rue "x"', "position": [1.0, 2.0], "groups": ["a"]})
    assert file.text.startswith(WRITTEN)
    assert tomllib.loads(file.text)["k.9"]["place"] == 'Rue "x"'


def test_a_fleet_of_thousands_is_taken_in_within_seconds(tmp_path: Path) -> None:
    """The file was written anew for each row: 2,000 rows took a minute, 10,000 most of an hour."""
    (tmp_path / "devices.toml").write_text(WRITTEN, "utf-8")
    file = TomlFile(tmp_path / "devices.toml")
    rows = parse(HEAD + "".join(f"k-{number},kiosk,Gare,,,\n" for number in range(5000)), PROFILES).rows
    before = time.process_time()
    for row in rows:
        file.set(row.id, row.table)
    assert len(file.said) == 5002
    assert time.process_time() - before < 20
    assert file.text.startswith(WRITTEN + "\n[k-0]\n")


def test_a_device_is_renamed_where_it_stands(file: TomlFile) -> None:
    file.rename("kiosk-001", "kiosk.2")
    assert file.text == WRITTEN.replace('["kiosk-001"]', '["kiosk.2"]')
    with pytest.raises(DevicesFileError, match="already"):
        file.rename("kiosk.2", "totem-1")


def test_a_table_that_only_a_hand_can_rename_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "devices.toml").write_text('k = { profile = "kiosk" }\n', "utf-8")
    file = TomlFile(tmp_path / "devices.toml")
    with pytest.raises(DevicesFileError, match="not written as"):
        file.rename("k", "l")
    assert file.diff() == ""


def test_events_name_a_renamed_device_as_before(tmp_path: Path) -> None:
    text = '[[events]]\ndevices = ["group:a", "k-1"]  # both\n[[events]]\nlayout = "full"\n'
    (tmp_path / "schedule.toml").write_text(text, "utf-8")
    file = TomlFile(tmp_path / "schedule.toml")
    file.rename_in_events("k-1", "k-2")
    assert file.text == text.replace("k-1", "k-2")
