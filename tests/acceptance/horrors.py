"""A workspace with everything that can be wrong with one, beside a few good things."""

from __future__ import annotations

import io
import os
import random
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import av
from command_line import NANTES, SITE, write
from PIL import Image
from pixels import framed

ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DRAWINGS = {
    "external.svg": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="9" height="9"><image xlink:href="file:///etc/passwd" width="9" height="9"/></svg>',
    "bomb.svg": f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l0 "ha">{ENTITIES}]>'
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&l11;</text></svg>',
    "deep.svg": f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{"<g>" * 90_000}</svg>',
    "cut.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect wid',
}
GOOD_NAMES = ("été d'ici & là.jpg", 'dit "bien".jpg', " espaces .jpg", "« guillemets ».png", "sauvé.jpeg")
MAY_BE_SHOWN = "?"
STEERING = "\\u001b[2J\\u202Eesrever\\u0007"


DEVICES = """\
[plasma-01]
profile = "plasma-16x9"
[totem-01]
profile = "totem"
[lost]
profile = "totme"
[no]
[board-01]
profile = "led-board"
["a\\u202Eb"]
profile = "totem"
"""


def horrors(folder: Path) -> dict[str, tuple[str, str]]:
    """Write the media. Returns for each, by path, the kind of item and words that its message must have."""
    media = folder / "media"
    media.mkdir(parents=True, exist_ok=True)
    expected = {f"media/{name}": (kind, words) for name, kind, words in _written(media)}
    for name, text in DRAWINGS.items():
        (media / name).write_text(text, "utf-8")
        expected[f"media/{name}"] = ("image", "SVG")
    (media / "nothing.jpg").touch()
    os.mkfifo(media / "pipe.jpg")
    (media / "folder.jpg").mkdir()
    (media / "out.jpg").symlink_to("/etc/passwd")
    (media / "round.jpg").symlink_to("round.jpg")
    return expected | {
        "media/nothing.jpg": ("image", "empty"),
        "media/pipe.jpg": ("image", "not a file"),
        "media/folder.jpg": ("image", "not a file"),
        "media/out.jpg": ("image", "leads out of the workspace"),
        "media/round.jpg": ("image", "“media/round.jpg”"),
        "../secret.jpg": ("image", "may not leave the workspace"),
        "/etc/passwd": ("image", "starts inside the workspace"),
        f"media/{'n' * 300}.jpg": ("image", "There is no file"),
        "media/none.jpg": ("image", "There is no file"),
    }


