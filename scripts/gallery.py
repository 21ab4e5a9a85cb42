"""Renders every kind of card in every family's zones to build/gallery/, for the eye of a designer."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QLinearGradient, QPainter

from device_profiles.catalog import catalog as profiles
from layouts.card import Card, Words
from layouts.catalog import catalog as layouts
from layouts.compose import built_in_page, compose, frame_for, picture_size
from layouts.layout import ZoneKind, place
from layouts.page import Page, Photo
from layouts.theme import derive
from layouts.typography import finish
from player.stage.paint import paint

OUT = Path("build/gallery")
ZONES = (
    ("screen-8m2", 0, "full", "main"),
    ("totem", 0, "poster", "main"),
    ("kiosk", 0, "kiosk-upper", "main"),
    ("plasma-16x9", 0, "landscape-news", "main"),
    ("plasma-16x9", 0, "landscape-news", "side"),
    ("plasma-16x9", 0, "full", "main"),
    ("plasma-16x9", 0, "ribbon", ""),
    ("touch-19", 0, "kiosk-touch", "main"),
    ("table", 0, "full", "main"),
)


def words(language: str, **texts: str) -> Words:
    """Finished words."""
    return Words(language=language, **{key: finish(text, language) for key, text in texts.items()})


FOLLE = words(
    "fr",
    headline="La Folle Journée des quais",
    body="Vingt concerts gratuits au bord de la Loire, ce week-end.",
    date="Sam. 21 et dim. 22 novembre, 14h-22h",
    place="Quai de la Fosse, tram 1, arrêt Gare-Maritime",
)
FOLLE_EN = words(
    "en",
    headline="Folle Journée by the river",
    body="Twenty free concerts on the banks of the Loire, this weekend.",
    date="Sat 21 and Sun 22 November, 2 pm to 10 pm",
    place="Quai de la Fosse, tram 1, Gare-Maritime stop",
)
CARDS: dict[str, Card] = {
    "event-picture": Card(kind="event", category="culture", has_picture=True, words=(FOLLE,)),
    "event-picture-en": Card(kind="event", category="culture", has_picture=True, words=(FOLLE, FOLLE_EN)),
    "event-plain": Card(kind="event", category="culture", words=(FOLLE,)),
    "warning": Card(
        kind="alert",
        category="alert",
        pictogram="ripple",
        words=(
            words(
                "fr",
                figure="Alerte",
                headline="Crue de la Loire",
                body="Quittez les quais. Ne prenez pas votre voiture.",
                source="Préfecture de la Loire-Atlantique, jeudi 26 novembre, 14 h 05",
            ),
            words(
                "en",
                figure="Alert",
                headline="The Loire is in flood",
                body="Leave the quays. Do not take your car.",
                source="Préfecture de la Loire-Atlantique, Thursday 26 November, 2.05 pm",
            ),
        ),
    ),
    "notice-short": Card(
        kind="notice",
        category="environment",
        pictogram="recycle",
        words=(words("fr", headline="Triez vos biodéchets", body="Bac gratuit en mairie."),),
    ),
    "notice-qr": Card(
        kind="notice",
        category="services",
        pictogram="swimming",
        qr="https://metropole.nantes.fr/piscines",
        qr_label="metropole.nantes.fr/piscines",
        words=(
            words(
                "fr",
                headline="La piscine Léo-Lagrange ferme pour vidange",
                body="Du 23 novembre au 3 décembre. Les piscines Jules-Verne et Petit-Port vous accueillent "
                "aux horaires élargis.",
            ),
        ),
    ),
    "notice-two": Card(
        kind="notice",
        category="services",
        pictogram="swimming",
        words=(
            words(
                "fr",
                headline="La piscine Léo-Lagrange ferme pour vidange",
                body="Du 23 novembre au 3 décembre. Les piscines Jules-Verne et Petit-Port vous accueillent "
                "aux horaires élargis.",
            ),
            words(
                "en",
                headline="Léo-Lagrange pool closed for maintenance",
                body="From 23 November to 3 December. Jules-Verne and Petit-Port pools are open longer.",
            ),
        ),
    ),
    "notice-longest": Card(
        kind="notice",
        category="democracy",
        qr="https://metropole.nantes.fr/enquete-publique-plum",
        qr_label="metropole.nantes.fr/plum",
        words=(
            words(
                "fr",
                headline="Enquête publique relative au plan local d'urbanisme métropolitain",
                body="Du lundi 16 novembre au vendredi 18 décembre, consultez le dossier et donnez votre "
                "avis : au pôle de proximité, dans les vingt-quatre mairies de la métropole ou en ligne. Le "
                "commissaire-enquêteur vous reçoit sans rendez-vous le mercredi de 9h à 12h.",
                date="Du 16 novembre au 18 décembre",
                place="Mairies des 24 communes, pôles de proximité",
                source="Nantes Métropole, direction de l'urbanisme",
            ),
        ),
    ),
    "alert": Card(
        kind="notice",
        category="alert",
        words=(
            words(
                "fr",
                headline="Vigilance orange : vent violent",
                body="Évitez les parcs et les bords de Loire jusqu'à 22h. Urgences : 112.",
            ),
        ),
    ),
    "figure": Card(
        kind="figure",
        category="mobility",
        pictogram="bike",
        words=(
            words(
                "fr",
                figure="+18 %",
                headline="de trajets à vélo sur le pont Anne-de-Bretagne",
                body="Par rapport à octobre 2025.",
                source="Compteurs de Nantes Métropole",
            ),
        ),
    ),
    "library": Card(
        kind="notice",
        category="culture",
        pictogram="book",
        words=(
            words(
                "fr",
                headline="Bibliothèque Jacques-Demy : fermeture exceptionnelle",
                body="Réouverture mardi 1er décembre à 10h.",
            ),
        ),
    ),
}


def photograph(width: int, height: int) -> QImage:
    """A stand-in for a picture: dusk over water."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    gradient = QLinearGradient(0, 0, 0, height)
    for at, colour in ((0, "#1c3a4a"), (0.55, "#d96a4a"), (0.9, "#f2a65a")):
        gradient.setColorAt(at, QColor(colour))
    painter.fillRect(image.rect(), gradient)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#ffe2a6"))
    side = min(width, height) * 0.3
    painter.drawEllipse(int(width * 0.58), int(height * 0.45), int(side), int(side))
    for i in range(9):
        top = height * (0.62 + 0.05 * ((i * 7) % 4))
        painter.fillRect(QRect(int(i * width / 9), int(top), width // 9 + 1, height), QColor("#0d1f27"))
    painter.end()
    return image


def tile(page: Page) -> QImage:
    """The painted page."""
    rect = next((mark.rect for mark in page.marks if isinstance(mark, Photo)), None)
    return paint(page, photograph(int(rect.width), int(rect.height)) if rect else None)


def main(only: str = "", night: str = "") -> None:
    """Everything, or what has `only` in its name; by night where `night` is not empty."""
    application = QGuiApplication(sys.argv[:1])
    OUT.mkdir(parents=True, exist_ok=True)
    theme = derive(background=None, accent=None, categories=None)
    rows: list[list[QImage]] = []
    for family, number, layout_name, zone_name in ZONES:
        screen = profiles()[family].screens[number]
        layout = layouts()[layout_name]
        zones = [z for z in layout.zones if z.kind is ZoneKind.CONTENT and zone_name in ("", z.name)]
        zone = min(zones, key=lambda z: z.height)
        palette = theme.night if night else theme.day
        rect = place(zone, screen.width, screen.height)
        frame = frame_for(screen, rect, palette, surface=zone.surface)
        row: list[QImage] = []
        for name, card in CARDS.items():
            title = f"{family}-{layout_name}-{zone.name}-{name}"
            if only not in title:
                continue
            start = time.perf_counter()
            pages = compose(card, frame)
            middle = time.perf_counter()
            images = [tile(page) for page in pages]
            end = time.perf_counter()
            sys.stdout.write(
                f"{title}: {len(pages)} p, compose {(middle - start) * 1e3:.1f} ms, "
                f"paint {(end - middle) * 1e3 / len(pages):.1f} ms, picture {picture_size(card, frame)}\n"
            )
            for i, image in enumerate(images):
                image.save(str(OUT / f"{title}-{i + 1}.png"))
            row.extend(images)
        slide = profiles()[family].built_in
        row.append(paint(built_in_page(slide, frame, "Nantes Métropole"), None))
        rows.append(row)
    contact_sheets(rows)
    del application


def contact_sheets(rows: list[list[QImage]]) -> None:
    """One sheet for each family."""
    for number, row in enumerate(rows):
        if not row:
            continue
        height = 420 if row[0].height() > row[0].width() else 300
        small = [
            image.scaledToHeight(height, Qt.TransformationMode.SmoothTransformation)
            if image.width() < 3 * image.height()
            else image.scaledToWidth(900, Qt.TransformationMode.SmoothTransformation)
            for image in row
        ]
        width, x, y, places = 2000, 10, 10, []
        for image in small:
            if x + image.width() > width:
                x, y = 10, y + max(i.height() for i in small) + 10
            places.append((x, y))
            x += image.width() + 10
        sheet = QImage(width, y + max(i.height() for i in small) + 10, QImage.Format.Format_RGB32)
        sheet.fill(QColor("#8a8f91"))
        painter = QPainter(sheet)
        for image, (left, top) in zip(small, places, strict=True):
            painter.drawImage(left, top, image)
        painter.end()
        sheet.save(str(OUT / f"sheet-{number}.png"))


if __name__ == "__main__":
    main(*sys.argv[1:])
