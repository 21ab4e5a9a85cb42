"""What the agent may take, wait for and keep at most."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of all that the agent does. Times in seconds, sizes in bytes, rates in bytes a second."""

    connect_s: float = 10.0
    gap_s: float = 20.0
    """The longest silence of a server within an answer."""
    keep_s: float = 60.0
    """How long a connection is kept for the next question."""
    small_s: float = 60.0
    """The longest that one file of metadata, or one program, may take in all."""
    attempt_s: float = 900.0
    """The longest that one request for an object may take; the next one goes on at the byte."""
    fair_bytes: int = 65_536
    """An attempt that brought fewer bytes than this is not followed by another one in the same cycle."""
    buffer_bytes: int = 256 * 1024
    """How much may have arrived and not be read yet: lost at each crash; enough for 50 Mbit/s at 40 ms."""
    error_bytes: int = 65_536
    """How much of an error's page is read, so that the connection can be used again."""

    program_bytes: int = 64 * 2**20
    approval_bytes: int = 16 * 2**20
    object_bytes: int = 4 * 2**30
    threads: int = 4
    sync_bytes: int = 8 * 2**20
    """How much of a download a power cut may cost."""
    rate: int | None = None
    """The most that objects may take from the line; None: what the profile says."""
    large_when: str | None = None
    """The hours (a daypart) for large objects that are not needed yet; None: those of the profile."""
    large_bytes: int | None = None
    """Objects of more bytes are large; None: what the profile says."""

    spare_bytes: int = 64 * 2**20
    """What stays free on the disk."""
    generations: int = 3
    """How many of the newest generations are kept, beside the one that plays."""

    poll_s: float = 30.0
    jitter: float = 0.1
    """By which part of it a wait is longer or shorter, so that a fleet does not ask in step."""
    back_off_s: float = 900.0
    """The longest wait after faults."""
    retry_after_s: float = 3600.0
    """The longest that a server may ask us to wait."""
    scrub_bytes: int = 16 * 2**20
    """How much of the store is read again after each poll: 10 GB in 5 hours, under 0.1 % of a core."""


class ReportLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of reporting to central. Times in seconds, sizes in bytes."""

    first_s: float = 3.0
    """The longest wait before the first report, so that a district whose power returns comes one by one."""
    soon: int = 12
    """So many reports after a start come sooner as long as nothing plays: that a claimed box, or one that was
    booted, has its first program is known at once …"""
    soon_s: float = 5.0
    """… this long after the one before."""
    pause_s: float = 0.5
    """The shortest time from one report to the next, however much waits in the outbox."""
    few: int = 16
    """So many records go with the first report after a start or a fault, hardly more than the heartbeat:
    central knows at once how the device is, over a slow line too. Four times as many go with the next …"""
    brisk_s: float = 4.0
    """… as long as answers take no longer than this …"""
    slow_s: float = 8.0
    """… and half as many where one took longer than this: no heartbeat waits for what is past."""
    shortest_s: float = 1.0
    longest_s: float = 3600.0
    """What central may ask for between two reports lies between these."""
    back_off_s: float = 60.0
    """The longest wait after faults of the line or of central."""
    refused_s: float = 300.0
    """The longest wait after central said that it does not want this device’s reports."""
    again_s: float = 86_400.0
    """How long a record waits apart that central refused, before it is tried again."""
    apart: int = 100
    """So many records wait apart at most for refusals that nobody explains: more of them are not to blame."""
    answer_s: float = 30.0
    """The longest that sending a report and its answer may take in all."""
    answer_bytes: int = 65_536
    picture_every_s: float = 60.0
    """The shortest time between pictures that nobody asked for."""
    picture_s: float = 10.0
    """The longest that taking a picture of the glass may take."""
    reconnect_s: float = 10.0
    """The longest wait before the stream is opened again, of which each device draws half to all: so a device
    hears soon that central is back, and 5,000 of them come over five seconds."""
    silence_s: float = 40.0
    """A stream that was silent for so long is dead: central says something every 15 s."""
    line_bytes: int = 65_536
    """The longest line of the stream."""
    hints_s: float = 1.0
    """The shortest time between two hints of the stream that are heeded."""
    spread_s: float = 0.3
    """The longest that a hint waits, so that a fleet does not ask in one instant."""


class PairingLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of asking central for an identity. Times in seconds, sizes in bytes."""

    look_s: float = 2.0
    """How often central is asked whether the code was claimed."""
    first_s: float = 1.0
    back_off_s: float = 15.0
    """The longest wait after a fault: somebody stands there and waits."""
    denied_s: float = 5.0
    """The wait after central gave what the box does not take."""
    asked_s: float = 300.0
    """The longest that central may ask to be left alone."""
    glance_s: float = 1.0
    """How often the network is looked at, and what is told of it."""
    answer_s: float = 20.0
    """The longest that a question and its answer may take in all."""
    answer_bytes: int = 128 * 1024
    farewells: int = 6
    """How often a box that was wiped says so before it gives up: its key goes all the same."""
