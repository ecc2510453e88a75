#!/usr/bin/env python3
"""Requests that are malformed, huge, slow or many, and words that are markup: each gets a clear status, and the server goes on.

   tests/serve/hostile.py RIWAYA
"""
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import quote

from room import MARKUP, Room, check, done

PROBLEM = "application/problem+json"


class Line:
    """A connection by hand."""

    def __init__(self, port, timeout=30):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)

    def send(self, data):
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def rest(self):
        """All that comes until the other side closes."""
        got = b""
        try:
            while piece := self.socket.recv(65536):
                got += piece
        except (ConnectionResetError, socket.timeout) as e:
            got += b"!timeout" if isinstance(e, socket.timeout) else b""
        self.socket.close()
        return got


def status_of(raw):
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", raw)
    return int(found[1]) if found else 0


def raw(data, broken_off=False):
    line = Line(room.port)
    line.send(data)
    if broken_off:
        line.socket.shutdown(socket.SHUT_WR)
    return line.rest()


def request(target=b"/api/about", headers=b"", method=b"GET", host=True, body=b"", version=b"1.1"):
    host = b"Host: 127.0.0.1\r\n" if host is True else host
    return method + b" " + target + b" HTTP/" + version + b"\r\n" + host + b"Connection: close\r\n" + headers + b"\r\n" + body


def token():
    """The header that changes carry."""
    return b"X-Riwaya-Token: " + room.ask("/api/session").json()["token"].encode() + b"\r\n"


def expect(what, data, *due):
    got = raw(data, 0 in due)
    check(status_of(got) in due, f"{what}: {got[:100]!r}, where {due} is due")
    alive(what)


def alive(after):
    check(room.ask("/api/state").status == 200, f"after {after} it answers no more")


