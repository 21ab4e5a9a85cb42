"""The demo's technician: makes devices of the boxes of a city, and a box of one of them again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from math import ceil
from pathlib import Path

from PIL import Image

from device_profiles.claiming import Claim, Waiting
from device_profiles.enrolment import typed
from parvis.city import City, Site, wait_for
from parvis.one_block import OpeningError
from parvis.provision_line import answered, claimed
from parvis.story import Story
from parvis.words import words
from player.enrolled import read_enrolment
from provisioning.central import Central, client

PAGE = "pairing-page.png"
_NAME, _HOURS, _SHOWN = "demo", 1.0, "kiosk"
_REST_S = 1.0
"""Until a page shows what the box has just learnt, with time to spare."""
_BOXES_S, _BEGINS_S, _WIPED_S = 120.0, 180.0, 60.0
"""The most that is waited: for a code, from a claim to the feed on the glass, for a box again."""


class Technician:
    """Who claims the boxes of a city, by a token that central makes for it."""

    def __init__(self, city: City, story: Story) -> None:
        self._city, self._story = city, story
        self._files: dict[str, frozenset[str]] = {}
        self._prints: dict[str, str] = {}

    def enrols_all(self, picture: Path) -> None:
        """Every box is found, one is pictured, each is claimed."""
        self.finds_boxes()
        self.takes_picture(picture)
        self.claims_all()

    def finds_boxes(self) -> None:
        """Every box shows a code."""
        sites = self._story.sites
        if self._story.expect(wait_for(sites, _shows_code, _BOXES_S), "demo.not-boxes"):
            self._story.tell("demo.boxes", count=len(sites))
        self._files = {site.device: site.files for site in sites}
        self._prints = {site.device: site.page.fingerprint for site in sites if site.page}

    def takes_picture(self, file: Path) -> None:
        """The page of a box, a kiosk's if there is one, is put there."""
        sites = self._story.sites
        shown = next((site for site in sites if site.profile == _SHOWN), sites[0])
        time.sleep(_REST_S)
        pages = [Path(shot.file) for shot in self._story.photographed([shown])]
        if pages:
            shutil.copyfile(max(pages, key=_pixels), file)
            self._story.tell("demo.pairing-page", file=str(file))

    def claims_all(self) -> None:
        """Each box is claimed for its device, which fetches the feed and shows it."""
        sites = self._story.sites
        with self._at_central() as central, ThreadPoolExecutor(len(sites)) as hands:
            took = list(hands.map(partial(self._claim, central), sites))
        missed = [site.device for site, seconds in zip(sites, took, strict=True) if seconds is None]
        if self._story.expect(missed, "demo.not-on-air"):
            slowest = max(seconds for seconds in took if seconds is not None)
            self._story.tell("demo.on-air", count=len(sites), seconds=ceil(slowest))

    def takes_back(self, site: Site) -> None:
        """Central orders a device to wipe itself; it is a box then, and nothing of it is left."""
        with client(self._city.centre.token) as line:
            central = Central(self._city.centre.url, line)
            answered(central.order(site.device, "reset", {}), self._city.centre.url)
        if self._story.expect(wait_for([site], self._is_box_again, _WIPED_S), "demo.not-box-again"):
            self._story.tell("demo.box-again", device=site.device)

    @contextmanager
    def _at_central(self) -> Iterator[Central]:
        """Central, as a technician asks it with a token for as many claims as there are boxes."""
        url = self._city.centre.url
        with client(self._city.centre.token) as line:
            made = answered(Central(url, line).mint(_NAME, _HOURS, len(self._city.sites)), url)
        with client(made.secret) as line:
            yield Central(url, line)

    def _claim(self, central: Central, site: Site) -> float | None:
        """Claim by the code on the page; the seconds until what the feed says is on the glass, if it is."""
        page = site.page
        code = typed(page.code) if page else None
        if page is None or code is None:
            return None

        def agree(box: Waiting) -> None:
            if box.fingerprint != page.fingerprint:
                raise OpeningError(words("provision.not-claimed"))

        claimed(central, self._city.centre.url, Claim(code=code, device=site.device), agree)
        began = time.monotonic()
        missed = wait_for([site], lambda one: one.is_on_air, _BEGINS_S)
        return None if missed else time.monotonic() - began

    def _is_box_again(self, site: Site) -> bool:
        """Whether it shows a code of another key, and has no file that it had not as a box."""
        return (
            _shows_code(site)
            and site.page is not None
            and site.page.fingerprint != self._prints.get(site.device)
            and site.files <= self._files[site.device]
        )


def _shows_code(site: Site) -> bool:
    """Whether it is a box that somebody may claim."""
    return bool(site.page and site.page.code) and read_enrolment(site.state) is None


def _pixels(file: Path) -> int:
    with Image.open(file) as picture:
        return picture.width * picture.height
