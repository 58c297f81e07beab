"""Holds the symbols that the library shows against the committed list.

Usage: check_symbols.py READELF LIBRARY LIST HEADER

The C API is the binary promise: its functions are those of LIST, those of HEADER, and no other. Of C++, a library shows
only names of its own namespace, so that two copies of anything it is built from never meet in one program.
"""

import re
import subprocess
import sys
from pathlib import Path


def shown_symbols(readelf, library):
    """Defined symbols of default visibility, of an archive's members or of a shared library's own table."""
    table = "--dyn-syms" if ".so" in Path(library).name else "--syms"
    text = subprocess.run([readelf, "-W", table, library], check=True, capture_output=True, text=True).stdout
    row = re.compile(r"^\s*\d+:\s+\S+\s+\S+\s+(\w+)\s+(GLOBAL|WEAK|UNIQUE)\s+DEFAULT\s+(\S+)\s+(\S+)", re.MULTILINE)
    return {(name.split("@")[0], binding) for _, binding, section, name in row.findall(text) if section != "UND"}


def main(readelf, library, listed, header):
    symbols = shown_symbols(readelf, library)
    expected = Path(listed).read_text(encoding="utf-8").split()
    declared = re.findall(r"WAGEPROOF_API[^;]*?\b(wageproof_\w+)\(", Path(header).read_text(encoding="utf-8"))
    functions = {name for name, _ in symbols if re.fullmatch(r"wageproof_\w+", name)}
    complaints = []
    if expected != sorted(set(expected)):
        complaints.append(f"{listed}: not in order, or a name twice")
    for name in sorted(functions - set(expected)):
        complaints.append(f"{name} is exported and not in the list: add it there, it is then promised")
    for name in sorted(set(expected) - functions):
        complaints.append(f"{name} is in the list and not exported: it was promised")
    for name in sorted(set(expected) ^ set(declared)):
        complaints.append(f"{name}: the list and the header do not agree")
    if ".so" in Path(library).name:
        own = re.compile(r"_Z\w*9wageproof|_ZN?K?St|_ZT[ISV]St|_ZNSt|_ZSt|_init$|_fini$|_edata$|_end$|__bss_start$")
        for name, binding in sorted(symbols):
            if binding == "GLOBAL" and name not in functions and not own.match(name):
                complaints.append(f"{name} is shown and is no name of ours")
    for complaint in complaints:
        print(complaint)
    print(f"{len(functions)} functions of the C API, {len(complaints)} complaint(s)")
    return 1 if complaints or not functions else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
