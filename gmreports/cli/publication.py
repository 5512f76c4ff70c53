"""The commands that freeze a quarter and make it again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from gmreports.cli.log import log_to
from gmreports.cli.options import FILE, MOMENT, PERIOD
from gmreports.model import Period

DONE, DIFFERS = 0, 1
OUT = Path("out")
INBOX = Path("inbox")

quarter = click.argument("period", metavar="期別", type=PERIOD)
inbox_option = click.option(
    "--inbox", type=FILE, default=INBOX, show_default=True, help="收件資料夾，裡面一季一個資料夾。"
)
out_option = click.option("--out", type=FILE, default=OUT, show_default=True, help="結果放在哪個資料夾。")


@click.command()
@quarter
@inbox_option
@out_option
@click.option("--reason", metavar="原因", default="", help="為什麼再公布一次；第二次起一定要寫。")
@click.option("--on", metavar="日期", type=MOMENT, help="公布日，例如 2026-10-20；不寫就是今天。")
def publish(period: Period, inbox: Path, out: Path, reason: str, on: datetime | None) -> None:
    """公布一季：把最近一次彙整的結果原樣保存起來，以後不再變動。"""
    from gmreports.inbox import TAIPEI
    from gmreports.run.publish import publish, tell_publish

    log_to(out)
    day = (on or datetime.now(TAIPEI)).date()
    click.echo(tell_publish(publish(period, inbox, out, reason, day)), nl=False)


@click.command()
@quarter
@inbox_option
@out_option
@click.option("--number", metavar="次數", type=click.IntRange(1), help="第幾次公布；不寫就是最近一次。")
@click.pass_context
def replay(ctx: click.Context, period: Period, inbox: Path, out: Path, number: int | None) -> None:
    """用原來的檔案重做公布過的結果，比對是否逐位元組相同。"""
    from gmreports.run.replay import replay, tell_replay

    log_to(out)
    done = replay(period, inbox, out, number)
    click.echo(tell_replay(done), nl=False)
    ctx.exit(DONE if done.equal else DIFFERS)
