"""The command line: arguments, exit codes, and which story is told.

The heavy imports (pandas, openpyxl, xlsxwriter) stay inside the commands: --help must answer at once.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import NoReturn

import click

from gmreports import __version__
from gmreports.cli import compare, publication, quarter, send, status
from gmreports.cli.log import guard_console, kept
from gmreports.model import ClerkError
from gmreports.render.visible import visible

DONE, WRONG_USE, OUR_FAULT = 0, 2, 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="gmreports %(version)s")
def gmreports() -> None:
    """桃園市各區公所性別平等業務季報：產生空白表、檢核、彙整。"""


for command in (
    quarter.template,
    quarter.check,
    quarter.report,
    compare.diff,
    quarter.rules,
    quarter.backtest,
    send.send,
    publication.publish,
    publication.replay,
    status.status,
):
    gmreports.add_command(command)


def main() -> None:
    """The console script: every outcome gets its exit code, and every refusal one sentence in Chinese."""
    # A job that is started without a console has no streams at all.
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        # A Big5 console cannot print everything; a question mark beats a crash.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr] # a TextIO that is a TextIOWrapper
    guard_console()
    try:
        code = gmreports.main(standalone_mode=False)
        _say_all()
    except ClerkError as error:
        _stop(WRONG_USE, visible(str(error)))
    except click.UsageError as error:
        _stop(WRONG_USE, f"{_usage(error)}加 --help 可以看用法。")
    except (click.Abort, KeyboardInterrupt):
        _stop(WRONG_USE, "已中斷；原來的結果沒有變動。")
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            _stop(WRONG_USE, "磁碟空間不足，寫不下去；原來的結果沒有變動。請清出空間再執行一次。")
        logging.getLogger(__name__).exception("unexpected")
        _stop(OUR_FAULT, f"程式發生錯誤，這不是您的問題；原來的結果沒有變動。請把{kept()}交給維護的人。")
    sys.exit(code or DONE)


def _say_all() -> None:
    """What was printed goes out now: at the end of Python, trouble with it is a traceback of its own."""
    try:
        sys.stdout.flush()
    except OSError as error:
        with _nowhere() as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        # Whoever reads the first lines alone, as `head` does, has them.
        if not isinstance(error, BrokenPipeError):
            raise


def _stop(code: int, sentence: str) -> NoReturn:
    with suppress(OSError):
        _say_all()
    click.echo(sentence, err=True)
    sys.exit(code)


def _nowhere() -> TextIOWrapper:
    return open(os.devnull, "w", encoding="utf-8")


def _usage(error: click.UsageError) -> str:
    """Click's own sentences are English: say the same in Chinese."""
    match error:
        case click.NoSuchOption():
            return f"沒有「{error.option_name}」這個選項。"
        case click.BadOptionUsage():
            return f"「{error.option_name}」後面要寫值。"
        case click.MissingParameter():
            return f"少了「{_name(error.param)}」。"
        case click.BadParameter():
            return f"「{_name(error.param)}」的值不對{_wanted(error.param)}。"
    return "指令看不懂。"


def _wanted(param: click.Parameter | None) -> str:
    match param and param.type:
        case click.IntRange(min=least):
            return f"，要寫 {least} 以上的整數"
        case click.Choice(choices=choices):
            return f"，只能是 {'、'.join(choices)}"
    return ""


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Argument):
        return param.metavar or ""
    return param.opts[0] if param else ""
