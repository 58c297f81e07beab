"""Holds the C headers against the description of the last release: nothing that a compiled program relies on may change.

Usage: check_abi.py INCLUDE_DIR DESCRIPTION WORK_DIR [--cc=CC] [--renew | --self-test]
--renew writes the description: at a release of a new major version, or while there is none.

A library of empty functions is compiled from the headers, which holds all their types; a constant is in it as an array of as
many bytes, so that its value is a part of the type too. New functions and constants are welcome, and so are members at the
end of a struct that says its size.
"""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

HEADER = Path("wageproof") / "wageproof.h"


def functions_of(text):
    """Each function that the header declares: what it returns, its name, its parameters."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    found = re.findall(r"WAGEPROOF_API\s+([\w\s*]+?)(\w+)\(([^;]*)\);", text)
    return [(" ".join(kind.split()), name, " ".join(parameters.split())) for kind, name, parameters in found]


def constants_of(text):
    """Constants of enums, and version numbers aside the macros that are whole numbers."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return [name for body in re.findall(r"enum\s*\{(.*?)\}", text, flags=re.S) for name in re.findall(r"\bWAGEPROOF_\w+", body)]


def stand_in(text):
    lines = ["#include <wageproof/wageproof.h>"]
    for kind, name, parameters in functions_of(text):
        lines.append(f"{kind} {name}({parameters}) {{ {'' if kind == 'void' else 'return 0;'} }}")
    for name in constants_of(text):
        lines.append(f"char value_of_{name}[{name} + 1];")
    return "\n".join(lines) + "\n"


def build(include, work, cc):
    work.mkdir(parents=True, exist_ok=True)
    source, library = work / "stand_in.c", work / "libwageproof.so"
    source.write_text(stand_in((include / HEADER).read_text()))
    subprocess.run([cc, "-std=c11", "-g", "-O0", "-w", "-fPIC", "-shared", f"-I{include.resolve()}", "-Wl,-soname,libwageproof.so.0",
                    "-o", library.name, source.name], check=True, cwd=work)
    return library


def describe(library, to):
    subprocess.run(["abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", "--out-file", to, library], check=True)


def is_growth(report, sized):
    """Whether a report tells of nothing but members behind the end of structs that say their size."""
    for section in re.split(r"\n(?='struct )", report)[1:]:
        title, *lines = [line.strip() for line in section.splitlines() if line.strip()]
        name = re.match(r"'struct (\w+)[^']*' changed:", title)
        size = re.match(r"type size changed from (\d+) to \d+", lines[0]) if lines else None
        if not name or name.group(1) not in sized or not size:
            return False
        for line in lines[1:]:
            member = re.match(r"'.*', at offset (\d+) \(in bits\)", line)
            if member is None and not re.match(r"\d+ data member insertions?:", line):
                return False
            if member and int(member.group(1)) < int(size.group(1)):
                return False
    return "'struct " in report and not re.search(r"[1-9]\d* (Removed|Changed)[, ]", report.partition("'struct ")[0].partition("functions summary")[2])


def difference(description, library, text):
    """What a program compiled against the description would not find again; empty where there is nothing."""
    found = subprocess.run(["abidiff", "--leaf-changes-only", "--harmless", "--no-added-syms", description, library], capture_output=True, text=True)
    report = found.stdout + found.stderr
    sized = set(re.findall(r"typedef struct (\w+) \{\s*size_t struct_size;", re.sub(r"/\*.*?\*/", "", text, flags=re.S)))
    return "" if found.returncode == 0 or (found.returncode == 4 and is_growth(report, sized)) else report


def self_test(include, description, work, cc):
    """Changes that break a program are seen; those that do not are let pass."""
    changes = [
        ("a function that is gone", r"WAGEPROOF_API void wageproof_ledger_destroy\([^;]*;", "", False),
        ("a parameter of another type", r"(wageproof_text_size\(const wageproof_text\* text)", r"\1, int32_t how", False),
        ("a constant with another number", r"WAGEPROOF_MATCHES = 3", "WAGEPROOF_MATCHES = 9", False),
        ("two members that changed places", r"int64_t amount_micro, fee_micro;", "int64_t fee_micro, amount_micro;", False),
        ("a member put into the middle", r"(uint64_t employers, workers), ", r"\1, visitors, ", False),
        ("a small struct that grew", r"(int64_t value;\s*int64_t given;)", r"\1 int64_t more;", False),
        ("a sized struct that grew at its end", r"(int64_t amount_micro, fee_micro;)", r"\1 int64_t tip_micro;", True),
        ("a new function", r"(WAGEPROOF_API const char\* wageproof_version\(void\);)", r"\1 WAGEPROOF_API int32_t wageproof_new(void);", True),
    ]
    failures = 0
    text = (include / HEADER).read_text()
    for what, pattern, replacement, allowed in changes:
        changed, count = re.subn(pattern, replacement, text, count=1)
        if count != 1:
            print(f"{what}: the header has no longer what this changes")
            failures += 1
            continue
        folder = work / "changed"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(include / "wageproof", folder / "wageproof", ignore=lambda _, names: [name for name in names if not name.endswith(".h") and "." in name])
        (folder / HEADER).write_text(changed)
        seen = difference(description, build(folder, folder, cc), changed) != ""
        if seen == allowed:
            print(f"{what}: {'refused' if seen else 'not seen'}")
            failures += 1
    return failures


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("include", type=Path)
    arguments.add_argument("description", type=Path)
    arguments.add_argument("work", type=Path)
    arguments.add_argument("--cc", default="cc")
    arguments.add_argument("--renew", action="store_true")
    arguments.add_argument("--self-test", action="store_true")
    given = arguments.parse_args()
    if given.self_test:
        # Against today's own description, so that what is tested is the check and not the headers.
        own = given.work / "own.abi"
        describe(build(given.include, given.work / "own", given.cc), own)
        return min(self_test(given.include, own, given.work, given.cc), 1)
    library = build(given.include, given.work, given.cc)
    if given.renew:
        describe(library, given.description)
        return 0
    found = difference(given.description, library, (given.include / HEADER).read_text())
    if found:
        print(f"the C API is not what programs were compiled against ({given.description.name}):\n{found}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
