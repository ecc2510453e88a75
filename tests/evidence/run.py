#!/usr/bin/env python3
"""Packs of evidence: what is in them by the standard library's own eyes, and that no change of them goes unseen.

    run.py PROGRAM SAMPLES     SAMPLES: a folder of reports that tell of one incident and others
"""

import base64
import gzip
import hashlib
import io
import json
import os
import random
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile

PROGRAM, SAMPLES = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
AT = "2024-03-05T10:15"
CREATED = "2024-03-05T10:15:00Z"
NOTHING, OUTPUT, CHANGED = 4, 5, 8
failures = 0


def complain(what):
	global failures
	failures += 1
	print("evidence: " + what, file=sys.stderr)


def run(*args):
	r = subprocess.run([PROGRAM, *args], capture_output=True, env=dict(os.environ, LC_ALL="C.UTF-8"), timeout=120, check=False)
	return r.returncode, r.stdout.decode(errors="replace"), r.stderr.decode(errors="replace")


def expect(what, code, args, words=""):
	got, out, err = run(*args)
	if got != code or words not in out + err:
		complain("%s: exit code %d, %r" % (what, got, (err or out)[:400]))
	return out, err


def sha256(data):
	return "sha256:" + hashlib.sha256(data).hexdigest()


def records(data):
	"""[(offset, length, {field: value}, block)] of a .warc.gz, a member a record."""
	import zlib

	out, at = [], 0
	while at < len(data):
		d = zlib.decompressobj(31)
		raw = d.decompress(data[at:])
		n = len(data) - at - len(d.unused_data)
		head, _, rest = raw.partition(b"\r\n\r\n")
		lines = head.decode().split("\r\n")
		fields = dict(line.split(": ", 1) for line in lines[1:])
		block = rest[: int(fields["Content-Length"])]
		if rest[len(block) :] != b"\r\n\r\n" or lines[0] != "WARC/1.1":
			complain("a record is no whole record of WARC/1.1")
		out.append((at, n, fields, block))
		at += n
	return out


def keys(work):
	key = os.path.join(work, "bureau.key")
	out, _ = expect("a new key", 0, ["evidence", "--new-key", key])
	if stat.S_IMODE(os.stat(key).st_mode) != 0o600:
		complain("others can read the private key")
	public = open(key + ".pub", encoding="ascii").read().split("\n")
	if public[0] != "-----BEGIN PUBLIC KEY-----" or public[1] != out.strip():
		complain("the public key's file is not what was shown")
	expect("a key where one is", OUTPUT, ["evidence", "--new-key", key])
	other = os.path.join(work, "other.key")
	expect("another key", 0, ["evidence", "--new-key", other])
	return key, other


