#!/usr/bin/env python3
"""The ledger as a page: well-formed, whole, its links with their targets, nothing asked of any network, and everything from outside as text.

    tests/html/run.py PROGRAM SAMPLES
"""
import base64
import hashlib
import html.parser
import json
import os
import random
import re
import subprocess
import sys
import tempfile

program, samples = os.path.abspath(sys.argv[1]), sys.argv[2]
failed = []
VOID = {"meta", "br", "path", "rect", "circle"}
# Elements that end a paragraph where they begin: HTML knows none of them within a <p>.
BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "section", "article", "header", "footer", "figure", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "details", "nav"}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "main", "footer", "nav", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "p", "div",
    "span", "b", "br", "bdi", "q", "mark", "blockquote", "figure", "figcaption", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td",
    "details", "summary", "del", "ins", "svg", "g", "path", "rect", "circle", "text",
}
ATTRIBUTES = {
    "lang", "dir", "charset", "name", "content", "http-equiv", "class", "href", "id", "rel", "start", "open", "scope", "viewbox", "role", "aria-label", "aria-hidden",
    "focusable", "d", "x", "y", "cx", "cy", "r", "width", "height", "text-anchor", "stroke-width", "direction",
}
STEERS = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def fail(what):
    failed.append(what)
    print("html: " + what, file=sys.stderr)


class Page(html.parser.HTMLParser):
    """Elements balanced, ids once, links, and the text that a reader sees."""

    def __init__(self, name, source):
        super().__init__(convert_charrefs=True)
        self.name, self.open, self.ids, self.links, self.out = name, [], set(), [], []
        self.text, self.style, self.metas, self.quotes, self.figures = [], "", {}, [], []
        self.root = {}
        self.feed(source)
        self.close()
        if self.open:
            self.complain("%s is never closed" % self.open)
        for link in self.links:
            if link not in self.ids:
                self.complain("a link to #%s, which is not there" % link)

    def complain(self, what):
        fail("%s: line %d: %s" % (self.name, self.getpos()[0], what))

    def handle_starttag(self, tag, attributes):
        if tag not in ALLOWED:
            self.complain("<%s>" % tag)
        if tag in BLOCKS and "p" in self.open:
            self.complain("<%s> in a paragraph" % tag)
        if len({k for k, _ in attributes}) != len(attributes):
            self.complain("an attribute of <%s> twice" % tag)
        a = dict(attributes)
        for k, v in a.items():
            if k not in ATTRIBUTES or (k == "href" and tag != "a"):
                self.complain("<%s %s>" % (tag, k))
            if v and (STEERS.search(v) or CONTROLS.search(v)):
                self.complain("a character that steers in %s" % k)
        if tag == "html":
            self.root = a
        if tag == "meta":
            self.metas[a.get("http-equiv") or a.get("name")] = a.get("content")
        if "id" in a:
            if a["id"] in self.ids:
                self.complain("id %s twice" % a["id"])
            self.ids.add(a["id"])
        if tag == "a":
            if not (a.get("href") or "").startswith("#"):
                self.out.append(a.get("href") or "")
                if "noopener" not in a.get("rel", ""):
                    self.complain("a link outside without rel")
            else:
                self.links.append(a["href"][1:])
            if "a" in self.open:
                self.complain("a link in a link")
        if tag == "svg" and not ("aria-label" in a or a.get("aria-hidden") == "true"):
            self.complain("a picture without words")
        if tag in ("q", "blockquote") and "dir" not in a:
            self.complain("a quotation without direction")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.complain("</%s> where %s is open" % (tag, self.open[-3:]))
        else:
            self.open.pop()

    def handle_comment(self, data):
        self.complain("a comment")

    def handle_data(self, data):
        if "style" in self.open:
            self.style += data
            return
        if STEERS.search(data):
            self.complain("a character that steers direction")
        if CONTROLS.search(data):
            self.complain("a control character")
        self.text.append(data)

    def words(self):
        return plain("".join(self.text))


