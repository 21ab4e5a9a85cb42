"""The house style of the web page: templates, static files, the reader's language, answers as HTML."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response

from central.access import Role, Who
from central.api.answer import answered
from central.api.desk import Desk
from central.telling.speech import Speech
from layouts.family import FONT_FILES
from playlists.workspace.said import Language

_HERE = Path(__file__).parent
LANGUAGE_COOKIE = "language"
Ask = Request[Any, Any, Any]


class Static(msgspec.Struct, frozen=True):
    """A file that pages load: its bytes, the same zipped where that is shorter, its type and its mark."""

    body: bytes
    zipped: bytes | None
    media_type: str
    mark: str


@cache
def statics() -> Mapping[str, Static]:
    """Every file below `static/`, and the fonts, by name."""
    folder = _HERE / "static"
    files = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
    fonts = {f"fonts/{path.name}": path for path in FONT_FILES.values()}
    return {name: _static(path) for name, path in {**files, **fonts}.items()}


def _static(path: Path) -> Static:
    body = path.read_bytes()
    zipped = gzip.compress(body, 9, mtime=0)
    kind = "font/ttf" if path.suffix == ".ttf" else mimetypes.guess_type(path.name)[0] or "text/plain"
    mark = hashlib.blake2b(body, digest_size=6).hexdigest()
    return Static(body, zipped if len(zipped) < len(body) else None, kind, mark)


def static_url(name: str) -> str:
    """Where a static file is: the address changes with the file, so that browsers may keep it."""
    return f"/static/{name}?v={statics()[name].mark}"


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static_url
    return made


class Reader:
    """Who reads a page: the language, the city's zone, and the instant the page tells of."""

    def __init__(
        self, request: Ask, desk: Desk, *, city: str = "", zone: str = "UTC", alarms: int = 0
    ) -> None:
        self.request, self.desk = request, desk
        self.now: datetime = desk.clock()
        self.city, self.alarms = city, alarms
        self.speech = Speech("web", language(request), zone)

    @property
    def who(self) -> Who | None:
        """Who is signed in; None on the pages that anybody may see."""
        found: Who | None = self.request.scope.get("user")
        return found

    def may(self, role: str) -> bool:
        """Whether the reader's role is enough."""
        return self.who is not None and self.who.role.may(Role(role))

    @property
    def time_words(self) -> dict[str, str]:
        """The words of time, for the program in the browser: `#` is where the number stands."""
        told = {unit: self.speech.say(unit, count="#") for unit in ("seconds", "minutes", "hours", "days")}
        return {**told, "ago": self.speech.say("ago", span="#")}

    @property
    def is_part(self) -> bool:
        """Whether a page asks for a part of itself."""
        return "hx-request" in self.request.headers

    def html(self, template: str, **facts: Any) -> str:
        """A template with its facts."""
        speech = self.speech
        return _templates().get_template(template).render(
            reader=self, speech=speech, t=speech.say, n=speech.count, now=self.now,
            path=self.request.url.path, **facts,
        )  # fmt: skip

    async def page(self, template: str, *, status: int = 200, **facts: Any) -> Response[bytes]:
        """A page, or a part of one."""
        body = self.html(template, **facts).encode()
        headers = {"Vary": "Accept-Encoding, Accept-Language, Cookie, HX-Request"}
        found = await answered(self.request, body, MediaType.HTML, headers=headers)
        if status != 200:  # noqa: PLR2004 - what is no success has a status of its own
            found.status_code = status
        return found


async def reader(request: Ask, desk: Desk) -> Reader:
    """The reader of a page about the city."""
    fleet = await desk.view.fleet()
    return Reader(request, desk, city=fleet.name, zone=fleet.time_zone, alarms=fleet.figures.alarms)


def language(request: Ask) -> str:
    """The language that was chosen, or the one that the browser wants most; French where it wants neither."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in tuple(Language):
        return str(chosen)
    wanted: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "").split(",")[:20]:
        name, _, quality = part.partition(";q=")
        primary = name.strip().lower().split("-")[0]
        if primary in tuple(Language):
            wanted.append((_number(quality or "1"), primary))
    return max(wanted, key=lambda pair: pair[0])[1] if wanted else Language.FRENCH


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
