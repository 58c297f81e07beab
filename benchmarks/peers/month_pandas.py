"""The month in pandas: whole columns of numbers, sums by worker."""
import numpy as np
import pandas as pd

import contender as law


def minutes(clock: pd.Series) -> np.ndarray:
    # A time of day is one of at most 1440: each is taken apart once.
    codes, times = pd.factorize(clock)
    return np.array([t.hour * 60 + t.minute for t in times], dtype=np.int64)[codes]


def load(folder, threads):
    read = lambda name, **options: pd.read_csv(folder / name, engine="pyarrow", **options)  # noqa: E731
    workers = read("workers.csv", usecols=["worker_id", "contract", "wage"])
    workers["wage"] = (workers["wage"] * 100).round().astype("int64")
    number = pd.Index(workers["worker_id"])
    time = read("time.csv", usecols=["worker_id", "date", "start", "end", "break_minutes", "break_start"])
    time = pd.DataFrame({
        "worker": number.get_indexer(time["worker_id"]), "date": pd.to_datetime(time["date"]), "start": minutes(time["start"]),
        "end": minutes(time["end"]), "break_minutes": time["break_minutes"].astype("int64"), "break_start": minutes(time["break_start"])})
    leave = read("leave.csv")
    leave = pd.DataFrame({"worker": number.get_indexer(leave["worker_id"]), "date": pd.to_datetime(leave["date"]), "type": leave["type"]})
    payroll = read("payroll.csv", usecols=["worker_id", "component", "amount"])
    payroll = pd.DataFrame({"worker": number.get_indexer(payroll["worker_id"]), "component": payroll["component"].astype("category"),
                            "amount": (payroll["amount"] * 100).round().astype("int64")})
    rate = int(read("rates.csv").sort_values("valid_from")["rate"].iloc[-1])  # in force on the month's last day
    return workers, time, leave, payroll, rate


def night(begin, end):
    """Minutes of a stretch in the two nights that a shift can meet."""
    late = np.minimum(end, law.NIGHT_END) - np.maximum(begin, law.NIGHT_START)
    return np.maximum(late, 0) + np.maximum(np.minimum(end, law.NIGHT_END - 1440) - begin, 0)


def ratio(numerator, denominator):
    """A positive fraction to a whole number, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


def compute(tables):
    workers, time, leave, payroll, rate = tables
    everyone = range(len(workers))
    by_worker = lambda frame, columns: frame.groupby("worker", sort=False)[columns].sum().reindex(everyone, fill_value=0)  # noqa: E731
    holiday = pd.Timestamp(law.HOLIDAY)

    day = time[(time["date"].dt.day_of_week != law.REST_WEEKDAY - 1) & (time["date"] != holiday)]
    present = np.bincount(day["worker"], minlength=len(workers))
    worked = (day["end"] - day["start"]) % 1440 - day["break_minutes"]
    # Only days with overtime need more: its minutes are the day's last, and with the break behind the eighth hour begin before it.
    long = day[worked > law.NORMAL_DAY]
    start, pause = long["start"].to_numpy(), long["break_start"].to_numpy()
    length, end = long["break_minutes"].to_numpy(), long["end"].to_numpy()
    end = np.where(end <= start, end + 1440, end)
    pause = np.where(pause < start, pause + 1440, pause)
    late = pause - start >= law.NORMAL_DAY
    begins = start + law.NORMAL_DAY + np.where(late, 0, length)
    minutes_of = pd.DataFrame({"worker": long["worker"].to_numpy(), "overtime": end - start - length - law.NORMAL_DAY,
                               "at_night": night(begins, end) - np.where(late, night(pause, pause + length), 0)})
    minutes_of = by_worker(minutes_of, ["overtime", "at_night"])

    leave = leave[leave["date"].dt.day_of_week != law.REST_WEEKDAY - 1]
    ordinary = leave["date"] != holiday
    away = pd.DataFrame({"worker": leave["worker"], "unpaid": ordinary & leave["type"].isin(["unpaid", "absent"]),
                         "maternity": leave["type"] == "maternity", "on_leave": ordinary}).astype("int64")
    away = by_worker(away, ["unpaid", "maternity", "on_leave"])

    # One sum by worker and component; what counts toward what is a choice of columns.
    names = list(payroll["component"].cat.categories)
    cells = payroll["worker"].to_numpy() * len(names) + payroll["component"].cat.codes.to_numpy()
    sums = np.bincount(cells, weights=payroll["amount"], minlength=len(workers) * len(names)).astype("int64").reshape(-1, len(names))
    booked = lambda wanted: sums[:, [names.index(name) for name in wanted if name in names]].sum(axis=1)  # noqa: E731

    minimum = np.where(workers["contract"] == "probation", law.MINIMUM_PROBATION, law.MINIMUM_REGULAR)
    unpaid = away["unpaid"].to_numpy() + law.ORDINARY_DAYS - present - away["on_leave"].to_numpy()
    share = (law.SCHEDULED_DAYS - away["maternity"].to_numpy()) * law.DAYS_OF_MONTH - unpaid * law.SCHEDULED_DAYS
    minimum_wage = np.where(unpaid >= law.ORDINARY_DAYS, 0, ratio(np.maximum(minimum * share, 0), law.DAYS_OF_MONTH * law.SCHEDULED_DAYS))
    overtime_pay = ratio(np.maximum(workers["wage"].to_numpy(), minimum) * (3 * minutes_of["overtime"].to_numpy() + minutes_of["at_night"].to_numpy()), 2 * law.MINUTES_OF_MONTH)

    riel = booked(law.GROSS) * rate  # hundredths
    insured = np.where(riel <= 20_000_000, 200_000, np.where(riel > 120_000_000, 1_200_000, (riel - 1) // 5_000_000 * 50_000 + 25_000))
    pension = ratio(np.clip(riel, 40_000_000, 120_000_000) * 2, 10_000)
    due = dict(zip(law.CONTRIBUTIONS, (ratio(insured * 8, 1000), ratio(insured * 26, 1000), pension, pension)))

    columns = {"worker_id": workers["worker_id"], "minimum_wage": minimum_wage * law.CENTS_TO_MICRO, "overtime_pay": overtime_pay * law.CENTS_TO_MICRO}
    columns.update({name: amount * law.RIEL_TO_MICRO for name, amount in due.items()})
    columns["short:minimum_wage"] = np.maximum(minimum_wage - booked(law.TOWARD_MINIMUM), 0) * law.CENTS_TO_MICRO
    columns["short:overtime_pay"] = np.maximum(overtime_pay - booked(["overtime"]), 0) * law.CENTS_TO_MICRO
    columns.update({"short:" + name: np.maximum(amount - booked([name]) // 100, 0) * law.RIEL_TO_MICRO for name, amount in due.items()})
    return pd.DataFrame(columns)


if __name__ == "__main__":
    law.run(load, compute, lambda frame, path: frame.to_parquet(path))
