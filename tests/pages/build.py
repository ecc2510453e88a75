#!/usr/bin/env python3
"""Puts the articles into the layouts: web pages as real sites build them, and what a reader should make of each.

    tests/pages/build.py FOLDER [LAYOUT...]     default: all layouts; LAYOUT is a path or a part of one ("dev", "held/jnews")

Writes FOLDER/<dev|held>/<layout>/<article>.html and FOLDER/expected.json. The same input gives the same pages. README.md here is the manual
of layouts and articles. Standard library only.
"""
import base64
import datetime
import glob
import hashlib
import html
import json
import os
import random
import re
import sys
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
LRM, RLM = '\u200e', '\u200f'

# --- words of the calendar --------------------------------------------------------------------------------------------
MONTHS = {
    'levant': 'كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول',
    'egypt': 'يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر',
    'tunis': 'جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر',
    'morocco': 'يناير|فبراير|مارس|أبريل|ماي|يونيو|يوليوز|غشت|شتنبر|أكتوبر|نونبر|دجنبر',
    'english': 'January|February|March|April|May|June|July|August|September|October|November|December',
    'short': 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec',
}
MONTHS = {k: v.split('|') for k, v in MONTHS.items()}
MONTHS['both'] = [f'{a}/{b}' for a, b in zip(MONTHS['egypt'], MONTHS['levant'])]
MONTHS['levant-both'] = [f'{b} / {a}' for a, b in zip(MONTHS['egypt'], MONTHS['levant'])]
WEEKDAYS = 'الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد'.split('|')
HIJRI = 'محرم|صفر|ربيع الأول|ربيع الآخر|جمادى الأولى|جمادى الآخرة|رجب|شعبان|رمضان|شوال|ذو القعدة|ذو الحجة'.split('|')
INDIC = str.maketrans('0123456789', '٠١٢٣٤٥٦٧٨٩')


