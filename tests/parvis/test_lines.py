"""What is no address of a web server is said before anybody asks it."""

from __future__ import annotations

import pytest

from parvis.lines import require_web
from parvis.words import SaidError


@pytest.mark.parametrize(
    "url",
    [
        "ftp://feed.example.org",
        "feed.example.org",
        "http://feed.example.org:80800",
        "http://256.1.1.1",
        "http://xn--",
        f"http://{'a' * 64}.example.org",
        "http://",
    ],
)
def test_an_address_that_nobody_could_ask_is_refused(url: str) -> None:
    with pytest.raises(SaidError):
        require_web(None, url)


@pytest.mark.parametrize(
    "url", ["http://feed.example.org:8080/a", "https://[::1]:65535", "http://métropole.fr"]
)
def test_an_address_of_a_web_server_is_not(url: str) -> None:
    require_web(url, None)