# --- malformed ------------------------------------------------------------------------------------------------------------
def malformed():
    expect("a good one", request(), 200)
    expect("no request", b"", 0)
    expect("blank lines", b"\r\n\r\n\r\n", 0, 408)
    expect("zeros", b"\0" * 5000, 0, 400, 408)
    expect("a TLS hello", bytes.fromhex("16030100ff010000fb0303") + bytes(300), 0, 400, 408)
    expect("random bytes", os.urandom(2000), 0, 400, 408)
    expect("one word", b"GET\r\n\r\n", 0, 400, 408)
    expect("no version", b"GET /api/about\r\n\r\n", 0, 400, 505)
    expect("a strange version", request(version=b"9.9"), 0, 400, 505)
    expect("no host", request(host=b""), 400, 421)
    expect("an empty host", request(host=b"Host: \r\n"), 421, 400)
    expect("a host that is not ours", request(host=b"Host: evil.example\r\n"), 421)
    expect("a host that begins like ours", request(host=b"Host: localhost.evil.example\r\n"), 421)
    expect("a host with a port", request(host=b"Host: LOCALHOST:99\r\n"), 200)
    expect("a host in brackets", request(host=b"Host: [::1]:80\r\n"), 200)
    expect("an open bracket", request(host=b"Host: [::1\r\n"), 421)
    expect("two lengths", request(b"/api/about", b"Content-Length: 0\r\nContent-Length: 5\r\n", b"POST"), 400, 405, 413)
    expect("a length below nothing", request(headers=b"Content-Length: -5\r\n"), 400)
    expect("a length that is no number", request(headers=b"Content-Length: abc\r\n"), 400)
    expect("an endless length", request(headers=b"Content-Length: 99999999999999999999999999\r\n"), 400, 413)
    expect("a length and chunks", request(headers=b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400, 413)
    expect("broken chunks", request(b"/api/reviews", token() + b"Transfer-Encoding: chunked\r\n", b"POST", body=b"zz\r\nhello\r\n"), 0, 400)
    expect("a body that GET does not take", request(headers=b"Content-Length: 5\r\n", body=b"hello"), 413)
    expect("a folded header", request(headers=b"X: a\r\n b\r\n"), 200, 400)
    expect("a header without a colon", request(headers=b"nonsense\r\n"), 400)
    expect("a zero in a header", request(headers=b"X: a\0b\r\n"), 200, 400)
    expect("bare line feeds", request().replace(b"\r\n", b"\n"), 200, 400)
    expect("an address of a proxy", request(b"http://127.0.0.1/api/about"), 400)
    expect("a star", request(b"*", method=b"OPTIONS"), 400, 405)
    expect("another server", request(b"evil.example:443", method=b"CONNECT"), 400, 405)
    for target in (b"/api/about%00", b"/%00", b"/api/%zz", b"/api/about%", b"/api/about%4", b"/api/incidents/%ff%fe", b"/api/incidents?place=%c3%28",
            b"/api/incidents?since=%0a", b"/api/incidents?place=a%00b", b"/api/incidents?\x7f=1"):
        expect(f"target {target}", request(target), 400)
    for target in (b"/../etc/passwd", b"/..%2f..%2fetc/passwd", b"/api/../../etc/passwd", b"/assets/../../../etc/passwd", b"/./index.html/.",
            b"/api", b"/api/", b"//api/about", b"/api//about", b"/api/about/", b"/API/about", b"/index.html%2f", b"/.git/config", b"/store.db",
            b"/api/incidents/", b"/api/incidents/a/b/c/d", b"/api/reports//raw", b"/nothing", b"/%2e%2e/%2e%2e/etc/passwd"):
        expect(f"target {target}", request(target), 404)
    for method in (b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE", b"PROPFIND", b"get", b"NONSENSE", b"M" * 1000):
        got = raw(request(b"/api/about", method=method))
        check(status_of(got) == 405 and b"\r\nAllow: GET, HEAD\r\n" in got, f"{method[:20]}: {got[:200]!r}, where 405 and Allow are due")
        check(status_of(raw(request(b"/", method=method))) == 405, f"{method[:20]} /")
    expect("two at once", request().replace(b"close", b"keep-alive") + request(b"/api/state"), 200)
    many = raw(b"".join(request(b"/api/state").replace(b"close", b"keep-alive") for _ in range(50)) + request(b"/api/state"))
    check(many.count(b"HTTP/1.1 200 ") == 51, f"51 in one go: {many.count(b'HTTP/1.1 200 ')} answers")


# --- huge -------------------------------------------------------------------------------------------------------------------
def huge():
    expect("a target of 9,000 bytes", request(b"/api/incidents?place=" + b"a" * 9000), 414)
    expect("a target of 100,000 bytes", request(b"/" + b"a" * 100000), 414, 431)
    expect("a header of 100,000 bytes", request(headers=b"X: " + b"a" * 100000 + b"\r\n"), 431)
    expect("10,000 headers", request(headers=b"".join(b"X%d: a\r\n" % i for i in range(10000))), 431)
    expect("100 parameters", request(b"/api/incidents?" + b"&".join(b"p%d=1" % i for i in range(100))), 400)
    expect("3,000 parameters without a name", request(b"/api/incidents?" + b"&" * 3000), 400)
    expect("a query of 2,000 words", request(b"/api/search?q=" + b"+".join([b"abc"] * 1900)), 200, 400)
    expect("a query of 2,000 brackets", request(b"/api/search?q=" + b"(" * 2000 + b"a" + b")" * 2000), 200, 400)
    expect("a body of 10 GB, announced", request(b"/api/reviews", token() + b"Content-Length: 10000000000\r\n", b"POST"), 413)
    line = Line(room.port)
    line.send(request(b"/api/reviews", token() + b"Transfer-Encoding: chunked\r\n", b"POST"))
    for _ in range(64):
        line.send(b"10000\r\n" + b"a" * 65536 + b"\r\n")
    got = line.rest()
    check(status_of(got) in (0, 413), f"a body without end: {got[:100]!r}")
    alive("a body without end")


# --- slow --------------------------------------------------------------------------------------------------------------------
def slow():
    """Connections that say nothing, or a byte now and then, are closed with a word; they cost others nothing."""
    ways = {
        "silence": (b"", b""),
        "half a line": (b"GET /api/ab", b""),
        "half the headers": (b"GET /api/about HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ", b""),
        "a trickling line": (b"GET /", b"a"),
        "trickling headers": (b"GET /api/about HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ", b"a"),
    }
    lines = {name: (Line(room.port, 40), drip) for name, (first, drip) in ways.items()}
    for name, (first, _) in ways.items():
        lines[name][0].send(first)
    many = [Line(room.port, 40) for _ in range(300)]
    for one in many:
        one.send(b"GET /api/about HTTP/1.1\r\nX: ")
    begun = time.time()
    while time.time() - begun < 14:
        for line, drip in lines.values():
            if drip:
                line.send(drip)
        time.sleep(0.5)
    for name, (line, _) in lines.items():
        line.socket.settimeout(1)
        got = line.rest()
        check(status_of(got) == 408, f"{name}: {got[:100]!r}, where 408 is due")
    for one in many:
        one.socket.settimeout(1)
    check(all(status_of(one.rest()) == 408 for one in many), "of 300 slow ones, not all were told so")
    alive("slow ones")


# --- many -----------------------------------------------------------------------------------------------------------------------
def many():
    """1,000 connections held, each answered."""
    lines = [Line(room.port) for _ in range(1000)]
    for line in lines:
        line.send(request(b"/api/incidents").replace(b"close", b"keep-alive"))
    good = 0
    for line in lines:
        good += line.socket.recv(100).startswith(b"HTTP/1.1 200 ")
    check(good == 1000, f"of 1,000 connections {good} were answered")
    for line in lines:
        line.socket.close()
    alive("1,000 connections")


# --- the form of answers ----------------------------------------------------------------------------------------------------------
def forms():
    whole = room.ask("/api/incidents")
    head = room.ask("/api/incidents", "HEAD")
    check(head.status == 200 and head.body == b"" and head.headers["Content-Length"] == str(len(whole.body)), "HEAD is not GET without its body")
    check(room.ask("/api/incidents", headers={"Range": "bytes=0-9"}.items()).status == 200, "Range is obeyed, which nobody told of")
    check("Accept-Ranges" not in whole.headers, "ranges are offered")
    for target in ("/api/incidents", "/api/about", "/api/openapi.json", "/", "/api/none", "/none", "/api/incidents/none", f"/api/reports/{ids[0]}/raw"):
        answer = room.ask(target)
        for name, value in (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin")):
            check(answer.headers[name] == value, f"{target}: {name} is {answer.headers[name]}")
        policy = answer.headers["Content-Security-Policy"] or ""
        check("default-src 'none'" in policy and "frame-ancestors" in policy and "unsafe-eval" not in policy, f"{target}: {policy}")
        check("script-src" not in policy or "unsafe-inline" not in policy, f"{target}: {policy}")
        check(answer.headers["Access-Control-Allow-Origin"] is None, f"{target}: others' pages may read it")
        check(answer.headers["Cache-Control"], f"{target}: nothing is said of keeping it")
    check(room.ask("/api/incidents", headers={"Origin": "http://evil.example"}.items()).headers["Access-Control-Allow-Origin"] is None, "CORS")
    # problems
    for target, status, kind in (("/api/none", 404, "no_route"), ("/api/incidents/none", 404, "no_incident"), ("/api/reports/ffffffff", 404, "no_report"),
            ("/api/incidents?x=1", 400, "param"), ("/api/search?q=(", 400, "wrong"), ("/api/incidents?place=Atlantis", 400, "wrong")):
        for language, letters in (("ar", "[\u0600-\u06ff]"), ("ar-SY,ar;q=0.9,en;q=0.5", "[\u0600-\u06ff]"), ("en", "[a-z]"), ("fr, en", "[a-z]"), ("", "[a-z]")):
            answer = room.ask(target, headers={"Accept-Language": language}.items())
            check(answer.headers["Content-Type"] == PROBLEM and answer.status == status, f"{target}: {answer.status} {answer.headers['Content-Type']}")
            problem = answer.json()
            check(problem["type"] == f"urn:riwaya:problem:{kind}" and problem["status"] == status, f"{target}: {problem}")
            check(re.search(letters, problem["title"]) and not (letters == "[a-z]" and re.search("[\u0600-\u06ff]", problem["title"])),
                f"{target} in {language!r}: {problem['title']}")
            check(problem["message"]["ar"] and problem["message"]["en"] and "serve_problem" not in json.dumps(problem), f"{target}: {problem}")
            mend = problem["mend"]
            check(re.search("[\u0600-\u06ff]", mend["ar"]) and mend["en"] and "serve_" not in mend["ar"] + mend["en"], f"{target}: {mend}")
            check(answer.headers["Content-Language"] == ("ar" if "ar" in language else "en"), f"{target}: Content-Language")


def said_in_arabic():
    """What a problem says of the cause at hand is said in Arabic too, and each row for it still has an English cause in the source."""
    for target, words in (("/api/incidents?since=abc", "since: وقت"), ("/api/incidents?place=Atlantis", "«Atlantis»"), ("/api/incidents/i000", "«i000»"),
            ("/api/search?q=(", "تنقص كلمة"), ("/api/reports/abcdef12", "«abcdef12»"), ("/api/incidents?most=0", "من 1 إلى 1000")):
        mend = room.ask(target).json()["mend"]
        check(words in mend["ar"], f"{target}: {mend}")
    root = pathlib.Path(__file__).resolve().parents[2]
    source = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "src").glob("s*/*.c")))
    source = re.sub(r'"\s*(RW_FMT)?\s*"|%%', "", source).replace('\\"', '"')
    for line in (root / "lexicon/labels.serve.tsv").read_text(encoding="utf-8").splitlines():
        key, ar, en = (line.split("\t") + ["", ""])[:3]
        if not key.startswith("serve_said_"):
            continue
        pieces = [re.sub("^ takes ", "", piece) for piece in re.split(r"\{\d\}", en.replace("at byte {1}: ", "")) if len(piece) > 8 and "2022" not in piece]
        check(all(piece.strip("'") in source for piece in pieces), f"{key}: nothing says {[p for p in pieces if p.strip(chr(39)) not in source]}")
        check(sorted(set(re.findall(r"\{\d\}", ar)) - set(re.findall(r"\{\d\}", en))) == [], f"{key}: fills what is not there")


