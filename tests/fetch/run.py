#!/usr/bin/env python3
"""riwaya fetch, riwaya watch and riwaya add against servers that behave well, badly and worse, on this machine's loopback.

    tests/fetch/run.py PROGRAM [NAME...]     runs the cases, or those whose names are given
"""

import gzip
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import warc  # noqa: E402
from server import Server, page  # noqa: E402

PROGRAM = os.path.realpath(sys.argv[1])
START = 4 if os.environ.get("RIWAYA_SANITIZED") else 1  # how much longer the program takes to begin
SLOWER = 4 * START  # how much longer than usual something may take, where others work on the machine
QUICK = ["--pause", "0.02"]


class Ran:
    def __init__(self, command, out, err, code, seconds):
        self.command, self.out, self.err, self.code, self.seconds = command, out, err, code, seconds


def run(*args, private=True, code=None, stdin="", quick=True, timeout=60):
    command = [PROGRAM, *args[:1], *(["--allow-private"] if private else []), *(QUICK if quick else []), *args[1:]]
    begun = time.monotonic()
    p = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=timeout, env={**os.environ, "LC_ALL": "C.UTF-8"})
    r = Ran(command, p.stdout, p.stderr, p.returncode, time.monotonic() - begun)
    assert p.returncode >= 0, (command, p.returncode, p.stderr)
    if code is not None:
        assert r.code == code, f"ends with {r.code}, not {code}\n{r.err}\n{r.out[:500]}"
    return r


def responses(path, uri=None):
    return [r for r in warc.read(path) if r.type == "response" and (uri is None or r.uri == uri)]


def has(text, *words):
    for word in words:
        assert word in text, f"'{word}' is not in: {text}"


CASES = []


def case(f):
    CASES.append(f)
    return f


# --- what should work ------------------------------------------------------------------------------------------------
@case
def pages(dir):
    s = Server()
    urls = [s.url("/page/3"), s.url("/gzip"), s.url("/chunked"), s.url("/continue")]
    r = run("fetch", *urls, "-o", "a.warc.gz", "--format", "jsonl")
    records = warc.read("a.warc.gz")
    assert [x.type for x in records[:1]] == ["warcinfo"]
    assert r.code == 0
    reports = [json.loads(line)["report"] for line in r.out.splitlines()]
    assert [x["file"] for x in reports] == ["a.warc.gz#" + u for u in urls]
    for x in reports:
        has(x["title"], "كفر سجنة")
        (at,) = [y.offset for y in records if y.type == "response" and "a.warc.gz#" + y.uri == x["file"]]
        assert x["pieces"][0]["offset"] == at
    for url in urls:
        (x,) = responses("a.warc.gz", url)
        assert x.status == 200 and x.fields["Riwaya-Asked"] == url and x.fields["WARC-IP-Address"] == "127.0.0.1"
        (q,) = [q for q in records if q.type == "request" and q.uri == url]
        assert q.fields["WARC-Concurrent-To"] == x.fields["WARC-Record-ID"]
        assert q.block.startswith(b"GET /") and b"User-Agent: riwaya/" in q.block and q.block.endswith(b"\r\n\r\n")
    # What came is kept as it came.
    assert b"\r\nContent-Encoding: gzip" in responses("a.warc.gz", urls[1])[0].head
    assert gzip.decompress(responses("a.warc.gz", urls[1])[0].body) == page()
    assert b";x=y\r\n" in responses("a.warc.gz", urls[2])[0].body
    assert responses("a.warc.gz", urls[3])[0].head.startswith(b"HTTP/1.1 200")
    digests = {x.fields["WARC-Payload-Digest"] for x in (responses("a.warc.gz", u)[0] for u in (urls[0], urls[3]))}
    assert len(digests) == 1
    assert "WARC-Payload-Digest" not in responses("a.warc.gz", urls[2])[0].fields
    # robots.txt was asked for once, and kept.
    assert len([p for p in s.paths(False) if p == "/robots.txt"]) == 1
    assert len(responses("a.warc.gz", s.url("/robots.txt"))) == 1
    assert s.most == 1
    # The same again, added to the file: what is shown is what came now.
    again = run("fetch", urls[0], "-o", "a.warc.gz", "--format", "jsonl", code=0)
    assert json.loads(again.out)["report"]["pieces"][0]["offset"] > max(y.offset for y in records)


