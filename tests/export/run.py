#!/usr/bin/env python3
"""Exports, each against a description of its format, and against what reports/ were written to show.

    tests/export/run.py PROGRAM SAMPLES
"""
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
from check import check, undo  # noqa: E402

program, samples = os.path.abspath(sys.argv[1]), sys.argv[2]
reports = os.path.join(here, "reports", "reports.jsonl")
FORMATS = sorted(f[:-5] for f in os.listdir(os.path.join(here, "formats")))
failed = []


def run(*args, text=None, status=0):
    p = subprocess.run([program, *args], input=text, capture_output=True)
    if p.returncode != status:
        fail("%s: exit code %d: %s" % (" ".join(args), p.returncode, p.stderr.decode()[:300]))
    return p.stdout


def fail(what):
    failed.append(what)
    print("export: " + what, file=sys.stderr)


def expect(what, found, wanted):
    if found != wanted:
        fail("%s is %r, not %r" % (what, found, wanted))


def export(form, *paths, **how):
    return run("export", "-q", "--format", form, *how.get("options", []), *paths, status=how.get("status", 0))


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def description(form):
    with open(os.path.join(here, "formats", form + ".json"), encoding="utf-8") as f:
        return json.load(f)


# Every format, of the samples, of our reports, of both, and of nothing.
for form in FORMATS:
    d = description(form)
    for paths in ([samples], [reports], [samples, reports]):
        data = export(form, *paths)
        for e in check(data, d)[:8]:
            fail("%s of %s: %s" % (form, ", ".join(map(os.path.basename, paths)), e))
        if data.count(b"\n") < 3:
            fail("%s of %s is empty" % (form, paths))
with tempfile.TemporaryDirectory() as empty:
    open(os.path.join(empty, "empty.txt"), "w").close()
    for form in FORMATS:
        data = export(form, empty, status=4)
        for e in check(data, description(form))[:3]:
            fail("%s of nothing: %s" % (form, e))

# The same, whatever the order of files.
names = sorted(os.path.join(samples, f) for f in os.listdir(samples))
for form in ("acled", "ucdp", "airwars", "plover", "geojson", "schema-org", "uwazi", "lines-csv", "lines-jsonl"):
    mixed = names[:]
    random.Random(form).shuffle(mixed)
    if export(form, *names) != export(form, *mixed):
        fail("%s is another one for another order of files" % form)

# ACLED: what the reports were written for.
acled = {r["event_date"] + " " + r["location"]: r for r in rows(export("acled", reports))}
for key, wanted in {
    "2023-03-08 al-Bab": ("Remote explosive/landmine/IED", "Civilians", "2"),
    "2023-05-12 al-Bab": ("Shelling/artillery/missile attack", "Civilians", "10"),  # dozens
    "2023-06-19 Binnish": ("Air/drone strike", "Civilians", "3"),  # killed, nobody says how many
    "2023-08-06 al-Hasakah": ("Armed clash", "Rebel group", "6"),  # 2, 3 and 5 of one side, 4 of the other
    "2023-09-15 as-Suwayda": ("Peaceful protest", "", "0"),
    "2023-11-04 Tell Tamr": ("Non-violent transfer of territory", "", "0"),
    "2023-12-10 Nur Shams camp": ("Attack", "Civilians", "2"),  # a raid in which people were killed is no mere arrest
    "2023-05-11 Jabalia camp": ("Air/drone strike", "Civilians", "14"),  # a whole and its parts, never added
}.items():
    r = acled.get(key)
    if not r:
        fail("acled has no row %s: %s" % (key, sorted(acled)))
        continue
    expect("acled " + key, (r["sub_event_type"], r["inter2"], r["fatalities"]), wanted)
expect("rows of acled", len(acled), 8)
expect("inter1 of an army abroad", acled["2023-05-11 Jabalia camp"]["inter1"], "External/Other forces")
expect("tags of a protest", acled["2023-09-15 as-Suwayda"]["tags"], "crowd size=about 300")
for r in acled.values():
    if "riwaya" not in r["notes"] or not any("\u0600" < c < "\u06ff" for c in r["notes"]):
        fail("notes name no policy, or no Arabic title: " + r["notes"])
