"""Before a marked copy goes out: it opens again, and holds the cells that the office filled in."""

from __future__ import annotations

from gmreports.render.returned.cells import contents
from gmreports.render.returned.memory import recall
from gmreports.render.returned.package import (
    CONTENT_TYPES,
    Package,
    UntouchableError,
    content_type,
    open_package,
    relations,
    seen,
)
from gmreports.render.returned.workbook import tabs, workbook_part

FAILED = "標示後的檢查沒有通過"


def prove(original: bytes, made: bytes) -> None:
    """Raises UntouchableError unless the copy is whole and every sheet says what it said."""
    before, after = open_package(original), open_package(made)
    for name, blob in after.blobs.items():
        if blob != before.blobs.get(name) and name.lower().endswith((".xml", ".rels", ".vml")):
            seen(after, name)
    old, new = _sheets(before), _sheets(after)
    if list(old) != list(new) or _loose_ends(after) - _loose_ends(before):
        raise UntouchableError(FAILED)
    for title, part in new.items():
        same = before.blobs[old[title]] == after.blobs[part]
        if not same and contents(seen(before, old[title])) != contents(seen(after, part)):
            raise UntouchableError(FAILED)


def _sheets(package: Package) -> dict[str, str]:
    """The office's own sheets in order: title → part."""
    ours = {tab.part for tab in recall(package)[0]}
    return {tab.title: tab.part for tab in tabs(package) if tab.part not in ours}


def _loose_ends(package: Package) -> set[str]:
    """Parts of no known type, and what the workbook and its sheets point to that is not there."""
    sources = ["", workbook_part(package), *(tab.part for tab in tabs(package))]
    linked = (each for part in sources for each in relations(package, part) if not each.external)
    untyped = (name for name in package.infos if name != CONTENT_TYPES and not content_type(package, name))
    return {*(each.target for each in linked if each.target not in package.infos), *untyped}
