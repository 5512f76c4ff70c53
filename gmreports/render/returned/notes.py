"""The notes of a sheet: ours beside or below what the office wrote, and taken out again to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from gmreports.render import style
from gmreports.render.book.paper import clean
from gmreports.render.returned.package import Element, main

AUTHOR = "季報檢核"
OPENING = "〔檢核註記〕"
CLOSING = "〔註記到此：改好後不必刪，下次檢核會自動移除〕"
RULE = "─" * 12
# A thread of comments keeps a copy of itself as a note, which Excel writes anew: nothing can stand in it.
THREAD = "tc="

# LibreOffice and Excel write the line ends of a note each in its own way.
OURS = re.compile(rf"(?:\n?{RULE}\n?)?{OPENING}.*?(?:{CLOSING}|\Z)\n?", re.DOTALL)
ESCAPE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def block(lines: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The text of our note as pieces, bold or not; the first line and the last are how it is known again."""
    return [(OPENING, True), *((f"\n{_inert(text)}", bold) for text, bold in lines), (f"\n{CLOSING}", False)]


def _inert(text: str) -> str:
    """A text that ends no note of ours, and in which Excel sees no characters written by their number."""
    held = clean(text).replace(OPENING, OPENING[1:-1]).replace(CLOSING, CLOSING[1:-1])
    return ESCAPE.sub(r"_x005F_\1", held)


def empty() -> Element:
    root = etree.Element(main("comments"), nsmap={None: main("")[1:-1]})
    etree.SubElement(root, main("authors"))
    etree.SubElement(root, main("commentList"))
    return root


def by_cell(root: Element) -> dict[str, Element]:
    return {each.get("ref", ""): each for each in root.iterfind(f"{main('commentList')}/{main('comment')}")}


def is_thread(root: Element, comment: Element) -> bool:
    authors = [each.text or "" for each in root.iterfind(f"{main('authors')}/{main('author')}")]
    at = int(comment.get("authorId", "0"))
    return at < len(authors) and authors[at].startswith(THREAD)


def text_of(comment: Element) -> str:
    return "".join(piece.text or "" for piece in _pieces(comment))


def has_ours(comment: Element) -> bool:
    return OPENING in text_of(comment)


def write(root: Element, address: str, pieces: list[tuple[str, bool]]) -> Element:
    """A note of our own."""
    held = root.find(main("commentList"))
    assert held is not None
    given = {"ref": address, "authorId": str(_author(root))}
    comment = etree.SubElement(held, main("comment"), given)
    _add_runs(etree.SubElement(comment, main("text")), pieces)
    return comment


def append(comment: Element, pieces: list[tuple[str, bool]]) -> None:
    """Ours below what stands there, under a line."""
    text = comment.find(main("text"))
    if text is None:
        text = etree.SubElement(comment, main("text"))
        comment.insert(0, text)
    plain = text.find(main("t"))
    if plain is not None:
        run = etree.Element(main("r"))
        plain.addprevious(run)
        run.append(plain)
    _add_runs(text, [(f"\n{RULE}\n", False), *pieces])


def cut(comment: Element) -> bool:
    """Whatever is ours out of a note; True where nothing of the office's is left in it."""
    whole = text_of(comment)
    for found in reversed(list(OURS.finditer(whole))):
        _cut_out(comment, found.start(), found.end())
    text = comment.find(main("text"))
    assert text is not None
    runs = text.findall(main("r"))
    if len(runs) == 1 and runs[0].find(main("rPr")) is None:
        plain = runs[0].find(main("t"))
        if plain is not None:
            runs[0].addprevious(plain)
            text.remove(runs[0])
    return not text_of(comment).strip()


def drop_author(root: Element) -> None:
    """Our name out of the authors, where it stands last and nobody writes under it."""
    authors = root.find(main("authors"))
    if authors is None or not len(authors) or authors[-1].text != AUTHOR:
        return
    last = str(len(authors) - 1)
    if all(each.get("authorId") != last for each in by_cell(root).values()):
        authors.remove(authors[-1])


def _author(root: Element) -> int:
    authors = root.find(main("authors"))
    if authors is None:
        authors = etree.Element(main("authors"))
        root.insert(0, authors)
    names = [each.text for each in authors]
    if AUTHOR in names:
        return names.index(AUTHOR)
    etree.SubElement(authors, main("author")).text = AUTHOR
    return len(names)


def _add_runs(text: Element, pieces: list[tuple[str, bool]]) -> None:
    """Before the phonetic guides, which a text ends with."""
    guides = [at for at, each in enumerate(text) if each.tag in (main("rPh"), main("phoneticPr"))]
    at = min(guides, default=len(text))
    for number, (said, bold) in enumerate(pieces):
        run = etree.Element(main("r"))
        looks = etree.SubElement(run, main("rPr"))
        for name, given in _looks(bold):
            etree.SubElement(looks, main(name), given)
        said_here = etree.SubElement(run, main("t"), {SPACE: "preserve"})
        said_here.text = said
        text.insert(at + number, run)


def _looks(bold: bool) -> Iterator[tuple[str, Mapping[str, str]]]:
    if bold:
        yield "b", {}
    yield "sz", {"val": str(style.SIZE_SMALL)}
    yield "color", {"rgb": f"FF{style.INK[1:]}"}
    yield "rFont", {"val": style.FONT_REPORT}
    yield "family", {"val": "2"}


def _pieces(comment: Element) -> list[Element]:
    """The texts of a note in order; the phonetic guides are not part of it."""
    text = comment.find(main("text"))
    if text is None:
        return []
    return [*text.iterfind(main("t")), *text.iterfind(f"{main('r')}/{main('t')}")]


def _cut_out(comment: Element, start: int, end: int) -> None:
    at = 0
    for piece in _pieces(comment):
        said = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(said))
        at += len(said)
        if first >= last:
            continue
        piece.text = said[:first] + said[last:]
        if not piece.text:
            run = piece.getparent()
            assert run is not None
            run.remove(piece)
            holder = run.getparent()
            if run.tag == main("r") and holder is not None:
                holder.remove(run)
