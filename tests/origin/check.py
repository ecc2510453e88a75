#!/usr/bin/env python3
"""The map back: every run of every report's origin map, taken through the report's pieces to the bytes received, is the same words.

    tests/origin/check.py PROGRAM            on files made here, one or more of each format
    tests/origin/check.py PROGRAM FILE...    on these

Pieces are decoded here independently of the program, with Python's standard library: one function for each kind of piece (@piece), which gets
the bytes that the piece stands in and the piece as the report lists it, and gives its decoded bytes. What a format's test files are is a
function that writes them (@sample). Another format adds its own of both, in a file samples_NAME.py beside this one.
"""
import bz2
import gzip
import hashlib
import html
import importlib
import io
import json
import lzma
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
import zlib

PIECES = {}
SAMPLES = []


def piece(kind):
    """@piece("cell") def cell(data, piece, report): bytes of the piece. `data` is what piece["in"] leads to, or the file, unpacked where it is packed as a whole."""
    def add(f):
        PIECES[kind] = f
        return f
    return add


def sample(f):
    """@sample def name(folder): writes files there and gives [(path, how many reports it must give)]."""
    SAMPLES.append(f)
    return f


# --- what packs ------------------------------------------------------------------------------------------------------
def unpacked(data):
    """Bytes that are packed as a whole, unpacked."""
    if data[:3] == b"\x1f\x8b\x08":
        return unpacked(gunzip(data))
    if data[:3] == b"BZh":
        return bz2.decompress(data)
    if data[:6] == b"\xfd7zXZ\0":
        return lzma.decompress(data)
    if data[:4] == b"\x28\xb5\x2f\xfd":
        return subprocess.run(["zstd", "-dcq"], input=data, capture_output=True, check=True).stdout
    return data


def gunzip(data):
    """All members; what is cut off or no gzip ends it, or is left as it is."""
    out = b"" if data[:2] == b"\x1f\x8b" else data
    while data[:2] == b"\x1f\x8b":
        d = zlib.decompressobj(31)
        out += d.decompress(data)
        data = d.unused_data
    return out


def members(data):
    """{name: bytes} of an archive, None where it is none."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            return {zip_name(i): z.read(i) for i in z.infolist() if not i.is_dir() and not i.flag_bits & 1}
    found = {}
    try:
        with tarfile.open(fileobj=io.BytesIO(unpacked(data)), mode="r:", errorlevel=0) as t:
            for m in t:
                if m.isreg():
                    found[m.name] = t.extractfile(m).read()
    except tarfile.TarError:  # cut off, or none
        pass
    return found or None


def payloads(data):
    """{address: payload} of a web archive's records."""
    found = {}
    for head, block in joined(warc_records(data)):
        if head.get("warc-type") in ("response", "resource", "conversion"):
            found.setdefault(head.get("warc-target-uri", "").strip("<>"), payload_of(head, block))
    return found


def zip_name(info):
    """Names without the flag of UTF-8 are mostly UTF-8 all the same."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def same_name(a, b):
    return unicodedata.normalize("NFC", a) == unicodedata.normalize("NFC", b)


def within(data, path):
    """What `path` leads to: members' names joined by "#". None where there is no such thing."""
    if not path:
        return unpacked(data)
    for name, inner in (members(data) or payloads(data)).items():
        if same_name(name, path):
            return inner
        if same_name(name, path[:len(name)]) and path[len(name):len(name) + 1] == "#":
            found = within(inner, path[len(name) + 1:])
            if found is not None:
                return found
    return None


# --- kinds of piece ------------------------------------------------------------------------------------------------------
@piece("file")
def file_piece(data, p, report):
    return unpacked(data)


@piece("member")
def member_piece(data, p, report):
    return unpacked(data)