def plain(s):
    return " ".join(STEERS.sub("", s).split())


def run(*args, status=0, text=None):
    p = subprocess.run([program, *args], input=text, capture_output=True)
    if p.returncode != status:
        fail("%s: exit code %d, not %d: %s" % (" ".join(args)[:200], p.returncode, status, p.stderr.decode()[:300]))
    return p.stdout


def page(name, *args):
    source = run(*args, "--quiet", "--html", "-").decode("utf-8")
    p = Page(name, source)
    policy = p.metas.get("Content-Security-Policy", "")
    digest = base64.b64encode(hashlib.sha256(p.style.encode()).digest()).decode()
    if "default-src 'none'" not in policy or "'sha256-%s'" % digest not in policy:
        fail("%s: a policy that does not fit: %s" % (name, policy))
    if "url(" in p.style or "@import" in p.style:
        fail("%s: something is asked for" % name)
    for address in p.out:
        if not re.match(r"https?://", address):
            fail("%s: a link to %s" % (name, address))
    return p, source


def whole(name, p, ledger, language):
    """Whatever the ledger holds stands in the page."""
    words = p.words()

    def has(what, s):
        if s and plain(s) not in words:
            fail("%s: %s is missing: %s" % (name, what, s[:120]))

    quoted = re.sub("[«»…]", "", words)
    for n, i in enumerate(ledger["incidents"], 1):
        has("a title", i["title"][language])
        for x in i["relations"]:
            has("a sentence", x["sentence"][language])
        for x in i["lines"]:
            has("a line", x["label"][language])
        for k, x in enumerate(i["lines"], 1):
            if "i%d-l%d" % (n, k) not in p.ids:
                fail("%s: no anchor of a line" % name)
        for x in i["timeline"]:
            has("a moment", x["what"][language])
        for k, c in enumerate(i["claims"], 1):
            if "i%d-c%d" % (n, k) not in p.ids:
                fail("%s: no anchor of claim %d" % (name, k))
            if plain(re.sub("[«»…]", "", c["evidence"])) not in quoted:
                fail("%s: words missing: %s" % (name, c["evidence"][:100]))
        for k, x in enumerate(i["origins"]):
            if any(c["origin"] == k for c in i["claims"]):
                has("an origin", x["name"])
        for x in i["reports"]:
            has("a digest", x["id"])
            has("why", x["why_ar" if language == "ar" else "why"])
        if len({x["outlet"] for f in i["framing"] for x in f["names"]}) > 1:
            for f in i["framing"]:
                for x in f["names"]:
                    has("a name", x["words"])
        # Every figure leads to its sentence, and back to its line.
        if i["lines"] and not any(x.startswith("i%d-c" % n) for x in p.links):
            fail("%s: no figure leads anywhere" % name)
    for x in ledger["apart"]:
        has("why apart", x["why_ar" if language == "ar" else "why"])
        for clue in x["for"] + x["against"]:
            has("a clue", clue[language])
    for x in ledger["reports"]:
        has("a title", x["title"])
    has("the lexicon", ledger["engine"]["lexicon"])
    has("the version", ledger["engine"]["version"])


def samples_whole():
    ledger = json.loads(run("reconcile", "--quiet", "--format", "json", "--with-text", samples))
    for language in ("ar", "en"):
        p, source = page("samples, " + language, "reconcile", "--lang", language, samples)
        whole("samples, " + language, p, ledger, language)
        if p.root != {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}:
            fail("samples: %s" % p.root)
        if len(source.encode()) > 400000:
            fail("samples: %d bytes" % len(source.encode()))
        if os.path.dirname(os.path.abspath(samples)) in source:
            fail("samples: the page tells where the files lay")
        if "<script" in source or "<svg" not in source:
            fail("samples: a script, or no plot")
    arabic = page("samples, digits", "reconcile", "--lang", "ar", "--digits", "arabic", samples)[0].words()
    if "٧ أخبار" not in arabic:
        fail("samples: Arabic digits")
    files = [os.path.join(samples, f) for f in sorted(os.listdir(samples))]
    random.Random(3).shuffle(files)
    if page("samples, shuffled", "reconcile", "--lang", "en", *files)[1] != page("samples", "reconcile", "--lang", "en", samples)[1]:
        fail("samples: the order of files shows")


