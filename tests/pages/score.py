#!/usr/bin/env python3
"""How well a build reads the pages that build.py makes: by layout, and for all of them.

    tests/pages/score.py PROGRAM [OPTION]... [LAYOUT]...     LAYOUT: as of build.py; dev alone where none is given

    --all             every layout, the held ones too
    --min NAME=SHARE  exit status 1 where NAME (text, title, outlet, published, updated, entries, nothing) of all pages is below SHARE;
                      may be given several times
    --keep FOLDER     leave pages, expected.json and reports.jsonl there
    -v                every page that something is wrong with, and what

text       F1 of the article's words: runs of four words that stand in both, as multisets; precision and recall of each page, their means over
           pages, F1 of the two. It is the measure of the article-extraction benchmark. Pieces that may be in the text or not (a summary above it, an embedded
           post) count as the page's answer has them.
title, outlet, published, updated
           share of pages where it is right; for a page that doesn't tell it, right is none at all. Spaces and direction marks don't count in names, and a
           time is right in any zone.
entries    share of a live-blog's entries that came out as reports of their own, words (F1 of 0.9) and time right
nothing    share of pages without an article that gave no report, or one without text
Standard library only.
"""
import collections
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = ('text', 'title', 'outlet', 'published', 'updated', 'entries', 'nothing')


def runs(text, n=4):
    words = re.findall(r'\w+', text or '')
    return collections.Counter(tuple(words[i:i + n]) for i in range(max(1, len(words) - n + 1))) if words else collections.Counter()


def overlap(true, said):
    """Precision and recall; None where there is nothing to measure."""
    t, s = runs(true), runs(said)
    both = sum((t & s).values())
    return (both / sum(s.values()) if s else None), (both / sum(t.values()) if t else None)


def f1(p, r):
    return 2 * p * r / (p + r) if p and r else 0.0


def versions(parts):
    """The text with and without each kind of piece that may be left out."""
    kinds = sorted({p['optional'] for p in parts if p['optional']})
    for bits in range(1 << len(kinds)):
        left = {k for i, k in enumerate(kinds) if bits >> i & 1}
        yield '\n'.join(p['text'] for p in parts if p['optional'] not in left)


def best(parts, said):
    return max((overlap(v, said) for v in versions(parts)), key=lambda pr: f1(*pr))


def name(s):
    s = re.sub('[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]', '', s or '')
    return ' '.join(s.split())


def instant(value, zone):
    t = datetime.datetime.strptime(value, '%Y-%m-%dT%H:%M:%S')
    if zone and zone != 'Z':
        m = re.fullmatch(r'([+-])(\d\d):?(\d\d)', zone)
        if m:
            t -= (1 if m[1] == '+' else -1) * datetime.timedelta(hours=int(m[2]), minutes=int(m[3]))
    return t


def same_time(want, got):
    value = (got or {}).get('value')
    if not want or not value:
        return not want and not value
    if want['precision'] == 'day':
        return value[:10] == want['at'][:10]
    try:
        if want['zone'] and got.get('zone'):
            return instant(want['at'], want['zone']) == instant((value + ':00')[:19] if len(value) == 16 else value, got['zone'])
    except ValueError:
        return False
    return value[:16] == want['at'][:16]


class Sums:
    def __init__(self):
        self.p, self.r = [], []
        self.right = collections.Counter()
        self.all = collections.Counter()

    def add(self, key, right, n=1):
        self.right[key] += right
        self.all[key] += n

    def get(self, key):
        if key == 'text':
            if not self.p and not self.r:
                return None
            return f1(sum(self.p) / max(1, len(self.p)), sum(self.r) / max(1, len(self.r)))
        return self.right[key] / self.all[key] if self.all[key] else None


