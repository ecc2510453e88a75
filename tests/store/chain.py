#!/usr/bin/env python3
"""Checks a store's log and reports as docs/store-log.md tells, with nothing of riwaya's: Python's library alone, and `openssl` for seals where it is
installed.

    chain.py STORE.db         exit code 0: all fits; 1: what does not is told
    chain.py --self-test      on a small store of its own, with the numbers that tests/unit/test_chain.c expects of riwaya
"""
import base64
import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile

FIELDS = ("sha", "received", "file", "address", "format", "language", "outlet", "outlet_name", "title", "text", "caption", "published_from",
          "published_to", "derived", "kept", "text_key", "told", "prints")
CODED = ("id", "sha", "received", "file", "row_at", "source", "event", "type", "subtype", "time_from", "time_to", "time_known", "time_precision", "actors",
         "country", "admin1", "admin2", "place", "lat", "lon", "place_precision", "best", "low", "high", "sources", "notes")
MARK = 4


def netstring(b):
    return b"%d:%s," % (len(b), b)


def entry_hash(before, seq, at, kind, subject, detail):
    h = hashlib.sha256(b"riwaya log 1\n" + before)
    for part in (str(seq), str(at), kind, subject, detail):
        h.update(netstring(part if isinstance(part, bytes) else part.encode()))
    return h.digest()


def digest(values, domain=b"riwaya report 1\n"):
    """The digest of a row's fields (bytes, or None where absent), and the marks of each."""
    each = [bytes(32) if v is None else hashlib.sha256(v).digest() for v in values]
    return hashlib.sha256(domain + b"".join(each)).digest(), [h[:MARK] for h in each]


def seal_message(seal):
    return f"riwaya seal 1\n{seal['seq']}\n{seal['hash']}\n{seal['at']}\n".encode()


def signed(seal):
    """Whether the seal's signature is its key's; None where openssl is not at hand."""
    if not shutil.which("openssl"):
        return None
    with tempfile.NamedTemporaryFile() as key, tempfile.NamedTemporaryFile() as message, tempfile.NamedTemporaryFile() as signature:
        for f, data in ((key, base64.b64decode(seal["key"])), (message, seal_message(seal)), (signature, base64.b64decode(seal["signature"]))):
            f.write(data)
            f.flush()
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", key.name, "-rawin", "-in", message.name,
                               "-sigfile", signature.name], capture_output=True).returncode == 0


def check_log(db, complain):
    before, last, hashes = bytes(32), 0, {}
    for seq, at, kind, subject, detail, stored in db.execute("SELECT seq, at, kind, subject, detail, hash FROM log ORDER BY seq"):
        if seq != last + 1:
            complain(f"log: entries {last + 1} to {seq - 1} are missing")
        elif entry_hash(before, seq, at, kind, subject, detail) != stored:
            complain(f"log: entry {seq} does not follow the one before it: one of the two was changed")
        hashes[seq] = stored.hex()
        if kind == "seal":
            seal = json.loads(detail)
            if hashes.get(seal["seq"]) != seal["hash"]:
                complain(f"log: the seal in entry {seq} is of another entry {seal['seq']}")
            if signed(seal) is False:
                complain(f"log: the seal in entry {seq} has no good signature")
        before, last = stored, seq
    return last


def field(name, value):
    if name == "sha":
        return value.hex().encode()
    if isinstance(value, float):
        return b"%.17g" % value
    return value if value is None or isinstance(value, bytes) else str(value).encode()


def check_coded(db, complain):
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'coded'").fetchone():
        return
    told = [json.loads(d)["digest"] for d, in db.execute("SELECT detail FROM log WHERE kind = 'coded' ORDER BY seq")]
    rows = db.execute(f"SELECT {', '.join(CODED)} FROM coded ORDER BY id").fetchall()
    if len(rows) != len(told):
        complain(f"coded: there are {len(rows)}, and the log knows of {len(told)}")
    for row, wanted in zip(rows, told):
        values = [field(name, v) for name, v in zip(CODED, row)]
        if digest(values, b"riwaya coded 1\n")[0].hex() != wanted:
            complain(f"coded {row[5]} {row[6]}: it was changed")
        if digest(values[5:], b"riwaya coded event 1\n")[0] != row[1]:
            complain(f"coded {row[5]} {row[6]}: changed in sha")


def check_reports(db, complain):
    n = 0
    for row in db.execute(f"SELECT digest, {', '.join(FIELDS)} FROM report JOIN document ON document.id = report.document ORDER BY report.id"):
        n += 1
        stored, values = row[0], [field(name, v) for name, v in zip(FIELDS, row[1:])]
        own, marks = digest(values)
        if stored == own + b"".join(marks):
            continue
        changed = [name for i, name in enumerate(FIELDS) if stored[32 + MARK * i:32 + MARK * (i + 1)] != marks[i]]
        complain(f"report {row[1].hex()}: changed in {', '.join(changed) or 'its digest'}")
    return n


