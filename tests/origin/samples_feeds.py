"""Feeds, in the manner of those that Arabic sites have: of WordPress, of Blogger, of hand-made systems, whole and broken."""
import base64
import codecs
import email
import gzip
import hashlib
import html
import json
import quopri
import re
import zipfile

from check import PARAGRAPHS, article, piece, put, sample, unpacked

CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|$)", re.S)
TAG = re.compile(r"</?[A-Za-z_:\x80-\U0010ffff]")
REFERENCE = re.compile(r"&(#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")


codecs.register_error("one", lambda e: ("\ue000", e.end))  # bad bytes in a row become one U+FFFD


@piece("element")
def element(data, p, report):
    """Text of an XML element; where it holds elements, as it stands but for the marks of CDATA."""
    part = unpacked(data)[p["offset"]:p["offset"] + p["bytes"]].decode(p["encoding"] or "utf-8", "one")
    part = re.sub("\ue000+", "\ufffd", part)
    pieces = CDATA.split(part)
    holds = any(TAG.search(s) for s in pieces[::2])
    if not holds:
        pieces[::2] = [REFERENCE.sub(lambda m: html.unescape(m.group()), s) for s in pieces[::2]]
    return "".join(pieces)


@piece("part")
def part(data, p, report):
    """The part whose decoded bytes are the report's."""
    for found in email.message_from_bytes(unpacked(data)).walk():
        payload = found.get_payload(decode=True)
        if payload and hashlib.sha256(payload).hexdigest() == report["id"]:
            return payload
    return None


HTML = "".join(f"<p>{html.escape(p)}</p>\n" for p in PARAGRAPHS)
MARKS = ('xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
         'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"')


def channel(items, encoding="UTF-8", marks=MARKS, title="سوريا &#8211; شبكة مرج الإخبارية"):
    return (f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0" {marks}>\n<channel>\n<title>{title}</title>\n'
            f'<atom:link href="https://marj.example/feed/" rel="self" type="application/rss+xml"/>\n<link>https://marj.example/</link>\n'
            f'<description>أخبار</description>\n<language>ar</language>\n'
            f'<image><url>https://marj.example/x.png</url><title>شعار</title><link>https://marj.example/logo</link></image>\n'
            f'{items}</channel>\n</rss>\n')


def item(n, body, title=None, more=""):
    title = title or f"قتلى بقصف على تل الورد {n}"
    return (f'<item>\n<title>{title}</title>\n<link>https://marj.example/2021/06/0{n}/{n}</link>\n'
            f'<pubDate>Thu, 03 Jun 2021 20:1{n}:00 +0300</pubDate>\n<guid isPermaLink="false">marj-{n}</guid>\n{more}{body}\n</item>\n')


def cdata(s):
    return "<![CDATA[" + s.replace("]]>", "]]]]><![CDATA[>") + "]]>"


@sample
def rss(folder):
    full = "".join(item(n, f"<description>{cdata('<p>' + PARAGRAPHS[0][:90] + ' [&#8230;]</p>')}</description>"
                           f"<content:encoded>{cdata(HTML)}</content:encoded>", more="<dc:creator><![CDATA[ليلى العبد]]></dc:creator>\n")
                   for n in (1, 2, 3))
    escaped = item(4, f"<description>{html.escape(HTML)}</description>", title="&amp;quot;مصدر&amp;quot; ينفي &amp;amp; يؤكد &lt;b&gt;سقوط&lt;/b&gt; قتلى")
    twice = item(5, f"<description>{html.escape(html.escape(HTML))}</description>")
    bare = item(6, f"<description>{HTML}</description>")
    split = item(7, f"<description>قال مصدر &quot;طبي&quot; {cdata('إن ثلاثة & أربعة ]]> قتلوا')} في&nbsp;القصف</description>")
    return [
        (put(folder, "wordpress.xml", channel(full)), 3),
        (put(folder, "escaped.xml", channel(escaped + twice + bare + split)), 4),
        (put(folder, "marked.xml", b"\xef\xbb\xbf\n  \n" + channel(full).encode()), 3),
        (put(folder, "cut.xml", channel(full).encode()[:-1700]), 2),
        (put(folder, "unclosed.xml", channel(full.replace("</item>", ""))), 3),
        (put(folder, "warned.xml", "<br />\n<b>Warning</b>: date() in <b>/x.php</b>\n" + channel(full)), 3),
        (put(folder, "dates.xml", channel(full.replace("Thu, 03 Jun 2021", "الخميس، 3 يونيو 2021"))), 3),
        (put(folder, "1256.xml", channel(full + escaped, "windows-1256").encode("windows-1256", "xmlcharrefreplace")), 4),
        (put(folder, "1256-as-utf8.xml", channel(full + escaped).encode("windows-1256", "xmlcharrefreplace")), 4),
        (put(folder, "utf8-as-1256.xml", channel(full, "windows-1256")), 3),
        (put(folder, "mixed.xml", channel("@@" + full).encode().replace(b"@@", (escaped + bare).encode("windows-1256"))), 5),
        (put(folder, "stray.xml", channel(full).encode().replace("طفلان".encode(), b"\xff\xfe\xd8")), 3),
        (put(folder, "entities.xml", channel(full + item(8, "<description>قُتل &x; مدنيون &y; في القصف</description>")).replace(
            "<rss", '<!DOCTYPE rss [<!ENTITY x "ثلاثة"><!ENTITY y SYSTEM "file:///etc/passwd">]>\n<rss', 1)), 4),
    ]


