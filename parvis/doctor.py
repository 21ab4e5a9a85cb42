"""`parvis doctor`: proves that a device is well, in a report that its key signs.

So the supervisor starts it when it is asked for on the box: `python -m parvis.doctor ORDER LANGUAGE`.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from device_profiles.acceptance import AcceptanceReport, Check, Seen, Verdict, seal
from device_profiles.catalog import catalog
from device_profiles.identity import DeviceKey
from parvis.child import end_with_parent, order_of
from parvis.console import FAILED, GOOD, Voice, complain, say, say_json
from parvis.device_key import key_in
from parvis.doctor_measures import Shot, measured, photographed
from parvis.doctor_patient import Patient
from parvis.doctor_screens import asked_on_glass, warn_outbox
from parvis.doctor_who import Who, who_is
from parvis.notify import ALIVE, notify
from parvis.orders import DoctorOrder
from parvis.settled import settle_types
from parvis.words import SaidError, refusal, words
from player.acceptance import Desk, Progress
from player.agent.acceptance import Delivered, Undelivered
from player.agent.machine import versions
from player.state import State
from provisioning.acceptance.photo import photo
from provisioning.acceptance.sheet import figured, sheet

NOT_ENROLLED = 3


def run_doctor(order: DoctorOrder, voice: Voice) -> int:
    """Check all there is to check: 0 where all passed, 1 where something failed, 3 for a box without id."""
    try:
        return _run(order, voice)
    except SaidError as error:
        complain(f"parvis: {error.said.to(voice.language)}")
        return FAILED


def _run(order: DoctorOrder, voice: Voice) -> int:
    settle_types()
    state, key = State(order.state), key_in(order.state)
    who = who_is(order, state)
    if who.profile not in catalog():
        raise SaidError(words("doctor.no-profile", profiles=", ".join(sorted(catalog()))))
    desk, patient = Desk(state), Patient(state, who, catalog()[who.profile], order, key=key)
    desk.begin()
    began = datetime.now(UTC)
    shots = photographed(patient)  # before the tests cover it
    with asked_on_glass(order, who, desk, voice) as answers:
        checks: list[Check] = list(answers)
        for found in measured(patient, len(shots), lambda: datetime.now(UTC)):
            checks.append(found)
            _tell(desk, Progress(checks=tuple(checks)))
            _say(found, voice, as_json=order.as_json)
        report = _report(order, who, key, (tuple(checks), shots), began)
        _keep(patient, report, key, shots, voice.language)
        sent = _deliver(patient)
        done = Progress(
            checks=report.checks, verdict=report.verdict, sent=isinstance(sent, Delivered) if sent else None
        )
        _tell(desk, done)
    if answers:
        warn_outbox(state, who, began, report.at)
    _conclude(report, desk, sent, voice, as_json=order.as_json)
    if not who.device:
        return NOT_ENROLLED
    return FAILED if report.verdict is Verdict.FAILED else GOOD


def _report(
    order: DoctorOrder,
    who: Who,
    key: DeviceKey,
    found: tuple[tuple[Check, ...], tuple[Shot, ...]],
    began: datetime,
) -> AcceptanceReport:
    checks, shots = found
    return AcceptanceReport(
        device=who.device,
        key=key.public,
        profile=who.profile,
        place=who.place,
        technician=order.technician[:200],
        began=began,
        at=datetime.now(UTC),
        checks=checks,
        edition=next((shot.edition for shot in shots), None),
        seen=tuple(Seen(screen=shot.screen.name, at=shot.at, sha256=shot.sha256) for shot in shots),
        versions=versions(),
    )


def _keep(
    patient: Patient, report: AcceptanceReport, key: DeviceKey, shots: tuple[Shot, ...], language: str
) -> None:
    desk = Desk(patient.state)
    seen = photo([(shot.screen, shot.png) for shot in shots])
    try:
        desk.keep(seal(report, key), sheet(report, seen, language, patient.zone), waits=bool(report.device))
    except OSError as error:
        folder = str(desk.report.parent)
        raise SaidError(words("doctor.unkept", folder=folder, reason=refusal(error))) from error


def _deliver(patient: Patient) -> Delivered | Undelivered | None:
    """None for a box that has no id: nobody takes its report yet."""
    courier = patient.courier()
    return courier.deliver(patient.central_now(datetime.now(UTC))) if courier else None


def _tell(desk: Desk, progress: Progress) -> None:
    desk.beat()
    notify(ALIVE)
    try:
        desk.tell(progress)
    except OSError as error:
        complain(f"{refusal(error).en}")


def _say(check: Check, voice: Voice, *, as_json: bool) -> None:
    if as_json:
        say_json(check)
        return
    mark = {verdict: voice.words(f"doctor.{verdict.value}") for verdict in Verdict}[check.verdict]
    told = figured(check, voice.language)
    figure = " · ".join(part for part in (told, check.said.to(voice.language)) if part)
    say(voice.words("doctor.line", mark=f"{mark:<4}", name=f"{check.name:<24}", figure=figure))


def _conclude(
    report: AcceptanceReport,
    desk: Desk,
    sent: Delivered | Undelivered | None,
    voice: Voice,
    *,
    as_json: bool,
) -> None:
    if as_json:
        say_json({"verdict": report.verdict, "file": str(desk.report), "sent": isinstance(sent, Delivered)})
        return
    counts = {verdict.value: report.count(verdict) for verdict in Verdict}
    say(voice.words("doctor.verdict", file=str(desk.sheet), **counts))
    match sent:
        case None:
            say(voice.words("doctor.no-central" if report.device else "doctor.nobody"))
        case Delivered():
            say(voice.words("doctor.delivered"))
        case Undelivered(why=why):
            say(voice.words("doctor.undelivered", why=why))


if __name__ == "__main__":
    end_with_parent()
    sys.exit(run_doctor(order_of(DoctorOrder), Voice(sys.argv[2])))
