"""What the generated checks share: reading tables, running the program over many pieces of text at once, telling what failed.

Language is data: the words lie in the *.tsv files beside this one, the code only puts them together.
"""
import collections
import json
import os
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHOWN = 3   # failures told for each kind; the rest is counted
CHUNK = 20000  # pieces of text in one run of the program: one file, one piece a line


def rows(name):
    """The rows of a table beside this file, as dicts by column; lines that begin with # are comments."""
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        lines = [l.rstrip("\n") for l in f]
    lines = [l for l in lines if l.strip() and not l.startswith("#")]
    head = lines[0].split("\t")
    out = []
    for l in lines[1:]:
        cells = l.split("\t")
        if len(cells) > len(head):
            sys.exit(f"{name}: too many cells: {l}")
        out.append(dict(zip(head, cells + [""] * (len(head) - len(cells)))))
    return out


def words(name):
    """A table of key and forms as a dict of lists."""
    return {r["key"]: r["forms"].split("|") for r in rows(name)}


def annotate(program, layers, texts, published=None):
    """For each text the mentions that the program finds in it, read as a piece of a sentence of its own."""
    out = []
    for at in range(0, len(texts), CHUNK):
        out += annotate_some(program, layers, texts[at:at + CHUNK], published)
    return out


def annotate_some(program, layers, texts, published):
    data = "".join(t + "\n" for t in texts).encode()
    command = [program, "annotate", "--fragment", "--format", "jsonl", "--layer", layers]
    if published:
        command += ["--published", published]
    run = subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True)
    starts, at = [], 0
    for t in texts:
        starts.append(at)
        at += len(t.encode()) + 1
    found = [[] for _ in texts]
    k = 0
    for m in json.loads(run.stdout)["mentions"]:
        first, end = m["span"]["at"]
        while k + 1 < len(starts) and starts[k + 1] <= first:
            k += 1
        if data[first:end].decode() != m["text"]:
            sys.exit(f"the words of a mention are not those of its span: {m}")
        found[k].append(m)
    return found


def extract(program, texts, published="2024-05-15"):
    """For each text what the program reads and claims, each text a report of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for i, text in enumerate(texts):
            with open(os.path.join(folder, f"{i:06}.txt"), "w", encoding="utf-8") as f:
                f.write(text + "\n")
        command = [program, "extract", "--fragment", "--format", "jsonl", "--published", published, folder]
        run = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    out = [json.loads(l) for l in run.stdout.splitlines()]
    out.sort(key=lambda r: r["report"]["file"])
    if len(out) != len(texts):
        sys.exit(f"{len(texts)} texts, but {len(out)} reports")
    return out


class Check:
    """Counts what was right; tells the failures by kind at the end."""

    def __init__(self, name):
        self.name, self.n, self.failed = name, 0, collections.defaultdict(list)
        self.start = time.time()
        self.known = {(r["check"], r["text"]): r["reason"] for r in rows("exceptions.tsv")}
        self.excused = 0

    def expect(self, good, kind, text, what=""):
        self.n += 1
        if good:
            return
        if (self.name, text) in self.known:
            self.excused += 1
            return
        self.failed[kind].append((text, what))

    def done(self):
        n_failed = sum(len(f) for f in self.failed.values())
        known = f", {self.excused} known exceptions" if self.excused else ""
        print(f"{self.name}: {self.n} cases, {n_failed} failed{known}, {time.time() - self.start:.1f} s")
        shown = int(os.environ.get("SHOWN", SHOWN))
        for kind, failures in sorted(self.failed.items()):
            print(f"  {kind}: {len(failures)}")
            step = max(1, len(failures) // shown)
            for text, what in failures[::step][:shown]:
                print(f"    {text}    {what}")
        return n_failed == 0
