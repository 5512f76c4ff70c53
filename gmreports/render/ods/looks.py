"""How cells look: the formats of our own workbook as the styles of OpenDocument."""

from __future__ import annotations

from dataclasses import dataclass

from gmreports.render import style
from gmreports.render.ods.numbers import PLAIN, NumberFormat, parsed, write_format
from gmreports.render.ods.source import NAMES
from gmreports.render.ods.xml import Attributes, Element, under

DEFAULT = "Default"
LINE_WIDTH = "0.75pt"
# Excel's step of an indent, nine pixels.
POINTS_PER_INDENT = 6.75
_VERTICAL = {"center": "middle", "top": "top"}
_HORIZONTAL = {"left": "start", "center": "center", "right": "end"}


@dataclass(frozen=True)
class Looks:
    """The formats of the workbook by their number: their XML, and how each shows a number."""

    styles: Element
    numbers: tuple[NumberFormat | None, ...]

    def name(self, at: int) -> str:
        return f"ce{at}"


def looks_of(styles: Element) -> Looks:
    codes = {
        each.attrib["numFmtId"]: each.attrib["formatCode"]
        for each in styles.iterfind("m:numFmts/m:numFmt", NAMES)
    }
    # The only two formats that have a number and no code here.
    codes |= {"0": PLAIN, "1": "0"}
    formats = styles.findall("m:cellXfs/m:xf", NAMES)
    return Looks(styles, tuple(parsed(codes[each.attrib["numFmtId"]]) for each in formats))


def write_looks(parent: Element, looks: Looks) -> None:
    """A style for each format, after the number format it uses."""
    names: dict[NumberFormat, str] = {}
    for form in looks.numbers:
        if form is not None and form not in names:
            names[form] = f"N{len(names) + 1}"
            write_format(parent, names[form], form)
    shared = {part: looks.styles.findall(f"m:{part}s/m:{part}", NAMES) for part in ("font", "fill", "border")}
    for at, each in enumerate(looks.styles.iterfind("m:cellXfs/m:xf", NAMES)):
        form = looks.numbers[at]
        given = {"style:name": looks.name(at), "style:family": "table-cell"}
        given["style:parent-style-name"] = DEFAULT
        if form is not None:
            given["style:data-style-name"] = names[form]
        made = under(parent, "style:style", given)
        alignment = each.find("m:alignment", NAMES)
        aligned = dict(alignment.attrib) if alignment is not None else {}
        cell = (
            _ground(shared["fill"][int(each.attrib["fillId"])])
            | _lines(shared["border"][int(each.attrib["borderId"])])
            | _fitted(aligned)
        )
        under(made, "style:table-cell-properties", cell)
        if "horizontal" in aligned:
            indent = float(aligned.get("indent", "0")) * POINTS_PER_INDENT
            under(
                made,
                "style:paragraph-properties",
                {"fo:text-align": _HORIZONTAL[aligned["horizontal"]], "fo:margin-left": f"{indent:g}pt"},
            )
        under(made, "style:text-properties", _face(shared["font"][int(each.attrib["fontId"])]))


def write_default(parent: Element) -> None:
    """What all cells start from."""
    given = {"style:name": DEFAULT, "style:family": "table-cell"}
    made = under(parent, "style:style", given)
    under(made, "style:table-cell-properties", {"style:vertical-align": "bottom"})
    under(made, "style:text-properties", face(style.SIZE_BODY, style.INK))


def face(size: float, color: str, bold: bool = False, underlined: bool = False) -> dict[str, str]:
    """The face of the report, said for Western and for Chinese characters."""
    weight = "bold" if bold else "normal"
    given = {
        "fo:color": color.lower(),
        "style:font-name": style.FONT_REPORT,
        "style:font-name-asian": style.FONT_REPORT,
        "fo:font-size": f"{size:g}pt",
        "style:font-size-asian": f"{size:g}pt",
        "fo:font-weight": weight,
        "style:font-weight-asian": weight,
    }
    lined = {"style:text-underline-style": "solid", "style:text-underline-width": "auto"}
    return given | ({**lined, "style:text-underline-color": "font-color"} if underlined else {})


def _face(font: Element) -> dict[str, str]:
    size, color = font.find("m:sz", NAMES), font.find("m:color", NAMES)
    return face(
        float(size.attrib["val"]) if size is not None else style.SIZE_BODY,
        _color(color, style.INK),
        bold=font.find("m:b", NAMES) is not None,
        underlined=font.find("m:u", NAMES) is not None,
    )


def _color(element: Element | None, otherwise: str) -> str:
    """A colour is written AARRGGBB; one of the theme is the standard one."""
    code = element.attrib.get("rgb", "") if element is not None else ""
    return f"#{code[2:].lower()}" if code else otherwise


def _ground(fill: Element) -> dict[str, str]:
    solid = fill.find("m:patternFill[@patternType='solid']/m:fgColor", NAMES)
    return {"fo:background-color": _color(solid, style.PAPER)} if solid is not None else {}


def _lines(border: Element) -> dict[str, str]:
    found = {}
    for side in ("top", "bottom"):
        line = border.find(f"m:{side}[@style]", NAMES)
        if line is not None:
            found[f"fo:border-{side}"] = (
                f"{LINE_WIDTH} solid {_color(line.find('m:color', NAMES), style.INK).lower()}"
            )
    return found


def _fitted(aligned: Attributes) -> dict[str, str]:
    given = {"style:vertical-align": _VERTICAL.get(aligned.get("vertical", ""), "bottom")}
    if "wrapText" in aligned:
        given["fo:wrap-option"] = "wrap"
    if "horizontal" in aligned:
        given["style:text-align-source"] = "fix"
    return given