def contents(work, key):
	"""The pack, by zipfile, json and hashlib."""
	pack = os.path.join(work, "all.wacz")
	expect("packing", 0, ["evidence", "--key", key, "--at", AT, "-o", pack, SAMPLES], "packed and signed")
	again = os.path.join(work, "again.wacz")
	expect("packing again", 0, ["evidence", "--key", key, "--at", AT, "-q", "-o", again, SAMPLES])
	if open(pack, "rb").read() != open(again, "rb").read():
		complain("the same reports, key and time give other bytes")
	if sorted(os.listdir(work)) != sorted(["all.wacz", "again.wacz", "bureau.key", "bureau.key.pub", "other.key", "other.key.pub"]):
		complain("something was left beside the pack: %s" % os.listdir(work))
	z = zipfile.ZipFile(pack)
	if z.testzip() or any(i.compress_type or i.flag_bits & 8 for i in z.infolist()):
		complain("the zip's parts are not stored with their sizes before them")
	manifest = json.loads(z.read("datapackage.json"))
	if manifest["profile"] != "data-package" or manifest["wacz_version"] != "1.1.1" or manifest["created"] != CREATED:
		complain("the manifest's head")
	listed = {r["path"]: r for r in manifest["resources"]}
	if set(listed) | {"datapackage.json", "datapackage-digest.json"} != set(z.namelist()):
		complain("the manifest does not list what there is")
	for path, r in listed.items():
		data = z.read(path)
		if r["hash"] != sha256(data) or r["bytes"] != len(data):
			complain("the manifest's digest of " + path)
	digest = json.loads(z.read("datapackage-digest.json"))
	signed = digest["signedData"]
	if digest["hash"] != sha256(z.read("datapackage.json")) or signed["hash"] != digest["hash"] or signed["created"] != CREATED:
		complain("the digest file")
	if shutil.which("openssl"):
		for name, data in ("hash", signed["hash"].encode()), ("signature", base64.b64decode(signed["signature"])):
			open(os.path.join(work, name), "wb").write(data)
		r = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key + ".pub", "-rawin", "-in", os.path.join(work, "hash"),
			"-sigfile", os.path.join(work, "signature")], capture_output=True, check=False)
		if r.returncode and b"rawin" not in r.stderr:
			complain("openssl does not take the signature: %r" % r.stderr)
		os.unlink(os.path.join(work, "hash"))
		os.unlink(os.path.join(work, "signature"))
	ledger = json.loads(z.read("ledger/ledger.json"))
	code, out, _ = run("reconcile", "--format", "json", "--quiet", SAMPLES)
	if code or json.loads(out) != ledger:
		complain("the ledger is not the one of reconcile")
	for language, words in ("en", "Contradictions"), ("ar", "تعارض"):
		if words not in z.read("ledger/ledger.%s.txt" % language).decode():
			complain("the ledger in " + language)
	found = {at: (n, f, block) for at, n, f, block in records(z.read("archive/data.warc.gz"))}
	files = {hashlib.sha256(open(os.path.join(SAMPLES, f), "rb").read()).hexdigest() for f in os.listdir(SAMPLES)}
	packed = {f["WARC-Payload-Digest"][7:] for _, f, _ in found.values() if f["WARC-Type"] == "resource"}
	if packed != files:
		complain("the records do not hold the files' bytes")
	for _, f, block in found.values():
		if f["WARC-Block-Digest"] != sha256(block) or f["WARC-Date"] != CREATED:
			complain("a record's digest or date")
	lines = gzip.decompress(z.read("indexes/index.cdx.gz")).decode().splitlines()
	if lines != sorted(lines) or len(lines) != len(files):
		complain("the index is not sorted, or not whole")
	for line in lines:
		entry = json.loads(line.split(" ", 2)[2])
		n, f, _ = found[int(entry["offset"])]
		if n != int(entry["length"]) or f["WARC-Target-URI"] != entry["url"] or f["WARC-Payload-Digest"] != entry["digest"]:
			complain("the index leads elsewhere")
	blocks = z.read("indexes/index.idx").decode().splitlines()
	for line in blocks[1:]:
		entry = json.loads(line.split(" ", 2)[2])
		part = z.read("indexes/index.cdx.gz")[entry["offset"] : entry["offset"] + entry["length"]]
		if sha256(part) != entry["digest"] or gzip.decompress(part).decode().splitlines()[0].split(" {")[0] != line.split(" {")[0]:
			complain("the index of the index")
	pages = [json.loads(line) for line in z.read("pages/pages.jsonl").decode().splitlines()]
	addresses = {f["WARC-Target-URI"] for _, f, _ in found.values() if "WARC-Target-URI" in f}
	if pages[0]["format"] != "json-pages-1.0" or {p["url"] for p in pages[1:]} != addresses or any(p["ts"] != CREATED for p in pages[1:]):
		complain("the pages")
	return pack


