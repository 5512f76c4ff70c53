"""The pages in docs/rules/ are those that the rules give now.

That what they say was measured still is what one measures: tests/seeds/test_seeds.py.
"""

import importlib.util
from pathlib import Path

from gmreports.rules import ALL
from gmreports.rules.page import SEVERITY_WORDS, page
from tests.rules.tables import form
from tests.seeds import words

DOCS = Path(__file__).parents[2] / "docs"


def wanted() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("docs_build", DOCS / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    measured = words.read((DOCS / "rules" / words.TABLE).read_text(encoding="utf-8"))
    found: dict[str, str] = module.pages(measured)
    return found


def test_the_pages_are_current() -> None:
    written = {
        path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8")
        for path in (DOCS / "rules").glob("*.md")
    }
    assert written == wanted(), "make docs"


def test_a_page_says_what_its_rule_says() -> None:
    for rule in ALL:
        text = page(rule, form())
        assert text.startswith(f"# {rule.code} {rule.title}\n")
        assert SEVERITY_WORDS[rule.severity] in text
        assert ("✗" in text) == bool(rule.bad)


def test_every_line_of_a_table_has_as_many_cells_as_its_header() -> None:
    for rule in ALL:
        for paragraph in page(rule, form()).split("\n\n"):
            lines = paragraph.splitlines()
            if lines and lines[0].startswith("|"):
                assert {line.count("|") for line in lines} == {lines[0].count("|")}, (rule.code, paragraph)
