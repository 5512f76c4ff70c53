"""The office's own files behind a report: named in its manifest, and kept beside it as they were."""

from __future__ import annotations

from pathlib import Path

from gmreports.inbox import sha256
from gmreports.model import ClerkError
from gmreports.run.own import Own
from gmreports.run.results import Files

FOLDER = "used"
SETTINGS, FORM, WAIVERS = "settings", "form", "waivers"


def described(own: Own) -> dict[str, object]:
    """The settings and the form of the office's own, as the manifest names them."""
    named = (("settings", own.settings), ("form_overlay", own.form))
    return {key: {"file": path.name, "sha256": sha256(path)} for key, path in named if path}


def copies(own: Own, waivers: Path | None) -> Files:
    """The files themselves: a later change to them must not matter."""
    kept = ((SETTINGS, own.settings), (FORM, own.form), (WAIVERS, waivers))
    try:
        return {f"{FOLDER}/{shelf}/{path.name}": path.read_bytes() for shelf, path in kept if path}
    except OSError as error:
        raise ClerkError(f"「{error.filename}」打不開，請確認檔案還在。") from None


def found_again(folder: Path) -> tuple[Own, Path | None]:
    """The copies in a results folder; the waivers apart, as `report` takes them."""
    return Own(_only(folder, SETTINGS), _only(folder, FORM)), _only(folder, WAIVERS)


def _only(folder: Path, shelf: str) -> Path | None:
    return next(iter(sorted((folder / FOLDER / shelf).glob("*"))), None)
