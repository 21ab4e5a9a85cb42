"""What several tests of touched screens begin with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from listened_voice import Listened

from player.stage.theatre import application


@pytest.fixture
def voice() -> Iterator[Listened]:
    """A voice that notes what it is to say."""
    application()
    made = Listened()
    yield made
    made.close()
