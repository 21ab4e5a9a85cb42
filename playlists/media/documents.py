"""Draws the pages of a PDF by PDFium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pypdfium2
from PIL import Image
from pypdfium2.raw import (
    FORMTYPE_NONE,
    FPDF_ERR_PASSWORD,
    FPDF_DocumentHasValidCrossReferenceTable,
)

from playlists.media.faults import CUT_OFF, FaultError
from playlists.media.limits import MediaLimits

_PROPORTION = 20.0


@contextmanager
def opened(stream: BinaryIO, limits: MediaLimits) -> Iterator[pypdfium2.PdfDocument]:
    """The document, with a bounded number of pages. Raises `FaultError`."""
    try:
        document = pypdfium2.PdfDocument(stream)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
            raise FaultError("is a PDF locked by a password: export it without one") from error
        raise FaultError(CUT_OFF) from error
    try:
        pages = len(document)
        if pages == 0:
            raise FaultError("is a PDF without pages")
        if pages > limits.pages:
            raise FaultError(f"is a PDF of {pages} pages, the most is {limits.pages}: split it")
        if document.get_formtype() != FORMTYPE_NONE:
            document.init_forms()  # draws what is filled in; this PDFium runs no scripts
        yield document
    finally:
        document.close()


def is_repaired(stream: BinaryIO, limits: MediaLimits) -> bool:
    """Whether the table of its parts is wrong, so that PDFium went through the file to find them."""
    with opened(stream, limits) as document:
        return not FPDF_DocumentHasValidCrossReferenceTable(document)


def page_size(document: pypdfium2.PdfDocument, index: int) -> tuple[float, float]:
    """The size of a page in points, as people see it. Raises `FaultError` for a page that cannot be drawn."""
    try:
        width, height = document.get_page_size(index)
    except pypdfium2.PdfiumError as error:
        raise FaultError(f"is a PDF whose page {index + 1} is damaged: export it again") from error
    if not (width > 0 and height > 0 and 1 / _PROPORTION <= width / height <= _PROPORTION):
        raise FaultError(
            f"is a PDF whose page {index + 1} is {width:.0f} x {height:.0f} points: give it usual proportions"
        )
    return width, height


def page(document: pypdfium2.PdfDocument, index: int, scale: float) -> Image.Image:
    """A page on white at `scale` pixels a point, RGB."""
    try:
        sheet = document[index]
        try:
            bitmap = sheet.render(scale=scale, fill_color=(255, 255, 255, 255))
        finally:
            sheet.close()
    except pypdfium2.PdfiumError as error:
        raise FaultError(f"is a PDF whose page {index + 1} is damaged: export it again") from error
    try:
        picture: Image.Image = bitmap.to_pil().convert("RGB")
    except (ValueError, OSError) as error:
        raise FaultError(f"is a PDF whose page {index + 1} is damaged: export it again") from error
    else:
        return picture
    finally:
        bitmap.close()
