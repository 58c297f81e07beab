"""The month in Polars: lazy frames, whole numbers of minutes and cents, one group-by a table."""
import os
import sys

os.environ["POLARS_MAX_THREADS"] = sys.argv[2]  # read when the package is loaded

import polars as pl  # noqa: E402

import contender as law  # noqa: E402
from polars import col, lit, when  # noqa: E402


def minutes(name: str) -> pl.Expr:
    text = col(name)
    return text.str.slice(0, 2).cast(pl.Int32) * 60 + text.str.slice(3, 2).cast(pl.Int32)


def cents(name: str) -> pl.Expr:
    return (col(name) * 100).round().cast(pl.Int64)


def load(folder, threads):
    workers = pl.read_csv(folder / "workers.csv", columns=["worker_id", "contract", "wage"])
    ids = pl.Enum(workers["worker_id"])
    scan = lambda name, columns: pl.scan_csv(folder / name, schema_overrides={"worker_id": ids, "component": pl.Categorical}).select(*columns)  # noqa: E731
    worker = col("worker_id").to_physical().alias("worker")
    day = col("date").str.to_date("%Y-%m-%d")
    frames = [
        workers.lazy().select("worker_id", col("worker_id").cast(ids).to_physical().alias("worker"), "contract", cents("wage")),
        scan("time.csv", [worker, day, minutes("start"), minutes("end"), col("break_minutes").cast(pl.Int32), minutes("break_start")]),
        scan("leave.csv", [worker, day, col("type").cast(pl.Categorical)]),
        scan("payroll.csv", [worker, "component", cents("amount")]),
        pl.scan_csv(folder / "rates.csv").sort("valid_from").select(col("rate").cast(pl.Int64)),
    ]
    return pl.collect_all(frames)


def night(begin: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Minutes of a stretch in the two nights that a shift can meet."""
    late = pl.min_horizontal(end, lit(law.NIGHT_END)) - pl.max_horizontal(begin, lit(law.NIGHT_START))
    early = pl.min_horizontal(end, lit(law.NIGHT_END - 1440)) - begin
    return late.clip(lower_bound=0) + early.clip(lower_bound=0)


def ratio(numerator: pl.Expr, denominator: int) -> pl.Expr:
    """A positive fraction to a whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def compute(tables) -> pl.DataFrame:
    workers, time, leave, payroll, rates = (frame.lazy() for frame in tables)
    ordinary = (col("date").dt.weekday() != law.REST_WEEKDAY) & (col("date") != pl.lit(law.HOLIDAY).str.to_date())

    day = (
        time.filter(ordinary)
        .with_columns(end=when(col("end") <= col("start")).then(col("end") + 1440).otherwise(col("end")))
        .with_columns(overtime=col("end") - col("start") - col("break_minutes") - law.NORMAL_DAY)
    )
    present = day.group_by("worker").agg(present=pl.len())
    # The day's last minutes are its overtime: with the break behind the eighth hour they begin before it.
    overtime = (
        day.filter(col("overtime") > 0)
        .with_columns(pause=when(col("break_start") < col("start")).then(col("break_start") + 1440).otherwise(col("break_start")))
        .with_columns(late=col("pause") - col("start") >= law.NORMAL_DAY)
        .with_columns(begins=col("start") + law.NORMAL_DAY + when("late").then(0).otherwise(col("break_minutes")))
        .with_columns(at_night=night(col("begins"), col("end"))
                      - when("late").then(night(col("pause"), col("pause") + col("break_minutes"))).otherwise(0))
        .group_by("worker").agg(col("overtime").sum(), col("at_night").sum())
    )
    kind = col("type").cast(pl.String)
    away = (
        leave.with_columns(ordinary=ordinary, scheduled=col("date").dt.weekday() != law.REST_WEEKDAY)
        .group_by("worker").agg(
            unpaid=(col("ordinary") & kind.is_in(["unpaid", "absent"])).sum(), maternity=(col("scheduled") & (kind == "maternity")).sum(),
            on_leave=col("ordinary").sum())
    )
    component = col("component")
    sums = {"toward": component.is_in(law.TOWARD_MINIMUM), "gross": component.is_in(law.GROSS), "overtime_booked": component == "overtime",
            **{name: component == name for name in law.CONTRIBUTIONS}}
    # Columns that are summed whole are faster than a filter within each group.
    booked = (payroll.with_columns(**{name: when(which).then(col("amount")).otherwise(0) for name, which in sums.items()})
              .group_by("worker").agg(col(*sums).sum()))
    rate = tables[4].item(-1, 0)  # in force on the month's last day

    money = (
        workers.join(present, on="worker", how="left").join(overtime, on="worker", how="left").join(away, on="worker", how="left").join(booked, on="worker", how="left")
        .with_columns(pl.col("present", "overtime", "at_night", "unpaid", "maternity", "on_leave").fill_null(0).cast(pl.Int64))
        .with_columns(minimum=when(col("contract") == "probation").then(law.MINIMUM_PROBATION).otherwise(law.MINIMUM_REGULAR).cast(pl.Int64),
                      unpaid=col("unpaid") + law.ORDINARY_DAYS - col("present") - col("on_leave"),
                      riel=col("gross") * rate)  # hundredths of a riel
        .with_columns(
            minimum_wage=when(col("unpaid") >= law.ORDINARY_DAYS).then(0).otherwise(ratio(
                (col("minimum") * ((law.SCHEDULED_DAYS - col("maternity")) * law.DAYS_OF_MONTH - col("unpaid") * law.SCHEDULED_DAYS)).clip(lower_bound=0),
                law.DAYS_OF_MONTH * law.SCHEDULED_DAYS)),
            overtime_pay=ratio(pl.max_horizontal("wage", "minimum") * (3 * col("overtime") + col("at_night")), 2 * law.MINUTES_OF_MONTH),
            insured=when(col("riel") <= 20_000_000).then(200_000).when(col("riel") > 120_000_000).then(1_200_000)
            .otherwise((col("riel") - 1) // 5_000_000 * 50_000 + 25_000),
            pensionable=col("riel").clip(40_000_000, 120_000_000))
        .with_columns(risk=ratio(col("insured") * 8, 1000), health=ratio(col("insured") * 26, 1000), pension=ratio(col("pensionable") * 2, 10_000))
    )
    due = {law.CONTRIBUTIONS[0]: "risk", law.CONTRIBUTIONS[1]: "health", law.CONTRIBUTIONS[2]: "pension", law.CONTRIBUTIONS[3]: "pension"}
    return money.select(
        "worker_id", minimum_wage=col("minimum_wage") * law.CENTS_TO_MICRO, overtime_pay=col("overtime_pay") * law.CENTS_TO_MICRO,
        **{name: col(of) * law.RIEL_TO_MICRO for name, of in due.items()},
        **{"short:minimum_wage": (col("minimum_wage") - col("toward")).clip(lower_bound=0) * law.CENTS_TO_MICRO,
           "short:overtime_pay": (col("overtime_pay") - col("overtime_booked")).clip(lower_bound=0) * law.CENTS_TO_MICRO},
        **{"short:" + name: (col(of) - col(name) // 100).clip(lower_bound=0) * law.RIEL_TO_MICRO for name, of in due.items()},
    ).collect()


if __name__ == "__main__":
    law.run(load, compute, lambda frame, path: frame.write_parquet(path))