MARKUP = '<script>alert(1)</script><img src=x onerror=alert(2)>"\'&amp;--></style></title>'
STEERING = "\u202egnp.\u2066x\u2069\u200f\u061c\ufeff"


def hostile_rows():
    text = (
        "قال المتحدث باسم قوات الأمن %s أبو عمر إن خمسة جنود قُتلوا في هجوم على %s سجن الطبقة المركزي مساء الثلاثاء 14 تشرين الثاني 2023.\n"
        "ونقلت وكالة \"%s\" عن مصدر طبي أن سبعة جنود قُتلوا في الهجوم على سجن الطبقة المركزي %s وأصيب ١٢ <b onclick=x>آخرون</b>.\n"
        "ونفى المتحدث مقتل أي جندي في الهجوم على سجن الطبقة المركزي.\n")
    for k, bad in enumerate((MARKUP, STEERING, "]]><!--<a href=javascript:alert(1)>", "\x01\x7f\x85\u2028\U000e0001\ufffe\U0001f4a3")):
        yield {
            "title": "مقتل خمسة جنود في هجوم على سجن الطبقة المركزي " + bad,
            "text": text % (bad, bad, bad, bad),
            "published": "2023-11-15T0%d:00" % (k + 1),
            "outlet": "شبكة %s %d" % (bad, k),
            "author": bad,
            "url": ("javascript:alert(1)//" if k == 2 else "https://news%d.example/a?b=\"><script>" % k) + bad,
        }


def hostile():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "<b>reports & 'so' on.jsonl")
        with open(path, "w", encoding="utf-8") as f:
            for row in hostile_rows():
                f.write(json.dumps(row, ensure_ascii=False) + "\n")
        for language in ("ar", "en"):
            p, source = page("hostile, " + language, "reconcile", "--lang", language, path)
            if "alert(1)" not in p.words() or "onerror" not in p.words():
                fail("hostile: what was said is not shown")
            for address in p.out:
                if "javascript" in address.split("?")[0]:
                    fail("hostile: " + address)
        db = os.path.join(folder, "desk.db")
        run("add", "--quiet", "--db", db, path)
        listed = json.loads(run("incidents", "--db", db, "--format", "json"))
        name = listed["incidents"][0]["name"]
        run("review", "--db", db, "--by", "<i>هدى</i>" + STEERING, "--why", MARKUP, "note", name)
        run("review", "--db", db, "--by", "<i>هدى</i>", "--why", MARKUP, "rename", name, "--en", MARKUP, "--ar", "عنوان " + MARKUP)
        rows = json.loads(run("ledger", "--db", db, "--format", "json", name))["incidents"][0]["claims"]
        run("review", "--db", db, "--by", "<i>هدى</i>", "--why", MARKUP, "reject", rows[0]["id"])
        run("review", "--db", db, "--by", "<i>هدى</i>", "--why", MARKUP, "accept", rows[1]["id"])
        for language in ("ar", "en"):
            p, _ = page("hostile store, " + language, "ledger", "--db", db, "--lang", language, name)
            if p.words().count("</title>") < 4 or "<i>هدى</i>" not in p.words():
                fail("hostile store: notes are not shown")
            p, _ = page("hostile store, as of", "ledger", "--db", db, "--lang", language, "--as-of", "2100-01-02T03:04", name)
            if "2100" not in p.words():
                fail("hostile store: the moment asked for is not told")


