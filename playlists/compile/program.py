"""The compiler: a workspace and a shelf of media become the programs of devices.

Unchanged inputs give equal programs, byte for byte: all order is that of the layout, the playlist and the
schedule. An item, zone or event that cannot play is left out and reported; everything else goes on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import msgspec

from device_profiles.profile import DeviceProfile, Line, Screen
from layouts.compose.frame import frame_for
from layouts.layout import Layout, Zone, place
from layouts.theme import Theme, derive
from layouts.typography import finish
from playlists.compile.mark import mark_picture
from playlists.compile.place import Place
from playlists.compile.playlist import prepare_playlist
from playlists.compile.services import emergency_of, map_of, services_of
from playlists.compile.table import table_of
from playlists.compile.typesetter import Typesetter
from playlists.compile.words import languages_in
from playlists.media.shelf import Shelf
from playlists.program import Event, Playlist, Program, Rendition, ScreenProgram
from playlists.services import Services
from playlists.workspace import model
from playlists.workspace.limits import Limits
from playlists.workspace.problems import Findings, Problem, did_you_mean
from playlists.workspace.references import layout_of, zones_of
from playlists.workspace.said import said
from playlists.workspace.targets import events_of, screens_of
from playlists.workspace.times import is_sound, window
from playlists.workspace.written import in_language


class Compiled(msgspec.Struct, frozen=True):
    """The program of a device, and what was left out of it or can be done better."""

    program: Program
    problems: tuple[Problem, ...]


class _Prepared(msgspec.Struct, frozen=True):
    playlist: Playlist
    problems: tuple[Problem, ...]


def compile_program(workspace: model.Workspace, device_id: str, shelf: Shelf) -> Compiled:
    """The program of one device.

    Raises:
        KeyError: the workspace has no such device, or the device's profile does not exist (`Compiler.knows`).
    """
    return Compiler(workspace, shelf).compile(device_id)


@dataclass(slots=True)
class Compiler:
    """Compiles the devices of one workspace; a playlist is prepared once for all screens of one kind.

    A window that compiles again after every edit keeps its typesetter and hands it to each new compiler.
    """

    workspace: model.Workspace
    shelf: Shelf
    typesetter: Typesetter = field(default_factory=Typesetter)
    limits: Limits = field(default_factory=Limits)
    _theme: Theme = field(init=False)
    _prepared: dict[tuple[str, ...], _Prepared] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._theme = theme_of(self.workspace.site)

    def knows(self, device_id: str) -> bool:
        """Whether a device exists, with a profile that exists."""
        device = self.workspace.devices.get(device_id)
        return device is not None and device.profile in self.workspace.profiles

    def compile(self, device_id: str) -> Compiled:
        """The program of one device; raises KeyError like `compile_program`."""
        workspace = self.workspace
        site, device = workspace.site, workspace.devices[device_id]
        profile = workspace.profiles[device.profile]
        findings = Findings(workspace.outlines, self.limits.problems)
        languages = workspace.languages(device)
        display_hours = self._display_hours(device_id, device, profile, findings)
        events = self._sound_events(device_id, findings)
        program = Program(
            device=device_id,
            profile=profile.id,
            place=finish(in_language(device.place, languages[0], site.languages[0]), languages[0]),
            position=workspace.position(device),
            time_zone=site.time_zone,
            country=site.country,
            languages=languages,
            day_start=site.day_start,
            display_hours=display_hours,
            built_in=profile.built_in,
            theme=self._theme,
            logo=finish(site.logo or site.name, languages[0]),
            logo_picture=self._mark(profile, findings),
            line=self._line(profile, findings),
            family=profile.family,
            groups=device.groups,
            screens=tuple(
                msgspec.structs.replace(
                    self._screen(profile, screen, events, languages, findings),
                    services=self._services(device_id, screen, findings),
                )
                for screen in profile.screens
            ),
        )
        return Compiled(program, findings.all())

    def _services(self, device_id: str, screen: Screen, findings: Findings) -> Services | None:
        """What a screen offers to those who touch it."""
        offered = services_of(self.workspace, device_id, screen, self.shelf, findings)
        laid = table_of(self.workspace, device_id, screen, self.shelf, findings)
        if laid is None:
            return offered
        table, languages = laid
        if offered is None:
            emergency = emergency_of(self.workspace, languages[0])
            district = map_of(self.workspace, device_id, self.shelf, languages[0])
            offered = Services(languages=languages, services=(), emergency=emergency, map=district)
        return msgspec.structs.replace(offered, table=table)

    def _mark(self, profile: DeviceProfile, findings: Findings) -> Rendition | None:
        """The picture of the city's mark; none where there is none, or no screen of the device shows it."""
        name = self.workspace.site.logo_image
        if name is None or all(screen.is_matrix for screen in profile.screens):
            return None
        return mark_picture(self.workspace.root, name, self.shelf, findings)

    def _display_hours(
        self, device_id: str, device: model.Device, profile: DeviceProfile, findings: Findings
    ) -> str | None:
        own, path = device.display_hours, (device_id, "display_hours")
        if own is not None and is_sound(
            self.workspace, own, findings, model.DEVICES_FILE, path, device=device_id
        ):
            return own
        file = f"profiles/{profile.id}.toml"
        general = profile.display_hours
        return general if is_sound(self.workspace, general, findings, file, ("display_hours",)) else None

    def _line(self, profile: DeviceProfile, findings: Findings) -> Line:
        """How the device uses its line; a window that does not parse is none."""
        file, path = f"profiles/{profile.id}.toml", ("line", "large_when")
        if is_sound(self.workspace, profile.line.large_when, findings, file, path):
            return profile.line
        return msgspec.structs.replace(profile.line, large_when=None)

    def _sound_events(self, device_id: str, findings: Findings) -> tuple[model.NumberedEvent, ...]:
        """The events of a device whose time rule parses."""
        return tuple(
            numbered
            for numbered in events_of(self.workspace, device_id)
            if is_sound(
                self.workspace,
                numbered.event.when,
                findings,
                model.SCHEDULE_FILE,
                (*numbered.path, "when"),
                event=numbered.id,
            )
        )

    def _screen(
        self,
        profile: DeviceProfile,
        screen: Screen,
        events: Iterable[model.NumberedEvent],
        languages: tuple[str, ...],
        findings: Findings,
    ) -> ScreenProgram:
        layouts: dict[str, Layout] = {}
        playlists: dict[str, Playlist] = {}
        compiled = []
        for numbered in events:
            if screen not in self._screens(profile, numbered, findings):
                continue
            layout = layout_of(self.workspace, numbered, findings)
            if layout is None:
                continue
            written = zones_of(self.workspace, numbered, layout, findings)
            zones = {}
            for zone in layout.zones:
                if zone.name in written:
                    where = self._place(profile, screen, zone, languages)
                    key = f"{layout.name}/{zone.name}/{written[zone.name].name}"
                    playlists[key] = self._playlist(where, layout, key, written[zone.name], findings)
                    zones[zone.name] = key
            if zones:
                layouts[layout.name] = layout
                compiled.append(self._event(numbered, zones))
        return ScreenProgram(screen=screen, layouts=layouts, playlists=playlists, events=tuple(compiled))

    def _screens(
        self, profile: DeviceProfile, numbered: model.NumberedEvent, findings: Findings
    ) -> tuple[Screen, ...]:
        screens = screens_of(profile, numbered.event)
        if not screens:
            name = numbered.event.screen or ""
            hint = did_you_mean(name, [screen.name for screen in profile.screens])
            message = said("schedule.no-screen", profile=profile.id, screen=name)
            path = (*numbered.path, "screen")
            findings.error(model.SCHEDULE_FILE, path, message, hint=hint, event=numbered.id)
        return screens

    def _event(self, numbered: model.NumberedEvent, zones: dict[str, str]) -> Event:
        opens, closes = window(numbered.event, ZoneInfo(self.workspace.site.time_zone))
        return Event(
            id=numbered.id,
            layout=numbered.event.layout,
            zones=zones,
            priority=numbered.event.priority,
            when=numbered.event.when,
            opens=opens,
            closes=closes,
        )

    def _place(self, profile: DeviceProfile, screen: Screen, zone: Zone, languages: tuple[str, ...]) -> Place:
        rect = place(zone, screen.width, screen.height)
        shown = languages_in(zone, languages)
        return Place(
            workspace=self.workspace,
            profile=profile,
            screen=screen,
            zone=zone,
            rect=rect,
            frame=frame_for(screen, rect, self._theme.day, languages=shown, surface=zone.surface),
            languages=shown,
            leading=self.workspace.site.languages[0],
        )

    def _playlist(
        self, where: Place, layout: Layout, key: str, playlist: model.Playlist, findings: Findings
    ) -> Playlist:
        """The playlist prepared for a place, once for all devices that have such a place."""
        memo = (where.profile.id, where.screen.name, layout.name, key, *where.languages)
        prepared = self._prepared.get(memo)
        if prepared is None:
            own = Findings(self.workspace.outlines, self.limits.problems)
            items = prepare_playlist(where, playlist, self.shelf, self.typesetter, own)
            prepared = _Prepared(Playlist(id=playlist.name, items=items), own.all())
            self._prepared[memo] = prepared
        for problem in prepared.problems:
            findings.add(problem)
        return prepared.playlist


def theme_of(site: model.Site) -> Theme:
    """The theme of a site's colours."""
    colours = site.theme
    return derive(background=colours.background, accent=colours.accent, categories=dict(colours.categories))
