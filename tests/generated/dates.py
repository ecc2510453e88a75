"""Dates in every naming, order and digit set, resolved; words that count from publication; dates that no calendar has."""
import datetime
import sys

from common import Check, annotate, rows, words
from figures import SETS, in_set

W = words("dates.tsv")
PUBLISHED = "2024-05-15T10:00"
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def found(program, texts):
    out = []
    for mentions in annotate(program, "dates", texts, PUBLISHED):
        out.append([(m["from"], m["to"], m["precision"]) for m in mentions])
    return out


def day(d):
    return [(f"{d}T00:00", f"{d}T23:59", "day")]


def days(first, last, precision):
    return [(f"{first}T00:00", f"{last}T23:59", precision)]


def namings():
    """Month number and name in every naming, with the name that a doubled date gives beside it."""
    for key, forms in W.items():
        if key.startswith("month."):
            parts = key.split(".")
            if len(parts) == 3 and parts[1] != "year":
                for form in forms:
                    yield int(parts[2]), form


def run(program, name, cases):
    """cases: text, kind, what must come out; each in every set of digits."""
    c = Check(name)
    wide = {}
    for text, kind, want in cases:
        for digits in SETS:
            wide[in_set(text, digits)] = (kind, want)
    for (text, (kind, want)), got in zip(wide.items(), found(program, list(wide))):
        c.expect(got == want, kind, text, f"want {want}, got {got}")
    return c.done()


def end_of(y, m):
    return datetime.date(y + m // 12, m % 12 + 1, 1) - datetime.timedelta(1)


def whole():
    for m, name in namings():
        for y, d in ((2019, 1), (2022, 15), (2023, 28), (2024, end_of(2024, m).day)):
            date = datetime.date(y, m, d)
            for t in W["whole"]:
                yield t.format(d=d, m=name, y=y), t, day(date)
            for w in W["weekday." + DAYS[date.weekday()]]:
                for t in W["whole.weekday"]:
                    yield t.format(d=d, m=name, y=y, w=w), t, day(date)
        for t in W["month.year"]:
            yield t.format(m=name, y=2021), t, days(f"2021-{m:02}-01", end_of(2021, m), "month")


def without_year():
    for m, name in namings():
        for d in (3, 14, 28):
            date = datetime.date(2024, m, d)
            if date > datetime.date(2024, 5, 16):
                date = date.replace(year=2023)
            for t in W["day.month"]:
                yield t.format(d=d, m=name), t, day(date)
            for w in W["weekday." + DAYS[date.weekday()]]:
                for t in W["day.month.weekday"]:
                    yield t.format(d=d, m=name, w=w), t, day(date)


def doubled():
    for m in range(1, 13):
        for a in W[f"month.levant.{m}"]:
            for naming in ("egypt", "maghreb", "morocco"):
                for b in W[f"month.{naming}.{m}"]:
                    for t in W["doubled"]:
                        both = t.format(a=a, b=b)
                        yield f"17 {both} 2022", t, day(datetime.date(2022, m, 17))
                        yield f"{both} 2022", t + " month", days(f"2022-{m:02}-01", end_of(2022, m), "month")


def numeric():
    for y, m, d in ((2022, 1, 20), (2023, 12, 31), (2024, 2, 29), (2019, 9, 5), (2021, 11, 11)):
        for t in W["numeric"]:
            yield t.format(d=d, n=m, y=y, dd=f"{d:02}", nn=f"{m:02}", yy=f"{y % 100:02}"), t, day(datetime.date(y, m, d))


def hijri(program):
    """Every month of the published calendar against other lists of it, and a day that it has not."""
    c = Check("dates.hijri")
    texts, wants = [], []
    for r in rows("hijri.tsv"):
        starts = [datetime.date.fromisoformat(d) for d in r["months"].split()]
        for m, first in enumerate(starts, 1):
            texts.append(f"1 {W[f'hijri.{m}'][0]} {r['year']} {W['era.hijri'][0]}")
            wants.append((r["source"], day(first)))
            if m < 12:
                length = (starts[m] - first).days
                texts.append(f"{length} {W[f'hijri.{m}'][-1]} {r['year']} {W['era.hijri'][0]}")
                wants.append((r["source"], day(starts[m] - datetime.timedelta(1))))
    for y, m, d, iso in ((1445, 9, 15, "2024-03-25"), (1443, 6, 17, "2022-01-20"), (1446, 1, 1, "2024-07-07"), (1400, 1, 1, "1979-11-20")):
        for name in W[f"hijri.{m}"]:
            for t in W["hijri"]:
                texts.append(t.format(d=d, m=name, y=y))
                wants.append((t, day(iso)))
        for t in W["hijri.numeric"]:
            texts.append(t.format(d=d, n=m, y=y))
            wants.append((t, day(iso)))
    for y, m, d, iso in ((1403, 1, 1, "2024-03-20"), (1402, 12, 29, "2024-03-19"), (1401, 7, 15, "2022-10-07"), (1399, 12, 30, "2021-03-20")):
        for name in W[f"persian.{m}"]:
            texts.append(f"{d} {name} {y}")
            wants.append(("persian", day(iso)))
    for text, (kind, want), got in zip(texts, wants, found(program, texts)):
        c.expect(got == want, kind, text, f"want {want}, got {got}")
    return c.done()


def relative():
    for r in rows("relative.tsv"):
        if r["from"] == "-":
            yield r["text"], "refused", []
        elif "T" in r["from"]:
            yield r["text"], r["text"], [(r["from"], r["to"], r["precision"])]
        else:
            yield r["text"], r["text"], days(r["from"], r["to"], r["precision"])


def main(program):
    ok = True
    for name, cases in (("dates.whole", whole), ("dates.without_year", without_year), ("dates.doubled", doubled),
                        ("dates.numeric", numeric), ("dates.relative", relative)):
        ok &= run(program, name, cases())
    return hijri(program) and ok


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1]) else 1)
