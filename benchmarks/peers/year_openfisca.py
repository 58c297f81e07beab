"""A year's contributions in OpenFisca-Core: the rules as variables of a tax and benefit system, a whole country as arrays.

Its numbers are 32-bit binary floats, as is its way; how often that shows is counted, not corrected.
"""
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from openfisca_core.entities import Entity
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

import contender as law

MONTHS = [f"2023-{month:02}" for month in range(1, 13)]
Person = Entity("person", "persons", "A worker", "")

PARAMETERS = {
    "rate/riel_per_dollar.yaml": 4050, "rate/risk.yaml": 0.008, "rate/health.yaml": 0.026, "rate/pension.yaml": 0.02,
    "pension/floor.yaml": 400000, "pension/ceiling.yaml": 1200000,
    "contributory/floor.yaml": 200000, "contributory/ceiling.yaml": 1200000, "contributory/step.yaml": 50000,
}


class gross_wage(Variable):
    value_type, entity, definition_period, label = float, Person, MONTH, "Gross wage of the month in dollars"


class gross_wage_riel(Variable):
    value_type, entity, definition_period, label = float, Person, MONTH, "The same in riel"

    def formula(person, period, parameters):
        return person("gross_wage", period) * parameters(period).rate.riel_per_dollar


class contributory_wage(Variable):
    value_type, entity, definition_period, label = float, Person, MONTH, "Wage that risk and health care are reckoned on: the middle of its bracket"

    def formula(person, period, parameters):
        wage, of = person("gross_wage_riel", period), parameters(period).contributory
        middle = np.ceil(wage / of.step) * of.step - of.step / 2
        return np.where(wage <= of.floor, of.floor, np.where(wage > of.ceiling, of.ceiling, middle))


def half_up(amount):
    return np.floor(amount + 0.5)


class nssf_risk(Variable):
    value_type, entity, definition_period, label = float, Person, MONTH, "Occupational risk, employer"

    def formula(person, period, parameters):
        return half_up(person("contributory_wage", period) * parameters(period).rate.risk)


class nssf_health(Variable):
    value_type, entity, definition_period, label = float, Person, MONTH, "Health care, employer"

    def formula(person, period, parameters):
        return half_up(person("contributory_wage", period) * parameters(period).rate.health)


class nssf_pension(Variable):
    value_type, entity, definition_period, label = float, Person, MONTH, "Pension, worker and employer each"

    def formula(person, period, parameters):
        of = parameters(period)
        return half_up(np.clip(person("gross_wage_riel", period), of.pension.floor, of.pension.ceiling) * of.rate.pension)


def system() -> TaxBenefitSystem:
    made = TaxBenefitSystem([Person])
    made.add_variables(gross_wage, gross_wage_riel, contributory_wage, nssf_risk, nssf_health, nssf_pension)
    with tempfile.TemporaryDirectory() as folder:
        for name, value in PARAMETERS.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"description: {name}\nvalues:\n  2018-01-01:\n    value: {value}\n", encoding="utf-8")
        made.load_parameters(folder)
    return made


def load(folder, threads):
    payroll = pd.read_csv(folder / "payroll.csv", engine="pyarrow", usecols=["worker_id", "period_start", "component", "amount"])
    basic = payroll[payroll["component"] == "basic"]
    ids = basic["worker_id"].unique()
    month = pd.to_datetime(basic["period_start"]).dt.month
    gross = {text: basic["amount"][month == number + 1].to_numpy(dtype=np.float32) for number, text in enumerate(MONTHS)}
    return ids, gross, system()


def compute(tables):
    ids, gross, rules = tables
    simulation = SimulationBuilder().build_default_simulation(rules, count=len(ids))
    for month, wages in gross.items():
        simulation.set_input("gross_wage", month, wages)
    names = ("nssf_risk", "nssf_health", "nssf_pension")
    return ids, {month: {name: simulation.calculate(name, month) for name in names} for month in MONTHS}


def write(result, path):
    ids, months = result
    frames = []
    for month, columns in months.items():
        frame = pd.DataFrame({"worker_id": ids, "first": (pd.Timestamp(month + "-01") - pd.Timestamp(0)).days})
        for name, of in zip(law.CONTRIBUTIONS, ("nssf_risk", "nssf_health", "nssf_pension", "nssf_pension")):
            frame[name] = columns[of].astype("int64") * law.RIEL_TO_MICRO
        frames.append(frame)
    pd.concat(frames).to_parquet(path)


if __name__ == "__main__":
    law.run(load, compute, write)
