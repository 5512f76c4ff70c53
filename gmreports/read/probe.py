"""Before anything is parsed: is this a workbook that can be opened, and if not, what is it?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from gmreports.model import Limits
from gmreports.model.limits import MIB
from gmreports.read.compound import OLE, look_into
from gmreports.read.package import Package
from gmreports.read.refused import DamagedError
from gmreports.read.refused import RefusedError as RefusedError
from gmreports.read.signature import HEAD, kind_of

Kind = Literal["xlsx", "ods", "xls"]

ZIP, ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
# The first record of a workbook that old programs wrote bare, without a container.
BARE_XLS = re.compile(
    rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00[\x00-\x07][\x00-\x06][\x05\x06\x10\x20\x40]\x00"
)
FLAT_ODS = re.compile(rb"<(?:\w+:)?document\b[^>]*opendocument\.spreadsheet")

DOCUMENT = "application/vnd.oasis.opendocument."
DOCUMENTS = {"text": "word", "presentation": "slides", "graphics": "picture"}
# A member that only such a package has.
PACKAGES = {
    "xl/workbook.bin": "xlsb",
    "word/document.xml": "word",
    "ppt/presentation.xml": "slides",
    "index/document.iwa": "numbers",
    "index.zip": "numbers",
    "visio/document.xml": "picture",
}
ENCRYPTED_ODS = b"encryption-data"


def probe(path: Path, limits: Limits) -> Kind:
    """What kind of workbook the file is, by what is in it. Raises RefusedError and DamagedError."""
    size = path.stat().st_size
    if size == 0:
        raise RefusedError("empty")
    if size > limits.file * MIB:
        raise RefusedError("too_large")
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if head.startswith(ZIP):
        with Package(path, limits) as package:
            return _package(package)
    if head.startswith(OLE):
        look_into(path, head)
        return "xls"
    if BARE_XLS.match(head):
        return "xls"
    if FLAT_ODS.search(head[:8192]):
        return "ods"
    if not head.strip(b"\0"):
        raise RefusedError("truncated")  # room was made for the file, and its content never came
    if head.startswith(ZIP_END):
        raise RefusedError("not_spreadsheet", "zip")
    kind = kind_of(head)
    if not kind and ZIP in head:
        raise DamagedError("something stands before the package")
    if kind == "shortcut":
        raise RefusedError("link")
    raise RefusedError("not_spreadsheet", kind)


def _package(package: Package) -> Kind:
    mime = package.read("mimetype", 100).decode("ascii", "replace") if "mimetype" in package else ""
    if mime.startswith(f"{DOCUMENT}spreadsheet"):
        manifest = "META-INF/manifest.xml"
        if manifest in package and ENCRYPTED_ODS in package.read(manifest, MIB):
            raise RefusedError("encrypted")
        return "ods"
    if mime.startswith(DOCUMENT):
        raise RefusedError("not_spreadsheet", DOCUMENTS.get(mime.removeprefix(DOCUMENT).split("-")[0], ""))
    for name, kind in PACKAGES.items():
        if name in package:
            raise RefusedError("not_spreadsheet", kind)
    if "[Content_Types].xml" not in package:
        raise RefusedError("not_spreadsheet", "zip")
    return "xlsx"
