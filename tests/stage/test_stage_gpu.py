"""Which renderer a player chooses: the GPU where there is a real one."""

from __future__ import annotations

import subprocess
import sys

import pytest
from stage_display import display

from player.stage.gpu import is_gpu


@pytest.mark.parametrize(
    ("renderer", "real"),
    [
        ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", True),
        ("AMD Radeon Graphics (radeonsi, renoir, LLVM 15.0.6, DRM 3.49)", True),
        ("NVIDIA GeForce GTX 1650/PCIe/SSE2", True),
        ("V3D 4.2", True),
        ("Mali-G52 (Panfrost)", True),
        ("llvmpipe (LLVM 15.0.6, 256 bits)", False),
        ("virgl (LLVMPIPE (LLVM 15.0.6, 256 bits))", False),
        ("zink Vulkan 1.3(llvmpipe (LLVM 15.0.6, 256 bits))", False),
        ("softpipe", False),
        ("SWR (LLVM 7.0.0, 256 bits)", False),
        ("Software Rasterizer", False),
        ("Google SwiftShader", False),
        ("Microsoft Basic Render Driver", False),
        ("", False),
        (None, False),
    ],
)
def test_what_does_a_gpus_work_by_program_is_none(renderer: str | None, *, real: bool) -> None:
    assert is_gpu(renderer) is real


CHOICE = """
from player.stage.theatre import Theatre, application
app = application(software={software})
print(Theatre().on_gpu)
"""


@pytest.mark.parametrize(("software", "on_gpu"), [(None, False), (False, True), (True, False)])
def test_an_emulated_gpu_is_not_chosen_but_can_be_asked_for(software: object, *, on_gpu: bool) -> None:
    with display() as environment:
        command = [sys.executable, "-c", CHOICE.format(software=software)]
        told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603
    assert told.stdout.strip() == str(on_gpu)
