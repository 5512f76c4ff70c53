"""How a workbook made from an earlier version of the form is moved to the current one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EarlierSheet:
    """What differed in one sheet; whatever is not named stood there as it stands now.

    `titles` of the sheet then; `headers` and `ids` then → column id now; `choices`: column id →
    what was chosen then → what it is now; `added`: columns that were not asked yet; `dropped`:
    headers that are not asked any more, and are not read.
    """

    titles: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier version of the form, by sheet id."""

    version: str
    sheets: Mapping[str, EarlierSheet]
