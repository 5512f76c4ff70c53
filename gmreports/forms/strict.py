"""Reading TOML strictly: whatever is wrong becomes one Chinese sentence with the path of the key."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from gmreports.model import ClerkError

Take = Callable[[Any, str], Any]

# Ends of lines, marks that turn the direction of writing, and what shows nothing at all.
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """The content of a TOML file; `what` names it in the sentence when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ClerkError(f"找不到{what}「{path}」。") from None
    except (OSError, UnicodeDecodeError):
        raise ClerkError(f"{what}「{path}」打不開，請確認它是 UTF-8 的文字檔。") from None
    except RecursionError:
        raise ClerkError(f"{what}「{path}」的括號太多層，看不懂。") from None
    except tomllib.TOMLDecodeError as error:
        raise ClerkError(f"{what}「{path}」的寫法有誤：{_place(str(error))}請檢查引號與括號。") from None


def _place(message: str) -> str:
    digits = [part for part in message.replace(",", " ").replace(")", " ").split() if part.isdigit()]
    return f"第 {digits[0]} 行第 {digits[1]} 個字附近看不懂，" if len(digits) >= 2 else "檔尾不完整，"


def wrong(path: str, sentence: str) -> ClerkError:
    return ClerkError(f"設定「{path}」{sentence}。")


def fields(
    table: object, path: str, takes: Mapping[str, Take], needed: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The known keys of a table, each through its own reader; an unknown or missing key is an error."""
    if not isinstance(table, dict):
        raise wrong(path, "要寫成一個表格")
    for key in table:
        if key not in takes:
            raise wrong(f"{path}.{key}", f"是不認得的項目，可用的有：{'、'.join(takes)}")
    for key in needed:
        if key not in table:
            raise wrong(path, f"少了「{key}」")
    return {key: takes[key](value, f"{path}.{key}") for key, value in table.items()}


def text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise wrong(path, "要寫成用引號括起來的文字")
    return value


def texts(value: object, path: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise wrong(path, '要寫成文字的清單，例如 ["甲", "乙"]')
    return tuple(value)


def line(value: object, path: str) -> str:
    """Text that goes into letters and headings."""
    said = text(value, path)
    if any(unicodedata.category(char) in UNSEEN for char in said):
        raise wrong(path, "要寫成一行，不能有換行或看不見的字元")
    return said


def whole(value: object, path: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong(path, "要寫成整數")
    return value


def exact(value: object, path: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong(path, "要寫成數字")
    if not (number := Decimal(str(value))).is_finite():
        raise wrong(path, "要寫成數字，不能是 nan 或無限大")
    return number


def truth(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise wrong(path, "要寫成 true 或 false")
    return value


def day(value: object, path: str) -> date:
    if type(value) is not date:
        raise wrong(path, "要寫成日期，例如 2026-01-01，不加引號")
    return value


def days(value: object, path: str) -> tuple[date, ...]:
    if not isinstance(value, list):
        raise wrong(path, "要寫成日期的清單，例如 [2026-01-01]")
    return tuple(day(item, f"{path}[{number}]") for number, item in enumerate(value, start=1))


def one_of(*allowed: str) -> Take:
    def take(value: object, path: str) -> str:
        if value not in allowed:
            raise wrong(path, f"只能是 {'、'.join(allowed)}")
        return str(value)

    return take


def map_of(take: Take) -> Take:
    def take_all(value: object, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise wrong(path, "要寫成一個表格")
        return {key: take(item, f"{path}.{key}") for key, item in value.items()}

    return take_all


def list_of(take: Take) -> Take:
    def take_all(value: object, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise wrong(path, f"要寫成 [[{path.rsplit('.', 1)[-1]}]] 的清單")
        return tuple(take(item, f"{path}[{number}]") for number, item in enumerate(value, start=1))

    return take_all
