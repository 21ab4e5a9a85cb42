"""Takes what people touch: makes the next session of it, counts it, and puts what they say in the box."""

from __future__ import annotations

from device_profiles.report import What
from player.touch import session as sessions
from player.touch.acts import act
from player.touch.counted import Counted
from player.touch.session import Comfort, Kind, Session
from player.touch.tally import Ballots, Ledger, Tally
from player.touch.target import Act, Target

_SAYS = {Act.VOTE: What.POLL, Act.SIGNAL: What.SIGNAL}


class Desk:
    """One screen's. Instants are milliseconds since 1970, `steady_s` seconds by the monotonic clock."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.ballots = Ballots(ledger)
        self.tally = Tally(ledger)

    def begin(self, session: Session, at_ms: int) -> None:
        """Somebody has come."""
        self.tally.note(What.SESSION, "", at_ms)
        self._note(None, session, at_ms)

    def take(self, session: Session, target: Target, at_ms: int, steady_s: float) -> Session:
        """The session after a target was touched."""
        if what := _SAYS.get(target.act):
            said = f"{target.act}:{target.about}"
            if said in dict(session.said):
                return session
            ticket = self.ballots.cast(what, target.about, target.value, at_ms, steady_s)
            return sessions.say(session, said, ticket)
        after = act(session, target)
        self._note(session, after, at_ms)
        return after

    def counted(self, session: Session) -> Counted:
        """What is known of what was said, for the page at which the session is."""
        place, said = session.place, [ticket for _, ticket in session.said if ticket is not None]
        written = min(self._ledger.written, max(said, default=0))
        poll = f"{place.service}/{place.entry}" if place.kind is Kind.POLL else ""
        results = {answer: count for (of, answer), count in self._ledger.votes.items() if of == poll}
        return Counted(written=written, results=results)

    def _note(self, before: Session | None, after: Session, at_ms: int) -> None:
        """Count what is other than before: the page by its kind and service, the language, a comfort."""
        if before is None or _page(before) != _page(after):
            self.tally.note(What.PAGE, _page(after), at_ms)
        if before is None or before.language != after.language:
            self.tally.note(What.LANGUAGE, after.language, at_ms)
        for comfort in Comfort.__struct_fields__:
            was = before is not None and getattr(before.comfort, comfort)
            if getattr(after.comfort, comfort) and not was:
                self.tally.note(What.COMFORT, comfort, at_ms)


def _page(session: Session) -> str:
    place = session.place
    return f"{place.kind}/{place.service}" if place.service else str(place.kind)
