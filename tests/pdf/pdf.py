"""Writes small PDF files as the tests need them: the Python standard library alone, no font embedded.

pdftotext takes letters from a font's ToUnicode table and their order from where they stand on the page, so a PDF whose glyphs nobody could
draw reads like any other. Letters stand where a typesetter puts them: a line of Arabic from right to left, numbers within it from left to right.

    doc = Document(title="…")
    page = doc.page()
    page.line("…", y=760, size=18)
    doc.save("report.pdf")
"""

import unicodedata
import zlib

WIDTH, HEIGHT, MARGIN = 595, 842, 60
EM = 0.5  # every glyph's width, in sizes of the font
ALEFS = "\u0622\u0623\u0625\u0627"  # with lam one glyph


def _forms():
	table = {}
	for c in range(0xFB50, 0xFEFD):
		parts = unicodedata.decomposition(chr(c)).split()
		if len(parts) < 2 or parts[0] not in ("<isolated>", "<initial>", "<medial>", "<final>"):
			continue
		letters = "".join(chr(int(p, 16)) for p in parts[1:])
		table.setdefault(letters, {}).setdefault(parts[0][1:-1], chr(c))
	return table


FORMS = _forms()


def _joins_before(c):
	return c == "\u0640" or "final" in FORMS.get(c, {})


def _joins_after(c):
	return c == "\u0640" or "initial" in FORMS.get(c, {})


def glyphs(text, ligatures=True):
	"""A text in logical order as [(letters, shape)]: shape is the presentation form where there is one; lam and alef are one glyph."""
	units = []
	i = 0
	while i < len(text):
		n = 2 if ligatures and text[i] == "\u0644" and text[i + 1 : i + 2] in ALEFS and text[i + 1 :] else 1
		units.append(text[i : i + n])
		i += n
	out = []
	for k, unit in enumerate(units):
		before = k > 0 and _joins_after(units[k - 1][-1]) and len(units[k - 1]) == 1 and _joins_before(unit[0])
		after = k + 1 < len(units) and len(unit) == 1 and _joins_after(unit) and _joins_before(units[k + 1][0])
		form = "medial" if before and after else "final" if before else "initial" if after else "isolated"
		out.append((unit, FORMS.get(unit, {}).get(form, unit)))
	return out


def _right(c):
	return unicodedata.bidirectional(c) in ("R", "AL")


MIRROR = str.maketrans("()[]«»<>", ")(][»«><")


def visual(units, arabic_numbers=False):
	"""Glyphs of a line whose main direction is right to left, in the order in which they stand from left to right. arabic_numbers: signs beside
	numbers stand as Unicode has them after Arabic letters, "%12" and "15-12"; else as many programs draw them."""
	kind = ["R" if _right(u[0][0]) else "L" if u[0][0].isalnum() else "" for u in units]
	for i, (u, _) in enumerate(units):
		near = units[i - 1][0] if i else ""
		if u == "%" and near.isdigit() and near.isascii() and not arabic_numbers:
			kind[i] = "L"
		if u == "-" and arabic_numbers:
			kind[i] = "R"
	# What stands between two pieces that run to the right goes with them, signs within numbers too.
	for i in range(len(units)):
		if kind[i]:
			continue
		before = next((k for k in reversed(kind[:i]) if k), "R")
		after = next((k for k in kind[i + 1 :] if k), "R")
		kind[i] = "L" if before == after == "L" else "R"
	out, i = [], 0
	while i < len(units):
		j = i
		while j < len(units) and kind[j] == kind[i]:
			j += 1
		out.append((kind[i], units[i:j]))
		i = j
	line = []
	for k, run in reversed(out):
		line += run if k == "L" else [(u, s.translate(MIRROR)) for u, s in reversed(run)]
	return line


