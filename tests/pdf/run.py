#!/usr/bin/env python3
"""PDF documents, made here, read by the program; and its words taken back to what pdftotext says of each page.

    run.py PROGRAM       exit code 77 (skipped) where pdftotext is not installed
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pdf import MARGIN, WIDTH, Document, assemble  # noqa: E402

PROGRAM = os.path.realpath(sys.argv[1])
SECONDS = 30  # for one run of the program
failures = 0

TITLE = "تقرير عن قصف سوق الطبقة الشعبي"
LEAD = (
	"وثّق مرصد الضفتين مقتل ثلاثة عشر مدنياً (بينهم 4 أطفال) وإصابة 27 آخرين في قصف مدفعي استهدف سوق الطبقة الشعبي ظهر الأحد 3 آذار 2024، "
	"وقال شهود عيان إن القذائف سقطت على السوق بين الساعة 12:30 و13:15 من دون إنذار."
)
SECOND = (
	"وأعلنت مديرية الصحة أن 12% من المصابين في حال الخطر، وأن المشفى الوطني استقبل ١٥ جريحاً خلال الساعة الأولى، "
	"بينما لا يزال ثلاثة أشخاص في عداد المفقودين تحت الأنقاض بحسب فرق الدفاع المدني."
)
THIRD = "ودعا المرصد منظمة UNHCR والأطراف كافة إلى حماية المدنيين، ونفت القوات المحلية مسؤوليتها عن القصف."


def complain(name, what):
	global failures
	failures += 1
	print("pdf: %s: %s" % (name, what), file=sys.stderr)


def run(args, path=None, limit=SECONDS):
	env = dict(os.environ, LC_ALL="C.UTF-8")
	if path is not None:
		env["PATH"] = path
	begun = time.monotonic()
	r = subprocess.run([PROGRAM] + args, capture_output=True, env=env, timeout=limit, check=False)
	return r.returncode, r.stdout.decode(), r.stderr.decode(), time.monotonic() - begun


def page_texts(path):
	out = subprocess.run(["pdftotext", "-enc", "UTF-8", "-eol", "unix", "-nodiag", path, "-"], capture_output=True, check=True).stdout
	return out.split(b"\f")


def back(name, report, pages):
	"""Every run of the origin map stands in its page's text as it says. Gives each field's bytes that a run covers."""
	covered = {}
	for field, at, n, piece, start in report["origin_map"]:
		if report["pieces"][piece]["kind"] != "page":
			complain(name, "a run points into a piece that is no page")
			return covered
		page = pages[int(report["pieces"][piece]["name"]) - 1]
		ours = report[field].encode()[at : at + n]
		if page[start : start + n] != ours and ours.decode() not in "()<>[]«»":
			complain(name, "bytes %d to %d of the %s are not those at %d of page %s" % (at, at + n, field, start, report["pieces"][piece]["name"]))
			return covered
		covered.setdefault(field, set()).update(range(at, at + n))
	return covered


def read(name, path, command="read"):
	code, out, err, _ = run([command, "--format", "jsonl", "--quiet", path])
	if code:
		complain(name, "exit code %d: %s" % (code, err.strip()))
		return None
	return json.loads(out.splitlines()[0])


def same(name, what, got, want):
	if got != want:
		complain(name, "%s is\n    %r\n  and not\n    %r" % (what, got, want))


def words_at(r, span):
	return r[span["field"]].encode()[span["at"][0] : span["at"][1]].decode()


def report(**how):
	"""Three pages with running head and foot; the second paragraph goes over to the second page."""
	doc = Document(title="قصف سوق الطبقة", author="مرصد الضفتين", created="D:20240305101500+03'00'")
	pages = []
	for n in (1, 2, 3):
		page = doc.page()
		pages.append(page)
		page.line("مرصد الضفتين للتوثيق: نشرة الرصد", y=800, size=9, **how)
		page.line("صفحة %d من 3" % n, y=30, size=9, right=320, **how)
	pages[0].line(TITLE, y=740, size=20, **how)
	y = doc.paragraph(pages[0], LEAD, 690, **how)
	lines = doc.lines(SECOND, 40)
	doc.paragraph(pages[0], " ".join(lines[:2]), y - 14, **how)
	y = doc.paragraph(pages[1], " ".join(lines[2:]), 760, **how)
	pages[1].line("شهادات من السوق", y=y - 14, size=15, **how)
	doc.paragraph(pages[1], THIRD, y - 40, **how)
	doc.paragraph(pages[2], LEAD.replace("13", "14"), 760, **how)
	return doc


def reading(work):
	for name, how in (
		("letters", {}),
		("brackets by name", {"mirrored": False}),
		("ligatures as they are read", {"backwards": True}),
	):
		path = os.path.join(work, "report.pdf")
		report(**how).save(path)
		r = read(name, path)
		if not r:
			continue
		r = r["report"]
		same(name, "format", r["format"], "pdf")
		same(name, "title", r["title"], TITLE)
		lines = r["text"].split("\n")
		same(name, "first paragraph", lines[0], LEAD)
		same(name, "paragraph over two pages", lines[1], SECOND)
		same(name, "heading", lines[2], "شهادات من السوق")
		same(name, "last of the second page", lines[3], THIRD)
		same(name, "time", r["published"]["value"], "2024-03-05T10:15:00")
		same(name, "pages", [p["name"] for p in r["pieces"]], ["1", "2", "3"])
		if any("صفحة" in line for line in lines):
			complain(name, "page numbers stand in the text")
		if sum("نشرة الرصد" in line for line in lines) > 1:
			complain(name, "the running head stands in the text")
		covered = back(name, r, page_texts(path))
		share = len(covered.get("text", ())) / len(r["text"].encode())
		if share < 0.85:
			complain(name, "%.2f of the text stands in no page" % (1 - share))
		claims = read(name, path, "extract")["claims"]
		if len(claims) < 3:
			complain(name, "%d claims" % len(claims))
		for c in claims:
			same(name, "evidence", words_at(r, c["span"]), c["evidence"])
		killed = [c for c in claims if c["predicate"] == "killed" and c["figure"] and c["figure"]["value"] == 13]
		if not killed:
			complain(name, "nobody says that thirteen were killed")


def forms(work):
	"""Presentation forms stay as they stand; figures are read through them all the same."""
	path = os.path.join(work, "forms.pdf")
	report(forms=True).save(path)
	r = read("forms", path)
	if not r:
		return
	r = r["report"]
	if not any(0xFB50 <= ord(c) < 0xFEFD for c in r["text"]):
		complain("forms", "no presentation form in the text")
	back("forms", r, page_texts(path))
	claims = read("forms", path, "extract")["claims"]
	if not any(c["predicate"] == "killed" and c["figure"] and c["figure"]["value"] == 13 for c in claims):
		complain("forms", "nobody says that thirteen were killed")


def columns(work):
	"""Two columns, the right one first, however far their lines stand from each other; then a heading and a list below both."""
	for leading in 16, 22, 27:
		doc = Document()
		page = doc.page()
		page.line(TITLE + " في يوم السوق من", y=790, size=20)
		page.line("الأسبوع الأول", y=764, size=20)
		y = doc.paragraph(page, LEAD, 720, width=38, leading=leading)
		y = min(y, doc.paragraph(page, SECOND, 720, width=38, leading=leading, right=WIDTH // 2 - 20))
		page.line("أسماء الضحايا", y=y - 20, size=16)
		for i, name in enumerate(("محمد العلي", "سامر يوسف")):
			page.line("- " + name, y=y - 50 - i * leading)
		path = os.path.join(work, "columns.pdf")
		doc.save(path)
		name = "columns, %d points from line to line" % leading
		r = read(name, path)
		if r:
			same(name, "title", r["report"]["title"], TITLE + " في يوم السوق من الأسبوع الأول")
			same(name, "text", r["report"]["text"].split("\n"), [LEAD, SECOND, "أسماء الضحايا", "محمد العلي", "- سامر يوسف"]) # pdftotext takes a bullet for a hyphen
			back(name, r["report"], page_texts(path))


def table(work):
	"""Rows of a table stay rows, their numbers are no page numbers."""
	doc = Document()
	page = doc.page()
	page.line(TITLE, y=790, size=20)
	y = doc.paragraph(page, LEAD, 740, width=60)
	rows = [("اليوم", "القتلى", "الجرحى"), ("3 آذار", "13", "27"), ("4 آذار", "2", "0")]
	for i, row in enumerate(rows):
		for k, cell in enumerate(row):
			page.line(cell, y=y - 20 - 20 * i, right=WIDTH - MARGIN - 150 * k)
	doc.paragraph(page, THIRD, y - 100, width=60)
	path = os.path.join(work, "table.pdf")
	doc.save(path)
	r = read("table", path)
	if r:
		same("table", "text", r["report"]["text"].split("\n"), [LEAD] + [" ".join(row) for row in rows] + [THIRD])


def numbers(work):
	"""However a number's signs are drawn, they are read the same."""
	text = "قال المركز إن 12% من السكان نزحوا بين 12-15 آذار، وإن 3.5 آلاف عادوا عند 10:30 إلى ١٢-١٤ قرية (2024/03/05)، كما قال."
	for how in {}, {"arabic_numbers": True}:
		doc = Document()
		page = doc.page()
		doc.paragraph(page, text, 740, width=60, **how)
		path = os.path.join(work, "numbers.pdf")
		doc.save(path)
		r = read("numbers", path)
		if r:
			same("numbers, %r" % how, "text", r["report"]["text"], text)


