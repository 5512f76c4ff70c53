"""Text as a terminal may get it: nothing that moves the cursor, changes colours or turns the direction."""

from __future__ import annotations

import re
import unicodedata

STAND_IN = "\ufffd"
# Control and format characters, and the separators of lines that only look like text.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
IN_JSON = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """The text in one line, a sign standing for each character that cannot be seen."""
    if text.isprintable():
        return text
    return "".join(_seen(char) for char in text)


def _seen(char: str) -> str:
    if char in "\n\r\t":
        return " "
    return STAND_IN if unicodedata.category(char) in _UNSEEN else char