def caching():
    first = room.ask("/api/incidents")
    etag, state = first.headers["ETag"], first.headers["X-Riwaya-State"]
    check(etag and state == room.ask("/api/state").json()["state"], f"{etag} {state}")
    check(room.ask("/api/incidents").headers["ETag"] == etag, "the same answer has another ETag")
    for list_ in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        same = room.ask("/api/incidents", headers={"If-None-Match": list_}.items())
        check(same.status == 304 and same.body == b"" and same.headers["ETag"] == etag, f"If-None-Match: {list_}: {same.status}")
    for list_ in ('"other"', etag[:-1], "nonsense"):
        check(room.ask("/api/incidents", headers={"If-None-Match": list_}.items()).status == 200, f"If-None-Match: {list_}: not sent")
    target = "/api/incidents/" + first.json()["incidents"][0]["name"]
    plain, packed = room.ask(target), room.ask(target, headers={"Accept-Encoding": "gzip"}.items())
    import gzip
    check(packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.body) == plain.body, "gzip is not what it packs")
    check(packed.headers["ETag"] != plain.headers["ETag"] and packed.headers["Vary"] == "Accept-Encoding", "two forms, one ETag")
    check(room.ask(target, headers={"Accept-Encoding": "gzip;q=0, br"}.items()).headers["Content-Encoding"] is None, "gzip;q=0 is taken as gzip")
    # somebody else adds a report: the next answer knows of it
    (room.folder / "later.txt").write_text(MARKUP.replace("ثلاثة", "أربعة").replace("10:20", "11:20"), "utf-8")
    before = first.json()
    room.run("add", "--quiet", str(room.folder / "later.txt"))
    time.sleep(0.1)
    after = room.ask("/api/incidents", headers={"If-None-Match": etag}.items())
    check(after.status == 200 and after.headers["X-Riwaya-State"] != state, f"a change is not noticed: {after.status}")
    count = lambda list_: sum(row["reports"] for row in list_["incidents"])
    check(after.status != 200 or count(after.json()) == count(before) + 1, "the new report is not among the incidents")
    check(room.ask("/api/changes?since=1m").headers["ETag"] is not None, "a list that hangs on the clock has no ETag")


