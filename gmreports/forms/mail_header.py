"""Chinese in the headers of a letter: in words of at most 75 characters as they are sent (RFC 2047).

The folding of `email.policy` makes longer ones, and puts blanks into the names of people.
"""

from __future__ import annotations

from collections.abc import Iterable
from email.header import Header
from email.headerregistry import Address

END = "\r\n"
LONGEST_LINE = 76


def written(text: str, name: str) -> str:
    """What stands behind the name of a header, in lines."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, maxlinelen=LONGEST_LINE, header_name=name).encode(linesep=END)


def written_addresses(addresses: Iterable[Address], name: str) -> str:
    """The same for a header of addresses, each with the name of its owner."""
    return f",{END} ".join(
        str(each)
        if each.display_name.isascii()
        else f"{written(each.display_name, name)}{END} <{each.addr_spec}>"
        for each in addresses
    )
