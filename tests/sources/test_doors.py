"""Strangers' answers: nothing heaped up at a door holds it open, and no false charset is believed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from playlists.errors import SourceError
from playlists.sources.doors import require_content, text_of, xml_of
from playlists.sources.fetch import Answer

FEED = '<?xml version="1.0" encoding="{}"?><rss><title>Été à Nantes</title></rss>'


def told(answer: Answer) -> str:
    return xml_of(answer)[0].text or ""


def test_comments_heaped_up_hold_nobody_up() -> None:
    """In a process of its own, whose processor time the kernel bounds: nothing else ends such a search."""
    script = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (8, 8))\n"
        "from playlists.sources.doors import require_content\n"
        "from playlists.sources.fetch import Answer\n"
        "for heap in (b'<!---->', b'<!-- -->  ', b'<!--', b' ', b'<!---->\\n-->'):\n"
        "    require_content(Answer(body=heap * 2000 + b'<rss/>'))\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603


@pytest.mark.parametrize("before", [b"", b"\n", b"<!-- a --> \n<!-- b -->", b"<!-- > -- -->"])
def test_a_page_for_people_is_known_behind_its_comments(before: bytes) -> None:
    with pytest.raises(SourceError, match="html"):
        require_content(Answer(body=before + b"<!DOCTYPE html><title>Maintenance</title>"))


@pytest.mark.parametrize("named", ["iso-8859-1", "windows-1252", "utf-8", "utf-16"])
def test_xml_in_utf_8_is_read_as_that_whatever_it_declares(named: str) -> None:
    assert told(Answer(body=FEED.format(named).encode())) == "Été à Nantes"


@pytest.mark.parametrize("named", ["iso-8859-1", "windows-1252"])
def test_xml_in_a_charset_of_one_byte_that_it_declares_is_read(named: str) -> None:
    assert told(Answer(body=FEED.format(named).encode(named))) == "Été à Nantes"


def test_xml_that_is_not_in_the_charset_it_declares_is_refused() -> None:
    with pytest.raises(SourceError, match="not-xml"):
        xml_of(Answer(body=FEED.format("utf-8").encode("iso-8859-1")))


def test_text_in_utf_8_is_read_as_that_whatever_the_server_says() -> None:
    assert text_of(Answer(body="Été".encode(), charset="iso-8859-1")) == "Été"
    assert text_of(Answer(body="Été".encode("iso-8859-1"), charset="iso-8859-1")) == "Été"
    with pytest.raises(SourceError, match="encoding"):
        text_of(Answer(body="Été".encode("iso-8859-1"), charset="utf-8"))
