#!/usr/bin/env python3
"""Packed files that harm who trusts them, written into the folder given; for each a line: file, what is expected of reading it, what it is."""
import bz2
import gzip
import io
import lzma
import pathlib
import random
import struct
import sys
import tarfile
import zipfile

folder = pathlib.Path(sys.argv[1])
ARTICLE = ("<html><body><article><h1>هجوم على سجن الطبقة</h1><p>قُتل خمسة من الحراس وأصيب تسعة آخرون في هجوم شنّه مسلحون على سجن الطبقة مساء "
           "الثلاثاء 14 تشرين الثاني 2023، وفق ما أفاد مصدر محلي.</p></article></body></html>").encode()


def put(name, data, expect, what):
    (folder / name).write_bytes(data)
    print(name, expect, what, sep="\t")


def record(block=None, n=None, head=b"", uri=b"https://sada.example/1", http=b""):
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + http + b"\r\n" + ARTICLE if block is None else block
    length = len(block) if n is None else n
    return (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: " + uri + b"\r\n" + head +
            b"Content-Type: application/http\r\nContent-Length: %s\r\n\r\n" % str(length).encode() + block + b"\r\n\r\n")


def zipped(members, how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as z:
        for name, data in members:
            z.writestr(name, data)
    return out.getvalue()


def overlapping(data, times):
    """A zip whose list names one and the same member many times."""
    whole = zipped([("a.txt", data)])
    start = whole.rindex(b"PK\1\2")
    end = whole.rindex(b"PK\5\6")
    entry = whole[start:end]
    return (whole[:start] + entry * times +
            struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, times, times, len(entry) * times, start, 0))


# --- bombs
letter = gzip.compress(b"a" * (1 << 20))
put("bomb.txt.gz", letter * 4000, "out", "4 GB in a gzip file of 4 MB")
put("bomb.warc.gz", gzip.compress(record()) + gzip.compress(record(n=1 << 32)[:-4] + b"a" * (1 << 20)) + letter * 2000, "either", "a record of 2 GB in a web archive of 2 MB")
put("body.warc", record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + letter * 1000) + record(), "partly", "a body that unpacks to 1 GB")
put("overlap.zip", overlapping(b"a" * (20 << 20), 5000), "out", "100 GB of members that are one and the same")
tar = io.BytesIO()
with tarfile.open(fileobj=tar, mode="w") as t:
    info = tarfile.TarInfo("a.png")
    info.size = 200 << 20
    t.addfile(info, io.BytesIO(bytes(info.size)))
put("bomb.tar.bz2", bz2.compress(tar.getvalue()), "out", "200 MB of zeros behind a picture's name")
put("bomb.tar.gz", gzip.compress(tar.getvalue(), 1), "out", "the same by gzip")
put("empty-members.gz", gzip.compress(b"") * 500000, "out", "half a million gzip members that hold nothing")
deep = ARTICLE
for _ in range(40):
    deep = gzip.compress(deep)
put("deep.gz", deep, "out", "gzip 40 deep")
deep = ARTICLE
for _ in range(40):
    deep = zipped([("a.zip", deep)])
put("deep.zip", deep, "out", "zip 40 deep")
wide = zipped([(f"{i}.txt", b"\0" * (1 << 20)) for i in range(16)])
for _ in range(4):
    wide = zipped([(f"{i}.zip", wide) for i in range(16)])
put("wide.zip", wide, "out", "a million zips within zips, of zeros")

# --- web archives that lie
put("huge.warc", record(n=1 << 62) + record(), "read", "a record of 4 EB")
put("overflow.warc", record(n=(1 << 64) - 1) + record(), "partly", "a record of 2^64 - 1 bytes")
put("negative.warc", record(n=-1) + record(), "partly", "a record of -1 bytes")
put("head.warc", record(head=b"X: " + b"a" * 100_000_000 + b"\r\n") + record(), "partly", "a record's head of 100 MB")
put("heads.warc", record(head=b"X: y\r\n" * 2_000_000) + record(), "partly", "a record's head of 2 million lines")
put("answer.warc", record(http=b"X: " + b"a" * 100_000_000 + b"\r\n") + record(), "partly", "an answer's head of 100 MB")
put("address.warc", record(uri=b"https://sada.example/" + b"a" * 900_000) + record(), "read", "an address of 900 KB")
put("chunks.warc", record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\n<\r\n" * 500000) + record(), "either", "half a million chunks of a byte")
put("chunk.warc", record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\n" + ARTICLE), "read", "a chunk of 2^60 bytes")
put("codings.warc", record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: " + b"gzip, " * 10000 + b"\r\n\r\n" + ARTICLE), "read", "ten thousand content codings")
put("lines.warc", b"WARC/1.0\n" * 1_000_000, "out", "a million first lines of records")
put("blank.warc", record() + b"\r\n" * 5_000_000 + record(), "read", "ten million bytes of empty lines")
put("many.warc.gz", gzip.compress(record(b"")) * 100000, "out", "a hundred thousand empty records")
put("refers.warc", b"".join(record(head=b"WARC-Segment-Number: 1\r\n", uri=b"https://sada.example/%d" % i) for i in range(5000)), "read", "5,000 records whose other segments are missing")

# --- names and links from outside
tar = io.BytesIO()
with tarfile.open(fileobj=tar, mode="w") as t:
    for name, kind, link in (("../outside-a.html", tarfile.REGTYPE, ""), ("/tmp/outside-b.html", tarfile.REGTYPE, ""),
                             ("outside-c", tarfile.SYMTYPE, "/etc/passwd"), ("outside-d", tarfile.LNKTYPE, "../../etc/passwd"),
                             ("outside-e", tarfile.CHRTYPE, ""), ("outside-f", tarfile.FIFOTYPE, ""), ("a\x1b[31m\n\r.html", tarfile.REGTYPE, "")):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, link
        info.size = len(ARTICLE) if kind == tarfile.REGTYPE else 0
        t.addfile(info, io.BytesIO(ARTICLE) if info.size else None)
put("outside.tar", tar.getvalue(), "read", "names and links that lead outside")
put("outside.zip", zipped([("../../../outside-g.html", ARTICLE), ("C:\\outside-h.html", ARTICLE), ("x" * 60000, ARTICLE)]), "read", "a zip with such names")
locked = bytearray(zipped([("a.html", ARTICLE)]))
locked[6] |= 1
locked[locked.index(b"PK\1\2") + 8] |= 1
put("locked.zip", bytes(locked), "out", "an encrypted zip")

# --- damage: each cut short at many places, and with bytes that were turned
good = {
    "cut.html.gz": gzip.compress(ARTICLE), "cut.zip": zipped([("a.html", ARTICLE), ("b.html", ARTICLE)]),
    "cut.warc": record() * 3, "cut.warc.gz": gzip.compress(record()) * 3, "cut.html.xz": lzma.compress(ARTICLE), "cut.html.bz2": bz2.compress(ARTICLE),
}
random.seed(3)
for name, data in good.items():
    for i in range(1, 8):
        put(f"{i}-{name}", data[:len(data) * i // 8], "either", f"{name}, {i} eighths of it")
        turned = bytearray(data)
        turned[random.randrange(len(turned))] ^= 1 << random.randrange(8)
        put(f"{i}-turned-{name}", bytes(turned), "either", f"{name} with a bit turned")
