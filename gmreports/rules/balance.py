"""How many of each sex sit on a committee, and whether that meets a share."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from gmreports.model import Round
from gmreports.rules.excel import every, same
from gmreports.rules.words import share

MEN, WOMEN, OTHERS = "男", "女", "其他"
SAID_OF_A_MEMBER = ("name", "role", "source", "unit", "title")
MINIMUM, GOAL = "committee_minimum", "committee_goal"

Verdict = Literal["met", "open", "missed"]


@dataclass(frozen=True, slots=True)
class Balance:
    """The members; those recorded as 其他 stay in `n` and are on neither side."""

    men: int
    women: int
    others: int

    @property
    def n(self) -> int:
        return self.men + self.women + self.others

    def verdict(self, needed: Fraction) -> Verdict:
        """`open`: it depends on the side that the members recorded as 其他 are counted on."""
        least = min(self.men, self.women)
        if self._meets(least, needed):
            return "met"
        at_best = min(least + self.others, self.n // 2)
        return "open" if self._meets(at_best, needed) else "missed"

    def _meets(self, least: int, needed: Fraction) -> bool:
        return needed.denominator * least >= needed.numerator * self.n


def balances(data: Round) -> dict[str, Balance]:
    """File → its committee; none where it is empty or somebody's sex cannot be read."""
    found = {}
    for file, sexes in data.tables["committee"]["sex"].groupby(level="file"):
        said = list(sexes)
        if all(sex in (MEN, WOMEN, OTHERS) for sex in said):
            found[str(file)] = Balance(said.count(MEN), said.count(WOMEN), said.count(OTHERS))
    return found


def facts(balance: Balance, needed: Fraction) -> dict[str, str]:
    """What a sentence on the committee of one file says."""
    least = -(-needed.numerator * balance.n // needed.denominator)
    fewer = "男性" if balance.men < balance.women else "女性"
    verdict = f"{fewer}不到全體的 {share(needed)}"
    if balance.men == balance.women:
        verdict = f"男、女都不到全體的 {share(needed)}"
    if balance.verdict(needed) == "open":
        verdict = f"是否達到 {share(needed)} 要看其他 {balance.others} 人如何認定，需人工認定"
    counts = {"n": balance.n, "men": balance.men, "women": balance.women, "others": balance.others}
    words = {key: str(value) for key, value in counts.items()}
    todo = "請先確認名單與性別；確實如此，請收件單位人工認定"
    if balance.verdict(needed) == "missed":
        todo = f"請先確認名單與性別；確實不足，請增聘或改聘，使男、女都達到全體的 {share(needed)}"
    return {**words, "least": str(least), "share": share(needed), "verdict": verdict, "todo": todo}


def condition(needed: Fraction, unless: Fraction | None = None) -> str:
    """The Excel condition: everybody's sex is known and a side is under `needed` (but not under `unless`)."""
    sexes = every("sex")
    sums = {sex: _count(sexes, sex) for sex in (MEN, WOMEN, OTHERS)}
    n, least = "+".join(sums.values()), f"MIN({sums[MEN]},{sums[WOMEN]})"
    named = "+".join(f"(1-ISBLANK({every(column)}))" for column in SAID_OF_A_MEMBER)
    conditions = [
        f"COUNTA({sexes})>0",
        f"COUNTA({sexes})={n}",
        f"SUMPRODUCT(--({named}>0),--ISBLANK({sexes}))=0",
        f"{needed.denominator}*{least}<{needed.numerator}*({n})",
    ]
    if unless is not None:
        conditions.append(f"{unless.denominator}*{least}>={unless.numerator}*({n})")
    return f"IFERROR(AND({','.join(conditions)}),FALSE)"


def _count(sexes: str, sex: str) -> str:
    quoted = f'"{sex}"'
    return f"SUMPRODUCT({same(sexes, quoted)})"
