"""Into a folder that a mail system collects letters from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from gmreports.deliver.way import Parcel, Result, Starting, Way
from gmreports.model import ClerkError


def into_folder(folder: Path, write: Callable[[Path, bytes], None]) -> Way:
    """`write` puts a file down whole or raises ClerkError."""

    def give(parcel: Parcel, starting: Starting) -> Mapping[str, Result]:
        starting(parcel.recipients)
        try:
            write(_free(folder, parcel), parcel.content)
            result = Result("sent")
        except ClerkError as error:
            result = Result("failed", str(error))
        return dict.fromkeys(parcel.recipients, result)

    return Way(str(folder), give)


def _free(folder: Path, parcel: Parcel) -> Path:
    """A letter that still waits there is not written over by its next version."""
    path = folder / parcel.mail.file
    return path.with_stem(f"{path.stem}-{parcel.mail.sha256[:8]}") if path.exists() else path
