"""Write the pages that are made from the code: docs/rules/."""

import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT.parent))

from gmreports.forms import load_form, load_terms  # noqa: E402
from gmreports.model import Period  # noqa: E402
from gmreports.rules import ALL  # noqa: E402
from gmreports.rules.page import catalogue, page  # noqa: E402
from tests.seeds.measure import Measured, measure  # noqa: E402
from tests.seeds.words import TABLE, section, table  # noqa: E402

# Pages are written as of this quarter: the terms in force, not the day on which somebody builds them.
AS_OF = Period(115, 3)


def pages(measured: Mapping[str, Measured]) -> dict[str, str]:
    """Path below docs/ → text."""
    form = load_form(load_terms(AS_OF))
    found = {f"rules/{rule.code}.md": page(rule, form) + section(rule, measured) for rule in ALL}
    readme = f"{catalogue(ALL)}\n每一項抓得準不準，見[實測]({TABLE})。\n"
    return {"rules/README.md": readme, f"rules/{TABLE}": table(ALL, measured), **found}


def build(root: Path) -> None:
    """Write every page, and remove those of rules that are no more."""
    wanted = pages(measure())
    for path in (root / "rules").glob("*.md"):
        if path.relative_to(root).as_posix() not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    build(ROOT)
