"""Putting results down: nothing half-written, and the last good results stay until the new ones are whole."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from gmreports.model import ClerkError

Files = Mapping[str, bytes]
"""Path below the results folder, with `/` → content."""

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# What a run that was cut off leaves: the folder that it was writing, and the one that it had moved aside.
FRESH = re.compile(r"\.(?P<name>[0-9]+(?:Q[1-4])?)\.[a-z0-9_]{8}")
ASIDE = re.compile(r"\.(?P<name>[0-9]+(?:Q[1-4])?)\.old")


def write_file(path: Path, content: bytes) -> None:
    """One file, whole or not at all."""
    fresh: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        fresh = Path(name)
        with os.fdopen(handle, "wb") as stream:
            _write(stream.fileno(), content)
        os.chmod(fresh, 0o644)
        os.replace(fresh, path)
        _sync(path.parent)
    except OSError as error:
        if fresh is not None:
            fresh.unlink(missing_ok=True)
        raise refused(path, error) from None


def swap_in(out: Path, name: str, files: Files) -> Path:
    """Write the files to a fresh folder beside `out/name`, then put it in its place.

    The old folder is moved aside first and removed last; a run that was cut off between the two
    is mended by the next one. Everything is on the disk before the old folder goes.

    Raises ClerkError for a link in that place, or a folder with no result in it: it is not ours.
    """
    target, old = out / name, out / f".{name}.old"
    fresh: Path | None = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        _put_back(target, old)
        _refuse_strange(target, files)
        fresh = Path(tempfile.mkdtemp(dir=out, prefix=f".{name}."))
        os.chmod(fresh, 0o755)
        for relative, content in files.items():
            path = fresh / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                _write(stream.fileno(), content)
        for folder in {fresh, *(path for path in fresh.rglob("*") if path.is_dir())}:
            _sync(folder)
        _replace(fresh, target, old)
        _sync(out)
    except OSError as error:
        raise refused(target, error) from None
    finally:
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return target


def mend(out: Path) -> None:
    """Put right what a run left that was cut off: only while no other run can be at work in the folder."""
    try:
        for path in sorted(out.iterdir()):
            if aside := ASIDE.fullmatch(path.name):
                _put_back(out / aside["name"], path)
            elif FRESH.fullmatch(path.name) and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
    except OSError as error:
        raise refused(out, error) from None


def _put_back(target: Path, old: Path) -> None:
    """The folder that was moved aside is the last good one as long as nothing has taken its place."""
    if old.is_dir() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _refuse_strange(target: Path, files: Files) -> None:
    """What was received, or whatever else lies under a quarter's name, is never replaced by results."""
    if target.is_symlink():
        raise ClerkError(f"「{target}」是連結，不是資料夾，所以沒有寫進去；請移走它，再執行一次。")
    ours = {name.partition("/")[0] for name in files}
    if target.is_dir() and (names := {path.name for path in target.iterdir()}) and not names & ours:
        raise ClerkError(
            f"「{target}」裡放的不是彙整的結果，所以沒有寫進去，裡面的檔案都沒有動；請把結果放到別的資料夾。"
        )


def _replace(fresh: Path, target: Path, old: Path) -> None:
    if target.exists():
        if not target.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
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


def _sync(folder: Path) -> None:
    """The names in a folder, on the disk as well; Windows knows no such thing, nor do some shares."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def refused(path: Path, error: OSError) -> ClerkError:
    """Excel keeps an open file from being replaced (Windows); elsewhere it is the folder or the disk."""
    if error.errno in FULL:
        return ClerkError(f"磁碟空間不足，「{path}」沒有寫成；原來的結果沒有變動。請清出空間再執行一次。")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return ClerkError(
            f"「{path}」寫不進去：應該是資料夾的地方有一個同名的檔案，請移走或改名，再執行一次；"
            "原來的結果沒有變動。"
        )
    return ClerkError(
        f"「{path}」寫不進去：請關閉開著其中檔案的程式（例如 Excel），並確認資料夾可以寫入，再執行一次；"
        "原來的結果沒有變動。"
    )
