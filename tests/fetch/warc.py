"""Reads WARC files for the tests, by Python's own gzip, and checks what can be checked: lengths, digests, ids."""

import hashlib
import zlib


def members(data):
    """(offset, unpacked bytes) of each gzip member; fails where the end is torn."""
    at = 0
    while at < len(data):
        z = zlib.decompressobj(31)
        out = z.decompress(data[at:])
        assert z.eof, f"torn member at {at}"
        yield at, out
        at = len(data) - len(z.unused_data)


def dechunk(body):
    out = b""
    while body:
        line, _, body = body.partition(b"\r\n")
        n = int(line.split(b";")[0], 16)
        if n == 0:
            return out
        out, body = out + body[:n], body[n + 2 :]
    return out


class Record:
    def __init__(self, offset, data):
        self.offset = offset
        head, _, rest = data.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        assert lines[0] == "WARC/1.1", lines[0]
        self.fields = dict(line.split(": ", 1) for line in lines[1:])
        n = int(self.fields["Content-Length"])
        self.block = rest[:n]
        assert len(self.block) == n and rest[n:] == b"\r\n\r\n", (self.fields, rest[n:])
        assert self.fields["WARC-Block-Digest"] == "sha256:" + hashlib.sha256(self.block).hexdigest()
        self.type = self.fields["WARC-Type"]
        self.uri = self.fields.get("WARC-Target-URI")
        if self.type in ("response", "revisit"):
            self.head, _, self.body = self.block.partition(b"\r\n\r\n")
            self.status = int(self.head.split(b" ", 2)[1])
            payload = dechunk(self.body) if b"chunked" in self.head.lower() and "WARC-Truncated" not in self.fields else self.body
            digest = self.fields.get("WARC-Payload-Digest")
            if digest and self.type == "response":
                assert digest == "sha256:" + hashlib.sha256(payload).hexdigest(), self.uri


def read(path):
    with open(path, "rb") as f:
        data = f.read()
    records = [Record(at, out) for at, out in members(data)]
    assert not records or records[0].type == "warcinfo"
    ids = [r.fields["WARC-Record-ID"] for r in records]
    assert len(set(ids)) == len(ids), "ids twice"
    for r in records:
        if r.type == "request":
            assert r.fields["WARC-Concurrent-To"] in ids
    return records
