"""The README of each sample folder, with its table of planted faults."""
import csv
import io
from collections import Counter
from typing import List

TEXT = """# A sample garment factory in Phnom Penh, October 2025

Invented from beginning to end: no person, account or number here is anyone's. {people} workers ({women} of them women)
sew, wash, knit, guard and load for one month under Cambodian law. The month is an ordinary one (the seniority indemnity
falls in June and December) with two paid holidays, the 15th and the 29th, both Wednesdays.

| who | how many | how they work |
| --- | --- | --- |
| sewing lines 01 to 13 | {day} | days, 07:00-16:00; overtime at times, nearly every day in the rush from the 20th; two lines punch at midday too |
| washing | {evening} | 14:00-23:00; overtime runs past midnight, once past the month's end |
| knitting | {night} | 21:00-06:00; shorter night or evening shifts before a Sunday or holiday |
| security | {guard} | 06:00-15:00, each with a rest day other than Sunday; two are past sixty |
| loading | {daily} | by the day |
| hand finishing | {piece} | by the piece |

{contracts}.
A few had a rise in mid-month, a few were promoted in July; some worked Sunday the 19th and took another day off, two lines
worked a holiday; five women are on maternity leave, and one worker took nearly the whole month unpaid.

The payslips book what the law asks, to the cent, and in four habits more: a month with absences still has the whole
attendance bonus and transport money; maternity leave is paid at the full wage; Sundays and holidays worked earn meal money;
a rise in mid-month is paid from the first. Most paid leave stands inside `basic`, some apart as `leave.annual` and the like. Daily workers' holidays stand
inside `basic`. Contributions are in riel at the rate of the month's last day, everything else in dollars.

Then {faults} findings were planted, and nothing else in the folder is a breach, a discrepancy or a warning. `planted.csv` has
them for a machine. An empty figure is one that the record format leaves open; it is not compared. Two severities joined by
`|` mean either: those amounts rest on a reading of the law that sources leave open. An unpaired or overlapping punch is a
hole in that worker's record, so further warnings of the same worker may stand beside it.

The folder is written by `tests/factory/generate.py`, its figures by `tests/factory/model.py`, which shares no code with the
library. `tests/factory/check_planted.py BINARY` holds a run of the library against the list, both ways.

## Planted

{table}
"""

OVERLAY = """# The sample factory's payments and contribution returns

An overlay for `factory-kh`: copy `payments.csv` and `remittances.csv` beside that folder's files. Every worker with a payslip
is paid half of the basic wage on 14 October and the rest of the payslip's net on the 31st, into an own account; the
contribution return, in riel, is paid on 14 November and carries what was due on the wage booked, whatever the payslip took.
Due dates are read so: the last payment by the month's last day, the return by the 15th of the next month.

`planted-payments.csv` lists what was planted on top of `factory-kh/planted.csv`, on workers who have no other fault.
`payment_short` and `payment_over` are figures against the payslip's booked net. An empty figure is not compared.

One worker has the second payment in riel at the rate of the month's last day, which is lawful. Who worked without a payslip
is not also `payment_missing`; a pension share taken above the due one, and returned as due, is not `withheld_not_remitted`.

## Planted

{table}
"""


def markdown(planted: str) -> str:
    rows = list(csv.DictReader(io.StringIO(planted)))
    lines = ["| worker | check | severity | expected | found | difference | unit | why |", "| --- | --- | --- | ---: | ---: | ---: | --- | --- |"]
    for row in rows:
        cells = [row["worker_id"], "`%s`" % row["check"], row["severity"].replace("|", " or "), row["expected"], row["found"],
                 row["difference"], row["unit"], row["why"]]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def factory_readme(workers: List, faults: List, planted: str) -> str:
    groups = Counter(w.group for w in workers)
    contracts = Counter(w.now.contract for w in workers)
    told = "%d have a contract without end (UDC), %d one for a fixed time (FDC), %d are on probation" % (
        contracts["permanent"], contracts["fixed_term"], contracts["probation"])
    return TEXT.format(people=len(workers), women=sum(w.sex == "f" for w in workers), contracts=told, faults=len(faults),
                       table=markdown(planted), **groups)


def overlay_readme(planted: str) -> str:
    return OVERLAY.format(table=markdown(planted))
