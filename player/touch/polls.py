"""Polls of a service: their rows in its list, the page of one, and what was answered at this screen."""

from __future__ import annotations

from layouts.layout import Rect
from layouts.page import Face
from layouts.shaping import advance
from player.stage.instants import from_ms
from player.touch.counted import Heard
from player.touch.entries import intro_blocks
from player.touch.furniture import button_block, set_blocks, set_title
from player.touch.sheet import Block
from player.touch.target import Act, TouchPage
from player.touch.view import View
from player.touch.words import say
from playlists.polls import Answer, Poll
from playlists.services import Service

_THANKS = {Heard.WRITING: "writing", Heard.COUNTS: "vote_thanks", Heard.REFUSED: "no_room"}


def poll_rows(view: View, service: Service, room: Rect) -> list[Block]:
    """The polls of a service that are open, each as a row."""
    at = from_ms(view.at_ms)
    return [_row(view, service, poll, room) for poll in service.polls if poll.is_open(at)]


def set_poll(view: View, service: Service, poll: Poll, room: Rect) -> TouchPage:
    """A question and its answers; once it was answered, thanks and what others answered here."""
    sheet, language = view.sheet, view.language
    room = set_title(sheet, view.say(poll.question), room)
    name = f"{service.id}/{poll.id}"
    heard = view.heard(Act.VOTE, name)
    if heard is not None:
        blocks = intro_blocks(sheet, say(_THANKS[heard], language), room)
        blocks += _results(view, poll, room) if poll.results and heard is not Heard.WRITING else []
    elif not poll.is_open(from_ms(view.at_ms)):
        blocks = intro_blocks(sheet, say("poll_over", language), room)
    else:
        blocks = [
            button_block(sheet, view.say(answer.text), Act.VOTE, answer.id, room, about=name)
            for answer in poll.answers
        ]
        blocks += intro_blocks(sheet, say("one_answer", language), room)
    return set_blocks(sheet, blocks, room, view.session.place, language)


def _row(view: View, service: Service, poll: Poll, room: Rect) -> Block:
    sheet, measures = view.sheet, view.sheet.measures
    pad, icon = round(measures.body * 0.5), round(measures.body * 1.2)
    x = room.x + 2 * pad + icon
    title = sheet.lines(view.say(poll.question), room.right - x - pad, measures.body, Face.BOLD)
    answered = view.heard(Act.VOTE, f"{service.id}/{poll.id}") is not None
    state = say("answered" if answered else "answer_now", view.language)
    lines = sheet.lines(state, room.right - x - pad, measures.body)
    high = max(measures.mm(20), (len(title) + len(lines)) * measures.leading + 2 * pad)

    def draw(top: float) -> None:
        rect = Rect(room.x, top, room.width, high)
        sheet.card(rect)
        at = top + (high - (len(title) + len(lines)) * measures.leading) / 2
        sheet.pictogram(Rect(room.x + pad, at, icon, icon), "chart-bar", sheet.ink.word)
        sheet.set_lines(title, x, at, measures.body, sheet.ink.word, face=Face.BOLD)
        at += len(title) * measures.leading
        sheet.set_lines(lines, x, at, measures.body, sheet.ink.word)
        sheet.target(rect, Act.POLL, view.say(poll.question), poll.id, service.id)

    return Block(high, draw)


def _results(view: View, poll: Poll, room: Rect) -> list[Block]:
    """How often each answer was given at this device: in figures, and as long as it is often."""
    count = sum(view.counted.results.get(answer.id, 0) for answer in poll.answers)
    if not count:
        return []
    head = intro_blocks(view.sheet, say("answers_here", view.language, count=count), room)
    return [
        *head,
        *(
            _bar(view, answer, view.counted.results.get(answer.id, 0) / count, room)
            for answer in poll.answers
        ),
    ]


def _bar(view: View, answer: Answer, part: float, room: Rect) -> Block:
    sheet, measures = view.sheet, view.sheet.measures
    size, thick = measures.body, round(measures.body * 0.5)
    figure = say("percent", view.language, part=round(part * 100))
    wide = advance(say("percent", view.language, part=100), Face.BOLD, size) + measures.gap
    lines = sheet.lines(view.say(answer.text), room.width - wide, size)

    def draw(top: float) -> None:
        sheet.set_lines(lines, room.x, top, size, sheet.ink.word)
        left = room.right - advance(figure, Face.BOLD, size)
        sheet.set_lines([figure], left, top, size, sheet.ink.word, face=Face.BOLD)
        at = top + len(lines) * measures.leading
        sheet.panel(Rect(room.x, at + thick / 2 - 1, room.width, 2), sheet.ink.word)
        if part:
            sheet.panel(Rect(room.x, at, max(thick, room.width * part), thick), sheet.ink.word, thick / 2)

    return Block(len(lines) * measures.leading + thick, draw)
