"""JSON, tables and Telegram's exports, with what their exporters write and break."""
import csv
import html
import io
import json
import re

from check import PARAGRAPHS, piece, put, sample


@piece("string")
def string(data, p, report):
    """A JSON string, decoded by Python from where it stands; \\xNN, which is no JSON, is mended first."""
    if not p["bytes"]:  # the file was decoded as a whole: found by its record and key
        line, _, key = p["name"].partition(":")
        value = json.loads(data.decode(p["encoding"]).lstrip("\ufeff").splitlines()[int(line) - 1])[key]
        return value
    raw = data[p["offset"]:p["offset"] + p["bytes"]].decode("utf-8", "replace")
    value, end = json.JSONDecoder(strict=False).raw_decode(re.sub(r"(?<!\\)((?:\\\\)*)\\x", r"\1\\u00", raw))
    assert end >= len(re.sub(r"\\x", r"\\u00", raw)) - 4 and isinstance(value, str), raw
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@piece("cell")
def cell(data, p, report):
    raw = data[p["offset"]:p["offset"] + p["bytes"]].decode(p["encoding"] or "utf-8", "replace")
    return next(csv.reader(io.StringIO(raw, newline=""), delimiter="\x01"))[0]


def dump(o, **how):
    return json.dumps(o, ensure_ascii=False, **how)


def story(n):
    return "\n".join(PARAGRAPHS) + f"\nوهذا هو الخبر رقم {n} من نوعه."


def message(i, text, **more):
    return dict({"id": i, "type": "message", "date": f"2021-06-03T20:{i:02}:00", "date_unixtime": str(1622739600 + i * 60),
                 "from": "شبكة مرج", "from_id": "channel100", "text": text,
                 "text_entities": [{"type": "plain", "text": text}] if isinstance(text, str) and text else []}, **more)


CHANNEL = {"name": "شبكة مرج", "type": "public_channel", "id": 100, "messages": [
    {"id": 0, "type": "service", "date": "2021-06-03T20:00:00", "date_unixtime": "1622739600", "actor": "شبكة مرج",
     "actor_id": "channel100", "action": "create_channel", "title": "شبكة مرج", "text": "", "text_entities": []},
    message(1, story(1)),
    message(2, ["عاجل | ", {"type": "bold", "text": "ثلاثة قتلى"}, " بقصف مدفعي على بلدة تل الورد 🔴\n\n", PARAGRAPHS[1], "\n",
                {"type": "link", "text": "https://marj.example/2"}]),
    message(3, "", photo="photos/photo_1.jpg", width=1280, height=720),
    message(4, PARAGRAPHS[2], photo="(File not included. Change data exporting settings to download.)"),
    message(5, PARAGRAPHS[3], forwarded_from="وكالة تل الورد", reply_to_message_id=2, edited="2021-06-03T21:00:00", edited_unixtime="1622743200"),
    message(6, [{"type": "link", "text": "https://marj.example/6"}]),
    message(7, "", poll={"question": "هل يستمر القصف؟", "closed": False, "total_voters": 2, "answers": []}),
    message(8, "قُتل عنصران\u2028في \"كمين\" \\ قرب تل الورد\tمساء اليوم."),
]}


@sample
def telegram(folder):
    whole = dump(CHANNEL, indent=1)
    private = {"name": "سامر", "type": "personal_chat", "id": 7, "messages": [message(1, story(7))]}
    account = {"about": "Here is the data you requested.", "personal_information": {"user_id": 7},
               "chats": {"about": "This page lists all chats from this export.", "list": [private, CHANNEL]},
               "left_chats": {"about": "", "list": [dict(CHANNEL, name=None, id=101)]}}
    broken = whole.replace("مساء الخميس، وفق", "مساء \\x0b الخميس،\\x1f وفق").replace("🔴", "\\ud83d\\udd34 \\ud83d", 1)
    return [(put(folder, "result.json", whole.encode()), 5),
            (put(folder, "result-ascii.json", json.dumps(CHANNEL).encode()), 5),
            (put(folder, "result-broken.json", broken.encode()), 5),
            (put(folder, "result-cut.json", whole.encode()[:-300]), None),
            (put(folder, "account.json", dump(account, indent=1).encode()), 10)]


