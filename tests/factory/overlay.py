"""The factory's payments and its contribution returns, with faults of their own.

Wages go out twice, on the 14th and on the last day, as the law asks. What a payslip fault left unpaid
is no fault here: each worker is paid what the payslip books, and the return carries what was due.
"""
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Dict, List

import model
from faults import BREACH, DISCREPANCY, GHOST, WARNING, Fault
from model import FIRST, LAST, rounded
from payslip import RATE, RIEL, Payslip
from roster import Worker

HALF, REST, RETURN_DAY = date(2025, 10, 14), date(2025, 10, 31), date(2025, 11, 14)
SCHEMES = ("nssf_health", "nssf_pension", "nssf_risk")


@dataclass
class Overlay:
    payment_header = ["payment_id", "worker_id", "period_start", "period_end", "paid_on", "amount", "currency", "channel",
                      "account", "fee", "status", "reason", "reference", "returned_of"]
    remittance_header = ["worker_id", "scheme", "period_start", "period_end", "declared_wage", "employee_amount",
                         "employer_amount", "currency", "paid_on", "reference"]
    payments: List[List] = field(default_factory=list)
    remittances: List[List] = field(default_factory=list)
    faults: List[Fault] = field(default_factory=list)


def cents(amount: Fraction) -> str:
    whole = int(amount * 100)
    assert whole == amount * 100
    return "%d.%02d" % divmod(whole, 100)