@case
def redirects(dir):
    s, other = Server(), Server()
    r = run("fetch", s.url("/moved"), s.url("/to?" + other.url("/page/5")), "-o", "kept/", code=None)
    (file,) = pathlib.Path("kept").glob("riwaya-*.warc.gz")
    first = responses(file, s.url("/moved"))[0]
    assert first.status == 301 and "Riwaya-Asked" not in first.fields
    assert responses(file, s.url("/page/4"))[0].fields["Riwaya-Asked"] == s.url("/moved")
    assert responses(file, other.url("/page/5"))[0].status == 200
    assert "/robots.txt" in other.paths(False), "each host's robots.txt counts"


# --- what must be refused ----------------------------------------------------------------------------------------------
@case
def addresses(dir):
    for url, why in [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://host.example/x", "only http and https"),
        ("gopher://host.example/x", "only http and https"),
        ("javascript:alert(1)", ""),
        ("https://anna:secret@host.example/", "name and password"),
        ("http://", "no address"),
        ("host.example/page", "no address"),
        ("http://host.example:99999/", "no address"),
        ("http://h.example/" + "a" * 5000, "longer than"),
    ]:
        r = run("fetch", url, "-o", "a.warc.gz", private=False, code=4)
        has(r.err, why)
        assert "secret" not in r.err
    assert os.listdir() == [], "a file that nothing came to is not left lying about"


@case
def private(dir):
    s = Server()
    for url in [
        s.url("/page"),
        s.url("/page", "localhost"),
        s.url("/page", "0x7f.1"),
        s.url("/page", "2130706433"),
        s.url("/page", "0"),
        s.url("/page", "[::1]"),
        s.url("/page", "[::ffff:127.0.0.1]"),
        "http://169.254.169.254/latest/meta-data/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://100.64.0.1/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://[64:ff9b::10.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://224.0.0.1/",
    ]:
        r = run("fetch", url, "-o", "a.warc.gz", private=False, code=4)
        has(r.err, "unless private addresses are allowed")
        assert r.seconds < 5 * SLOWER
    assert s.asked == []


@case
def redirect_to_what_is_refused(dir):
    s = Server()
    for to, why in [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://127.0.0.1/", "only http and https"),
        ("http://anna:secret@127.0.0.1/", "name and password"),
        ("http:///", ""),
        ("http://127.0.0.1:1/", "can't be reached"),
    ]:
        r = run("fetch", s.url("/to?" + to), "-o", "a.warc.gz", "--tries", "1", code=4)
        has(r.err, why)


@case
def endless_redirects(dir):
    s = Server()
    r = run("fetch", s.url("/endless/0"), "-o", "a.warc.gz", code=4)
    has(r.err, "redirects more than 10 times")
    assert len(s.paths()) == 11
    run("fetch", s.url("/endless/0"), "-o", "b.warc.gz", "--max-redirects", "2", code=4)
    assert len(s.paths()) == 14
    # A robots.txt that redirects without end is none.
    s.robots = lambda h: h.answer(302, b"", Location="/endless/0")
    run("fetch", s.url("/page"), "-o", "c.warc.gz")
    assert responses("c.warc.gz", s.url("/page"))


@case
def certificates(dir):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True)  # fmt: skip
    s = Server(("cert.pem", "key.pem"))
    r = run("fetch", s.url("/page", "localhost", "https"), "-o", "a.warc.gz", code=4)
    has(r.err, "certificate is not to be trusted")
    assert s.asked == []
    # Trusted, but for another name.
    r = run("fetch", s.url("/page", "127.0.0.1", "https"), "--ca-file", "cert.pem", "-o", "a.warc.gz", code=4)
    has(r.err, "certificate is not to be trusted")
    run("fetch", s.url("/page", "localhost", "https"), "--ca-file", "cert.pem", "-o", "a.warc.gz")
    assert len(responses("a.warc.gz", s.url("/page", "localhost", "https"))) == 1


