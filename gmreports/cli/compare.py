"""The command that compares two returns of an office."""

from __future__ import annotations

from pathlib import Path

import click

from gmreports.cli.options import FILE, PERIOD, own, own_form, own_settings
from gmreports.model import Period


@click.command()
@click.argument("old", metavar="前一份", type=FILE)
@click.argument("new", metavar="後一份", type=FILE)
@click.option("--period", type=PERIOD, help="哪一季；不寫就照後一份的封面。")
@click.option("--inbox", type=FILE, help="收件資料夾；有的話也算出全市的合計怎麼變。")
@click.option("--json", "as_json", is_flag=True, help="輸出 JSON。")
@own_settings
@own_form
def diff(
    old: Path,
    new: Path,
    period: Period | None,
    inbox: Path | None,
    as_json: bool,
    settings: Path | None,
    form: Path | None,
) -> None:
    """比較一個機關的前後兩份，列出不同的儲存格與合計的變動。"""
    from gmreports.run.compare import compare, tell_compared

    compared = compare(old, new, period, inbox, own(settings, form))
    click.echo(compared.to_json() if as_json else tell_compared(compared), nl=False)
