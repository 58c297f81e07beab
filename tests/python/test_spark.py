"""Spark in local mode against one machine on the same data."""

import datetime as dt
import os
import shutil

import pytest
from conftest import factory_tables, joined, three_employers

import wageproof

pa = pytest.importorskip("pyarrow")
pyspark = pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("no Java", allow_module_level=True)

import wageproof.spark  # noqa: E402

OUTPUTS = ("due", "reconciliation", "findings", "matches", "checks", "balances", "rejects")


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    import sys

    folder = tmp_path_factory.mktemp("spark")
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    session = (
        pyspark.sql.SparkSession.builder.master("local[2]").appName("wageproof")
        .config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2").config("spark.driver.memory", "1g")
        .config("spark.local.dir", str(folder / "local")).config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        # Few rows: compiling for them costs more than it saves.
        .config("spark.sql.codegen.wholeStage", "false").config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .getOrCreate()
    )
    yield session
    session.stop()


def frames(spark, tables):
    """DataFrames with the rows' numbers in the whole."""
    out = {}
    for name, table in tables.items():
        if name == "employer":
            out[name] = table
            continue
        numbers = pa.array(range(1, table.num_rows + 1), pa.int64())
        out[name] = spark.createDataFrame(table.append_column("@row", numbers))
    return out


def same(name, made, whole):
    return joined([made.table(name).toArrow()]) == joined([whole.table(name)])


def test_employers_on_a_cluster_are_as_on_one_machine(spark, factory):
    tables = three_employers(factory)
    whole = wageproof.check(tables)
    assert whole.totals["rejects"] > 0 and len(whole.findings) > 100
    made = wageproof.spark.check(frames(spark, tables), parts=3)
    for name in OUTPUTS:
        assert same(name, made, whole), name
    made.unpersist()


def test_workers_of_one_employer_on_a_cluster(spark, factory):
    tables = factory_tables(factory)
    whole = wageproof.check(tables)
    made = wageproof.spark.check(frames(spark, tables), unit="worker", parts=4, outputs=["due", "findings", "checks"])
    for name in ("due", "findings", "checks"):
        assert same(name, made, whole), name
    made.unpersist()


def test_a_law_travels_with_the_job(spark, factory):
    kh = wageproof.Pack("kh")
    meal = {**kh.source["parameters"]["meal_money"], "values": [{"from": "2018-01-01", "source": "draft", "value": "1.00"}]}
    head = {"currency": "USD", "time_zone": "Asia/Phnom_Penh", "sources": {"draft": {"instrument": "A draft"}}}
    draft = kh.overlay({**head, "parameters": {"meal_money": meal}}, id="kh-draft")
    tables = factory_tables(factory)
    whole = wageproof.check(tables, draft, against=kh, start=dt.date(2025, 10, 1))
    made = wageproof.spark.check(frames(spark, tables), draft, unit="worker", parts=2, against=kh, start=dt.date(2025, 10, 1), outputs=["due"])
    assert len(whole.against) > 0
    assert same("against", made, whole) and same("due", made, whole)
    with pytest.raises(wageproof.InvalidArgument, match="table"):
        made.table("findings")


def test_rows_without_numbers_are_counted_the_same_on_any_cluster(spark, factory):
    tables = {name: spark.createDataFrame(table) for name, table in three_employers(factory).items()}
    few = wageproof.spark.check(tables, parts=1, outputs=["findings"]).findings.toArrow()
    many = wageproof.spark.check({name: table.repartition(5) for name, table in tables.items()}, parts=7, outputs=["findings"]).findings.toArrow()
    assert few.num_rows > 100 and few.equals(many)


def test_what_cannot_be_parted_is_refused(spark, factory):
    tables = frames(spark, factory_tables(factory))
    with pytest.raises(wageproof.InvalidArgument, match="workers"):
        wageproof.spark.check({"employer": tables["employer"]})
    with pytest.raises(wageproof.InvalidArgument, match="worker_id"):
        wageproof.spark.check({**tables, "time": tables["time"].drop("worker_id")}, unit="worker")
    with pytest.raises(wageproof.InvalidArgument, match="outputs"):
        wageproof.spark.check(tables, outputs=["nonsense"])
