#!/usr/bin/env python3
"""Holds docs/schemas/pack.schema.json against the packs, and against what the loader says that it takes.

    pack_schema_test.py WAGEPROOF_BINARY [unittest arguments]
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from json_schema import complaints

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "pack.schema.json").read_text(encoding="utf-8"))
BINARY = None

# One of everything that a pack may hold: an unknown key is put in here and there to ask the loader for the known ones.
PROBE = {
    "pack": "probe", "version": "1", "title": "Probe", "currency": "USD", "time_zone": "Etc/UTC",
    "sources": {"s": {"instrument": "Law"}},
    "dimensions": {"sector": {"garment": {"name": "Garment"}}},
    "calendar": {
        "holidays": [{"year": 2026, "source": "s", "days": {"2026-01-01": {"name": "New Year"}}}],
        "fixed": [{"day": "05-01", "name": "Labour Day", "from": "2018-01-01", "source": "s"}],
        "feasts": {"eid": [{"date": "2026-03-21", "source": "s"}]}, "feast_years": [2026, 2026]},
    "parameters": {"rate": {"by": ["sector"], "values": [{"from": "2026-01-01", "source": "s", "rows": [["garment", "1", {"source": "s"}]]}]}},
    "worktime": {"source": "s", "normal_day": "8 hours", "night": [{"from": "2018-01-01", "start": "22:00", "end": "05:00"}]},
    "bases": {"wage_base": {"components": ["basic"], "source": "s"}},
    "formulas": {"one": {"grain": "part", "formula": "rate", "source": "s"}},
    "lines": {"basic_pay": {"role": "pay", "formula": "sum(wage * rate)", "rounding": {"mode": "up", "step": "1"}, "answers": ["basic"], "source": "s"}},
    "ledgers": {"annual": {"grain": "month", "earn": "1.5", "source": "s"}},
    "deductions": {"lawful": ["tax"], "source": "s"},
    "cases": [],
}

# The object of the probe, and the place of its form in the schema.
PLACES = {
    (): "",
    ("sources", "s"): "/properties/sources/additionalProperties",
    ("dimensions", "sector", "garment"): "/$defs/code",
    ("calendar",): "/$defs/calendar",
    ("calendar", "holidays", 0): "/$defs/holidays",
    ("calendar", "holidays", 0, "days", "2026-01-01"): "/$defs/holiday",
    ("calendar", "fixed", 0): "/$defs/fixed_holiday",
    ("calendar", "feasts", "eid", 0): "/$defs/feast",
    ("parameters", "rate"): "/$defs/parameter",
    ("parameters", "rate", "values", 0): "/$defs/dated",
    ("worktime",): "/$defs/worktime",
    ("worktime", "night", 0): "/$defs/night",
    ("bases", "wage_base"): "/$defs/base",
    ("formulas", "one"): "/$defs/named_formula",
    ("lines", "basic_pay"): "/$defs/line",
    ("lines", "basic_pay", "rounding"): "/$defs/rounding",
    ("ledgers", "annual"): "/$defs/ledger",
    ("deductions",): "/properties/deductions",
}


def schema_at(pointer):
    at = SCHEMA
    for part in pointer.split("/")[1:]:
        at = at[part]
    return at


def objects_of(schema):
    """The closed objects that a form allows, through references and alternatives."""
    if "properties" in schema and schema.get("additionalProperties") is False:
        yield schema
    for key in ("anyOf", "oneOf"):
        for each in schema.get(key, []):
            yield from objects_of(each)
    if isinstance(schema.get("items"), dict):
        yield from objects_of(schema["items"])


class PackSchema(unittest.TestCase):
    def test_every_pack_fits(self):
        packs = [*(ROOT / "src" / "law" / "packs").glob("*.json"), *(ROOT / "examples" / "packs").glob("*.json"),
                 ROOT / "tests" / "law" / "bad" / "good.json"]
        self.assertGreater(len(packs), 3)
        for path in packs:
            self.assertEqual(complaints(json.loads(path.read_text(encoding="utf-8")), SCHEMA), [], path)

    def test_the_probe_fits(self):
        self.assertEqual(complaints(PROBE, SCHEMA), [])

    def test_what_is_misspelt_does_not_fit(self):
        for section, name, key in (("lines", "basic_pay", "formla"), ("parameters", "rate", "vales"), ("ledgers", "annual", "earns")):
            pack = json.loads(json.dumps(PROBE))
            pack[section][name][key] = "1"
            self.assertTrue(complaints(pack, SCHEMA), key)

    def test_the_loader_takes_the_keys_that_the_schema_lists(self):
        for place, pointer in PLACES.items():
            with self.subTest(place=place):
                pack = json.loads(json.dumps(PROBE))
                at = pack
                for step in place:
                    at = at[step]
                at["zzz_unknown"] = 1
                with tempfile.TemporaryDirectory() as folder:
                    path = pathlib.Path(folder) / "probe.json"
                    path.write_text(json.dumps(pack), encoding="utf-8")
                    said = subprocess.run([BINARY, "law", "validate", path], stdout=subprocess.PIPE, encoding="utf-8", check=False).stdout
                allowed = re.search(r"`zzz_unknown` is not known here; allowed are ([^;\n]*)", said)
                self.assertIsNotNone(allowed, said)
                forms = list(objects_of(schema_at(pointer)))
                self.assertEqual(len(forms), 1, pointer)
                self.assertEqual(set(allowed.group(1).split(", ")), set(forms[0]["properties"]), place)


if __name__ == "__main__":
    BINARY = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
