"""The month in DuckDB: `month.sql` over tables in memory, made once from the CSV files."""
from pathlib import Path

import duckdb

import contender as law

QUERY = (Path(__file__).parent / "month.sql").read_text(encoding="utf-8")

# Whole numbers from the start, and a worker as a number: what a query computes with fastest.
LOAD = """
CREATE TABLE workers AS
  SELECT (row_number() OVER () - 1)::INTEGER AS worker, worker_id, contract, (wage * 100)::BIGINT AS wage
  FROM read_csv('{folder}/workers.csv', types = {{'wage': 'DECIMAL(18, 2)'}});
CREATE TYPE component AS ENUM (SELECT DISTINCT component FROM read_csv('{folder}/payroll.csv') ORDER BY 1);
CREATE TABLE time AS
  SELECT worker, date, (hour("start") * 60 + minute("start"))::INTEGER AS start_minute, (hour("end") * 60 + minute("end"))::INTEGER AS end_minute,
         break_minutes::INTEGER AS break_minutes, (hour(break_start) * 60 + minute(break_start))::INTEGER AS break_start
  FROM read_csv('{folder}/time.csv', types = {{'start': 'TIME', 'end': 'TIME', 'break_start': 'TIME'}}) JOIN workers USING (worker_id);
CREATE TABLE leave AS SELECT worker, date, type FROM read_csv('{folder}/leave.csv') JOIN workers USING (worker_id);
CREATE TABLE payroll AS
  SELECT worker, component::component AS component, (amount * 100)::BIGINT AS amount
  FROM read_csv('{folder}/payroll.csv', types = {{'amount': 'DECIMAL(18, 2)'}}) JOIN workers USING (worker_id);
CREATE TABLE rates AS SELECT valid_from, rate::BIGINT AS rate FROM read_csv('{folder}/rates.csv');
"""


def load(folder, threads):
    base = duckdb.connect(":memory:", config={"threads": threads})
    base.execute(LOAD.format(folder=folder))
    return base


def compute(base):
    base.execute(QUERY)
    return base


def write(base, path):
    base.execute(f"COPY answer TO '{path}' (FORMAT parquet)")


if __name__ == "__main__":
    law.run(load, compute, write)
