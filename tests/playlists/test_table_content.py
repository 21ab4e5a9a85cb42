"""[table] of services.toml: checked with words, compiled with its pictures, approved project by project."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest
from looking_shelf import NameShelf
from test_check_rules import TODAY
from workspace_folder import SMALL, told, write

from playlists.compile.program import compile_program
from playlists.feed import naming
from playlists.feed.publishing.approve import _services as waiting_of
from playlists.feed.raw import digest
from playlists.feed.wire_services import pack_services, unpack_services
from playlists.media.shelf import Target
from playlists.rendition import Rendition
from playlists.services import Services
from playlists.workspace.check import check
from playlists.workspace.load import load
from playlists.workspace.problems import Severity

TABLE = '[totem-1]\nprofile = "table"\nplace = "Médiathèque"\n'
SUBJECT = 'title = { fr = "Le quartier demain" }'
HEAD = f"""
[table]
{SUBJECT}
centre = [47.2118, -1.5560]
across = 2800
"""
PROJECT = """
[[table.projects]]
id = "parc"
title = { fr = "Un parc" }
lead = { fr = "Trois hectares." }
position = [47.2120, -1.5570]
pictogram = "tree"
category = "environment"
[[table.projects.pictures]]
image = "media/parc-1600x900.jpg"
caption = { fr = "Le parc" }
"""
ERRORS = [
    (PROJECT.replace('"tree"', '"treee"'), "table.projects[1].pictogram", "“treee”"),
    (PROJECT.replace('"environment"', '"environement"'), "table.projects[1].category", "environment"),
    (PROJECT + PROJECT, "table.projects[2].id", "twice"),
    (PROJECT.replace("[47.2120, -1.5570]", "[47.2120, -1.6570]"), "table.projects[1].position", "outside"),
    (PROJECT.replace("lead = { fr", "lead = { en"), "table.projects[1].lead", "French"),
    (PROJECT.replace("parc-1600x900", "park-1600x900"), "table.projects[1].pictures[1].image", "parc-"),
    (PROJECT.replace('title = { fr = "Un parc" }\n', ""), "table.projects[1].title", "missing"),
    ("", "table.projects", "missing"),
]


PARK = hashlib.sha256(b"parc-1600x900.jpg").hexdigest()


class HashShelf(NameShelf):
    """As `NameShelf`; objects are named as the feed wants them."""

    def picture(self, path: Path, target: Target) -> Rendition:
        name = hashlib.sha256(path.name.encode()).hexdigest()
        return Rendition(object=name, bytes=1, width=target.width, height=target.height)


def folder(root: Path, projects: str = PROJECT, devices: str = TABLE) -> Path:
    """A workspace with a table."""
    made = write(root, SMALL, services=HEAD + projects, devices=devices)
    (made / "media").mkdir(exist_ok=True)
    (made / "media" / "parc-1600x900.jpg").touch()
    return made


def laid(root: Path, projects: str = PROJECT, title: str = SUBJECT) -> Services:
    """What its table offers."""
    made = folder(root, projects)
    services = made / "services.toml"
    services.write_text(services.read_text().replace(SUBJECT, title))
    workspace = load(made).workspace
    assert workspace is not None
    program = compile_program(workspace, "totem-1", HashShelf()).program
    offered = program.screens[0].services
    assert offered is not None
    assert naming.objects(program)[PARK] == 1
    return offered


@pytest.mark.parametrize(("projects", "where", "said"), ERRORS)
def test_a_mistake_on_the_table_is_found(tmp_path: Path, projects: str, where: str, said: str) -> None:
    problems = check(load(folder(tmp_path, projects)), today=TODAY, shelf=NameShelf())
    found = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert [problem.where.en for problem in found] == [where], [told(problem) for problem in found]
    assert said in told(found[0])


def test_a_table_that_lies_nowhere_is_told(tmp_path: Path) -> None:
    devices = SMALL["devices.toml"]
    problems = check(load(folder(tmp_path, devices=devices)), today=TODAY, shelf=NameShelf())
    assert any("nobody sees" in told(problem) for problem in problems)


def test_a_project_lies_on_the_table_with_its_picture_in_its_own_proportions(tmp_path: Path) -> None:
    table = laid(tmp_path).table
    assert table is not None
    (project,) = table.projects
    (picture,) = project.pictures
    rendition = picture.rendition
    assert rendition.object == PARK
    assert round(rendition.width / rendition.height, 2) == round(1600 / 900, 2)


def test_a_text_for_all_languages_keeps_a_table_in_those_of_the_others(tmp_path: Path) -> None:
    """As with services: a name that is the same in every language bars none."""
    both = PROJECT.replace('{ fr = "Un parc" }', '{ fr = "Un parc", br = "Ur park" }')
    assert laid(tmp_path, both, title='title = "Malakoff"').languages == ("fr", "en", "br")


def test_a_table_is_checked_though_a_device_like_it_has_none(tmp_path: Path) -> None:
    missing = PROJECT.replace("parc-1600x900", "park-1600x900")
    bare = folder(tmp_path, missing, TABLE.replace("totem-1", "totem-0") + TABLE)
    for name, one, other in (
        ("services", "[table]", '[table]\ndevices = ["totem-1"]'),
        ("schedule", '"totem-1"', '"*"'),
    ):
        file = bare / f"{name}.toml"
        file.write_text(file.read_text().replace(one, other))
    found = [
        one for one in check(load(bare), today=TODAY, shelf=NameShelf()) if one.severity is Severity.ERROR
    ]
    assert [one.where.en for one in found] == ["table.projects[1].pictures[1].image"]


def test_what_is_approved_of_a_table_lies_on_it_and_nothing_else(tmp_path: Path) -> None:
    offered = laid(tmp_path)
    assert offered.table is not None
    first = offered.table.projects[0]
    second = msgspec.structs.replace(first, id="pont")
    table = msgspec.structs.replace(offered.table, projects=(first, second))
    wire = pack_services(msgspec.structs.replace(offered, table=table))
    assert wire.table is not None
    own = {digest(raw) for raw in wire.parts()}
    refused: list[str] = []
    assert unpack_services(wire, own.__contains__, refused).table == table
    assert not refused
    less = own - {digest(wire.table.projects[0])}
    kept = unpack_services(wire, less.__contains__, refused).table
    assert kept is not None
    assert [project.id for project in kept.projects] == ["pont"]
    assert refused == ["project 1 of the table"]
    bare = own - {digest(wire.table.subject)}
    assert unpack_services(wire, bare.__contains__, refused).table is None


def test_editors_read_all_that_a_table_says_before_they_approve(tmp_path: Path) -> None:
    wire = pack_services(laid(tmp_path))
    waiting = {one.name: one for one in waiting_of(wire, set())}
    assert "Le quartier demain" in waiting["table"].says
    assert {"Un parc", "Trois hectares.", "Le parc"} <= set(waiting["parc"].says)
    assert waiting["parc"].objects
