"""What has been published: folders that are written once, never changed and never removed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from gmreports.inbox import sha256
from gmreports.model import ClerkError, Period

FOLDER = "published"
NAMED = re.compile(r"[0-9]{2,3}Q[1-4]/[1-9][0-9]*")
RECORD = "publication.json"
MANIFEST = "manifest.json"
COMPARED = "published"
"""The key of the manifest under which a report names the publications that it was compared with."""


@dataclass(frozen=True)
class Publication:
    """One publication of a quarter: its folder, and what publication.json says.

    `sequence` counts the publications of all quarters, in the order in which they were made.
    """

    folder: Path
    period: Period
    number: int
    record: Mapping[str, Any]

    @property
    def sequence(self) -> int:
        return int(self.record["sequence"])

    @property
    def outputs(self) -> Mapping[str, str]:
        """Path below the folder → sha256."""
        return dict(self.record["outputs"])

    @property
    def title(self) -> str:
        return f"{self.period.title}第 {self.number} 次公布"

    @property
    def short(self) -> str:
        return self.period.title + (f"（第 {self.number} 次）" if self.number > 1 else "")

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        found = self.json(MANIFEST)
        assert isinstance(found, dict)
        return found

    def json(self, name: str) -> Any:  # noqa: ANN401 # whatever the file says
        """One of its outputs, None where it has none of that name; it must be as it was published."""
        digest = self.outputs.get(name)
        if digest is None:
            return None
        try:
            content = (self.folder / name).read_bytes()
        except OSError:
            raise _damaged(self.folder / name) from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise _damaged(self.folder / name)
        return json.loads(content)

    def named(self) -> dict[str, object]:
        """How a manifest names it."""
        return {
            "period": str(self.period),
            "number": self.number,
            "sha256": sha256(self.folder / RECORD),
        }


def publications(out: Path) -> tuple[Publication, ...]:
    """All publications below a results folder, in the order in which they were made."""
    home = out / FOLDER
    # A copy that somebody made beside them is none.
    folders = (path for path in home.glob("*/*") if NAMED.fullmatch(path.relative_to(home).as_posix()))
    return tuple(sorted(map(_publication, folders), key=lambda each: each.sequence))


def last(found: Sequence[Publication], period: Period) -> Publication | None:
    return next((each for each in reversed(found) if each.period == period), None)


def core(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What a report was made from, apart from what it was compared with."""
    return {key: value for key, value in manifest.items() if key != COMPARED}


def compared(
    found: Sequence[Publication], period: Period, manifest: Mapping[str, Any]
) -> tuple[Publication, ...]:
    """The publications that a report is compared with: those of its quarter and the ones before it.

    A report that was itself published is compared with those before that, as it was then: made
    again, it is the same. Quarters of which this report reads no file are not looked at.
    """
    own = last(found, period)
    before = own.sequence if own and core(own.manifest) == core(manifest) else None
    return tuple(
        each
        for each in found
        if each.period <= period
        and each.period.year >= period.year - 1
        and (before is None or each.sequence < before)
    )


def _publication(folder: Path) -> Publication:
    path = folder / RECORD
    try:
        record = json.loads(path.read_bytes())
        found = Publication(folder, Period.parse(folder.parent.name), int(folder.name), record)
        whole = found.sequence > 0 and bool(found.outputs)
    except (OSError, ValueError, TypeError, KeyError, ClerkError):
        whole = False
    if not whole:
        raise _damaged(path)
    return found


def _damaged(path: Path) -> ClerkError:
    return ClerkError(f"公布過的「{path}」不見了，或與公布時不同，不能拿來比對；請用備份還原它。")