@sample
def telegram_html(folder):
    parts = []
    for i, text in enumerate(PARAGRAPHS):
        name = '<div class="from_name">\nشبكة مرج \n       </div>' if i == 0 else ""
        words = html.escape(text).replace("، ", "، <strong>", 1).replace(" في ", "</strong> في ", 1) + "<br><br>" + html.escape(PARAGRAPHS[0])
        parts.append(f'''
     <div class="message default clearfix{' joined' if i else ''}" id="message{i + 1}">

      <div class="body">

       <div class="pull_right date details" title="03.06.2021 20:1{i}:00 UTC+03:00">
20:1{i}
       </div>
{name}
       <div class="text">
{words}
       </div>

      </div>

     </div>
''')
    page = f'''<!DOCTYPE html>
<html>
 <head>
  <meta charset="utf-8"/>
<title>Exported Data</title>
 </head>
 <body onload="CheckLocation();">
  <div class="page_wrap">
   <div class="page_header">
    <div class="content">
     <div class="text bold">
شبكة مرج
     </div>
    </div>
   </div>
   <div class="page_body chat_page">
    <div class="history">
{"".join(parts)}
    </div>
   </div>
  </div>
 </body>
</html>
'''
    return [(put(folder, "messages.html", page.encode()), len(PARAGRAPHS))]


def rows(n):
    return [{"headline": f"قتلى بقصف على \"تل الورد\" {i}", "body": story(i), "date": f"2021-06-0{i + 1} 20:15", "source": "وكالة مرج",
             "link": f"https://marj.example/{i}"} for i in range(n)]


@sample
def records(folder):
    lines = "".join(dump(r) + "\n" for r in rows(3))
    marked = [{"title": {"rendered": f"قتلى &#8220;جدد&#8221; {i}"}, "date": "2021-06-03T20:15:00",
               "content": {"rendered": "".join(f"<p>{html.escape(p)}</p>\n" for p in PARAGRAPHS + [str(i)])}} for i in range(2)]
    paragraphs = {"title": "قتلى بقصف على تل الورد", "text": PARAGRAPHS, "date": "2021-06-03"}
    return [(put(folder, "posts.jsonl", lines.encode()), 3),
            (put(folder, "posts-escaped.jsonl", "".join(json.dumps(r) + "\r\n" for r in rows(3)).encode()), 3),
            (put(folder, "posts-16.jsonl", lines.encode("utf-16")), 3),
            (put(folder, "posts-cut.jsonl", lines.encode()[:-200]), 2),
            (put(folder, "posts.json", dump(rows(3), indent=2).encode()), 3),
            (put(folder, "answer.json", dump({"status": "ok", "data": {"items": rows(2)}}).encode()), 2),
            (put(folder, "trailing.json", (dump(rows(2))[:-1] + ",]").replace('"date"', '"n": NaN, "x": 123456789012345678901234567890,\n"date"').encode()), 2),
            (put(folder, "marked.json", dump(marked).encode()), 2),
            (put(folder, "paragraphs.json", dump(paragraphs, indent=4).encode()), 1)]


@sample
def tables(folder):
    def table(name, encoding="utf-8", before="", **how):
        out = io.StringIO()
        w = csv.DictWriter(out, ["headline", "body", "date", "source", "link"], **how)
        w.writeheader()
        w.writerows(rows(3))
        return put(folder, name, (before + out.getvalue()).encode(encoding)), 3
    return [table("posts.csv"), table("posts.tsv", delimiter="\t", lineterminator="\n"), table("posts-mark.csv", "utf-8-sig", delimiter=";"),
            table("posts-16.csv", "utf-16", delimiter="\t"), table("posts-1256.csv", "cp1256", delimiter=";"),
            table("posts-sep.csv", before="sep=|\r\n", delimiter="|", quoting=csv.QUOTE_ALL)]
