"""The commands for a quarter's round: templates out, filled workbooks checked, the report."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gmreports.cli.log import log_to
from gmreports.cli.options import FILE, MOMENT, PERIOD, own, own_form, own_settings
from gmreports.model import Period

if TYPE_CHECKING:
    from gmreports.model import Reading

DONE, FOUND, OUR_FAULT = 0, 1, 3


@click.command()
@click.option("--period", type=PERIOD, required=True, help="期別，例如 115Q4。")
@click.option("--office", "offices", multiple=True, help="只產生這個機關的；可重複。")
@click.option("--out", type=FILE, required=True, help="放到哪個資料夾。")
@own_settings
@own_form
def template(
    period: Period, offices: tuple[str, ...], out: Path, settings: Path | None, form: Path | None
) -> None:
    """產生給各公所填寫的空白表。"""
    from gmreports.run import write_templates

    for path in write_templates(period, out, offices, own(settings, form)):
        click.echo(path)


@click.command()
@click.argument("files", metavar="檔案…", nargs=-1, required=True, type=FILE)
@click.option("--period", type=PERIOD, help="應該是哪一季的；不寫就照封面。")
@click.option("--json", "as_json", is_flag=True, help="輸出 JSON。")
@own_settings
@own_form
@click.pass_context
def check(
    ctx: click.Context,
    files: tuple[Path, ...],
    period: Period | None,
    as_json: bool,
    settings: Path | None,
    form: Path | None,
) -> None:
    """檢核填好的檔案，列出要更正的儲存格。"""
    from gmreports.run import check_files
    from gmreports.run.story import tell_check

    checked = check_files(files, period, own(settings, form))
    click.echo(checked.to_json() if as_json else tell_check(checked), nl=False)
    codes = {finding.code for finding in checked.findings}
    errors = any(finding.blocks for finding in checked.findings)
    ctx.exit(OUR_FAULT if "S00" in codes else FOUND if errors else DONE)


@click.command()
@click.argument("inbox", metavar="收件資料夾", type=FILE)
@click.option("--period", type=PERIOD, help="期別，例如 115Q3；不寫就用收件資料夾裡最新的一季。")
@click.option("--out", type=FILE, required=True, help="結果放到哪個資料夾。")
@click.option("--as-of", type=MOMENT, help="資料截止時間，例如 2026-10-15；之後收到的不列入。")
@click.option("--json", "as_json", is_flag=True, help="輸出 JSON。")
@click.option("--jobs", type=click.IntRange(1), help="同時讀取幾個檔案；不寫就依電腦的處理器。")
@click.option("--waivers", type=FILE, help="豁免檔；不寫就用收件資料夾裡的 waivers.toml。")
@own_settings
@own_form
def report(
    inbox: Path,
    period: Period | None,
    out: Path,
    as_of: datetime | None,
    as_json: bool,
    jobs: int | None,
    waivers: Path | None,
    settings: Path | None,
    form: Path | None,
) -> None:
    """彙整一季的成果：活頁簿、網頁、檢核結果與摘要信。"""
    from gmreports import run
    from gmreports.run.story import tell_report

    log_to(out)
    outcome = run.report(inbox, period, out, as_of, own(settings, form), jobs, _bar, waivers)
    click.echo(outcome.to_json() if as_json else tell_report(outcome, inbox), nl=False)


@click.command()
@click.argument("code", required=False)
@own_settings
@own_form
def rules(code: str | None, settings: Path | None, form: Path | None) -> None:
    """列出所有檢核規則，或說明其中一條。"""
    from gmreports.run import rule_page

    click.echo(rule_page(code, own(settings, form)), nl=False)


@click.command()
@click.argument("code", metavar="代碼")
@click.option("--inbox", type=FILE, required=True, help="收件資料夾，裡面一季一個資料夾。")
@own_settings
@own_form
def backtest(code: str, inbox: Path, settings: Path | None, form: Path | None) -> None:
    """一條規則用在過去各季，會指出哪些公所的哪些地方。"""
    from gmreports.run.backtest import backtest, tell_backtest

    click.echo(tell_backtest(backtest(code, inbox, own(settings, form))), nl=False)


def _bar(readings: Iterator[Reading], total: int) -> Iterable[Reading]:
    """Show how far the reading is where somebody watches."""
    if not sys.stderr.isatty():
        yield from readings
        return
    with click.progressbar(readings, length=total, label=f"讀取 {total} 個檔案", file=sys.stderr) as bar:
        yield from bar
