"""Records that are larger than the memory, as ordered streams of record batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Iterator, Mapping

from ._packs import Law
from ._parts import ROW, SMALL, Checker, Options, check_unit, with_rows
from ._result import Result
from ._values import Day
from .errors import InvalidArgument

if TYPE_CHECKING:
    import pyarrow as pa


def stream(
    data: Mapping[str, Any],
    law: Law | None = None,
    *,
    unit: str = "employer",
    workers: int = 20_000,
    start: Day | None = None,
    end: Day | None = None,
    as_known_on: Day | None = None,
    by: Iterable[str] = (),
    against: Law | None = None,
    evidence: str = "B",
    time_zone: str | None = None,
    threads: int = 0,
) -> Stream:
    """Checks records part by part, in the memory of one part. Needs pyarrow.

    data
        Tables by name, as `check` takes them: anything with `__arrow_c_stream__`, or an iterable of frames or record batches,
        read as they come. Every table but `employers`, `calendar` and `rates` is ordered by `employer_id`, then, where the
        unit is the worker, by `worker_id`, bytewise: what ORDER BY of DuckDB and `sort` of Polars give.
    unit
        `"employer"`: an employer's workers stay together, and the parts' rows are, in their order, those of one check of
        everything. `"worker"`: for one employer larger than memory; each worker's figures are those of the whole where all
        parts name the same periods, but no worker is compared with one of another part (shared accounts, copied clock times).
    workers
        About how many rows of `workers` make a part.

    The other arguments are those of `check`. The parts come as results:

    >>> for part in stream({"employer": employer, "workers": workers, "time": time}, unit="worker"):    # doctest: +SKIP
    ...     part.findings.to_arrow()

    or as one stream of record batches: `stream(…).table("findings")`.
    """
    check_unit(unit)
    if "workers" not in data:
        raise InvalidArgument("workers: expected the table, found none", table="workers")
    if workers < 1:
        raise InvalidArgument(f"workers: expected 1 or more, found {workers}")
    options = Options(law, start, end, as_known_on, tuple(by), against, evidence, time_zone, threads)
    return Stream(data, unit, workers, options)


class Stream:
    """The results of the parts, one after the other, once."""

    def __init__(self, data: Mapping[str, Any], unit: str, workers: int, options: Options):
        self._parts = _parts(data, unit, workers, Checker(options))

    def __iter__(self) -> Iterator[Result]:
        return self._parts

    def table(self, name: str) -> pa.RecordBatchReader:
        """One table of all parts: `findings`, `due`, …, as record batches that are made while they are read."""
        import pyarrow as pa

        first = next(self._parts).table(name).to_arrow()

        def batches() -> Iterator[pa.RecordBatch]:
            yield from first.to_batches()
            for part in self._parts:
                yield from part.table(name).to_arrow().to_batches()

        return pa.RecordBatchReader.from_batches(first.schema, batches())


Key = tuple[Any, ...]


class _Ordered:
    """A table whose rows come in the order of its keys, and are taken off its front."""

    def __init__(self, name: str, source: Any, unit: str, has_employers: bool):
        self.name = name
        self._keys = ([] if unit == "worker" and not has_employers else ["employer_id"]) + (["worker_id"] if unit == "worker" else [])
        self._schema, self._batches = _batches_of(name, source)
        self._pending: list[pa.RecordBatch] = []
        self._last: Key | None = None
        self._next_row = 1
        if self._schema is not None:
            self._check_columns(self._schema)

    def _check_columns(self, schema: pa.Schema) -> None:
        for key in self._keys:
            if key not in schema.names:
                raise InvalidArgument(f'{self.name}: the parts are made by "{key}", which the table does not have', table=self.name, column=key)

    def _pull(self) -> bool:
        """One more batch; false at the end."""
        for batch in self._batches:
            if batch.num_rows == 0:
                continue
            if self._schema is None:
                self._schema = batch.schema
                self._check_columns(batch.schema)
            self._check_order(batch)
            self._pending.append(batch)
            return True
        return False

    def _column(self, batch: pa.RecordBatch, key: str) -> Any:
        import pyarrow as pa

        column = batch.column(key)
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        return column if pa.types.is_integer(column.type) else column.cast(pa.large_string())

    def _key_at(self, batch: pa.RecordBatch, row: int) -> Key:
        return tuple(self._column(batch, key)[row].as_py() for key in self._keys)

    def _check_order(self, batch: pa.RecordBatch) -> None:
        import pyarrow.compute as pc

        columns = [self._column(batch, key) for key in self._keys]
        for key, column in zip(self._keys, columns):
            if column.null_count:
                raise InvalidArgument(f'{self.name}: a row without "{key}", by which the parts are made', table=self.name, column=key)
        if batch.num_rows > 1:
            falls, same = None, None
            for column in columns:
                before, after = column.slice(0, batch.num_rows - 1), column.slice(1)
                fall = pc.greater(before, after)
                falls = fall if falls is None else pc.or_(falls, pc.and_(same, fall))
                equal = pc.equal(before, after)
                same = equal if same is None else pc.and_(same, equal)
            if pc.any(falls).as_py():
                self._refuse_order(self._next_row + sum(each.num_rows for each in self._pending) + pc.index(falls, True).as_py() + 1)
        first = self._key_at(batch, 0)
        if self._last is not None and first < self._last:
            self._refuse_order(self._next_row + sum(each.num_rows for each in self._pending))
        self._last = self._key_at(batch, batch.num_rows - 1)

    def _refuse_order(self, row: int) -> None:
        raise InvalidArgument(f"{self.name}:{row}: not in the order of {', '.join(self._keys)}", table=self.name, row=row)

    def key_of_row(self, count: int) -> Key | None:
        """The key of the row `count` from the front; None where there are no more."""
        while sum(each.num_rows for each in self._pending) <= count:
            if not self._pull():
                return None
        for batch in self._pending:
            if count <= batch.num_rows:
                return self._key_at(batch, count - 1)
            count -= batch.num_rows
        return None

    def at_end(self) -> bool:
        return not self._pending and not self._pull()

    def take(self, key: Key | None) -> pa.Table | None:
        """Takes the rows up to and with a key, or all; with their numbers. None: the stream never said what it holds."""
        import pyarrow as pa

        while (key is None or self._last is None or self._last <= key) and self._pull():
            pass
        if self._schema is None:
            return None
        taken, left = [], []
        for batch in self._pending:
            count = batch.num_rows if key is None else self._count_upto(batch, key)
            if count:
                taken.append(batch.slice(0, count))
            if count < batch.num_rows:
                left.append(batch.slice(count))
        self._pending = left
        table = pa.Table.from_batches(taken, self._schema)
        first, self._next_row = self._next_row, self._next_row + table.num_rows
        return with_rows(table, pa.array(range(first, self._next_row), pa.int64()))

    def _count_upto(self, batch: pa.RecordBatch, key: Key) -> int:
        import pyarrow.compute as pc

        upto, same = None, None
        for i, (name, value) in enumerate(zip(self._keys, key)):
            column = self._column(batch, name)
            here = pc.less_equal(column, value) if i + 1 == len(key) else pc.less(column, value)
            upto = here if upto is None else pc.or_(upto, pc.and_(same, here))
            equal = pc.equal(column, value)
            same = equal if same is None else pc.and_(same, equal)
        return int(pc.sum(upto).as_py() or 0)


def _batches_of(name: str, source: Any) -> tuple[pa.Schema | None, Iterator[pa.RecordBatch]]:
    import pyarrow as pa

    if hasattr(source, "__arrow_c_stream__"):
        reader = pa.RecordBatchReader.from_stream(source)
        return reader.schema, iter(reader)
    if isinstance(source, (str, bytes, Mapping)) or not isinstance(source, Iterable):
        raise InvalidArgument(f"{name}: expected an Arrow stream or an iterable of frames, found {type(source).__name__}", table=name)

    def batches() -> Iterator[pa.RecordBatch]:
        for each in source:
            yield from (each,) if isinstance(each, pa.RecordBatch) else pa.table(each).to_batches()

    return None, batches()


class _Small:
    """A table of few rows: of each part those of its employers, or all of them."""

    def __init__(self, name: str, source: Any, unit: str):
        import pyarrow as pa

        schema, batches = _batches_of(name, source)
        kept = list(batches)
        table = pa.Table.from_batches(kept, schema or kept[0].schema) if schema or kept else pa.table({})
        self._table = with_rows(table, pa.array(range(1, table.num_rows + 1), pa.int64()))
        self._by_employer = unit == "employer" and "employer_id" in table.column_names

    def take(self, after: Key | None, upto: Key | None) -> pa.Table:
        import pyarrow as pa
        import pyarrow.compute as pc

        if not self._by_employer:
            return self._table
        column = self._table.column("employer_id")
        column = column if pa.types.is_integer(column.type) else column.cast(pa.large_string())
        keep = pc.is_null(column) if after is None else None
        inside = pa.array([True] * len(column))
        if after is not None:
            inside = pc.and_(inside, pc.greater(column, after[0]))
        if upto is not None:
            inside = pc.and_(inside, pc.less_equal(column, upto[0]))
        inside = pc.fill_null(inside, False)
        return self._table.filter(inside if keep is None else pc.or_(keep, inside))


def _parts(data: Mapping[str, Any], unit: str, count: int, checker: Checker) -> Iterator[Result]:
    has_employers = "employers" in data
    if unit == "employer" and not has_employers:
        raise InvalidArgument('employers: expected the table, or unit="worker" for the workers of one employer', table="employers")
    fixed = {name: table for name, table in data.items() if name == "employer"}
    small = {name: _Small(name, table, unit) for name, table in data.items() if name in SMALL}
    large = {name: _Ordered(name, table, unit, has_employers) for name, table in data.items() if name != "employer" and name not in SMALL}
    workers = large["workers"]
    before: Key | None = None
    while True:
        upto = workers.key_of_row(count)
        part = {"workers": workers.take(upto)}
        # The last part takes what is left, also rows of workers that the table does not know.
        if workers.at_end():
            upto = None
        part.update((name, table.take(upto)) for name, table in large.items() if name != "workers")
        part.update((name, table.take(before, upto)) for name, table in small.items())
        yield checker.check({**fixed, **{name: table for name, table in part.items() if table is not None}})
        if upto is None:
            return
        before = upto
