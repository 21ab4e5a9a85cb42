"""An installation into a tree: once, twice, broken off anywhere, over an older one, and taken back."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from install_trees import appliance, contents, debian

from provisioning.errors import InstallError
from provisioning.install import apply, manifest
from provisioning.install.action import File, Folder, Link, Plan, with_parents
from provisioning.install.hindrance import Hindrance
from provisioning.install.manifest import Choices, Manifest
from provisioning.install.tree import IsFile, Tree

FRESH = Manifest(choices=Choices(profile="kiosk"))
FEW = Plan(
    with_parents(
        (
            File("/etc/nftables.conf", b"ours\n"),
            File("/etc/new/file", b"new\n"),
            Link("/etc/systemd/system/default.target", "/usr/lib/systemd/system/multi-user.target"),
            Link("/etc/new/link", "file"),
            Folder("/var/lib/parvis", whole=True),
        )
    ),
    (),
)
CHANGES = ("replace", "mkdir", "unlink", "rmdir", "symlink", "fsync")
KILLED = 9


def killed_at(number: int, work: Path, plan: Plan, *, back: bool) -> bool:
    """Whether a process that installs, or takes back, was killed before its n-th change of the disk."""
    child = os.fork()
    if child == 0:
        count = [0]

        def counted(real: object) -> object:
            def call(*given: object, **named: object) -> object:
                count[0] += 1
                if count[0] > number:
                    os._exit(KILLED)
                return real(*given, **named)  # type: ignore[operator]

            return call

        for name in CHANGES:
            setattr(os, name, counted(getattr(os, name)))
        tree = Tree(work)
        if back:
            apply.uninstall(tree, manifest.read(tree))
        else:
            apply.install(tree, plan, manifest.read(tree) or FRESH)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def complete(root: Path, plan: Plan) -> None:
    tree = Tree(root)
    apply.install(tree, plan, manifest.read(tree) or FRESH)
    assert apply.changes(tree, plan, manifest.read(tree)) == ()


def test_a_second_run_changes_nothing_and_taking_back_leaves_it_as_it_was(tmp_path: Path) -> None:
    before = contents(debian(tmp_path))
    complete(tmp_path, appliance())
    after = contents(tmp_path)
    assert apply.install(Tree(tmp_path), appliance(), manifest.read(Tree(tmp_path)) or FRESH) == ()
    assert contents(tmp_path) == after
    (tmp_path / "var/lib/parvis/objects").mkdir()
    (tmp_path / "var/lib/parvis/device.key").write_bytes(b"secret")
    (tmp_path / "opt/parvis/current").unlink()
    (tmp_path / "opt/parvis/current").symlink_to("b")
    apply.uninstall(Tree(tmp_path), manifest.read(Tree(tmp_path)))
    assert contents(tmp_path) == before


def test_killed_at_any_change_the_next_run_completes_and_all_can_be_taken_back(tmp_path: Path) -> None:
    number, killed = 0, True
    while killed:
        work = tmp_path / str(number)
        work.mkdir()
        before = contents(debian(work))
        killed = killed_at(number, work, FEW, back=False)
        if number % 2:  # every other time it is taken back at once, half done as it is
            complete(work, FEW)
        apply.uninstall(Tree(work), manifest.read(Tree(work)))
        assert contents(work) == before, f"killed before change {number}"
        number += 1
    assert number > 20


def test_killed_at_any_change_of_taking_back_it_goes_on_from_there(tmp_path: Path) -> None:
    number, killed = 0, True
    while killed:
        work = tmp_path / str(number)
        work.mkdir()
        before = contents(debian(work))
        complete(work, FEW)
        killed = killed_at(number, work, FEW, back=True)
        apply.uninstall(Tree(work), manifest.read(Tree(work)))
        assert contents(work) == before, f"killed before change {number}"
        number += 1
    assert number > 8


def test_over_an_older_version_what_was_first_there_is_kept(tmp_path: Path) -> None:
    before = contents(debian(tmp_path))
    old = Plan(with_parents((File("/etc/nftables.conf", b"older\n"), File("/etc/gone", b"older\n"))), ())
    complete(tmp_path, old)
    complete(tmp_path, FEW)
    assert not (tmp_path / "etc/gone").exists()
    assert (tmp_path / "etc/nftables.conf").read_bytes() == b"ours\n"
    apply.uninstall(Tree(tmp_path), manifest.read(Tree(tmp_path)))
    assert contents(tmp_path) == before


@pytest.mark.parametrize("way", ["etc/systemd", "etc/systemd/system", "etc/udev", "var/lib/parvis", "opt"])
def test_no_link_leads_out_of_the_tree(tmp_path: Path, way: str) -> None:
    root, outside = debian(tmp_path / "root"), tmp_path / "outside"
    (outside / "system").mkdir(parents=True)
    before = contents(outside)
    if (root / way).exists():
        (root / way).rename(root / f"{way}-away")
    (root / way).symlink_to(outside)
    inside = contents(root)
    with pytest.raises(InstallError) as caught:
        apply.install(Tree(root), appliance(), FRESH)
    assert caught.value.hindrance == Hindrance.LINK_ON_THE_WAY
    assert (contents(outside), contents(root)) == (before, inside)


def test_taking_back_follows_no_link_that_came_later(tmp_path: Path) -> None:
    root, outside = debian(tmp_path / "root"), tmp_path / "outside"
    complete(root, appliance())
    (root / "etc/parvis").rename(outside)
    (root / "etc/parvis").symlink_to(outside)
    before = contents(outside)
    with pytest.raises(InstallError, match="link-on-the-way"):
        apply.uninstall(Tree(root), manifest.read(Tree(root)))
    assert contents(outside) == before


def test_a_link_in_the_place_of_a_file_is_replaced_not_followed(tmp_path: Path) -> None:
    root, outside = debian(tmp_path / "root"), tmp_path / "outside"
    outside.write_bytes(b"theirs")
    (root / "etc/nftables.conf").unlink()
    (root / "etc/nftables.conf").symlink_to(outside)
    before = contents(root)
    complete(root, FEW)
    assert outside.read_bytes() == b"theirs"
    apply.uninstall(Tree(root), manifest.read(Tree(root)))
    assert contents(root) == before


@pytest.mark.parametrize("odd", ["etc/nftables.conf", "etc/parvis/weston.ini"])
def test_a_folder_in_the_place_of_a_file_hinders_before_anything_is_changed(tmp_path: Path, odd: str) -> None:
    debian(tmp_path)
    (tmp_path / odd).unlink(missing_ok=True)
    (tmp_path / odd).mkdir(parents=True)
    before = contents(tmp_path)
    with pytest.raises(InstallError, match="odd-file"):
        apply.install(Tree(tmp_path), appliance(), FRESH)
    assert contents(tmp_path) == before


def test_a_manifest_that_cannot_be_read_stops_everything(tmp_path: Path) -> None:
    complete(debian(tmp_path), FEW)
    kept = tmp_path / "var/lib/parvis-install/manifest.json"
    newer = kept.read_bytes().replace(b'"format":1', b'"format":2')
    assert b'"format":2' in newer, "that of a version to come"
    for text in (b"{", newer):
        kept.write_bytes(text)
        with pytest.raises(InstallError, match="bad-manifest"):
            manifest.read(Tree(tmp_path))


def test_what_was_there_is_for_root_only(tmp_path: Path) -> None:
    complete(debian(tmp_path), FEW)
    assert (tmp_path / "var/lib/parvis-install").stat().st_mode & 0o777 == 0o700
    noted = manifest.read(Tree(tmp_path))
    assert noted is not None
    kept = noted.before["/etc/nftables.conf"]
    assert isinstance(kept, IsFile)
    assert kept.content == b"#!/usr/sbin/nft -f\nflush ruleset\n"
    assert msgspec.json.decode(msgspec.json.encode(noted), type=Manifest) == noted


def test_the_diff_tells_what_would_change_and_changes_nothing(tmp_path: Path) -> None:
    before = contents(debian(tmp_path))
    lines = list(apply.diff(apply.changes(Tree(tmp_path), FEW, None), None))
    assert {"-flush ruleset", "+ours", "+++ /etc/new/file", "--- /dev/null"} <= set(lines)
    assert "+(link to /usr/lib/systemd/system/multi-user.target)" in lines
    assert contents(tmp_path) == before
