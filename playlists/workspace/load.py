"""Reading a workspace folder: everything good becomes a `Workspace`, everything else a list of problems.

A bad file, table or item never keeps the rest from being read: an unknown key is reported and passed over, a
bad item or event is left out, a bad setting of a device or of the site falls back to its default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sized
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

from pydantic import ValidationError

from layouts import catalog as layout_catalog
from layouts.errors import LayoutError
from layouts.layout import Layout
from playlists.workspace import model, touch
from playlists.workspace.explain import known_keys, report_faults
from playlists.workspace.laid import read_table
from playlists.workspace.limits import Limits
from playlists.workspace.maps import read_maps
from playlists.workspace.problems import Problem, describe
from playlists.workspace.profiles import site_profiles
from playlists.workspace.read import Document
from playlists.workspace.said import Said, said, verbatim
from playlists.workspace.sources import read_sources
from playlists.workspace.strangers import name_strangers
from playlists.workspace.tables import Tables, printable

_STAND_IN: Mapping[str, object] = {"name": "?", "time_zone": "UTC", "country": "FR"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder gave: the workspace, unless its workspace.toml is unusable, and all problems found."""

    workspace: model.Workspace | None
    problems: tuple[Problem, ...]
    draft: model.Workspace | None = None
    """The workspace with something in place of what its site lacks: good for finding mistakes only."""


def load(folder: Path, limits: Limits | None = None) -> Loaded:
    """Read a workspace folder. Never raises for what is in it."""
    tables = Tables(folder, limits or Limits())
    reader = _Reader(tables)
    draft = reader.read()
    workspace = draft if reader.is_usable else None
    return Loaded(workspace, tables.findings.all(), draft)


