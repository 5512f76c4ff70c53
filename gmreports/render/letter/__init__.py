"""Letters: to the offices and to whoever receives the report, and any letter as the bytes of an .eml file."""

from gmreports.render.letter.addresses import address_of
from gmreports.render.letter.eml import eml
from gmreports.render.letter.index import letters_index
from gmreports.render.letter.office import Post, office_letters, receipt_letter
from gmreports.render.letter.summary import summary_letter
from gmreports.render.letter.totals import totals_of
from gmreports.render.letter.words import aligned

__all__ = [
    "Post",
    "address_of",
    "aligned",
    "eml",
    "letters_index",
    "office_letters",
    "receipt_letter",
    "summary_letter",
    "totals_of",
]
