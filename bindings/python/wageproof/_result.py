"""What a check gives: tables, a summary, the working of any figure."""

from __future__ import annotations

import datetime as dt
import html
import json
import os
from decimal import Decimal
from functools import cached_property
from typing import Any, Iterator

from . import _core
from ._values import Day, serial

_TABLES = ("due", "reconciliation", "findings", "matches", "checks", "balances", "rejects", "against")
_DAYS = {"period_start", "period_end", "as_of"}
_FIGURES = {
    "quantity", "amount", "due", "booked", "difference", "paid", "owed", "expected", "found", "earned", "taken",
    "encashed", "lapsed", "balance", "due_against",
}


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    for key, value in row.items():
        if value is None:
            continue
        if key in _DAYS:
            row[key] = dt.date.fromisoformat(value)
        elif key in _FIGURES:
            row[key] = Decimal(value)
    return row


class Table:
    """One table of a result. It is an Arrow stream for whoever asks (`__arrow_c_stream__`), and a sequence of dicts.

    Money, days and minutes are `decimal.Decimal`, dates `datetime.date`, counts `int`; what does not apply is None.
    """

    def __init__(self, result: _core.Result, name: str):
        self._result = result
        self._number = _TABLES.index(name)
        self.name = name

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._result.export(self._number)

    @cached_property
    def columns(self) -> list[str]:
        """Names of the columns, in their order."""
        return self._result.table(self._number, 0).partition("\n")[0].split(",")

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        return [_typed(json.loads(line)) for line in self._result.table(self._number, 1).splitlines()]

    def rows(self) -> list[dict[str, Any]]:
        """All rows as dicts."""
        return [dict(row) for row in self._rows]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows())

    def __getitem__(self, index: int) -> dict[str, Any]:
        return dict(self._rows[index])

    def to_csv(self) -> str:
        """The table as the command line writes it."""
        return self._result.table(self._number, 0)

    def to_polars(self) -> Any:
        """As a polars.DataFrame, where polars is installed."""
        import polars

        return polars.DataFrame(self)

    def to_arrow(self) -> Any:
        """As a pyarrow.Table, where pyarrow is installed."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> Any:
        """As a pandas.DataFrame, where pandas is installed; figures stay `decimal.Decimal`, dates `datetime.date`."""
        import pandas

        return pandas.DataFrame(self.rows(), columns=self.columns, dtype=object)

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self)} rows>"

    def _repr_html_(self, most: int = 20) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape('' if value is None else str(value))}</td>" for value in row.values()) + "</tr>"
            for row in self._rows[:most]
        )
        more = f"<p>… {len(self) - most} more rows</p>" if len(self) > most else ""
        return f"<table><caption>{self.name}: {len(self)} rows</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


class Explanation:
    """The working of a worker's figures. It prints as text, and shows as a page in a notebook."""

    def __init__(self, result: _core.Result, worker: str, day: int, line: str):
        self._result, self._worker, self._day, self._line = result, worker, day, line
        self._text = result.explain(worker, day, line, False)

    @cached_property
    def data(self) -> dict[str, Any]:
        """The working as data: lines, their steps, inputs with file and line, sources."""
        return json.loads(self._result.explain(self._worker, self._day, self._line, True))

    def __str__(self) -> str:
        return self._text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        data = self.data
        title = f"{data['worker_id']}, {data['period_start']} to {data['period_end']}"
        return f"<div class='wageproof'><h4>{html.escape(title)}</h4>{''.join(map(_line_html, data['lines']))}</div>"


def _line_html(line: dict[str, Any]) -> str:
    def cell(name: str) -> str:
        value = line.get(name)
        return "" if value is None else f"<td>{name} <b>{html.escape(str(value))} {html.escape(line.get('currency') or '')}</b></td>"

    steps = "".join(_step_html(step) for step in line.get("steps", []))
    facts = "".join(f"<br>{name.replace('_', ' ')}: {html.escape(str(line[name]))}" for name in ("exact", "rounding", "source", "note") if line.get(name))
    booked = html.escape("; ".join(line.get("booked_at", [])))
    booked = f"<br>booked at {booked}" if booked else ""
    return (
        f"<details open><summary><b>{html.escape(line['line'])}</b> ({html.escape(line['role'])})</summary>"
        f"<table><tr>{cell('due')}{cell('booked')}{cell('difference')}</tr></table><small>{facts.removeprefix('<br>')}{booked}</small>{steps}</details>"
    )


def _step_html(step: dict[str, Any]) -> str:
    def values(of: list[dict[str, Any]]) -> str:
        return "<br>".join(
            html.escape(f"{each['first']} to {each['last']}: {each['value']}" + (f" [{each['place']}]" if each.get("place") else "")) for each in of[:31]
        )

    inputs = "".join(
        f"<tr><td>{html.escape(each['name'])}</td><td>{values(each.get('values', []))}</td><td>{html.escape(each.get('source') or '')}</td></tr>"
        for each in step.get("inputs", [])
    )
    title = html.escape(step.get("title") or step["name"])
    return (
        f"<details><summary>{title}: {values(step.get('results', [])[-1:])}</summary><code>{html.escape(step.get('formula') or '')}</code>"
        f"<table>{inputs}</table></details>"
    )


class NamedTables:
    """The tables of a check by their names, whatever `table` gives them as."""

    due = property(lambda self: self.table("due"), doc="What the law makes due, a row a worker, period and line.")
    reconciliation = property(lambda self: self.table("reconciliation"), doc="Due against booked and paid.")
    findings = property(lambda self: self.table("findings"), doc="What is wrong, and what could not be told.")
    matches = property(lambda self: self.table("matches"), doc="Payments and the periods that they serve.")
    checks = property(lambda self: self.table("checks"), doc="How many were tested, met, broken, and could not be told.")
    balances = property(lambda self: self.table("balances"), doc="Leave balances, in days.")
    rejects = property(lambda self: self.table("rejects"), doc="Rows that could not be read, with table, row, column, value and reason.")
    against = property(lambda self: self.table("against"), doc="What differs under a second law, where `check` was given one.")


class Result(NamedTables):
    """What a check gives."""

    def __init__(self, core: _core.Result):
        self._core = core

    def table(self, name: str) -> Table:
        """One of due, reconciliation, findings, matches, checks, balances, rejects, against."""
        return self._tables[name]

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {name: Table(self._core, name) for name in _TABLES}

    @cached_property
    def summary(self) -> dict[str, Any]:
        """`summary.json`: row accounting, findings and money by check, what was not checked, packs and versions."""
        return json.loads(self._core.summary())

    @property
    def totals(self) -> dict[str, int]:
        """Counts: workers, worker_periods, worker_days, breaches, discrepancies, warnings, notices, rejects."""
        return self._core.totals()

    def explain(self, worker: str, day: Day, line: str | None = None) -> Explanation:
        """The working of a worker's figures for the period that holds `day`; of one line, or of all that are due or in doubt."""
        return Explanation(self._core, worker, serial(day, "day"), line or "")

    def write(self, folder: str | os.PathLike[str], *, form: str = "csv") -> None:
        """Writes every table and `summary.json` into a folder, byte for byte as the command line does."""
        self._core.write(os.fspath(folder), {"csv": 0, "ndjson": 1}[form])

    def __str__(self) -> str:
        return self._core.page(100)

    def __repr__(self) -> str:
        totals = self.totals
        return f"<Result: {totals['workers']} workers, {totals['breaches']} breaches, {totals['discrepancies']} discrepancies, {totals['warnings']} warnings>"

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"
