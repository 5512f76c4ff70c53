"""The layouts: Jinja2 files that the office may restyle, where they are and how they are filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from gmreports.model import ClerkError

PACKAGE = Path(__file__).parents[1]
LINK_SCHEMES = ("https://", "http://", "mailto:", "#")

Filters = Mapping[str, Callable[..., object]]


def templates() -> Path:
    """The folder of the layouts: beside the package in the repository, inside it when installed."""
    beside = PACKAGE.parent / "templates"
    return beside if (beside / "html").is_dir() else PACKAGE / "_templates"


def link(address: str) -> str:
    """An address that may stand in an href: of an allowed scheme and in one line, else "#"."""
    plain = address.strip()
    fits = plain.lower().startswith(LINK_SCHEMES) and plain.isprintable() and " " not in plain
    return plain if fits else "#"


@cache
def environment(folder: Path) -> Environment:
    """Jinja2 over the layouts of one folder."""
    made = Environment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["link"] = link
    return made


def fill(name: str, values: Mapping[str, object], folder: Path | None = None) -> str:
    """A layout filled with values, e.g. `html/report.html.j2`.

    Raises ClerkError naming file and line for a mistake in a layout, a misspelt name included: the
    layouts are the clerk's to restyle. Any other trouble is ours and passes through.
    """
    home = folder or templates()
    try:
        return environment(home).get_template(name).render(values)
    except TemplateSyntaxError as trouble:
        file = trouble.name or name
        raise ClerkError(
            f"版面檔 {file} 第 {trouble.lineno} 行寫法有誤，請改正後再執行（{trouble.message}）。"
        ) from trouble
    except TemplateError as trouble:
        file, line = _place(trouble, home, name)
        raise ClerkError(
            f"版面檔 {file} 第 {line} 行用了程式沒有給的名稱或檔案，請檢查拼字（{trouble.message}）。"
        ) from trouble


def _place(trouble: TemplateError, home: Path, name: str) -> tuple[str, int]:
    """The innermost layout and line that the trouble came through; Jinja2 writes them into the traceback."""
    found, step = (name, 1), trouble.__traceback__
    while step is not None:
        file = Path(step.tb_frame.f_code.co_filename)
        if file.is_relative_to(home):
            found = (file.relative_to(home).as_posix(), step.tb_lineno)
        step = step.tb_next
    return found
