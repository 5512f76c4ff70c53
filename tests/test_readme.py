"""README.md is run: every command of its `sh` blocks works as written, in a copy of the tree."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BLOCKS = [
    block.split("\n")
    for block in re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
]
KEPT = ("68000010", "68000020", "68000050")
# The tests cannot run themselves; that this line works is what is happening now.
ITSELF = "make test"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as a person has it, with the environment that is set up already."""
    tree = tmp_path_factory.mktemp("readme") / "gmreports"
    left_out = shutil.ignore_patterns(".git", ".venv", "out", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, tree, ignore=left_out)
    (tree / ".venv").symlink_to(ROOT / ".venv")
    # Three offices say as much about the commands as thirteen.
    for path in (tree / "samples" / "inbox").glob("*/*.xlsx"):
        if not path.name.startswith(KEPT):
            path.unlink()
    return tree


def test_the_readme_has_commands() -> None:
    assert any(ITSELF in block for block in BLOCKS)
    assert sum(map(len, BLOCKS)) > 6


@pytest.mark.parametrize("block", BLOCKS, ids=[block[0] for block in BLOCKS])
def test_each_command_works_as_written(copy: Path, block: list[str]) -> None:
    """In their order, as a reader types them: some go on from what the one before them made."""
    home = {**os.environ, "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    for command in block:
        if command != ITSELF:
            done = subprocess.run(
                command,
                shell=True,
                cwd=copy,
                env=home,
                capture_output=True,
                check=False,
            )
            assert done.returncode == 0, (command, done.stderr.decode())
            assert done.stdout, command
