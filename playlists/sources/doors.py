"""The doors through which answers come in: bytes become JSON, XML or text, or a `SourceError`.

XML with a document type or entities is refused where it begins, by expat's own events: nothing is expanded,
nothing is fetched, and no bomb goes off.
"""

from __future__ import annotations

import codecs
import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from device_profiles.decoding import from_json
from playlists.errors import SourceError
from playlists.sources.fetch import Answer
from playlists.sources.limits import LIMITS

_HTML = re.compile(
    rb"(?>\s*(?><!--(?>.*?-->)\s*)*+)<(!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
"""Atomic groups: whatever comments a stranger heaps up, they are read once."""
_LOOKED_AT = 2_000
_OF_ONE_BYTE = {"iso8859-1", "iso8859-15", "cp1252"}
"""What French services still write beside UTF-8."""
_PIECE = 65_536


def require_content(answer: Answer) -> bytes:
    """The bytes of an answer, unless there are none or they are a page for people. Raises `SourceError`."""
    body = answer.body.removeprefix(codecs.BOM_UTF8)
    if not body.strip():
        raise SourceError("nothing")
    if _HTML.match(body[:_LOOKED_AT]):
        raise SourceError("html")
    return body


def json_of(answer: Answer) -> Any:
    """The value in a JSON answer. Raises `SourceError`."""
    body = require_content(answer)
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        body = _decoded(body, "utf-16").encode()
    else:
        _decoded(body, "utf-8")
    try:
        return from_json(body, Any)
    except msgspec.DecodeError as error:
        raise SourceError("not-json", reason=str(error)[:100]) from error


def text_of(answer: Answer) -> str:
    """An answer as text: UTF-8, or else in the Western charset that it names. Raises `SourceError`."""
    body = require_content(answer)
    if _is_utf_8(body):
        return body.decode()
    try:
        named = codecs.lookup(answer.charset).name if answer.charset else ""
    except LookupError:
        named = ""
    return _decoded(body, named if named in _OF_ONE_BYTE else "utf-8")


def xml_of(answer: Answer) -> Element:
    """The root of an XML answer; what is UTF-8 is so, whatever it declares. Raises `SourceError`."""
    body = require_content(answer)
    charset = "utf-8" if _is_utf_8(body) else None
    parser = DefusedXMLParser(encoding=charset, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        for start in range(0, len(body), _PIECE):
            parser.feed(body[start : start + _PIECE])
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise SourceError("dangerous-xml") from error
    except (ParseError, ValueError, LookupError) as error:
        raise SourceError("not-xml", reason=str(error)[:100]) from error
    _require_shallow(root)
    return root


def _require_shallow(root: Element) -> None:
    waiting, count = [(root, 0)], 0
    while waiting:
        element, depth = waiting.pop()
        count += 1
        if depth > LIMITS.depth or count > 40 * LIMITS.entries:
            raise SourceError("flood", most=LIMITS.entries)
        waiting.extend((child, depth + 1) for child in element)


def _is_utf_8(body: bytes) -> bool:
    """Text in a charset of one byte is never UTF-8 by chance, as soon as it has an accent."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset)
    except UnicodeDecodeError as error:
        raise SourceError("encoding", charset=charset) from error
