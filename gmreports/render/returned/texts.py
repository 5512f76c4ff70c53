"""The shared texts of a workbook: what stood in our sheet alone does not stay behind in them."""

from __future__ import annotations

from lxml import etree

from gmreports.render.returned.package import Package, edit, main, related, seen
from gmreports.render.returned.workbook import tabs, workbook_part


def forget_unused(package: Package) -> None:
    """Texts that no cell has any more become empty; the others keep their numbers."""
    relation = related(package, workbook_part(package), "sharedStrings")
    if relation is None or relation.target not in package.infos:
        return
    used: set[str] = set()
    for tab in tabs(package):
        if tab.cells:
            cells = seen(package, tab.part).iter(main("c"))
            used |= {cell.findtext(main("v")) or "" for cell in cells if cell.get("t") == "s"}
    for number, text in enumerate(edit(package, relation.target).findall(main("si"))):
        if str(number) not in used:
            for child in list(text):
                text.remove(child)
            etree.SubElement(text, main("t"))
