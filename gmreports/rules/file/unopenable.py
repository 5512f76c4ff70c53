"""檔案打不開：沒傳完、有密碼、是空的、太大，或不是試算表。

為什麼：打不開就沒有任何數字可以列計，這個機關這一季會被當成還沒有可用的資料。
怎麼改：用 Excel 或 LibreOffice 打開原檔，另存為 .xlsx（不設密碼），確認打得開再送一次。
例如：把 PDF 當成季報寄來，請改寄填好的 Excel 檔。
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.hit import listed, noted

RETURN = "請送填好的季報 Excel 檔 (.xlsx)"
SAVE_AS = "請用 Excel 打開，選「檔案」→「另存新檔」→「Excel 活頁簿 (.xlsx)」，再送一次。"
PASTE = "請把資料貼到空白季報表（選擇性貼上「值」），存檔後再送一次。"

# reason → (what is wrong, how to mend it)
WORDS = {
    "empty": ("檔案是空的，裡面沒有任何資料", "請確認自己電腦上的原檔有內容，再送一次。"),
    "truncated": (
        "檔案不完整，可能沒有存完或沒有傳完",
        "請確認原檔在自己的電腦上打得開，等檔案存完、傳完，再送一次。",
    ),
    "encrypted": (
        "檔案設了密碼，打不開",
        "請在 Excel 選「檔案」→「資訊」→「保護活頁簿」→「以密碼加密」，把密碼清空後存檔，再送一次。",
    ),
    "damaged": ("檔案壞了，內容讀不出來", SAVE_AS),
    "too_large": (
        "檔案太大，或解開後太大，為了安全沒有打開",
        "請刪掉貼在裡面的圖片與多餘的空白列、空白欄，只留季報的工作表，存檔後再送一次。",
    ),
    "too_slow": ("檔案讀了很久還讀不完，為了不耽誤其他檔案，先停了下來", PASTE),
    "too_much": ("讀這個檔案要用的記憶體太多，為了不影響其他檔案，先停了下來", PASTE),
    "hostile": (
        "檔案裡有要電腦去讀外部資料的內容（DTD、外部實體），為了安全沒有打開",
        "Excel 存的檔案不會有這種內容：請用空白季報表重新填報再送，並請資訊人員檢查原檔。",
    ),
    "link": ("這是捷徑或連結，不是檔案本身", "請找到捷徑指向的季報檔案，送檔案本身。"),
    "folder": ("這是資料夾，不是檔案", "請打開資料夾，送裡面的季報檔案。"),
    "special": ("這不是一般的檔案，為了安全沒有打開", f"{RETURN}。"),
    "no_access": (
        "檔案讀取不到，可能沒有權限，或別的程式正在使用",
        "公所不必重送；請收件單位關閉開著它的程式，確認這個檔案可以讀取，再彙整一次。",
    ),
    "zip_nothing": ("壓縮檔裡沒有活頁簿", f"{RETURN}，不必壓縮。"),
    "zip_encrypted": ("壓縮檔設了密碼，打不開", f"{RETURN}，不必壓縮，也不設密碼。"),
    "zip_too_many": ("壓縮檔裡的檔案太多，沒有打開", f"{RETURN}，只送這一季的，不必壓縮。"),
    "eml_nothing": ("信件裡沒有附上活頁簿", "請把填好的季報 Excel 檔 (.xlsx) 附加在信件裡，再送一次。"),
}
# What a file seems to be that is no workbook we can read → (its name, how to mend it)
KINDS = {
    "pdf": ("PDF", f"{RETURN}，不是轉成 PDF 以後的檔案。"),
    "picture": ("圖片", f"{RETURN}；截圖或照片裡的數字讀不出來。"),
    "csv": ("CSV 文字檔", f"CSV 只有一張表，也沒有欄位的格式；{RETURN}。"),
    "text": ("文字檔", f"{RETURN}。"),
    "word": ("Word 之類的文件", f"請把資料填到空白季報表，{RETURN}。"),
    "slides": ("簡報", f"請把資料填到空白季報表，{RETURN}。"),
    "web_page": ("網頁另存的檔案，不是真正的 Excel 檔", SAVE_AS),
    "xml_2003": ("XML 試算表 2003", SAVE_AS),
    "xml": ("XML 檔", f"{RETURN}。"),
    "xlsb": ("Excel 二進位活頁簿 (.xlsb)", SAVE_AS),
    "numbers": (
        "Apple 的 Numbers 或 Pages 檔",
        "請在 Numbers 選「檔案」→「輸出至」→「Excel」，存成 .xlsx 再送一次。",
    ),
    "rar": ("rar、7z 之類的壓縮檔", f"{RETURN}，不必壓縮；要壓縮請用 zip。"),
    "zip": ("zip 壓縮檔", f"請解壓縮，{RETURN}。"),
    "mail": ("郵件", f"{RETURN}本身，不是整封郵件。"),
    "media": ("聲音或影片", f"{RETURN}。"),
    "database": ("資料庫", f"{RETURN}。"),
    "program": ("程式", f"為了安全沒有打開；{RETURN}。"),
}


def said(facts: Mapping[str, str]) -> tuple[str, str]:
    """What is wrong with a file that was not opened, and how to mend it."""
    reason, kind = facts.get("reason", ""), facts.get("detail", "")
    if kind in KINDS:
        name, todo = KINDS[kind]
        blank = " " if name[0].isascii() else ""
        return f"這不是程式能讀的試算表，看起來是{blank}{name}", todo
    return WORDS.get(reason, ("這不是試算表", f"{RETURN}。"))


def check(data: Round) -> pd.DataFrame:
    found = []
    for note in noted(data, "unopenable"):
        problem, todo = said(note.facts)
        found.append({"file": note.file, "problem": problem, "todo": todo})
    return listed(found)


RULE = Rule(
    code="S01",
    name="unopenable",
    title="檔案打不開",
    severity="E",
    message="{problem}。",
    expected="打得開、沒有密碼的 .xlsx 檔",
    mend="{todo}",
    check=check,
    no_formula="檔案打不開，表內的檢查也就不存在。",
    voids=True,
    doc=__doc__,
    good=(
        """
        training
        | att_m |
        | 10    |
        """,
    ),
    bad=(
        """
        @ 68000010 115Q3
        note! unopenable - - - reason=empty
        @ 68000020 115Q3
        note! unopenable - - - reason=truncated
        @ 68000030 115Q3
        note! unopenable - - - reason=encrypted
        @ 68000040 115Q3
        note! unopenable - - - reason=damaged
        @ 68000050 115Q3
        note! unopenable - - - reason=too_large
        @ 68000060 115Q3
        note! unopenable - - - reason=too_slow
        @ 68000070 115Q3
        note! unopenable - - - reason=too_much
        @ 68000080 115Q3
        note! unopenable - - - reason=hostile
        """,
        """
        @ 68000010 115Q3
        note! unopenable - - - reason=link
        @ 68000020 115Q3
        note! unopenable - - - reason=folder
        @ 68000030 115Q3
        note! unopenable - - - reason=special
        @ 68000040 115Q3
        note! unopenable - - - reason=no_access
        @ 68000050 115Q3
        note! unopenable - - - reason=zip_nothing
        @ 68000060 115Q3
        note! unopenable - - - reason=zip_encrypted
        @ 68000070 115Q3
        note! unopenable - - - reason=zip_too_many
        @ 68000080 115Q3
        note! unopenable - - - reason=eml_nothing
        """,
        """
        @ 68000010 115Q3
        note! unopenable - - - reason=not_spreadsheet
        @ 68000020 115Q3
        note! unopenable - - - reason=not_spreadsheet detail=pdf
        @ 68000030 115Q3
        note! unopenable - - - reason=not_spreadsheet detail=picture
        @ 68000040 115Q3
        note! unopenable - - - reason=not_spreadsheet detail=csv
        @ 68000050 115Q3
        note! unopenable - - - reason=not_spreadsheet detail=web_page
        @ 68000060 115Q3
        note! unopenable - - - reason=not_spreadsheet detail=xlsb
        @ 68000070 115Q3
        note! unopenable - - - reason=not_spreadsheet detail=numbers
        @ 68000080 115Q3
        note! unopenable - - - reason=not_spreadsheet detail=rar
        """,
    ),
)
