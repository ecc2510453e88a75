"""Web archives: records packed one by one, as a whole, or not; bodies in every coding; lengths that lie; damage."""
import base64
import gzip
import hashlib
import shutil
import subprocess
import zlib

from check import article, plain, put, sample

SITE = "https://marj.example/"


def record(kind, uri, block, content="application/http;msgtype=response", n=None, version="1.1", end=b"\r\n\r\n", **fields):
    block = block if isinstance(block, bytes) else block.encode()
    fields = {"WARC-Date": "2021-06-09T11:00:00Z", **{k.replace("_", "-"): v for k, v in fields.items()}}
    head = f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{hashlib.md5(block + uri.encode()).hexdigest()}>\r\n"
    head += f"WARC-Target-URI: {uri}\r\n" if uri else ""
    head += "".join(f"{k}: {v}\r\n" for k, v in fields.items() if v is not None)
    head += f"Content-Type: {content}\r\n" if content else ""
    head += f"Content-Length: {len(block) if n is None else n}\r\n\r\n"
    return head.encode() + block + end


def answer(body, content="text/html; charset=utf-8", status="200 OK", **fields):
    body = body if isinstance(body, bytes) else body.encode()
    head = f"HTTP/1.1 {status}\r\n" + (f"Content-Type: {content}\r\n" if content else "")
    head += "".join(f"{k.replace('_', '-')}: {v}\r\n" for k, v in fields.items())
    return head.encode() + b"\r\n" + body


def chunked(body, size=1000):
    parts = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(f"{len(p):x}\r\n".encode() + p + b"\r\n" for p in parts) + b"0\r\n\r\n"


def deflated(body, window):
    d = zlib.compressobj(wbits=window)
    return d.compress(body) + d.flush()


def page(n):
    return article(n).encode()


