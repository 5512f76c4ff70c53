"""Which files are left as they came: what a mark would break, and what must not be passed on."""

from __future__ import annotations

from gmreports.model import Reading
from gmreports.render.returned.package import (
    MAIN,
    ODD,
    Package,
    UntouchableError,
    content_type,
    open_package,
    relations,
    seen,
)
from gmreports.render.returned.workbook import workbook_part

ORDINARY = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

UNREAD = "這個檔案讀不出季報表的內容"
PERSONAL = "檔案裡看起來有個人資料，不再轉寄"
ACTIVE = "檔案裡有巨集、外部連結或內嵌物件，為了安全不再轉寄"
NOT_XLSX = "送來的不是 .xlsx 檔"
LOCKED = "檔案加了開啟密碼"
OLD = "送來的是 .xls 舊版檔"
OPEN_DOCUMENT = "送來的是 .ods 檔"
STRICT = "檔案存成「Strict Open XML 活頁簿」格式"
SIGNED = "檔案有數位簽章，一更動簽章就失效"
SHARED = "檔案設定了「共用活頁簿」"

# Parts that act, or bring in what stands elsewhere; the same as rule S09 names.
ACTING = ("vbaproject", "xl/macrosheets/", "xl/externallinks/", "xl/embeddings/", "xl/activex/", "customui")


def openable(reading: Reading, original: bytes) -> Package:
    """The package of a file that may be marked. Raises UntouchableError with the reason."""
    if original.startswith(OLE):
        raise UntouchableError(LOCKED if ENCRYPTED in original else OLD)
    if reading.ret is None:
        raise UntouchableError(UNREAD)
    kinds = {note.kind for note in reading.notes}
    if "personal_data" in kinds:
        raise UntouchableError(PERSONAL)
    if not original.startswith(b"PK"):
        raise UntouchableError(NOT_XLSX)
    package = open_package(original)
    if b"opendocument" in package.blobs.get("mimetype", b"")[:60]:
        raise UntouchableError(OPEN_DOCUMENT)
    names = [name.lower() for name in package.infos]
    if "active_content" in kinds or any(part in name for part in ACTING for name in names):
        raise UntouchableError(ACTIVE)
    if any(name.startswith("_xmlsignatures/") for name in names):
        raise UntouchableError(SIGNED)
    _ordinary(package)
    return package


def _ordinary(package: Package) -> None:
    book = workbook_part(package)
    root = seen(package, book)
    if root.tag != f"{{{MAIN}}}workbook":
        raise UntouchableError(STRICT if "purl.oclc.org" in str(root.tag) else ODD)
    kind = content_type(package, book)
    if kind != ORDINARY:
        raise UntouchableError(ACTIVE if "macro" in kind.lower() else ODD)
    if any(each.kind == "revisionHeaders" for each in relations(package, book)):
        raise UntouchableError(SHARED)
