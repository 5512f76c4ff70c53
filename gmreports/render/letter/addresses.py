"""Where the letters of an office go."""

from __future__ import annotations

from collections.abc import Sequence

from gmreports.forms.mail_address import is_bare_address
from gmreports.model import Finding, Office, Period, Round

# Such a file may be another office's: its address is not taken.
OFFICE_UNCLEAR = "S06"


def address_of(data: Round, findings: Sequence[Finding], office: Office) -> str:
    """The address in the settings, else on the newest accepted cover sheet, else on the newest readable.

    Findings are those of all periods of the Round. "" where no cover sheet has a usable address.
    """
    if office.email:
        return office.email
    blocked = {finding.where.file for finding in findings if finding.blocks}
    unclear = {finding.where.file for finding in findings if finding.code == OFFICE_UNCLEAR}
    files = [file for file in _newest_first(data, office) if file not in unclear]
    accepted = [file for file in files if file not in blocked]
    written = (_on_cover(data, file) for file in (*accepted, *files))
    return next((address for address in written if is_bare_address(address)), "")


def _newest_first(data: Round, office: Office) -> list[str]:
    returns = data.returns
    mine = returns["readable"].astype(bool) & returns["current"].astype(bool)
    own = returns[mine & (returns["office_code"] == office.code)]
    moments = zip(own["period"], own["received"], own.index, strict=True)
    order = sorted(
        ((Period.parse(str(period)), when, str(file)) for period, when, file in moments), reverse=True
    )
    return [file for _, _, file in order]


def _on_cover(data: Round, file: str) -> str:
    cover = data.tables["cover"]
    if (file, 0) not in cover.index or "email" not in cover:
        return ""
    written = cover.at[(file, 0), "email"]
    return written.strip() if isinstance(written, str) else ""
