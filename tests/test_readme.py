"""README.md is run: every command of its `sh` blocks works as written, in a copy of the tree."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line
]
# The tests cannot run themselves; that this line works is what is happening now.
ITSELF = "make test"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as a person has it, with the environment that is set up already."""
    tree = tmp_path_factory.mktemp("readme") / "gmreports"
    left_out = shutil.ignore_patterns(".git", ".venv", "out", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, tree, ignore=left_out)
    (tree / ".venv").symlink_to(ROOT / ".venv")
    return tree


def test_the_readme_has_commands() -> None:
    assert ITSELF in COMMANDS
    assert len(COMMANDS) > 6


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != ITSELF])
def test_each_command_works_as_written(copy: Path, command: str) -> None:
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, shell=True, cwd=copy, env={**os.environ, "PATH": path}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout
