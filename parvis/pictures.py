"""How all pages of programs look, for whoever publishes them: drawn by the stage's painters, then kept."""

from __future__ import annotations

from collections.abc import Iterable

from parvis.console import Voice
from parvis.settings import cache_folder
from player.edition import painter
from playlists.feed.publishing.album import Album, Drawn
from playlists.media.store import Store
from playlists.program import Program


def drawn(programs: Iterable[Program], source: Store, voice: Voice) -> Album:
    """The pictures of all pages; those that no earlier run has drawn are drawn now, with a progress bar.

    `source` holds the prepared objects, and takes the thumbnails.
    """
    album = Album(cache_folder() / "pictures", painter(), source)
    missing = album.missing(programs)
    if not missing:
        return album
    from player.stage.depict import Depictor
    from player.stage.theatre import application

    application(offscreen=True)
    depict = Depictor(source.root)
    with voice.progress("feed.drawing", len(missing)) as done:
        for number, page in enumerate(missing, start=1):
            made = depict(page.program, page.screen, page.zone, page.item, page.number, night=page.night)
            if made is not None:
                album.add(page, Drawn(sight=made[0], thumbnail=made[1]))
            done(number)
    album.save()
    return album
