#!/usr/bin/env python3
"""What people do at a desk, by HTTP: days, map, moments, sources, places, decisions (two at once), adding, exports.

    desk.py PROGRAM SAMPLES
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

program, samples = sys.argv[1], sys.argv[2]
bad = []


def check(what, good):
    if not good:
        bad.append(what)


class Server:
    def __init__(self, *options):
        self.process = subprocess.Popen([program, "serve", "--listen", "127.0.0.1:0", "--quiet", *options],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip().rstrip("/")
        self.token = self.get("/api/session")["token"]

    def ask(self, path, body=None, kind="application/json"):
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": kind, "X-Riwaya-Token": self.token} if data else {}
        request = urllib.request.Request(self.url + path, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as e:
            return e.code, e.read(), e.headers

    def get(self, path, status=200):
        code, body, _ = self.ask(path)
        check(f"GET {path}: {code}, not {status}: {body[:300]}", code == status)
        return json.loads(body)

    def post(self, path, body, status):
        code, answer, _ = self.ask(path, body)
        check(f"POST {path} {body}: {code}, not {status}: {answer[:300]}", code == status)
        return json.loads(answer)

    def done(self, job):
        for _ in range(200):
            state = self.get(f"/api/jobs/{job}")
            if state["state"] in ("done", "failed"):
                return state
            time.sleep(0.05)
        check(f"job {job} does not end", False)
        return state

    def end(self):
        self.process.send_signal(signal.SIGINT)
        check("the server ends well", self.process.wait(timeout=30) == 0)


def form(parts):
    mark = "riwaya-test-mark"
    body = b""
    for name, file, content in parts:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"' + (f'; filename="{file}"' if file else "")
        body += head.encode() + b"\r\n\r\n" + content + b"\r\n"
    return body + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def sources_and_days(s):
    rows = s.get("/api/incidents?sort=reports")["incidents"]
    days = s.get("/api/incidents/days")
    check("days hold all reports", sum(d["reports"] for d in days["days"]) + days["undated"] == sum(r["reports"] for r in rows))
    places = s.get("/api/incidents/map")
    check("the map holds all incidents", sum(p["incidents"] for p in places["places"]) + places["nowhere"] == len(rows))
    check("a place alone names its incident", all((p["name"] is None) == (p["incidents"] > 1) for p in places["places"]))
    behind = s.get(f"/api/incidents?sort=reports&after={rows[0]['name']}")
    check("what is behind the first", [r["name"] for r in behind["incidents"]] == [r["name"] for r in rows[1:]])
    moments = s.get(f"/api/incidents/{rows[0]['name']}/history")["moments"]
    check("its moments hold its reports", sum(m["reports"] for m in moments) == rows[0]["reports"])
    as_of = urllib.parse.quote(moments[0]["at"])
    then = s.get(f"/api/incidents/{rows[0]['name']}?as_of={as_of}")["incidents"][0]
    check("as of a moment, to the millisecond", len(then["reports"]) == moments[0]["reports"])
    s.get(f"/api/incidents/{rows[0]['name']}?as_of={moments[0]['at'][:19]}.x00Z", 400)
    s.get("/api/incidents/i00000/history", 404)
    sources = s.get("/api/sources?by=reports")
    check("sources", sources["all"] >= 3 and sources["sources"][0]["reports"] >= 1)
    one = s.get(f"/api/sources/{sources['sources'][0]['key']}")
    check("what it said", one["source"] == sources["sources"][0] and one["said"] and one["said"][0]["claims"])
    s.get("/api/sources?kind=witness&by=age", 400)
    s.get("/api/sources/s000000000000", 404)
    s.get("/api/sources?kind=person", 400)
    check("no person is a source", all(x["kind"] != "person" for x in s.get("/api/sources?most=500")["sources"]))
    find = urllib.parse.quote("الحسكة")
    check("a place by its name", s.get(f"/api/places?find={find}")["places"][0]["id"] == "sy-hasakah")
    check("a place by where it is", s.get("/api/places?near=36.5,40.75")["places"][0]["id"] == "sy-hasakah")
    s.get("/api/places", 400)
    s.get("/api/places?near=100,200", 400)
    return rows[0]["name"]


def deciding(s, name):
    seen = s.get("/api/state")["state"]
    claim = s.get(f"/api/incidents/{name}")["incidents"][0]["claims"][0]["id"]
    made = s.post("/api/reviews", {"kind": "accept", "by": "Huda", "claim": claim, "seen": seen}, 201)
    check("the state is another one", made["state"] != seen)
    late = s.post("/api/reviews", {"kind": "reject", "by": "Omar", "why": "of last year", "claim": claim, "seen": seen}, 409)
    check("who was first", [(d["kind"], d["by"]) for d in late["meanwhile"]] == [("accept", "Huda")])
    s.post("/api/reviews", {"kind": "reject", "by": "Omar", "why": "of last year", "claim": claim, "seen": made["state"]}, 201)
    both = s.get(f"/api/reviews?incident={name}")["reviews"]
    check("both stand", [r["review"]["by"] for r in both] == ["Huda", "Omar"] and both[0]["state"] == "counts")
    check("they do not agree", s.get("/api/reviews/agreement")["agreement"][0]["alike"] == 0)
    s.post("/api/reviews", {"kind": "withdraw", "by": "Omar", "why": "undone", "review": both[1]["review"]["id"]}, 201)
    states = [r["state"] for r in s.get("/api/reviews?by=Omar")["reviews"]]
    check("nothing is deleted", sorted(states) == ["counts", "withdrawn"])
    unreviewed = s.get("/api/incidents?unreviewed=1&sort=reports")["incidents"]
    check("it is reviewed", name not in [r["name"] for r in unreviewed])
    moments = s.get(f"/api/incidents/{name}/history")["moments"]
    check("decisions are moments", sum(m["decisions"] for m in moments) == 3)
    s.post("/api/reviews", {"kind": "accept", "by": "Huda", "claim": "ffffffffffffffff"}, 400)
    s.post("/api/reviews", {"kind": "praise", "by": "Huda"}, 400)
    s.post("/api/reviews", {"kind": "accept", "by": "Huda", "claim": claim, "seen": "yesterday"}, 400)
    for body in (b"", b"[]", b"{", b'{"kind":"accept"} x', b'"' + b"[" * 1000):
        check(f"{body[:20]} is refused", s.ask("/api/reviews", body or b" ")[0] == 400)
    check("a form of another site decides nothing", s.ask("/api/reviews", b'{"kind":"note"}', "text/plain")[0] == 415)
    s.get("/api/reviews?report=0000", 404)


def adding(s, folder):
    text = "قُتل 5 مدنيين بقصف مدفعي على سوق أريحا اليوم، بحسب مصدر طبي."
    page = f"<html lang=ar><head><meta charset=utf-8><title>قصف على أريحا</title></head><body><article><h1>قصف على أريحا</h1><p>{text}</p><p>{text} وأصيب عشرة آخرون.</p></article></body></html>"
    body, kind = form([("file", "../../etc/خبر.html", page.encode()), ("file", "noise.bin", bytes(range(16)) * 9),
                       ("published", None, b"2031-11-20")])
    code, answer, _ = s.ask("/api/add", body, kind)
    check(f"POST add: {code}", code == 202)
    job = s.done(json.loads(answer)["job"])
    check(f"one was read: {job}", job["added"]["reports"] == 1 and job["part"] == 1)
    check(f"one was not: {job}", [u["file"] for u in job["unread"]] == ["noise.bin"])
    job = s.done(s.post("/api/add", {"text": text, "title": "قصف على أريحا", "outlet": "شبكة المدار", "published": "2031-11-20"}, 202)["job"])
    check(f"a text: {job}", job["added"]["reports"] == 1)
    job = s.done(s.post("/api/add", {"text": text, "title": "قصف على أريحا", "outlet": "شبكة المدار", "published": "2031-11-20"}, 202)["job"])
    check(f"the same again: {job}", job["added"]["known"] == 1 and job["added"]["reports"] == 0)
    found = s.get("/api/incidents?since=2031-01-01")["incidents"]
    check("they tell of one incident", [r["reports"] for r in found] == [2])
    s.post("/api/add", {"address": "https://sada.example/1"}, 403)
    for wrong in ({}, {"text": ""}, {"text": "x", "address": "https://sada.example/1"}, {"text": 5}, {"words": "x"},
                  {"text": "x", "published": "some day"}):
        s.post("/api/add", wrong, 400)
    for parts in (b"", b"--x\r\n", b"--riwaya-test-mark\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nno end",
                  form([("secret", None, b"x")])[0], form([])[0]):
        check(f"{parts[:30]} is refused", s.ask("/api/add", parts or b" ", "multipart/form-data; boundary=riwaya-test-mark")[0] == 400)
    s.get("/api/jobs/0000000000000000", 404)
    check("nothing lies about", not [f for f in os.listdir(folder) if f.startswith("riwaya-add-")])
    files = subprocess.run(["sqlite3", f"{folder}/store.db", "SELECT file FROM report ORDER BY id DESC LIMIT 2"], capture_output=True,
                           text=True).stdout.split() if subprocess.run(["which", "sqlite3"], capture_output=True).returncode == 0 else None
    check(f"names are those that were sent: {files}", files in (None, ["pasted.jsonl", "خبر.html"]))


def exports(s, name):
    for format in ("reports-csv", "reports-jsonl", "claims-csv", "lines-jsonl", "acled", "airwars", "geojson", "schema-org", "uwazi"):
        code, body, head = s.ask(f"/api/exports/{format}?incident={name}")
        check(f"{format} of one: {code}", code == 200 and body and "attachment" in head["Content-Disposition"])
    code, body, _ = s.ask("/api/exports/acled?reports=2&bom=1")
    check("a table of incidents", code == 200 and body.startswith(b"\xef\xbb\xbf") and body.count(b"\n") >= 2)
    s.get("/api/exports/paper", 404)
    s.get("/api/exports/acled?incident=i00000", 404)
    s.get("/api/exports/acled?bom=yes", 400)


with tempfile.TemporaryDirectory() as folder:
    os.environ["TMPDIR"] = folder
    store = f"{folder}/store.db"
    files = [str(p) for p in sorted(pathlib.Path(samples).iterdir())]
    subprocess.run([program, "add", "--quiet", "--db", store, *files], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Server("--db", store)
    try:
        incident = sources_and_days(server)
        deciding(server, incident)
        adding(server, folder)
        exports(server, incident)
    finally:
        server.end()
    # pages by their address: what can't be reached is told, and is no failure
    server = Server("--db", store, "-o", f"{folder}/kept")
    try:
        check("it says that it fetches", server.get("/api/about")["fetches"])
        job = server.done(server.post("/api/add", {"address": "http://127.0.0.1:9/1"}, 202)["job"])
        check(f"this machine is not asked: {job}", job["state"] == "done" and job["unread"][0]["code"] == "REFUSED")
    finally:
        server.end()
    server = Server("--db", store, "--read-only")
    try:
        server.post("/api/reviews", {"kind": "note", "by": "Huda", "why": "x", "incident": incident}, 403)
        server.post("/api/add", {"text": "x"}, 403)
    finally:
        server.end()
for line in bad:
    print("serve/desk:", line)
sys.exit(1 if bad else 0)
