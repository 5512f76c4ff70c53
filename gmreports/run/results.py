"""Putting results down: nothing half-written, and the last good results stay until the new ones are whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from gmreports.model import ClerkError

Files = Mapping[str, bytes]
"""Path below the results folder, with `/` → content."""


def write_file(path: Path, content: bytes) -> None:
    """One file, whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            _write(stream.fileno(), content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as error:
        raise _refused(path, error) from None


def swap_in(out: Path, name: str, files: Files) -> Path:
    """Write the files to a fresh folder beside `out/name`, then put it in its place.

    The old folder is moved aside first and removed last; a run that was cut off between the two
    is mended by the next one.
    """
    target, old = out / name, out / f".{name}.old"
    fresh: Path | None = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(old, ignore_errors=True)
        fresh = Path(tempfile.mkdtemp(dir=out, prefix=f".{name}."))
        os.chmod(fresh, 0o755)
        for relative, content in files.items():
            path = fresh / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                _write(stream.fileno(), content)
        _replace(fresh, target, old)
    except OSError as error:
        raise _refused(target, error) from None
    finally:
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return target


def _replace(fresh: Path, target: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def _write(descriptor: int, content: bytes) -> None:
    """All of the content, on the disk and not only on its way there."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)


def _refused(path: Path, error: OSError) -> ClerkError:
    """Excel keeps an open file from being replaced (Windows); elsewhere it is the folder or the disk."""
    if error.errno == 28:
        return ClerkError(f"磁碟空間不足，「{path}」沒有寫成；原來的結果沒有變動。")
    return ClerkError(
        f"「{path}」寫不進去：請關閉開著其中檔案的程式（例如 Excel），並確認資料夾可以寫入，再執行一次；"
        "原來的結果沒有變動。"
    )