def drawn_back(work):
	"""Lines that a broken maker of PDFs drew in the order of typing."""
	doc = Document()
	page = doc.page()
	doc.paragraph(page, LEAD, 720, rtl=False, x=MARGIN, ligatures=False)
	path = os.path.join(work, "back.pdf")
	doc.save(path)
	r = read("drawn from left to right", path)
	if r and "مرصد الضفتين مقتل ثلاثة عشر" not in r["report"]["text"]:
		complain("drawn from left to right", r["report"]["text"])


def pictures(work):
	path = os.path.join(work, "mixed.pdf")
	doc = report()
	doc.page().picture()
	doc.save(path)
	r = read("a page of a scanner", path)
	if r and not any("1 of 4 pages" in n["text"] for n in r["report"]["notes"]):
		complain("a page of a scanner", "no note of it")


def refused(work):
	good = report().bytes()
	scan = Document()
	scan.page().picture()
	objects = report().objects()
	locked = objects + ["<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % ("41" * 32, "42" * 32)]
	loop = list(objects)
	loop[1] = "<< /Type /Pages /Count 3 /Kids [2 0 R] >>"
	many = Document()
	for _ in range(3):
		many.page()
	for name, bytes_, code, words in (
		("no PDF behind the mark", b"%PDF-1.4\nhello", 4, "broken PDF"),
		("the mark alone", b"%PDF-", 4, "broken PDF"),
		("cut early", good[: len(good) // 8], 4, "broken PDF"),
		("a scanner's", scan.bytes(), 4, "ocrmypdf"),
		("encrypted", assemble(locked, "/Encrypt %d 0 R /ID [<00> <00>] " % len(locked)), 4, "password"),
		("pages that hold themselves", assemble(loop), 4, "PDF"),
		("pages without text", many.bytes(), 4, "ocrmypdf"),
	):
		path = os.path.join(work, "bad.pdf")
		with open(path, "wb") as f:
			f.write(bytes_)
		got, out, err, took = run(["read", path])
		if got != code or words not in err or "bad.pdf" not in err:
			complain(name, "exit code %d, %r" % (got, err or out[:200]))
		if took > SECONDS / 2:
			complain(name, "took %.1f s" % took)


def survives(work):
	"""What may be read in part, or not, but must end well."""
	good = report().bytes()
	objects = report().objects()
	form = list(objects)
	form.append(("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> " % (len(objects) + 1), b"/X Do /X Do"))
	form[6] = form[6].replace("/Font <<", "/XObject << /X %d 0 R >> /Font <<" % len(form))
	form[7] = ("", b"/X Do")
	parent = list(objects)
	parent[1] = parent[1].replace("/Type /Pages", "/Type /Pages /Parent 2 0 R")
	wide = Document()
	page = wide.page()
	page.line(TITLE, y=700, size=20)
	huge = [o.replace("[0 0 %d 842]" % WIDTH, "[0 0 1e9 1e9]") if isinstance(o, str) else o for o in wide.objects()]
	pages = Document()
	for _ in range(10000):
		pages.page().line(TITLE, y=700)
	for name, bytes_ in (
		("cut late", good[: len(good) - 300]),
		("no table of objects", good.replace(b"xref", b"nope")),
		("a form that draws itself", assemble(form)),
		("its own parent", assemble(parent)),
		("a page of 350 km", assemble(huge)),
		("10,000 pages", pages.bytes()),
		("noise within", good[:400] + os.urandom(300) + good[700:]),
	):
		path = os.path.join(work, "odd.pdf")
		with open(path, "wb") as f:
			f.write(bytes_)
		got, _, err, took = run(["read", path])
		if got not in (0, 4) or (got and "odd.pdf" not in err):
			complain(name, "exit code %d, %r" % (got, err))
		if took > SECONDS / 2:
			complain(name, "took %.1f s" % took)


def not_installed(work):
	path = os.path.join(work, "report.pdf")
	report().save(path)
	code, _, err, _ = run(["read", path], path="/nonexistent")
	if code != 4 or "poppler-utils" not in err:
		complain("without pdftotext", "exit code %d, %r" % (code, err))


def main():
	if not shutil.which("pdftotext"):
		print("pdf: pdftotext is not installed")
		return 77
	with tempfile.TemporaryDirectory() as work:
		for test in (reading, forms, columns, table, numbers, drawn_back, pictures, refused, survives, not_installed):
			test(work)
	if not failures:
		print("pdf: ok")
	return 1 if failures else 0


sys.exit(main())