@sample
def atom(folder):
    entries = "".join(
        f'<entry><id>tag:marj.example,2021:{n}</id><title type="html">{html.escape("قتلى &quot;بقصف&quot; على <i>تل الورد</i>")} {n}</title>'
        f"<link rel='replies' href='https://marj.example/r/{n}'/><link rel='alternate' type='text/html' href='/2021/06/{n}.html'/>"
        f"<published>2021-06-03T20:15:00+03:00</published><updated>2021-06-04T08:00:00+03:00</updated>"
        f"<author><name>ليلى العبد</name><email>x@marj.example</email></author>{content}</entry>\n"
        for n, content in enumerate([
            f'<content type="html">{html.escape(HTML)}</content>',
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{HTML}</div></content>',
            f'<content type="text">{html.escape(PARAGRAPHS[0])}</content>',
            f'<summary>{html.escape(PARAGRAPHS[1])}</summary><content type="image/png" src="https://marj.example/x.png"/>',
            f'<media:group xmlns:media="http://search.yahoo.com/mrss/"><media:description>{html.escape(PARAGRAPHS[2])}</media:description></media:group>',
        ]))
    feed = (f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://marj.example/">\n'
            f'<title>شبكة مرج الإخبارية</title><link rel="self" href="https://marj.example/atom"/>\n{entries}</feed>\n')
    rdf = (f'<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
           f'xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:c="http://purl.org/rss/1.0/modules/content/">\n'
           f'<channel rdf:about="https://marj.example/rdf"><title>مرج نيوز</title><link>https://marj.example/</link><description>x</description>'
           f'<items><rdf:Seq><rdf:li rdf:resource="https://marj.example/1"/></rdf:Seq></items></channel>\n'
           f'<item rdf:about="https://marj.example/1"><title>قتلى بقصف</title><d:date>2021-06-03T20:15+03:00</d:date>'
           f'<c:encoded>{cdata(HTML)}</c:encoded></item>\n</rdf:RDF>\n')
    prefixed = feed.replace("<entry", "<a:entry").replace("</entry", "</a:entry").replace("<feed xmlns=", "<a:feed xmlns:a=").replace(
        "</feed", "</a:feed").replace("<content", "<a:content").replace("</content", "</a:content").replace("<title", "<a:title").replace("</title", "</a:title")
    return [
        (put(folder, "atom.xml", feed), 5),
        (put(folder, "prefixed.xml", prefixed), 5),
        (put(folder, "rdf.xml", rdf), 1),
    ]


@sample
def jsonfeed(folder):
    items = [
        {"id": "https://marj.example/1", "title": "قتلى &quot;بقصف&quot; على تل الورد", "content_html": HTML, "date_published": "2021-06-03T20:15:00+03:00",
         "authors": [{"name": "ليلى العبد"}]},
        {"id": "2", "url": "/2", "title": "نفي", "content_text": "\n".join(PARAGRAPHS), "date_published": "2021-06-03T20:15:00Z"},
        {"id": 3, "url": "/3", "summary": PARAGRAPHS[2], "author": {"name": "مرج"}},
        {"id": 4, "url": "/4", "title": "عنوان بلا نص"},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "شبكة مرج الإخبارية", "home_page_url": "https://marj.example/", "items": items}
    return [
        (put(folder, "feed.json", json.dumps(feed, ensure_ascii=False, indent=1)), 3),
        (put(folder, "escaped.json", json.dumps(feed)), 3),
    ]


