#!/usr/bin/env python3
"""Checks a store's log and reports as docs/store-log.md tells, with nothing of riwaya's: Python's library alone, and `openssl` for seals where it is
installed.

    chain.py STORE.db         exit code 0: all fits; 1: what does not is told
    chain.py --self-test      the numbers that tests/unit/test_chain.c expects too
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
          "published_to", "derived")
MARK = 4


def netstring(b):
    return b"%d:%s," % (len(b), b)


def entry_hash(before, seq, at, kind, subject, detail):
    h = hashlib.sha256(b"riwaya log 1\n" + before)
    for part in (str(seq), str(at), kind, subject, detail):
        h.update(netstring(part if isinstance(part, bytes) else part.encode()))
    return h.digest()


def digest(values):
    """The digest of a report's fields (bytes, or None where absent), and the marks of each."""
    each = [bytes(32) if v is None else hashlib.sha256(v).digest() for v in values]
    return hashlib.sha256(b"riwaya report 1\n" + b"".join(each)).digest(), [h[:MARK] for h in each]


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
    return value if value is None or isinstance(value, bytes) else str(value).encode()


def check_reports(db, complain):
    n = 0
    for row in db.execute(f"SELECT digest, {', '.join(FIELDS)} FROM report ORDER BY id"):
        n += 1
        stored, values = row[0], [field(name, v) for name, v in zip(FIELDS, row[1:])]
        own, marks = digest(values)
        if stored == own + b"".join(marks):
            continue
        changed = [name for i, name in enumerate(FIELDS) if stored[32 + MARK * i:32 + MARK * (i + 1)] != marks[i]]
        complain(f"report {row[1].hex()}: changed in {', '.join(changed) or 'its digest'}")
    return n


def self_test():
    before = bytes(32)
    for i in range(6):
        before = entry_hash(before, i + 1, 1700000000000 + i, "add", f"subject {i}", '{"digest":"00"}')
    values = [b"ab", b"1700000000000", b"f.txt", None, b"text", b"ar", None, b"", b"title"] + [None] * 5
    return before.hex(), digest(values)[0].hex()


def main(argv):
    if argv[1:] == ["--self-test"]:
        got = self_test()
        wanted = ("078f212d7e7f78fca40aec973df53fd0c3be76867af848e67e5c9d1081ae9785", "ec76acfbdd2f054aad602cf7b7366d065a9109061d23c1398c74c9bb469fa9df")
        print("chain: the same numbers" if got == wanted else f"chain: {got}, not {wanted}")
        return got != wanted
    if len(argv) != 2:
        sys.exit(__doc__)
    wrong = []
    db = sqlite3.connect(f"file:{argv[1]}?mode=ro", uri=True)
    entries, reports = check_log(db, wrong.append), check_reports(db, wrong.append)
    for line in wrong:
        print(line)
    print(f"chain: {entries} entries of the log, {reports} reports, {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
