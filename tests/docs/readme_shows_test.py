"""Every line of output that the README shows is a line that the command named above it prints."""
import pathlib
import re
import subprocess
import sys
import tempfile


def main(binary: pathlib.Path, root: pathlib.Path) -> int:
    text = (root / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"`build/release/wageproof ([^`]+)`, shortened[^\n]*\n```\n(.*?)\n```", text, re.S)
    if len(shown) < 2:
        print("README.md: expected the excerpts of check and explain")
        return 1
    wrong = 0
    for command, excerpt in shown:
        with tempfile.TemporaryDirectory() as out:
            words = command.split() + (["-o", out] if command.startswith("check") else [])
            done = subprocess.run([binary, *words], cwd=root, capture_output=True, text=True, check=False)
        printed = {line.strip() for line in done.stdout.splitlines()}
        for line in excerpt.splitlines():
            if line.strip() not in ("", "…") and line.strip() not in printed:
                print(f"README.md: `wageproof {command}` does not print: {line}")
                wrong += 1
    print(f"{len(shown)} excerpts, {wrong} lines that are not printed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()))