def markup():
    """What looks like markup is text of JSON, and the page as received can do nothing."""
    found = room.ask("/api/search?q=" + quote("سراقب")).json()["reports"]
    check(any("<script>alert(1)</script>" in r["title"] for r in found), "the title's words are not as written")
    one = next(r["id"] for r in found if "<script>" in r["title"])
    for target in (f"/api/reports/{one}", "/api/search?q=" + quote("سراقب"), "/api/incidents?place=" + quote("<script>")):
        answer = room.ask(target)
        check(answer.headers["Content-Type"].split(";")[0] in ("application/json", PROBLEM), f"{target}: {answer.headers['Content-Type']}")
        json.loads(answer.body)
    received = room.ask(f"/api/reports/{one}/raw")
    check(received.status == 200 and b"<script>alert(1)</script>" in received.body, "it is not as received")
    policy = received.headers["Content-Security-Policy"]
    check("sandbox" in policy and "allow-scripts" not in policy and "allow-same-origin" not in policy and "default-src 'none'" in policy, policy)
    check("connect-src" not in policy and "img-src data:" in policy and "frame-ancestors 'self'" in policy, policy)
    for answer in (room.ask("/api/%3Cscript%3E"), room.ask("/api/incidents?%3Cscript%3E=1"), room.ask("/%3Cscript%3E")):
        check(answer.headers["Content-Type"] == PROBLEM, "a problem that echoes is no JSON")


