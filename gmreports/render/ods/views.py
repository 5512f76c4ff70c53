"""How the sheets are first seen: what stays while one scrolls, and no grid."""

from __future__ import annotations

from collections.abc import Sequence

from gmreports.render.ods.source import NAMES, Source
from gmreports.render.ods.xml import Element, part, under

FROZEN = 2
BOTTOM_RIGHT, BOTTOM_LEFT = 3, 2


def settings(sheets: Sequence[Source]) -> Element:
    document = part("office:document-settings")
    group = under(
        under(document, "office:settings"), "config:config-item-set", {"config:name": "ooo:view-settings"}
    )
    views = under(group, "config:config-item-map-indexed", {"config:name": "Views"})
    view = under(views, "config:config-item-map-entry")
    _item(view, "ViewId", "string", "view1")
    tables = under(view, "config:config-item-map-named", {"config:name": "Tables"})
    for sheet in sheets:
        _write_table(under(tables, "config:config-item-map-entry", {"config:name": sheet.name}), sheet)
    if sheets:
        _item(view, "ActiveTable", "string", sheets[0].name)
    _item(view, "ShowGrid", "boolean", "false")
    return document


def _write_table(entry: Element, sheet: Source) -> None:
    pane = sheet.root.find("m:sheetViews/m:sheetView/m:pane", NAMES)
    columns = int(pane.attrib.get("xSplit", "0")) if pane is not None else 0
    rows = int(pane.attrib.get("ySplit", "0")) if pane is not None else 0
    for way, count in (("Horizontal", columns), ("Vertical", rows)):
        _item(entry, f"{way}SplitMode", "short", str(FROZEN if count else 0))
        _item(entry, f"{way}SplitPosition", "int", str(count))
    _item(entry, "ActiveSplitRange", "short", str(BOTTOM_RIGHT if columns else BOTTOM_LEFT))
    _item(entry, "PositionRight", "int", str(columns))
    _item(entry, "PositionBottom", "int", str(rows))
    _item(entry, "ShowGrid", "boolean", "false")


def _item(parent: Element, name: str, kind: str, text: str) -> None:
    under(parent, "config:config-item", {"config:name": name, "config:type": kind}, text)
