"""Checking large records part by part: what `stream` and `wageproof.spark` share. It speaks through pyarrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping, NamedTuple

from . import _core
from ._packs import Law, add_law, law_of
from ._result import Result
from ._values import Day, serial
from .errors import InvalidArgument

if TYPE_CHECKING:
    import pyarrow as pa

UNITS = ("employer", "worker")
#: Tables of few rows, which every part may need.
SMALL = ("employers", "calendar", "rates")
#: The column by which a part's rows keep their numbers in the whole table; evidence names them so.
ROW = "@row"


class Options(NamedTuple):
    """How each part is checked: the arguments of `wageproof.check`."""

    law: Law | None = None
    start: Day | None = None
    end: Day | None = None
    as_known_on: Day | None = None
    by: tuple[str, ...] = ()
    against: Law | None = None
    evidence: str = "B"
    time_zone: str | None = None
    threads: int = 0


class Checker:
    """Checks parts one after the other under the same law."""

    def __init__(self, options: Options):
        self._options = options
        self._packs, self._ids = law_of(options.law)
        self._other = None if options.against is None else add_law(self._packs, options.against)

    def check(self, tables: Mapping[str, Any]) -> Result:
        from ._check import add_table

        given = self._options
        core = _core.Tables()
        for name, table in tables.items():
            add_table(core, name, table)
        records = _core.read_tables(self._packs, core, self._ids, given.time_zone, given.threads, True)
        return Result(_core.check(
            self._packs, records, self._ids, ",".join(given.by) or None, serial(given.start, "start"), serial(given.end, "end"),
            serial(given.as_known_on, "as_known_on"), self._other, given.evidence, given.threads, None,
        ))


def check_unit(unit: str) -> None:
    if unit not in UNITS:
        raise InvalidArgument(f'unit: expected "employer" or "worker", found "{unit}"')


def with_rows(table: pa.Table, numbers: Any) -> pa.Table:
    """The table with its rows' numbers; those that it has already stay."""
    return table if ROW in table.column_names else table.append_column(ROW, numbers)
