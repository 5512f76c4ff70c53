"""The charts of our own workbook, each a small document inside the .ods file that draws the same cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gmreports.render import style
from gmreports.render.ods.looks import face
from gmreports.render.ods.numbers import parsed, write_format
from gmreports.render.ods.sheet import POINTS_PER_PIXEL, Grid, address, place_of
from gmreports.render.ods.source import NAMES, Anchored
from gmreports.render.ods.xml import Element, part, under

# Excel's patterns as hatches: how many ways the lines run, and how far apart they are.
HATCHES = {"wdUpDiag": ("single", "0.1cm"), "dotDmnd": ("double", "0.2cm")}
FRAME = "frame"
UP = "450"
LINE = "0.75pt"

HeaderOf = Callable[[str, str], bool]


@dataclass
class Drawing:
    """A chart being written: its styles so far, and the hatches that they use."""

    automatic: Element
    hatches: dict[str, Mapping[str, str]] = field(default_factory=dict)
    count: int = 0

    def add(
        self,
        chart: Mapping[str, str] | None = None,
        graphic: Mapping[str, str] | None = None,
        text: Mapping[str, str] | None = None,
        shown_as: str = "",
    ) -> str:
        """The name of a new style with these properties."""
        self.count += 1
        given = {"style:name": f"ch{self.count}", "style:family": "chart"}
        form = parsed(shown_as) if shown_as else None
        if form:
            write_format(self.automatic, f"N{self.count}", form)
            given["style:data-style-name"] = f"N{self.count}"
        made = under(self.automatic, "style:style", given)
        for kind, properties in (("chart", chart), ("graphic", graphic), ("text", text)):
            if properties is not None:
                under(made, f"style:{kind}-properties", properties)
        return given["style:name"]


def size_of(anchored: Anchored, grid: Grid) -> tuple[float, float]:
    """Width and height in points."""
    first, last = anchored.first, anchored.last
    wide = sum(grid.widths[first.column : last.column]) + (last.x - first.x) * POINTS_PER_PIXEL
    high = sum(grid.heights[first.row : last.row]) + (last.y - first.y) * POINTS_PER_PIXEL
    return wide, high


def write_frame_style(automatic: Element) -> None:
    """A frame has no line and no ground of its own."""
    made = under(automatic, "style:style", {"style:name": FRAME, "style:family": "graphic"})
    under(made, "style:graphic-properties", {"draw:stroke": "none", "draw:fill": "none"})


def write_frame(cell: Element, anchored: Anchored, grid: Grid, name: str) -> None:
    """The chart in the cell at its first corner, with words for who cannot see it."""
    wide, high = size_of(anchored, grid)
    box = {
        "draw:name": name,
        "draw:style-name": FRAME,
        "svg:x": f"{anchored.first.x * POINTS_PER_PIXEL:g}pt",
        "svg:y": f"{anchored.first.y * POINTS_PER_PIXEL:g}pt",
        "svg:width": f"{wide:g}pt",
        "svg:height": f"{high:g}pt",
    }
    frame = under(cell, "draw:frame", box)
    link = {"xlink:href": f"./{name}", "xlink:type": "simple", "xlink:show": "embed"}
    under(frame, "draw:object", {**link, "xlink:actuate": "onLoad"})
    under(frame, "svg:desc", text=anchored.says)


def chart_parts(anchored: Anchored, grid: Grid, heads: HeaderOf) -> dict[str, Element]:
    """content.xml and styles.xml of a chart; `heads` tells whether a cell holds the name of its series."""
    content, source = part("office:document-content"), anchored.chart
    drawing = Drawing(under(content, "office:automatic-styles"))
    body = under(under(content, "office:body"), "office:chart")
    wide, high = size_of(anchored, grid)
    box = {"svg:width": f"{wide:g}pt", "svg:height": f"{high:g}pt", "chart:class": "chart:bar"}
    plain = drawing.add(graphic={"draw:stroke": "none", "draw:fill-color": style.PAPER.lower()})
    chart = under(body, "chart:chart", {**box, "chart:style-name": plain})
    _write_title(chart, source, drawing)
    _write_legend(chart, source, drawing)
    _write_plot(chart, source, drawing, heads)
    styles = part("office:document-styles")
    named = under(styles, "office:styles")
    for name, hatch in drawing.hatches.items():
        under(named, "draw:hatch", {"draw:name": name, **hatch})
    return {"content.xml": content, "styles.xml": styles}


def _value(element: Element, path: str, otherwise: str = "") -> str:
    found = element.find(path, NAMES)
    return found.attrib.get("val", otherwise) if found is not None else otherwise


def _write_title(chart: Element, source: Element, drawing: Drawing) -> None:
    title = source.find("c:chart/c:title", NAMES)
    if title is None:
        return
    words = "".join(each.text or "" for each in title.iterfind(".//a:t", NAMES))
    looks = drawing.add({"chart:auto-position": "true"}, text=_face(title))
    paragraph = under(under(chart, "chart:title", {"chart:style-name": looks}), "text:p")
    first, *others = words.split("\n")
    paragraph.text = first
    for line in others:
        under(paragraph, "text:line-break").tail = line


def _write_legend(chart: Element, source: Element, drawing: Drawing) -> None:
    legend = source.find("c:chart/c:legend", NAMES)
    if legend is not None:
        looks = drawing.add({"chart:auto-position": "true"}, {"draw:stroke": "none"}, _face(legend))
        given = {"chart:legend-position": "top", "style:legend-expansion": "wide"}
        under(chart, "chart:legend", {**given, "chart:style-name": looks})


def _write_plot(chart: Element, source: Element, drawing: Drawing, heads: HeaderOf) -> None:
    bars = source.find("c:chart/c:plotArea/c:barChart", NAMES)
    assert bars is not None
    asked = {"chart:auto-position": "true", "chart:auto-size": "true", "chart:treat-empty-cells": "leave-gap"}
    if _value(bars, "c:barDir") == "bar":
        asked["chart:vertical"] = "true"
    if _value(bars, "c:grouping") == "percentStacked":
        asked["chart:percentage"] = "true"
    plot = under(chart, "chart:plot-area", {"chart:style-name": drawing.add(asked)})
    _write_axes(plot, source, bars, drawing)
    for series in bars.iterfind("c:ser", NAMES):
        _write_series(plot, series, drawing, heads)
    nothing = drawing.add(graphic={"draw:fill": "none", "draw:stroke": "none"})
    under(plot, "chart:wall", {"chart:style-name": nothing})


def _write_axes(plot: Element, source: Element, bars: Element, drawing: Drawing) -> None:
    area = "c:chart/c:plotArea"
    names, values = source.find(f"{area}/c:catAx", NAMES), source.find(f"{area}/c:valAx", NAMES)
    assert names is not None
    assert values is not None
    reversed_ = _value(names, "c:scaling/c:orientation") == "maxMin"
    ticks = {f"chart:tick-marks-{which}": "false" for which in ("major-inner", "major-outer")}
    asked = {"chart:display-label": "true", "chart:reverse-direction": str(reversed_).lower(), **ticks}
    looks = drawing.add({**asked, "text:line-break": "true"}, _line(names), _face(names))
    given = {"chart:dimension": "x", "chart:name": "primary-x", "chart:style-name": looks}
    axis = under(plot, "chart:axis", given)
    cells = bars.findtext("c:ser/c:cat//c:f", "", NAMES)
    under(axis, "chart:categories", {"table:cell-range-address": _range(cells)})
    scale = {
        f"chart:{name}": _value(values, f"c:scaling/c:{short}")
        for name, short in (("minimum", "min"), ("maximum", "max"))
        if _value(values, f"c:scaling/c:{short}")
    }
    beside = {
        f"chart:{name}": _value(bars, f"c:{short}", otherwise)
        for name, short, otherwise in (("gap-width", "gapWidth", "100"), ("overlap", "overlap", "0"))
    }
    far = {"chart:axis-label-position": "outside-end"} if _value(values, "c:tickLblPos") == "high" else {}
    code = values.find("c:numFmt", NAMES)
    looks = drawing.add(
        {"chart:display-label": "true", "chart:link-data-style-to-source": "false", **scale, **beside, **far},
        {"draw:stroke": "none"},
        _face(values),
        code.attrib["formatCode"] if code is not None else "",
    )
    given = {"chart:dimension": "y", "chart:name": "primary-y", "chart:style-name": looks}
    axis = under(plot, "chart:axis", given)
    lines = values.find("c:majorGridlines", NAMES)
    if lines is not None:
        grid = {"chart:class": "major", "chart:style-name": drawing.add(graphic=_line(lines))}
        under(axis, "chart:grid", grid)


def _write_series(plot: Element, series: Element, drawing: Drawing, heads: HeaderOf) -> None:
    labels = series.find("c:dLbls", NAMES)
    said: dict[str, str] = {}
    text: dict[str, str] | None = None
    code = ""
    if labels is not None:
        said = {"chart:data-label-number": "value", "chart:link-data-style-to-source": "false"}
        text, form = _face(labels), labels.find("c:numFmt", NAMES)
        code = form.attrib["formatCode"] if form is not None else ""
    looks = drawing.add(said, _fill(series, drawing), text, code)
    cells = series.findtext("c:val//c:f", "", NAMES)
    name = series.findtext("c:tx/c:v", "", NAMES)
    given = {"chart:class": "chart:bar", "chart:values-cell-range-address": _range(cells)}
    made = under(plot, "chart:series", given | _label(cells, name, heads) | {"chart:style-name": looks})
    for point in series.iterfind("c:dPt", NAMES):
        # Ours are the first ones, in order.
        under(made, "chart:data-point", {"chart:style-name": drawing.add(graphic=_fill(point, drawing))})


def _label(cells: str, name: str, heads: HeaderOf) -> dict[str, str]:
    """The name of a series is the cell above it; where none says so, only LibreOffice can be told."""
    sheet, _, area = cells.rpartition("!")
    row, _ = place_of(area.split(":")[0])
    letters = re.match(r"\$?([A-Z]+)", area)
    above = f"{letters[1] if letters else 'A'}{row}"
    if row and heads(above, name):
        return {"chart:label-cell-address": address(_unquoted(sheet), above)}
    return {"loext:label-string": '"' + name.replace('"', '""') + '"'}


def _range(cells: str) -> str:
    sheet, _, area = cells.rpartition("!")
    return address(_unquoted(sheet), area)


def _unquoted(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _face(element: Element) -> dict[str, str]:
    """The face of the words in a part of a chart, as it is told in the first place."""
    told = element.find(".//a:defRPr", NAMES)
    if told is None:
        return face(style.SIZE_SMALL, style.INK)
    return face(int(told.attrib["sz"]) / 100, _color(told) or style.INK, bold=told.attrib.get("b") == "1")


def _color(element: Element) -> str:
    found = element.find(".//a:srgbClr", NAMES)
    return f"#{found.attrib['val'].lower()}" if found is not None else ""


def _line(element: Element) -> dict[str, str]:
    line = element.find("c:spPr/a:ln", NAMES)
    color = _color(line) if line is not None else ""
    if not color:
        return {"draw:stroke": "none"}
    return {"draw:stroke": "solid", "svg:stroke-width": LINE, "svg:stroke-color": color}


def _fill(element: Element, drawing: Drawing) -> dict[str, str]:
    pattern = element.find("c:spPr/a:pattFill", NAMES)
    if pattern is None:
        solid = element.find("c:spPr/a:solidFill", NAMES)
        color = _color(solid) if solid is not None else ""
        return {"draw:fill": "solid", "draw:fill-color": color or style.ACCENT.lower()} | _line(element)
    lines, ground = pattern.find("a:fgClr", NAMES), pattern.find("a:bgClr", NAMES)
    assert lines is not None
    assert ground is not None
    kind = pattern.attrib["prst"]
    ways, apart = HATCHES[kind]
    drawing.hatches[kind] = {
        "draw:style": ways,
        "draw:color": _color(lines),
        "draw:distance": apart,
        "draw:rotation": UP,
    }
    return {
        "draw:fill": "hatch",
        "draw:fill-hatch-name": kind,
        "draw:fill-hatch-solid": "true",
        "draw:fill-color": _color(ground),
    } | _line(element)
