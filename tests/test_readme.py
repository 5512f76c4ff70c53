"""README.md is run: every command of its `sh` blocks works as written, in a copy of the tree."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gmreports.forms import load_terms
from gmreports.model import Period

ROOT = Path(__file__).parent.parent
BLOCKS = [
    block.split("\n")
    for block in re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
]
# The first office, one that sent a correction, and the one whose template is asked for.
KEPT = ("68000010", "68000050", "68000130")
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
    settings = tree / "gmreports" / "forms" / "settings.toml"
    entries = re.split(r"^(?=\[\[)", settings.read_text("utf-8"), flags=re.MULTILINE)
    kept = [
        entry
        for entry in entries
        if not entry.startswith("[[office]]") or any(f'code = "{code}"' in entry for code in KEPT)
    ]
    assert len(entries) - len(kept) == len(load_terms(Period(115, 3)).offices) - len(KEPT)
    settings.write_text("".join(kept), "utf-8")
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
