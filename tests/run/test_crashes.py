"""Killed at any moment, no room, no right, two at once: the last good results stay whole, a rerun mends."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from gmreports.model import ClerkError
from gmreports.run.lock import LOCK, alone
from gmreports.run.results import mend, swap_in

NAME = "115Q3"
FILES = ("report.xlsx", "report.html", "letters/a.eml")
SERVER = multiprocessing.get_context("forkserver")


def generation(number: int, size: int = 4000) -> dict[str, bytes]:
    return {name: f"{number}".encode() * size for name in FILES}


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def is_whole(folder: Path) -> bool:
    """All files of one generation, whichever it is."""
    found = content(folder)
    return set(found) == set(FILES) and len(set(found.values())) == 1


def left_over(out: Path) -> set[str]:
    return {path.name for path in out.iterdir()} - {NAME, LOCK}


def put_down_and_die(out: str, number: int, step: int) -> None:
    """Put results down as a run does, and kill the process at its step-th call that touches the disk."""
    calls = 0

    def fatal(call: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object, **kwargs: object) -> object:
            nonlocal calls
            calls += 1
            if calls == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*args, **kwargs)

        return counted

    for owner, name in (
        (os, "write"), (os, "fsync"), (os, "chmod"), (Path, "rename"), (Path, "mkdir"), (Path, "open"),
        (tempfile, "mkdtemp"), (shutil, "rmtree"),
    ):  # fmt: skip
        setattr(owner, name, fatal(getattr(owner, name)))
    with alone(Path(out)):
        swap_in(Path(out), NAME, generation(number))


def killed_at(out: Path, number: int, step: int) -> bool:
    process = SERVER.Process(target=put_down_and_die, args=(str(out), number, step))
    process.start()
    process.join(30)
    return process.exitcode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_killed_at_every_step_one_generation_is_whole_and_the_next_run_mends(tmp_path: Path) -> None:
    SERVER.set_forkserver_preload(["gmreports.run.lock"])
    swap_in(tmp_path, NAME, generation(0))
    step, aside = 1, 0
    while killed_at(tmp_path, step, step):
        target = tmp_path / NAME
        aside += not target.exists()
        assert is_whole(target if target.exists() else tmp_path / f".{NAME}.old"), step
        with alone(tmp_path):
            assert is_whole(target), step
            assert left_over(tmp_path) == set(), step
        step += 1
    assert content(tmp_path / NAME) == generation(step)
    assert step > 15
    assert aside, "the moment between the two moves was among them"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_killed_holder_lets_go_of_the_folder_at_once(tmp_path: Path) -> None:
    script = (
        "import sys, time, pathlib, concurrent.futures as c; from gmreports.run.lock import alone\n"
        "with alone(pathlib.Path(sys.argv[1])), c.ProcessPoolExecutor(1) as pool:\n"
        "    pool.submit(int).result(); print('held', flush=True); time.sleep(60)\n"
    )
    # A session of its own: its worker outlives it, holds no lock, and must not outlive the test.
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    with pytest.raises(ClerkError, match="另一次執行正在使用"), alone(tmp_path):
        pass
    process.kill()
    process.wait()
    process.stdout.close()
    with alone(tmp_path):
        pass
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def test_the_second_run_says_so_in_one_sentence_and_stops(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "inbox" / NAME).mkdir(parents=True)
    for command in (
        ["report", str(tmp_path / "inbox"), "--out", str(out)],
        ["publish", NAME, "--inbox", str(tmp_path / "inbox"), "--out", str(out)],
    ):
        with alone(out):
            done = subprocess.run(
                [sys.executable, "-m", "gmreports", *command], capture_output=True, check=False, timeout=60
            )
        said = done.stderr.decode()
        assert (done.returncode, done.stdout, said.count("\n")) == (2, b"", 1), said
        assert "另一次執行正在使用" in said
        assert [path.name for path in out.iterdir()] == [LOCK]


def test_everything_is_on_the_disk_before_the_old_results_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swap_in(tmp_path, NAME, generation(1))
    story: list[str] = []
    fsync, rename, rmtree = os.fsync, Path.rename, shutil.rmtree

    def synced(descriptor: int) -> None:
        fsync(descriptor)
        path = Path(f"/proc/self/fd/{descriptor}")
        story.append(f"sync {path.readlink().name if path.exists() else descriptor}")

    def renamed(self: Path, target: Path) -> Path:
        story.append("move")
        return rename(self, target)

    def removed(path: Path, ignore_errors: bool = False) -> None:
        if path.exists():
            story.append("remove")
        rmtree(path, ignore_errors=ignore_errors)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(shutil, "rmtree", removed)
    swap_in(tmp_path, NAME, generation(2))
    moves = [at for at, each in enumerate(story) if each == "move"]
    before = story[: moves[0]]
    assert len(moves) == 2
    assert len(before) == len(FILES) + 2, "each file, the folder and the one in it"
    assert len(story) == moves[1] + 3
    assert story[-2].startswith("sync")
    assert story[-1] == "remove"


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with hardly any room, where the system lets us have one."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("mounting a small disk needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False).returncode:
        pytest.skip("this system mounts nothing")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_leaves_the_old_results_and_nothing_else(full_disk: Path) -> None:
    with alone(full_disk):
        swap_in(full_disk, NAME, generation(1, 4000))
        for _ in range(2):
            with pytest.raises(ClerkError, match="磁碟空間不足"):
                swap_in(full_disk, NAME, generation(2, 40_000))
    assert content(full_disk / NAME) == generation(1, 4000)
    assert left_over(full_disk) == set()


@pytest.fixture
def frozen(tmp_path: Path) -> Iterator[Path]:
    """A folder with good results that nobody may write to; root is kept out by an attribute."""
    out = tmp_path / "out"
    swap_in(out, NAME, generation(1))
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root:
        if not shutil.which("chattr") or subprocess.run(["chattr", "+i", out], check=False).returncode:
            pytest.skip("root may write everywhere here")
    else:
        out.chmod(0o555)
    yield out
    if root:
        subprocess.run(["chattr", "-i", out], check=True)
    else:
        out.chmod(0o755)


def test_a_folder_that_cannot_be_written_to_keeps_its_results(frozen: Path) -> None:
    with pytest.raises(ClerkError, match="確認資料夾可以寫入"), alone(frozen):
        pass
    with pytest.raises(ClerkError, match="確認資料夾可以寫入"):
        swap_in(frozen, NAME, generation(2))
    assert content(frozen / NAME) == generation(1)


def test_a_file_in_the_place_of_a_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("somebody's file")
    for _ in range(2):
        with pytest.raises(ClerkError, match="同名的檔案"):
            swap_in(tmp_path, NAME, generation(1))
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ClerkError, match="同名的檔案"), alone(tmp_path / "file"):
        pass
    assert (tmp_path / NAME).read_text() == "somebody's file"
    assert {path.name for path in tmp_path.iterdir()} == {NAME, "file"}


def test_only_what_runs_leave_is_cleared_away(tmp_path: Path) -> None:
    kept = (".115Q3.notes", ".115Q3.backup.d", "115Q2", ".git", "published", "outbox")
    for name in (*kept, ".115Q3.ab_c12de", ".1.x0x0x0x0", ".115Q1.old"):
        (tmp_path / name / "letters").mkdir(parents=True)
    mend(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*kept, "115Q1"}


SEEN: dict[str, Callable[[Path], bool]] = {
    "lock": lambda out: (out / LOCK).exists(),
    "three files": lambda out: sum(1 for folder in _fresh(out) for _ in folder.rglob("*.*")) >= 3,
}


def _fresh(out: Path) -> list[Path]:
    found = out.iterdir() if out.is_dir() else ()
    return [path for path in found if re.fullmatch(rf"\.{NAME}\.[a-z0-9_]{{8}}", path.name)]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_real_run_killed_at_what_can_be_seen_is_mended_by_the_next(tmp_path: Path) -> None:
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    (inbox / NAME).mkdir(parents=True)
    (inbox / NAME / "68000010_桃園區_115Q3.xlsx").write_bytes(b"")
    command = [sys.executable, "-m", "gmreports", "report", str(inbox), "--out", str(out)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    killed = 0
    for seen in SEEN.values():
        process = subprocess.Popen(command, **quiet)  # type: ignore[call-overload] # both are files
        while process.poll() is None and not seen(out):
            time.sleep(0.0005)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
    assert killed
    assert subprocess.run(command, check=False, capture_output=True, timeout=60).returncode == 0
    assert (out / NAME / "manifest.json").is_file()
    assert left_over(out) == set()
