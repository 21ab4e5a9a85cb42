"""Central's faces over a city that stands still, asked by a client in the same process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from kept_tokens import KeptTokens
from litestar import Litestar
from litestar.testing import TestClient
from standing_city import NOW, ORDERS, Day, StandingCity

from central.access import LIMITS, Access, Limits, Role, mint
from central.api.desk import Desk, Settings
from central.faces import faces
from central.paper.exports import Exporter
from central.sessions import Sessions


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class Central:
    """The application, what it stands on, and a token of each role."""

    def __init__(
        self,
        devices: int = 7,
        day: Day = Day.BAD,
        limits: Limits = LIMITS,
        *,
        public_url: str = "",
        tile_url: str = "",
    ) -> None:
        self.clock = Clock()
        self.city = StandingCity(devices, day, self.clock, pace_s=0.02)
        made = {role: mint(role.value, role, NOW) for role in Role}
        self.secrets = {role: secret for role, (_, secret) in made.items()}
        self.ids = {role: token.id for role, (token, _) in made.items()}
        self.keeper = KeptTokens(*(token for token, _ in made.values()), note=self.city.note)
        self.access = Access(self.keeper, Sessions(self.keeper, self.clock), self.clock, limits)
        settings = Settings(orders=ORDERS, public_url=public_url, tile_url=tile_url)
        self.desk = Desk(
            self.city,
            self.access,
            Exporter(lambda: "Nantes Métropole", lambda: "Europe/Paris", self.clock),
            self.clock,
            settings,
        )
        self.app: Litestar = faces(self.desk)

    def bearer(self, role: Role) -> dict[str, str]:
        """The header that a program of a role sends."""
        return {"Authorization": f"Bearer {self.secrets[role]}"}

    @contextmanager
    def client(self, role: Role | None = None) -> Iterator[TestClient[Litestar]]:
        """A client that sends a role's token."""
        with TestClient(self.app, base_url="http://central.test") as client:
            client.follow_redirects = False
            if role:
                client.headers.update(self.bearer(role))
            yield client

    @contextmanager
    def browser(self, role: Role = Role.ADMIN, language: str = "fr") -> Iterator[TestClient[Litestar]]:
        """A browser that has signed in."""
        with self.client() as client:
            client.headers.update({"accept": "text/html", "accept-language": language})
            answer = client.post("/login", data={"token": self.secrets[role], "wanted": "/"}, headers=OURS)
            assert answer.status_code == 303, answer.text
            yield client


OURS = {"origin": "http://central.test"}
"""What a browser says when it sends a form of our page."""
