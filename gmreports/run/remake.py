"""Making a report again from what its manifest says went into it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from gmreports import __version__
from gmreports.inbox import named_offices
from gmreports.inbox.names import is_sent
from gmreports.model import Arrival, Office, Period
from gmreports.render.layouts import templates
from gmreports.run.case import arrivals_for, take
from gmreports.run.own import Own, shelf
from gmreports.run.published import Publication
from gmreports.run.quarter import Made, make
from gmreports.run.used import FOLDER as USED
from gmreports.run.used import found_again

PACKAGE = Path(__file__).parents[1]
WRITTEN = frozenset({".py", ".toml", ".j2", ".css"})
MAKES = ("css-inline", "holidays", "jinja2", "lxml", "openpyxl", "pandas", "xlsxwriter")
"""The libraries whose version may change the bytes of a result."""


@dataclass(frozen=True, slots=True)
class Found:
    """The inputs of a manifest as they are in the inbox now.

    `missing` and `changed` name those that cannot be had as they were; `others` are files of the
    inbox that the manifest does not know.
    """

    came: tuple[Arrival, ...]
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return not (self.missing or self.changed)


def find(inbox: Path, manifest: Mapping[str, Any], own: Own) -> Found:
    """Each input by its name, or else by its hash, with the time of receipt that the manifest tells."""
    period = Period.parse(manifest["period"])
    terms, _ = shelf(period, own)
    here = list(arrivals_for(inbox, period, terms, keep=False))
    by_name = {arrival.file: arrival for arrival in here}
    entries = list(manifest["inputs"])
    exact = {entry["file"] for entry in entries if _same(by_name.get(entry["file"]), entry)}
    left = [arrival for arrival in here if arrival.file not in exact]
    came: list[Arrival] = []
    missing: list[str] = []
    changed: list[str] = []
    moved: list[str] = []
    for entry in entries:
        file = entry["file"]
        if file in exact:
            came.append(_as_recorded(by_name[file], entry))
        elif elsewhere := _taken(left, entry):
            moved.append(f"{file}（現在是 {elsewhere.file}）")
            came.append(_renamed(elsewhere, entry, terms.offices))
        else:
            (changed if file in by_name else missing).append(file)
    others = tuple(arrival.file for arrival in left if arrival.file not in changed)
    return Found(tuple(came), tuple(missing), tuple(changed), tuple(moved), others)


def remake(
    came: Sequence[Arrival], manifest: Mapping[str, Any], folder: Path, published: Sequence[Publication]
) -> Made:
    """The report of a results folder again, with its cut-off and its copies of the office's own files."""
    own, waivers = found_again(folder)
    as_of = datetime.fromisoformat(manifest["as_of"])
    intake = take(came, Period.parse(manifest["period"]), as_of, own, waivers=waivers)
    return make(intake, own, published)


def program() -> dict[str, Any]:
    """By which program: its version, its code and layouts as they are, and what they stand on."""
    digest = hashlib.sha256()
    layouts = templates()
    for root in (PACKAGE, layouts / "html", layouts / "mail"):
        for path in sorted(path for path in root.rglob("*") if path.suffix in WRITTEN):
            digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    libraries = {name: version(name) for name in MAKES}
    return {
        "version": __version__,
        "sha256": digest.hexdigest(),
        "libraries": {"python": python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION, **libraries},
    }


def hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path with `/`; not what Excel or the system leaves beside them."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (is_sent(path.name) or folder / USED in path.parents)
    }


def _same(arrival: Arrival | None, entry: Mapping[str, Any]) -> bool:
    return arrival is not None and arrival.sha256 == entry["sha256"]


def _taken(left: list[Arrival], entry: Mapping[str, Any]) -> Arrival | None:
    """The first that is left of the same content; what has no content is known by its name alone."""
    for arrival in left:
        if entry["sha256"] and _same(arrival, entry):
            left.remove(arrival)
            return arrival
    return None


def _as_recorded(arrival: Arrival, entry: Mapping[str, Any]) -> Arrival:
    return replace(arrival, received=datetime.fromisoformat(entry["received_at"]))


def _renamed(arrival: Arrival, entry: Mapping[str, Any], offices: Sequence[Office]) -> Arrival:
    """Under its recorded name, which is also a hint on whose it is; of what was packed, first its own."""
    parts = (named_offices(part, offices) for part in reversed(str(entry["file"]).split("/")))
    return replace(
        _as_recorded(arrival, entry),
        file=entry["file"],
        period=Period.parse(entry["period"]),
        offices=next(filter(None, parts), ()),
    )
