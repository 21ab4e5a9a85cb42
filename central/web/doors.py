"""Signing in and out, the language, and the files that pages load: what anybody may ask for."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, FromQuery, URLEncodedBody

from central.access import LIMITS
from central.answers import Audit
from central.api.desk import Desk, HereDesk, address
from central.api.gate import COOKIE, must_be_ours, too_often
from central.api.problems import unknown
from central.web.answers import back, local, there
from central.web.house import LANGUAGE_COOKIE, Ask, Reader, statics
from playlists.workspace.said import LANGUAGES

_FOREVER = "public, max-age=31536000, immutable"
_LONGEST = 200
_YEAR_S = 31_536_000


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """What the form sends."""

    token: str = ""
    wanted: str = "/"


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The language that was chosen."""

    language: str = ""


@get("/login")
async def login_page(request: Ask, desk: HereDesk, wanted: FromQuery[str] = "/") -> Response[bytes]:
    """The form."""
    return await Reader(request, desk).page("login.html", wanted=local(wanted), refused=False)


@post("/login", status_code=HTTPStatus.OK)
async def login(request: Ask, desk: HereDesk, data: URLEncodedBody[SignIn]) -> Response[bytes]:
    """Sign in with a token: from a page of ours, so that nobody is signed in as somebody else unawares."""
    must_be_ours(request, desk)
    where = address(request.scope)
    if late := desk.access.wait_s(None, where):
        raise too_often(late)
    who = await desk.access.by_secret(data.token.strip()[:_LONGEST])
    if who is None:
        if late := desk.access.shut_out_s(where):
            raise too_often(late)
        desk.access.failed(where)
        page = Reader(request, desk)
        return await page.page("login.html", status=401, wanted=local(data.wanted), refused=True)
    await _end(request, desk)
    entry = Audit(at=desk.clock(), who=who.name, address=where, action="sign_in", subject=who.name)
    word = await desk.access.sign_in(who, entry)
    answer = there(request, local(data.wanted))
    answer.set_cookie(_cookie(request, desk, COOKIE, word, int(LIMITS.session.total_seconds())))
    return answer


@post("/logout", status_code=HTTPStatus.OK)
async def logout(request: Ask, desk: HereDesk) -> Response[bytes]:
    """Sign out: the session is over, wherever its cookie was copied to."""
    must_be_ours(request, desk)
    await _end(request, desk)
    answer = there(request, "/login")
    answer.set_cookie(_cookie(request, desk, COOKIE, "", 0))
    return answer


async def _end(request: Ask, desk: Desk) -> None:
    """End the session that a browser has."""
    if word := request.cookies.get(COOKIE):
        await desk.access.sign_out(word[:_LONGEST], address(request.scope))


@post("/language", status_code=HTTPStatus.OK)
async def choose(request: Ask, desk: HereDesk, data: URLEncodedBody[Choice]) -> Response[bytes]:
    """Read in a language from now on."""
    answer = back(request, "/")
    if data.language in LANGUAGES:
        answer.set_cookie(_cookie(request, desk, LANGUAGE_COOKIE, data.language, _YEAR_S))
    return answer


@get("/static/{name:path}")
async def static(request: Ask, name: FromPath[str]) -> Response[bytes]:
    """A file that pages load."""
    found = statics().get(name.lstrip("/"))
    if found is None:
        raise unknown(name)
    headers = {"Cache-Control": _FOREVER, "ETag": f'"{found.mark}"', "Vary": "Accept-Encoding"}
    zipped = found.zipped if "gzip" in request.headers.get("accept-encoding", "") else None
    if zipped is not None:
        headers["Content-Encoding"] = "gzip"
    return Response(zipped or found.body, media_type=found.media_type, headers=headers)


def _cookie(request: Ask, desk: Desk, name: str, value: str, max_age: int) -> Cookie:
    safe = request.url.scheme == "https" or desk.settings.public_url.startswith("https:")
    return Cookie(
        key=name, value=value, max_age=max_age, path="/", httponly=True, samesite="strict", secure=safe
    )


HANDLERS = (login_page, login, logout, choose, static)
