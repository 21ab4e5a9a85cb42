"""What is put on a machine, tried with the system's own tools: units, rules of the line, settings."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from install_trees import appliance, debian

from device_profiles.catalog import catalog
from provisioning.errors import InstallError
from provisioning.install import apply
from provisioning.install.action import File, Link
from provisioning.install.facts import STATE_LABEL, Facts, facts_of
from provisioning.install.manifest import Choices, Manifest
from provisioning.install.packages import SESSIONS
from provisioning.install.plan import plan
from provisioning.install.tree import Tree

DOCS = Path(__file__).parents[2] / "docs" / "install.md"
MOST = {"agent": 20, "stage": 15, "fallback": 15, "screen": 16, "doctor": 25}
"""Tenths of the exposure that each unit may have."""
needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is missing")
RUN = r"^Exec\w+=[-!]*(/\S+)"


MACHINES = (("wayland", 12), ("wayland", 13), ("x11", 12))


@pytest.fixture(params=MACHINES, ids=str)
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A tree with everything in place, and a stub of each command that its units run."""
    session, release = request.param
    root = debian(tmp_path / "root", release)
    wanted = appliance(release=release, session=session, central="https://central.example")
    apply.install(Tree(root), wanted, Manifest(choices=Choices(profile="kiosk")))
    units = Path("/usr/lib/systemd/system")
    shutil.copytree(units, root / "usr/lib/systemd/system", symlinks=False, ignore=_all_but_targets)
    for unit in (path for path in (root / "etc/systemd/system").rglob("*") if path.is_file()):
        for command in re.findall(RUN, unit.read_text("utf-8"), re.MULTILINE):
            stub = root / command.lstrip("/")
            stub.parent.mkdir(parents=True, exist_ok=True)
            stub.write_text("#!/bin/sh\n", "ascii")
            stub.chmod(0o755)
    return root


def _all_but_targets(_: str, names: list[str]) -> set[str]:
    return {name for name in names if not name.endswith((".target", ".slice"))}


