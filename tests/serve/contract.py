#!/usr/bin/env python3
"""Holds riwaya serve to docs/openapi.json: the same routes, roles and parameters; answers that fit; parameters that are wrong refused.

   tests/serve/contract.py RIWAYA
"""
import re
import sys
from urllib.parse import quote

from room import MARKUP, OPENAPI, ROOT, Room, check, done, fits

ONE_OF = {"/api/places": "find"}  # one of several parameters is needed: this will do
METHODS = ("get", "post", "patch", "delete", "put")


def table():
    """The routes as the server has them: (method, path) to (role, parameters)."""
    text = (ROOT / "src/serve/routes.c").read_text("utf-8")
    macros = dict(re.findall(r'#define (\w+)\s+"([^"]*)"', text))
    rows = {}
    for method, path, role, params in re.findall(r'\{RW_(\w+), "(/api[^"]*)", RW_(\w+), ([^,]*),', text):
        words = "".join(macros[b] if b else a for a, b in re.findall(r'"([^"]*)"|(\w+)', params))
        rows[method.lower(), path] = role.lower(), set(words.split())
    return rows


def compare(rows):
    told = {}
    for path, operations in OPENAPI["paths"].items():
        for method, operation in operations.items():
            check(method in METHODS, f"{path} has {method}")
            names = {p["name"] for p in operation.get("parameters", []) if p["in"] == "query"} - {"lang"}
            told[method, path] = operation["x-needs"], names
            inner = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
            check(inner == set(re.findall(r"{(\w+)}", path)), f"{path}: its variables are not those it tells of")
    for row in sorted(set(rows) | set(told)):
        mine = rows.get(row), told.get(row)
        if mine[0]:
            mine = (mine[0][0], mine[0][1] - {"lang"}), mine[1]
        check(mine[0] == mine[1], f"{row}: the server has {mine[0]}, openapi.json {mine[1]}")


def wrong_values(schema):
    if "enum" in schema:
        return ["none-of-them", ""]
    if schema.get("type") == "integer":
        return ["x", "", "-1", "1.5", "99999999999999999999999", str(schema["maximum"] + 1)]
    if schema.get("examples", [""])[0].startswith("2022"):
        return ["soon", "", "2022-13-45"]
    if "pattern" in schema:
        return ["x", ""]
    return []


def right_value(name, schema, room):
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "integer":
        return str(max(schema.get("minimum", 0), 1))
    return {"since": "2023-01-01", "until": "2024-01-01", "changed_since": "3d", "place": "sy-tabqa", "actor": "isis", "act": "attack",
        "q": "قتل", "a": room.ids[0], "b": room.ids[1], "as_of": "2100-01-01", "incident": room.name, "report": room.ids[0], "by": "Huda",
        "find": "شبكة"}.get(name)


def variables(path, room):
    values = {"name": room.name, "id": room.ids[0], "key": room.source, "format": "reports-csv"}
    return re.sub(r"{(\w+)}", lambda m: quote(values[m[1]], safe=""), path)


def least(path, query, room, without=None):
    """The parameters that a route can't do without."""
    names = [n for n, p in query.items() if p.get("required") or n == ONE_OF.get(path)]
    return "&".join(f"{n}={quote(right_value(n, query[n]['schema'], room))}" for n in names if n != without)


def walk(room):
    for path, operations in OPENAPI["paths"].items():
        operation = operations.get("get")
        if not operation or "get" not in [m for m, p in rows if p == path]:
            continue
        if path == "/api/jobs/{id}":
            fits(room.ask("/api/jobs/none"), "GET", path, "/api/jobs/none")
            continue
        base = variables(path, room)
        query = {p["name"]: p for p in operation.get("parameters", []) if p["in"] == "query"}
        needed = least(path, query, room)
        first = f"{base}?{needed}" if needed else base
        answer = room.ask(first)
        if operation["x-needs"] != "admin":
            check(answer.status == 200, f"GET {first}: {answer.status} {answer.body[:300]!r}")
        fits(answer, "GET", path, first)
        if needed:
            answer = room.ask(base)
            check(answer.status == 400, f"GET {base} without {needed}: {answer.status}")
            fits(answer, "GET", path, base)
        for name, p in query.items():
            rest = least(path, query, room, name)
            value = right_value(name, p["schema"], room)
            if value is not None:
                target = f"{base}?{rest}&{name}={quote(value)}"
                answer = room.ask(target)
                check(answer.status == 200, f"GET {target}: {answer.status} {answer.body[:300]!r}")
                fits(answer, "GET", path, target)
            for value in wrong_values(p["schema"]):
                target = f"{base}?{rest}&{name}={quote(value)}"
                answer = room.ask(target)
                check(answer.status == 400, f"GET {target}: {answer.status}, where 400 is due")
                fits(answer, "GET", path, target)
            target = f"{base}?{rest}&{name}=1&{name}=1"
            check(room.ask(target).status == 400, f"GET {target}: a parameter twice is taken")
        check(room.ask(f"{first}{'&' if needed else '?'}nonsense=1").status == 400, f"GET {base}: an unknown parameter is taken")
        for name in re.findall(r"{(\w+)}", path):
            for strange in ("zzzz", "i%20x", "%D9%82%D8%AA%D9%84", "ffff", "'", "x" * 300):
                target = re.sub(r"{(\w+)}", lambda m: strange, path)
                answer = room.ask(target)
                check(answer.status in (400, 404), f"GET {target}: {answer.status}, where 404 is due")
                fits(answer, "GET", path, target)


def whole_store(room):
    """Every incident, every report, each of their lists: all fit."""
    for row in room.ask("/api/incidents?most=1000").json()["incidents"]:
        for path in [p for p in OPENAPI["paths"] if p.startswith("/api/incidents/{name}") and ("get", p) in rows]:
            target = path.replace("{name}", row["name"])
            answer = room.ask(target)
            check(answer.status == 200, f"GET {target}: {answer.status}")
            fits(answer, "GET", path, target)
    for report in room.ids:
        for path in [p for p in OPENAPI["paths"] if p.startswith("/api/reports/{id}") and ("get", p) in rows]:
            target = path.replace("{id}", report)
            answer = room.ask(target)
            check(answer.status == 200, f"GET {target}: {answer.status}")
            fits(answer, "GET", path, target)


def limits(room):
    """docs/serve.md has the limits that the server tells."""
    text = (ROOT / "docs/serve.md").read_text("utf-8")
    told = {name: int(n) for name, n in re.findall(r"^\| `(\w+)` \| (\d+) \|", text, re.M)}
    has = room.ask("/api/about").json()["limits"]
    check(told == has, f"docs/serve.md has other limits than the server: {set(told.items()) ^ set(has.items())}")


rows = table()
compare(rows)
with_markup = Room(sys.argv[1], reports=[("markup.txt", MARKUP)])
listed = with_markup.ask("/api/incidents").json()["incidents"]
with_markup.name = max(listed, key=lambda row: row["reports"])["name"]
with_markup.ids = [r["id"] for r in with_markup.ask(f"/api/incidents/{with_markup.name}").json()["incidents"][0]["reports"]]
with_markup.ids += [r["id"] for r in with_markup.ask("/api/search?q=" + quote("مدنيين")).json()["reports"]]
with_markup.source = "none"
if ("get", "/api/sources") in rows:
    with_markup.source = with_markup.ask("/api/sources").json()["sources"][0]["key"]
walk(with_markup)
whole_store(with_markup)
limits(with_markup)
with_markup.close()
done()