# --- limits --------------------------------------------------------------------------------------------------------------
@case
def too_much(dir):
    s = Server()
    r = run("fetch", s.url("/big"), "--max-bytes", "300K", "-o", "a.warc.gz", code=4)
    has(r.err, "longer than 307200 bytes")
    (x,) = responses("a.warc.gz", s.url("/big"))
    assert x.fields["WARC-Truncated"] == "length" and len(x.body) == 300 << 10
    r = run("fetch", s.url("/heads"), "-o", "b.warc.gz", code=4)
    has(r.err, "head of the answer is longer")


@case
def bombs(dir):
    s = Server()
    r = run("fetch", s.url("/bomb"), "-o", "a.warc.gz", code=4)
    has(r.err, "cannot read 'a.warc.gz#")
    assert r.seconds < 20 * SLOWER
    s.robots = lambda h: h.answer(200, gzip.compress(b"# " + b"\0" * (64 << 20) + b"\n"), Content_Encoding="gzip")
    r = run("fetch", s.url("/page"), "-o", "b.warc.gz")
    assert r.seconds < 10 * SLOWER


@case
def too_slow(dir):
    s = Server()
    r = run("fetch", s.url("/drip"), s.url("/silent"), "--max-time", "1", "--tries", "1", "-o", "a.warc.gz", code=4)
    assert r.seconds < 8 * SLOWER
    has(r.err, "too slow", "can't be reached")
    assert responses("a.warc.gz", s.url("/drip"))[0].fields["WARC-Truncated"] == "time"


@case
def broken(dir):
    s = Server()
    r = run("fetch", s.url("/short"), "-o", "a.warc.gz", code=4)
    has(r.err, "broke off")
    assert s.paths() == ["/short"] * 3, "tried again"
    assert [x.fields.get("WARC-Truncated") for x in responses("a.warc.gz", s.url("/short"))] == ["disconnect"] * 3
    for path in ("/garbage", "/hugechunk", "/nothttp", "/empty"):
        r = run("fetch", s.url(path), "-o", f"b{path[1:]}.warc.gz", "--tries", "1", code=4)
        warc.read(f"b{path[1:]}.warc.gz")
    run("fetch", s.url("/long"), "-o", "c.warc.gz")
    assert len(responses("c.warc.gz", s.url("/long"))[0].body) == len(page())


@case
def errors(dir):
    s = Server()
    r = run("fetch", s.url("/status/404"), s.url("/status/403"), s.url("/page/3"), "-o", "a.warc.gz", code=3)
    has(r.err, "the server answers 404", "the server answers 403")
    assert responses("a.warc.gz", s.url("/status/404"))[0].body == b"an error page"
    assert len(s.paths()) == 3, "not tried again"
    run("fetch", s.url("/status/503"), "-o", "b.warc.gz", code=4)
    assert s.paths().count("/status/503") == 3


@case
def back_off(dir):
    s = Server()
    run("fetch", s.url("/status/503"), "--pause", "0.2", "-o", "a.warc.gz", code=4, quick=False)
    at = [t for t, p, _ in s.asked if p == "/status/503"]
    assert 0.35 < at[1] - at[0] < 1.0 * SLOWER and 0.75 < at[2] - at[1] < 2.0 * SLOWER, at


@case
def retry_after(dir):
    s = Server()
    s.routes["/later"] = lambda h: h.answer(429, b"", Retry_After="1") if s.paths().count("/later") == 1 else h.answer(200, page())
    run("fetch", s.url("/later"), s.url("/page/3"), "-o", "a.warc.gz")
    at = [t for t, p, _ in s.asked if p != "/robots.txt"]
    assert at[1] - at[0] >= 0.95, "all of the host waits"
    s.routes["/longer"] = lambda h: h.answer(503, b"", Retry_After="86400")
    r = run("fetch", s.url("/longer"), "-o", "b.warc.gz", code=4)
    has(r.err, "asks to be left alone for 86400 seconds")
    assert s.paths().count("/longer") == 1