# --- what the checker itself is tested with: the numbers that tests/unit/test_chain.c expects of riwaya, and a store with faults ----------------
LOG_HASH = "078f212d7e7f78fca40aec973df53fd0c3be76867af848e67e5c9d1081ae9785"
DIGEST = "f333a1f39ea56fa1c3362e7cf23b842f91a047c2ae98203564dbf46d68146126"
SEAL = ('{"seq":6,"hash":"078f212d7e7f78fca40aec973df53fd0c3be76867af848e67e5c9d1081ae9785","at":1700000000500,'
        '"key":"MCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=",'
        '"signature":"GAGkNnsB17QObSuwIDyKPgb2iYHcRSzVDi3kMi3M5KQ1Fps77JqBxpuZliBFyMlsTGhNwYsXU0Pa3IBxg4SFAQ=="}')
FAULTS = [  # what is done to the store, and what must be told of it
    ("UPDATE log SET detail = '{}' WHERE seq = 3", "entry 3"),
    ("UPDATE log SET at = at + 1 WHERE seq = 1", "entry 1"),
    ("DELETE FROM log WHERE seq = 4", "entries 4 to 4 are missing"),
    ("UPDATE log SET subject = 'another' WHERE seq = 6", "entry 6"),
    ("UPDATE log SET detail = replace(detail, '1700000000500', '1700000000501') WHERE seq = 7", "no good signature"),
    ("UPDATE report SET title = title || ' '", "changed in title"),
    ("UPDATE report SET outlet = ''", "changed in outlet"),
    ("UPDATE report SET derived = x'00'", "changed in derived"),
    ("UPDATE report SET told = told + 1", "changed in told"),
    ("UPDATE document SET kept = x'00'", "changed in kept"),
    ("UPDATE report SET digest = spoilt(digest)", "changed in its digest"),
]


def small_store():
    db = sqlite3.connect(":memory:")
    db.create_function("spoilt", 1, lambda b: bytes([b[0] ^ 1]) + b[1:])
    db.execute("CREATE TABLE log (seq INTEGER PRIMARY KEY, at INTEGER, kind TEXT, subject TEXT, detail TEXT, hash BLOB)")
    own = [name for name in FIELDS if name != "kept"]
    db.execute(f"CREATE TABLE report (id INTEGER PRIMARY KEY, document INTEGER, digest BLOB, {', '.join(own)})")
    db.execute("CREATE TABLE document (id INTEGER PRIMARY KEY, kept BLOB)")
    before = bytes(32)
    for i in range(7):
        row = (i + 1, 1700000000000 + i, "add", f"subject {i}", '{"digest":"00"}') if i < 6 else (7, 1700000000500, "seal", "", SEAL)
        before = entry_hash(before, *row)
        db.execute("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?)", row + (before,))
    values = [bytes(32), 1700000000000, "f.txt", None, "text", "ar", None, "", "عنوان", "نص", None, -5, 1434, b"bytes", b"kept", 0, 12, b""]
    whole, marks = digest([field(n, v) for n, v in zip(FIELDS, values)])
    db.execute("INSERT INTO document VALUES (1, ?)", [values[FIELDS.index("kept")]])
    db.execute(f"INSERT INTO report VALUES (1, 1, ?{', ?' * len(own)})",
               [whole + b"".join(marks)] + [v for n, v in zip(FIELDS, values) if n != "kept"])
    return db


def self_test():
    wrong = []
    before = bytes(32)
    for i in range(6):
        before = entry_hash(before, i + 1, 1700000000000 + i, "add", f"subject {i}", '{"digest":"00"}')
    values = [b"ab", b"1700000000000", b"f.txt", None, b"text", b"ar", None, b"", b"title"] + [None] * (len(FIELDS) - 9)
    if before.hex() != LOG_HASH or digest(values)[0].hex() != DIGEST:
        wrong.append("the numbers are others")
    for done, told in [("SELECT 1", "")] + FAULTS:
        db, said = small_store(), []
        db.execute(done)
        check_log(db, said.append)
        check_reports(db, said.append)
        if "signature" in told and not shutil.which("openssl"):
            continue
        if not told and said or told and not any(told in line for line in said):
            wrong.append(f"{done}: {said or 'nothing was told'}")
    return wrong


def main(argv):
    if argv[1:] == ["--self-test"]:
        wrong = self_test()
        print("\n".join(wrong) or f"chain: {len(FAULTS)} faults found")
        return bool(wrong)
    if len(argv) != 2:
        sys.exit(__doc__)
    wrong = []
    db = sqlite3.connect(f"file:{argv[1]}?mode=ro", uri=True)
    entries, reports = check_log(db, wrong.append), check_reports(db, wrong.append)
    check_coded(db, wrong.append)
    for line in wrong:
        print(line)
    print(f"chain: {entries} entries of the log, {reports} reports, {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
