"""Reading records and checking them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping, Union

from . import _core
from ._packs import Law, add_law, law_of
from ._result import Explanation, Result
from ._values import Day, plain, rows_as_ndjson, serial
from .errors import InvalidArgument, RejectedRows

Progress = Union[bool, Callable[[int, int], object]]


class Records:
    """Everything that was read. It does not change, and any number of checks may use it at the same time."""

    def __init__(self, core: _core.Records, packs: _core.Packs, law: str | None):
        self._core, self._packs, self._law = core, packs, law

    def count(self, table: str) -> dict[str, int]:
        """Rows of a table that were read, accepted, rejected and skipped."""
        return dict(zip(("read", "accepted", "rejected", "skipped"), self._core.count(table)))


def read(
    data: str | os.PathLike[str] | Mapping[str, Any],
    law: Law | None = None,
    *,
    time_zone: str | None = None,
    threads: int = 0,
    is_part: bool = False,
) -> Records:
    """Reads records.

    data
        A folder (docs/formats.md), or tables by name: `{"employer": {…}, "workers": frame, "time": frame, …}`. A table is
        anything with `__arrow_c_stream__` (polars, pyarrow, pandas, DuckDB), a list of dicts, or the path of a file.
        Amounts are decimals, integers or text; floating point is refused.
    law
        Ids or packs in place of the employers' own.
    time_zone
        In which records are local where no law names one.
    threads
        0: as many as the machine has. The records are the same for any number.
    is_part
        The tables are a part of larger ones: one without workers, or that names no period, has an empty result.
    """
    packs, ids = law_of(law)
    if isinstance(data, (str, os.PathLike)):
        return Records(_core.read_folder(packs, os.fspath(data), ids, time_zone, threads), packs, ids)
    if not isinstance(data, Mapping):
        raise InvalidArgument(f"data: expected a folder or a dict of tables, found {type(data).__name__}")
    tables = _core.Tables()
    for name, table in data.items():
        add_table(tables, name, table)
    return Records(_core.read_tables(packs, tables, ids, time_zone, threads, is_part), packs, ids)


def add_table(tables: _core.Tables, name: str, table: Any) -> None:
    if name == "employer":
        if not isinstance(table, Mapping):
            raise InvalidArgument(f"employer: expected a dict, found {type(table).__name__}", table="employer")
        text = json.dumps(plain(table, "employer", None, ""), ensure_ascii=False)
        tables.add_bytes("employer.json", text.encode())
    elif isinstance(table, (str, os.PathLike)):
        path = Path(table)
        tables.add_file(name + path.suffix, os.fspath(path))
    elif hasattr(table, "__arrow_c_stream__"):
        if hasattr(table, "to_arrow_table"):
            # A relation of DuckDB streams only while no other of its connection does, and a check reads several.
            table = table.to_arrow_table()
        try:
            capsule = table.__arrow_c_stream__()
        except ImportError:  # a pandas without pyarrow
            tables.add_bytes(name + ".ndjson", rows_as_ndjson(table.to_dict("records"), name))
        else:
            tables.add_arrow(name, capsule)
    elif isinstance(table, Iterable) and not isinstance(table, (bytes, Mapping)):
        tables.add_bytes(name + ".ndjson", rows_as_ndjson(table, name))
    elif hasattr(table, "to_dict"):
        tables.add_bytes(name + ".ndjson", rows_as_ndjson(table.to_dict("records"), name))
    else:
        raise InvalidArgument(f"{name}: expected an Arrow table, a list of dicts or a path, found {type(table).__name__}", table=name)


def check(
    data: str | os.PathLike[str] | Mapping[str, Any] | Records,
    law: Law | None = None,
    *,
    start: Day | None = None,
    end: Day | None = None,
    as_known_on: Day | None = None,
    by: Iterable[str] = (),
    against: Law | None = None,
    evidence: str = "B",
    time_zone: str | None = None,
    threads: int = 0,
    progress: Progress = False,
    rejects: str = "table",
) -> Result:
    """Checks records against the law.

    data
        As `read` takes it, or what `read` gave.
    law
        Ids, paths or packs in place of the employers' own, from the national law to the overlay: `"kh"`,
        `["jo", "jo-garment-cba"]`, `Pack("kh").overlay({…}, id="draft")`.
    start, end
        Periods reported; earlier rows are still read as history.
    as_known_on
        Values of the law that were published later are left out.
    by
        Attributes for further rows of `checks`.
    against
        A second law on the same records; `result.against` has what differs under it.
    evidence
        Least grade, A to E, with which a payment counts as paid.
    progress
        True shows a bar where tqdm is installed; a function is called with workers done and all workers.
    rejects
        `"raise"` raises `RejectedRows` where a row could not be read; else they stand in `result.rejects`.

    Ctrl-C stops it. Other threads of Python run meanwhile.

    >>> result = check({
    ...     "employer": {"employer_id": "e", "law": "kh", "currency": "USD", "period": "monthly"},
    ...     "workers": [{"worker_id": "w", "hired_on": "2024-01-01", "contract": "permanent", "pay_basis": "monthly", "wage": 208}],
    ...     "payroll": [{"worker_id": "w", "period_start": "2025-10-01", "period_end": "2025-10-31",
    ...                  "component": "basic", "amount": "200"}],
    ... })
    >>> [row["check"] for row in result.findings if row["severity"] == "breach"]
    ['registration.nssf_health', 'registration.nssf_risk']
    """
    if isinstance(data, Records):
        records = data
        packs, ids = (records._packs, records._law) if law is None else law_of(law)
    else:
        records = read(data, law, time_zone=time_zone, threads=threads)
        packs, ids = records._packs, records._law
    if rejects not in ("table", "raise"):
        raise InvalidArgument(f'rejects: expected "table" or "raise", found "{rejects}"')
    other = None if against is None else add_law(packs, against)
    bar, call = _progress(progress)
    try:
        core = _core.check(
            packs, records._core, ids, ",".join(by) or None, serial(start, "start"), serial(end, "end"),
            serial(as_known_on, "as_known_on"), other, evidence, threads, call,
        )
    finally:
        if bar is not None:
            bar.close()
    result = Result(core)
    if rejects == "raise":
        _raise_rejects(result)
    return result


def _progress(progress: Progress) -> tuple[Any, Callable[[int, int], object] | None]:
    if callable(progress):
        return None, progress
    if not progress:
        return None, None
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None, None
    bar = tqdm(unit=" workers")

    def show(done: int, workers: int) -> None:
        bar.total = workers
        bar.update(done - bar.n)

    return bar, show


def _raise_rejects(result: Result) -> None:
    rows = result.rejects.rows()
    if not rows:
        return
    first = rows[0]
    table = Path(first["file"]).stem.partition("-")[0]
    raise RejectedRows(
        f"{len(rows)} row(s) could not be read; the first: {first['file']}:{first['line']} {first['column'] or ''}: "
        f"{first['reason']}, found \"{first['value'] or ''}\"",
        rows, table=table, row=first["line"], column=first["column"],
    )


def check_worker(document: Mapping[str, Any] | str, law: Law) -> Result:
    """Checks one worker, for a payslip screen.

    document
        Tables of one worker's records: `{"workers": [{…}], "time": [{…}], "payroll": [{…}]}`. `worker_id` may be left out;
        rows of `time`, `hours`, `leave` and `pieces` with `from`, `to` and `weekdays` stand for each such day.
    """
    packs, ids = law_of(law)
    text = document if isinstance(document, str) else json.dumps(plain(document, "document", None, ""), ensure_ascii=False)
    return Result(_core.Checker(packs, ids or "").check_json(text))


def explain(
    data: str | os.PathLike[str] | Mapping[str, Any] | Records, worker: str, day: Day, line: str | None = None, *, law: Law | None = None
) -> Explanation:
    """The working of a worker's figures for the period that holds `day`."""
    return check(data, law).explain(worker, day, line)
