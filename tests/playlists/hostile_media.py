"""Builds media for tests, good and hostile, byte for byte the same each time."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageDraw
from pixels import framed

SIZE = (96, 64)
CORNERS = ((220, 30, 30), (30, 200, 40), (30, 40, 220), (240, 220, 20))


def quarters(width: int = 96, height: int = 64) -> Image.Image:
    """Red, green, blue and yellow quarters: upper left, upper right, lower left, lower right."""
    picture = Image.new("RGB", (width, height), CORNERS[0])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=CORNERS[1])
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=CORNERS[2])
    draw.rectangle((width // 2, height // 2, width, height), fill=CORNERS[3])
    return picture


def film(path: Path, *, codec: str = "libx264", frames: int = 25, rate: int = 25, **settings: object) -> Path:
    """A film of quarters; `size`, `form`, `times` (in frames), `sound` and codec `options` may be set."""
    size = settings.get("size", SIZE)
    assert isinstance(size, tuple)
    times = settings.get("times")
    options = settings.get("options", {"x264-params": "log-level=none", "threads": "1"})
    assert isinstance(options, dict)
    with av.open(str(path), "w", format=settings.get("form")) as container:  # type: ignore[call-overload]
        stream = container.add_stream(codec, rate, options=options)
        stream.width, stream.height = size
        stream.pix_fmt = settings.get("pixels", "yuv420p")
        sound = container.add_stream("aac", 48_000, layout="stereo") if settings.get("sound") else None
        picture = quarters(*size)
        for number in range(frames):
            frame = framed(picture)
            if isinstance(times, list):
                frame.pts, frame.time_base = times[number], Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if sound is not None:
            _tone(container, sound, frames * 48_000 // rate)
    return path


def _tone(container: av.container.OutputContainer, stream: av.AudioStream, samples: int) -> None:
    for start in range(0, samples, 1024):
        frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
        wave = struct.pack("1024f", *((number % 100) / 200 for number in range(1024)))
        for plane in frame.planes:
            plane.update(wave)
        frame.sample_rate, frame.pts = 48_000, start
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def turned(path: Path, matrix: tuple[int, ...]) -> Path:
    """The MP4 with another display matrix in its track header (ISO 14496-12, 8.3.2)."""
    data = bytearray(path.read_bytes())
    start = data.index(b"tkhd") + 4 + 40
    data[start : start + 36] = struct.pack(">9i", *matrix)
    path.write_bytes(data)
    return path


def even_film(path: Path, codec: str, levels: tuple[int, ...], space: tuple[int, int, int]) -> Path:
    """A film of one colour in 10 bits: Y, U, V; its primaries, transfer and matrix as ITU-T H.273 counts."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, 25, options={"x265-params": "log-level=none"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p10le"
        context = stream.codec_context
        context.color_primaries, context.color_trc, context.colorspace = space
        context.color_range = 1
        for _ in range(10):
            frame = av.VideoFrame(*SIZE, "yuv420p10le")
            for plane, level in zip(frame.planes, levels, strict=True):
                plane.update(struct.pack("<H", level) * (plane.buffer_size // 2))
            frame.color_primaries, frame.color_trc, frame.colorspace = space
            frame.color_range = 1
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


CLOCKWISE = (0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30)
MIRRORED = (-65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)


def animation(path: Path, frames: int = 5, duration: int = 100) -> Path:
    """An animation whose frames grow brighter, by the suffix of its path."""
    pictures = [Image.new("RGB", SIZE, (50 * number % 256, 0, 0)) for number in range(frames)]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=duration, loop=0)
    return path


def every_type(folder: Path) -> dict[str, Path]:
    """One good file of every type that Parvis takes."""
    made = {}
    for suffix in ("jpg", "png", "webp", "avif", "pdf"):
        made[suffix] = folder / f"good.{suffix}"
        quarters().save(made[suffix])
    made["svg"] = folder / "good.svg"
    made["svg"].write_text(SVG)
    for suffix in ("gif", "png", "webp"):
        made[f"moving-{suffix}"] = animation(folder / f"moving.{suffix}")
    made["mp4"] = film(folder / "good.mp4")
    made["webm"] = film(folder / "good.webm", codec="libvpx-vp9", frames=10, options={"cpu-used": "8"})
    return made


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="64">'
    '<rect width="96" height="64" fill="#123456"/><text y="30" fill="#fff">Été</text></svg>'
)


def cut(data: bytes) -> Iterator[bytes]:
    """The file cut off at several places."""
    for share in (0.02, 0.3, 0.6, 0.97):
        yield data[: max(1, int(len(data) * share))]


