"""Sending from a test: through a server of ours, in this process or in one that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from gmreports.deliver import Account, Done
from gmreports.run.send import Choice, send
from tests.deliver.certificates import HOST, Issued, authority, issued
from tests.deliver.letters import result_folder
from tests.deliver.mail_server import PASSWORD, Post, serving

ROOT = Path(__file__).parents[2]
NONE: Mapping[str, bytes] = {}


@dataclass(frozen=True)
class Case:
    """A result folder, a server, and the authority whose certificate the server shows."""

    folder: Path
    post: Post
    ca: Path

    def account(self, **changes: object) -> Account:
        given = {"host": HOST, "port": self.post.port, "ca": self.ca, "timeout": 5, **changes}
        return Account(**given)  # type: ignore[arg-type]

    def send(self, kinds: tuple[str, ...] = (), sender: str = "", **changes: object) -> Done:
        choice = Choice(kinds, sender=sender)
        _, done = send(self.folder, choice, self.account(**changes), lambda _: True, lambda: PASSWORD)
        assert done is not None
        return done

    def arguments(self, *more: str) -> list[str]:
        """The command line that does the same."""
        through = ["--smtp", f"{HOST}:{self.post.port}", "--ca", str(self.ca), "--yes", "--timeout", "5"]
        return [sys.executable, "-m", "gmreports", "send", str(self.folder), *through, *more]

    def start(self, *more: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.arguments(*more),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )

    @property
    def ledger(self) -> Path:
        return self.folder.parent / "outbox" / "115Q3.jsonl"

    def lines(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.ledger.read_text("utf-8").splitlines()]

    def states(self) -> dict[str, str]:
        """Recipient → last state."""
        return {line["to"]: line["state"] for line in self.lines()}

    def arrived(self) -> list[str]:
        """Each address as often as a letter to it has arrived, in order."""
        return sorted(address for got in self.post.got for address in got.recipients)


@contextmanager
def case(
    tmp_path: Path, letters: Mapping[str, bytes] = NONE, login: bool = False, implicit: bool = False
) -> Iterator[Case]:
    """A server as it should be, and three letters."""
    root = authority()
    with (
        pytest.MonkeyPatch.context() as patch,
        serving(issued(root).server(tmp_path), implicit, login) as post,
    ):
        # The system's own authorities have no say here, and take long to load.
        patch.setenv("SSL_CERT_FILE", os.devnull)
        patch.setenv("SSL_CERT_DIR", os.devnull)
        yield Case(result_folder(tmp_path, letters), post, written(root, tmp_path))


def written(root: Issued, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    path.write_bytes(root.pem())
    return path