def changes():
    """What changed in a store, as a page: an incident that is new, a page that was edited, a decision with markup."""
    with tempfile.TemporaryDirectory() as folder:
        db, path = os.path.join(folder, "desk.db"), os.path.join(folder, "one.jsonl")
        run("add", "--quiet", "--db", db, samples)
        for text in ("قُتل خمسة جنود في هجوم على حاجز قرب تدمر %s يوم الثلاثاء 14 تشرين الثاني 2023." % MARKUP,
                     "قُتل سبعة جنود في هجوم على حاجز قرب تدمر %s يوم الثلاثاء 14 تشرين الثاني 2023." % MARKUP):
            row = {"title": "هجوم قرب تدمر " + MARKUP, "text": text, "published": "2023-11-15T08:00", "outlet": "شبكة " + MARKUP,
                   "url": "https://news.example/a"}
            with open(path, "w", encoding="utf-8") as f:
                f.write(json.dumps(row, ensure_ascii=False) + "\n")
            run("add", "--quiet", "--db", db, path)
        name = json.loads(run("incidents", "--db", db, "--format", "json"))["incidents"][0]["name"]
        run("review", "--db", db, "--by", "هدى", "--why", MARKUP, "note", name)
        told = json.loads(run("changes", "--db", db, "--since", "2001-01-01", "--format", "json"))
        for language in ("ar", "en"):
            p, _ = page("changes, " + language, "changes", "--db", db, "--since", "2001-01-01", "--lang", language)
            words = p.words()
            for x in told["incidents"]:
                for s in [x["title"]] + [r["sentence"] for r in x["relations"]] + [l["label"] for l in x["lines"]]:
                    if plain(s[language]) not in words:
                        fail("changes, %s: missing: %s" % (language, s[language][:100]))
            if plain(MARKUP) not in words:
                fail("changes, %s: a note is missing" % language)
        p, _ = page("changes, nothing", "changes", "--db", db, "--since", "2100-01-01", "--lang", "en")
        if "nothing has changed" not in p.words():
            fail("changes: nothing is not told")


def many():
    """An incident of many reports: what is folded keeps its links, and the page stays small."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "many.jsonl")
        with open(path, "w", encoding="utf-8") as f:
            for k in range(400):
                dead, hurt = chance.choice((5, 6, 7, 7, 7, 12)), chance.randrange(10, 30)
                body = (
                    "قال %s إن %d مدنيين قُتلوا وأصيب %d آخرون في قصف مدفعي على سوق مدينة أريحا بريف إدلب يوم الثلاثاء 14 تشرين الثاني 2023.\n"
                    "وأضاف المصدر رقم %d أن القصف دمّر %d منازل في الحي الشمالي.\n"
                    % (chance.choice(("مصدر طبي", "مصدر محلي", "ناشطون", "مدير المشفى", "الدفاع المدني")), dead, hurt, k, chance.randrange(3, 9)))
                f.write(json.dumps({
                    "title": "مقتل %d مدنيين بقصف على أريحا" % dead, "text": body, "outlet": "صحيفة الرابية %d" % (k % 40),
                    "published": "2023-11-%02dT%02d:%02d" % (14 + k % 3, 14 + k % 9, k % 60)}, ensure_ascii=False) + "\n")
        p, source = page("many", "reconcile", "--lang", "ar", path)
        size = len(source.encode())
        if size > 3 << 20:
            fail("many: %d bytes" % size)
        if sum(i.startswith("i1-r") and i != "i1-reports" for i in p.ids) < 390:
            fail("many: the reports are not in one incident")
        print("html: 400 reports, %d bytes" % size)


def command_line():
    run("reconcile", "--html", "x.html", "--format", "json", samples, status=2)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "page.html")
        run("reconcile", "--quiet", "--html", path, samples)
        if os.listdir(folder) != ["page.html"] or not open(path, encoding="utf-8").read().startswith("<!doctype html>"):
            fail("command line: no page")
        run("reconcile", "--quiet", "--html", os.path.join(folder, "no", "page.html"), samples, status=5)


samples_whole()
hostile()
changes()
many()
command_line()
print("html: %s" % ("failed" if failed else "ok"))
sys.exit(1 if failed else 0)
