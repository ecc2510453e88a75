"""Feeds, in the manner of those that Arabic sites have: of WordPress, of Blogger, of hand-made systems, whole and broken."""
import codecs
import html
import re

from check import PARAGRAPHS, piece, put, sample

CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|$)", re.S)
TAG = re.compile(r"</?[A-Za-z_:\x80-\U0010ffff]")
REFERENCE = re.compile(r"&(#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")


codecs.register_error("one", lambda e: ("\ue000", e.end))  # bad bytes in a row become one U+FFFD


@piece("element")
def element(data, p, report):
    """Text of an XML element; where it holds elements, as it stands but for the marks of CDATA."""
    part = data[p["offset"]:p["offset"] + p["bytes"]].decode(p["encoding"] or "utf-8", "one")
    part = re.sub("\ue000+", "\ufffd", part)
    pieces = CDATA.split(part)
    holds = any(TAG.search(s) for s in pieces[::2])
    if not holds:
        pieces[::2] = [REFERENCE.sub(lambda m: html.unescape(m.group()), s) for s in pieces[::2]]
    return "".join(pieces)


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
