"""What may stand in the address line of a letter: in the settings, on a cover sheet, in a header."""

from __future__ import annotations

from email.headerregistry import AddressHeader, HeaderRegistry


def is_address(text: str) -> bool:
    """Whether it is an address, or several with commas, in one line that starts no other header.

    Names may be Chinese; the addresses themselves may not, since mail servers here do not take them.
    """
    if not text.isprintable():
        return False
    try:
        header = HeaderRegistry()("To", text)
    except (ValueError, IndexError, AttributeError):
        return False
    if not isinstance(header, AddressHeader) or header.defects or not header.addresses:
        return False
    return all(address.domain and address.addr_spec.isascii() for address in header.addresses)


def is_bare_address(text: str) -> bool:
    """Whether it is one address and nothing beside it: what a stranger's cell may say."""
    plain = not set(text) & set(',<>:;"() ')
    return plain and "." in text.rpartition("@")[2] and is_address(text)
