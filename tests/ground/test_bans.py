"""The house rules that a pattern can find, each with what to do instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from ground_sources import ROOT, code_lines, files, python_files

LOGIC = ("device_profiles/", "layouts/", "playlists/", "player/", "provisioning/", "central/")
SCENES = ("layouts/qml/", "player/stage/qml/")
QML = ("layouts/", "player/", "central/")


class Ban(NamedTuple):
    """A pattern that may not stand in the code of some folders, and what to do instead."""

    pattern: str
    folders: tuple[str, ...]
    instead: str


PYTHON_BANS = (
    Ban(r"\b(datetime\.(now|utcnow|today)|date\.today)\(", LOGIC, "take the instant as an argument"),
    Ban(r"\btime\.(time|time_ns|localtime|gmtime)\(", LOGIC, "take the instant as an argument"),
    Ban(r"\btime\.sleep\(", (*LOGIC, "tests/"), "wait for what is to happen, not for time to pass"),
    Ban(r"\b(import random|from random\b|random\.\w+\()", LOGIC, "derive it from the program and the time"),
    Ban(
        r"\bav\.logging\.set_level\(",
        (*LOGIC, "tests/"),
        "leave FFmpeg silent: PyAV's callback takes the GIL in threads that closing a film waits for",
    ),
    Ban(r"(?<![.\w])print\(", LOGIC, "log it, or return it and let parvis/ say it"),
    Ban(r"(?<![.\w])(eval|exec)\(", (*LOGIC, "parvis/"), "parse it; a feed is data, never code"),
    Ban(
        r"\b(os\.system\(|shell=True|import (pickle|marshal|shelve)\b)", (*LOGIC, "parvis/"), "never run data"
    ),
    Ban(
        r"\bos\.environ(\.get\(|\[[^]]*\](?!\s*=))|\bgetenv\(",
        LOGIC,
        "take the setting as an argument; parvis/ reads the environment",
    ),
)
QML_BANS = (
    Ban(
        r"Animation\b\s*(on\b.*)?\{|\bBehavior\s+on\b|Animator\b\s*\{", SCENES, "make it a function of `now`"
    ),
    Ban(r"\bTimer\s*\{", SCENES, "derive it from `now`; Python arms the one timer"),
    Ban(r"\bnew Date\(\s*\)|\bDate\.now\(|\bMath\.random\(", QML, "let Python hand over the finished value"),
    Ban(r"\bXMLHttpRequest\b|[\"']https?:", QML, "drawing touches no network; hand over finished images"),
    Ban(r"\bcreateQmlObject\b|\beval\(|\bTextEdit\.RichText\b", QML, "content is data, never code or markup"),
    Ban(
        r"\b(ShaderEffect|MultiEffect|ParticleSystem)\b", QML, "the software renderer draws none; prepare it"
    ),
)
ANIMATES_BY_NOW = re.compile(r"\bFrameAnimation\s*\{")

# What this workplace or one machine knows, and a repository must not.
FOREIGN = (
    (
        r"(?<![\w./~-])/(work|root|tmp(?!/\.X11-unix)|opt/pypi|opt/wheels)/",
        "name no folder of a machine; take one as an argument",
    ),
    (r"pypi\.org|pythonhosted|(extra-)?index-url[ =]\S*//", "name no package host; the lock holds hashes"),
)


def banned(path: Path, lines: list[str], bans: tuple[Ban, ...]) -> list[str]:
    """What in `lines` a ban forbids in the folder of `path`."""
    return [
        f"{path}:{number} {line.strip()!r}: {ban.instead}."
        for number, line in enumerate(lines, start=1)
        for ban in bans
        if path.as_posix().startswith(ban.folders) and re.search(ban.pattern, line)
    ]


def qml_lines(text: str) -> list[str]:
    """The lines of a QML file without comments, the one allowed animation blanked."""
    lines = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL).split(
        "\n"
    )
    return [ANIMATES_BY_NOW.sub("", re.sub(r"(?<!:)//.*", "", line)) for line in lines]


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the repository but this one, which quotes what it forbids."""
    for path in files():
        data = path.read_bytes()
        if b"\0" not in data[:8000] and path != Path(__file__):
            yield path.relative_to(ROOT), data.decode("utf-8", "replace")


