"""What the library refuses, as exceptions: one base, a child for each code."""

from __future__ import annotations

import re
from typing import NoReturn

__all__ = [
    "WageproofError", "InvalidArgument", "NotFound", "OutOfRange", "ParseError", "UnitMismatch", "MissingLaw",
    "Conflict", "Overflow", "IoError", "Unsupported", "InternalError", "OutOfMemory", "Cancelled", "RejectedRows",
]

_COLUMN = re.compile(r'^([a-z]+)(?:-[^:]*)?(?:\.\w+)?(?::(\d+))?: (?:the )?column "([^"]*)"')


class WageproofError(Exception):
    """A call that was refused.

    `table`, `row` (from 1) and `column` say where, as far as the refusal is of one; else they are None.
    """

    def __init__(self, message: str, *, table: str | None = None, row: int | None = None, column: str | None = None):
        super().__init__(message)
        found = _COLUMN.match(message)
        if table is None and found:
            table, line, column = found.group(1), found.group(2), found.group(3)
            row = int(line) if line else None
        self.table = table
        self.row = row
        self.column = column


class InvalidArgument(WageproofError, ValueError):
    """The call itself is wrong, whatever the data."""


class NotFound(WageproofError, LookupError):
    """What was named does not exist: a pack, a folder, a worker, a needed table."""


class OutOfRange(WageproofError, ValueError):
    """A value outside what its type or the law allows."""


class ParseError(WageproofError, ValueError):
    """Text that is not in the stated form: a pack, a mapping, a document."""


class UnitMismatch(WageproofError, ValueError):
    """Two units or currencies that cannot meet."""


class MissingLaw(WageproofError):
    """The law has no value for the date."""


class Conflict(WageproofError):
    """Two rules claim one figure, or a column is there twice."""


class Overflow(WageproofError, OverflowError):
    """A result that its type cannot hold."""


class IoError(WageproofError, OSError):
    """A file or stream failed."""


class Unsupported(WageproofError, NotImplementedError):
    """A known form that this version does not handle, such as floating point in a column of money."""


class InternalError(WageproofError):
    """A bug of the library."""


class OutOfMemory(WageproofError, MemoryError):
    """There was not enough memory."""


class Cancelled(WageproofError):
    """A callback asked for the end."""


class RejectedRows(WageproofError, ValueError):
    """Rows of the records could not be read, and the caller asked to hear of it. `rejects` has them all."""

    def __init__(self, message: str, rejects: list[dict], **place):
        super().__init__(message, **place)
        self.rejects = rejects


_BY_CODE = {
    1: InvalidArgument, 2: NotFound, 3: OutOfRange, 4: ParseError, 5: UnitMismatch, 6: MissingLaw, 7: Conflict,
    8: Overflow, 9: IoError, 10: Unsupported, 11: InternalError, 12: OutOfMemory, 13: Cancelled,
}


def raise_status(code: int, message: str) -> NoReturn:
    raise _BY_CODE.get(code & 0xFF, WageproofError)(message)
