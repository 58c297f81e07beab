"""A factory's month, as in a notebook: what was not paid, to whom, and why. Each `# %%` is a cell.

python examples/python/factory.py [CHART.png]        (pip install polars matplotlib)
"""

# %% Five lines to the result
from pathlib import Path

import wageproof

factory = Path(__file__).resolve().parents[1] / "factory-kh"
result = wageproof.check(factory)
print(result)

# %% Findings are a table: money that is missing, by check
import polars as pl

findings = result.findings.to_polars()
missing = (
    findings.filter((pl.col("severity") == "breach") & (pl.col("unit") == "USD") & (pl.col("difference") > 0))
    .group_by("check")
    .agg(pl.col("worker_id").n_unique().alias("workers"), pl.col("difference").sum())
    .sort("difference", "check", descending=[True, False])
)
print(missing)

# %% Any figure shows its working (in a notebook as a page that unfolds)
print(result.explain("K0118", "2025-10-01", "overtime_pay"))

# %% The same records under a draft law: a dollar of meal money in place of half a dollar
kh = wageproof.Pack("kh")
meal = {**kh.source["parameters"]["meal_money"], "values": [{"from": "2018-01-01", "source": "draft", "value": "1.00"}]}
draft = kh.overlay(
    {"currency": "USD", "time_zone": "Asia/Phnom_Penh", "sources": {"draft": {"instrument": "A draft"}}, "parameters": {"meal_money": meal}},
    id="kh-draft",
)
costs = wageproof.check(factory, draft, against=kh).against.to_polars()
print(costs.group_by("line").agg(pl.len().alias("workers"), pl.col("difference").sum()).sort("line"))

# %% A picture of it
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

top = missing.head(10).reverse()
figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
# A length on paper is no amount: here a float may stand.
bars = axes.barh(top["check"].to_list(), [float(each) for each in top["difference"]], color="#b2452f")
axes.bar_label(bars, labels=[f"{money:.2f} ({workers})" for money, workers in zip(top["difference"], top["workers"])], padding=4)
axes.set_xlabel("USD due and not paid, October 2025 (workers)")
axes.spines[["top", "right"]].set_visible(False)
axes.margins(x=0.2)
chart = Path(sys.argv[1] if len(sys.argv) > 1 else "factory.png")
figure.savefig(chart, dpi=120)
print(f"the picture is in {chart}")
