"""The style sheet of what Qt draws itself: fields, buttons, scroll bars."""

from __future__ import annotations

from central.control_room.theme import BODY, FAMILY, INK, SMALL, Theme


def style_sheet(theme: Theme) -> str:
    """The look of one size and mood."""
    mood = theme.mood
    return f"""
QWidget {{ font-family: "{FAMILY}"; font-size: {theme.px(SMALL)}px; color: {mood.text}; }}
QMainWindow, QWidget#body {{ background: {mood.ground}; }}
QLineEdit {{
    background: {mood.panel}; border: 1px solid {mood.line}; border-radius: {theme.px(6)}px;
    padding: 0 {theme.px(12)}px; font-size: {theme.px(BODY)}px; selection-background-color: {mood.accent};
    selection-color: {INK}; placeholder-text-color: {mood.faint};
}}
QLineEdit:focus {{ border: 2px solid {mood.accent}; }}
QPushButton {{
    background: {mood.raised}; border: 1px solid {mood.raised}; border-radius: {theme.px(6)}px;
    padding: 0; font-size: {theme.px(SMALL)}px;
}}
QPushButton:hover {{ border-color: {mood.faint}; }}
QPushButton:focus {{ border: 2px solid {mood.accent}; }}
QPushButton:pressed {{ background: {mood.line}; }}
QPushButton:disabled {{ color: {mood.faint}; background: {mood.panel}; border-color: {mood.line}; }}
QPushButton[segment="yes"] {{
    background: {mood.panel}; border: 1px solid {mood.line}; border-radius: 0; color: {mood.quiet};
}}
QPushButton[segment="yes"]:checked {{ background: {mood.raised}; color: {mood.text}; }}
QPushButton[segment="yes"]:focus {{ border: 2px solid {mood.accent}; }}
QPushButton[call="yes"] {{ background: {mood.accent}; color: {INK}; font-weight: bold; }}
QScrollBar:vertical {{ background: transparent; width: {theme.px(8)}px; margin: 0; }}
QScrollBar::handle:vertical {{
    background: {mood.line}; border-radius: {theme.px(4)}px; min-height: {theme.px(30)}px;
}}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
