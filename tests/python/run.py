"""Runs the tests of the Python package in the environment that install.py made.

Usage: run.py SOURCE_DIR FOLDER
"""

import subprocess
import sys
from pathlib import Path


def main(source, folder):
    python = Path(folder) / "venv" / "bin" / "python"
    works = python.exists() and subprocess.run([python, "-c", "import wageproof, pytest"], cwd=folder).returncode == 0
    if not works:
        print("skipped: the package is not installed")
        return 77
    tests = Path(source) / "tests" / "python"
    # Not from the source folder, whose own files would stand before the installed ones.
    return subprocess.run([python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--rootdir={tests}", tests], cwd=folder).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
