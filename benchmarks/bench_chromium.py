"""The stage beside Debian's Chromium: ten JPEG, 1080p, three seconds each, crossfades of half a second.

Both show the same files on the same Xvfb, in turns; the median counts. Time to the first picture is that of
eleven starts of each, from the start of the process until the middle of the X server's own frame buffer is
lit. CPU and PSS are those of three runs of sixty seconds: CPU that of the whole process tree, from 2 s
after the first picture on, PSS that of the tree at the end. Both start warm: Chromium in kiosk mode with a
profile and one HTML page, the stage with its program and objects on disk and its modules compiled, as on a
device. `--first` measures the starts only.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median

SECONDS = 60.0
ROUNDS = 3
STARTS = 11
REST_S = 2.0
SLIDE_MS, FADE_MS, SLIDES = 3000, 500, 10
WIDTH, HEIGHT = 1920, 1080
DISPLAY = ":87"
FIRST_LIMIT_S = 30.0
BOUNDS = {"first": ("time to first picture", 0.5), "cpu": ("CPU", 0.3), "pss": ("PSS", 0.3)}
UNITS = {"first": "s", "cpu": "s", "pss": "MB"}
Figures = dict[str, list[float]]
"""What was measured of one player: by "first", "cpu" and "pss", one value a run."""


def main() -> None:
    """Measure in turns, and print the ratios; with `--markdown`, table rows."""
    if sys.argv[1:2] == ["--prepare"]:
        write_program(Path(sys.argv[2]))
        return
    chromium = shutil.which("chromium")
    xvfb = shutil.which("Xvfb")
    if chromium is None or xvfb is None:
        sys.exit("Chromium and Xvfb are needed: apt-get install --no-install-recommends chromium xvfb")
    with tempfile.TemporaryDirectory() as folder:
        taken = measure(Path(folder), chromium, xvfb, rounds=0 if "--first" in sys.argv[1:] else ROUNDS)
    for name, (title, bound) in BOUNDS.items():
        if name not in taken["stage"]:
            continue
        ours, theirs = (median(taken[player][name]) for player in ("stage", "chromium"))
        least = " against ".join(f"{min(taken[player][name]):.2f}" for player in ("stage", "chromium"))
        told = f"{ours / theirs:.2f}x ({ours:.2f} against {theirs:.2f} {UNITS[name]}; at best {least})"
        verdict = "met" if ours <= bound * theirs else "missed"
        if "--markdown" in sys.argv[1:]:
            print(f"| slideshow beside Chromium, {title} | ≤ {bound}x | {told} | {verdict} |")
        else:
            print(f"{title}: {told}, at most {bound}x: {verdict}")


def measure(folder: Path, chromium: str, xvfb: str, rounds: int) -> dict[str, Figures]:
    """Run both, in turns, on one display: start them again and again, then let them run `rounds` times."""
    pictures = write_pictures(folder)
    subprocess.run([sys.executable, __file__, "--prepare", str(folder)], check=True)
    page = folder / "show.html"
    page.write_text(html(pictures), encoding="utf-8")
    players = {
        "stage": [sys.executable, str(Path(__file__).with_name("stage_player.py")), str(folder)],
        "chromium": [
            chromium,
            "--kiosk",
            "--no-sandbox",
            "--no-first-run",
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={WIDTH},{HEIGHT}",
            page.as_uri(),
        ],
    }
    taken: dict[str, Figures] = {name: defaultdict(list) for name in players}
    screen = ["-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder), "-nolisten", "tcp"]
    with process([xvfb, DISPLAY, *screen], os.environ.copy()):
        frame_buffer = folder / "Xvfb_screen0"
        while not frame_buffer.exists() or frame_buffer.stat().st_size < WIDTH * HEIGHT * 4:
            time.sleep(0.1)
        for name, command in players.items():
            run(command, frame_buffer, seconds=5.0)  # both start warm
            print(f"{name} is warm", file=sys.stderr)
        for turn, seconds in enumerate([REST_S] * STARTS + [SECONDS] * rounds):
            for name, command in players.items():
                figures = run(command, frame_buffer, seconds)
                print(f"{turn + 1}/{STARTS + rounds} {name}: {figures}", file=sys.stderr)
                kept = {"first"} if seconds == REST_S else {"cpu", "pss"}
                for figure in kept:
                    taken[name][figure].append(figures[figure])
    return taken


def run(command: list[str], frame_buffer: Path, seconds: float) -> dict[str, float]:
    """Let one player run for `seconds` after its first picture; CPU is counted once it is at rest."""
    environment = os.environ | {"DISPLAY": DISPLAY, "QT_QPA_PLATFORM": "xcb", "PYTHONDONTWRITEBYTECODE": ""}
    started = time.monotonic()
    with process(command, environment) as group:
        while not lit(frame_buffer):
            if time.monotonic() - started > FIRST_LIMIT_S:
                raise RuntimeError(f"no picture from {command[0]}")
            time.sleep(0.005)
        first = time.monotonic() - started
        time.sleep(REST_S)
        before = cpu_seconds(group)
        time.sleep(seconds - REST_S)
        figures = {"first": first, "cpu": cpu_seconds(group) - before, "pss": pss_mb(group)}
    while lit(frame_buffer):
        time.sleep(0.05)
    return figures


@contextlib.contextmanager
def process(command: list[str], environment: dict[str, str]) -> Iterator[int]:
    """A process in a group of its own, all of which ends with the context; gives its id."""
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield started.pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def lit(frame_buffer: Path) -> bool:
    """Whether the middle of the screen shows a picture: neither black nor the white of an empty page."""
    with frame_buffer.open("rb") as file:
        file.seek(-(WIDTH * HEIGHT * 4) // 2 + WIDTH * 2, os.SEEK_END)
        pixel = file.read(3)
    return max(pixel) - min(pixel) > 10  # noqa: PLR2004 - the pictures are coloured


def tree(root: int) -> set[int]:
    """The processes of a session that began with `root`, and all their children."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int(_stat(int(entry.name))[1])
    found, before = {root}, set[int]()
    while found != before:
        before = set(found)
        found |= {pid for pid, parent in parents.items() if parent in found}
    return found


