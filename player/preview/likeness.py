"""A photograph of a screen beside the picture that is due there."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtGui import QImage

from device_profiles.sight import distance
from player.stage.sample import Sample

_FORMAT = QImage.Format.Format_RGB32


class Likeness(StrEnum):
    """How near a photograph comes to what is due."""

    PIXEL = "pixel"
    EYE = "eye"
    """Type that was set at another moment may lie a part of a pixel elsewhere."""
    NONE = "none"


def photographed(file: Path, due: QImage) -> tuple[QImage, Likeness]:
    """The photograph in a file, and how like it is to what is due."""
    picture, due = QImage(str(file)).convertToFormat(_FORMAT), due.convertToFormat(_FORMAT)
    if picture == due:
        return picture, Likeness.PIXEL
    one, other = (Sample(image, image.rect()).sight() for image in (picture, due))
    alike = picture.size() == due.size() and distance(one, other).is_none
    return picture, Likeness.EYE if alike else Likeness.NONE
