"""Tables of dataframe libraries in and out; the same figures as from files."""

import datetime as dt
from decimal import Decimal

import pytest

import wageproof

AMOUNTS = {"amount", "wage", "fixed_allowance", "quantity", "rate", "fraction", "days", "job_points"}
NAMES = ("workers", "time", "leave", "balances", "pieces", "payroll", "rates")


def frames(polars, factory):
    """The sample factory as frames with dates and decimals."""
    out = {"employer": __import__("json").loads((factory / "employer.json").read_text())}
    for name in NAMES:
        frame = polars.read_csv(factory / f"{name}.csv", infer_schema_length=0)
        for column in frame.columns:
            if column in AMOUNTS:
                frame = frame.with_columns(polars.col(column).cast(polars.Decimal(18, 6)))
            elif column in ("date", "hired_on", "left_on", "birth_date", "period_start", "period_end", "as_of", "valid_from"):
                frame = frame.with_columns(polars.col(column).str.to_date())
            elif column in ("worker_id", "component"):
                frame = frame.with_columns(polars.col(column).cast(polars.Categorical))
        out[name] = frame
    return out


def test_polars_in_and_out(factory, result):
    polars = pytest.importorskip("polars")
    tables = frames(polars, factory)
    got = wageproof.check(tables)
    assert got.due.to_csv() == result.due.to_csv()
    assert got.reconciliation.to_csv() == result.reconciliation.to_csv()
    frame = got.findings.to_polars()
    assert frame.columns == got.findings.columns and frame.height == len(result.findings)
    assert frame["difference"].dtype == polars.Decimal(38, 6) and frame["period_start"].dtype == polars.Date
    assert frame["difference"].to_list() == [row["difference"] for row in result.findings]
    assert frame.filter((polars.col("check") == "overtime_pay") & (polars.col("severity") == "breach")).height == 4


def test_pyarrow_in_and_out(factory, result):
    pyarrow = pytest.importorskip("pyarrow")
    polars = pytest.importorskip("polars")
    tables = {name: table if name == "employer" else table.to_arrow() for name, table in frames(polars, factory).items()}
    got = wageproof.check(tables)
    assert got.due.to_csv() == result.due.to_csv()
    table = got.due.to_arrow()
    assert table.num_rows == len(result.due)
    table.validate(full=True)
    assert table.schema.field("amount").type == pyarrow.decimal128(38, 6)
    assert table.to_pylist()[0]["period_start"] == result.due[0]["period_start"]
    assert pyarrow.table(got.rejects).num_rows == 0
    # Every table can be asked for more than once.
    assert pyarrow.table(got.due).equals(table)


def test_pandas_in_and_out(small):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    small["payroll"] = pandas.DataFrame(small["payroll"])
    small["time"] = pandas.DataFrame(small["time"]).assign(date=lambda frame: pandas.to_datetime(frame["date"]))
    small["time"].loc[0, "break_minutes"] = None  # the column becomes floating point
    got = wageproof.check(small)
    assert got.totals["rejects"] == 0
    frame = got.due.to_pandas()
    assert list(frame.columns) == got.due.columns
    assert isinstance(frame.loc[0, "amount"], Decimal) and isinstance(frame.loc[0, "period_start"], dt.date)


def test_money_in_floating_point_is_refused_by_name(small):
    polars = pytest.importorskip("polars")
    small["payroll"] = polars.DataFrame(small["payroll"]).with_columns(polars.col("amount").cast(polars.Float64))
    with pytest.raises(wageproof.Unsupported) as refused:
        wageproof.check(small)
    assert (refused.value.table, refused.value.column) == ("payroll", "amount")


def test_rows_of_a_stream_are_rejected_by_their_place(small):
    pyarrow = pytest.importorskip("pyarrow")
    small["payroll"] = pyarrow.Table.from_pylist([*small["payroll"], {**small["payroll"][0], "amount": "a lot"}])
    got = wageproof.check(small)
    assert [(row["file"], row["line"], row["column"], row["value"]) for row in got.rejects] == [("payroll", 2, "amount", "a lot")]


def test_a_stream_of_record_batches(small):
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.Table.from_pylist(small["time"])
    small["time"] = pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=5))
    got = wageproof.check(small)
    assert next(row for row in got.due if row["line"] == "overtime_pay")["quantity"] == 480


def test_duckdb_in_and_out(factory, result):
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    tables = {name: duckdb.sql(f"select * from read_csv('{factory}/{name}.csv', all_varchar=true)") for name in NAMES}
    tables["employer"] = __import__("json").loads((factory / "employer.json").read_text())
    got = wageproof.check(tables)
    assert got.due.to_csv() == result.due.to_csv()
    findings = got.findings.to_arrow()
    assert duckdb.sql("select count(*) from findings where severity = 'breach'").fetchall() == [(36,)]


def test_files_and_tables_together(factory, result):
    tables = {name: factory / f"{name}.csv" for name in NAMES}
    tables["employer"] = __import__("json").loads((factory / "employer.json").read_text())
    assert wageproof.check(tables).due.to_csv() == result.due.to_csv()
    tables["leave"] = str(factory / "nothing.csv")
    with pytest.raises(wageproof.IoError):
        wageproof.check(tables)
