"""The command that sends the letters: where to, as whom, and only after somebody has agreed."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from gmreports.cli.log import log_to
from gmreports.cli.options import FILE
from gmreports.model import ClerkError

if TYPE_CHECKING:
    from gmreports.deliver import Account
    from gmreports.run.send import Preview

DONE, LEFT_OVER = 0, 1
LONGEST_WAIT = 3600
PASSWORD = "GMREPORTS_SMTP_PASSWORD"
PORTS: dict[Literal["starttls", "tls"], int] = {"starttls": 587, "tls": 465}
SERVER = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")


@click.command()
@click.argument("folder", metavar="結果資料夾", type=FILE)
@click.option("--to-folder", metavar="資料夾", type=FILE, help="放進這個資料夾，由郵件系統寄出。")
@click.option("--smtp", metavar="主機[:埠]", help="用這台郵件伺服器寄出；一定加密。")
@click.option(
    "--tls", type=click.Choice(["starttls", "tls"]), default="starttls", show_default=True, help="加密方式。"
)
@click.option(
    "--user", metavar="帳號", default="", help=f"登入的帳號；密碼放在環境變數 {PASSWORD}，或執行時輸入。"
)
@click.option("--from", "sender", metavar="地址", default="", help="寄件地址；不寫就照信上的。")
@click.option("--ca", metavar="檔案", type=FILE, help="機關自己的根憑證檔（PEM）。")
@click.option("--only", metavar="種類,…", help="只寄這些種類，例如 correction,reminder。")
@click.option(
    "--office", "offices", metavar="機關", multiple=True, help="只寄給這個機關（代碼或簡稱）；可重複。"
)
@click.option("--yes", is_flag=True, help="不再詢問，直接寄。")
@click.option("--timeout", metavar="秒", type=float, default=60, show_default=True, help="等伺服器幾秒。")
@click.option(
    "--mark",
    "marks",
    metavar="<sent|again 檔名>",
    type=(click.Choice(["sent", "again"]), str),
    multiple=True,
    help="不知道有沒有寄到的信：sent 是寄到了，again 是要再寄；可重複。",
)
@click.pass_context
def send(
    ctx: click.Context,
    folder: Path,
    to_folder: Path | None,
    smtp: str | None,
    tls: Literal["starttls", "tls"],
    user: str,
    sender: str,
    ca: Path | None,
    only: str | None,
    offices: tuple[str, ...],
    yes: bool,
    timeout: float,
    marks: tuple[tuple[Literal["sent", "again"], str], ...],
) -> None:
    """把一季的信寄出去；不加 --smtp 或 --to-folder 只是預覽。"""
    from gmreports.run import send as run
    from gmreports.run import send_story as story

    if [to_folder is not None, smtp is not None, bool(marks)].count(True) > 1:
        raise ClerkError("--smtp、--to-folder、--mark 一次只能用一個。")
    log_to(folder.parent)
    choice = run.Choice(_listed(only), offices, sender)
    if marks:
        click.echo(story.tell_marks(run.mark(folder, marks)), nl=False)
        return
    to = to_folder if smtp is None else _account(smtp, tls, user, ca, timeout)
    if to is None:
        click.echo(story.tell_dry_run(run.preview(folder, choice)), nl=False)
        return

    def agree(seen: Preview) -> bool:
        click.echo(story.tell_preview(seen))
        count = sum(row.goes for row in seen.rows)
        question = f"要寄出這 {count} 封信嗎？" if smtp else f"要把這 {count} 封信放進「{to_folder}」嗎？"
        return yes or click.confirm(question)

    seen, done = run.send(folder, choice, to, agree, lambda: _password(user))
    if done is None:
        click.echo("沒有寄出任何信。")
        return
    click.echo(story.tell_done(seen, done), nl=False)
    ctx.exit(DONE if story.all_well(done) else LEFT_OVER)


def _listed(only: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in re.split("[,，、]", only or "") if word.strip())


def _account(
    smtp: str, tls: Literal["starttls", "tls"], user: str, ca: Path | None, timeout: float
) -> Account:
    from gmreports.deliver import Account

    found = SERVER.fullmatch(smtp.strip())
    port = int(found[2] or PORTS[tls]) if found else 0
    if not found or not 0 < port < 65536:
        # What was typed is not repeated: in a URL there may be a password.
        raise ClerkError(
            "--smtp 請寫主機名稱，需要時加埠，例如 mail.example.gov.tw:587；"
            f"帳號用 --user，密碼用環境變數 {PASSWORD}。"
        )
    if not 0 < timeout <= LONGEST_WAIT:
        raise ClerkError(f"--timeout 請寫 1 到 {LONGEST_WAIT} 之間的秒數。")
    return Account(found[1].strip("[]"), port, tls, user, ca=ca, timeout=timeout)


def _password(user: str) -> str:
    """From the environment, else from the keyboard; never from a file or an option."""
    password = os.environ.get(PASSWORD) or ""
    if not password and sys.stdin.isatty():
        password = click.prompt(f"{user} 的密碼", hide_input=True, err=True)
    if not password:
        raise ClerkError(f"沒有密碼：請設定環境變數 {PASSWORD}，或在終端機執行，畫面會請您輸入。")
    return password