# --- manners -----------------------------------------------------------------------------------------------------------
@case
def robots(dir):
    s = Server()
    s.robots = b"User-agent: *\nDisallow: /\n\nUser-agent: Riwaya\nDisallow: /page/\nAllow: /page/4$\n"
    r = run("fetch", s.url("/page/3"), s.url("/page/4"), s.url("/gzip"), "-o", "a.warc.gz")
    has(r.err, "robots.txt of", "does not allow it")
    assert sorted(s.paths()) == ["/gzip", "/page/4"]
    for answer, allowed in [(404, True), (401, True), (500, False), (503, False), (429, False)]:
        s = Server()
        s.robots = answer
        r = run("fetch", s.url("/page/3"), "-o", f"{answer}.warc.gz")
        assert (s.paths() != []) == allowed, answer
        if not allowed:
            has(r.err, "what robots.txt of", "allows is not known")
    # More than is read of it: a rule behind that does not count, one before does.
    s = Server()
    s.robots = b"User-agent: *\nDisallow: /gzip\n" + b"#" * (500 << 10) + b"\nDisallow: /page\n"
    run("fetch", s.url("/page/3"), s.url("/gzip"), "-o", "big.warc.gz")
    assert s.paths() == ["/page/3"]
    assert responses("big.warc.gz", s.url("/robots.txt"))[0].fields["WARC-Truncated"] == "length"
    # A redirect leads to what the other host does not allow.
    s, other = Server(), Server()
    other.robots = b"User-agent: *\nDisallow: /page\n"
    r = run("fetch", s.url("/to?" + other.url("/page/5")), "-o", "to.warc.gz", code=4)
    assert other.paths() == []


@case
def pauses(dir):
    s, other = Server(), Server(host="127.0.0.2")
    s.robots = b"User-agent: *\nCrawl-delay: 0.3\n"
    urls = [s.url(f"/page/{i}") for i in range(4)] + [other.url(f"/page/{i}", "127.0.0.2") for i in range(4)]
    r = run("fetch", *urls, "-o", "a.warc.gz")
    at = [t for t, p, _ in s.asked if p != "/robots.txt"]
    assert all(b - a > 0.28 for a, b in zip(at, at[1:])), at
    assert s.most == 1 and other.most == 1
    # The other host did not wait for this one.
    assert max(t for t, _, _ in other.asked) < max(t for t, _, _ in s.asked)
    assert not any("Cookie" in h for _, _, h in s.asked)


@case
def not_reports(dir):
    s = Server()
    s.routes["/picture"] = lambda h: h.answer(200, b"\x89PNG\r\n\x1a\n" + bytes(100), Content_Type="image/png")
    s.routes["/empty-page"] = lambda h: h.answer(200, b"")
    r = run("fetch", s.url("/picture"), s.url("/empty-page"), "-o", "a.warc.gz", code=4)
    has(r.err, "/picture", "/empty-page", "2 of 2 addresses fetched")
    # A feed is read as one; its items are not asked for.
    feed = Feed(s)
    feed.items = [s.url("/page/1")]
    s.asked.clear()
    run("fetch", feed.url, "-o", "b.warc.gz")
    assert s.paths() == ["/feed"]


@case
def no_proxy(dir):
    s = Server()
    os.environ["http_proxy"] = "http://127.0.0.1:1"
    try:
        run("fetch", s.url("/page/3"), "-o", "a.warc.gz")
    finally:
        del os.environ["http_proxy"]
    assert s.paths() == ["/page/3"]


@case
def lists(dir):
    s = Server()
    run("fetch", "-", "-o", "a.warc.gz", stdin=f"# two pages\n{s.url('/page/1')}\n\n{s.url('/page/2')}\n{s.url('/page/1#x')}\n")
    assert sorted(s.paths()) == ["/page/1", "/page/2"], "the same address once"


# --- ends ------------------------------------------------------------------------------------------------------------------
@case
def killed(dir):
    s = Server()
    urls = [s.url(f"/page/{i}") for i in range(200)]
    for _ in range(6):
        p = subprocess.Popen([PROGRAM, "fetch", "--allow-private", "--pause", "0", "-q", "-o", "a.warc.gz", *urls], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.15 * START)
        p.send_signal(signal.SIGKILL)
        p.wait()
    run("fetch", urls[0], "-o", "a.warc.gz")
    warc.read("a.warc.gz")


