"""Letters → outbox folder or SMTP, each at most once; the only user of the network.

What was tried and what came of it stands in a ledger beside the results, so that no run, however it
ends, makes the next one send a letter twice.
"""

from gmreports.deliver.folder import into_folder
from gmreports.deliver.ledger import Entry, Ledger, load, locked
from gmreports.deliver.mail import Mail, mails
from gmreports.deliver.mark import decide
from gmreports.deliver.outbox import Done, Row, hand_over_all, plan, settle
from gmreports.deliver.relay import through
from gmreports.deliver.way import Way
from gmreports.deliver.wire import Account

__all__ = [
    "Account",
    "Done",
    "Entry",
    "Ledger",
    "Mail",
    "Row",
    "Way",
    "decide",
    "hand_over_all",
    "into_folder",
    "load",
    "locked",
    "mails",
    "plan",
    "settle",
    "through",
]
