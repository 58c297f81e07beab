"""Records as ordered streams: the parts together are the whole, and no more than a part is read at once."""

import pytest
from conftest import SOURCE, factory_tables, joined, three_employers

import wageproof

pa = pytest.importorskip("pyarrow")

OUTPUTS = ("due", "reconciliation", "findings", "matches", "checks", "balances", "rejects")


@pytest.mark.parametrize("workers", [1, 600, 10_000])
def test_employers_part_by_part_are_the_whole(factory, workers):
    tables = three_employers(factory)
    whole = wageproof.check(tables)
    parts = list(wageproof.stream(tables, workers=workers))
    assert len(parts) == {1: 3, 600: 2, 10_000: 1}[workers]
    for name in OUTPUTS:
        assert joined([part.table(name) for part in parts]) == joined([whole.table(name)]), name


def test_workers_of_one_employer_part_by_part(factory):
    tables = factory_tables(factory)
    whole = wageproof.check(tables)
    parts = list(wageproof.stream(tables, unit="worker", workers=100))
    assert len(parts) == 6  # of 100 rows and some: a worker with two rows is not parted
    for name in ("due", "reconciliation", "balances"):
        assert joined([part.table(name) for part in parts]) == joined([whole.table(name)]), name
    # A worker that the table does not know stands with the part in which its id falls; the numbers of rows are the whole's.
    found = sorted(map(str, (row for part in parts for row in part.findings)))
    assert found == sorted(map(str, whole.findings))
    assert sum(part.totals["workers"] for part in parts) == whole.totals["workers"]


def test_only_a_part_is_read_at_once(factory):
    tables = factory_tables(factory)
    pulled = []

    def batches():
        for batch in tables["time"].to_batches(max_chunksize=200):
            pulled.append(batch.num_rows)
            yield batch

    parts = iter(wageproof.stream({**tables, "time": batches()}, unit="worker", workers=50))
    next(parts)
    first = sum(pulled)
    assert first < tables["time"].num_rows / 5
    for _ in parts:
        pass
    assert sum(pulled) == tables["time"].num_rows


def test_one_stream_out_feeds_a_database(factory):
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    for name in ("workers", "time", "payroll"):
        connection.sql(f"create table {name}_csv as select * from read_csv('{factory / name}.csv', all_varchar=true)")
    # A connection streams one result at a time; a cursor of its own for each.
    tables = {
        name: connection.cursor().sql(f"select * from {name}_csv order by worker_id")
        for name in ("workers", "time", "payroll")
    }
    tables["employer"] = factory_tables(factory)["employer"]
    reader = wageproof.stream(tables, unit="worker", workers=100).table("due")
    assert isinstance(reader, pa.RecordBatchReader)
    total = connection.execute("select count(*), sum(amount) from reader where line = 'basic_pay'").fetchone()
    plain = wageproof.check({"employer": tables["employer"], **{name: factory / f"{name}.csv" for name in ("workers", "time", "payroll")}})
    rows = [row for row in plain.due if row["line"] == "basic_pay"]
    assert total == (len(rows), sum(row["amount"] for row in rows if row["amount"] is not None))


def test_polars_frames_come_as_they_are(factory):
    polars = pytest.importorskip("polars")
    tables = {name: polars.DataFrame(table) if name != "employer" else table for name, table in factory_tables(factory).items()}
    parts = list(wageproof.stream(tables, unit="worker", workers=300))
    assert sum(part.totals["workers"] for part in parts) == 500


def test_what_is_not_in_order_is_refused(factory):
    tables = factory_tables(factory)
    back = tables["time"].take(pa.array(range(tables["time"].num_rows - 1, -1, -1)))
    with pytest.raises(wageproof.InvalidArgument, match=r"^time:\d+: not in the order of worker_id") as caught:
        list(wageproof.stream({**tables, "time": back}, unit="worker"))
    assert caught.value.table == "time" and caught.value.row > 1
    with pytest.raises(wageproof.InvalidArgument, match='"worker_id", which the table does not have'):
        list(wageproof.stream({**tables, "time": tables["time"].drop_columns(["worker_id"])}, unit="worker"))
    with pytest.raises(wageproof.InvalidArgument, match="employers: expected the table"):
        list(wageproof.stream(tables))
    with pytest.raises(wageproof.InvalidArgument, match="unit"):
        wageproof.stream(tables, unit="country")


def test_rows_keep_the_numbers_that_they_are_given(small):
    rows = pa.Table.from_pylist([{**row, "@row": 70 + i} for i, row in enumerate(small["payroll"])])
    findings = wageproof.check({**small, "payroll": rows}).findings
    assert any((row["evidence"] or "").startswith("payroll:70") for row in findings)
    with pytest.raises(wageproof.InvalidArgument, match='"@row"'):
        wageproof.check({**small, "payroll": rows.set_column(rows.column_names.index("@row"), "@row", pa.array([0]))})


def test_a_part_may_have_nothing(small):
    nothing = wageproof.read({"employer": small["employer"]}, is_part=True)
    assert len(wageproof.check(nothing).findings) == 0
    with pytest.raises(wageproof.NotFound):
        wageproof.read({"employer": small["employer"]})


def test_the_notebook_of_the_sample_factory_runs(tmp_path):
    import subprocess
    import sys

    pytest.importorskip("matplotlib")
    pytest.importorskip("polars")
    done = subprocess.run([sys.executable, SOURCE / "examples" / "python" / "factory.py", "chart.png"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "15.1875 USD" in done.stdout and "overtime_pay" in done.stdout and "the picture is in chart.png" in done.stdout
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG") and (tmp_path / "chart.png").stat().st_size > 10_000
