"""The command that tells where the round stands."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import click

from gmreports.cli.options import FILE, MOMENT, PERIOD, own, own_form, own_settings
from gmreports.model import Period


@click.command()
@click.argument("inbox", metavar="[收件資料夾]", type=FILE, default=Path("inbox"))
@click.option("--period", type=PERIOD, help="期別，例如 115Q3；不寫就用收件資料夾裡最新的一季。")
@click.option("--as-of", type=MOMENT, help="看哪一天的狀況，例如 2026-10-15；不寫就是今天。")
@click.option("--out", type=FILE, default=Path("out"), show_default=True, help="結果放在哪個資料夾。")
@click.option("--waivers", type=FILE, help="豁免檔；不寫就用收件資料夾裡的 waivers.toml。")
@own_settings
@own_form
def status(
    inbox: Path,
    period: Period | None,
    as_of: datetime | None,
    out: Path,
    waivers: Path | None,
    settings: Path | None,
    form: Path | None,
) -> None:
    """看這一季的進度：收到、逾期、需更正、等候更正、離截止日幾天。"""
    from gmreports.inbox import TAIPEI
    from gmreports.run.status import status
    from gmreports.run.status_story import tell_status

    moment = as_of or datetime.combine(datetime.now(TAIPEI), time(23, 59))
    click.echo(tell_status(status(inbox, period, moment, out, own(settings, form), waivers)), nl=False)