unknown = rows(export("acled", reports, options=["--unknown", "10"]))
expect("fatalities with --unknown 10", [r["fatalities"] for r in unknown if r["location"] == "Binnish"], ["10"])
codes = rows(export("acled", reports, options=["--codes"]))
expect("codes of an air strike by an army abroad", [(r["inter1"], r["inter2"], r["interaction"]) for r in codes if r["location"] == "Jabalia camp"], [("8", "7", "78")])

# UCDP: what is in it has dead, and its parts make the whole.
ucdp = {r["date_start"][:10]: r for r in rows(export("ucdp", reports))}
expect("ucdp's days", sorted(ucdp), ["2023-03-08", "2023-05-11", "2023-05-12", "2023-06-19", "2023-08-06", "2023-12-10"])
expect("ucdp best of dozens", [ucdp["2023-05-12"][k] for k in ("low", "best", "high")], ["20", "20", "99"])
expect("ucdp's type of a clash", ucdp["2023-08-06"]["type_of_violence"], "2")
expect("ucdp's type of a strike on civilians", ucdp["2023-05-11"]["type_of_violence"], "3")
expect("ucdp's outlet and origin", ("مصادر محلية" in ucdp["2023-05-12"]["source_original"], ucdp["2023-05-12"]["source_office"]), (True, "دفتر الجنوب"))

# Airwars: classes, and the grade that is proposed.
airwars = {r["date"]: r for r in rows(export("airwars", reports))}
strike = airwars["2023-05-11"]
expect("classes of a strike", [strike[k] for k in ("civilian_non_combatants_killed_min", "children_killed_max", "women_killed_max", "belligerents_killed_max")], ["14", "6", "3", "5"])
expect("grade of a bomb told of by one outlet", airwars["2023-03-08"]["proposed_civilian_harm_status"], "Weak")

# Incidents without a place or a date stay where the format has room for them.
features = json.loads(export("geojson", reports))["features"]
expect("features", len(features), 10)
expect("features without a geometry", sorted(str(f["properties"]["from"]) for f in features if f["geometry"] is None), ["2023-05-11", "2023-06-19", "2023-10-03", "2023-11-04", "2023-12-10", "None"])  # the lexicon knows no position of some places
expect("rows of uwazi", len(rows(export("uwazi", reports))), 10)
said = subprocess.run([program, "export", "--format", "acled", reports], capture_output=True).stderr.decode()
if "1 without a date" not in said or "1 of no known country" not in said:
    fail("what acled leaves out is not said: " + said)

# Formulas, quotes, commas, line ends: each cell reads back as it was.
with open(reports, encoding="utf-8") as f:
    originals = [json.loads(line) for line in f]
back = rows(export("reports-csv", reports))
expect("titles", [undo(r["title"]) for r in back], [o["title"] for o in originals])
expect("texts", [undo(r["text"]) for r in back], [o["text"] for o in originals])
expect("guards", [r["title"][0] == "'" for r in back], [o["title"][0] in "=+-@" for o in originals])
raw = rows(export("reports-csv", reports, options=["--formulas"]))
expect("titles with --formulas", [r["title"] for r in raw], [o["title"] for o in originals])
hostile = {"title": "عنوان", "text": "قُتل مدني في حمص.", "published": "2023-01-01", "outlet": "x"}
starts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "\uff1d1", "'", "a=1", " =1"]
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "h.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        for s in starts:
            f.write(json.dumps({**hostile, "outlet": s}) + "\n")
    data = export("reports-csv", path)
    for e in check(data, {**description("reports-csv"), "unique": []}):
        fail("hostile outlets: " + e)
    plain = rows(export("reports-csv", path, options=["--formulas"]))
    expect("hostile outlets, undone", [undo(r["outlet"]) for r in rows(data)], [r["outlet"] for r in plain])

# A byte order mark where it is asked for, and nowhere else.
for form in ("acled", "claims-csv"):
    expect("mark of " + form, export(form, reports, options=["--bom"])[:3] == b"\xef\xbb\xbf" != export(form, reports)[:3], True)

