#!/usr/bin/env python3
"""Writes a large file of a kind to standard output, invented, the same each time. Run by scripts/bench-large.

    large.py telegram|warc|warc.gz SIZE      SIZE in bytes, unpacked: 2000000000, or 2G

telegram   result.json of a channel's export: texts as strings and as arrays of pieces, forwards, replies, edits, the control characters that the
           exporter writes as \\xNN, service messages and pictures between them
warc       a web archive of pages from tests/pages, each a request and a response with its HTTP head and digests, some of them
           chunked
warc.gz    the same, packed record by record

Standard library only.
"""
import base64
import hashlib
import os
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'tests', 'pages'))
import build  # noqa: E402

UNITS = {'K': 1 << 10, 'M': 1 << 20, 'G': 1 << 30}


def number(text):
    return int(float(text[:-1]) * UNITS[text[-1]]) if text[-1] in UNITS else int(text)


def sentences():
    """Paragraphs of the articles and entries of the live-blogs."""
    out = []
    for art in build.load_articles().values():
        for text in [art['body']] + [e[2] for e in art['live']]:
            out += [b['p'].plain for b in build.blocks_of(text) if 'p' in b and 'edge' not in b]
    return out


def telegram(size, out):
    words = sentences()
    head = '{\n "name": "شبكة نبض الوادي",\n "type": "public_channel",\n "id": 1234567890,\n "messages": ['
    out.write(head.encode())
    written, i, start = len(head.encode()), 0, 1546300800
    while written < size - 4:
        block = []
        for _ in range(1000):
            i += 1
            at = start + i * 47
            day = build.datetime.datetime.fromtimestamp(at, build.datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%S')
            common = f'  {{\n   "id": {i},\n   "type": "message",\n   "date": "{day}",\n   "date_unixtime": "{at}",\n'
            text = words[i % len(words)].replace('"', '\\"')
            who = '   "from": "شبكة نبض الوادي",\n   "from_id": "channel1234567890",\n'
            kind = i % 10
            if kind == 0:
                block.append(f'  {{\n   "id": {i},\n   "type": "service",\n   "date": "{day}",\n   "date_unixtime": "{at}",\n   "actor": "شبكة نبض الوادي",\n   "action": "pin_message",\n   "message_id": {i - 1},\n   "text": "",\n   "text_entities": []\n  }}')
            elif kind == 1:
                block.append(common + who + f'   "forwarded_from": "قناة السهل",\n   "text": "نقلاً عن قناة السهل، الخبر رقم {i}: {text}",\n   "text_entities": []\n  }}')
            elif kind == 2:
                block.append(common + who + f'   "photo": "(File not included. Change data exporting settings to download.)",\n   "width": 1280,\n   "height": 720,\n   "text": [\n    {{\n     "type": "bold",\n     "text": "عاجل {i}"\n    }},\n    "\\n{text}\\n",\n    {{\n     "type": "hashtag",\n     "text": "#نبض_الوادي"\n    }}\n   ],\n   "text_entities": []\n  }}')
            elif kind == 3:
                block.append(common + f'   "edited": "{day}",\n   "edited_unixtime": "{at + 60}",\n' + who + f'   "reply_to_message_id": {max(1, i - 3)},\n   "text": "تصحيح {i}: {text}\\x0c",\n   "text_entities": []\n  }}')
            else:
                other = words[(i * 7 + 3) % len(words)].replace('"', '\\"')
                block.append(common + who + f'   "text": "{text}\\n\\nالخبر رقم {i}. {other}",\n   "text_entities": [\n    {{\n     "type": "plain",\n     "text": "{text}\\n\\nالخبر رقم {i}. {other}"\n    }}\n   ]\n  }}')
        data = ((',\n' if i > 1000 else '\n') + ',\n'.join(block)).encode()
        out.write(data)
        written += len(data)
    out.write(b'\n ]\n}')


def warc(size, out, pack=lambda record: record):
    pages = []
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout, real = open(os.devnull, 'w'), sys.stdout
        build.main(['build.py', folder, 'layouts/dev/'])
        sys.stdout = real
        for at, _, names in sorted(os.walk(folder)):
            pages += [open(os.path.join(at, n), 'rb').read() for n in sorted(names) if n.endswith('.html')]
    written = 0

    def digest(data):
        return 'sha1:' + base64.b32encode(hashlib.sha1(data).digest()).decode()

    def record(kind, ident, url, block, more='', payload=None):
        if payload is not None:
            more += f'WARC-Payload-Digest: {digest(payload)}\r\n'
        more += f'WARC-Block-Digest: {digest(block)}\r\n'
        head = (f'WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{ident}>\r\nWARC-Date: 2024-03-01T10:00:00Z\r\n'
                f'WARC-Target-URI: {url}\r\n{more}Content-Length: {len(block)}\r\n\r\n').encode()
        return head + block + b'\r\n\r\n'
    i = 0
    while written < size:
        page = pages[i % len(pages)]
        # Each page another one: a number in its title and body.
        page = page.replace(b'</title>', b' %d</title>' % i, 1).replace(b'</p>', b' %d</p>' % i, 1)
        url, ident = f'https://news.example/{i}', f'00000000-0000-4000-8000-{i:012d}'
        http = b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'
        if i % 5 == 0:
            chunks = b''.join(b'%x\r\n%s\r\n' % (len(page[k:k + 4096]), page[k:k + 4096]) for k in range(0, len(page), 4096))
            payload = chunks + b'0\r\n\r\n'
            body = http + b'Transfer-Encoding: chunked\r\n\r\n' + payload
        else:
            payload = page
            body = http + b'Content-Length: %d\r\n\r\n' % len(page) + page
        ask = b'GET /%d HTTP/1.1\r\nHost: news.example\r\nUser-Agent: archive\r\n\r\n' % i
        ask = record('request', ident[:-1] + 'a', url, ask, 'Content-Type: application/http;msgtype=request\r\n')
        data = record('response', ident, url, body, 'Content-Type: application/http;msgtype=response\r\n', payload)
        out.write(pack(ask))
        out.write(pack(data))
        written += len(ask) + len(data)
        i += 1


def warc_gz(size, out):
    def pack(record):
        z = zlib.compressobj(6, zlib.DEFLATED, 31)
        return z.compress(record) + z.flush()
    warc(size, out, pack)


def main(argv):
    kinds = {'telegram': telegram, 'warc': warc, 'warc.gz': warc_gz}
    if len(argv) != 3 or argv[1] not in kinds:
        print(__doc__, file=sys.stderr)
        return 2
    out = os.fdopen(os.dup(1), 'wb', 1 << 20)
    try:
        kinds[argv[1]](number(argv[2]), out)
        out.flush()
    except BrokenPipeError:
        os._exit(0)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv))
