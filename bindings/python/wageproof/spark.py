"""Checking records on a Spark cluster: `wageproof.spark.check(tables, law)` over DataFrames.

Every executor needs the package and pyarrow (`pip install wageproof pyarrow`); the law travels with the job.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Iterator, Mapping

from ._packs import Law
from ._parts import ROW, SMALL, Checker, Options, check_unit
from ._result import _TABLES, NamedTables
from ._values import Day
from .errors import InvalidArgument

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

_KEY = "@key"
_PLACE = "@place"
#: By which rows stand in a result beyond their part: a part's own order is that of the whole.
_ORDER = {"rejects": ("file", "line")}
_CHECK_KEYS = ("employer_id", "check", "pack", "rule", "period_start", "period_end", "by", "group", "currency")
_CHECK_SUMS = ("tested", "met", "broken", "cannot_tell", "amount")


def check(
    tables: Mapping[str, Any],
    law: Law | None = None,
    *,
    unit: str = "employer",
    parts: int | None = None,
    outputs: Iterable[str] = ("due", "reconciliation", "findings", "matches", "checks", "balances", "rejects"),
    start: Day | None = None,
    end: Day | None = None,
    as_known_on: Day | None = None,
    by: Iterable[str] = (),
    against: Law | None = None,
    evidence: str = "B",
    time_zone: str | None = None,
) -> SparkResult:
    """Checks DataFrames, a part on each executor, and gives DataFrames.

    tables
        By name, columns by the names of the format's fields: `{"employers": df, "workers": df, "time": df, …}`. A dict
        `employer` in place of the table `employers` is the one employer of all. Clock times are texts, amounts decimals. A
        column `@row` gives each row's number, by which evidence names it; else rows are counted employer by employer in the
        order of their values, so that the numbers are the same on any cluster.
    unit
        `"employer"`: an employer's workers stay in one part, and the rows are those of one check of everything, byte for
        byte. `"worker"`: for employers larger than an executor; each worker's figures are those of the whole where all parts
        name the same periods, but no worker is compared with one of another part.
    parts
        How many parts; none: as Spark's `spark.sql.shuffle.partitions` says. A part is in an executor's memory at once.
    outputs
        Tables that are made.

    The other arguments are those of `wageproof.check`. Each part is checked on one thread: Spark runs a part a core.
    """
    from pyspark.sql import functions as F
    from pyspark.storagelevel import StorageLevel

    check_unit(unit)
    # An employer's rows all go with it; where its workers are parted, each part has the few rows that are of no worker.
    large = {name: table for name, table in tables.items() if name != "employer" and (unit == "employer" or name not in SMALL)}
    if "workers" not in large:
        raise InvalidArgument("workers: expected the table, found none", table="workers")
    if unit == "employer" and "employers" not in tables and "employer" not in tables:
        raise InvalidArgument("employers: expected the table, found none", table="employers")
    spark = large["workers"].sparkSession
    outputs = tuple(outputs) + (("against",) if against is not None else ())
    for name in outputs:
        if name not in _TABLES:
            raise InvalidArgument(f'outputs: expected some of {", ".join(_TABLES)}, found "{name}"')
    options = Options(law, start, end, as_known_on, tuple(by), against, evidence, time_zone, 1)

    # All tables in one: a struct a table, so that a worker's rows of every kind meet in one part.
    keys = ("employer_id", "worker_id") if unit == "worker" else ("employer_id",)
    united: DataFrame | None = None
    for name, table in large.items():
        if unit == "worker" and "worker_id" not in table.columns:
            raise InvalidArgument(f'{name}: the parts are made by "worker_id", which the table does not have', table=name, column="worker_id")
        found = [F.coalesce(F.col(key).cast("string"), F.lit("")) if key in table.columns else F.lit("") for key in keys]
        payload = F.struct(*[F.col(f"`{column}`") for column in table.columns]).alias(name)
        rows = table.select(F.xxhash64(*found).alias(_KEY), payload)
        united = rows if united is None else united.unionByName(rows, allowMissingColumns=True)
    assert united is not None
    count = parts or int(spark.conf.get("spark.sql.shuffle.partitions"))
    context = spark.sparkContext
    given = context.broadcast((
        options, tables.get("employer"), {name: _as_bytes(table) for name, table in tables.items() if name not in ("employer", *large)},
        {name: _arrow_schema(table) for name, table in large.items()}, outputs,
    ))
    schemas = {name: schema for name, schema in _schemas(options).items() if name in outputs}
    made = united.repartition(count, _KEY).mapInArrow(lambda batches: _check_part(batches, given.value), _struct_of(schemas))
    return SparkResult(made.persist(StorageLevel.MEMORY_AND_DISK), outputs, unit)


class SparkResult(NamedTables):
    """What a check gives, as DataFrames. They are computed when first asked for, once, and kept until `unpersist`."""

    def __init__(self, made: DataFrame, outputs: tuple[str, ...], unit: str):
        self._made, self._outputs, self._unit = made, outputs, unit

    def table(self, name: str, *, ordered: bool = True) -> DataFrame:
        """One of the tables; `ordered`: in the order in which one machine writes it."""
        from pyspark.sql import functions as F

        if name not in self._outputs:
            raise InvalidArgument(f'table: expected one of {", ".join(self._outputs)}, found "{name}"')
        rows = self._made.where(F.col(name).isNotNull()).select(f"{name}.*", _PLACE)
        columns = [column for column in rows.columns if column != _PLACE]
        if name == "rejects":  # of a table that every part has, once
            rows = rows.groupBy(*columns).agg(F.min(_PLACE).alias(_PLACE))
        if name == "checks" and self._unit == "worker":
            sums = [F.sum(column).cast(rows.schema[column].dataType).alias(column) for column in _CHECK_SUMS]
            rows = rows.groupBy(*_CHECK_KEYS).agg(*sums)
            order: tuple[str, ...] = ("employer_id", "period_start", "check", "rule", "by", "group")
        else:
            order = _ORDER.get(name, ("employer_id", "worker_id") if self._unit == "worker" and "worker_id" in columns else ("employer_id",))
            order = (*order, _PLACE)
        return (rows.orderBy(*[F.col(f"`{column}`") for column in order]) if ordered else rows).select(*[F.col(f"`{column}`") for column in columns])

    def unpersist(self) -> None:
        """Lets go of what was computed."""
        self._made.unpersist()


def _as_bytes(table: DataFrame) -> bytes:
    """A table of few rows, for every executor."""
    import pyarrow as pa

    rows = table.toArrow()
    if ROW not in rows.column_names:
        rows = rows.append_column(ROW, pa.array(range(1, rows.num_rows + 1), pa.int64()))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return sink.getvalue().to_pybytes()


def _arrow_schema(table: DataFrame) -> bytes:
    """The schema of a table's batches, also for a part that has none of its rows."""
    return table.limit(0).toArrow().schema.serialize().to_pybytes()


