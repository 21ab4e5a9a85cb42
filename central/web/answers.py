"""Answers of the web page that are no page: go there, go back, sign in first, something went wrong."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote, urlsplit

from litestar import MediaType, Response

from central.api.desk import Desk
from central.api.problems import NEVER_KEPT, Refused, note_refusal, problem_of
from central.web.house import Ask, Reader


def there(request: Ask, path: str) -> Response[bytes]:
    """Go to another page."""
    if "hx-request" in request.headers:
        return Response(b"", headers={"HX-Redirect": path})
    return Response(b"", status_code=HTTPStatus.SEE_OTHER, headers={"Location": path, **NEVER_KEPT})


def back(request: Ask, otherwise: str) -> Response[bytes]:
    """Go back to the page that sent this."""
    came = urlsplit(request.headers.get("referer", ""))
    ours = came.netloc == request.headers.get("host", "")
    return there(
        request, local(f"{came.path}?{came.query}" if came.query else came.path) if ours else otherwise
    )


def local(path: str) -> str:
    """A path of ours, or the first page: nobody is sent elsewhere."""
    fine = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if fine else "/"


def trouble(desk: Desk, request: Ask, error: Exception) -> Response[bytes]:
    """The answer of the web page to what went wrong."""
    status, problem, headers = problem_of(error)
    if status == HTTPStatus.UNAUTHORIZED:
        return _sign_in(desk, request)
    note_refusal(request, status, problem)
    who = Reader(request, desk)
    code = problem.code if problem.code in _TOLD else "refused"
    detail = problem.detail if isinstance(error, Refused) else request.url.path
    body = who.html("problem.html", status=status, code=code, detail=detail).encode()
    kept = {name: value for name, value in headers.items() if name.lower() in {"retry-after", "allow"}}
    return Response(body, status_code=status, media_type=MediaType.HTML, headers=kept | NEVER_KEPT)


_TOLD = ("unknown", "forbidden", "foreign_page", "too_often", "failed", "busy")


def _sign_in(desk: Desk, request: Ask) -> Response[bytes]:
    """Sign in first, and come back.

    Whoever follows a link from elsewhere has no cookie with them though they are signed in (it is strict):
    their browser is asked to come again by itself, which is from here.
    """
    if request.method == "GET" and request.headers.get("sec-fetch-site") == "cross-site":
        body = Reader(request, desk).html("again.html").encode()
        return Response(body, media_type=MediaType.HTML, headers=NEVER_KEPT)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    wanted = path if request.method == "GET" and not path.startswith("/parts/") else "/"
    return there(request, f"/login?wanted={quote(wanted, safe='/')}")
