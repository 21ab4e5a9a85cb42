"""From scratch: what is not on the glass goes, and is fetched anew; the show goes on."""

from __future__ import annotations

import shutil
from collections.abc import Container

from player.agent.generations import number_of, numbers
from player.state import LATEST, PLAYING, State
from playlists.durable import sync_folder


def forget_all(state: State, kept: Container[str]) -> None:
    """Let go of all generations and objects but the generation that plays, and the objects `kept` for it.

    The newest metadata seen stay: without them a feed that was rolled back would be believed. Raises
    `OSError`.
    """
    playing = number_of(state, PLAYING) or number_of(state, LATEST)
    if playing != number_of(state, LATEST) or playing is None:
        (state.generations / LATEST).unlink(missing_ok=True)
    for number in numbers(state):
        if number != playing:
            shutil.rmtree(state.generations / str(number))
    if state.generations.is_dir():
        sync_folder(state.generations)
    for file in state.objects.glob("??/*"):
        if file.name not in kept:
            file.unlink(missing_ok=True)
    shutil.rmtree(state.incoming, ignore_errors=True)