def _schemas(options: Options) -> dict[str, pa.Schema]:
    """The schemas of the results, from a check of nothing."""
    nothing = Checker(options._replace(law=None, against=None)).check({})
    return {name: nothing.table(name).to_arrow().schema for name in _TABLES}


def _struct_of(schemas: Mapping[str, pa.Schema]) -> Any:
    import pyarrow as pa
    from pyspark.sql import types as T

    def type_of(arrow: pa.DataType) -> Any:
        if pa.types.is_decimal(arrow):
            return T.DecimalType(arrow.precision, arrow.scale)
        return T.DateType() if pa.types.is_date32(arrow) else T.LongType() if pa.types.is_int64(arrow) else T.StringType()

    tables = [T.StructField(name, T.StructType([T.StructField(field.name, type_of(field.type)) for field in schema])) for name, schema in schemas.items()]
    return T.StructType([T.StructField(_PLACE, T.LongType()), *tables])


# --- on an executor


def _check_part(batches: Iterator[pa.RecordBatch], given: tuple[Any, ...]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa
    import pyarrow.compute as pc

    options, employer, small, schemas, outputs = given
    rows: dict[str, list[pa.RecordBatch]] = {name: [] for name in schemas}
    for batch in batches:
        for name, of in rows.items():
            column = batch.column(name)
            column = column.filter(pc.is_valid(column))
            if len(column):
                of.append(pa.RecordBatch.from_struct_array(column))
    if not any(rows.values()):
        return
    part: dict[str, Any] = {}
    for name, of in rows.items():
        table = pa.Table.from_batches(of) if of else pa.ipc.read_schema(pa.py_buffer(schemas[name])).empty_table()
        part[name] = table if ROW in table.column_names else _numbered(table)
    part.update((name, pa.ipc.open_stream(stream).read_all()) for name, stream in small.items())
    if employer is not None:
        part["employer"] = employer
    result = Checker(options).check(part)
    for name in outputs:
        made = result.table(name).to_arrow()
        place = 0
        for batch in made.to_batches():
            yield _tagged(batch, name, outputs, result, place)
            place += batch.num_rows


def _numbered(table: pa.Table) -> pa.Table:
    """The rows in the order of their values, counted employer by employer."""
    import pyarrow as pa

    keys = sorted(table.column_names, key=lambda name: (name != "employer_id", name != "worker_id"))
    table = table.take(pa.compute.sort_indices(table, sort_keys=[(name, "ascending") for name in keys]))
    numbers, last, count = [], None, 0
    employers = table.column("employer_id").to_pylist() if "employer_id" in table.column_names else [None] * table.num_rows
    for each in employers:
        count = count + 1 if each == last else 1
        last = each
        numbers.append(count)
    return table.append_column(ROW, pa.array(numbers, pa.int64()))


def _tagged(batch: pa.RecordBatch, name: str, outputs: tuple[str, ...], result: Any, place: int) -> pa.RecordBatch:
    """A batch of one table as rows of the one schema that all outputs share."""
    import pyarrow as pa

    columns, fields = [pa.array(range(place, place + batch.num_rows), pa.int64())], [pa.field(_PLACE, pa.int64())]
    for each in outputs:
        kind = pa.struct(list(result.table(each).to_arrow().schema)) if each != name else pa.struct(list(batch.schema))
        columns.append(pa.StructArray.from_arrays(batch.columns, fields=list(batch.schema)) if each == name else pa.nulls(batch.num_rows, kind))
        fields.append(pa.field(each, kind))
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))