@piece("record")
def record_piece(data, p, report):
    """Where the report names a place, the record is there and nothing else; else it is told by its address and its payload's digest."""
    if p["bytes"]:
        part = plain_warc(data[p["offset"]:p["offset"] + p["bytes"]])
        if part[:5] != b"WARC/":  # the archive itself is packed as a whole
            part = plain_warc(gunzip(data)[p["offset"]:p["offset"] + p["bytes"]])
        head, block = one_record(part)
        return payload_of(head, block) if head.get("warc-target-uri", "").strip("<>") == p["name"] else None
    for head, block in joined(warc_records(data)):
        if head.get("warc-target-uri", "").strip("<>") != p["name"]:
            continue
        payload = payload_of(head, block)
        if hashlib.sha256(payload).hexdigest() == report["id"]:
            return payload
    return None


def warc_head(data, at):
    end = re.compile(rb"\r?\n\r?\n").search(data, at)
    head = {}
    for line in data[at:end.start()].splitlines()[1:]:
        name, _, value = line.decode("utf-8", "replace").partition(":")
        head.setdefault(name.strip().lower(), value.strip())
    return head, end.end()


def one_record(data):
    """A record whose length may lie: it is all there is."""
    head, start = warc_head(data, 0)
    block = data[start:]
    n = int(head["content-length"])
    return head, block[:n] if not block[n:].strip() and n <= len(block) else re.sub(rb"(\r?\n){1,2}\Z", b"", block)


def warc_records(data):
    """(head, block) of each record; lengths are believed."""
    data = plain_warc(data)
    at = 0
    while start := re.compile(rb"WARC/\d\.\d+\r?\n").search(data, at):
        head, at = warc_head(data, start.start())
        n = int(head.get("content-length", 0))
        yield head, data[at:at + n]
        at += n


def plain_warc(data):
    """The records of all members; damaged members are stepped over."""
    if data[:3] != b"\x1f\x8b\x08":
        return unpacked(data)
    out, at = b"", 0
    while (at := data.find(b"\x1f\x8b\x08", at)) >= 0:
        d = zlib.decompressobj(31)
        try:
            out += d.decompress(data[at:])
            at = len(data) - len(d.unused_data)
        except zlib.error:
            at += 1
    return unpacked(out)


def joined(records):
    """Segments put together."""
    whole, open_ = [], {}
    for head, block in records:
        if head.get("warc-type") == "continuation":
            first = open_.get(head.get("warc-segment-origin-id"))
            if first:
                first[1] += block
            continue
        record = [head, block]
        whole.append(record)
        if "warc-segment-number" in head:
            open_[head.get("warc-record-id")] = record
    return whole


def payload_of(head, block):
    if not head.get("content-type", "").startswith("application/http"):
        return block
    end = re.search(rb"\r?\n\r?\n", block)
    fields = {}
    for line in block[:end.start()].decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip().lower()
    body = block[end.end():]
    if fields.get("transfer-encoding") == "chunked":
        body = dechunked(body)
    coding = fields.get("content-encoding")
    if coding in ("gzip", "x-gzip") and body[:2] == b"\x1f\x8b":
        return zlib.decompressobj(31).decompress(body)
    if coding == "deflate":
        try:
            return zlib.decompressobj().decompress(body)
        except zlib.error:
            return zlib.decompressobj(-15).decompress(body)
    return body


def dechunked(body):
    out, at = b"", 0
    while True:
        end = body.find(b"\n", at)
        try:
            n = int(body[at:end].split(b";")[0], 16) if end >= 0 else 0
        except ValueError:
            return body if at == 0 else out
        if n == 0:
            return out
        out += body[end + 1:end + 1 + n]
        at = end + 1 + n
        at += 2 if body[at:at + 2] == b"\r\n" else 1


# --- the check ----------------------------------------------------------------------------------------------------------
class Wrong(Exception):
    pass


def text_of(decoded, encoding):
    """Decoded bytes, or what is text already, as the program's text: UTF-8. What is no valid text there is compared by nobody."""
    if isinstance(decoded, str):
        return decoded.encode()
    return decoded if not encoding else decoded.decode(encoding, "replace").encode()


