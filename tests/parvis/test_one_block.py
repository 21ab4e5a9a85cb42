"""What a command cannot load is said in one readable block; a mistake of ours stays one."""

import pytest

from parvis.console import FAILED, Voice
from parvis.one_block import in_one_block


def failing(message: str) -> int:
    """A command whose import fails."""
    raise ImportError(message)


def test_a_missing_system_library_is_named_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    told = "libEGL.so.1: cannot open shared object file: No such file or directory"
    assert in_one_block(Voice("en"), lambda: failing(told)) == FAILED
    said = capsys.readouterr().err.replace("\n", " ")
    assert "libEGL.so.1 is missing" in said
    assert "make setup" in said
    assert "Traceback" not in said


def test_any_other_import_that_fails_is_no_outcome() -> None:
    with pytest.raises(ImportError, match="no name"):
        in_one_block(Voice("en"), lambda: failing("no name 'x'"))
