"""Holds the documents against the tree.

Usage: check_docs.py ROOT

Links lead somewhere; docs/packs.md names every function and input of the
formula language, and its tutorial says what examples/packs/exampleland.json
says; docs/findings.md names every check that a pack's line may have; docs/payments.md
and the mapping's schema name every payment format.
"""

import json
import re
import sys
from pathlib import Path

LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)")
SECTIONS = ("parameters", "bases", "formulas", "lines")


def without_code(text):
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def anchors_of(path):
    """Anchors of a page's headings, as code hosts make them."""
    anchors = set()
    for heading in re.findall(r"^#+ (.*)$", without_code(path.read_text(encoding="utf-8")), re.MULTILINE):
        text = re.sub(r"[^\w\- ]", "", heading.strip().lower())
        anchors.add(text.replace(" ", "-"))
    return anchors


def check_links(root):
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md")), *sorted((root / "examples").rglob("*.md"))]
    for page in pages:
        for target in LINK.findall(without_code(page.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            found = (page.parent / name).resolve() if name else page
            where = page.relative_to(root).as_posix()
            if not found.exists():
                yield f"{where}: the link {target} leads nowhere"
            elif anchor and anchor not in anchors_of(found):
                yield f"{where}: {name or 'the page'} has no heading #{anchor}"


def names_in(text):
    return set(re.findall(r"[a-z][a-z0-9_]*", " ".join(re.findall(r"`([^`\n]*)`", text))))


def section(text, start, end):
    begin = text.index(start)
    return text[begin : text.index(end, begin)]


def check_names(root):
    law = root / "src" / "law"
    packs = (root / "docs" / "packs.md").read_text(encoding="utf-8")
    functions = re.findall(r'Builtin\{"(\w+)"', (law / "builtins.cpp").read_text(encoding="utf-8"))
    inputs = re.findall(r'\(Input::\w+, "(\w+)"', (law / "inputs.cpp").read_text(encoding="utf-8"))
    words = (law / "words.cpp").read_text(encoding="utf-8")
    checks = re.findall(r'"(\w+)"', section(words, "kChecks{", "};"))
    if min(len(functions), len(inputs), len(checks)) < 20:
        yield "the lists of functions, inputs and checks in src/law could not be read"
    said = names_in(section(packs, "## 5. Formulas", "### Inputs"))
    # Relatives of one function stand in its row by their common ending.
    said |= {f"{name}_before" for name in said if "average_before" in said and name in ("highest", "total")}
    for name in functions:
        if name not in said:
            yield f"docs/packs.md: function {name} is missing"
    said = names_in(section(packs, "### Inputs", "## 6. Lines"))
    for name in inputs:
        if name not in said:
            yield f"docs/packs.md: input {name} is missing"
    findings = (root / "docs" / "findings.md").read_text(encoding="utf-8")
    said = names_in(findings) | {f"overtime{ending}" for ending in re.findall(r"`(_\w+)`", findings)}
    for name in checks:
        if name not in said:
            yield f"docs/findings.md: check {name} is missing"


def untitled(element):
    return {key: value for key, value in element.items() if key != "title"}


def check_tutorial(root):
    page = (root / "docs" / "packs.md").read_text(encoding="utf-8")
    pack = json.loads((root / "examples" / "packs" / "exampleland.json").read_text(encoding="utf-8"))
    tutorial = section(page, "# A pack from nothing", "# The reference")
    shown = set()
    for block in re.findall(r"```json\n(.*?)```", tutorial, re.DOTALL):
        try:
            part = json.loads(block if block.startswith("{") else "{" + block + "}")
        except json.JSONDecodeError as error:
            yield f"docs/packs.md: a block of the tutorial is no JSON: {error}"
            continue
        parts = [(name, value) for name in SECTIONS for name, value in part.get(name, {}).items()]
        parts += [(name, value) for name, value in part.items() if isinstance(value, dict)]
        for name, value in parts:
            same = [untitled(pack[each][name]) == untitled(value) for each in SECTIONS if name in pack[each]]
            shown.add(name)
            if same and not any(same):
                yield f"docs/packs.md: {name} differs from examples/packs/exampleland.json"
    for name in pack["lines"]:
        # The employer's contribution is the worker's with another rate.
        if name not in shown and not name.endswith(".employer"):
            yield f"docs/packs.md: the tutorial never shows line {name}"


def check_formats(root):
    """Every payment format stands on its page and in the mapping's schema."""
    source = (root / "src" / "readers" / "formats" / "format.cpp").read_text(encoding="utf-8")
    formats = re.findall(r'FormatSpec\{"([^"]+)"', source)
    page = (root / "docs" / "payments.md").read_text(encoding="utf-8")
    schema = json.loads((root / "docs" / "schemas" / "mapping.schema.json").read_text(encoding="utf-8"))
    listed = schema["properties"]["sources"]["items"]["properties"]["format"]["enum"]
    for name in formats:
        if f"`{name}`" not in page:
            yield f"docs/payments.md: the format {name} is not there"
    if sorted(formats) != sorted(listed):
        yield f"docs/schemas/mapping.schema.json: formats {sorted(listed)}; the readers know {sorted(formats)}"


def main(arguments):
    root = Path(arguments[0]).resolve()
    complaints = [*check_links(root), *check_names(root), *check_tutorial(root), *check_formats(root)]
    for complaint in complaints:
        print(complaint)
    print(f"documents: {len(complaints)} complaint(s)")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
