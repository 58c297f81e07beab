"""What larger records take on one machine: the sample factory again and again, as so many employers, streamed part by part.

python benchmarks/scale.py EMPLOYERS [--part WORKERS] [--whole] [--text] [--threads N]     (pip install . pyarrow)

--whole checks everything at once, to see what the parts save; --text gives amounts, dates and clock times as text, to see what
that costs. It prints what the checking process took: wall clock, processor time, most memory. Before it counts, it is held
against the factory alone: each copy must have its findings.
"""

import argparse
import json
import resource
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

import wageproof

FACTORY = Path(__file__).resolve().parents[1] / "examples" / "factory-kh"
AMOUNTS = {"amount", "wage", "fixed_allowance", "quantity", "rate", "fraction", "days", "job_points"}
DATES = {"date", "hired_on", "left_on", "birth_date", "period_start", "period_end", "as_of", "valid_from"}
CLOCKS = {"start", "end"}
NAMES = ("workers", "time", "leave", "balances", "pieces", "payroll", "rates")


def read(name, as_text):
    path = FACTORY / f"{name}.csv"
    columns = path.read_text(encoding="utf-8").partition("\n")[0].split(",")
    texts = pa.csv.ConvertOptions(column_types={column: pa.string() for column in columns}, strings_can_be_null=True)
    table = pa.csv.read_csv(path, convert_options=texts)
    for i, column in enumerate(columns):
        kind = pa.decimal128(18, 6) if column in AMOUNTS else pa.date32() if column in DATES else None
        if kind is not None and not as_text:
            table = table.set_column(i, column, pc.cast(table.column(column), kind))
        elif column in CLOCKS and not as_text:
            seconds = [None if each is None else int(each[:2]) * 3600 + int(each[3:5]) * 60 for each in table.column(column).to_pylist()]
            table = table.set_column(i, column, pa.array(seconds, pa.int32()).cast(pa.time32("s")))
    return table.combine_chunks()


def copies(table, count):
    """The table once an employer, made while it is read."""
    kind = pa.string()
    schema = table.schema.append(pa.field("employer_id", kind))

    def batches():
        for i in range(count):
            ids = pa.array([f"e{i:07}"], kind).take(pa.array([0] * table.num_rows, pa.int32()))
            yield from table.append_column("employer_id", ids).to_batches()

    return pa.RecordBatchReader.from_batches(schema, batches())


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("employers", type=int)
    arguments.add_argument("--part", type=int, default=20_000)
    arguments.add_argument("--threads", type=int, default=0)
    arguments.add_argument("--whole", action="store_true")
    arguments.add_argument("--text", action="store_true")
    given = arguments.parse_args()

    tables = {name: read(name, given.text) for name in NAMES}
    employer = json.loads((FACTORY / "employer.json").read_text(encoding="utf-8"))
    alone = wageproof.check({"employer": employer, **tables}).totals
    ids = [f"e{i:07}" for i in range(given.employers)]
    head = {name: employer[name] for name in ("law", "currency", "period")}
    data = {name: copies(table, given.employers) for name, table in tables.items()}
    data["employers"] = pa.Table.from_pylist([{"employer_id": each, **head, **{key: str(value) for key, value in employer["attributes"].items()}} for each in ids])

    before, started = time.process_time(), time.perf_counter()
    sums = dict.fromkeys(alone, 0)
    results = [wageproof.check(data, threads=given.threads)] if given.whole else wageproof.stream(data, workers=given.part, threads=given.threads)
    for result in results:
        for name, value in result.totals.items():
            sums[name] += value
    wall, used = time.perf_counter() - started, time.process_time() - before
    for name in ("workers", "worker_days", "breaches", "discrepancies", "warnings"):
        assert sums[name] == alone[name] * given.employers, (name, sums[name], alone[name])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{sums['workers']:,} workers, {sums['worker_days']:,} worker-days: {wall:.1f} s, {used:.1f} s of processor, "
          f"{used / sums['workers'] * 1e6:.0f} microseconds a worker's month, {memory:,.0f} MiB at most")


if __name__ == "__main__":
    main()
