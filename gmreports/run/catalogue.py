"""The rules, as pages to read."""

from __future__ import annotations

from datetime import datetime

from gmreports.inbox import TAIPEI
from gmreports.model import ClerkError, Period
from gmreports.rules import ALL, by_code
from gmreports.rules.page import catalogue, page
from gmreports.run.own import Own, shelf


def rule_page(code: str | None, own: Own) -> str:
    """One rule's page, or the catalogue of all of them, as Markdown."""
    _, form = shelf(Period.of(datetime.now(TAIPEI).date()), own)
    if code is None:
        return catalogue(ALL)
    rule = by_code(code.upper())
    if rule is None:
        raise ClerkError(f"沒有「{code}」這條規則；執行 gmreports rules 可以看全部。")
    return page(rule, form)