def hijri(day):
    """Day, month (from 0) and year of the arithmetic calendar: as exact as the widgets that sites use."""
    n = day.toordinal()
    start = lambda y, m: 227015 + (y - 1) * 354 + (3 + 11 * y) // 30 + 29 * (m - 1) + m // 2
    year = (30 * (n - 227015) + 10646) // 10631
    month = min(12, (11 * (n - start(year, 1)) + 330) // 325)
    return n - start(year, month) + 1, month - 1, year


def show_time(t, form, months):
    h12 = t.hour % 12 or 12
    hd, hm, hy = hijri(t.date())
    part = {'A': WEEKDAYS[t.weekday()], 'd': f'{t.day:02}', 'e': str(t.day), 'm': f'{t.month:02}', 'n': str(t.month),
            'Y': str(t.year), 'y': f'{t.year % 100:02}', 'B': MONTHS[months][t.month - 1], 'E': MONTHS['english'][t.month - 1],
            'b': MONTHS['short'][t.month - 1], 'H': f'{t.hour:02}', 'M': f'{t.minute:02}', 'S': '00', 'I': f'{h12:02}', 'l': str(h12),
            'p': 'ص' if t.hour < 12 else 'م', 'P': 'صباحاً' if t.hour < 12 else 'مساءً', 'a': 'AM' if t.hour < 12 else 'PM',
            'h': f'{hd} {HIJRI[hm]} {hy}', '%': '%'}
    return re.sub(r'%([A-Za-z%])', lambda m: part[m.group(1)], form)


# --- templates ----------------------------------------------------------------------------------------------------------
class Rich(str):
    """Words of an article: [[link]] and **bold** stand for what editors put into paragraphs."""
    @property
    def plain(self):
        return re.sub(r'\[\[|\]\]|\*\*', '', self)

    def markup(self):
        s = html.escape(self, quote=False)
        s = re.sub(r'\[\[(.+?)\]\]', r'<a href="/tag/1">\1</a>', s)
        return re.sub(r'\*\*(.+?)\*\*', r'<strong>\1</strong>', s)


class Moment:
    def __init__(self, text, zone):
        self.at = datetime.datetime.strptime(text, '%Y-%m-%dT%H:%M')
        self.zone = zone

    def utc(self):
        z = self.zone or '+00:00'
        sign = -1 if z[0] == '-' else 1
        return self.at - sign * datetime.timedelta(hours=int(z[1:3]), minutes=int(z[4:6]))

    def __str__(self):
        return self.at.strftime('%Y-%m-%dT%H:%M:00')


TAG = re.compile(r'\{\{\{(.*?)\}\}\}|\{\{(.*?)\}\}', re.S)


def parse(text, name):
    root = []
    stack = [(None, root)]
    at = 0
    for m in TAG.finditer(text):
        stack[-1][1].append(text[at:m.start()])
        at = m.end()
        raw = m.group(1) is not None
        tag = (m.group(1) if raw else m.group(2)).strip()
        if tag[0] in '#^':
            node = (tag[0], tag[1:].strip(), [])
            stack[-1][1].append(node)
            stack.append((node[1], node[2]))
        elif tag[0] == '/':
            opened, _ = stack.pop()
            if opened != tag[1:].strip():
                sys.exit(f'{name}: {{{{{tag}}}}} closes {opened}')
        else:
            stack[-1][1].append(('=', tag, raw))
    stack[-1][1].append(text[at:])
    if len(stack) != 1:
        sys.exit(f'{name}: {stack[-1][0]} is not closed')
    return root


class Page:
    """One article in one layout: fills a parsed template."""

    def __init__(self, layout, context):
        self.layout, self.stack = layout, [context]

    def look(self, name):
        if name == '.':
            return self.stack[-1]
        for i, part in enumerate(name.split('.')):
            if i == 0:
                value = next((c[part] for c in reversed(self.stack) if isinstance(c, dict) and part in c), None)
            else:
                value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
        return value

    def filtered(self, value, filters, raw):
        markup = isinstance(value, Rich)
        for f in filters:
            if f.startswith('%') or '%' in f:
                months = self.layout.head.get('months', 'levant')
                value = show_time(value.at, f, months)
            elif f == 'indic':
                value = str(value).translate(INDIC)
            elif f == 'iso':
                value = str(value) + (value.zone or '')
            elif f == 'utc':
                value = value.utc().strftime('%Y-%m-%dT%H:%M:00Z')
            elif f == 'epoch':
                value = str(int((value.utc() - datetime.datetime(1970, 1, 1)).total_seconds()))
            elif f == 'plain':
                value, markup = (value.plain if isinstance(value, Rich) else value), False
            elif f == 'json':
                return json.dumps(value.plain if isinstance(value, Rich) else str(value), ensure_ascii=False).replace('</', '<\\/')
            elif f == 'ujson':
                return json.dumps(value.plain if isinstance(value, Rich) else str(value)).replace('</', '<\\u002f')
            elif f == 'attr':
                return html.escape(value.plain if isinstance(value, Rich) else str(value), quote=True)
            elif f == 'ncr':
                s = value.markup() if isinstance(value, Rich) else html.escape(str(value))
                return s.encode('ascii', 'xmlcharrefreplace').decode()
            elif f == 'ents':
                s = value.markup() if isinstance(value, Rich) else html.escape(str(value), quote=True)
                for a, b in (('«', '&laquo;'), ('»', '&raquo;'), ('–', '&ndash;'), ('…', '&hellip;'), ('"', '&quot;'), ('،', '&#1548;')):
                    s = s.replace(a, b) if a != '"' else re.sub(r'"(?![^<]*>)', b, s)
                return re.sub(r' (?=\d)', '&nbsp;', re.sub(r'(<[^>]*>)', r'\1', s))
            elif f == 'slug':
                value = urllib.parse.quote(re.sub(r'\W+', '-', value).strip('-'))
            elif f == 'lrm':
                value = RLM + str(value) + LRM
            elif f == 'words':
                # Each word an element of its own, as some editors and machine translators leave them.
                return ' '.join(f'<span style="font-size:large">{html.escape(w, quote=False)}</span>' for w in value.plain.split())
            elif f.startswith('cut:'):
                n = int(f[4:])
                value = value.plain if isinstance(value, Rich) else value
                value, markup = (value if len(value) <= n else value[:n].rsplit(' ', 1)[0] + '…'), False
            else:
                sys.exit(f'{self.layout.name}: no filter {f}')
        if raw:
            return str(value)
        return value.markup() if markup and isinstance(value, Rich) else html.escape(str(value), quote=False)

    def fill(self, nodes):
        out = []
        for n in nodes:
            if isinstance(n, str):
                out.append(n)
            elif n[0] == '=':
                name, *filters = re.split(r'(?<! )\|(?! )', n[1])
                value = self.look(name)
                if value is None:
                    sys.exit(f'{self.layout.name}: no {name}')
                out.append(self.filtered(value, filters, n[2]))
            else:
                value = self.look(n[1])
                if n[0] == '^':
                    if not value:
                        out.append(self.fill(n[2]))
                elif isinstance(value, list):
                    for v in value:
                        self.stack.append(v)
                        out.append(self.fill(n[2]))
                        self.stack.pop()
                elif value:
                    self.stack.append(value)
                    out.append(self.fill(n[2]))
                    self.stack.pop()
        return ''.join(out)


# --- articles -----------------------------------------------------------------------------------------------------------
def read_head(text):
    head = {}
    lines = text.split('\n')
    at = 0
    for at, line in enumerate(lines):
        if line.strip() in ('', '---'):
            break
        key, colon, value = line.partition(':')
        if not colon:
            raise ValueError(f'line {at + 1} is no "key: value"')
        head[key.strip()] = value.strip()
    return head, '\n'.join(lines[at + 1:])


def blocks_of(text):
    """Paragraphs, headings (##), quotations (>), lists (-), captions of pictures (!), embedded posts (@) and paragraphs that may be left out
    of the text, as a signature (~), in order."""
    out = []
    for line in text.split('\n'):
        line = line.strip()
        mark, _, rest = line.partition(' ')
        if not line:
            continue
        if mark == '##':
            out.append({'h': Rich(rest)})
        elif mark == '>':
            out.append({'quote': Rich(rest)})
        elif mark == '!':
            out.append({'photo': {'words': Rich(rest)}})
        elif mark == '@':
            name, handle, words = [p.strip() for p in rest.split('|')]
            out.append({'tweet': {'name': name, 'handle': handle, 'words': Rich(words)}})
        elif mark == '-':
            if not (out and 'list' in out[-1]):
                out.append({'list': {'items': []}})
            out[-1]['list']['items'].append(Rich(rest))
        elif mark == '~':
            out.append({'p': Rich(rest), 'edge': True})
        else:
            out.append({'p': Rich(line)})
    return out


def place_marks(blocks):
    """Where among the blocks a layout may put things of its own: first, second, middle, late, last."""
    solid = [b for b in blocks if 'p' in b]
    for b in blocks:
        for mark in ('first', 'second', 'third', 'middle', 'late', 'last'):
            b[mark] = False
    for i, mark in enumerate(('first', 'second', 'third')):
        if len(solid) > i:
            solid[i][mark] = True
    if len(solid) > 3:
        solid[len(solid) // 2]['middle'] = True
    if len(solid) > 5:
        solid[-2]['late'] = True
    if solid:
        solid[-1]['last'] = True
    return blocks


def load_articles():
    out = {}
    for path in sorted(glob.glob(os.path.join(HERE, 'articles', '*.txt'))):
        name = os.path.splitext(os.path.basename(path))[0]
        head, text = read_head(open(path, encoding='utf-8').read())
        head['name'] = name
        head.setdefault('kind', 'article')
        intro, *entries = re.split(r'^== ', text, flags=re.M)
        head['body'] = intro
        head['live'] = []
        for e in entries:
            first, _, rest = e.partition('\n')
            at, _, title = first.partition('|')
            head['live'].append((at.strip(), title.strip(), rest))
        out[name] = head
    return out


# --- layouts ------------------------------------------------------------------------------------------------------------
class Layout:
    def __init__(self, path):
        self.name = os.path.relpath(path, os.path.join(HERE, 'layouts'))
        self.name = os.path.splitext(self.name)[0].replace(os.sep, '/')
        text = open(path, encoding='utf-8').read()
        head, _, body = text.partition('\n---\n')
        try:
            self.head, _ = read_head(head + '\n\n')
        except ValueError as e:
            sys.exit(f'{self.name}: {e}')
        self.nodes = parse(body, self.name)
        self.gives = set(self.head.get('gives', 'title outlet published').split())
        self.skips = set(self.head.get('skips', '').split())
        self.optional = self.head.get('optional', '').split()
        self.kind = self.head.get('kind', 'article')


def pool(name):
    with open(os.path.join(HERE, name), encoding='utf-8') as f:
        return [l.strip() for l in f if l.strip() and not l.startswith('#')]


class Maker:
    def __init__(self):
        self.articles = load_articles()
        self.headlines = pool('headlines.txt')
        self.comments = [tuple(p.strip() for p in l.split('|')) for l in pool('comments.txt')]

    def others(self, rng, own, zone):
        """Other things on the site: their titles, a teaser and a date, as boxes beside an article show them."""
        at = own.at
        out = []
        for i, h in enumerate(rng.sample(self.headlines, 40)):
            title, _, teaser = h.partition('|')
            when = at - datetime.timedelta(hours=7 * i + rng.randrange(1, 6), minutes=rng.randrange(60))
            out.append({'title': title.strip(), 'teaser': teaser.strip() or title.strip(), 'id': str(rng.randrange(10000, 99999)),
                        'at': Moment(when.strftime('%Y-%m-%dT%H:%M'), zone), 'n': str(i + 1), 'views': str(rng.randrange(50, 9000))})
        return out

    def entries(self, art, zone):
        out = []
        for at, title, text in art['live']:
            blocks = place_marks(blocks_of(text))
            out.append({'at': Moment(at, zone), 'title': title, 'blocks': blocks, 'words': ' '.join(b['p'].plain for b in blocks if 'p' in b)})
        return out

    def summed(self, art, zone, rng):
        """The items of a day's round-up: the beginnings of other articles under their titles."""
        names = sorted(n for n, a in self.articles.items() if a['kind'] == 'article' and n != art['name'])
        out = []
        day = Moment(art['published'], zone).at
        for i, n in enumerate(rng.sample(names, 5)):
            a = self.articles[n]
            when = day.replace(hour=8, minute=10) + datetime.timedelta(hours=2 * i, minutes=7 * i)
            paragraphs = [b for b in blocks_of(a['body']) if 'p' in b][:2]
            out.append({'title': a['title'], 'place': a.get('dateline', 'المدينة'), 'blocks': place_marks(paragraphs),
                        'at': Moment(when.strftime('%Y-%m-%dT%H:%M'), zone)})
        return out

    def context(self, layout, art):
        head = layout.head
        rng = random.Random(hashlib.sha256(f'{layout.name}/{art["name"]}'.encode()).digest())
        zone = head.get('zone') or None
        published = Moment(art['published'], zone)
        updated = Moment(art['updated'], zone) if art.get('updated') else None
        today = published.at + datetime.timedelta(days=rng.randrange(40, 900), minutes=rng.randrange(1000))
        site = {k: v for k, v in head.items()}
        site['name'] = head.get('outlet', '')
        site.setdefault('short', site['name'])
        site.setdefault('domain', 'www.site.example')
        ident = str(rng.randrange(10000, 999999))
        blocks = place_marks(blocks_of(art['body']))
        if 'opens' in head and blocks:
            opening = Page(layout, dict(art, site=site, dateline=art.get('dateline', 'المدينة'))).fill(parse(head['opens'], layout.name))
            first = next(b for b in blocks if 'p' in b and 'edge' not in b)
            first['p'] = Rich(f'{html.unescape(opening)} {first["p"]}')
        others = self.others(rng, published, zone)
        second = self.articles[rng.choice([n for n, a in self.articles.items() if a['kind'] == 'article' and n != art['name']])]
        sample = rng.sample(self.comments, min(len(self.comments), 12))
        comments = [{'name': n, 'words': w, 'n': str(i + 1), 'ago': f'منذ {i + 2} ساعات',
                     'at': Moment((published.at + datetime.timedelta(hours=i + 1)).strftime('%Y-%m-%dT%H:%M'), zone)}
                    for i, (n, w) in enumerate(sample)]
        tags = [{'name': t.strip()} for t in art.get('tags', '').split('|') if t.strip()]
        return {
            'site': site, 'title': art['title'], 'byline': art['byline'], 'section': art['section'], 'summary': art['summary'],
            'caption': art['caption'], 'dateline': art.get('dateline', 'المدينة'), 'tags': tags, 'published': published,
            'updated': updated, 'changed': updated or published, 'today': Moment(today.strftime('%Y-%m-%dT%H:%M'), zone),
            'id': ident, 'views': str(rng.randrange(100, 20000)),
            'url': f'https://{site["domain"]}/{published.at:%Y/%m/%d}/{urllib.parse.quote(re.sub(chr(92) + "W+", "-", art["title"]).strip("-"))}',
            'blocks': blocks, 'words': '\n'.join(text_of(blocks)), 'related': others[:4], 'latest': others[4:14], 'most': others[14:20],
            'ticker': others[20:24], 'more': others[24:40],
            'comments': comments, 'entries': self.entries(art, zone), 'items': self.summed(art, zone, rng) if layout.kind == 'roundup' else [],
            'next': {'title': second['title'], 'byline': second['byline'], 'published': Moment(second['published'], zone),
                     'blocks': place_marks(blocks_of(second['body']))},
        }

    def expected(self, layout, art, c):
        head, gives = layout.head, layout.gives
        if layout.kind == 'nothing':
            return {'nothing': True}

        def moment(m, precision):
            return {'at': str(m), 'zone': m.zone, 'precision': precision}
        out = {'title': None, 'outlet': None, 'published': None, 'updated': None}
        if 'title' in gives:
            out['title'] = art['title'] if 'title' not in head else None
        if 'outlet' in gives:
            out['outlet'] = [head['outlet']] + [a.strip() for a in head.get('also', '').split('|') if a.strip()]
        if 'published' in gives:
            out['published'] = moment(c['published'], head.get('precision', 'minute'))
        if 'updated' in gives and c['updated']:
            out['updated'] = moment(c['updated'], head.get('precision', 'minute'))
        parts = []
        if 'lead' in layout.optional:
            parts.append(('lead', [art['summary']]))
        for i, b in enumerate(c['blocks']):
            if 'tweet' in b:
                if 'tweet' in layout.optional:
                    parts.append(('tweet', [b['tweet']['words'].plain]))
            elif 'photo' not in b:
                parts.append((f'edge{i}' if 'edge' in b else None, text_of([b])))
        if layout.kind == 'roundup':
            for it in c['items']:
                parts.append((None, [it['title']] + text_of(it['blocks'])))
        if layout.kind in ('live', 'posts'):
            if layout.kind == 'posts':
                parts = []
            out['entries'] = []
            for e in c['entries']:
                text = text_of(e['blocks'])
                title = [e['title']] if layout.kind == 'live' else []
                parts.append((None, title + text))
                out['entries'].append({'title': e['title'], 'text': '\n'.join(text), 'published': moment(e['at'], 'minute')})
        if layout.kind == 'roundup' and head.get('split') == 'yes':
            out['entries'] = [{'title': it['title'], 'text': '\n'.join(text_of(it['blocks'])), 'published': moment(it['at'], 'minute')}
                              for it in c['items']]
        out['parts'] = [{'optional': o, 'text': '\n'.join(t)} for o, t in parts]
        out['skips'] = sorted(layout.skips)
        return out


def text_of(blocks):
    out = []
    for b in blocks:
        for key in ('p', 'h', 'quote'):
            if key in b:
                out.append(b[key].plain)
        if 'list' in b:
            out += [i.plain for i in b['list']['items']]
    return out


def encode(text, head, rng):
    name = head.get('encoding', 'utf-8')
    stray = name.endswith('+stray')
    data = text.encode(name.removesuffix('+stray'), 'xmlcharrefreplace')
    if stray:
        # Bytes of another encoding between words, and a character cut in half where an editor counted bytes.
        at = [m.start() for m in re.finditer(rb' ', data) if data.find(b'<body') < m.start()]
        for i in sorted(rng.sample(at, min(len(at), 6)), reverse=True):
            data = data[:i] + rng.choice([b'\xa0', b' \xd9 ', b'\x93 ', b' \xef\xbf ']) + data[i:]
    return data


def main(argv):
    if len(argv) < 2 or argv[1].startswith('-'):
        print(__doc__, file=sys.stderr)
        return 2
    folder, wanted = argv[1], argv[2:]
    maker = Maker()
    paths = sorted(glob.glob(os.path.join(HERE, 'layouts', '*', '*.html')))
    expected = {}
    for path in paths:
        layout = Layout(path)
        if wanted and not any(w in path for w in wanted):
            continue
        kind = {'live': 'live', 'posts': 'live'}.get(layout.kind, 'article')
        count = 0
        for name, art in sorted(maker.articles.items()):
            if art['kind'] != kind:
                continue
            if layout.head.get('only') and name not in layout.head['only'].split():
                continue
            if layout.head.get('without') and name in layout.head['without'].split():
                continue
            c = maker.context(layout, art)
            text = Page(layout, c).fill(layout.nodes)
            data = encode(text, layout.head, random.Random(name))
            page = f'{layout.name}/{name}.{layout.head.get("file", "html")}'
            os.makedirs(os.path.join(folder, layout.name), exist_ok=True)
            with open(os.path.join(folder, page), 'wb') as f:
                f.write(data)
            expected[page] = maker.expected(layout, art, c)
            count += 1
        if count < 4:
            print(f'{layout.name}: only {count} articles', file=sys.stderr)
    with open(os.path.join(folder, 'expected.json'), 'w', encoding='utf-8') as f:
        json.dump(expected, f, ensure_ascii=False, indent=1)
    print(f'{len(expected)} pages in {folder}')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv))