def flipped(data: bytes, seed: int, times: int = 3) -> Iterator[bytes]:
    """The file with bits flipped at places that depend on `seed` alone."""
    chance = random.Random(seed)
    for _ in range(times):
        broken = bytearray(data)
        for _ in range(max(2, len(data) // 200)):
            broken[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        yield bytes(broken)


def png(width: int, height: int, *, colour: int = 2, depth: int = 8) -> bytes:
    """A PNG of black pixels that unpacks to a thousand times its bytes."""
    channels = {0: 1, 2: 3, 6: 4}[colour]
    packer = zlib.compressobj(9)
    row = bytes(1 + width * channels * depth // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def png_telling(colour: tuple[int, int, int], *chunks: tuple[bytes, bytes], side: int = 48) -> bytes:
    """A PNG of one colour in 16 bits, with these chunks before its pixels."""
    header = struct.pack(">IIBBBBB", side, side, 16, 2, 0, 0, 0)
    row = b"\0" + struct.pack(">3H", *colour) * side
    told = b"".join(_chunk(kind, body) for kind, body in chunks)
    pixels = _chunk(b"IDAT", zlib.compress(row * side))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + told + pixels + _chunk(b"IEND", b"")


def png_claiming(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\0"))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def endless_gif(frames: int) -> bytes:
    """A GIF of many frames of one pixel."""
    frame = b"!\xf9\x04\0\x05\0\0\0" + b",\0\0\0\0\1\0\1\0\0" + b"\x02\x02D\x01\0"
    return b"GIF89a\1\0\1\0\x80\0\0" + b"\0\0\0\xff\xff\xff" + frame * frames + b";"


def billion_laughs() -> bytes:
    """An SVG whose entities unfold a billion times."""
    entities = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    return f'<!DOCTYPE svg [<!ENTITY l0 "lol">{entities}]><svg xmlns="http://www.w3.org/2000/svg"><text>&l9;</text></svg>'.encode()


def svg_linking(link: str, element: str = "image") -> bytes:
    """An SVG that loads something from elsewhere."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="96" height="64" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<{element} xlink:href="{link}" width="96" height="64"/></svg>'
    ).encode()


def svg_styled(css: str) -> bytes:
    """An SVG with a style."""
    return SVG.replace("<rect", f"<style>{css}</style><rect", 1).encode()


def webp_claiming(width: int, height: int) -> bytes:
    """A WebP that is nothing but a claim of its size."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + (10).to_bytes(4, "little") + bytes(4) + size
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def svg_bomb(megabytes: int = 200) -> bytes:
    """A compressed SVG that unpacks to nothing but spaces."""
    packer = zlib.compressobj(9, wbits=31)
    first, again = (packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + again * (megabytes - 1)


def pdf(
    pages: int = 1, *, width: float = 300, height: float = 200, stream: bytes = b"", packed: bool = False
) -> bytes:
    """A PDF of blank pages of this size in points, each drawing `stream`."""
    data = stream if packed else zlib.compress(stream)
    kids = " ".join(f"{number + 4} 0 R" for number in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(),
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(data) + data + b"\nendstream",
    ]
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 3 0 R/Resources<<>>>>"
    objects += [page.encode()] * pages
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def pdf_bomb() -> bytes:
    """A PDF whose page draws for ever: a compressed stream of a million pictures of paths."""
    packer = zlib.compressobj(9)
    piece = b"0 0 300 200 re 10 10 280 180 re f* 0 0 m 300 200 300 0 0 200 c S\n" * 1000
    packed = b"".join(packer.compress(piece) for _ in range(2000)) + packer.flush()
    return pdf(stream=packed, packed=True)


def pdf_flood(megabytes: int = 1500) -> bytes:
    """A PDF whose page draws from a stream that unpacks to so much."""
    packer = zlib.compressobj(9)
    piece = b"0 0 m 9 9 l S\n" * 75_000
    return pdf(
        stream=b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush(), packed=True
    )


Builder = Callable[[], bytes]
HOSTILE: dict[str, Builder] = {
    "empty.jpg": lambda: b"",
    "noise.png": lambda: random.Random(1).randbytes(5000),
    "words.mp4": lambda: b"this is no film\n" * 40,
    "photo.tiff": lambda: b"II*\0" + bytes(100),
    "office.pdf": lambda: b"PK\x03\x04" + bytes(100),
    "claims-60000.png": lambda: png_claiming(60_000, 60_000),
    "claims-16383.webp": lambda: webp_claiming(16_383, 16_383),
    "profile-bomb.png": lambda: png_telling(
        (9, 9, 9), (b"iCCP", b"x\0\0" + zlib.compress(bytes(20_000_000)))
    ),
    "claims-nothing.png": lambda: png_claiming(0, 0),
    "laughs.svg": billion_laughs,
    "bomb.svgz": svg_bomb,
    "file-link.svg": lambda: svg_linking("/etc/passwd"),
    "relative-link.svg": lambda: svg_linking("good.png"),
    "net-link.svg": lambda: svg_linking("http://198.51.100.1/x.png", "feImage"),
    "nested.svg": lambda: svg_linking("data:image/svg+xml;base64,PHN2Zy8+"),
    "import.svg": lambda: svg_styled("@import 'https://198.51.100.1/font.css'"),
    "font.svg": lambda: svg_styled("@font-face {font-family: a; src: url( 'a.woff2')}"),
    "fill.svg": lambda: SVG.replace("<rect", '<rect style="fill: url(other.svg#a)"', 1).encode(),
    "sheet.svg": lambda: b'<?xml-stylesheet type="text/css" href="city.css"?>' + SVG.encode(),
    "deep.svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' + b"<g>" * 9999,
    "no-size.svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>',
    "endless.gif": lambda: endless_gif(100_000),
    "many-pages.pdf": lambda: pdf(61),
    "no-pages.pdf": lambda: pdf(0),
    "ribbon.pdf": lambda: pdf(width=14_000, height=3),
}
