"""The committee of each office and its balance, with the regular meeting of the year beside it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial

from gmreports.model import STATE_WORDS, Grid, Heading, Measure
from gmreports.summarise import meeting
from gmreports.summarise.coverage import from_earlier
from gmreports.summarise.figures import Ask, as_latest, measure
from gmreports.summarise.ledger import Ledger
from gmreports.summarise.tables import SEXES, Column, figure, headings, left_out, office_lines
from gmreports.summarise.words import named

MEMBERS = Ask("committee.members", "委員人數", "人", "committee", ())
OF_SEX = {
    key: replace(MEMBERS, name=f"committee.members_{key}", words=f"委員人數({word})",
                 where=(("sex", word),), keys={"sex": word})
    for key, word in SEXES.items()
}  # fmt: skip
ROLES = {"chair": "召集人", "vice_chair": "副召集人", "external": "外聘委員"}
IN_ROLE = {
    key: replace(MEMBERS, name=f"committee.{key}", words=word, where=(("role", word),), keys={"role": word})
    for key, word in ROLES.items()
}
# The number in the settings → what is said of a committee that has it, and of one that has not.
THRESHOLDS = {"committee_minimum": ("符合", "未符合"), "committee_goal": ("達成", "未達成")}
IN_CHINESE = {Fraction(1, 3): "三分之一", Fraction(1, 2): "二分之一"}
UNDECIDED = "待認定"

Verdict = bool | str | None


def grid(ledger: Ledger) -> Grid:
    now = as_latest(ledger.data.period)
    columns: list[Column] = [
        figure(ledger, Heading("人數", group="委員"), MEMBERS, now),
        *(figure(ledger, Heading(word, group="委員"), OF_SEX[key], now) for key, word in SEXES.items()),
        (Heading("較少性別占比", "%", "委員"), partial(lesser_share, ledger)),
        *_verdicts(ledger),
        *(figure(ledger, Heading(word, group="組成"), IN_ROLE[key], now) for key, word in ROLES.items()),
        *meeting.columns(ledger),
    ]
    return Grid(
        "committee", "專案小組與會議", _sentence(ledger), "機關", headings(columns),
        office_lines(ledger, columns), _notes(ledger),
    )  # fmt: skip


def _verdicts(ledger: Ledger) -> list[Column]:
    return [
        (
            Heading(spoken(least), group="任一性別", numeric=False),
            partial(_verdict_cell, ledger, least, words),
        )
        for least, words in thresholds(ledger)
    ]


def thresholds(ledger: Ledger) -> list[tuple[Fraction, tuple[str, str]]]:
    """The least shares in force, with the words for having them or not."""
    numbers = ledger.data.terms.numbers
    return [(numbers[name], words) for name, words in THRESHOLDS.items() if name in numbers]


def spoken(least: Fraction) -> str:
    percent = least * 100
    return f"{percent}%" if percent.denominator == 1 else IN_CHINESE.get(least, str(least))


def lesser_share(ledger: Ledger, office_code: str = "") -> Measure:
    """The share of the sex with fewer members; of women where there are as many of both."""
    now = as_latest(ledger.data.period)
    men, women = (measure(ledger, OF_SEX[key], now, office_code).value or 0 for key in ("m", "f"))
    lesser = OF_SEX["m" if men < women else "f"]
    ask = replace(lesser, name="committee.lesser_share", words="委員較少性別占比", unit="%", base=())
    return measure(ledger, ask, now, office_code)


def verdict(ledger: Ledger, least: Fraction, office_code: str) -> Verdict:
    """Whether either sex has at least that share of all members; None: for a person to decide.

    Members recorded as 其他 stand on neither side. Where they could decide it, or where a
    member's row does not count, no verdict is given. A word where there is no roster.
    """
    now = as_latest(ledger.data.period)
    members = measure(ledger, MEMBERS, now, office_code)
    if members.state != "counted":
        return STATE_WORDS[members.state]
    if members.not_counted:
        return None
    men, women, others = (int(measure(ledger, OF_SEX[key], now, office_code).value or 0) for key in SEXES)
    total = int(members.value or 0)

    def enough(fewer: int) -> bool:
        return fewer * least.denominator >= total * least.numerator

    if enough(min(men, women)):
        return True
    return None if enough(min(min(men, women) + others, total // 2)) else False


def _verdict_cell(ledger: Ledger, least: Fraction, words: tuple[str, str], office_code: str) -> str:
    if not office_code:
        return f"{len(_judged(ledger, least, True))}/{len(ledger.codes)} {words[0]}"
    found = verdict(ledger, least, office_code)
    if isinstance(found, str):
        return found
    return UNDECIDED if found is None else words[0 if found else 1]


def _judged(ledger: Ledger, least: Fraction, wanted: Verdict) -> list[str]:
    """The offices with that verdict."""
    return [ledger.short(code) for code in ledger.codes if verdict(ledger, least, code) is wanted]


def _sentence(ledger: Ledger) -> str:
    now = as_latest(ledger.data.period)
    listed = [code for code in ledger.codes if measure(ledger, MEMBERS, now, code).state == "counted"]
    if not listed:
        return "還沒有可列計的專案小組名單。"
    parts = [f"{len(listed)} 個機關報了名單"]
    for least, (yes, no) in thresholds(ledger):
        said = [f"{len(_judged(ledger, least, True))} 個{yes}任一性別{spoken(least)}"]
        for word, shorts in ((no, _judged(ledger, least, False)), (UNDECIDED, _judged(ledger, least, None))):
            if shorts:
                said.append(f"{word} {len(shorts)}（{named(shorts)}）")
        parts.append("，".join(said))
    return "；".join([*parts, f"{meeting.met(ledger)} 個今年已開定期會議"]) + "。"


def _notes(ledger: Ledger) -> tuple[str, ...]:
    now = as_latest(ledger.data.period)
    compared = "、".join(spoken(least) for least, _ in thresholds(ledger))
    return (
        *left_out(ledger, now, "committee", of="專案小組"),
        *(f"專案小組：{note}" for note in from_earlier(ledger, "committee")),
        "委員：採各機關今年最近一次列計的名單，召集人、副召集人都算在內。",
        "較少性別占比 = 男、女之中人數較少者 ÷ 全部委員。",
        f"{compared}：以整數比較，不用四捨五入後的比率。「{UNDECIDED}」要由人認定：性別「其他」的委員會影響結果，或有委員未列計。",
        *meeting.notes(ledger),
    )
