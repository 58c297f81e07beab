from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def factory():
    return SOURCE / "examples" / "factory-kh"


@pytest.fixture(scope="session")
def result(factory):
    import wageproof

    return wageproof.check(factory)


@pytest.fixture
def small():
    """One worker's October: ten hours on four Mondays, and 8 dollars short of the basic wage."""
    days = [day for day in range(1, 32) if day % 7 != 5]  # 5 October 2025 is a Sunday
    return {
        "employer": {"employer_id": "e", "law": "kh", "currency": "USD", "period": "monthly", "attributes": {"sector": "garment"}},
        "workers": [{"worker_id": "w", "hired_on": "2024-01-01", "contract": "permanent", "pay_basis": "monthly", "wage": 208}],
        "time": [
            {"worker_id": "w", "date": f"2025-10-{day:02}", "start": "07:00", "end": "18:00" if day % 7 == 6 else "16:00", "break_minutes": 60}
            for day in days
        ],
        "payroll": [{"worker_id": "w", "period_start": "2025-10-01", "period_end": "2025-10-31", "component": "basic", "amount": "200"}],
    }


AMOUNTS = {"amount", "wage", "fixed_allowance", "quantity", "rate", "fraction", "days", "job_points"}
DATES = {"date", "hired_on", "left_on", "birth_date", "period_start", "period_end", "as_of", "valid_from"}
NAMES = ("workers", "time", "leave", "balances", "pieces", "payroll", "rates")


def factory_tables(factory):
    """The sample factory as Arrow tables with dates and decimals, ordered by worker."""
    import json

    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv

    out = {"employer": json.loads((factory / "employer.json").read_text())}
    for name in NAMES:
        with open(factory / f"{name}.csv", encoding="utf-8") as file:
            columns = file.readline().strip().split(",")
        options = pyarrow.csv.ConvertOptions(column_types={column: pa.string() for column in columns}, strings_can_be_null=True)
        table = pyarrow.csv.read_csv(factory / f"{name}.csv", convert_options=options)
        for i, column in enumerate(columns):
            kind = pa.decimal128(18, 6) if column in AMOUNTS else pa.date32() if column in DATES else None
            if kind is not None:
                table = table.set_column(i, column, pc.cast(table.column(column), kind))
        if "worker_id" in columns:
            table = table.take(pc.sort_indices(table, sort_keys=[("worker_id", "ascending")]))
        out[name] = table
    return out


def three_employers(factory):
    """The factory three times over, as three employers; one row of the second cannot be read."""
    import pyarrow as pa

    tables = factory_tables(factory)
    employer = tables.pop("employer")
    attributes = {name: str(value) for name, value in employer.get("attributes", {}).items()}
    ids = ["a", "b", "c"]
    fixed = {name: employer[name] for name in ("law", "currency", "period") if name in employer}
    out = {"employers": pa.Table.from_pylist([{"employer_id": each, **fixed, **attributes} for each in ids])}
    for name, table in tables.items():
        copies = [table.append_column("employer_id", pa.array([each] * table.num_rows, pa.string())) for each in ids]
        out[name] = pa.concat_tables(copies)
    components = out["payroll"].column("component").to_pylist()
    components[tables["payroll"].num_rows + 5] = "nonsense"
    out["payroll"] = out["payroll"].set_column(out["payroll"].column_names.index("component"), "component", pa.array(components, pa.string()))
    return out


def joined(tables):
    """Tables one behind the other, as bytes."""
    import io

    import pyarrow as pa
    import pyarrow.csv

    whole = pa.concat_tables([pa.table(table) for table in tables])
    out = io.BytesIO()
    pyarrow.csv.write_csv(pa.table({field.name: whole.column(field.name).cast(pa.string()) for field in whole.schema}), out)
    return out.getvalue()
