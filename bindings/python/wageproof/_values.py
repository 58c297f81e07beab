"""Python's values as the texts of the record format, and back."""

from __future__ import annotations

import datetime as dt
import json
import os
from decimal import Decimal
from typing import Any, Iterable, Mapping, Union

from . import _core
from .errors import InvalidArgument

Day = Union[dt.date, str]
EPOCH = dt.date(1970, 1, 1)


def serial(day: Day | None, name: str) -> int:
    """Days since 1970-01-01; what stands for 'not given' where there is none."""
    if day is None:
        return _core.NO_DATE
    if isinstance(day, str):
        try:
            day = dt.date.fromisoformat(day)
        except ValueError:
            raise InvalidArgument(f'{name}: expected a day as YYYY-MM-DD, found "{day}"') from None
    if isinstance(day, dt.datetime):
        day = day.date()
    if not isinstance(day, dt.date):
        raise InvalidArgument(f"{name}: expected a date, found {type(day).__name__}")
    return (day - EPOCH).days


def plain(value: Any, table: str, row: int | None, column: str) -> Any:
    """A value as JSON that reads back exactly; floating point is refused."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None if value.is_nan() else _refuse(value, table, row, column, "a finite amount")
        return format(value, "f")
    if isinstance(value, dt.datetime):
        if value != value:  # pandas' NaT
            return None
        return value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat()
    if isinstance(value, float):
        if value != value:
            return None
        return _refuse(value, table, row, column, "decimal.Decimal, an int or text, since floating point holds no amount exactly")
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if hasattr(value, "item"):  # a scalar of numpy
        return plain(value.item(), table, row, column)
    if isinstance(value, Mapping):
        return {str(key): plain(each, table, row, f"{column}.{key}" if column else str(key)) for key, each in value.items()}
    if isinstance(value, Iterable):
        return [plain(each, table, row, column) for each in value]
    return _refuse(value, table, row, column, "text, a number, a date or a time")


def _refuse(value: Any, table: str, row: int | None, column: str, wanted: str) -> Any:
    place = f"{table}:{row}" if row is not None else table
    raise InvalidArgument(f"{place} {column}: expected {wanted}, found {type(value).__name__} {value!r}", table=table, row=row, column=column)


def rows_as_ndjson(rows: Iterable[Mapping[str, Any]], table: str) -> bytes:
    lines = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            _refuse(row, table, number, "", "a row as a dict")
        lines.append(json.dumps({str(key): plain(value, table, number, str(key)) for key, value in row.items()}, ensure_ascii=False))
    return ("\n".join(lines) + "\n").encode()