def signatures(work, pack, key, other):
	expect("a good pack", 0, ["verify", pack], "nothing was changed")
	expect("a good pack in Arabic", 0, ["verify", "--lang", "ar", pack], "لم يتغير منها شيء")
	expect("the key that signed", 0, ["verify", "--key", key + ".pub", pack], "by the key given")
	expect("another key", CHANGED, ["verify", "--key", other + ".pub", pack], "signed by another key")
	out, _ = expect("for programs", 0, ["verify", "--format", "jsonl", pack])
	v = json.loads(out)["verified"]
	if not v["sound"] or v["signing"] != "good" or v["records"] < 2 or v["digests"] < v["records"]:
		complain("the result for programs: %r" % v)
	unsigned = os.path.join(work, "unsigned.wacz")
	expect("packing without a key", 0, ["evidence", "--at", AT, "-o", unsigned, SAMPLES], "not signed")
	expect("an unsigned pack", 0, ["verify", unsigned], "nobody has signed")
	expect("an unsigned pack and a key", CHANGED, ["verify", "--key", key + ".pub", unsigned], "not signed")
	expect("a private key to check with", NOTHING, ["verify", "--key", key, pack], "public")
	os.chmod(other, 0o644)
	expect("a private key that others can read", OUTPUT, ["evidence", "--key", other, "-o", unsigned, SAMPLES], "chmod 600")
	os.chmod(other, 0o600)


def incident(work, key):
	pack = os.path.join(work, "one.wacz")
	code, out, _ = run("reconcile", "--format", "json", "--quiet", SAMPLES)
	first = json.loads(out)["incidents"][0]
	for name in "1", first["id"]:
		expect("one incident", 0, ["evidence", "--incident", name, "--key", key, "--at", AT, "-q", "-o", pack, SAMPLES])
		z = zipfile.ZipFile(pack)
		held = [f for _, _, f, _ in records(z.read("archive/data.warc.gz")) if f["WARC-Type"] == "resource"]
		ledger = json.loads(z.read("ledger/ledger.json"))
		if len(held) != len(first["reports"]) or len(ledger["incidents"]) != 1 or ledger["incidents"][0]["title"] != first["title"]:
			complain("incident %s: %d records, %d incidents" % (name, len(held), len(ledger["incidents"])))
	expect("no such incident", 2, ["evidence", "--incident", "99", "-o", pack, SAMPLES], "no incident '99'")
	return pack


