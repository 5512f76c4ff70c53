"""A rule's page and the catalogue of all rules, in Markdown, from nothing but the rules and the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gmreports.model import Form, Note, Period, Rule, Severity
from gmreports.rules.example import OTHERS, Block, ExampleCell, Sent, parse
from gmreports.rules.file.unopenable import said

SEVERITY_WORDS: dict[Severity, str] = {"E": "需更正", "W": "請確認", "I": "提醒"}
SEVERITY_MEANS: dict[Severity, str] = {
    "E": "要改正後重送，改正之前不列計",
    "W": "不影響列計；請確認，沒有錯就回覆說明",
    "I": "不必更正，只是讓您知道",
}
PARTS = ("為什麼", "怎麼改", "例如")
FAMILIES = {
    "S": "檔案與格式",
    "F": "每一個欄位",
    "D": "日期與重複",
    "H": "員額",
    "T": "培力成果",
    "C": "參訓涵蓋",
    "P": "宣導成果",
    "G": "專案小組",
    "K": "聯絡人",
    "N": "會議",
    "B": "性別預算",
    "M": "宣導文宣",
    "W": "專區網頁",
    "L": "在地方案",
    "R": "跨機關與跨季",
}
WRONG = "✗"
READING = {
    "unopenable": "{problem}",
    "not_our_form": "不是季報表的檔案（{reason}）",
    "sheet_missing": "少了「{sheet}」工作表",
    "column_missing": "「{sheet}」少了「{column}」欄",
    "column_twice": "「{sheet}」有兩個「{column}」欄，第二個在 {cell}",
    "office_unknown": "「{column}」填「{filled}」",
    "office_ambiguous": "「{column}」填「{filled}」",
    "office_conflict": "「{column}」填「{filled}」，檔案是 {meta} 的",
    "office_file_name": "「{column}」填「{filled}」，檔名有 {names}",
    "older_form": "用 {version} 版的季報表（現行是 {current} 版）",
    "active_content": "檔案裡有{what}",
    "hidden_row": "「{sheet}」{cell} 這一列被隱藏",
    "outside_table": "「{sheet}」的 {cell} 在表格外面有內容",
    "personal_data": "「{sheet}」的 {cell} 有{kind}",
    "computed_differs": "「{column}」是 {filled}，各部分算出來是 {computed}",
}
OFFICES = tuple(f"{letter}公所" for letter in "甲乙丙丁戊己庚辛壬癸")
REASONS = {
    "no_cover": "沒有封面",
    "foreign": "別的表",
}


def page(rule: Rule, form: Form) -> str:
    """The page of one rule, as people read it."""
    lead, parts = _doc(rule)
    lines = [f"# {rule.code} {rule.title}", "", lead, ""]
    lines += [f"- **程度**：{SEVERITY_WORDS[rule.severity]}（{SEVERITY_MEANS[rule.severity]}）"]
    if rule.voids:
        lines.append("- **影響**：改正之前，整份檔案（或這張工作表）都不列計")
    if rule.clause:
        lines.append(f"- **依據**：{rule.clause}")
    lines.append(f"- **填表時的檢查**：{_live(rule)}")
    for heading, text in parts:
        lines += ["", f"## {heading}", "", text]
    for heading, examples in (
        (f"會被指出的寫法（{WRONG} 是有問題的地方）", rule.bad),
        ("沒有問題的寫法", rule.good),
    ):
        shown = [text for text in (_example(example, form) for example in examples) if text]
        if shown:
            lines += ["", f"## {heading}", "", "\n\n".join(shown)]
    return "\n".join(lines) + "\n"


def catalogue(rules: Sequence[Rule]) -> str:
    """The table of all rules, by family."""
    lines = ["# 檢核項目", "", "每一項都有自己的一頁，說明為什麼、怎麼改，並附例子。程度分三種：", ""]
    lines += [f"- **{word}**：{SEVERITY_MEANS[severity]}。" for severity, word in SEVERITY_WORDS.items()]
    lines += [
        "",
        "填表時的檢查只看真正的數字與日期；打成文字的（例如「12人」）由程式讀出來再檢核。",
    ]
    for family, title in FAMILIES.items():
        own = sorted((rule for rule in rules if rule.code[0] == family), key=lambda rule: rule.code)
        if own:
            lines += ["", f"## {title}", "", "| 代碼 | 檢核什麼 | 程度 | 依據 |", "|---|---|---|---|"]
            for rule in own:
                link, severity = f"[{rule.code}]({rule.code}.md)", SEVERITY_WORDS[rule.severity]
                lines.append(_row((link, rule.title, severity, rule.clause)))
    return "\n".join(lines) + "\n"


def _doc(rule: Rule) -> tuple[str, list[tuple[str, str]]]:
    """The first line of the docstring, and its parts; a line without a heading continues its part."""
    lead, *rest = (line for line in rule.doc.strip().splitlines() if line.strip())
    parts: list[tuple[str, str]] = []
    for line in rest:
        heading, colon, text = line.partition("：")
        if colon and heading in PARTS:
            parts.append((heading, text))
        elif parts:
            parts[-1] = parts[-1][0], f"{parts[-1][1]}\n{line}"
        else:
            lead = f"{lead}\n{line}"
    return lead, parts


def _live(rule: Rule) -> str:
    if rule.formulas is None:
        return f"沒有。{rule.no_formula}"
    return f"有，填表時就會顯示。{rule.no_formula}".rstrip()


def _example(example: str, form: Form) -> str:
    sent = parse(example)
    alone = len(sent) == 1 and not sent[0].options and not sent[0].marked
    names = dict(zip(dict.fromkeys(one.office for one in sent), OFFICES, strict=False))
    paragraphs: list[str] = []
    for one in sent:
        heading = "" if alone else _heading(one, names[one.office])
        if heading:
            paragraphs.append(heading)
        paragraphs += [f"- {WRONG if marked else ''} {_seen(note, form)}" for note, marked in one.notes]
        paragraphs += ["\n".join(_table(block, form)) for block in one.blocks]
    return "\n\n".join(paragraphs)


def _heading(sent: Sent, office: str) -> str:
    mark = f" {WRONG}" if sent.marked else ""
    if sent.absent:
        return f"**{office}**：沒有送{mark}"
    if sent.office == OTHERS:
        return "其他機關都送了。"
    words = [Period.parse(sent.period).title]
    if "revision" in sent.options:
        words.append(f"版次 {sent.options['revision']}")
    if "received" in sent.options:
        words.append(f"{sent.options['received'].replace('T', ' ')} 收到")
    return f"**{office}**（{'，'.join(words)}）{mark}"


def _seen(note: Note, form: Form) -> str:
    sheet = form.sheet(note.sheet) if note.sheet else None
    column = sheet.column(note.column) if sheet and note.column else None
    facts = {key: REASONS.get(value, value) for key, value in note.facts.items()}
    title = sheet.title if sheet else note.facts.get("sheet_title", "")
    places = {"sheet": title, "column": column.header if column else ""}
    return READING[note.kind].format(**facts, **places, cell=note.cell, problem=said(note.facts)[0])


def _table(block: Block, form: Form) -> Iterator[str]:
    sheet = form.sheet(block.sheet)
    yield f"「{sheet.title}」{f'（整張表有問題 {WRONG}）' if block.marked else ''}"
    yield ""
    yield _row(sheet.column(each).header for each in block.header)
    yield _row("---" for _ in block.header)
    for row in block.rows:
        yield _row(_cell(cell) for cell in row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: ExampleCell) -> str:
    text = cell.text.replace("*", "\\*")
    return f"{WRONG} **{text or '（空白）'}**" if cell.marked else text