def _written(media: Path) -> Iterator[tuple[str, str, str]]:
    """Cut and flipped files of all types, and those that are hostile by design."""
    whole = dict(_whole(media))
    for name, data in whole.items():
        kind = {"mp4": "video", "webm": "video", "pdf": "pdf"}.get(name.rpartition(".")[2], "image")
        (media / f"cut-{name}").write_bytes(data[: len(data) * 6 // 10])
        yield f"cut-{name}", kind, "cut off or damaged"
        (media / f"flipped-{name}").write_bytes(_flipped(data))
        yield f"flipped-{name}", kind, MAY_BE_SHOWN
    for name, data in {
        "bomb.png": _flat_png(50_000, 50_000),
        "wide.png": _flat_png(60_000, 60_000),
        "endless.gif": _endless_gif(),
    }.items():
        (media / name).write_bytes(data)
        yield name, "image", "the most is" if name.endswith("png") else "more than 36000 frames"
    film(media / "av1.mp4", codec="libsvtav1", frames=5, options={"preset": "12"})
    yield "av1.mp4", "video", MAY_BE_SHOWN
    tone(media / "sound.mp4")
    yield "sound.mp4", "video", "no moving pictures"


def _whole(media: Path) -> Iterable[tuple[str, bytes]]:
    # The same noise each time: of some, a file with flipped bits is a picture still.
    picture = Image.frombytes("L", (300, 200), random.Random(1).randbytes(300 * 200)).convert("RGB")
    for suffix in ("jpg", "png", "webp", "avif", "gif", "pdf"):
        held = io.BytesIO()
        picture.save(held, {"jpg": "jpeg"}.get(suffix, suffix))
        yield f"a.{suffix}", held.getvalue()
    yield "a.mp4", (NANTES / "media" / "averse.mp4").read_bytes()[:2_000_000]
    yield "a.webm", film(media / "whole.webm", codec="libvpx", frames=25, options={}).read_bytes()


def _flipped(data: bytes) -> bytes:
    chance, broken = random.Random(7), bytearray(data)
    for _ in range(max(3, len(data) // 150)):
        broken[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _flat_png(width: int, height: int) -> bytes:
    """A white picture of one bit a pixel: large in memory, small on disk."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _endless_gif() -> bytes:
    """A million frames of one pixel, and no end."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\0\x05\0\0\0\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return head + frame * 1_000_000


def film(path: Path, *, codec: str, frames: int, options: dict[str, str]) -> Path:
    """A grey film."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, 25, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        for level in range(frames):
            picture = Image.new("RGB", (128, 96), (level * 9, 90, 90))
            container.mux(stream.encode(framed(picture)))
        container.mux(stream.encode(None))
    # SVT-AV1 makes the thread that encodes a real-time one where it may, and so all that it starts later.
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    return path


def tone(path: Path) -> None:
    """An MP4 that holds sound alone."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", 48_000, layout="stereo")
        frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
        for plane in frame.planes:
            plane.update(bytes(4096))
        frame.sample_rate, frame.pts = 48_000, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def workspace(folder: Path) -> dict[str, tuple[str, str]]:
    """The whole of it. Returns what `horrors` returns."""
    expected = horrors(folder)
    items = [f"[[items]]\n{kind} = {_quoted(path)}\n" for path, (kind, _) in expected.items()]
    good = [f"[[items]]\nimage = {_quoted(f'media/{name}')}\n" for name in GOOD_NAMES]
    for name in GOOD_NAMES:
        Image.new("RGB", (1080, 1152), "#c06020").save(folder / "media" / name)
    layout = 'title = { fr = "x", en = "x" }\n' + "".join(
        f"[zones.{name}]\nx = 0\ny = 0\nwidth = 1\nheight = 0.6\n" for name in ("main", "other")
    )
    write(
        folder,
        {
            "workspace.toml": f"{SITE}colour = 1\n",
            "devices.toml": DEVICES,
            "schedule.toml": _events("full", "totem-01", "mixed", 5)
            + _events("full", "plasma-01", "mixed", 5)
            + _events("led", "board-01", "good", 5)
            + "".join(
                _events("full", "totem-01", name, 0)
                for name in ("shares", "zero", "twice", "huge", "steering")
            )
            + _events("crossed", "totem-01", "good", 0)
            + _events("full", "nobody", "nothing", 0),
            "playlists/mixed.toml": "\n".join([*items, *good]),
            "playlists/good.toml": '[[items]]\ncard = "notice"\nheadline = "Tout va bien"\n',
            "playlists/shares.toml": '[[items]]\ncard = "notice"\nheadline = "A"\nshare = 0.7\n' * 2,
            "playlists/zero.toml": '[[items]]\ncard = "notice"\nheadline = "A"\nduration = 0\n',
            "playlists/twice.toml": '[[items]]\ncard = "notice"\nheadline = "A"\nheadline = "B"\n',
            "playlists/huge.toml": '[[items]]\ncard = "notice"\nheadline = "A"\n' * 10_000,
            "playlists/long.toml": f'[[items]]\ncard = "notice"\nheadline = "{"A " * 500_000}"\n',
            "playlists/steering.toml": f'[[items]]\ncard = "notice"\nheadline = "{STEERING}"\n',
            "playlists/nested.toml": f"a = {'[' * 100_000}\n",
            "layouts/crossed.toml": layout,
            "layouts/binary.toml": "\0\1\2",
        },
    )
    return expected


def _quoted(path: str) -> str:
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _events(layout: str, device: str, playlist: str, priority: int) -> str:
    return (
        f'[[events]]\nlayout = "{layout}"\ndevices = ["{device}"]\npriority = {priority}\n'
        f'zones.main = "{playlist}"\n'
    )