def flips(work, pack):
	"""One bit changed: everywhere in the zip's heads and its listing, here and there in its parts."""
	data = open(pack, "rb").read()
	z = zipfile.ZipFile(io.BytesIO(data))
	places = set()
	for i in z.infolist():
		places |= set(range(i.header_offset, i.header_offset + 30, 3))
		begin = i.header_offset + 30 + len(i.filename)
		places |= {begin, begin + i.file_size - 1, begin + i.file_size // 2}
		if i.filename == "datapackage-digest.json":
			places |= set(range(begin, begin + i.file_size, 5))
	places |= set(range(z.start_dir, len(data), 7))
	changed = os.path.join(work, "changed.wacz")
	draw = random.Random(7)
	for at in sorted(places):
		bytes_ = bytearray(data)
		bytes_[at] ^= 1 << draw.randrange(8)
		open(changed, "wb").write(bytes_)
		code, _, err = run("verify", changed)
		if code not in (CHANGED, NOTHING) or "changed.wacz" not in err:
			complain("byte %d changed: exit code %d, %r" % (at, code, err[:200]))
	# What was changed is named.
	for part in "archive/data.warc.gz", "ledger/ledger.ar.txt", "pages/pages.jsonl", "datapackage.json":
		i = z.getinfo(part)
		bytes_ = bytearray(data)
		bytes_[i.header_offset + 30 + len(part) + i.file_size // 2] ^= 1
		open(changed, "wb").write(bytes_)
		expect("a change in " + part, CHANGED, ["verify", changed], part)
	return changed


def cuts(work, pack):
	data = open(pack, "rb").read()
	path = os.path.join(work, "cut.wacz")
	for n in [0, 1, 4, 30] + [len(data) * k // 13 for k in range(1, 13)] + [len(data) - 1]:
		open(path, "wb").write(data[:n])
		code, _, err = run("verify", path)
		if code not in (NOTHING, CHANGED) or "cut.wacz" not in err:
			complain("cut to %d bytes: exit code %d, %r" % (n, code, err[:200]))
	for name, bytes_ in ("bytes behind it", data + b"more"), ("bytes before it", b"more" + data):
		open(path, "wb").write(bytes_)
		code, _, err = run("verify", path)
		if code not in (NOTHING, CHANGED):
			complain("%s: exit code %d" % (name, code))


def rewritten(work, pack, key):
	"""Packs made anew by another tool, with a part changed and, or not, the manifest made to fit."""
	z = zipfile.ZipFile(pack)
	path = os.path.join(work, "other.wacz")

	def write(change, fit=True, sign=True, foreign=True, method=zipfile.ZIP_STORED):
		parts = {n: z.read(n) for n in z.namelist()}
		change(parts)
		manifest = json.loads(parts["datapackage.json"])
		if foreign:
			manifest["software"] = "another tool"
		if fit:
			for r in manifest["resources"]:
				if r["path"] in parts:
					r["hash"], r["bytes"] = sha256(parts[r["path"]]), len(parts[r["path"]])
		parts["datapackage.json"] = json.dumps(manifest).encode()
		digest = json.loads(parts["datapackage-digest.json"])
		digest["hash"] = sha256(parts["datapackage.json"])
		if not sign:
			digest.pop("signedData", None)
		parts["datapackage-digest.json"] = json.dumps(digest).encode()
		with zipfile.ZipFile(path, "w", method) as out:
			for n, data in parts.items():
				out.writestr(n, data)

	write(lambda p: None, sign=False)
	expect("another tool's pack", 0, ["verify", path], "nobody has signed")
	write(lambda p: None, sign=False, method=zipfile.ZIP_DEFLATED)
	expect("another tool's deflated pack", 0, ["verify", path], "nobody has signed")
	write(lambda p: None)
	expect("a manifest changed under its signature", CHANGED, ["verify", path], "signed")
	write(lambda p: p.update({"../evil.txt": b"x"}), sign=False)
	expect("a name that leads out", CHANGED, ["verify", path], "leads out")
	write(lambda p: p.update({"extra/more.txt": b"x"}), sign=False)
	expect("an unlisted part", CHANGED, ["verify", path], "unlisted")
	write(lambda p: p.pop("pages/pages.jsonl"), sign=False)
	expect("a part missing", CHANGED, ["verify", path], "missing")

	def swapped(p):
		data = gzip.decompress(p["archive/data.warc.gz"])
		p["archive/data.warc.gz"] = gzip.compress(data.replace("قتل".encode(), "جرح".encode(), 1))

	write(swapped, sign=False)
	_, err = expect("a record's words changed, and the manifest made to fit", CHANGED, ["verify", path], "archive/data.warc.gz")
	if "digest" not in err:
		complain("the record whose words changed is not named: %r" % err)
	with zipfile.ZipFile(path, "w") as out:
		out.writestr("a.txt", "x")
	expect("a zip that is no WACZ", NOTHING, ["verify", path], "no WACZ")
	open(path, "w", encoding="utf-8").write("text")
	expect("no zip", NOTHING, ["verify", path], "zip")
	expect("no file", NOTHING, ["verify", os.path.join(work, "nothing.wacz")], "nothing.wacz")


def others_records(work):
	"""A pack as other tools make them: SHA-1, an HTTP answer in chunks, a plain WARC file, a revisit."""
	body = "<p>قتل ثلاثة أشخاص في قصف.</p>".encode()
	chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
	head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
	sha1 = lambda data: "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()

	def record(kind, block, payload, mime="application/http; msgtype=response"):
		fields = "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:x:1>\r\nWARC-Target-URI: https://waha.example/1\r\nWARC-Date: %s\r\n" % (kind, CREATED)
		fields += "WARC-Block-Digest: %s\r\nWARC-Payload-Digest: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (sha1(block), payload, mime, len(block))
		return fields.encode() + block + b"\r\n\r\n"

	warc = record("response", head + chunked, sha1(body)) + record("response", head + chunked, sha1(chunked)) + record("revisit", head, sha1(body))
	for name, data, wrong in (
		("sound", warc, False),
		("payload", record("response", head + chunked, sha1(b"else")), True),
		("length", warc.replace(b"Content-Length: ", b"Content-Length: 9", 1), True),
		("no record", b"hello" * 9, True),
	):
		path = os.path.join(work, "theirs.wacz")
		page = b'{"format": "json-pages-1.0", "id": "pages"}\n{"url": "https://waha.example/1", "ts": "2024-03-05T10:15:00Z"}\n'
		parts = {"archive/a.warc": data, "pages/pages.jsonl": page}
		manifest = {"profile": "data-package", "wacz_version": "1.1.1", "software": "another",
			"resources": [{"name": n, "path": n, "hash": sha256(d), "bytes": len(d)} for n, d in parts.items()]}
		parts["datapackage.json"] = json.dumps(manifest).encode()
		with zipfile.ZipFile(path, "w") as out:
			for n, d in parts.items():
				out.writestr(n, d)
		expect("another tool's records: " + name, CHANGED if wrong else 0, ["verify", path], "archive/a.warc" if wrong else "5 digests of records")


def copied(work, key):
	"""Records of web archives come whole into the pack: packed ones as they are, plain ones packed; from a WACZ too."""
	bodies = [open(os.path.join(SAMPLES, n), "rb").read() for n in ("01-sidra.html", "03-sindyan.html")]
	raw = []
	for i, body in enumerate(bodies):
		block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
		head = ("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0000000%d-0000-4000-8000-000000000000>\r\n"
			"WARC-Target-URI: https://waha.example/%d\r\nWARC-Date: 2023-11-1%dT10:00:00Z\r\nWARC-Payload-Digest: sha1:%s\r\n"
			"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n") % (
			i, i, i + 5, base64.b32encode(hashlib.sha1(body).digest()).decode(), len(block))
		raw.append(head.encode() + block + b"\r\n\r\n")
	members = [gzip.compress(r, mtime=0) for r in raw]
	pack = os.path.join(work, "copied.wacz")
	again = os.path.join(work, "again.wacz")
	for name, data in ("a.warc.gz", b"".join(members)), ("a.warc", b"".join(raw)):
		path = os.path.join(work, name)
		open(path, "wb").write(data)
		expect("packing " + name, 0, ["evidence", "--key", key, "--at", AT, "-q", "-o", pack, path])
		expect("a pack of " + name, 0, ["verify", pack], "nothing was changed")
		packs = [pack]
		if run("read", pack)[0] == 0: # zip archives are read
			packs.append(again)
			expect("packing that pack", 0, ["evidence", "--key", key, "--at", AT, "-q", "-o", again, pack])
			expect("a pack of a pack", 0, ["verify", again], "nothing was changed")
		for packed in packs:
			z = zipfile.ZipFile(packed)
			whole = z.read("archive/data.warc.gz")
			if name.endswith("gz") and not all(m in whole for m in members):
				complain("a record of %s is not in %s as it was" % (name, os.path.basename(packed)))
			if not all(r in gzip.decompress(whole) for r in raw):
				complain("a record of %s is not whole in %s" % (name, os.path.basename(packed)))
			pages = [json.loads(line) for line in z.read("pages/pages.jsonl").decode().splitlines()][1:]
			if {(p["url"], p["ts"]) for p in pages} != {("https://waha.example/%d" % i, "2023-11-1%dT10:00:00Z" % (i + 5)) for i in (0, 1)}:
				complain("pages of %s: %r" % (name, [p["url"] for p in pages]))


def packed_formats(work, key):
	"""What came in a table, in JSON, in an export: each report's own bytes, by which it goes."""
	texts = ["قُتل خمسة أشخاص وأصيب تسعة آخرون في قصف على سوق القصر.", "نفى المجلس المحلي سقوط قتلى في قصف سوق القصر."]
	folder = os.path.join(work, "formats")
	os.mkdir(folder)

	def put(name, text):
		open(os.path.join(folder, name), "w", encoding="utf-8").write(text)

	put("posts.csv", "title,text,date\n" + "".join("خبر %d,%s,2024-03-0%d\n" % (i, t, i + 1) for i, t in enumerate(texts)))
	put("posts.jsonl", "".join(json.dumps({"title": "خبر من سطر %d" % i, "text": t, "date": "2024-03-05"}, ensure_ascii=False) + "\n" for i, t in enumerate(texts)))
	put("result.json", json.dumps({"name": "قناة القصر", "type": "public_channel", "id": 7, "messages": [
		{"id": i, "type": "message", "date": "2024-03-05T10:00:00", "date_unixtime": "1709632800", "from": "قناة القصر", "from_id": "channel7", "text": "عاجل: " + t}
		for i, t in enumerate(texts)]}, ensure_ascii=False))
	code, out, err = run("read", "--format", "jsonl", "--quiet", folder)
	ids = {json.loads(line)["report"]["id"] for line in out.splitlines()}
	if code or len(ids) < 6:
		complain("reading packed formats: %d, %d reports, %r" % (code, len(ids), err[:200]))
	pack = os.path.join(work, "formats.wacz")
	_, err = expect("packing packed formats", 0, ["evidence", "--key", key, "--at", AT, "-o", pack, folder])
	expect("a pack of packed formats", 0, ["verify", pack], "nothing was changed")
	held = [(f, block) for _, _, f, block in records(zipfile.ZipFile(pack).read("archive/data.warc.gz")) if f["WARC-Type"] == "resource"]
	if {f["WARC-Payload-Digest"][7:] for f, _ in held} != ids or any(hashlib.sha256(b).hexdigest() not in ids for _, b in held):
		complain("the records are not the reports' own bytes")


def rolling(work, key):
	"""Entries of one page: reports of their own, and the page once."""
	page = os.path.join(work, "rolling.html")
	entries = "".join('<div class="entry"><time datetime="2024-03-05T1%d:00:00+03:00">1%d:00</time><h2>قصف على الحي رقم %d</h2><p>قُتل %d أشخاص وأصيب آخرون في قصف مدفعي على الحي رقم %d من القصر، بحسب الدفاع المدني.</p></div>' % (h, h, h, h + 2, h) for h in range(6))
	open(page, "w", encoding="utf-8").write('<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>تغطية مباشرة: قصف القصر لحظة بلحظة</title></head><body><article><h1>تغطية مباشرة: قصف القصر لحظة بلحظة</h1><div class="entries">' + entries + "</div></article></body></html>")
	pack = os.path.join(work, "rolling.wacz")
	expect("packing entries of a page", 0, ["evidence", "--key", key, "--at", AT, "-o", pack, page])
	expect("a pack of entries", 0, ["verify", pack], "nothing was changed")
	z = zipfile.ZipFile(pack)
	held = [(f, block) for _, _, f, block in records(z.read("archive/data.warc.gz")) if f["WARC-Type"] == "resource"]
	if len(held) != 1 or held[0][1] != open(page, "rb").read():
		complain("entries of one page: %d records" % len(held))
	if len(z.read("pages/pages.jsonl").splitlines()) < 5:
		complain("entries of one page are no pages of the pack")


def refusals(work, key):
	path = os.path.join(work, "x.wacz")
	expect("no name", 2, ["evidence", SAMPLES], "-o FILE")
	expect("no report", 2, ["evidence", "-o", path], "no report")
	expect("a time that is none", 2, ["evidence", "--at", "soon", "-o", path, SAMPLES], "--at")
	expect("a key that is none", OUTPUT, ["evidence", "--key", os.path.join(SAMPLES, "02-sanabel.txt"), "-o", path, SAMPLES])
	expect("a folder that is none", OUTPUT, ["evidence", "-o", os.path.join(work, "none", "x.wacz"), SAMPLES])
	expect("a folder for a pack", OUTPUT, ["evidence", "-o", work, SAMPLES], "is a folder")
	empty = os.path.join(work, "empty.txt")
	open(empty, "w").close()
	expect("nothing to pack", NOTHING, ["evidence", "-o", path, empty], "empty")
	if os.path.exists(path):
		complain("a pack that failed was left")


def main():
	with tempfile.TemporaryDirectory() as work:
		key, other = keys(work)
		pack = contents(work, key)
		signatures(work, pack, key, other)
		one = incident(work, key)
		flips(work, one)
		cuts(work, one)
		rewritten(work, pack, key)
		others_records(work)
		copied(work, key)
		packed_formats(work, key)
		rolling(work, key)
		refusals(work, key)
	if not failures:
		print("evidence: ok")
	return 1 if failures else 0


sys.exit(main())