def cpu_seconds(root: int) -> float:
    """The time that a tree has used, with that of children that have ended."""
    ticks = 0
    for pid in tree(root):
        with contextlib.suppress(OSError):
            ticks += sum(int(value) for value in _stat(pid)[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def pss_mb(root: int) -> float:
    """The proportional set size of a tree."""
    total = 0
    for pid in tree(root):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
            total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024


def _stat(pid: int) -> list[str]:
    """The fields of a process from its state on."""
    return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()


def write_pictures(folder: Path) -> list[Path]:
    """The ten pictures."""
    script = (
        "import sys, pathlib, stage_material as m\n"
        f"for n in range({SLIDES}):\n"
        f"    pathlib.Path(sys.argv[1], f'{{n}}.jpg').write_bytes(m.jpeg(n, {WIDTH}, {HEIGHT}))"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=True, cwd=Path(__file__).parent)
    return [folder / f"{number}.jpg" for number in range(SLIDES)]


def html(pictures: list[Path]) -> str:
    """One page that shows the pictures in turn, the next one decoded before it is due."""
    names = ", ".join(f'"{picture.name}"' for picture in pictures)
    return f"""<!doctype html><style>
body {{ margin: 0; background: #000; overflow: hidden; cursor: none }}
img {{ position: absolute; inset: 0; width: 100vw; height: 100vh; opacity: 0;
  transition: opacity {FADE_MS}ms ease-in-out }}
img.on {{ opacity: 1; z-index: 1 }}
</style><img id=a><img id=b><script>
const names = [{names}], a = document.getElementById("a"), b = document.getElementById("b");
let n = 0, front = a, back = b;
async function load(img) {{ img.src = names[n++ % names.length]; await img.decode(); }}
async function turn() {{
  front.classList.remove("on"); back.classList.add("on"); [front, back] = [back, front];
  setTimeout(() => load(back), {FADE_MS + 100});
}}
load(front).then(() => {{ front.classList.add("on"); load(back); setInterval(turn, {SLIDE_MS}); }});
</script>"""


def write_program(folder: Path) -> None:
    """The program that shows the pictures, and its objects: what a device finds on its disk."""
    import msgspec  # noqa: PLC0415 - the process that measures needs no Qt
    from stage_material import FULL, Material, program, screen, screen_program  # noqa: PLC0415

    from device_profiles.profile import Transition  # noqa: PLC0415
    from playlists.program import Item, Stills  # noqa: PLC0415

    material = Material(folder / "objects", WIDTH, HEIGHT)
    items = tuple(
        Item(
            id=f"photo-{n}",
            content=Stills(pages=(material.put((folder / f"{n}.jpg").read_bytes()),)),
            pages_ms=(SLIDE_MS,),
        )
        for n in range(SLIDES)
    )
    shown = screen_program(screen("main", WIDTH, HEIGHT, Transition.CROSSFADE), FULL, main=items)
    (folder / "program.json").write_bytes(msgspec.json.encode(program(shown)))


if __name__ == "__main__":
    main()