def ending():
    """Told to end while it answers: what is on its way arrives, the code is 0, nothing is said."""
    answers = []

    def ask():
        try:
            answers.append(room.ask("/api/words").status)
        except OSError:
            answers.append(None)

    threads = [threading.Thread(target=ask) for _ in range(20)]
    idle = Line(room.port)
    idle.send(request(b"/api/state").replace(b"close", b"keep-alive"))
    for t in threads:
        t.start()
    begun = time.time()
    room.close(signal.SIGINT)
    check(time.time() - begun < 5, f"it took {time.time() - begun:.1f} s to end")
    for t in threads:
        t.join()
    check(set(answers) <= {200, 503, None}, f"{answers}")
    idle.socket.close()


def starting():
    """What it can't serve it says, and does not begin."""
    taken = f"127.0.0.1:{room.port}"
    for options, code, words in ((["--listen", taken], 2, "can't listen"), (["--listen", "nonsense"], 2, "127.0.0.1:8787"),
            (["--listen", "127.0.0.1:70000"], 2, "address and a port"), (["--listen", "nowhere.invalid:0"], 2, "nowhere.invalid"),
            (["--listen", "0.0.0.0:0"], 2, "account"), (["--db", "none.db"], 9, "none.db"), (["--threads", "0"], 2, "--threads"),
            (["--host", ",".join("abcdefghijklmnopqrstuvw")], 2, "--host"), (["name"], 2, "--db")):
        done_ = subprocess.run([room.riwaya, "serve", *options], env=room.environment, capture_output=True, text=True, timeout=20, cwd=room.folder)
        check(done_.returncode == code and words in done_.stderr and not done_.stdout, f"{options}: {done_.returncode} {done_.stderr}")


room = Room(sys.argv[1], reports=[("markup.txt", MARKUP)])
ids = [r["id"] for r in room.ask("/api/search?q=" + quote("مدنيين")).json()["reports"]]
sluggish = threading.Thread(target=slow)
sluggish.start()
malformed()
huge()
forms()
markup()
many()
starting()
sluggish.join()
said_in_arabic()
caching()
ending()
done()