def judge(want, reports, sums, wrong):
    """Adds one page to sums, what is wrong with it to the list."""
    if want.get('nothing'):
        ok = not any((r['text'] or '').strip() for r in reports)
        for s in sums:
            s.add('nothing', ok)
        if not ok:
            wrong.append(f'nothing: {reports[0]["text"][:80]!r}')
        return
    whole = '\n'.join(r['text'] or '' for r in reports)
    if 'entries' in want and len(reports) > 1:
        titles = '\n'.join((r['title'] or '') + '\n' + (r['text'] or '') for r in reports[1:])
        whole = max((whole, (reports[0]['text'] or '') + '\n' + titles), key=lambda w: f1(*best(want['parts'], w)))
    p, r = best(want['parts'], whole)
    for s in sums:
        if p is not None:
            s.p.append(p)
        if r is not None:
            s.r.append(r)
    if f1(p, r) < 0.98:
        wrong.append(f'text: precision {p or 0:.2f} recall {r or 0:.2f}')
    first = reports[0] if reports else {}
    said = {'title': first.get('title'), 'outlet': (first.get('outlet') or {}).get('name'), 'published': first.get('published'),
            'updated': first.get('updated')}
    right = {'title': name(said['title']) == name(want['title']),
             'outlet': name(said['outlet']) in [name(o) for o in want['outlet']] if want['outlet'] else not said['outlet'],
             'published': same_time(want['published'], said['published']),
             'updated': same_time(want['updated'], said['updated'])}
    for key, ok in right.items():
        if key in want['skips']:
            continue
        if key == 'updated' and not want['updated'] and (not (said['updated'] or {}).get('value') or same_time(want['published'], said['updated'])):
            continue # nothing to tell, or what sites write where nothing was changed
        for s in sums:
            s.add(key, ok)
        if not ok:
            shown = said[key].get('value') if isinstance(said[key], dict) else said[key]
            wanted = want[key].get('at') if isinstance(want[key], dict) else want[key]
            wrong.append(f'{key}: {shown!r} for {wanted!r}')
    for e in want.get('entries', ()):
        found = False
        for rep in reports:
            fit = max(f1(*(x or 0 for x in overlap(t, rep['text']))) for t in (e['text'], e['title'] + '\n' + e['text']))
            if fit >= 0.9 and same_time(e['published'], rep.get('published')):
                found = True
        for s in sums:
            s.add('entries', found)
        if not found:
            wrong.append(f'entry: {e["title"] or e["text"][:40]!r} {e["published"]["at"]}')


def line(label, s, pages):
    cells = []
    for key in NAMES:
        v = s.get(key)
        cells.append(f'{v:9.3f}' if v is not None else f'{"-":>9}')
    return f'{label:34}{pages:5} ' + ' '.join(cells)


def main(argv):
    floors, keep, verbose, all_of_them, rest = {}, None, False, False, []
    it = iter(argv[1:])
    for a in it:
        if a == '--min':
            key, _, share = next(it, '').partition('=')
            if key not in NAMES or not re.fullmatch(r'[01](\.\d+)?', share):
                sys.exit(f'--min {key}={share}: write one of {", ".join(NAMES)} and a share, as in --min text=0.98')
            floors[key] = float(share)
        elif a == '--keep':
            keep = next(it, None)
        elif a == '-v':
            verbose = True
        elif a == '--all':
            all_of_them = True
        elif a.startswith('-'):
            print(__doc__)
            return 0 if a in ('-h', '--help') else 2
        else:
            rest.append(a)
    if not rest:
        print(__doc__, file=sys.stderr)
        return 2
    program, layouts = os.path.abspath(rest[0]), rest[1:]
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or temporary
        os.makedirs(folder, exist_ok=True)
        picked = layouts or ([] if all_of_them else ['layouts/dev/'])
        subprocess.run([sys.executable, os.path.join(HERE, 'build.py'), folder, *picked], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, 'expected.json'), encoding='utf-8') as f:
            expected = json.load(f)
        found = collections.defaultdict(list)
        pages = sorted(expected)
        log = open(os.path.join(folder, 'reports.jsonl'), 'wb')
        for at in range(0, len(pages), 400):
            done = subprocess.run([program, 'read', '--quiet', '--format', 'jsonl', *pages[at:at + 400]], cwd=folder,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            if done.returncode not in (0, 3, 4):
                sys.exit(f'{program} ended with {done.returncode}')
            log.write(done.stdout)
            for l in done.stdout.decode('utf-8').splitlines():
                r = json.loads(l)['report']
                found[r['file'].partition('#')[0]].append(r)
        log.close()
    whole, by_layout, counts = Sums(), collections.defaultdict(Sums), collections.Counter()
    told = []
    for page in pages:
        layout = os.path.dirname(page)
        wrong = []
        judge(expected[page], found.get(page, []), (whole, by_layout[layout]), wrong)
        counts[layout] += 1
        told += [f'{page}: {w}' for w in wrong]
    print(f'{"":34}{"pages":>5} ' + ' '.join(f'{n:>9}' for n in NAMES))
    for layout in sorted(by_layout):
        print(line(layout, by_layout[layout], counts[layout]))
    print(line('all', whole, len(pages)))
    if verbose:
        print('\n'.join(told))
    status = 0
    for key, floor in floors.items():
        value = whole.get(key)
        if value is None or value < floor:
            print(f'{key} is {"missing" if value is None else f"{value:.3f}"}, below {floor}', file=sys.stderr)
            status = 1
    return status


if __name__ == '__main__':
    sys.exit(main(sys.argv))
