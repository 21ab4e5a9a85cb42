"""From what pydantic says of a table to problems that an editor can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from playlists.workspace.outline import Path
from playlists.workspace.problems import Findings, describe, did_you_mean

_EXPECTED = {
    "string_type": "a text between quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": 'a list: ["…", "…"]',
    "tuple_type": 'a list: ["…", "…"]',
    "dict_type": "a table",
    "model_type": "a table",
    "greater_than": "a number greater than {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than_equal": "a number of at most {le}",
    "finite_number": "a number",
    "too_short": "at least {min_length} of them",
    "string_too_short": "a text that is not empty",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "a text without line breaks, control characters or, in an address, spaces",
    "literal_error": "{expected}",
}


def explain(
    error: ValidationError,
    model: type[BaseModel],
    findings: Findings,
    file: str,
    path: Path,
    *,
    other_keys: Mapping[str, str],
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
                known = known_keys(_model_at(model, detail["loc"][:-1]))
                belongs = other_keys.get(key)
                hint = belongs or did_you_mean(key, known)
                findings.error(file, at, f"The key {describe(key)} is not known here.", hint=hint, **about)
            case "missing":
                message = f"The key “{detail['loc'][-1]}” is missing."
                findings.error(file, at, message, hint="Add it.", **about)
            case "written":
                findings.error(file, at, detail["msg"], **_texts(detail.get("ctx", {})), **about)
            case _:
                _report_value(detail, findings, file, at, about)


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


def _report_value(
    detail: ErrorDetails, findings: Findings, file: str, at: Path, about: Mapping[str, str | None]
) -> None:
    template = _EXPECTED.get(detail["type"])
    expected = template.format(**detail.get("ctx", {})) if template else detail["msg"][:200]
    found = describe(detail["input"])
    findings.error(file, at, "This value cannot be used.", expected=expected, found=found, **about)


def _texts(context: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(context.get(name, "")) for name in ("expected", "found", "hint")}


def _is_mark(part: str | int) -> bool:
    """Whether a part of a location is pydantic's own, not a key of the document."""
    return isinstance(part, str) and part in ("[key]", "nullable", "constrained-str")


def _model_at(model: type[BaseModel], location: tuple[str | int, ...]) -> type[BaseModel]:
    """The model of the nested table at `location`; the model itself where there is none."""
    for part in location:
        inner = next(
            (
                field.annotation
                for name, field in model.model_fields.items()
                if part in (name, field.alias) and isinstance(field.annotation, type)
            ),
            None,
        )
        if inner is None or not issubclass(inner, BaseModel):
            return model
        model = inner
    return model