def build(workers: List[Worker], slips: Dict[str, Payslip]) -> Overlay:
    overlay = Overlay()
    # Faults stand on workers whose payslip has none, one in nineteen, after the first eight.
    lawful = [w for w in workers if not w.faults and w.group == "day" and w.age >= 18 and not w.leave and not w.absent]
    clean = iter(lawful[8::19] + lawful[13::19])
    edits: Dict[str, str] = {}
    people = {}

    def plant(kind: str) -> Worker:
        worker = next(clean)
        edits[worker.worker_id], people[kind] = kind, worker
        return worker

    def fault(check, severity, why, worker_id, expected=None, found=None, unit="USD", limit=False):
        overlay.faults.append(Fault(check, severity, why, unit, None, expected, found, limit, worker_id))

    for kind in ("missing", "short", "late", "duplicate", "over", "returned", "shared_a", "shared_b",
                 "return_late", "kept_back", "return_short", "made_good", "charged", "instructed", "rejected", "under_declared",
                 "never_returned", "over_returned", "collected_a", "collected_b", "collected_c", "riel"):
        plant(kind)
    shared_account = people["shared_a"].account
    collector = people["collected_a"].account

    accounts = {w.worker_id: w.account for w in workers}
    number = 0

    def pay(worker_id, day, amount, status="settled", reason=None, account=None, fee=None, returned_of=None, currency="USD"):
        nonlocal number
        number += 1
        place = int(worker_id[1:]) if worker_id else 0
        overlay.payments.append(["P%05d" % number, worker_id, FIRST if worker_id else None, LAST if worker_id else None, day,
                                 cents(amount), currency, "mobile_money" if place % 4 == 1 else "bank",
                                 account or accounts.get(worker_id, "299999999"), fee and cents(fee), status, reason,
                                 "WAGE-2025-10-%s" % ("A" if day == HALF else "B"), returned_of])
        return "P%05d" % number

    nets = {}
    for worker_id, slip in sorted(slips.items()):
        net = slip.booked["net"]
        base = slip.booked.get("basic") or slip.booked.get("piece")
        nets[worker_id] = (rounded(base / 2), net - rounded(base / 2))
    for worker_id, (first, _) in nets.items():
        if edits.get(worker_id) != "missing":
            kind = edits.get(worker_id, "")
            pay(worker_id, HALF, first, account=shared_account if kind == "shared_b" else collector if kind.startswith("collected") else None)
    for worker_id, (first, second) in nets.items():
        kind, net = edits.get(worker_id), first + second
        if kind == "missing":
            fault("payment_missing", BREACH, "a payslip and no payment", worker_id, net, Fraction(0))
        elif kind == "short":
            pay(worker_id, REST, second - 20)
            fault("payment_short", BREACH, "twenty dollars less than the payslip's net", worker_id, net, net - 20)
        elif kind == "late":
            pay(worker_id, date(2025, 11, 20), second)
            fault("payment_late", BREACH, "second payment twenty days after the month's end", worker_id)
        elif kind == "duplicate":
            pay(worker_id, REST, second)
            pay(worker_id, REST, second)
            fault("payment_duplicate", DISCREPANCY, "second payment made twice", worker_id, Fraction(0), second, limit=True)
        elif kind == "over":
            pay(worker_id, REST, second + 15)
            fault("payment_over", DISCREPANCY, "fifteen dollars more than the payslip's net", worker_id, net, net + 15)
        elif kind == "returned":
            pay(worker_id, REST, second, "returned", "AC04")
            fault("payment_returned", DISCREPANCY, "second payment came back, the account was closed", worker_id)
            fault("payment_short", BREACH, "the returned payment was not made again", worker_id, net, first)
        elif kind == "made_good":
            gone = pay(worker_id, REST, second, "returned", "AC01")
            pay(worker_id, date(2025, 11, 7), second, returned_of=gone)
            fault("payment_returned", DISCREPANCY, "second payment came back and was made good a week later", worker_id, second, second)
            fault("payment_late", BREACH, "the delay of the payment made good runs from the pay day", worker_id, Fraction(0), Fraction(7), "days", limit=True)
        elif kind == "charged":
            pay(worker_id, REST, second, fee=Fraction(3, 2))
            fault("payment_fee", BREACH, "a fee of 1.50 inside the second payment", worker_id, Fraction(0), Fraction(3, 2), limit=True)
        elif kind == "instructed":
            pay(worker_id, REST, second, "instructed")
            fault("payment_short", BREACH, "second payment instructed, and no word that it arrived", worker_id, net, first)
        elif kind == "rejected":
            pay(worker_id, REST, second, "rejected", "AM04")
            fault("payment_returned", DISCREPANCY, "second payment refused for want of funds", worker_id, second, Fraction(0))
            fault("payment_short", BREACH, "the refused payment was not made again", worker_id, net, first)
        elif kind == "riel":
            pay(worker_id, REST, second * RATE, currency="KHR")  # lawful: the same money at the rate of the day
        else:
            pay(worker_id, REST, second, account=shared_account if kind == "shared_b" else collector if kind and kind.startswith("collected") else None)
    fault("shared_account", WARNING, "two workers paid into one account (the finding may name either)", people["shared_a"].worker_id)
    fault("shared_account", WARNING, "three workers paid into one account", people["collected_a"].worker_id, Fraction(1), Fraction(3), "count", limit=True)
    pay(None, REST, Fraction(180), account="299000111")
    fault("payment_unmatched", DISCREPANCY, "a payment to an account that no worker has", "")
    assert GHOST in nets  # the payslip of an unknown worker is paid like the others

    for worker in workers:
        slip = slips.get(worker.worker_id)
        if slip is None:
            continue
        gross = slip.booked["gross"] * RATE
        due = {name: rounded(amount, RIEL) for name, amount in model.contributions(slip.booked["gross"], RATE, worker.age).items()}
        for scheme in SCHEMES:
            own, theirs = (due.get("contribution.%s.%s" % (scheme, side), Fraction(0)) for side in ("employee", "employer"))
            if not own + theirs:
                continue
            kind, paid_on, sent = edits.get(worker.worker_id), RETURN_DAY, (own, theirs)
            check = "remittance." + scheme
            if kind == "return_late":
                paid_on = date(2025, 12, 5)
                fault("late_" + check, BREACH, "returned on 5 December, twenty days after the 15th", worker.worker_id)
            elif kind == "kept_back" and scheme == "nssf_pension":
                sent = (Fraction(0), Fraction(0))
                fault(check, BREACH, "neither share of the pension was returned", worker.worker_id, own + theirs, Fraction(0), "KHR")
                fault("withheld_not_remitted." + scheme, BREACH, "the worker's 2 per cent was taken and kept", worker.worker_id, own, Fraction(0), "KHR")
            elif kind == "return_short" and scheme == "nssf_health":
                sent = (own, rounded(theirs / 2, RIEL))
                fault(check, "breach|warning", "half of the health care contribution returned", worker.worker_id, theirs, sent[1], "KHR")
            elif kind == "never_returned" and scheme == "nssf_risk":
                fault(check, "breach|warning", "no line of the return for occupational risk", worker.worker_id, theirs, Fraction(0), "KHR")
                continue
            elif kind == "over_returned" and scheme == "nssf_pension":
                sent = (own, theirs + 4000)
                fault(check, DISCREPANCY, "one dollar too much returned for the pension", worker.worker_id, own + theirs, own + theirs + 4000, "KHR")
            elif kind == "under_declared" and scheme == "nssf_pension":
                # Half of the wage declared, and paid on.
                sent = (rounded(own / 2, RIEL), rounded(theirs / 2, RIEL))
                fault(check, BREACH, "returned on half of the wage", worker.worker_id, own + theirs, sum(sent), "KHR")
                fault("withheld_not_remitted." + scheme, BREACH, "the worker's share of the half not declared", worker.worker_id, own, sent[0], "KHR")
                half = Fraction(int(gross / 2))
                fault("declared_wage." + scheme, DISCREPANCY, "half of the wage declared", worker.worker_id, gross, half, "KHR")
                overlay.remittances.append([worker.worker_id, scheme, FIRST, LAST, int(half), int(sent[0]), int(sent[1]), "KHR", paid_on, "NSSF-2025-10"])
                continue
            # The wage is declared only where every reading of the insurable wage is the same amount.
            declared = int(gross) if scheme == "nssf_pension" and 400_000 <= gross <= 1_200_000 else None
            overlay.remittances.append([worker.worker_id, scheme, FIRST, LAST, declared, int(sent[0]), int(sent[1]), "KHR", paid_on, "NSSF-2025-10"])
    overlay.faults.sort(key=lambda f: (f.worker_id, f.check))
    return overlay
