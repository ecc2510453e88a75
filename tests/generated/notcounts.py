"""Numbers that count nobody: ages, times, years, names of weapons and units, shares, prices … No claim may take them as its figure."""
import sys

from common import Check, annotate, extract, rows
from figures import SETS, in_set


def value(text, program, known={}):
    if text not in known:
        digits = "".join(str(int(c)) if c.isdigit() else c for c in text)
        digits = digits.replace(",", "")
        try:
            known[text] = float(digits)
        except ValueError:
            found = annotate(program, "figures", [text + " مدنيا"])[0]
            known[text] = found[0]["value"] if found else None
    return known[text]


def negated(program):
    c = Check("negated")
    table = rows("negated.tsv")
    for r, report in zip(table, extract(program, [r["text"] for r in table])):
        got = [(cl["polarity"], cl["figure"] and cl["figure"]["value"]) for cl in report["claims"]
               if cl["predicate"] == r["predicate"]]
        want = {"denied": ("denied", None), "none": ("affirmed", 0)}.get(r["want"]) or ("affirmed", float(r["want"]))
        c.expect(got == [want], r["want"], r["text"], f"got {got}")
    return c.done()


def main(program):
    c = Check("notcounts")
    cases = []
    for r in rows("notcounts.tsv"):
        for n in r["numbers"].split("|"):
            text = r["template"].replace("{n}", n)
            for t in sorted({in_set(text, d) for d in SETS}):
                cases.append((t, r["class"] + ": " + r["template"], n))
    for (text, kind, n), report in zip(cases, extract(program, [x[0] for x in cases])):
        v = value(n, program)
        taken = [cl["figure"] for cl in report["claims"] if cl["figure"]]
        bad = [f["text"] for f in taken if v is not None and v in (f["value"], f["low"], f["high"]) and f["text"] and
               (any(ch.isdigit() for ch in f["text"]) or n in f["text"])]
        c.expect(not bad, kind, text, f"counted {bad}")
    return negated(program) and c.done()


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1]) else 1)