def saved(page, coding="quoted-printable", charset=""):
    body = quopri.encodestring(page).replace(b"\n", b"\r\n") if coding == "quoted-printable" else base64.encodebytes(page)
    return (b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://marj.example/2021/06/03/1\r\nSubject: x\r\n"
            b"Date: Fri, 4 Jun 2021 09:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n"
            b"\tboundary=\"----MultipartBoundary--x\"\r\n\r\n\r\n------MultipartBoundary--x\r\nContent-Type: text/html" + charset.encode() +
            b"\r\nContent-ID: <frame-1@mhtml.blink>\r\nContent-Transfer-Encoding: " + coding.encode() +
            b"\r\nContent-Location: https://marj.example/2021/06/03/1\r\n\r\n" + body +
            b"\r\n------MultipartBoundary--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
            b"Content-Location: https://marj.example/x.png\r\n\r\niVBORw0KGgo=\r\n------MultipartBoundary--x--\r\n")


@sample
def mhtml(folder):
    page = article().encode()
    old = article().replace("utf-8", "windows-1256").encode("windows-1256")
    subject = "=?UTF-8?B?" + base64.b64encode("قتلى بقصف".encode()).decode() + "?=\r\n =?utf-8?Q?_=D8=B9=D9=84=D9=89?="
    text = "\n\n".join(PARAGRAPHS)
    mail = (f"From: =?windows-1256?B?{base64.b64encode('مرج'.encode('windows-1256')).decode()}?= <a@marj.example>\r\nTo: b@marj.example\r\nSubject: {subject}\r\n"
            "Date: Thu, 03 Jun 2021 20:15:00 +0300\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\nno words\r\n--a\r\n"
            "Content-Type: multipart/alternative; boundary=\"a b\"\r\n\r\n--a b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            + text + "\r\n--a b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(HTML.encode()).decode() + "--a b--\r\n--a\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\nx\r\n--a--\r\n")
    plain = ("From a@marj.example Thu Jun  3 20:15:00 2021\nFrom: a@marj.example\nSubject: x\nDate: Thu, 03 Jun 2021 20:15:00 +0300\n"
             "MIME-Version: 1.0\nContent-Type: text/plain; charset=windows-1256\nContent-Transfer-Encoding: quoted-printable\n\n").encode() + quopri.encodestring(
                 text.encode("windows-1256"))
    return [
        (put(folder, "blink.mhtml", saved(page)), 1),
        (put(folder, "base64.mht", saved(page, "base64")), 1),
        (put(folder, "1256.mht", saved(old, charset='; charset="windows-1256"')), 1),
        (put(folder, "mail.eml", mail), 1),
        (put(folder, "plain.eml", plain), 1),
        (put(folder, "cut.mhtml", saved(page).rpartition(b"</p>")[0]), 1),
    ]


@sample
def nested(folder):
    """A feed in a web archive, in a packed file, in an archive."""
    feed = channel(item(1, f"<description>{html.escape(HTML)}</description>") + item(2, f"<content:encoded>{cdata(HTML)}</content:encoded>"), "windows-1256")
    bytes_ = feed.encode("windows-1256", "xmlcharrefreplace")
    body = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\n\r\n" + bytes_
    warc = (b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://marj.example/feed/\r\nWARC-Date: 2021-06-03T20:15:00Z\r\n"
            b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: " + str(len(body)).encode() +
            b"\r\n\r\n" + body + b"\r\n\r\n")
    with zipfile.ZipFile(folder / "feeds.zip", "w") as z:
        z.writestr("a/feed.xml", bytes_)
        z.writestr("b.mht", saved(article().encode()))
    return [
        (folder / "feeds.zip", 3),
        (put(folder, "feed.warc", warc), 2),
        (put(folder, "feed.warc.gz", gzip.compress(warc)), 2),
        (put(folder, "feed.xml.gz", gzip.compress(bytes_)), 2),
    ]