def fits(words, source, at):
    """Whether the words of a run stand at `at` of the source: as they are, as white space, as references of HTML, or as a bracket turned round."""
    if source[at:at + len(words)] == words:
        return True
    if source[at:at + len(words)].decode("utf-8", "replace") + words.decode("utf-8", "replace") in ("()", ")(", "<>", "><", "[]", "][", "{}", "}{", "«»", "»«"):
        return True
    there = source[at:at + 64].decode("utf-8", "replace")
    shown = words.decode("utf-8", "replace")
    if shown == "\ufffd":  # bytes that are no text
        return there[:1] == shown
    if shown.isspace():
        return not there or there[0].isspace() or there[0] in "<&"
    reference = re.match(r"&(amp;)*#?[0-9A-Za-z]+;?", there)
    there = reference.group() if reference else ""
    for _ in range(3):  # what was escaped twice has "&amp;quot;"
        there = html.unescape(there)
        if there and there.startswith(shown):
            return True
    return False


def check_report(report, data):
    sources = []
    for p in report["pieces"]:
        decode = PIECES.get(p["kind"])
        if not decode:
            raise Wrong(f"no decoder for a piece of kind {p['kind']}")
        inner = data if p["in"] is None else within(data, p["in"])
        if inner is None:
            raise Wrong(f"there is no {p['in']} in it")
        found = decode(inner, p, report)
        if found is None:
            raise Wrong(f"piece not found: {p}")
        sources.append(text_of(found, p["encoding"]))
    covered = {"title": set(), "text": set(), "caption": set()}
    fields = {name: (report.get(name) or "").encode() for name in covered}
    for field, at, n, k, start in report["origin_map"]:
        words = fields[field][at:at + n]
        if len(words) != n:
            raise Wrong(f"a run leaves the {field}: {at} + {n}")
        if not fits(words, sources[k], start):
            raise Wrong(f"{field} at {at}: {words.decode(errors='replace')!r} is "
                        f"{sources[k][start:start + n].decode(errors='replace')!r} at {start} of piece {k}")
        covered[field].update(range(at, at + n))
    for field in ("text", "caption"):
        missing = [i for i, b in enumerate(fields[field]) if i not in covered[field] and not chr(b).isspace() and b != 0xA0]
        if missing:
            raise Wrong(f"{len(missing)} bytes of the {field} come from nowhere, the first at {missing[0]}")
    if not report["origin_map"] and fields["text"].strip():
        raise Wrong("no map")


def check_file(program, path, expected=None):
    run = subprocess.run([program, "read", "--format", "jsonl", str(path)], capture_output=True, timeout=60)
    reports = [json.loads(line)["report"] for line in run.stdout.decode().splitlines()]
    said = run.stderr.decode(errors="replace").strip()
    if expected is not None and len(reports) != expected:
        raise Wrong(f"{len(reports)} reports, not {expected}; exit code {run.returncode}; {said}")
    data = pathlib.Path(path).read_bytes()
    for report in reports:
        try:
            check_report(report, data)
        except Exception as e:
            raise Wrong(f"{report['file']}: {type(e).__name__} {e}") from None
    return len(reports)


# --- samples ----------------------------------------------------------------------------------------------------------------
PARAGRAPHS = [
    "قُتل ثلاثة مدنيين وأُصيب سبعة آخرون، بينهم طفلان، في قصف مدفعي استهدف بلدة تل الورد مساء الخميس، وفق ما أفاد مراسل مرج.",
    "وقال مصدر طبي إن \"أربعة من الجرحى\" نُقلوا إلى مشفى الزهراء & مركز الإسعاف، وحالة اثنين منهم خطرة.",
    "ونفى المتحدث باسم المجلس المحلي سقوط أكثر من خمسة قتلى، مؤكداً أن القصف <توقف> قرابة منتصف الليل.",
    "وأضاف أن نحو عشرين عائلة نزحت من الحي الشرقي نحو القرى المجاورة خشية تجدد القصف.",
]


