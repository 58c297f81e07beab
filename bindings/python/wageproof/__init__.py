"""Wageproof: what a worker was due by law and contract, and did not get.

>>> import wageproof
>>> result = wageproof.check("examples/factory-kh")          # doctest: +SKIP
>>> result.findings.to_polars()                              # doctest: +SKIP
>>> result.explain("K0118", "2025-10-01", "overtime_pay")    # doctest: +SKIP
"""

from __future__ import annotations

from . import errors
from ._check import Records, check, check_worker, explain, read
from ._core import version as _version
from ._ledger import Ledger
from ._packs import Diagnostic, Pack, packs
from ._result import Explanation, Result, Table
from ._stream import Stream, stream
from .errors import *  # noqa: F403

__version__: str = _version()

__all__ = [
    "Diagnostic", "Explanation", "Ledger", "Pack", "Records", "Result", "Stream", "Table", "check", "check_worker", "explain", "packs",
    "read", "stream", *errors.__all__,
]
