"""Figures with every qualifier of the contract's table, ranges, and numbers as people write them, in every digit set."""
import math
import sys

from common import Check, annotate, rows, words

SETS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]


def in_set(text, digits):
    return "".join(digits[int(c)] if c in SETS[0] else c for c in text)


def about(n):
    by = max(1, n * 0.1)
    return math.ceil(n - by), math.floor(n + by)


def wanted(sign, n):
    return {"=": (n, n), "~": about(n), ">": (n, None), "≥": (n, None), "<": (None, n), "≤": (None, n)}[sign]


def sets(texts):
    return [t for d in SETS for t in {in_set(t, d): 0 for t in texts}]


def main(program):
    ok = True
    c = Check("figures.qualified")
    cases = []
    for r in rows("figures.tsv"):
        sign, qualifier = r["want"].split()
        for n, forms in ((20, ["20", "عشرين"]), (300, ["300", "ثلاثمئة"]), (5000, ["5000", "5,000", "خمسة آلاف", "5 آلاف"]),
                         (65, ["65", "خمسة وستين"])):
            for form in forms:
                text = r["template"].replace("{n}", form)
                for t in {in_set(text, d) for d in SETS}:
                    cases.append((t, r["template"], n, qualifier, wanted(sign, n)))
    for (text, kind, n, qualifier, (low, high)), found in zip(cases, annotate(program, "figures", [x[0] for x in cases])):
        got = [(m["value"], m["low"], m["high"], m["qualifier"]) for m in found]
        c.expect(got == [(n, low, high, qualifier)], kind, text, f"got {got}")
    ok &= c.done()

    c = Check("figures.ranges")
    cases = []
    for r in rows("ranges.tsv"):
        for a, b, pair in ((20, 30, ("20", "30")), (1500, 2000, ("1,500", "2,000")), (20, 30, ("عشرين", "ثلاثين")),
                           (100, 150, ("مئة", "مئة وخمسين")), (3, 5, ("ثلاثة", "خمسة")), (2000, 3000, ("ألفين", "ثلاثة آلاف")),
                           (15, 20, ("خمسة عشر", "عشرين")), (5000, 7000, ("5 آلاف", "7 آلاف"))):
            text = r["template"].replace("{a}", pair[0]).replace("{b}", pair[1])
            for t in {in_set(text, d) for d in SETS}:
                cases.append((t, r["template"], a, b))
    for (text, kind, a, b), found in zip(cases, annotate(program, "figures", [x[0] for x in cases])):
        got = [(m["low"], m["high"], m["qualifier"]) for m in found]
        c.expect(got == [(a, b, "between")], kind, text, f"got {got}")
    ok &= c.done()

    c = Check("figures.vague")
    table = rows("orders.tsv")
    for r, found in zip(table, annotate(program, "figures", [r["template"] for r in table])):
        bound = {k: None if r[k] == "?" else float(r[k]) for k in ("low", "high")}
        got = [(m["qualifier"], m["low"], m["high"]) for m in found]
        c.expect(got == [(r["qualifier"], bound["low"], bound["high"])], r["template"], r["template"], f"got {got}")
    ok &= c.done()

    c = Check("figures.written")
    cases = []
    for r in rows("written.tsv"):
        for before, after in (("نزوح ", " شخص"), ("مقتل ", " مدني"), ("وصول ", " نازح"), ("", " لاجئ"), ("إجلاء ", " عائلة")):
            for t in {in_set(r["text"], d) for d in SETS}:
                cases.append((before + t + after, r["text"], float(r["value"])))
    for (text, kind, n), found in zip(cases, annotate(program, "figures", [x[0] for x in cases])):
        got = [m["value"] for m in found]
        c.expect(len(got) == 1 and got[0] is not None and abs(got[0] - n) < 1, kind, text, f"got {got}")
    ok &= c.done()
    return ok


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1]) else 1)