@dataclass(slots=True)
class _Reader:
    """Reads one folder and collects what is wrong in it."""

    tables: Tables
    is_usable: bool = True

    def read(self) -> model.Workspace | None:
        if not self.tables.root.is_dir():
            message = said("files.not-a-folder" if self.tables.root.exists() else "files.no-folder")
            name = printable(str(self.tables.root))
            hint, expected = said("files.bring-back"), said("files.a-workspace")
            self.tables.findings.error(name, (), message, expected=expected, hint=hint)
            self.is_usable = False
            return None
        name_strangers(self.tables)
        document = self.tables.document(model.SITE_FILE)
        site = self._site(document)
        devices = self._devices()
        events = self._events()
        playlists = {
            name: self._playlist(name, document) for name, document in self.tables.folder("playlists")
        }
        services, emergency, table = self._services()
        layouts = {**layout_catalog.catalog(), **self._layouts()}
        written = dict(self.tables.folder("profiles"))
        profiles = site_profiles(written, self.tables.findings)
        underived = {f"profiles/{name}.toml" for name in written.keys() - profiles.keys()}
        self.is_usable = site is not None
        return model.Workspace(
            root=self.tables.root.resolve(),
            site=site or _drafted(document),
            profiles=profiles,
            layouts=layouts,
            devices=devices,
            playlists=playlists,
            events=events,
            services=services,
            emergency=emergency,
            table=table,
            maps=read_maps(self.tables),
            sources=read_sources(self.tables),
            outlines=self.tables.outlines,
            spoilt=self.tables.findings.spoilt | underived,
        )

    def _site(self, document: Document) -> model.Site | None:
        if model.SITE_FILE not in self.tables.outlines:
            return None
        return self.tables.lenient(model.Site, document, model.SITE_FILE, ())

    def _devices(self) -> dict[str, model.Device]:
        document = self.tables.document(model.DEVICES_FILE)
        if len(document) > self.tables.limits.devices:
            message = said("devices.too-many", count=len(document), most=self.tables.limits.devices)
            self.tables.findings.error(model.DEVICES_FILE, (), message)
        devices = {}
        for name, raw in list(document.items())[: self.tables.limits.devices]:
            if not _is_device_id(name):
                self.tables.findings.error(
                    model.DEVICES_FILE,
                    (name,),
                    said("devices.bad-name"),
                    expected=said("devices.a-name"),
                    found=describe(name),
                )
            elif device := self.tables.lenient(model.Device, raw, model.DEVICES_FILE, (name,), device=name):
                devices[name] = device
        return devices

    def _events(self) -> tuple[model.NumberedEvent, ...]:
        file = model.SCHEDULE_FILE
        document = self.tables.document(file)
        events = []
        for number, raw in self.tables.numbered(document, "events", file, self.tables.limits.events):
            name = _own_id(raw) or f"schedule#{number}"
            event = self.tables.exact(model.Event, raw, file, ("events", number - 1), event=name)
            if event is not None:
                events.append(model.NumberedEvent(number, name, event))
        self.tables.lenient(model.ScheduleHead, document, file, ())
        self._say_twice(file, [(event.path, event.id) for event in events])
        return tuple(events)

    def _services(
        self,
    ) -> tuple[
        tuple[tuple[int, touch.ServiceTable], ...],
        tuple[touch.EmergencyTable, ...],
        touch.TableTable | None,
    ]:
        """What touch screens offer; a folder without services.toml offers nothing."""
        file = touch.SERVICES_FILE
        if not (self.tables.root / file).exists():
            return (), (), None
        document = self.tables.document(file)
        services, numbers = [], []
        for number, raw in self.tables.numbered(document, "services", file, self.tables.limits.services):
            service = self.tables.exact(touch.ServiceTable, raw, file, ("services", number - 1))
            if service is not None:
                services.append((number, service))
        for number, raw in self.tables.numbered(document, "emergency", file, self.tables.limits.services):
            table = self.tables.exact(touch.EmergencyTable, raw, file, ("emergency", number - 1))
            if table is not None:
                numbers.append(table)
        self.tables.lenient(touch.ServicesHead, document, file, ())
        return tuple(services), tuple(numbers), read_table(self.tables, document)

    def _playlist(self, name: str, document: Document) -> model.Playlist:
        file = f"playlists/{name}.toml"
        head = self.tables.lenient(model.PlaylistHead, document, file, ()) or model.PlaylistHead()
        items = []
        for number, raw in self.tables.numbered(
            document, "items", file, self.tables.limits.items_per_playlist
        ):
            identity = _own_id(raw) or f"{name}#{number}"
            item = self._item(raw, file, number, identity)
            if item is not None:
                items.append(model.NumberedItem(number, identity, item))
        self._say_twice(file, [(item.path, item.id) for item in items])
        return model.Playlist(name, head.title, tuple(items))

    def _item(self, raw: dict[str, object], file: str, number: int, identity: str) -> model.Item | None:
        path = ("items", number - 1)
        named = [kind for kind in model.ITEM_KINDS if kind in raw]
        if not named:
            self.tables.findings.error(
                file,
                path,
                said("items.no-kind"),
                expected=said("items.one-of-the-keys", names=", ".join(model.ITEM_KINDS)),
                found=verbatim(", ".join(list(raw)[:8])) or said("items.empty-table"),
                item=identity,
            )
            return None
        kind = named[0]
        table: type[Any] = model.ITEM_KINDS[kind]
        second = [key for key in named[1:] if key not in known_keys(table)]
        other_keys = {
            **_keys_of_other_kinds(),
            **dict.fromkeys(second, said("values.one-thing", kind=kind)),
        }
        item: model.Item | None = self.tables.exact(table, raw, file, path, other_keys, item=identity)
        return item

    def _layouts(self) -> dict[str, Layout]:
        layouts = {}
        for name, document in self.tables.folder("layouts"):
            file = f"layouts/{name}.toml"
            if any(
                len(part) > self.tables.limits.layout_parts for part in document.values() if _is_many(part)
            ):
                message = said("schedule.too-many-parts", most=self.tables.limits.layout_parts)
                self.tables.findings.error(file, (), message)
                continue
            try:
                layouts[name] = layout_catalog.parse(name, document)
            except LayoutError as error:
                report_faults(error, layout_catalog.LayoutSource, self.tables.findings, file)
        return layouts

    def _say_twice(self, file: str, named: list[tuple[tuple[str | int, ...], str]]) -> None:
        """Report ids that stand twice in one file: plays could not be told apart."""
        seen: set[str] = set()
        for path, identity in named:
            if identity in seen:
                noun = "item" if path[0] == "items" else "event"
                about = {noun: identity}
                self.tables.findings.error(
                    file,
                    (*path, "id"),
                    said("schedule.id-twice", id=identity),
                    hint=said("schedule.own-id"),
                    **about,
                )
            seen.add(identity)


@cache
def _keys_of_other_kinds() -> Mapping[str, Said]:
    """Where keys belong that an item of some other kind may have, or the playlist."""
    return {"title": said("values.at-top", key="title")} | {
        key: said("values.belongs-to", key=key, kind=kind)
        for kind, table in reversed(tuple(model.ITEM_KINDS.items()))
        for key in known_keys(table)
        if key not in known_keys(model.ItemBase)
    }


def _drafted(document: Document) -> model.Site:
    """A site of the good keys of a bad document."""
    good = dict(_STAND_IN)
    for key, value in document.items():
        with suppress(ValidationError):
            model.Site.model_validate(good | {key: value})
            good[key] = value
    return model.Site.model_validate(good)


def _own_id(raw: Mapping[str, object]) -> str | None:
    identity = raw.get("id")
    return identity[:100] if isinstance(identity, str) and identity.strip() else None


def _is_many(part: object) -> TypeGuard[Sized]:
    return isinstance(part, list | dict)


def _is_device_id(name: str) -> bool:
    plain = name.replace("-", "").replace("_", "").replace(".", "")
    return 0 < len(name) <= 64 and plain.isascii() and plain.isalnum() and name[0].isalnum()  # noqa: PLR2004