# ACLED and UCDP come back by our own reader of coded events.
for form, key, source in (("acled", "event_id_cnty", "acled"), ("ucdp", "id", "ucdp")):
    with tempfile.TemporaryDirectory() as folder:
        for options in ([], ["--bom"]):
            path = os.path.join(folder, form + ".csv")
            data = export(form, samples, reports, options=options)
            with open(path, "wb") as f:
                f.write(data)
            events = [json.loads(line)["coded_event"] for line in run("read", "-q", "--format", "jsonl", path, status=0).decode().splitlines()]
            written = rows(data)
            expect("%s read back: how many" % form, len(events), len(written))
            for e, r in zip(events, written):
                expect("%s read back: id and source" % form, (e["id"], e["source"]), (r[key], source))
                expect("%s read back: day" % form, e["from"][:10], (r.get("event_date") or r.get("date_start"))[:10])
                expect("%s read back: killed" % form, e["best"], float(r.get("fatalities") or r.get("best")))
                expect("%s read back: position" % form, (e["lat"], e["lon"]), tuple(float(r[k]) if r[k] else None for k in ("latitude", "longitude")))
                expect("%s read back: place" % form, e["place"], r.get("location") or r.get("where_coordinates"))

# PLOVER's places are characters: the words stand there.
texts = {}
for line in run("read", "-q", "--format", "jsonl", reports).decode().splitlines():
    r = json.loads(line)["report"]
    texts[r["id"]] = {"title": r["title"], "text": r["text"]}
for line in export("plover", reports).decode().splitlines():
    p = json.loads(line)
    i = p["text_info"]
    if i["field"] in ("title", "text"):
        at = texts[p["cite_info"]["citation"]][i["field"]][i["start"]:i["end"]]
        expect("words at PLOVER's place", at, p["text"])

# With -o: the file, and beside it what it is.
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "a.csv")
    run("export", "-q", "--format", "acled", "-o", path, reports)
    with open(path, "rb") as f:
        expect("the file", f.read(), export("acled", reports))
    with open(path + ".about.txt", encoding="utf-8") as f:
        about = f.read()
    for words in ("most conservative", "tens = 10", "أدنى تقدير", "docs/exports.md"):
        if words not in about:
            fail("what lies beside the file does not say %r" % words)
    expect("files", sorted(os.listdir(folder)), ["a.csv", "a.csv.about.txt"])

# Incidents of a store come one by one, and are the same but for their names and their order.
with tempfile.TemporaryDirectory() as folder:
    db = os.path.join(folder, "r.db")
    run("add", "-q", "--db", db, samples)
    key = ("event_date", "location", "actor1", "actor2", "sub_event_type", "fatalities", "source")
    told = [sorted(tuple(r[k] for k in key) for r in rows(data)) for data in (export("acled", samples), run("export", "-q", "--db", db, "--format", "acled"))]
    expect("acled of a store", told[1], told[0])
    for form in FORMATS:
        data = run("export", "-q", "--db", db, "--format", form)
        for e in check(data, description(form))[:4]:
            fail("%s of a store: %s" % (form, e))
        # The same claims and reports, in order of coming; a store keeps no furniture.
        if form.startswith(("reports", "claims", "plover", "schema-org")):
            told = [sorted(x.rstrip(b",") for x in d.splitlines()) for d in (export(form, samples), data)]
            if form == "reports-jsonl":
                told = [[{k: v for k, v in json.loads(x)["report"].items() if k != "furniture"} for x in d] for d in told]
            if told[0] != told[1]:
                fail("%s of a store is another than of its files" % form)
    for options, n in ([], 11), (["--since", "2023-11-17"], None), (["--outlet", "no such outlet"], 2), (["--place", "al-Tabqa"], 2), (["--limit", "1"], 2):
        data = run("export", "-q", "--db", db, "--format", "reports-jsonl", *options, status=n if n == 2 else 0)
        if n == 11 and data.count(b"\n") != 11 or n is None and not 0 < data.count(b"\n") < 11:
            fail("reports with %s are %d" % (options, data.count(b"\n")))
    for r in map(json.loads, run("export", "-q", "--db", db, "--format", "reports-jsonl").splitlines()):
        outlet = r["report"]["outlet"]
        names = [x for x in (outlet.get("id"), outlet.get("name")) if x]
        for name in names:
            if r["report"]["id"] not in run("export", "-q", "--db", db, "--format", "reports-jsonl", "--outlet", name).decode():
                fail("--outlet %s does not find its report" % name)
    run("export", "-q", "--db", db, "--format", "acled", "--outlet", "x", status=2)
    some = run("export", "-q", "--db", db, "--format", "ucdp", "--since", "2023-11-15", "--limit", "1")
    expect("rows with --since and --limit", [r["date_start"][:10] for r in rows(some)], ["2023-11-16"])

print("export: %s" % ("%d faults" % len(failed) if failed else "ok (%d formats)" % len(FORMATS)))
sys.exit(bool(failed))