def crawl():
    """Pages among what else a crawl holds, and how many there are."""
    first = answer(page(1))
    sha1 = "sha1:" + base64.b32encode(hashlib.sha1(first).digest()).decode()
    return [
        record("warcinfo", "", "software: other/1.0\r\n", "application/warc-fields"),
        record("request", SITE + "1", "GET /1 HTTP/1.1\r\n\r\n", "application/http;msgtype=request"),
        record("response", SITE + "1", first, WARC_Block_Digest=sha1,
               WARC_Payload_Digest="sha256:" + hashlib.sha256(page(1)).hexdigest()),
        record("metadata", SITE + "1", "via: x\r\n", "application/warc-fields"),
        record("response", SITE + "logo.png", answer(b"\x89PNG" + bytes(200000), "image/png")),
        record("response", SITE + "none", answer(page(8), status="404 Not Found")),
        record("response", SITE + "moved", answer("", status="301 Moved", Location="/1")),
        record("response", SITE + "2", answer(chunked(page(2)), Transfer_Encoding="chunked")),
        record("response", SITE + "3", answer(gzip.compress(page(3)), Content_Encoding="gzip")),
        record("response", SITE + "4", answer(chunked(gzip.compress(page(4))), Content_Encoding="gzip", Transfer_Encoding="chunked")),
        record("response", SITE + "5", answer(deflated(page(5), 15), Content_Encoding="deflate")),
        record("response", SITE + "6", answer(deflated(page(6), -15), Content_Encoding="deflate")),
        record("response", f"<{SITE}7>", answer(article(7).replace('<meta charset="utf-8">', "").encode("windows-1256"),
                                                "text/html; charset=windows-1256")),
        record("revisit", SITE + "1", answer(""), WARC_Refers_To_Target_URI=SITE + "1",
               WARC_Profile="http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
        # Heads that no longer fit the body.
        record("response", SITE + "8", answer(page(8), Transfer_Encoding="chunked", Content_Encoding="gzip")),
        record("response", SITE + "9", answer(page(9), Content_Encoding="br")),
        record("response", SITE + "10", answer(gzip.compress(page(10))[:-400], Content_Encoding="gzip")),
        record("resource", SITE + "11", page(11), "text/html"),
        record("resource", "urn:text:" + SITE + "11", plain(11), "text/plain"),
        record("conversion", SITE + "12", plain(12), "text/plain", version="1.0"),
        record("response", SITE + "13", answer(page(13), None)),
        record("response", SITE + "14", answer(page(14)).replace(b"\r\n", b"\n")),
    ], 14


@sample
def archives(folder):
    records, n = crawl()
    whole = b"".join(records)
    found = [
        (put(folder, "plain.warc", whole), n),
        (put(folder, "records.warc.gz", b"".join(map(gzip.compress, records))), n),
        (put(folder, "whole.warc.gz", gzip.compress(whole)), n),
        (put(folder, "cuts.warc.gz", b"".join(gzip.compress(whole[i:i + 5000]) for i in range(0, len(whole), 5000))), n),
        (put(folder, "lines.warc", b"".join(r.replace(b"\r\n", b"\n", r[:r.index(b"\r\n\r\n") + 4].count(b"\r\n")) for r in records)), n),
        (put(folder, "close.warc", b"".join(r[:-4] for r in records)), n),
        (put(folder, "twice.warc.gz.gz", gzip.compress(b"".join(map(gzip.compress, records)))), n),
    ]
    if shutil.which("zstd"):
        def zst(b):
            return subprocess.run(["zstd", "-cq"], input=b, capture_output=True, check=True).stdout
        found.append((put(folder, "records.warc.zst", b"".join(map(zst, records))), n))
    return found


@sample
def lies(folder):
    def three(middle):
        return record("response", SITE + "1", answer(page(1))) + middle + record("response", SITE + "3", answer(page(3)))
    size = len(answer(page(2)))
    long = record("response", SITE + "2", answer(page(2)), n=size + 900)
    endless = record("response", SITE + "2", answer(page(2)), n=1 << 62)
    short = record("response", SITE + "2", answer(page(2)), n=size - 900)
    nothing = record("response", SITE + "2", answer(page(2)), n="many")
    picture = record("response", SITE + "p", answer(bytes(100000), "image/png"), n=101000)
    shorter = record("response", SITE + "p", answer(bytes(100000), "image/png"), n=99000)
    large = record("response", SITE + "p", answer(bytes(100000), "image/png"), n=1 << 62)
    found = []
    for name, middle, n in (("long", long, 3), ("endless", endless, 3), ("short", short, 3), ("nothing", nothing, 2),
                            ("picture", picture, 2), ("shorter", shorter, 2), ("large", large, 2),
                            ("junk", b"nothing of a record\n" * 9000, 2), ("blank", b"\r\n" * 9000, 2)):
        found.append((put(folder, name + ".warc", three(middle)), n))
        packed = three(b"").split(b"\r\n\r\nWARC/")
        first, last = packed[0] + b"\r\n\r\n", b"WARC/" + packed[1]
        found.append((put(folder, name + ".warc.gz", gzip.compress(first) + gzip.compress(middle) + gzip.compress(last)), n))
    return found


@sample
def damage(folder):
    parts = [gzip.compress(record("response", SITE + str(i), answer(page(i)))) for i in range(5)]
    broken = bytearray(parts[2])
    broken[len(broken) // 2] ^= 0xFF
    whole = b"".join(parts)
    return [
        (put(folder, "flipped.warc.gz", b"".join(parts[:2]) + bytes(broken) + b"".join(parts[3:])), 4),
        (put(folder, "torn.warc.gz", b"".join(parts[:2]) + parts[2][:500] + b"".join(parts[3:])), 4),
        (put(folder, "between.warc.gz", b"".join(parts[:2]) + b"\0\1\2 not a member" + b"".join(parts[2:])), 5),
        (put(folder, "first.warc.gz", parts[0][:300] + whole[300 - 200:]), 4),
        (put(folder, "cut.warc.gz", whole[:-300]), 5),
        (put(folder, "cut.warc", b"".join(map(gzip.decompress, parts))[:-600]), 5),
    ]


@sample
def segments(folder):
    block, sizes = answer(page(1)), [0, 700, 1500]
    parts = [block[a:b] for a, b in zip(sizes, sizes[1:] + [len(block)])]
    first = record("response", SITE + "1", parts[0], WARC_Segment_Number=1)
    origin = [line[16:].strip().decode() for line in first.splitlines() if line.startswith(b"WARC-Record-ID:")][0]
    middle = record("continuation", SITE + "1", parts[1], None, WARC_Segment_Number=2, WARC_Segment_Origin_ID=origin)
    last = record("continuation", SITE + "1", parts[2], None, WARC_Segment_Number=3, WARC_Segment_Origin_ID=origin,
                  WARC_Segment_Total_Length=len(block))
    other = record("response", SITE + "2", answer(page(2)))
    return [
        (put(folder, "segments.warc", first + other + middle + last), 2),
        (put(folder, "segments.warc.gz", b"".join(map(gzip.compress, (first, middle, last, other)))), 2),
        (put(folder, "unfinished.warc", first + other + middle), 2),
    ]
