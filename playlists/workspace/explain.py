"""From what pydantic, layouts and profiles say of a table to problems that an editor can act on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from device_profiles.errors import ProfileError
from layouts.errors import LayoutError
from playlists.workspace.heard import part_fault
from playlists.workspace.outline import Path
from playlists.workspace.problems import Findings, describe, did_you_mean
from playlists.workspace.said import SILENCE, Said, said

_EXPECTED = {
    "string_type": "values.text",
    "int_type": "values.whole-number",
    "int_from_float": "values.whole-number",
    "float_type": "values.number",
    "finite_number": "values.number",
    "bool_type": "values.boolean",
    "list_type": "values.list",
    "tuple_type": "values.list",
    "dict_type": "values.table",
    "model_type": "values.table",
    "string_too_short": "values.not-empty",
    "string_pattern_mismatch": "values.one-line",
}
_LIMITED = {
    "greater_than": ("values.greater-than", "gt"),
    "greater_than_equal": ("values.at-least", "ge"),
    "less_than_equal": ("values.at-most", "le"),
    "too_short": ("values.how-many", "min_length"),
    "string_too_long": ("values.length", "max_length"),
}
"""What pydantic expects by the kind of its error, and where it says the limit."""


def explain(
    error: ValidationError,
    model: type[BaseModel],
    findings: Findings,
    file: str,
    path: Path,
    *,
    other_keys: Mapping[str, Said],
    **about: str | None,
) -> None:
    """Report every error of a table that stands at `path` of `file`.

    `other_keys` maps keys that are known elsewhere to the place where they belong.
    """
    for detail in error.errors(include_url=False):
        at = (*path, *(part for part in detail["loc"] if not _is_mark(part)))
        match detail["type"]:
            case "extra_forbidden":
                key = str(detail["loc"][-1])
                hint = other_keys.get(key) or _where_it_belongs(model, detail["loc"], at_top=not path)
                message = said("values.unknown-key", key=describe(key))
                findings.error(file, at, message, hint=hint, **about)
            case "missing":
                message = said("values.missing-key", key=str(detail["loc"][-1]))
                findings.error(file, at, message, hint=said("values.add-it"), **about)
            case "written":
                findings.error(file, at, **{**about, **detail["ctx"]})
            case _:
                expected, found = _expected(detail), describe(detail["input"])
                message = said("values.unusable")
                findings.error(file, at, message, expected=expected, found=found, **about)


def report_faults(
    error: LayoutError | ProfileError, model: type[BaseModel], findings: Findings, file: str
) -> None:
    """Report every fault of a layout or profile, which is written as `model`."""
    if isinstance(error.__cause__, ValidationError):
        explain(error.__cause__, model, findings, file, (), other_keys={})
        return
    for key, sentence in error.faults:
        at = tuple(int(part) - 1 if part.isdecimal() else part for part in key.split(".") if part)
        findings.error(file, at, part_fault(sentence))


def offending_keys(error: ValidationError) -> set[str]:
    """The keys of the table itself in which errors lie."""
    return {str(detail["loc"][0]) for detail in error.errors(include_url=False) if detail["loc"]}


def only_unknown_keys(error: ValidationError) -> bool:
    """Whether nothing is wrong but keys of the table itself that are not known."""
    return all(
        detail["type"] == "extra_forbidden" and len(detail["loc"]) == 1
        for detail in error.errors(include_url=False)
    )


def known_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a model as an editor writes them."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _expected(detail: ErrorDetails) -> Said:
    limits = detail.get("ctx", {})
    match detail["type"]:
        case "literal_error" | "enum":
            return said("values.one-of", names=_choices(limits))
        case kind if kind in _EXPECTED:
            return said(_EXPECTED[kind])
        case kind if kind in _LIMITED:
            code, limit = _LIMITED[kind]
            return said(code, limit=limits[limit])
        case _:
            return SILENCE


def _where_it_belongs(model: type[BaseModel], location: tuple[str | int, ...], *, at_top: bool) -> Said:
    """A hint for an unknown key: that table of the file which has it, else the nearest name in its own."""
    key = str(location[-1])
    if at_top and len(location) > 1 and key in known_keys(model):
        return said("values.at-top", key=key)
    for name, field in model.model_fields.items():
        table = field.annotation
        if len(location) == 1 and isinstance(table, type) and key in _keys_of(table):
            return said("values.in-table", key=key, table=field.alias or name)
    return did_you_mean(key, known_keys(_model_at(model, location[:-1])))


def _keys_of(kind: type[object]) -> tuple[str, ...]:
    """The keys of a nested table; of any other value none."""
    return known_keys(kind) if issubclass(kind, BaseModel) else ()


def _choices(limits: Mapping[str, Any]) -> str:
    """Of pydantic's `'cover' or 'contain'` the names alone."""
    return ", ".join(re.findall(r"'([^']*)'", limits["expected"]))


def _is_mark(part: str | int) -> bool:
    """Whether a part of a location is pydantic's own, not a key of the document."""
    return isinstance(part, str) and part in ("[key]", "nullable", "constrained-str")


def _model_at(model: type[BaseModel], location: tuple[str | int, ...]) -> type[BaseModel]:
    """The model of the nested table at `location`; the model itself where there is none."""
    for part in location:
        model = next(
            (
                found
                for name, field in model.model_fields.items()
                if part in (name, field.alias)
                for found in (field.annotation, *get_args(field.annotation))
                if isinstance(found, type) and issubclass(found, BaseModel)
            ),
            model,
        )
    return model
