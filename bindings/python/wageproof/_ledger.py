"""Payments as they come: events are fed one by one, and a worker's state may be asked for at any time."""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, Union

from . import _core
from ._values import EPOCH, Day, serial
from .errors import InvalidArgument

Amount = Union[Decimal, int, str]

_TEXTS = {
    "payment_id", "worker_id", "account", "currency", "reason", "returned_of", "end_to_end_id", "instruction_id",
    "transaction_id", "event_id", "message_id", "batch_id", "identity", "name", "status", "channel",
}
_DAYS = {"period_start", "period_end", "paid_on", "instructed_on", "booked_on"}
_MONEY = {"amount", "fee"}


def _micro(amount: Amount, name: str) -> int:
    if isinstance(amount, float) or isinstance(amount, bool):
        raise InvalidArgument(f"{name}: expected decimal.Decimal, an int or text, found {type(amount).__name__} {amount!r}", column=name)
    try:
        scaled = Decimal(amount) * 1_000_000
        whole = int(scaled)
    except (InvalidOperation, ValueError, OverflowError):
        raise InvalidArgument(f'{name}: expected an amount, found "{amount}"', column=name) from None
    if whole != scaled or abs(whole) >= 1 << 63:
        raise InvalidArgument(f'{name}: expected at most 6 decimals and 12 digits before the point, found "{amount}"', column=name)
    return whole


class LedgerState(NamedTuple):
    """A worker's periods, and the payments that belong to none of them.

    Each period has net, paid, open, pending, returned, twice, over and fee as `Decimal`, and late_days;
    net = paid - twice - over - reimbursed fees + open.
    """

    periods: list[dict[str, Any]]
    outside: Decimal


class Ledger:
    """One employer's payments. The state does not depend on the order in which the events came.

    >>> ledger = Ledger("factory-1", "USD")
    >>> ledger.add_worker("w1", account="001 22 33")
    >>> ledger.add_due("w1", "2025-10-01", "2025-10-31", "208.00", payable="2025-11-07")
    >>> ledger.add_event(payment_id="p1", account="001-22-33", amount="200.00", paid_on="2025-11-05")
    >>> ledger.state("w1").periods[0]["open"]
    Decimal('8')
    """

    def __init__(self, employer: str, currency: str, *, calling_code: str = ""):
        self._core = _core.Ledger(employer, currency, calling_code)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Ledger:
        """A ledger that was saved."""
        ledger = cls.__new__(cls)
        ledger._core = _core.Ledger.load(os.fspath(path))
        return ledger

    def save(self, path: str | os.PathLike[str]) -> None:
        """A crash leaves the old file or the new one, whole."""
        self._core.save(os.fspath(path))

    def add_worker(self, worker: str, *, account: str = "", insurance_no: str = "") -> None:
        self._core.add_worker(worker, account, insurance_no)

    def add_due(self, worker: str, start: Day, end: Day, net: Amount, *, payable: Day | None = None) -> None:
        """What a worker is to be paid for a period, and the last day for it."""
        self._core.add_due(worker, serial(start, "start"), serial(end, "end"), _micro(net, "net"), serial(payable, "payable"))

    def add_rate(self, valid_from: Day, source: str, target: str, rate: Amount) -> None:
        """One unit of `source` is `rate` of `target`, from a day on."""
        self._core.add_rate(serial(valid_from, "valid_from"), source, target, _micro(rate, "rate"))

    def add_event(self, *, grade: str | None = None, **event: Any) -> None:
        """One event of one payment, by the fields of the table `payments`."""
        given: dict[str, str | int] = {}
        for name, value in event.items():
            if name not in _TEXTS | _DAYS | _MONEY:
                raise TypeError(f"add_event() got an unexpected keyword argument '{name}'")
            if value is None:
                continue
            if name in _DAYS:
                given[name] = serial(value, name)
            elif name in _MONEY:
                given[f"{name}_micro"] = _micro(value, name)
            else:
                given[name] = str(value)
        if grade is not None:
            given["grade"] = ord(grade) if len(grade) == 1 else -1
        self._core.add_event(given)

    def state(self, worker: str, *, evidence: str = "B") -> LedgerState:
        """What the worker's periods have come to; `evidence`: the least grade that proves a payment."""
        rows, outside = self._core.state(worker, evidence)
        return LedgerState([_typed(row) for row in rows], Decimal(outside) / 1_000_000)

    def __len__(self) -> int:
        return self._core.event_count()


def _typed(row: dict[str, int]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in row.items():
        if name.startswith("period_"):
            out[name] = EPOCH + dt.timedelta(days=value)
        else:
            out[name] = value if name == "late_days" else Decimal(value) / 1_000_000
    return out
