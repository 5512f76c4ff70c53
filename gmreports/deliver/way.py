"""A way out of the house: what is handed over, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gmreports.deliver.mail import Mail

Starting = Callable[[Sequence[str]], None]
"""To be called with the addresses right before the step that cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A finished letter, and those of its recipients who do not have it yet."""

    mail: Mail
    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it for one address: why in a sentence, and the server's own words."""

    state: Literal["sent", "failed", "unknown"]
    why: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """`give` raises ClerkError where no letter can go this way; that one was not handed over then."""

    name: str
    give: Callable[[Parcel, Starting], Mapping[str, Result]]
