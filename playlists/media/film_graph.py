"""The filters between a foreign film and a prepared one: upright, constant rate, BT.709, exact pixels."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

from playlists.media.film_facts import Track
from playlists.media.film_writer import SOUND_FRAME, SOUND_RATE, even
from playlists.media.framing import GROUND_BRIGHTNESS, Crop, Framed, crop, place
from playlists.media.shelf import Target

_GROUND_SIDE = 96
_BLACK = 16
_GREY = 128
_FULL_RANGE = 2
# AVColorSpace: the matrices that swscale knows by name. Unknown is judged by height, as players do.
_MATRICES = {1: "bt709", 4: "fcc", 5: "bt470", 6: "smpte170m", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}
_HD_HEIGHT = 576
_EXACT = "flags=bicubic+accurate_rnd+full_chroma_int"
_TO_BT709 = f"{_EXACT}:out_color_matrix=bt709:out_range=tv"


def pulled(graph: Graph) -> Iterator[VideoFrame | AudioFrame]:
    """All frames that a graph has ready."""
    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return


def picture_graph(
    frame: VideoFrame, track: Track, target: Target, *, rate: int, base: Fraction, table: Path | None
) -> Graph:
    """Filters for frames like `frame`, whose times count in `base`; `table` brings its colours to sRGB."""
    size = Target(width=even(target.width), height=even(target.height), fit=target.fit, focus=target.focus)
    graph = Graph()
    node = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=base)
    if track.interlaced:
        node = _then(graph, node, "bwdif", "mode=send_frame:deint=interlaced")
    node = _then(graph, node, "setpts", f"PTS-({track.start / base})")
    node = _then(graph, node, "fps", f"fps={rate}:start_time=0")
    for name, arguments in _turns(track):
        node = _then(graph, node, name, arguments)
    placed = place(track.width, track.height, size)
    if isinstance(placed, Crop):
        node = _then(graph, node, "crop", _box(placed, frame, track))
        node = _scaled(graph, node, frame, (size.width, size.height), table)
    else:
        node = _framed(graph, node, frame=frame, track=track, size=size, placed=placed, table=table)
    node = _then(graph, node, "format", "yuv420p")
    node = _then(graph, node, "setsar", "1")
    _then(graph, node, "buffersink")
    graph.configure()
    return graph


def sound_graph(stream: AudioStream, track: Track, length_s: Fraction) -> Graph:
    """Filters for sound: from the film's first picture to its end, stereo, in frames that AAC takes."""
    graph = Graph()
    node = graph.add_abuffer(template=stream)
    base = stream.time_base or Fraction(1, SOUND_RATE)
    length = f"{float(length_s):.6f}"
    for name, arguments in (
        ("asetpts", f"PTS-({track.start / base})"),
        ("aresample", f"{SOUND_RATE}:async=1000:first_pts=0"),
        ("aformat", f"sample_fmts=fltp:sample_rates={SOUND_RATE}:channel_layouts=stereo"),
        ("atrim", f"end={length}"),
        ("apad", f"whole_dur={length}"),
        ("asetnsamples", f"n={SOUND_FRAME}:p=0"),
        ("abuffersink", ""),
    ):
        node = _then(graph, node, name, arguments)
    graph.configure()
    return graph


def _then(graph: Graph, node: FilterContext, name: str, arguments: str = "") -> FilterContext:
    following = graph.add(name, arguments)
    node.link_to(following)
    return following


def _scaled(
    graph: Graph, node: FilterContext, frame: VideoFrame, size: tuple[int, int], table: Path | None
) -> FilterContext:
    """The node's frames at this size in yuv420p and BT.709."""
    matrices = _colours(frame)
    if table is None:
        node = _then(graph, node, "scale", f"{size[0]}:{size[1]}:{matrices}:{_TO_BT709}")
        return _then(graph, node, "format", "yuv420p")
    node = _then(graph, node, "scale", f"{size[0]}:{size[1]}:{matrices}:{_EXACT}")
    node = _then(graph, node, "format", "gbrp12le")
    following = graph.add("lut3d", file=str(table))
    node.link_to(following)
    node = _then(graph, following, "scale", _TO_BT709)
    return _then(graph, node, "format", "yuv420p")


def _turns(track: Track) -> tuple[tuple[str, str], ...]:
    if track.mirrored:
        return {
            0: (("vflip", ""),),
            90: (("transpose", "clock_flip"),),
            180: (("hflip", ""),),
            270: (("transpose", "cclock_flip"),),
        }.get(track.rotation, ())
    return {
        90: (("transpose", "cclock"),),
        180: (("hflip", ""), ("vflip", "")),
        270: (("transpose", "clock"),),
    }.get(track.rotation, ())


def _framed(
    graph: Graph,
    node: FilterContext,
    *,
    frame: VideoFrame,
    track: Track,
    size: Target,
    placed: Framed,
    table: Path | None,
) -> FilterContext:
    parts = _then(graph, node, "split")
    longest = max(size.width, size.height)
    small = [even(max(2, side * _GROUND_SIDE // longest)) for side in (size.width, size.height)]
    box = _box(crop(track.width, track.height, size), frame, track)
    ground = _then(graph, parts, "crop", box)
    ground = _scaled(graph, ground, frame, (small[0], small[1]), table)
    ground = _then(graph, ground, "gblur", f"sigma={_GROUND_SIDE / 16}")
    chroma = f"{_GREY}+(val-{_GREY})*{GROUND_BRIGHTNESS}"
    darker = f"y={_BLACK}+(val-{_BLACK})*{GROUND_BRIGHTNESS}:u={chroma}:v={chroma}"
    ground = _then(graph, ground, "lutyuv", darker)
    ground = _then(graph, ground, "scale", f"{size.width}:{size.height}:flags=bicubic")
    whole = graph.add("null")
    parts.link_to(whole, 1, 0)
    whole = _scaled(graph, whole, frame, (even(placed.width), even(placed.height)), table)
    both = graph.add("overlay", f"{placed.x // 2 * 2}:{placed.y // 2 * 2}:format=yuv420")
    ground.link_to(both, 0, 0)
    whole.link_to(both, 0, 1)
    return both


def _box(part: Crop, frame: VideoFrame, track: Track) -> str:
    """A crop in the frame's own pixels, which need not be square."""
    turned = track.rotation in {90, 270}
    width, height = (frame.height, frame.width) if turned else (frame.width, frame.height)
    across, down = width / track.width, height / track.height
    box_width = min(width, max(2, round((part.right - part.left) * across)))
    box_height = min(height, max(2, round((part.bottom - part.top) * down)))
    left = min(round(part.left * across), width - box_width)
    top = min(round(part.top * down), height - box_height)
    return f"{box_width}:{box_height}:{left}:{top}"


def _colours(frame: VideoFrame) -> str:
    """How the frame's own numbers are read, for the filter `scale`."""
    if frame.format.is_rgb:
        return _EXACT
    guess = (
        "bt709"
        if max(frame.width, frame.height) > _HD_HEIGHT * 2 or frame.height > _HD_HEIGHT
        else "smpte170m"
    )
    matrix = _MATRICES.get(int(frame.colorspace), guess)
    span = "pc" if int(frame.color_range) == _FULL_RANGE or frame.format.name.startswith("yuvj") else "tv"
    return f"in_color_matrix={matrix}:in_range={span}"
