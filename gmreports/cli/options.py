"""What options say: periods, moments, files, and what an office puts in place of the shipped data."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gmreports.model import ClerkError, Period

if TYPE_CHECKING:
    from gmreports.run import Own


class PeriodType(click.ParamType[Period]):
    name = "期別"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        return value if isinstance(value, Period) else Period.parse(str(value))


class MomentType(click.ParamType[datetime]):
    """A day, which then counts to its end, or a day with a time; written as in received.csv, Taipei time."""

    name = "日期"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        from gmreports.inbox.received import moment

        text = str(value)
        found = moment(text)
        if found is None:
            raise ClerkError(f"日期「{text}」看不懂，請寫成 2026-10-15，要加時間就寫 2026-10-15T17:00。")
        return found if set(text) & set("T:") else datetime.combine(found, time(23, 59))


PERIOD, MOMENT, FILE = PeriodType(), MomentType(), click.Path(path_type=Path)
own_settings = click.option("--settings", type=FILE, help="自己的設定檔：機關、截止日、門檻。")
own_form = click.option("--form", type=FILE, help="疊在原表單上的自訂表單檔。")


def own(settings: Path | None, form: Path | None) -> Own:
    from gmreports.run import Own

    return Own(settings, form)
