"""What the program says about the samples, kept as text so that a change shows as a readable difference."""

from __future__ import annotations

import email
import email.policy
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

import openpyxl

from gmreports import run
from gmreports.model import Period

PERIOD = Period(115, 3)
EXPECTED = Path(__file__).with_name("expected") / str(PERIOD)
AS_THEY_ARE = (
    "findings.csv",
    "findings.json",
    "figures.json",
    "compliance.json",
    "manifest.json",
    "report.html",
    "changes.csv",
    "letters/index.csv",
)


def approve(inbox: Path) -> None:
    """Take what the program says now for what it shall say."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = said(inbox, Path(folder))
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for name, content in fresh.items():
        path = EXPECTED / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"已更新「{EXPECTED.relative_to(EXPECTED.parents[2])}」，請用 git diff 看過差異。")


def said(inbox: Path, out: Path) -> Mapping[str, bytes]:
    """File name → content, of a report made afresh into `out`."""
    folder = run.report(inbox, PERIOD, out, None, run.Own()).folder
    texts = {
        "report.txt": book_as_text(folder / "report.xlsx"),
        "letters.txt": "\n\n".join(letter_as_text(path) for path in sorted(folder.glob("letters/*.eml"))),
    }
    kept = {name: (folder / name).read_bytes() for name in AS_THEY_ARE}
    return {**kept, **{name: text.encode() for name, text in texts.items()}}


def book_as_text(path: Path) -> str:
    """Every sheet as it shows: cached values, tabs between cells."""
    return "\n".join(_lines(path)) + "\n"


def _lines(path: Path) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        yield f"== {sheet.title}"
        for row in sheet.iter_rows(values_only=True):
            yield "\t".join(_shown(value) for value in row).rstrip()
        yield ""


def _shown(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return "" if value is None else str(value).replace("\n", "⏎")


def letter_as_text(path: Path) -> str:
    """Head and plain text of a letter."""
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    head = [f"{name}: {letter[name]}" for name in ("From", "To", "Subject") if letter[name]]
    body = letter.get_body(("plain",))
    text = body.get_content() if body else ""
    return "\n".join([*head, "", text.replace("\r\n", "\n").rstrip(), ""])
