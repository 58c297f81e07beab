"""What every contender shares: its arguments, its clock, and the form of its answers.

A contender is a module with `load(folder, threads)` and `compute(tables)`. `load` reads the folder's CSV files into the
form in which the contender computes fastest; `compute` gives a table of columns by name: `worker_id`, what is due in
millionths by the names of the library's lines, and what is short, as `short:CHECK`. Both are timed, apart.
"""
import json
import os
import resource
import sys
import time
from pathlib import Path

# The law of the month, as an analyst would copy it from the decrees into a program. Money in cents and riel.
MINIMUM_REGULAR, MINIMUM_PROBATION = 20000, 19800
DAYS_OF_MONTH, MINUTES_OF_MONTH, NORMAL_DAY = 26, 208 * 60, 480
NIGHT_START, NIGHT_END = 22 * 60, 29 * 60
REST_WEEKDAY = 7  # Sunday, counted from Monday as 1
HOLIDAY = "2023-03-08"
SCHEDULED_DAYS = 27  # Mondays to Saturdays of March 2023, the paid holiday among them
ORDINARY_DAYS = 26
CENTS_TO_MICRO, RIEL_TO_MICRO = 10_000, 1_000_000

TOWARD_MINIMUM = ["basic", "leave.annual", "leave.sick"]
GROSS = ["basic", "overtime", "night_premium", "rest_day_premium", "holiday_premium", "leave.annual", "leave.sick", "leave.maternity",
         "allowance.attendance", "allowance.transport", "allowance.seniority", "allowance.meal"]
CONTRIBUTIONS = ["contribution.nssf_risk.employer", "contribution.nssf_health.employer",
                 "contribution.nssf_pension.employee", "contribution.nssf_pension.employer"]


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(times, work, *arguments):
    begun, used = time.perf_counter(), processor_seconds()
    result = work(*arguments)
    times["wall"].append(time.perf_counter() - begun)
    times["processor"].append(processor_seconds() - used)
    return result


def run(load, compute, write) -> None:
    """contender FOLDER THREADS REPEAT ANSWERS: prints its times as JSON. `write` puts a result into a Parquet file."""
    folder, threads, repeat, answers = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    reading, computing = ({"wall": [], "processor": []} for _ in range(2))
    tables = result = None
    for _ in range(min(repeat, 3)):
        tables = None
        tables = timed(reading, load, folder, threads)
    for _ in range(repeat):
        result = None
        result = timed(computing, compute, tables)
    write(result, answers)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"read": reading, "compute": computing, "peak_kb": peak, "process": os.path.basename(sys.argv[0])}))
