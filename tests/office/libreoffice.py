"""LibreOffice as a person's hands and eyes: recalculate a workbook, type into it, print it.

One LibreOffice per test process (so xdist workers never meet), started by the first call with a
profile of its own, reused by the later ones and ended with the process. A test that calls this
is marked `office`; without LibreOffice it is skipped with the reason, and fails where CI is set.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

SYSTEM_PYTHON = "/usr/bin/python3"
WORKER = Path(__file__).with_name("uno_worker.py")
PATIENCE = 180

_worker: list[subprocess.Popen[str]] = []


class OfficeError(Exception):
    """LibreOffice did not do what it was asked."""


def recalculate(path: Path, out: Path | None = None) -> Path:
    """A copy of the workbook with every formula calculated afresh; beside the original unless `out`."""
    out = out or path.with_name(f"{path.stem}_recalculated.xlsx")
    _ask({"do": "recalculate", "path": str(path), "out": str(out)})
    return out


def type_and_save(path: Path, typed: Iterable[tuple[str, str, str]], out: Path) -> Path:
    """Type each (sheet title, cell, text) as a person would, Enter included, and save as `out`.

    What a protected cell refuses stays as it was.
    """
    _ask({"do": "type", "path": str(path), "typed": [list(each) for each in typed], "out": str(out)})
    return out


def to_pdf(path: Path, out: Path | None = None) -> Path:
    """The workbook as it prints."""
    out = out or path.with_suffix(".pdf")
    _ask({"do": "pdf", "path": str(path), "out": str(out)})
    return out


def convert(path: Path, out: Path, filter_name: str) -> Path:
    """The workbook in another format, by LibreOffice's name of it (`calc8` is .ods)."""
    _ask({"do": "convert", "path": str(path), "out": str(out), "filter": filter_name})
    return out


def values(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """What a workbook shows, as last calculated: sheet title → cell → value; blank cells are left out."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in book.worksheets
    }


def require() -> None:
    """Skip the test where LibreOffice is missing; fail it where it is missing and CI is set."""
    missing = _missing()
    if missing and os.environ.get("CI"):
        pytest.fail(f"{missing} (make tools)")
    if missing:
        pytest.skip(f"{missing} (make tools)")


@cache
def _missing() -> str:
    if not shutil.which("soffice"):
        return "LibreOffice is not installed"
    uno = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return "" if uno.returncode == 0 else "python3-uno is not installed"


def _ask(job: Mapping[str, Any]) -> None:
    require()
    worker = _running()
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        worker.stdin.write(json.dumps(job) + "\n")
        worker.stdin.flush()
        ready, _, _ = select.select([worker.stdout], [], [], PATIENCE)
        answer = worker.stdout.readline() if ready else ""
    except BrokenPipeError:
        answer = ""
    if not answer:
        _stop()
        raise OfficeError(f"LibreOffice gave no answer to {job}")
    error = json.loads(answer)["error"]
    if error:
        raise OfficeError(error)


def _running() -> subprocess.Popen[str]:
    if _worker and _worker[0].poll() is None:
        return _worker[0]
    _stop()
    profile = tempfile.mkdtemp(prefix="gmreports-office-")
    atexit.register(shutil.rmtree, profile, ignore_errors=True)
    # A session of its own, so that one signal ends LibreOffice too.
    _worker.append(
        subprocess.Popen(
            [SYSTEM_PYTHON, str(WORKER), profile],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    )
    atexit.register(_stop)
    return _worker[0]


def _stop() -> None:
    while _worker:
        worker = _worker.pop()
        if worker.poll() is None and worker.stdin is not None:
            worker.stdin.close()
            try:
                worker.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(worker.pid, 9)
                worker.wait()