@case
def interrupted(dir):
    s = Server()
    p = subprocess.Popen([PROGRAM, "fetch", "--allow-private", "--pause", "1", "-o", "a.warc.gz", *(s.url(f"/page/{i}") for i in range(50))],
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # fmt: skip
    time.sleep(1.5 * START)
    p.send_signal(signal.SIGINT)
    _, err = p.communicate(timeout=20)
    assert p.returncode in (3, 4), p.returncode
    has(err, "interrupted")
    warc.read("a.warc.gz")


@case
def not_ours(dir):
    s = Server()
    pathlib.Path("letter.warc.gz").write_bytes(b"not an archive")
    r = run("fetch", s.url("/page"), "-o", "letter.warc.gz", code=5)
    has(r.err, "no WARC file")
    assert pathlib.Path("letter.warc.gz").read_bytes() == b"not an archive" and s.asked == []
    r = run("fetch", s.url("/page"), "-o", "no/such/a.warc.gz", code=5)
    has(r.err, "unable to write")


# --- watching --------------------------------------------------------------------------------------------------------------
class Feed:
    """A feed on a server: RSS, with an ETag."""

    def __init__(self, server, path="/feed", etag=True):
        self.server, self.path, self.etag = server, path, etag
        self.items = []
        self.code = 200
        server.routes[path] = self.serve

    def body(self):
        items = "".join(f"<item><title>خبر {i}</title><link>{u}</link></item>" for i, u in enumerate(self.items))
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>صدى</title>{items}</channel></rss>'.encode()

    def serve(self, h):
        if self.code != 200:
            return h.answer(self.code, b"no")
        tag = f'"{hash(tuple(self.items)) & 0xFFFF}"' if self.etag else None
        if tag and h.headers.get("If-None-Match") == tag:
            return h.answer(304, b"", ETag=tag, Content_Length=None)
        h.answer(200, self.body(), Content_Type="application/rss+xml", ETag=tag)

    @property
    def url(self):
        return self.server.url(self.path)


def kept(folder="kept"):
    return [r for f in sorted(pathlib.Path(folder).glob("riwaya-*.warc.gz")) for r in warc.read(f)]


def later(folder="kept"):
    """As if every feed were due."""
    path = pathlib.Path(folder) / "riwaya-watch.json"
    state = json.loads(path.read_text())
    for f in state["feeds"]:
        f["due"] = 1
    path.write_text(json.dumps(state))


def once(*args, code=0, **more):
    return run("watch", "--once", "-o", "kept", *args, code=code, **more)


@case
def watch(dir):
    s = Server()
    feed = Feed(s)
    feed.items = [s.url(f"/page/{i}") for i in range(3)]
    r = once(feed.url)
    has(r.err, "1 feed looked at, 0 unchanged, 0 failed; 3 new items; 3 fetched, 0 failed")
    assert sorted(s.paths()) == ["/feed", "/page/0", "/page/1", "/page/2"]
    # Not due: nothing is asked for.
    n = len(s.asked)
    has(once(feed.url).err, "0 feeds looked at")
    assert len(s.asked) == n
    # Unchanged: a revisit record, and no item again.
    later()
    r = once(feed.url)
    has(r.err, "1 feed looked at, 1 unchanged")
    assert s.paths() == ["/feed", "/page/0", "/page/1", "/page/2", "/feed"]
    (visit,) = [x for x in kept() if x.type == "revisit"]
    first = [x for x in kept() if x.type == "response" and x.uri == feed.url][0]
    assert visit.fields["WARC-Refers-To"] == first.fields["WARC-Record-ID"]
    assert visit.fields["WARC-Refers-To-Date"] == first.fields["WARC-Date"]
    assert visit.fields["WARC-Profile"].endswith("/server-not-modified") and visit.status == 304
    # New items only.
    feed.items.insert(0, s.url("/page/9"))
    later()
    r = once("--format", "jsonl", feed.url)
    has(r.err, "1 new item; 1 fetched")
    (report,) = [json.loads(line)["report"] for line in r.out.splitlines()]
    assert report["file"].endswith("#" + s.url("/page/9"))
    assert s.paths()[-2:] == ["/feed", "/page/9"]
    # The state lost: what is kept is known from the WARC files.
    os.remove("kept/riwaya-watch.json")
    has(once(feed.url).err, "0 new items; 0 fetched")
    assert s.paths()[-1] == "/feed"


@case
def watch_same_payload(dir):
    s = Server()
    feed = Feed(s, etag=False)
    feed.items = [s.url("/page/1")]
    once(feed.url)
    later()
    has(once(feed.url).err, "1 unchanged")
    (visit,) = [x for x in kept() if x.type == "revisit"]
    first = [x for x in kept() if x.type == "response" and x.uri == feed.url][0]
    assert visit.fields["WARC-Profile"].endswith("/identical-payload-digest") and visit.body == b""
    assert visit.fields["WARC-Payload-Digest"] == first.fields["WARC-Payload-Digest"]


@case
def watch_lists(dir):
    s = Server()
    a, b, c = Feed(s, "/a"), Feed(s, "/b"), Feed(s, "/c")
    for i, f in enumerate((a, b, c)):
        f.items = [s.url(f"/page/{i}")]
    pathlib.Path("feeds.opml").write_text(
        f'<?xml version="1.0"?><opml version="2.0"><body><outline text="x"><outline type="rss" xmlUrl="{a.url}"/></outline>'
        f'<outline type="rss" xmlUrl="{b.url}"/></body></opml>')  # fmt: skip
    pathlib.Path("feeds.txt").write_text(f"# one more\n{c.url}\n")
    has(once("feeds.opml", "feeds.txt").err, "3 feeds looked at", "3 fetched")
    # A list on the network, and sitemaps: an index, a list of pages.
    s.routes["/opml"] = lambda h: h.answer(200, pathlib.Path("feeds.opml").read_bytes())
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    s.routes["/index.xml"] = lambda h: h.answer(200, f"""<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>{s.url('/new.xml')}</loc><lastmod>{now}</lastmod></sitemap>
        <sitemap><loc>{s.url('/old.xml')}</loc><lastmod>2010-01-01</lastmod></sitemap></sitemapindex>""".encode())  # fmt: skip
    s.routes["/new.xml"] = lambda h: h.answer(200, gzip.compress(f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>{s.url('/page/7')}</loc></url><url><loc>ftp://x.example/</loc></url></urlset>""".encode()))  # fmt: skip
    s.asked.clear()
    r = run("watch", "--once", "-o", "other", s.url("/opml"), s.url("/index.xml"))
    assert sorted(s.paths()) == ["/a", "/b", "/index.xml", "/new.xml", "/opml", "/page/0", "/page/1", "/page/7"], (s.paths(), r.err)
    r = once("empty.txt", code=4)
    pathlib.Path("empty.txt").write_text("nothing\n")
    has(once("empty.txt", code=4).err, "names no feeds")


@case
def watch_failures(dir):
    s = Server()
    feed = Feed(s)
    feed.code = 503
    r = once("--tries", "1", feed.url, code=4)
    has(r.err, "cannot read the feed", "answers 503")

    def due():
        (f,) = json.loads(pathlib.Path("kept/riwaya-watch.json").read_text())["feeds"]
        return f["due"] - f["checked"], f.get("failures", 0)

    assert due() == (1800, 1)
    for i in range(8):
        later()
        once("--tries", "1", feed.url, code=4)
    assert due() == (86400, 9), "a day at most"
    feed.code = 200
    feed.items = [s.url("/status/404"), s.url("/status/503"), s.url("/page/1"), "file:///etc/passwd", s.url("/page/1#again")]
    later()
    has(once("--tries", "1", feed.url, code=3).err, "1 fetched, 2 failed")
    assert due() == (900, 0)
    for _ in range(5):  # what may pass is asked for in two more rounds, what will not is not
        once("--tries", "1", feed.url, code=None)
    assert s.paths().count("/status/503") == 3 and s.paths().count("/status/404") == 1 and s.paths().count("/page/1") == 1
    # No feed at all.
    s.routes["/text"] = lambda h: h.answer(200, b"hello")
    has(once(s.url("/text"), code=4).err, "it is no feed")
    # A bomb.
    s.routes["/bombed"] = lambda h: h.answer(200, gzip.compress(b"<rss>" + b" " * (100 << 20)), Content_Encoding="gzip")
    r = once(s.url("/bombed"), code=4)
    assert r.seconds < 10 * SLOWER


@case
def watch_killed(dir):
    """Killed again and again, at any moment: in the end each item was fetched, and none twice."""
    s = Server()
    feed = Feed(s)
    feed.items = [s.url(f"/page/{i}") for i in range(600)]
    command = [PROGRAM, "watch", "--allow-private", "--once", "--pause", "0", "-q", "-o", "kept", feed.url]
    for i in range(10):
        p = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep((0.05 + 0.02 * i) * START)
        p.kill()
        p.wait()
    subprocess.run(command, check=True)
    records = kept()
    got = [x.uri for x in records if x.type == "response" and "/page/" in x.uri]
    assert sorted(got) == sorted(feed.items), (len(got), len(set(got)))
    # What was asked for and not kept when the end came may have been asked for again; nothing else.
    assert len(s.paths()) - len(set(s.paths())) < 22, len(s.paths())


@case
def watch_interrupted(dir):
    s = Server()
    feed = Feed(s)
    feed.items = [s.url(f"/page/{i}") for i in range(30)]
    command = [PROGRAM, "watch", "--allow-private", "--pause", "0.3", "-o", "kept", feed.url]
    p = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    time.sleep(2 * START)
    # Another may not write there meanwhile.
    has(once(feed.url, code=5).err, "another watch keeps to")
    p.send_signal(signal.SIGINT)
    _, err = p.communicate(timeout=20)
    has(err, "interrupted; the same command goes on")
    assert p.returncode == 0
    once(feed.url)
    got = [x.uri for x in kept() if x.type == "response" and "/page/" in x.uri]
    assert sorted(got) == sorted(feed.items)


@case
def watch_waits(dir):
    s = Server()
    feed = Feed(s)
    p = subprocess.Popen([PROGRAM, "watch", "--allow-private", "-o", "kept", feed.url], stderr=subprocess.PIPE, text=True)
    time.sleep(1.5 * START)
    assert p.poll() is None and len(s.paths()) == 1, "it waits until the feed is due"
    p.send_signal(signal.SIGTERM)
    p.communicate(timeout=10)
    assert p.returncode in (0, 3, 4)


@case
def watch_wrong(dir):
    s = Server()
    has(run("watch", "--every", "3s", s.url("/feed"), code=2).err, "--every takes a time")
    has(run("watch", code=2).err, "needs a feed")
    os.mkdir("kept")
    pathlib.Path("kept/riwaya-watch.json").write_text("{broken")
    has(once(s.url("/feed"), code=5).err, "is not what a watch of this version wrote")
    assert pathlib.Path("kept/riwaya-watch.json").read_text() == "{broken" and s.asked == []
    pathlib.Path("file").write_text("x")
    has(run("watch", "-o", "file", "--once", s.url("/feed"), code=2).err, "file")


# --- into the store --------------------------------------------------------------------------------------------------------
def on_store(*args, code=0):
    p = subprocess.run([PROGRAM, *args], capture_output=True, text=True, timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8", "RIWAYA_DB": "s.db"})
    assert p.returncode == code, (args, p.returncode, p.stderr)
    return p.stdout


def add(*args, code=0, **more):
    os.environ["RIWAYA_DB"] = "s.db"
    try:
        r = run("add", "--format", "json", *args, code=code, **more)
    finally:
        del os.environ["RIWAYA_DB"]
    return json.loads(r.out), r.err


@case
def add_pages(dir):
    s = Server()
    s.robots = b"User-agent: *\nDisallow: /private/\n\n# \xd9\x82\xd9\x81 \xd9\x87\xd9\x86\xd8\xa7\n"
    pathlib.Path("one.html").write_bytes(page(1))
    urls = [s.url(f"/page/{i}") for i in (3, 5)]
    bad = [s.url("/status/404"), s.url("/private/1"), "http://anna:secret@host.example/", s.url("/text-none")]
    got, err = add(urls[0], "one.html", s.url("/moved"), *bad, urls[1], "-o", "kept/", code=3)
    assert (got["reports"], got["fetched"], got["unfetched"], got["unread"]) == (4, 3, 4, 0), got
    has(err, "answers 404", "robots.txt", "name and password", "is kept in 'kept/'")
    assert "secret" not in err
    (file,) = pathlib.Path("kept").glob("*.warc.gz")
    # Names lead to the record.
    names = json.loads(on_store("search", "--format", "json", "قصف"))["reports"]
    assert {x["file"] for x in names} == {"one.html"} | {f"{file}#{u}" for u in [*urls, s.url("/page/4")]}, names
    on_store("verify", "-q")
    on_store("rebuild", "-q")
    on_store("verify", "-q")
    # The same again: nothing is new, and what was kept by an earlier run is not read again.
    got, err = add(*urls, "one.html", "-o", str(file))
    assert (got["reports"], got["known"], got["fetched"]) == (0, 3, 2), got
    # The WARC file itself, added as a file, holds the same reports, each twice by now.
    assert add(str(file), code=None)[0]["known"] == 5
    on_store("verify", "-q")
    # An edited page is a new version of it, though its file is another.
    s.routes["/page/3"] = lambda h: h.answer(200, page(9))
    got, err = add(urls[0], "-o", "later.warc.gz")
    assert (got["reports"], got["edited"]) == (1, 1), got
    # Without -o a file of the run's own.
    add(urls[1])
    assert list(pathlib.Path(".").glob("riwaya-*.warc.gz"))


@case
def add_lists(dir):
    s = Server()
    feed = Feed(s)
    feed.items = [s.url(f"/page/{i}") for i in range(3)]
    s.routes["/map.xml"] = lambda h: h.answer(200, f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>{s.url('/page/1')}</loc></url></urlset>""".encode())  # fmt: skip
    shown = run("fetch", feed.url, s.url("/map.xml"), "-o", "a.warc.gz", "--format", "jsonl", code=None).out.splitlines()
    got, err = add(feed.url, s.url("/map.xml"), "-o", "b.warc.gz", code=3 if shown else 4)
    assert got["reports"] == len(shown), (got, len(shown))
    has(err, "map.xml', which holds no report" if "which" in err else "holds no report", "riwaya watch")
    assert s.paths().count("/page/1") == 0, "what a list names is not followed"


@case
def add_nothing(dir):
    s = Server()
    got, err = add(s.url("/status/404"), "-o", "a.warc.gz", code=4)
    assert got["unfetched"] == 1 and not got["broken_off"]
    has(add(s.url("/page"), private=False, code=4)[1], "unless private addresses are allowed")
    assert not list(pathlib.Path(".").glob("riwaya-*.warc.gz"))
    # Where nothing can be kept, files are added all the same.
    pathlib.Path("one.html").write_bytes(page(1))
    got, err = add("one.html", s.url("/page"), "-o", "nowhere/x/a.warc.gz", code=5)
    assert got["reports"] == 1 and s.paths() == ["/status/404"], (got, s.paths())


@case
def add_interrupted(dir):
    s = Server()
    urls = [s.url(f"/page/{i}") for i in range(40)]
    env = {**os.environ, "RIWAYA_DB": "s.db"}
    p = subprocess.Popen([PROGRAM, "add", "--format", "json", "--allow-private", "--pause", "0.2", "-o", "kept/", *urls],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)  # fmt: skip
    while len(s.paths()) < 4:
        time.sleep(0.02)
    p.send_signal(signal.SIGINT)
    out, err = p.communicate(timeout=60)
    assert p.returncode == 3, (p.returncode, err)
    got = json.loads(out)
    assert got["broken_off"] and 0 < got["reports"] == got["fetched"] < 40, got
    got, err = add(*urls, "-o", "kept/")
    assert (got["reports"] + got["known"], got["fetched"]) == (40, 40), got
    on_store("verify", "-q")


def main():
    names = sys.argv[2:]
    home = os.getcwd()
    failed = 0
    ran = [c for c in CASES if not names or c.__name__ in names]
    for c in ran:
        dir = tempfile.mkdtemp(prefix="riwaya-fetch-")
        os.chdir(dir)
        begun = time.monotonic()
        try:
            c(dir)
            if names or os.environ.get("VERBOSE"):
                print(f"{c.__name__}: {time.monotonic() - begun:.1f} s")
        except Exception as e:
            import traceback

            failed += 1
            print(f"fetch: {c.__name__}: {type(e).__name__}: {e}", file=sys.stderr)
            traceback.print_tb(e.__traceback__)
        finally:
            os.chdir(home)
            shutil.rmtree(dir, ignore_errors=True)
    if failed:
        print(f"fetch: {failed} of {len(ran)} cases failed", file=sys.stderr)
        return 1
    print(f"fetch: ok ({len(ran)} cases)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
