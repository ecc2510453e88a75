"""Archives: zip, tar and WACZ, packed and nested; names from outside the folder, links, what lies beside reports."""
import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

from check import article, plain, put, sample
from samples_warc import SITE, answer, page, record


def zipped(members, how=zipfile.ZIP_DEFLATED, streamed=False):
    out = io.BytesIO()
    with zipfile.ZipFile(Unseekable(out) if streamed else out, "w", how) as z:
        for name, data in members:
            z.writestr(name, data)
    return out.getvalue()


class Unseekable:
    """What zips are streamed to: lengths then stand behind members."""
    def __init__(self, out):
        self.write, self.flush = out.write, out.flush


def tarred(members, form=tarfile.PAX_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as t:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if data is None:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
                t.addfile(info)
            else:
                data = data if isinstance(data, bytes) else data.encode()
                info.size = len(data)
                t.addfile(info, io.BytesIO(data))
    return out.getvalue()


MEMBERS = [("inner/a.html", article(1)), ("b.txt", plain(2)), ("تقرير.txt", plain(3)), ("../../c.html", article(4)), ("/d.html", article(5)),
           ("e#f.txt", plain(6)), ("inner/style.css", "p {}"), ("inner/logo.png", b"\x89PNG\r\n\x1a\n"), ("__MACOSX/._b.txt", b"\0\5\x16\7"),
           ("g.html.gz", gzip.compress(article(7).encode())), ("h.txt", plain(8).encode("windows-1256"))]
N = 8


@sample
def archives(folder):
    inner = zipped(MEMBERS)
    return [
        (put(folder, "deflated.zip", zipped(MEMBERS)), N),
        (put(folder, "stored.zip", zipped(MEMBERS, zipfile.ZIP_STORED)), N),
        (put(folder, "streamed.zip", zipped(MEMBERS, streamed=True)), N),
        (put(folder, "bzip2.zip", zipped(MEMBERS, zipfile.ZIP_BZIP2)), N),
        (put(folder, "lzma.zip", zipped(MEMBERS, zipfile.ZIP_LZMA)), N),
        (put(folder, "nested.zip", zipped([("one.zip", inner), ("two.tar.gz", gzip.compress(tarred(MEMBERS))), ("x.txt", plain(9))])), 2 * N + 1),
        (put(folder, "nested-stored.zip", zipped([("one.zip", inner)], zipfile.ZIP_STORED)), N),
        (put(folder, "pax.tar", tarred(MEMBERS + [("link.html", None)])), N),
        (put(folder, "gnu.tar", tarred(MEMBERS, tarfile.GNU_FORMAT)), N),
        (put(folder, "ustar.tar", tarred(MEMBERS, tarfile.USTAR_FORMAT)), N),
        (put(folder, "r.tgz", gzip.compress(tarred(MEMBERS))), N),
        (put(folder, "r.tar.bz2", bz2.compress(tarred(MEMBERS))), N),
        (put(folder, "r.tar.xz", lzma.compress(tarred(MEMBERS))), N),
        (put(folder, "one.html.bz2", bz2.compress(page(1))), 1),
        (put(folder, "one.html.xz", lzma.compress(page(1))), 1),
        (put(folder, "cut.tar", tarred(MEMBERS)[:9000]), 4),
    ]


@sample
def wacz(folder):
    warc = b"".join(gzip.compress(record("response", SITE + str(i), answer(page(i)))) for i in range(4))
    beside = [
        ("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages"}\n' + json.dumps({"url": SITE, "ts": "2021-06-09T11:00:00Z", "title": "x"})),
        ("indexes/index.cdxj", f"example,marj)/0 20210609110000 {{}}\n"),
        ("logs/crawl.log", "{}\n"),
        ("datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": []})),
        ("datapackage-digest.json", "{}"),
    ]
    archive = [("archive/data.warc.gz", warc), ("archive/more.warc", record("response", SITE + "9", answer(page(9))))]
    return [
        (put(folder, "first.wacz", zipped(archive + beside, zipfile.ZIP_STORED)), 5),
        (put(folder, "last.wacz", zipped(beside + archive)), 5),
        (put(folder, "streamed.wacz", zipped(archive + beside, zipfile.ZIP_STORED, streamed=True)), 5),
        (put(folder, "inside.zip", zipped([("a.wacz", zipped(archive + beside, zipfile.ZIP_STORED)), ("x.txt", plain(1))], zipfile.ZIP_STORED)), 6),
    ]