def of_python(root: Path) -> list[str]:
    """What the Python files below `root` do against the rules."""
    paths = python_files(root) + sorted((root / "tests").rglob("*.py"))
    return [said for path in paths for said in banned(path.relative_to(root), code_lines(path), PYTHON_BANS)]


def of_qml(root: Path) -> list[str]:
    """What the QML files below `root` do against the rules; what a browser runs is none."""
    browser = root / "central/web"
    paths = [
        path
        for path in files(root)
        if path.suffix in {".qml", ".js", ".mjs"} and not path.is_relative_to(browser)
    ]
    return [
        said
        for path in paths
        for said in banned(path.relative_to(root), qml_lines(path.read_text("utf-8")), QML_BANS)
    ]


def test_python_keeps_the_house_rules() -> None:
    assert not of_python(ROOT), "\n" + "\n".join(of_python(ROOT))


def test_qml_keeps_the_house_rules() -> None:
    assert not of_qml(ROOT), "\n" + "\n".join(of_qml(ROOT))


def test_no_file_names_a_machine_or_a_package_host() -> None:
    found = [
        f"{path}:{number} {line.strip()[:80]!r}: {instead}."
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), start=1)
        for pattern, instead in FOREIGN
        if re.search(pattern, line)
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("layouts/a.py", "now = datetime.now(tz=UTC)"),
        ("player/stage/a.py", "if time.time() > 3: pass"),
        ("tests/a.py", "def f():\n    time.sleep(1)"),
        ("playlists/a.py", "import random"),
        ("playlists/a.py", "print('x')"),
        ("parvis/a.py", "eval(text)"),
        ("player/a.py", "subprocess.run(x, shell=True)"),
        ("layouts/a.py", "home = os.environ['HOME']"),
    ],
)
def test_a_rule_broken_in_python_is_found(tmp_path: Path, file: str, source: str) -> None:
    write(tmp_path / file, source)
    assert len(of_python(tmp_path)) == 1


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("player/stage/qml/A.qml", "NumberAnimation { to: 1 }"),
        ("layouts/qml/A.qml", "NumberAnimation on x { to: 1 }"),
        ("layouts/qml/A.qml", "Behavior on opacity {}"),
        ("player/stage/qml/A.qml", "Timer { running: true }"),
        ("player/preview/qml/A.qml", "text: new Date().toString()"),
        ("player/preview/qml/A.qml", 'source: "https://example.org/a.png"'),
        ("player/stage/qml/A.qml", "layer.effect: MultiEffect {}"),
    ],
)
def test_a_rule_broken_in_qml_is_found(tmp_path: Path, file: str, source: str) -> None:
    write(tmp_path / file, source)
    assert len(of_qml(tmp_path)) == 1


def test_what_only_speaks_of_a_rule_passes(tmp_path: Path) -> None:
    write(tmp_path / "layouts/a.py", '"""Never datetime.now()."""\napp.exec()  # print(x)\nx = "eval(y)"')
    write(tmp_path / "player/a.py", "os.environ['QT_QUICK_BACKEND'] = 'software'")
    write(tmp_path / "parvis/a.py", "print(datetime.now(tz=UTC))")
    write(tmp_path / "player/stage/qml/A.qml", "FrameAnimation {} // no Timer {\n/* Behavior on x */")
    write(tmp_path / "player/preview/qml/A.qml", "NumberAnimation { to: 1 }")
    assert of_python(tmp_path) + of_qml(tmp_path) == []


def write(path: Path, text: str) -> None:
    """Writes a file and its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
