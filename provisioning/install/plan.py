"""What makes an appliance: a pure function of profile, choices and facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from device_profiles.profile import DeviceProfile
from provisioning.errors import InstallError
from provisioning.install import screens
from provisioning.install.action import Action, File, Folder, Link, Plan, with_parents
from provisioning.install.facts import Facts
from provisioning.install.hindrance import Hindrance
from provisioning.install.manifest import Choices
from provisioning.install.packages import packages

_HERE = Path(__file__).parent
_TOOLS = ("reboot_guard.py", "slots.py", "sound.py", "usb_gate.py")
_UNITS = "/etc/systemd/system"
_OF_THE_SYSTEM = "/usr/lib/systemd/system"
_WANTED = {
    "parvis-agent.service": "multi-user.target",
    "parvis-asked.path": "multi-user.target",
    "parvis-boot.service": "multi-user.target",
    "parvis-doctor.path": "multi-user.target",
    "parvis-stage.service": "multi-user.target",
}
_MASKED = (
    "autovt@.service",
    "console-getty.service",
    "ctrl-alt-del.target",
    "getty@tty1.service",
    "hibernate.target",
    "hybrid-sleep.target",
    "serial-getty@.service",
    "sleep.target",
    "suspend.target",
)
_KEEP_ID = (
    'grep -Eq "^[0-9a-f]{32}$" /media/root-ro/etc/machine-id'
    " || /usr/sbin/overlayroot-chroot tee /etc/machine-id </etc/machine-id"
)
_MAY_REBOOT = "/usr/bin/python3 -I /usr/lib/parvis/reboot_guard.py"
STATE, SLOTS = "/var/lib/parvis", "/opt/parvis"
_STATE_DISK = "/dev/parvis/state"
"""The partition with the label `facts.STATE_LABEL`, never a stick’s: `73-parvis-state.rules` says which."""
_CONNECTORS = ("HDMI-A-1", "HDMI-A-2", "DP-1", "DP-2")


def plan(profile: DeviceProfile, choices: Choices, facts: Facts, trust: bytes | None) -> Plan:
    """All that is to be there. Raises `InstallError` where the choices do not fit the machine."""
    if choices.read_only_root and not (facts.state_in_fstab or facts.state_label):
        raise InstallError(Hindrance.NO_PARTITION, STATE)
    named = choices.outputs or facts.outputs
    connectors = (*named, *(name for name in _CONNECTORS if name not in named))
    actions = (
        *_files(),
        *screens.actions(choices.session, facts.release, zip(connectors, profile.screens, strict=False)),
        *_links(),
        *_settings(profile, choices, trust),
        *(_state_mount() if facts.state_label and not facts.state_in_fstab else ()),
        *(_read_only() if choices.read_only_root else ()),
        Folder(STATE, whole=True, mode=0o700),
        Folder(f"{SLOTS}/a", whole=True),
        Folder(f"{SLOTS}/b", whole=True),
        Link(f"{SLOTS}/current", "a", start=True),
    )
    wanted = packages(facts.release, choices.session, read_only_root=choices.read_only_root)
    return Plan(with_parents(actions), wanted)


def _files() -> Iterator[Action]:
    """What is the same on every machine: it lies in `files/` as it will lie in the tree."""
    folder = _HERE / "files"
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield File(f"/{file.relative_to(folder)}", file.read_bytes())
    for tool in _TOOLS:
        yield File(f"/usr/lib/parvis/{tool}", (_HERE / "tools" / tool).read_bytes())


def _links() -> Iterator[Action]:
    """Units that are enabled, as systemctl(1) does it, and those that are masked."""
    for unit, target in _WANTED.items():
        yield Link(f"{_UNITS}/{target}.wants/{unit}", f"{_UNITS}/{unit}")
    yield Link(f"{_UNITS}/sysinit.target.wants/nftables.service", f"{_OF_THE_SYSTEM}/nftables.service")
    yield Link(f"{_UNITS}/default.target", f"{_OF_THE_SYSTEM}/multi-user.target")
    for unit in _MASKED:
        yield Link(f"{_UNITS}/{unit}", "/dev/null")


def _settings(profile: DeviceProfile, choices: Choices, trust: bytes | None) -> Iterator[Action]:
    root = ['root = "/etc/parvis/root.json"'] if trust is not None else []
    known = (f'state = "{STATE}"', *root, f'profile = "{profile.id}"')
    central = [f'central = "{choices.central}"'] if choices.central else []
    stick = ['usb = "/run/parvis-usb/stick"'] if choices.sticks else []
    lines = [
        "# Parvis: what agent and stage are told on this machine; who it is, they learn when it is enrolled.",
        *("[agent]", *known, *central, *stick, ""),
        *("[stage]", *known, "full-screen = true", ""),
        *("[doctor]", *known),
    ]
    yield File("/etc/parvis/parvis.toml", ("\n".join(lines) + "\n").encode())
    if trust is not None:
        yield File("/etc/parvis/root.json", trust)
    touch = ["touch"] if any(screen.touch_points for screen in profile.screens) else []
    kinds = ["hub", *touch, *(["stick"] if choices.sticks else []), *choices.usb]
    told = ["# Parvis: what may be plugged in: kinds, or VENDOR:PRODUCT. All else stays without a driver."]
    yield File("/etc/parvis/usb.allow", ("\n".join([*told, *kinds]) + "\n").encode())


def _state_mount() -> Iterator[Action]:
    check = "systemd-fsck@dev-parvis-state.service"
    lines = (
        "# Parvis: the state directory on its own partition: a full or broken one harms nothing else.",
        *("[Unit]", f"Requires={check}", f"After={check}", "Before=local-fs.target", ""),
        *("[Mount]", f"What={_STATE_DISK}", f"Where={STATE}", "Options=nosuid,nodev,noexec,noatime"),
    )
    unit = f"{_UNITS}/var-lib-parvis.mount"
    yield File(unit, ("\n".join(lines) + "\n").encode())
    yield Link(f"{_UNITS}/local-fs.target.wants/var-lib-parvis.mount", unit)


def _read_only() -> Iterator[Action]:
    """What is written to the root is gone at the next boot, so updates go below the overlay."""
    lines = (
        "# Parvis: the root is never written to; its own partitions are.",
        'overlayroot="tmpfs:recurse=0"',
    )
    yield File("/etc/overlayroot.local.conf", ("\n".join(lines) + "\n").encode())
    journal = ("# Parvis: the log lives as long as the overlay.", "[Journal]", "Storage=volatile")
    yield File("/etc/systemd/journald.conf.d/parvis-overlay.conf", ("\n".join(journal) + "\n").encode())
    identity = (
        "# Parvis: an image has no id. That of its first boot must last: else each boot is another machine.",
        *("[Unit]", "Description=Keep the id of this machine below the overlay"),
        *("ConditionPathIsMountPoint=/media/root-ro", "Before=parvis-agent.service parvis-stage.service", ""),
        *("[Service]", "Type=oneshot", f"ExecStart=/bin/sh -c '{_KEEP_ID}'", ""),
        *("[Install]", "WantedBy=multi-user.target"),
    )
    yield File(f"{_UNITS}/parvis-identity.service", ("\n".join(identity) + "\n").encode())
    unit = "parvis-identity.service"
    yield Link(f"{_UNITS}/multi-user.target.wants/{unit}", f"{_UNITS}/{unit}")
    reboot = (
        "# Parvis: the overlay forgets when the last reboot was, the state partition does not. Else none.",
        *("[Unit]", f"ConditionPathIsMountPoint={STATE}", ""),
        *("[Service]", "ExecCondition=", f"ExecCondition={_MAY_REBOOT} {STATE}/rebooted"),
    )
    yield File(f"{_UNITS}/parvis-reboot.service.d/overlay.conf", ("\n".join(reboot) + "\n").encode())
    remount = (
        "# Parvis: by the kernel's new calls an overlay cannot be mounted anew: with Debian 13 it would stay",
        "# read-only, as it began, and nothing that keeps its state under /var could start.",
        *("[Service]", "Environment=LIBMOUNT_FORCE_MOUNT2=always"),
    )
    yield File(f"{_UNITS}/systemd-remount-fs.service.d/parvis.conf", ("\n".join(remount) + "\n").encode())
    upgrade = (
        "# Parvis: security updates are put in place below the overlay.",
        *("[Service]", "ExecStart=", "ExecStart=/usr/sbin/overlayroot-chroot /usr/bin/unattended-upgrade"),
    )
    yield File(f"{_UNITS}/apt-daily-upgrade.service.d/parvis.conf", ("\n".join(upgrade) + "\n").encode())
