"""changes.csv: every difference between a corrected return and the one before it."""

from __future__ import annotations

from collections.abc import Sequence

from gmreports.model import Change, Form
from gmreports.render.records import to_csv

HEADERS = ("機關代碼", "檔案", "工作表", "儲存格", "欄位", "變動", "更正前", "更正後")
KINDS = {"changed": "修改", "added": "整列新增", "removed": "整列刪去"}


def changes_csv(form: Form, changes: Sequence[Change]) -> bytes:
    """An internal value is said to differ, and neither is shown."""
    return to_csv(HEADERS, (_row(form, change) for change in changes))


def _row(form: Form, change: Change) -> tuple[str, ...]:
    column = form.sheet(change.sheet_id).column(change.column_id).header if change.column_id else ""
    where = change.where
    kind = KINDS[change.kind]
    return (
        change.office_code, where.file, where.sheet, where.cell, column, kind, change.before, change.after,
    )  # fmt: skip
