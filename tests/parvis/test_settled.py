"""Types are made ready before threads decode them: msgspec dies where two threads make it look into one."""

import subprocess
import sys

PROGRAM = """
import sys, threading, types
import msgspec
from parvis.settled import settle_types

KINDS, PARTS = 40, 12
text = "from __future__ import annotations\\nimport msgspec\\n"
for kind in range(KINDS):
    for part in range(PARTS):
        fields = "".join(f"    f{name}: dict[str, list[int]] | None = None\\n" for name in range(10))
        text += f"class Part{kind}_{part}(msgspec.Struct, frozen=True):\\n{fields}"
    fields = "".join(f"    p{part}: Part{kind}_{part} | None = None\\n" for part in range(PARTS))
    text += f"class Kind{kind}(msgspec.Struct, frozen=True):\\n{fields}"
text += "class Undecoded(msgspec.Struct):\\n    of: Unknown\\n"
made = sys.modules["made"] = types.ModuleType("made")
exec(text, made.__dict__)
settle_types()
sys.setswitchinterval(1e-6)
said = b"{" + b",".join(b'"p%d":{"f1":{"a":[1]}}' % part for part in reversed(range(PARTS))) + b"}"
for kind in range(KINDS):
    ready = threading.Barrier(4)

    def decode(kind=getattr(made, f"Kind{kind}"), ready=ready):
        ready.wait()
        msgspec.json.decode(said, type=kind)

    threads = [threading.Thread(target=decode) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""


def test_threads_that_decode_a_type_for_the_first_time_at_once_survive() -> None:
    command = [sys.executable, "-c", PROGRAM]
    ended = subprocess.run(command, capture_output=True, timeout=60, check=False)  # noqa: S603
    assert (ended.returncode, ended.stderr) == (0, b"")
