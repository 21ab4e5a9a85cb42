"""A report as a technician leaves it behind, for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from device_profiles.acceptance import AcceptanceReport, Check, Seen, Verdict
from device_profiles.catalog import catalog
from device_profiles.heartbeat import Power
from device_profiles.identity import DeviceKey
from player.stage.acceptance import course
from provisioning.acceptance import judge
from provisioning.acceptance import state as judge_state
from provisioning.acceptance.limits import Limits
from provisioning.acceptance.measures import ClockFacts, DiskFacts, LineFacts, MachineFacts

AT = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)
LIMITS = Limits()
NOBODY = LineFacts(round_trips_ms=(None,) * 3, why="Temporary failure in name resolution of " + "fil." * 40)
GOOD_LINE = LineFacts(round_trips_ms=(20.0, 31.0, 45.0), rate_bytes_s=9e5, dns_ms=12.0, certificate_days=63.2)


def all_checks(*, good: bool) -> tuple[Check, ...]:
    """Every line that a kiosk's report can have, as good or as bad as it gets."""
    checks = [*_of_device(good=good), *_of_machine(good=good)]
    for step in course.steps(catalog()["kiosk"]):
        if step.kind is course.Kind.FINGERS:
            checks.append(course.counted(step, 10 if good else 4, 10))
        elif step.kind is course.Kind.ACCURACY:
            checks.append(course.measured(step, 2.4 if good else 19.3, 8.0))
        else:
            checks.append(course.seen(step, good=good))
    return tuple(checks)


def _of_device(*, good: bool) -> list[Check]:
    """Of its state, and of what it shows."""
    return [
        *judge_state.device(
            judge_state.StateFacts(
                device="kiosk-042",
                key_file="/var/lib/parvis/device.key",
                key_mode=0o600 if good else 0o644,
                outbox=4 if good else None,
                why="disk I/O error",
            )
        ),
        *judge_state.agent(
            judge_state.AgentFacts(
                runs=True,
                good=True,
                behind=("", "") if good else ("HTTP 404 of timestamp.json", "2026-11-26 13:02"),
                reported=True,
                unheard=("", "") if good else ("unknown_device", "2026-11-26 13:02"),
            )
        ),
        *judge_state.displays(
            [
                judge_state.Display(screen="upper", output="HDMI-A-1", power=Power.ON),
                judge_state.Display(screen="touch", output="HDMI-A-2", power=Power.ON if good else Power.OFF),
            ]
        ),
        *judge_state.stage(
            judge_state.StageFacts(
                runs=True,
                faults=() if good else ("affiche: it has been damaged and could not be fetched again",),
                edition="ab" * 32,
                differing=() if good else ("upper/main", "touch/main"),
                alike=3,
                pictures=2,
            )
        ),
    ]


def _of_machine(*, good: bool) -> list[Check]:
    """Of its lines, and of all that is measured in it."""
    return [
        *judge.line("central", GOOD_LINE, LIMITS),
        *judge.line("feed", GOOD_LINE if good else NOBODY, LIMITS),
        *judge.clock(
            ClockFacts(
                trust="synchronised" if good else "untrusted",
                offset_ms=3 if good else -4301,
                zone="Europe/Paris" if good else "Etc/UTC",
                program_zone="Europe/Paris",
            ),
            LIMITS,
        ),
        *judge.disk(
            DiskFacts(
                syncs_ms=(1.0, 3.0), write_bytes_s=4e7, read_bytes_s=8e7, free=8 * 10**9, wear_percent=10.0
            ),
            LIMITS,
        ),
        *judge.machine(
            MachineFacts(
                temperature_c=54.5,
                throttled=not good,
                memory_free=9 * 10**8,
                renderer="opengl",
                asleep=() if good else ("parvis-stage.service",),
            ),
            LIMITS,
        ),
        *judge.film("h264", "1080 x 1920", frames=60, seconds=0.7, needed=30, late=0 if good else 31),
        judge.no_film("vp9", "exit -9", is_missing=good),
    ]


def report(checks: tuple[Check, ...], key: DeviceKey | None = None) -> AcceptanceReport:
    """A report of these checks, with names as long as they come."""
    return AcceptanceReport(
        device="kiosk-042",
        key=(key or DeviceKey.make()).public,
        profile="kiosk",
        place="Station de tramway Place du Commerce, quai direction Beaujoire – Ranzay",
        technician="Marie-Bérengère Le Guennec-Desbordes (Signalétique Ouest, sous-traitant)",
        began=AT,
        at=AT,
        checks=checks,
        edition="ab" * 32,
        seen=(Seen(screen="upper", at=AT, sha256="0" * 64),),
    )


def failed(checks: tuple[Check, ...]) -> list[str]:
    """The names of those that failed."""
    return [check.name for check in checks if check.verdict is Verdict.FAILED]
