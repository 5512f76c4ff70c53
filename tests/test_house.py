"""The house stays small, and its locks agree."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST = 300
WRITTEN_BY_HAND = {".py", ".toml", ".html", ".css", ".j2", ".txt"}


def written_by_hand() -> Iterator[Path]:
    yield from (ROOT / name for name in ("Makefile", "pyproject.toml", "docs/build.py"))
    yield from (path for path in (ROOT / ".ci").iterdir() if path.is_file())
    yield from (ROOT / "samples").glob("*.py")
    for folder in ("gmreports", "tests", "templates"):
        yield from (path for path in (ROOT / folder).rglob("*") if path.suffix in WRITTEN_BY_HAND)


def locked(need: str) -> dict[str, set[str]]:
    """The versions of each package in a lock; more than one where Python versions differ."""
    found: dict[str, set[str]] = {}
    text = (ROOT / ".ci/lock" / f"{need}.txt").read_text(encoding="utf-8")
    for name, version in re.findall(r"^([a-z0-9-]+)==([^ ;]+)", text, re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def test_no_file_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in written_by_hand()
        if path.exists()
    }
    assert "gmreports/__init__.py" in lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_the_test_lock_holds_what_the_program_runs_with() -> None:
    run, dev = locked("run"), locked("dev")
    assert run
    assert {name: dev.get(name) for name in run} == run


def test_every_requirement_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {
        "run": project["dependencies"],
        "dev": project["dependencies"] + project["optional-dependencies"]["dev"],
    }
    for need, requirements in wanted.items():
        names = {re.split(r"[<>=!~ \[;]", requirement)[0] for requirement in requirements}
        assert names - set(locked(need)) == set(), f"make lock: {need}"


def test_the_program_runs_with_its_own_lock_alone() -> None:
    there = {name.replace("-", "_") for name in locked("run")} | sys.stdlib_module_names | {"gmreports"}
    for path in (ROOT / "gmreports").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            assert {name.partition(".")[0] for name in names} <= there, path
