"""Web pages as they come: in old and wide encodings, declared, lied about or not at all, with bytes of others in them; pages of several reports."""
from check import PARAGRAPHS, article, put, sample


def entries():
    """A live-blog of three entries and the report of the page itself."""
    one = "".join(
        f'<li class="entry"><div class="t"><time datetime="2021-06-02T1{n}:30:00+03:00">1{n}:30</time></div><h3>خبر رقم {n}</h3><p>{p}</p></li>'
        for n, p in enumerate(PARAGRAPHS[1:]))
    return f"""<html><head><meta charset="utf-8"><meta property="og:site_name" content="وكالة مرج للأنباء"></head>
<body><main><h1>تغطية مباشرة: قصف على تل الورد</h1><p>{PARAGRAPHS[0]}</p><ol>{one}</ol></main></body></html>
"""


def channel():
    posts = "".join(
        f'<div class="tgme_widget_message_wrap"><div class="a"><a href="/c">وكالة مرج</a></div><div class="tgme_widget_message_text">{p}</div>'
        f'<div class="f"><a href="/{n}"><time datetime="2021-06-02T1{n}:30:00+00:00">1{n}:30</time></a></div></div>'
        for n, p in enumerate(PARAGRAPHS))
    return f"""<html><head><title>وكالة مرج – Telegram</title><meta property="og:title" content="وكالة مرج">
<meta property="og:site_name" content="Telegram"></head><body><main><section>{posts}</section></main></body></html>
"""


@sample
def encodings(folder):
    page = article()
    bare = page.replace('<meta charset="utf-8">', "")
    stray = page.encode().replace("مدفعي".encode(), "مدفعي".encode() + b"\xff", 1).replace("بلدة".encode(), b"\xc7\xe1" + "بلدة".encode(), 1)
    old = page.encode("windows-1256", "xmlcharrefreplace")
    return [
        (put(folder, "lies.html", old), 1),
        (put(folder, "undeclared.html", bare.encode("windows-1256", "xmlcharrefreplace")), 1),
        (put(folder, "latin.html", page.replace("utf-8", "iso-8859-1").encode("windows-1256", "xmlcharrefreplace")), 1),
        (put(folder, "iso.html", page.replace("utf-8", "iso-8859-6").encode("iso-8859-6", "xmlcharrefreplace")), 1),
        (put(folder, "reversed.html", page.replace("utf-8", "windows-1256").encode()), 1),
        (put(folder, "wide.html", page.encode("utf-16-le")), 1),
        (put(folder, "wide-big.html", page.encode("utf-16-be")), 1),
        (put(folder, "wide-marked.html", b"\xff\xfe" + page.encode("utf-16-le")), 1),
        (put(folder, "wide-big-marked.html", b"\xfe\xff" + page.encode("utf-16-be")), 1),
        (put(folder, "marked.html", b"\xef\xbb\xbf" + page.encode()), 1),
        (put(folder, "stray.html", stray), 1),
        (put(folder, "references.html", page.encode("ascii", "xmlcharrefreplace")), 1),
    ]


@sample
def several(folder):
    return [
        (put(folder, "live.html", entries()), 4),
        (put(folder, "live-1256.html", entries().replace("utf-8", "windows-1256").encode("windows-1256", "xmlcharrefreplace")), 4),
        (put(folder, "channel.html", channel()), 4),
    ]