def analyse(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", "--no-pager", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@needs_systemd
def test_every_unit_is_verified_without_a_word(machine: Path) -> None:
    units = sorted(
        path.name for path in (machine / "etc/systemd/system").glob("parvis-*.*") if path.is_file()
    )
    assert len(units) >= 10
    named = [unit.replace("@", "@sdb1") for unit in units]
    done = analyse("verify", "--man=no", f"--root={machine}", *named)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_systemd
def test_the_units_are_as_tight_as_promised_and_what_is_open_is_explained(machine: Path) -> None:
    told = DOCS.read_text("utf-8")
    is_wayland = (machine / "etc/parvis/weston.ini").exists()
    for name, most in MOST.items():
        if name == "screen" and not is_wayland:
            continue  # an X server has the rights of root, which is why it is second choice
        unit = f"parvis-{name}.service"
        options = ("security", "--offline=true", f"--root={machine}")
        done = analyse(*options, f"--threshold={most}", "--json=short", unit)
        assert done.returncode == 0, f"{unit} is more open than {most / 10}"
        rows = json.loads(done.stdout)
        open_ = {row["name"] for row in rows if not row["set"] and float(row.get("exposure") or 0) > 0}
        assert open_
        silent = [point for point in open_ if f"`{point}`" not in told]
        assert not silent, f"docs/install.md does not explain what {unit} leaves open: {silent}"


def test_whether_the_clock_is_kept_can_still_be_asked() -> None:
    # ProtectClock=yes forbids adjtimex altogether; then no clock would ever be trusted.
    files = {action.path: action for action in appliance().actions}
    for name in ("agent", "stage", "fallback"):
        unit = files[f"/etc/systemd/system/parvis-{name}.service"]
        assert isinstance(unit, File)
        assert b"ProtectClock" not in unit.content
        assert b"SystemCallFilter=@system-service adjtimex clock_adjtime" in unit.content


def test_a_stage_without_network_still_tells_its_machine_by_the_cards_that_are_built_in() -> None:
    """With systemd 257 a private network has a /sys without cards: the stage took its device for a copy."""
    files = {action.path: action for action in appliance().actions if isinstance(action, File)}
    for name in ("stage", "fallback"):
        told = files[f"/etc/systemd/system/parvis-{name}.service"].content.decode()
        assert ("\nPrivateNetwork=yes\n" in told) <= ("\nBindReadOnlyPaths=/sys\n" in told)


def test_a_version_on_trial_waits_longer_before_each_start_and_another_one_never(tmp_path: Path) -> None:
    files = {action.path: action for action in appliance().actions if isinstance(action, File)}
    unit = files["/etc/systemd/system/parvis-stage.service"].content.decode()
    (line,) = re.findall(r"^ExecStartPre=-\+(.*trial\.json.*)$", unit, re.MULTILINE)
    for name, script in (("systemctl", "echo 3"), ("sleep", 'echo "$1" >"$0.told"')):
        (stub := tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", "ascii")
        stub.chmod(0o755)
    command = shlex.split(line.replace("/opt/parvis", str(tmp_path)))
    told = tmp_path / "sleep.told"
    subprocess.run(command, env={"PATH": str(tmp_path)}, check=True)
    assert not told.exists(), "no trial is on"
    (tmp_path / "trial.json").touch()
    subprocess.run(command, env={"PATH": str(tmp_path)}, check=True)
    assert told.read_text("ascii") == "3\n"


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is missing")
def test_what_reads_aloud_is_not_told_of_every_voice_in_every_timbre() -> None:
    """Booted, the stage had no voice: 13,000 were announced, and an engine that takes so long is given up."""
    files = {action.path: action for action in appliance().actions if isinstance(action, File)}
    unit = files["/etc/systemd/system/parvis-stage.service"]
    (hidden,) = re.findall(r"^InaccessiblePaths=(.*)$", unit.content.decode(), re.MULTILINE)
    folders = [Path(name.removeprefix("-")) for name in hidden.split()]
    assert any(folder.is_dir() for folder in folders), "where espeak-ng of this machine keeps its timbres"


@pytest.mark.skipif(not shutil.which("nft") or os.geteuid() != 0, reason="nftables, as root")
def test_the_rules_of_the_line_are_understood_and_open_no_port(machine: Path) -> None:
    rules = machine / "etc/nftables.conf"
    subprocess.run(["nft", "-c", "-f", str(rules)], check=True)
    text = rules.read_text("utf-8")
    assert "hook input priority filter; policy drop;" in text
    assert "tcp dport" not in text


def test_the_settings_are_those_that_the_commands_take(machine: Path) -> None:
    config = machine / "etc/parvis/parvis.toml"
    for command in ("agent", "stage", "doctor"):
        done = subprocess.run(
            [sys.executable, "-m", "parvis", command, "--help"],
            env={**os.environ, "PARVIS_CONFIG": str(config)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stderr


@pytest.mark.parametrize("profile", sorted(catalog()))
@pytest.mark.parametrize("session", SESSIONS)
def test_every_output_has_its_mode_and_its_turn(profile: str, session: str) -> None:
    files = {action.path: action for action in appliance(profile, session=session).actions}
    name = "/etc/parvis/weston.ini" if session == "wayland" else "/etc/X11/xorg.conf.d/20-parvis.conf"
    told = files[name]
    assert isinstance(told, File)
    text = told.content.decode()
    screens = catalog()[profile].screens
    assert len(re.findall(r"^name=|Identifier", text, re.MULTILINE)) == len(screens)
    for screen in screens:
        if screen.rotation == 90 and not screen.is_matrix:
            assert f"{screen.height}x{screen.width}" in text
            assert ("transform=rotate-90" if session == "wayland" else '"Rotate" "left"') in text


def test_the_compositor_of_each_release_is_given_the_screens_as_it_can_take_them() -> None:
    """Weston of Debian 12 is built without libseat, as its boot showed; that of 13 knows nothing else."""
    for release, is_seated in ((12, False), (13, True)):
        planned = appliance(release=release)
        files = {action.path: action for action in planned.actions}
        seat = files["/etc/systemd/system/parvis-screen.service.d/seat.conf"]
        assert isinstance(seat, File)
        assert (b"unshare --map-root-user" not in seat.content) is is_seated
        assert ("seatd" in planned.packages) is is_seated


def test_the_built_in_slide_comes_also_where_the_partition_of_the_state_is_broken() -> None:
    """A StateDirectory requires its mount (systemd.exec(5)): a boot without it showed a shell."""
    files = {action.path: action for action in appliance().actions if isinstance(action, File)}
    slide = files["/etc/systemd/system/parvis-fallback.service"].content
    assert not re.search(rb"^(StateDirectory|RequiresMountsFor|Requires)=", slide, re.MULTILINE)
    assert b"ReadWritePaths=-/var/lib/parvis" in slide, "what the stage died of is set aside there"
    assert b"\nOnFailure" not in files["/etc/systemd/system/local-fs.target"].content, "nor a shell"


def test_there_is_no_way_to_a_console() -> None:
    links = {action.path: action for action in appliance().actions if isinstance(action, Link)}
    for unit in ("getty@tty1.service", "autovt@.service", "serial-getty@.service", "ctrl-alt-del.target"):
        assert links[f"/etc/systemd/system/{unit}"].target == "/dev/null"
    assert links["/etc/systemd/system/default.target"].target.endswith("/multi-user.target")


def test_a_read_only_root_needs_a_partition_for_what_must_last() -> None:
    choices = Choices(profile="kiosk", read_only_root=True)
    with pytest.raises(InstallError, match="no-partition"):
        plan(catalog()["kiosk"], choices, Facts(release=12), None)
    made = plan(catalog()["kiosk"], choices, Facts(release=12, state_label=True), None)
    paths = {action.path for action in made.actions}
    assert {"/etc/overlayroot.local.conf", "/etc/systemd/system/var-lib-parvis.mount"} <= paths
    assert {"busybox", "overlayroot", "e2fsprogs"} <= set(made.packages)
    units = {one.path: one.content for one in made.actions if isinstance(one, File)}
    remount = units["/etc/systemd/system/systemd-remount-fs.service.d/parvis.conf"]
    assert b"\nEnvironment=LIBMOUNT_FORCE_MOUNT2=always\n" in remount, "else it stays read-only in 13"
    reboot = next(one for one in made.actions if one.path.endswith("parvis-reboot.service.d/overlay.conf"))
    assert isinstance(reboot, File)
    assert b"reboot_guard.py /var/lib/parvis/rebooted" in reboot.content, "below the overlay it lasts"


def test_a_disk_is_checked_after_a_power_cut_on_every_release() -> None:
    """Debian 13 may come without e2fsprogs: nothing is checked, and no overlay's first steps are made."""
    assert all("e2fsprogs" in appliance(release=release).packages for release in (12, 13))


def test_a_stick_that_calls_itself_the_state_partition_is_not_mounted_for_it() -> None:
    """Such a stick, in the box when it starts, would bring a root of trust and an identity of its own."""
    made = plan(catalog()["kiosk"], Choices(profile="kiosk"), Facts(release=12, state_label=True), None)
    files = {action.path: action.content.decode() for action in made.actions if isinstance(action, File)}
    assert "\nWhat=/dev/parvis/state\n" in files["/etc/systemd/system/var-lib-parvis.mount"]
    assert not [path for path, text in files.items() if "by-label" in text], (
        "by that name anybody can call a stick"
    )
    rule = files["/etc/udev/rules.d/73-parvis-state.rules"].splitlines()[-1]
    keys = re.findall(r'([\w{}]+)(==|!=|\+=)"([^"]*)"', rule)
    assert [value for key, _, value in keys if key == "SYMLINK"] == ["parvis/state"]

    def is_named(path: str, label: str = STATE_LABEL) -> bool:
        told = {"ACTION": "add", "SUBSYSTEM": "block", "ENV{ID_FS_LABEL}": label, "DEVPATH": path}
        asked = [(fnmatchcase(told[key], value), way) for key, way, value in keys if way != "+="]
        return all(fits == (way == "==") for fits, way in asked)

    inner = "/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sda/sda3"
    assert is_named(inner)
    assert is_named("/devices/platform/soc/fe340000.mmc/mmc_host/mmc0/mmc0:0001/block/mmcblk0/mmcblk0p3")
    assert not is_named(inner, "parvis")
    bus = "/devices/pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host4/target4:0:0/4:0:0:0/block/sdb/sdb1"
    assert not is_named(bus), "a stick, or a disk in a case, whatever ID_BUS calls that"


def test_an_image_below_an_overlay_is_the_same_machine_at_every_boot(tmp_path: Path) -> None:
    """Without an id below it each boot would draw one, and the device be taken for a copy of itself."""
    choices = Choices(profile="kiosk", read_only_root=True)
    made = plan(catalog()["kiosk"], choices, Facts(release=12, state_in_fstab=True), None)
    files = {action.path: action for action in made.actions if isinstance(action, File)}
    unit = files["/etc/systemd/system/parvis-identity.service"]
    (line,) = re.findall(r"^ExecStart=(.*)$", unit.content.decode(), re.MULTILINE)
    below, above = tmp_path / "below", tmp_path / "above"
    tee = "/usr/sbin/overlayroot-chroot tee /etc/machine-id"
    here = {"/media/root-ro/etc/machine-id": f"{below}", tee: f"tee {below}", "</etc/machine-id": f"<{above}"}
    for there, place in here.items():
        assert there in line
        line = line.replace(there, place)
    for empty in ("", "uninitialized\n"):
        below.write_text(empty, "ascii")
        for drawn in ("1" * 32, "2" * 32):
            above.write_text(f"{drawn}\n", "ascii")
            subprocess.run(shlex.split(line), check=True, stdout=subprocess.DEVNULL)
            assert below.read_text("ascii") == "1" * 32 + "\n", "the first one stays"


@pytest.mark.parametrize(("user", "release", "why"), [(1000, 12, "not-root"), (0, 11, "not-debian")])
def test_what_cannot_be_installed_into_is_refused(tmp_path: Path, user: int, release: int, why: str) -> None:
    root = debian(tmp_path, release)
    with pytest.raises(InstallError, match=why):
        facts_of(Tree(root), user=user)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs the rights of root")
def test_the_command_installs_keeps_its_choices_and_takes_all_back(tmp_path: Path) -> None:
    root = debian(tmp_path / "root")

    def parvis(command: str, *flags: str) -> tuple[int, str]:
        call = [sys.executable, "-m", "parvis", command, "--root", str(root), "--language", "en", *flags]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    assert "Which profile?" in parvis("install")[1]
    code, said = parvis(
        "install", "--profile", "kiosk", "--central", "https://c.example", "--usb", "0eef:c000"
    )
    assert code == 0, said
    assert "weston" in said
    assert "0eef:c000" in (root / "etc/parvis/usb.allow").read_text("utf-8")
    code, said = parvis("install")
    assert (code, said.splitlines()[0]) == (0, "Everything is as it should be, nothing was changed.")
    assert "+mode=1920x1080" not in parvis("install", "--diff")[1]
    assert "no USB device" in parvis("install", "--usb", "all")[1]
    assert parvis("uninstall")[0] == 0
    assert not (root / "etc/parvis").exists()
    assert parvis("uninstall")[0] == 1
