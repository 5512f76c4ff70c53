"""A connection whose every answer has one time limit: in drops or without end, it takes no longer.

The limit of a socket begins anew with each byte that comes.
"""

from __future__ import annotations

import re
import smtplib
from time import monotonic

LINE = re.compile(rb"([2-5][0-9]{2})(?:([ -])(.*))?", re.DOTALL)
LONGEST_LINE, MOST_LINES = 8192, 1000
GARBLED = -1


class Patient(smtplib.SMTP):
    """`timeout` is for a whole answer."""

    def getreply(self) -> tuple[int, bytes]:
        """The code, GARBLED where the lines do not agree on one, and the words. Raises OSError."""
        ends = monotonic() + self.timeout
        codes: set[int] = set()
        words: list[bytes] = []
        try:
            while True:
                found = LINE.fullmatch(self._line(ends).rstrip(b"\r\n"))
                if not found:
                    return GARBLED, b"\n".join(words)
                codes.add(int(found[1]))
                words.append((found[3] or b"").strip())
                if found[2] != b"-":
                    return codes.pop() if len(codes) == 1 else GARBLED, b"\n".join(words)
                if len(words) > MOST_LINES:
                    raise smtplib.SMTPServerDisconnected("An answer without end")
        except OSError:
            self.close()
            raise
        finally:
            if self.sock is not None:
                self.sock.settimeout(self.timeout)

    def _line(self, ends: float) -> bytes:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("Not connected")
        if self.file is None:
            self.file = self.sock.makefile("rb")
        line = b""
        while not line.endswith(b"\n"):
            left = ends - monotonic()
            if left <= 0:
                raise TimeoutError
            self.sock.settimeout(left)
            # One read of the socket at most, unlike readline.
            here: bytes = self.file.peek(1)
            if not here or len(line) > LONGEST_LINE:
                raise smtplib.SMTPServerDisconnected("The answer breaks off")
            line += self.file.read(here.find(b"\n") + 1 or len(here))
        return line


class PatientTls(Patient, smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""
