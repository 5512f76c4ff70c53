"""Where each office stands: what came, when, and whether it is in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import pandas as pd

from gmreports.model import Finding, Office, Standing
from gmreports.summarise.ledger import Ledger
from gmreports.summarise.words import named

NOT_CHECKED = "S00"


def standings(ledger: Ledger, findings: Sequence[Finding]) -> tuple[Standing, ...]:
    return tuple(_standing(ledger, findings, office) for office in ledger.data.terms.offices)


def _standing(ledger: Ledger, findings: Sequence[Finding], office: Office) -> Standing:
    data = ledger.data
    files = ledger.files.get((office.code, data.period), ())
    if not files:
        return Standing(office, "missing", False, (), "", None, 0, (), {}, 0, 0)
    file = files[0]
    returns = data.returns
    own = returns[(returns["office_code"] == office.code) & (returns["period"] == str(data.period))]
    found = [finding for finding in findings if finding.where.file in files]
    received = _moment(own["received"].to_dict()[file])
    readable = own["received"][own["readable"].astype(bool)]
    # A correction is late by nature: the first return decides, as for R02 and O4.
    first = _moment(readable.min()) if len(readable) else received
    sheets = [sheet.id for sheet in data.form.sheets]
    return Standing(
        office=office,
        state=_state(ledger, file, found),
        late=first is not None and first.date() > data.terms.due,
        none_held=tuple(sorted(ledger.none_held.get(file, ()), key=sheets.index)),
        file=file,
        received=received,
        revision=int(own["revision"].to_dict()[file]),
        superseded=tuple(sorted(str(name) for name in own.index[~own["current"].astype(bool)])),
        rows=_rows(ledger, file),
        errors=sum(finding.blocks for finding in found),
        warnings=sum(finding.warns for finding in found),
    )


def _state(
    ledger: Ledger, file: str, found: Sequence[Finding]
) -> Literal["accepted", "to_correct", "unreadable", "not_checked"]:
    if any(finding.code == NOT_CHECKED and finding.where.file == file for finding in found):
        return "not_checked"
    if not ledger.data.returns.at[file, "readable"]:
        return "unreadable"
    return "to_correct" if any(finding.blocks for finding in found) else "accepted"


def _moment(value: object) -> datetime | None:
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) else None


def _rows(ledger: Ledger, file: str) -> dict[str, int]:
    if not ledger.data.returns.at[file, "readable"]:
        return {}
    tables = ((sheet.id, ledger.data.tables[sheet.id]) for sheet in ledger.data.form.tables)
    return {sheet_id: int((table.index.get_level_values(0) == file).sum()) for sheet_id, table in tables}


def strangers(ledger: Ledger) -> tuple[str, ...]:
    """A sentence on the files of this quarter that no office can be put to."""
    returns = ledger.data.returns
    own = returns[(returns["period"] == str(ledger.data.period)) & returns["current"].astype(bool)]
    unknown = int((~own["office_code"].isin(ledger.codes)).sum())
    return (f"另有 {unknown} 個檔案看不出是哪個機關，沒有列計。",) if unknown else ()


def sentence(found: Sequence[Standing]) -> str:
    """How many of how many offices are in, and whose return needs something."""
    came = [one for one in found if one.state != "missing"]
    groups = (
        ("未報", [one for one in found if one.state == "missing"]),
        ("無法讀取", [one for one in found if one.state == "unreadable"]),
        ("未能檢查", [one for one in found if one.state == "not_checked"]),
        ("需更正", [one for one in found if one.state == "to_correct"]),
        ("逾期", [one for one in found if one.late]),
    )
    said = [
        f"{word} {len(group)}（{named(one.office.short for one in group)}）"
        for word, group in groups
        if group
    ]
    if len(came) == len(found):
        start = f"{len(found)} 個機關全部收到"
    else:
        start = f"{len(found)} 個機關收到 {len(came)} 份"
    return "，".join([start, *said]) + ("。" if said else "，沒有需要更正的。")
