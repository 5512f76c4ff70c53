"""The command line: arguments, exit codes, and which story is told."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gmreports import __version__
from gmreports.model import ClerkError, Period

if TYPE_CHECKING:
    from gmreports.model import Reading
    from gmreports.run import Own

DONE, FOUND, WRONG_USE, OUR_FAULT = 0, 1, 2, 3
LOG = "gmreports.log"

# The heavy imports (pandas, openpyxl, xlsxwriter) stay inside the commands: --help must answer at once.


class _PeriodType(click.ParamType[Period]):
    name = "期別"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        return value if isinstance(value, Period) else Period.parse(str(value))


class _MomentType(click.ParamType[datetime]):
    """A day, which then counts to its end, or a day with a time; Taipei time."""

    name = "日期"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        text = str(value)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise ClerkError(
                f"資料截止時間「{text}」看不懂，請寫成 2026-10-15 或 2026-10-15T17:00。"
            ) from None
        return datetime.combine(moment, time(23, 59)) if len(text) == 10 else moment.replace(tzinfo=None)


PERIOD, MOMENT, FILE = _PeriodType(), _MomentType(), click.Path(path_type=Path)
own_settings = click.option("--settings", type=FILE, help="自己的設定檔：機關、截止日、門檻。")
own_form = click.option("--form", type=FILE, help="疊在原表單上的自訂表單檔。")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="gmreports %(version)s")
def gmreports() -> None:
    """桃園市各區公所性別平等業務季報：產生空白表、檢核、彙整。"""


@gmreports.command()
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

    for path in write_templates(period, out, offices, _own(settings, form)):
        click.echo(path)


@gmreports.command()
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

    checked = check_files(files, period, _own(settings, form))
    click.echo(checked.to_json() if as_json else tell_check(checked), nl=False)
    codes = {finding.code for finding in checked.findings}
    errors = any(finding.blocks for finding in checked.findings)
    ctx.exit(OUR_FAULT if "S00" in codes else FOUND if errors else DONE)


@gmreports.command()
@click.argument("inbox", metavar="收件資料夾", type=FILE)
@click.option("--period", type=PERIOD, help="期別，例如 115Q3；不寫就用收件資料夾裡最新的一季。")
@click.option("--out", type=FILE, required=True, help="結果放到哪個資料夾。")
@click.option("--as-of", type=MOMENT, help="資料截止時間，例如 2026-10-15；之後收到的不列入。")
@click.option("--json", "as_json", is_flag=True, help="輸出 JSON。")
@click.option("--jobs", type=click.IntRange(1), default=1, help="同時讀取幾個檔案。")
@click.option("--waivers", type=FILE, help="豁免檔；不寫就用收件資料夾裡的 waivers.toml。")
@own_settings
@own_form
def report(
    inbox: Path,
    period: Period | None,
    out: Path,
    as_of: datetime | None,
    as_json: bool,
    jobs: int,
    waivers: Path | None,
    settings: Path | None,
    form: Path | None,
) -> None:
    """彙整一季的成果：活頁簿、網頁、檢核結果與摘要信。"""
    from gmreports import run
    from gmreports.run.story import tell_report

    logging.getLogger().addHandler(_Log(out / LOG, encoding="utf-8", delay=True))
    outcome = run.report(inbox, period, out, as_of, _own(settings, form), jobs, _bar, waivers)
    click.echo(outcome.to_json() if as_json else tell_report(outcome, inbox), nl=False)


@gmreports.command()
@click.argument("code", required=False)
@own_settings
@own_form
def rules(code: str | None, settings: Path | None, form: Path | None) -> None:
    """列出所有檢核規則，或說明其中一條。"""
    from gmreports.run import rule_page

    click.echo(rule_page(code, _own(settings, form)), nl=False)


@gmreports.command()
@click.argument("code", metavar="代碼")
@click.option("--inbox", type=FILE, required=True, help="收件資料夾，裡面一季一個資料夾。")
@own_settings
@own_form
def backtest(code: str, inbox: Path, settings: Path | None, form: Path | None) -> None:
    """一條規則用在過去各季，會指出哪些公所的哪些地方。"""
    from gmreports.run.backtest import backtest, tell_backtest

    click.echo(tell_backtest(backtest(code, inbox, _own(settings, form))), nl=False)


def main() -> None:
    """The console script: every outcome gets its exit code, and every refusal one sentence in Chinese."""
    for stream in (sys.stdout, sys.stderr):
        # A Big5 console cannot print everything; a question mark beats a crash.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr] # a TextIO that is a TextIOWrapper
    try:
        code = gmreports.main(standalone_mode=False)
    except ClerkError as error:
        click.echo(str(error), err=True)
        sys.exit(WRONG_USE)
    except click.UsageError as error:
        click.echo(f"{_usage(error)}加 --help 可以看用法。", err=True)
        sys.exit(WRONG_USE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中斷；原來的結果沒有變動。", err=True)
        sys.exit(WRONG_USE)
    except Exception:
        logging.getLogger(__name__).exception("unexpected")
        click.echo("程式發生錯誤，這不是您的問題；原來的結果沒有變動。請把上面的訊息交給維護的人。", err=True)
        sys.exit(OUR_FAULT)
    sys.exit(code or DONE)


def _usage(error: click.UsageError) -> str:
    """Click's own sentences are English: say the same in Chinese."""
    match error:
        case click.NoSuchOption():
            return f"沒有「{error.option_name}」這個選項。"
        case click.MissingParameter():
            return f"少了「{_name(error.param)}」。"
        case click.BadParameter():
            return f"「{_name(error.param)}」的值不對。"
    return "指令看不懂。"


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Argument):
        return param.metavar or ""
    return param.opts[0] if param else ""


def _own(settings: Path | None, form: Path | None) -> Own:
    from gmreports.run import Own

    return Own(settings, form)


class _Log(logging.FileHandler):
    """A log that is there only once there is something to say, and makes its own folder."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()


def _bar(readings: Iterator[Reading], total: int) -> Iterable[Reading]:
    """Show how far the reading is where somebody watches."""
    if not sys.stderr.isatty():
        yield from readings
        return
    with click.progressbar(readings, length=total, label=f"讀取 {total} 個檔案", file=sys.stderr) as bar:
        yield from bar
