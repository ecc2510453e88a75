"""Checks files against descriptions of formats (formats/*.json). Knows nothing of the program that wrote them.

A description is of a table (kind csv: columns in order, each with a type, whether it may be empty, what may stand in it, and what holds between
columns) or of JSON (kind json or jsonl, a schema in a small part of JSON Schema's words; `only` lists all members that may be there).
"""
import csv
import io
import json
import re
from datetime import date

csv.field_size_limit(1 << 26)
RISKY = "=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20"
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?$")


def value_error(column, v):
    kind = column["type"]
    if v == "":
        return "is empty" if column.get("needed") else None
    if column.get("empty"):
        return "should be left to people"
    if kind == "int" and not re.fullmatch(r"-?[0-9]+", v):
        return "is no whole number"
    if kind == "number" and not NUMBER.match(v):
        return "is no number"
    if kind in ("date", "stamp"):
        try:
            date.fromisoformat(v[:10])
        except ValueError:
            return "is no date"
        if not re.fullmatch(r".{10}" if kind == "date" else r".{10} [0-9:.]+", v):
            return "is not written as such a date"
    if "in" in column and v not in column["in"]:
        return "is none of " + ", ".join(column["in"])
    if "like" in column and not re.fullmatch(column["like"], v, re.S):
        return "is not like " + column["like"]
    if "least" in column and not column["least"] <= float(v) <= column["most"]:
        return "is out of bounds"
    return None


def undo(text):
    """What stood there before formulas were made harmless."""
    return text[1:] if text.startswith("'") else text


def check_csv(data, d):
    errors = []
    text = data.decode("utf-8")
    if text.startswith("\ufeff"):
        text = text[1:]
    # Rows end in CR LF; no lone CR or LF outside quotes: the strict reader complains otherwise.
    outside = "".join(part for k, part in enumerate(text.split('"')) if k % 2 == 0)
    if "\n" in outside.replace("\r\n", "") or "\r" in outside.replace("\r\n", ""):
        errors.append("a row does not end in CR LF")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    names = [c["name"] for c in d["columns"]]
    if not rows or rows[0] != names:
        return errors + ["the columns are %s" % (rows[:1],)]
    seen = {}
    for n, row in enumerate(rows[1:], 2):
        if len(row) != len(names):
            errors.append("row %d has %d cells" % (n, len(row)))
            continue
        cell = dict(zip(names, row))
        for c in d["columns"]:
            v = cell[c["name"]]
            e = value_error(c, undo(v))
            if e:
                errors.append("row %d, %s: %r %s" % (n, c["name"], v[:60], e))
            if v and v[0] in RISKY and v[0] != "'" and not NUMBER.match(v) and not re.fullmatch(r"[-0-9.|:]+", v):
                errors.append("row %d, %s: %r is a formula" % (n, c["name"], v[:60]))
        for together in d.get("together", []):
            if len({cell[k] == "" for k in together}) > 1:
                errors.append("row %d: of %s some are empty" % (n, together))
        for ordered in d.get("order", []):
            values = [cell[k] for k in ordered]
            if "" not in values:
                values = [float(v) if NUMBER.match(v) else v for v in values]
                if values != sorted(values):
                    errors.append("row %d: %s are %s" % (n, ordered, values))
        for whole, parts in d.get("sum", {}).items():
            if int(cell[whole]) != sum(int(cell[p]) for p in parts):
                errors.append("row %d: %s is not the sum of its parts" % (n, whole))
        for a, b in d.get("as_many", []):
            if cell[a].count("|") != cell[b].count("|"):
                errors.append("row %d: %s and %s have not as many values" % (n, a, b))
        for key in d.get("unique", []):
            v = "+".join(cell[k] for k in key.split("+"))
            if v in seen.setdefault(key, set()):
                errors.append("row %d: %s %r is there twice" % (n, key, v))
            seen[key].add(v)
    if "languages" in d:
        bare = {n.split("__")[0] for n in names if "__" in n}
        for b in bare:
            if b in names or any("%s__%s" % (b, l) not in names for l in d["languages"]):
                errors.append("%s mixes columns with and without a language" % b)
    return errors


TYPES = {"object": dict, "array": list, "string": str, "null": type(None), "number": (int, float)}


def check_value(v, s, where):
    errors = []
    kinds = s.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if kinds and not any(isinstance(v, TYPES[k]) and not isinstance(v, bool) for k in kinds):
        return ["%s is %r, no %s" % (where, v, kinds)]
    if "enum" in s and v not in s["enum"]:
        errors.append("%s is %r, none of %s" % (where, v, s["enum"]))
    if "pattern" in s and isinstance(v, str) and not re.search(s["pattern"], v):
        errors.append("%s is %r, not like %s" % (where, v, s["pattern"]))
    if isinstance(v, dict):
        for k in s.get("required", []):
            if k not in v:
                errors.append("%s has no %s" % (where, k))
        for k in v:
            if "only" in s and k not in s["only"]:
                errors.append("%s has %s, which the format does not" % (where, k))
            if k in s.get("properties", {}):
                errors += check_value(v[k], s["properties"][k], where + "." + k)
    if isinstance(v, list):
        if len(v) < s.get("least", 0) or len(v) > s.get("most", len(v)):
            errors.append("%s has %d members" % (where, len(v)))
        for k, x in enumerate(v):
            errors += check_value(x, s.get("items", {}), "%s[%d]" % (where, k))
    return errors


def check_json(data, d):
    text = data.decode("utf-8")
    lines = [text] if d["kind"] == "json" else text.splitlines()
    errors, seen = [], set()
    for n, line in enumerate(lines, 1):
        try:
            v = json.loads(line)
        except ValueError as e:
            errors.append("line %d: %s" % (n, e))
            continue
        errors += check_value(v, d["schema"], "line %d" % n)
        if "unique" in d and isinstance(v, dict):
            if v.get(d["unique"]) in seen:
                errors.append("line %d: %s is there twice" % (n, d["unique"]))
            seen.add(v.get(d["unique"]))
    return errors


def check(data, description):
    return check_csv(data, description) if description["kind"] == "csv" else check_json(data, description)