def article(n=0, extra=""):
    """A page of our own making; n sets it apart from others."""
    body = "\n".join(f"<p>{html.escape(p)}</p>" for p in PARAGRAPHS) + extra
    return f"""<!DOCTYPE html>
<html dir="rtl" lang="ar"><head><meta charset="utf-8"><title>قتلى بقصف على تل الورد {n} - وكالة مرج</title>
<meta property="og:site_name" content="وكالة مرج للأنباء">
<meta property="article:published_time" content="2021-06-0{n % 9 + 1}T20:15:00+03:00"></head>
<body><nav><a href="/">الرئيسية</a> <a href="/syria">سوريا</a></nav>
<article><h1>قتلى بقصف على تل الورد {n}</h1>
{body}</article><footer>جميع الحقوق محفوظة</footer></body></html>
"""


def plain(n=0):
    return f"قتلى بقصف على تل الورد {n}\nوكالة مرج للأنباء\n{n + 1} حزيران 2021\n\n" + "\n\n".join(PARAGRAPHS) + "\n"


def put(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@sample
def files(folder):
    return [
        (put(folder, "page.html", article()), 1),
        (put(folder, "page-1256.html", article().replace("utf-8", "windows-1256").encode("windows-1256")), 1),
        (put(folder, "text.txt", plain()), 1),
        (put(folder, "text-1256.txt", plain().encode("windows-1256")), 1),
        (put(folder, "text-utf16.txt", plain().encode("utf-16-le")), 1),
        (put(folder, "marked.txt", b"\xef\xbb\xbf" + plain().encode()), 1),
    ]


@sample
def packed(folder):
    page = article(1).encode()
    found = [
        (put(folder, "page.html.gz", gzip.compress(page)), 1),
        (put(folder, "members.html.gz", gzip.compress(page[:700]) + gzip.compress(b"") + gzip.compress(page[700:])), 1),
        (put(folder, "zeros.html.gz", gzip.compress(page) + bytes(512)), 1),
        (put(folder, "behind.html.gz", gzip.compress(page) + b"something else"), 1),
        (put(folder, "cut.html.gz", gzip.compress(page)[:-300]), 1),
        (put(folder, "text-1256.txt.gz", gzip.compress(plain().encode("windows-1256"))), 1),
        (put(folder, "twice.txt.gz.gz", gzip.compress(gzip.compress(plain().encode()))), 1),
    ]
    if shutil.which("zstd"):
        zst = subprocess.run(["zstd", "-cq"], input=page, capture_output=True, check=True).stdout
        found.append((put(folder, "page.html.zst", zst), 1))
    return found


def main():
    here = pathlib.Path(__file__).parent
    sys.path.insert(0, str(here))
    sys.modules["check"] = sys.modules["__main__"]
    for extra in sorted(here.glob("samples_*.py")):
        importlib.import_module(extra.stem)
    program, given = sys.argv[1], sys.argv[2:]
    failures = reports = n = 0
    with tempfile.TemporaryDirectory() as folder:
        todo = [(pathlib.Path(f), None) for f in given]
        for make in [] if given else SAMPLES:
            inner = pathlib.Path(folder) / f"{make.__module__}-{make.__name__}".replace("__main__", "check")
            inner.mkdir()
            todo += make(inner)
        for path, expected in todo:
            n += 1
            try:
                reports += check_file(program, path, expected)
            except (Wrong, subprocess.TimeoutExpired) as e:
                print(f"origin: {path.name}: {e}", file=sys.stderr)
                failures += 1
    print(f"origin: {reports} reports of {n} files, {failures} wrong")
    return 1 if failures or (not reports and todo) else 0


if __name__ == "__main__":
    sys.exit(main())
