"""Every cardinal from 0 to 10,000 and a spread to 10^12 in words, in each gender, case and way of writing, read back by the program."""
import re
import sys

from common import Check, annotate, rows, words

W = words("numbers.tsv")
SCALES = [(12, 10**12), (9, 10**9), (6, 10**6), (3, 1000)]


def w(*keys):
    for key in keys:
        if key in W:
            return W[key][0]
    raise KeyError(keys)


def below_hundred(n, g, case):
    if n == 1:
        return w(f"u1.{g}")
    if n == 2:
        return w(f"u2.{g}.{case}")
    if n <= 10:
        return w(f"u{n}.{g}")
    if n in (11, 12):
        return w(f"e{n}.{g}.{case}", f"e{n}.{g}")
    if n < 20:
        return w(f"u{n - 10}.{g}") + " " + w(f"teen.{g}")
    ten = w(f"t{n // 10}.{case}")
    return ten if n % 10 == 0 else below_hundred(n % 10, g, case) + " " + w("and") + ten


def below_thousand(n, g, case, before):
    """`before`: a noun or scale follows, so that a dual loses its nun."""
    parts = []
    if n >= 100:
        h = n // 100
        dual = f"h2.{case}.before" if before and n % 100 == 0 else f"h2.{case}"
        parts.append(w(dual) if h == 2 else w(f"h{h}"))
    if n % 100:
        parts.append(below_hundred(n % 100, g, case))
    return parts


def scaled(count, s, case, before, last):
    if count == 1:
        return w(f"s{s}.sg")
    if count == 2:
        return w(f"s{s}.{case}.before" if before and last else f"s{s}.{case}")
    rest = count % 100
    form = "pl" if 3 <= rest <= 10 else "acc" if rest >= 11 else "sg"
    return join(below_thousand(count, "m", case, True)) + " " + w(f"s{s}.{form}")


def join(parts):
    return (" " + w("and")).join(parts)


def cardinal(n, g, case, before=True):
    if n == 0:
        return w("zero")
    parts, rest = [], n
    for s, size in SCALES:
        if rest >= size:
            count, rest = rest // size, rest % size
            parts.append(scaled(count, s, case, before, rest == 0))
    return join(parts + below_thousand(rest, g, case, before))


def noun(n, g):
    rest = n % 100
    return w(f"noun.{g}." + ("pl" if 3 <= rest <= 10 else "acc" if rest >= 11 else "sg"))


def spellings():
    out = []
    for r in rows("spellings.tsv"):
        subs = []
        for rule in filter(None, r["rules"].split("|")):
            a, b = rule.split(">")
            a = r"\b" + a[1:] if a.startswith("^") else a
            a = a[:-1] + r"\b" if a.endswith("$") else a
            subs.append((re.compile(a), b))
        out.append((r["name"], subs))
    return out


def spell(text, subs):
    for a, b in subs:
        text = a.sub(b, text)
    return text


def spread():
    """Numbers past 10,000: each scale by every kind of count, with and without something behind it; and a fixed scatter."""
    counts = [1, 2, 3, 8, 10, 11, 12, 15, 20, 21, 50, 99, 100, 101, 105, 111, 200, 203, 300, 500, 800, 999]
    rests = [0, 1, 5, 12, 100, 250, 1000, 2000, 3000, 15000, 100000, 250000]
    out = set()
    for _, size in SCALES:
        for c in counts:
            for r in rests:
                if r < size and c * size + r > 10000 and c * size <= 10**12:
                    out.add(c * size + r)
    x = 12345
    for _ in range(1500):
        x = (x * 6364136223846793005 + 1442695040888963407) % 2**64
        out.add(10001 + (x >> 20) % 10 ** (5 + x % 8))
    return sorted(n for n in out if n <= 10**12)


def joined(program):
    """Numbers with small words joined to them, with the article, and behind the noun that they count."""
    c = Check("numbers.joined")
    texts, wants = [], []
    for n in [*range(3, 130), 200, 250, 300, 325, 999, 1000, 1500, 2000, 5000, 15000]:
        for g in "mf":
            for case in ("nom", "obl"):
                number = cardinal(n, g, case)
                for form in filter(None, W["joined"]):
                    texts.append(form.format(n=number, d=n, noun=noun(n, g)))
                    wants.append((n, form))
            for case in ("nom", "obl"):
                if n >= 100:
                    continue
                plural = w(f"noun.{g}.the.{case}", f"noun.{g}.the")
                number = below_hundred(n, g, case)
                the = " ".join(w("and") + w("the") + x[1:] if x[0] == w("and") and i else (w("the") + x if i == 0 else x)
                               for i, x in enumerate(number.split(" ")))
                texts.append(f"{w('verb.' + case)} {plural} {the}")
                wants.append((n, "behind its noun"))
                texts.append(f"{w('verb.' + case)} {plural} {w('the')}{n}")
                wants.append((n, "digits behind its noun"))
                texts.append(f"{w('verb.' + case)} {the} {noun(n, g)}")
                wants.append((n, "with the article"))
    for text, (n, kind), found in zip(texts, wants, annotate(program, "figures", texts)):
        got = [m["value"] for m in found]
        c.expect(got == [n], kind, text, f"want {n}, got {got}")
    return c.done()


def main(program, step=1):
    ok = joined(program)
    ways = spellings()
    for check, numbers in (("numbers.all", range(0, 10001, step)), ("numbers.spread", spread()[::step])):
        c = Check(check)
        seen, texts, want = set(), [], []
        for n in numbers:
            for g in "mf":
                for case in ("nom", "obl"):
                    if n in (1, 2):  # these follow their noun
                        plain = f"{w('noun.' + g + '.sg')} {cardinal(n, g, case)}"
                    else:
                        plain = f"{cardinal(n, g, case)} {noun(n, g)}"
                    plain = f"{w('verb.' + case)} {plain}"
                    for name, subs in ways:
                        text = spell(plain, subs)
                        if text not in seen:
                            seen.add(text)
                            texts.append(text)
                            want.append((n, name))
        for text, (n, name), found in zip(texts, want, annotate(program, "figures", texts)):
            got = [m["value"] for m in found]
            c.expect(got == [n], name, text, f"want {n}, got {got}")
        ok &= c.done()
    return ok


if __name__ == "__main__":
    # A second argument takes one number of so many, for programs that are slowed by their instruments.
    sys.exit(0 if main(sys.argv[1], *map(int, sys.argv[2:])) else 1)