class Page:
	def __init__(self, doc):
		self.doc, self.ops = doc, []

	def line(self, text, y, size=12, x=None, right=None, rtl=True, forms=False, ligatures=True, backwards=False, mirrored=True, arabic_numbers=False):
		"""One line. `right`: its right edge (from right to left), `x`: its left one. forms: the table names presentation forms, as old
		programs do, else letters. backwards: the table gives a ligature's letters in the order in which they stand on the page.
		mirrored: brackets as they look; else as they are called."""
		units = glyphs(text, ligatures)
		if rtl:
			units = visual(units, arabic_numbers)
		left = x if x is not None else (right if right is not None else WIDTH - MARGIN) - len(units) * size * EM
		codes = []
		for letters, shape in units:
			means = shape if forms or (mirrored and len(letters) == 1 and not _right(letters)) else letters
			codes.append(self.doc.code(means[::-1] if backwards else means))
		self.ops.append("BT /F1 %g Tf %.2f %.2f Td <%s> Tj ET" % (size, left, y, "".join("%04X" % c for c in codes)))

	def picture(self):
		"""A page that holds a picture alone, as a scanner makes it."""
		self.ops.append("q %d 0 0 %d 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q" % (WIDTH, HEIGHT))


def text_string(s):
	return "<FEFF" + s.encode("utf-16-be").hex().upper() + ">"


class Document:
	def __init__(self, **info):
		"""info: title, author, created ("D:20240305101500+03'00'")."""
		self.info, self.pages, self.codes = info, [], {}

	def page(self):
		self.pages.append(Page(self))
		return self.pages[-1]

	def code(self, means):
		return self.codes.setdefault(means, len(self.codes) + 1)

	def lines(self, text, width):
		out, line = [], ""
		for word in text.split():
			if line and len(line) + len(word) + 1 > width:
				out.append(line)
				line = ""
			line = (line + " " + word).strip()
		return out + [line]

	def paragraph(self, page, text, y, width=40, leading=16, **how):
		"""Lines of at most `width` letters from y down; gives the y of the next."""
		for line in self.lines(text, width):
			page.line(line, y, **how)
			y -= leading
		return y

	def objects(self):
		n = len(self.pages)
		used = sorted(self.codes.items(), key=lambda item: item[1])
		table = "".join("<%04X> <%s>\n" % (c, m.encode("utf-16-be").hex().upper()) for m, c in used)
		cmap = (
			"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
			"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
			"%d beginbfchar\n%sendbfchar endcmap end end" % (len(used), table)
		)
		kids = " ".join("%d 0 R" % (7 + 2 * i) for i in range(n))
		out = [
			"<< /Type /Catalog /Pages 2 0 R >>",
			"<< /Type /Pages /Count %d /Kids [%s] >>" % (n, kids),
			"<< /Type /Font /Subtype /Type0 /BaseFont /Tabqa /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
			"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Tabqa /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
			" /Supplement 0 >> /DW %d >>" % int(EM * 1000),
			("", cmap.encode()),
		]
		names = {"title": "Title", "author": "Author"}
		info = "".join("/%s %s " % (names[k], text_string(v)) for k, v in self.info.items() if k in names)
		if "created" in self.info:
			info += "/CreationDate (%s) " % self.info["created"]
		out.append("<< %s>>" % info)
		for i, page in enumerate(self.pages):
			out.append(
				"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
				% (WIDTH, HEIGHT, 8 + 2 * i)
			)
			out.append(("/Filter /FlateDecode ", zlib.compress("\n".join(page.ops).encode("latin-1"))))
		return out

	def bytes(self):
		return assemble(self.objects())

	def save(self, path):
		with open(path, "wb") as f:
			f.write(self.bytes())


def assemble(objects, trailer=""):
	"""A file of numbered objects: text, or (entries of the dictionary, bytes) for a stream. The sixth is the Info."""
	out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	places = []
	for i, o in enumerate(objects):
		places.append(len(out))
		out += b"%d 0 obj\n" % (i + 1)
		if isinstance(o, tuple):
			out += ("<< %s/Length %d >>\nstream\n" % (o[0], len(o[1]))).encode() + o[1] + b"\nendstream"
		else:
			out += o.encode("latin-1")
		out += b"\nendobj\n"
	start = len(out)
	out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
	for p in places:
		out += b"%010d 00000 n \n" % p
	out += ("trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)).encode()
	return bytes(out)
