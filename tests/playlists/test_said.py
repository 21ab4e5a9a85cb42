"""Every sentence that editors read: in all languages, rightly set, used, and with the right facts."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import playlists.media
from parvis.words import language_of_reader
from playlists.workspace import said as module
from playlists.workspace.heard import media_fault, part_fault
from playlists.workspace.said import LANGUAGES, Said, Sentence, catalogue, fill, said, sentences

ROOT = Path(__file__).resolve().parents[2]
COMMAND = sentences(ROOT / "parvis" / "messages")
ALL = {**catalogue(), **COMMAND}
HEARD = ("media", "cures", "parts", "refusals")
"""Themes whose sentences are found by their English."""

UNTRANSLATED = {"detail"}
"""What an XML parser or a renderer says in English of its own; French goes without."""

MADE_OF = {"said", "words", "Voice.words", "voice.words", "self.words"}


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call that names its sentence outright."""
    for room in ("playlists", "parvis", "player"):
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in MADE_OF and node.args:
                    code = node.args[0]
                    if isinstance(code, ast.Constant):
                        yield f"{file.relative_to(ROOT)}:{node.lineno}", node


@pytest.mark.parametrize("code", ALL)
def test_a_sentence_has_the_same_places_in_every_language(code: str) -> None:
    sentence = ALL[code]
    assert sentence.en.strip() == sentence.en
    assert sentence.fr.strip() == sentence.fr
    assert sentence.en
    assert sentence.fr
    assert places(sentence.en) - UNTRANSLATED == places(sentence.fr) - UNTRANSLATED


@pytest.mark.parametrize("code", ALL)
def test_a_sentence_is_set_as_its_language_sets_it(code: str) -> None:
    quoted = r'"[^"]*"|`[^`]*`|\{[^}]*\}(?::1)?|«\u202f[^»]*\u202f»|PARVIS_\w+'
    words = re.sub(quoted, "x", ALL[code].fr)
    assert not re.search(r"\w'\w", words), "an apostrophe is ’"
    assert not re.search(r" [;!?»:%]|« |[^\s\u202f\u00a0][;!?»](?:\s|$)", words), (
        "blanks before marks do not break"
    )
    assert "..." not in words
    assert not re.search(r"\b(?:the|is|of|and|with|this|not)\b", words), "French only"
    english = re.sub(r'"[^"]*"|`[^`]*`|\{[^}]*\}|“[^”]*”', "", ALL[code].en)
    assert not re.search(r"[«»]|\b(?:le|la|les|est|une|des|pas|avec)\b", english), "English only"
    assert not re.search(r"\w'\w", english)


def test_every_call_gives_the_facts_that_its_sentence_has_places_for() -> None:
    found = list(calls())
    assert len(found) > 150
    for where, call in found:
        code = ast.literal_eval(call.args[0])
        assert code in ALL, f"{where}: {code}"
        given = {keyword.arg for keyword in call.keywords}
        assert None in given or given == places(ALL[code].en), f"{where}: {code}"


def test_no_sentence_is_left_that_nobody_says() -> None:
    written = "\n".join(
        file.read_text("utf-8") for room in ("playlists", "parvis") for file in (ROOT / room).rglob("*.py")
    )
    begun = tuple(re.findall(r'f"([a-z]+\.[a-z-]*)\{', written))
    said_whole = set(re.findall(r"""["']([a-z]+\.[a-z0-9-]+)["']""", written))
    assert not [code for code in ALL.keys() - said_whole if not code.startswith((*HEARD, *begun))]


def test_facts_are_said_in_the_language_of_the_sentence() -> None:
    sentence = Sentence("{one}, {number}, {text}", "{text} {number} {one}")
    told = fill("x.y", sentence, {"one": Said("a.b", "hello", "bonjour"), "number": 2.5, "text": "{x}"})
    assert [told.to(language) for language in LANGUAGES] == ["hello, 2.5, {x}", "{x} 2,5 bonjour"]
    assert told.code == "x.y"


def test_a_code_that_is_not_there_is_the_callers_mistake() -> None:
    with pytest.raises(KeyError):
        said("files.no-such-sentence")


def test_a_sentence_without_one_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text('[lonely]\nen = "Alone."\n', "utf-8")
    with pytest.raises(Exception, match="fr"):
        module.sentences(tmp_path)


def spoken_of_media() -> set[str]:
    """Every cause that playlists/media can say, its facts replaced by 7."""
    texts = set()
    for file in sorted(Path(playlists.media.__file__).parent.glob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        constants = {
            ast.unparse(node.targets[0]): node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        }
        constants |= {f"film_facts.{name}": text for name, text in constants.items()}
        constants["what"] = "a folder"
        constants["film_facts.CONVERT"] = "convert it: ffmpeg -i '{file}' -c:v libx264"
        parts = {
            id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                texts.add(
                    "".join(
                        str(part.value)
                        if isinstance(part, ast.Constant)
                        else constants.get(ast.unparse(part.value), "7")  # type: ignore[attr-defined]
                        for part in node.values
                    )
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
                texts.add(node.value)
    starts = r"(?:is|has|cannot be|may not|lasts|holds|took|made|was|needs|changes) "
    return {text for text in texts if re.match(starts, text) and "\n" not in text}


CAUSES = sorted(spoken_of_media())


def test_the_causes_of_media_were_found() -> None:
    assert len(CAUSES) > 50
    assert "is cut off or damaged: export or copy it again" in CAUSES


@pytest.mark.parametrize("cause", CAUSES)
def test_whatever_media_say_is_said_in_every_language(cause: str) -> None:
    message, hint = media_fault(f"media/été: 2.jpg: {cause.replace('{file}', 'media/été: 2.jpg')}")
    assert message.code.startswith("media.")
    assert message.code != "media.other", f"messages/media.toml does not know: {cause}"
    assert "été: 2.jpg" in message.fr
    if ": " in cause and not cause.startswith("cannot be read: "):
        assert hint, f"messages/cures.toml does not know: {cause}"


def test_a_cause_nobody_knows_is_said_without_its_words() -> None:
    message, _ = media_fault("media/a.jpg: went away")
    assert (message.code, message.fr) == ("media.other", "«\u202fmedia/a.jpg\u202f» ne peut pas être montré.")


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("x + width is 1.2; nothing may lie beyond 1", "parts.beyond"),
        ("lies over zones.main; zones and widgets may touch but not overlap", "parts.over"),
        ('a cue needs text, as { fr = "…", en = "…" }', "parts.mute-cue"),
        ("'kiosk' has no such screen; it has upper, touch", "parts.no-screen"),
        ("should be 12 LEDs or more, found 4", "parts.few-leds"),
        ("something else", "parts.other"),
    ],
)
def test_what_is_impossible_about_a_layout_or_profile_is_recognised(sentence: str, code: str) -> None:
    assert part_fault(sentence).code == code


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "fr_CA"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "PARVIS_LANGUAGE": "fr"}, "fr"),
        ({"LANG": "fr_FR", "PARVIS_LANGUAGE": "xx"}, "fr"),
    ],
)
def test_the_reader_is_spoken_to_in_the_language_of_the_locale(
    environment: dict[str, str], language: str
) -> None:
    assert language_of_reader(environment) == language
