#!/usr/bin/env python3
"""Writes the pages of docs/law from the packs that the program carries; never edit them by hand.

    renew.py WAGEPROOF_BINARY           writes them anew
    renew.py WAGEPROOF_BINARY --check   tells which are out of date
"""

import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PACKS = FOLDER.parent.parent / "src" / "law" / "packs"
MARK = "<!-- Made by docs/law/renew.py from the pack; edit src/law/packs/{}.json instead. -->\n\n"


def elements_with_confidence(value):
    """Every object of the pack that may carry a confidence, with it."""
    if isinstance(value, dict):
        if "confidence" in value:
            yield value["confidence"]
        for member in value.values():
            yield from elements_with_confidence(member)
    elif isinstance(value, list):
        for member in value:
            yield from elements_with_confidence(member)


def page(binary, pack):
    done = subprocess.run([binary, "law", "show", pack, "--format", "markdown"], stdout=subprocess.PIPE,
                          encoding="utf-8", check=True)
    return MARK.format(pack) + done.stdout


def index(packs):
    lines = [
        "<!-- Made by docs/law/renew.py from the packs; edit src/law/packs instead. -->",
        "",
        "# The law, country by country",
        "",
        "One page for each rule pack that the program carries, made from the pack itself: values by date with their sources,",
        "what is due line by line, limits, leave, holidays, what is uncertain and what is announced.",
        "`wageproof law show ID --at DATE` prints what is in force on a day, `wageproof law diff ID ID` what differs.",
        "",
        "| pack | law | version | currency | lines | dated values | worked examples | open questions |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, pack in packs.items():
        values = sum(len(parameter["values"]) for parameter in pack.get("parameters", {}).values() if parameter)
        open_questions = sum(each == "uncertain" for each in elements_with_confidence({k: v for k, v in pack.items() if k != "cases"}))
        lines.append(f"| [{name}]({name}.md) | {pack['title']} | {pack['version']} | {pack.get('currency', '')} | "
                     f"{len(pack.get('lines', {}))} | {values} | {len(pack.get('cases', []))} | {open_questions} |")
    return "\n".join(lines) + "\n"


def main():
    binary, check = str(Path(sys.argv[1]).resolve()), "--check" in sys.argv[2:]
    packs = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(PACKS.glob("*.json"))}
    pages = {f"{name}.md": page(binary, name) for name in packs}
    pages["README.md"] = index(packs)
    stale = [path.name for path in sorted(FOLDER.glob("*.md")) if path.name not in pages]
    for name, text in pages.items():
        path = FOLDER / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
    if not check:
        for name in set(stale) - set(pages):
            (FOLDER / name).unlink()
    elif stale:
        sys.exit(f"docs/law: out of date: {', '.join(sorted(stale))}; run python3 docs/law/renew.py with the program")


if __name__ == "__main__":
    main()
