"""What people at the touch screens of a city that stands still said and did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from central.voices import Part, TallyLine
from device_profiles.report import What

_QUESTION = {
    "fr": "Que manque-t-il le plus sur la place du Commerce ?",
    "en": "What does place du Commerce lack most?",
}
_ANSWERS = {
    "arbres": {"fr": "Des arbres et de l’ombre", "en": "Trees and shade"},
    "bancs": {"fr": "Des bancs pour s’asseoir", "en": "Benches to sit on"},
    "jeux": {"fr": "Des jeux pour les enfants", "en": "Games for children"},
}
_SERVICES = {
    "piscines": {"fr": "Piscines", "en": "Swimming pools"},
    "agenda": {"fr": "Agenda", "en": "What’s on"},
}
_POOL = {"fr": "Piscine Léo-Lagrange", "en": "Léo-Lagrange pool"}


def voices(by: Sequence[Part], end: date, device: str) -> Iterator[TallyLine]:
    """All lines, of the last day and one device where they are told apart by them."""
    hour = datetime(end.year, end.month, end.day, 13, tzinfo=UTC)

    def line(what: What, name: str, count: int, **more: object) -> TallyLine:
        told = {
            "day": end if Part.DAY in by else None,
            "hour": hour if Part.HOUR in by else None,
            "device": (device or "kiosk-001") if Part.DEVICE in by else "",
        }
        return TallyLine(what=what, name=name, count=count, **told, **more)  # type: ignore[arg-type]

    for (answer, said), count in zip(_ANSWERS.items(), (214, 131, 96), strict=True):
        yield line(What.POLL, "avis/place", count, answer=answer, title=_QUESTION, said=said)
    yield line(What.SIGNAL, "piscines/leo-lagrange", 4, answer="hours", title=_POOL)
    yield line(What.SIGNAL, "agenda/vieux-marche", 1, answer="gone")
    yield line(What.SESSION, "", 1_284)
    yield line(What.TOUCH, "", 9_820)
    yield line(What.PAGE, "home", 1_702)
    for name, count in (("piscines", 603), ("agenda", 588)):
        yield line(What.PAGE, f"service/{name}", count, title=_SERVICES[name])
    yield line(What.LANGUAGE, "fr", 1_201)
    yield line(What.LANGUAGE, "en", 83)
    yield line(What.COMFORT, "large", 57)
    yield line(What.COMFORT, "speech", 12)
