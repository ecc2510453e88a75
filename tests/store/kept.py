#!/usr/bin/env python3
"""Reports read again from what the store keeps of their documents are those that were read first: for the samples, the files of every format that
tests/origin makes, and pages of tests/pages.

    tests/store/kept.py PROGRAM        PROGRAM: the test program "kept"
"""
import importlib
import pathlib
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).parent.parent
ONE_OF = 7  # pages of tests/pages


def main():
    sys.path.insert(0, str(TESTS / "origin"))
    check = importlib.import_module("check")
    for extra in sorted((TESTS / "origin").glob("samples_*.py")):
        importlib.import_module(extra.stem)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        files = sorted((TESTS.parent / "samples" / "tabqa").iterdir())
        for make in check.SAMPLES:
            inner = folder / f"{make.__module__}-{make.__name__}"
            inner.mkdir()
            files += [path for path, _ in make(inner)]
        subprocess.run([sys.executable, TESTS / "pages" / "build.py", folder / "pages"], check=True, capture_output=True)
        files += sorted((folder / "pages").rglob("*.html"))[::ONE_OF]
        return subprocess.run([sys.argv[1], *map(str, files)]).returncode


if __name__ == "__main__":
    sys.exit(main())
