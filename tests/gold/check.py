#!/usr/bin/env python3
"""Check the labelled reports under tests/gold and count their kinds.

    check.py [-q] [SET/SPLIT ...]        all of tests/gold/*/*/*.json where none is named, e.g. b/train

An error is printed for each breach: evidence that is not in the report's words, a figure's text outside its evidence, bounds that do not follow the table of
the contract, an id that no table of lexicon/ has, a furniture line that does not exist, a part of a claim that is not there. A warning is printed where the
scorer could not tell where a claim stands: evidence that occurs twice, or a figure's text that occurs earlier in its evidence inside another word.
Then the counts of each split. Standard library only. Exit status 1 where there is an error, 2 for bad usage.
"""
import glob, json, os, re, sys, unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

# folding as the scorer folds
DIAC = re.compile('[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
FOLD = str.maketrans({'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ى': 'ي', 'ة': 'ه', 'ؤ': 'و', 'ئ': 'ي', '\u00a0': ' '})
DIGITS = {ord(c): str(i) for s in ('٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹') for i, c in enumerate(s)}

KINDS = set('person official party party_media agency outlet correspondent witness activists medical local monitor anonymous document'.split())
MODALITIES = set('actual attempted foiled planned feared possible background'.split())
STANCES = set('neutral doubted endorsed unconfirmed'.split())
SCOPES = set('event increment total period stock'.split())
ORDERS = {(20, 99), (200, 999), (2000, 9999), (20000, 99999), (200000, 999999), (2000000, 9999999), (3, 9)}
TOP = {'predicate', 'unit', 'figure', 'patient', 'agent', 'place', 'time', 'told', 'chain', 'alt_chain', 'polarity', 'denies', 'modality', 'stance', 'scope',
       'part_of', 'optional', 'evidence', 'counts', 'about', 'note', 'id'}


def fold(s):
    s = unicodedata.normalize('NFKC', s or '')
    s = DIAC.sub('', s).translate(FOLD).translate(DIGITS)
    return re.sub(r'\s+', ' ', re.sub(r'["\'()«»“”‘’#_]', ' ', s)).strip()


def ids(table):
    """The ids of a table and of the tables beside it: actors.tsv, actors.groups.tsv."""
    found = set()
    for path in glob.glob(os.path.join(ROOT, 'lexicon', table.replace('.tsv', '*.tsv'))):
        with open(path, encoding='utf-8') as f:
            found |= {l.split('\t')[0] for l in f.read().split('\n')[1:] if l.strip() and not l.startswith('#')}
    return found


def bounds(f):
    """Why the bounds of a figure break the table, or None."""
    v, lo, hi, q = (f.get(k) for k in ('value', 'low', 'high', 'qualifier'))
    if q == 'exact':
        ok = v is not None and v == lo == hi
    elif q == 'about':
        ok = None not in (v, lo, hi) and all(abs(abs(x - v) - max(1, v * 0.1)) <= 1 for x in (lo, hi)) and lo < v < hi
    elif q in ('more_than', 'at_least'):
        ok = v is not None and lo == v and hi is None
    elif q in ('less_than', 'at_most'):
        ok = v is not None and hi == v and lo is None
    elif q == 'between':
        ok = v is None and lo is not None and hi is not None and lo < hi
    elif q == 'order':
        ok = v is None and (lo, hi) in ORDERS
    elif q in ('some', 'all'):
        ok = v is lo is hi is None
    elif q == 'none':
        ok = v == lo == hi == 0
    else:
        return f'unknown qualifier {q!r}'
    return None if ok else f'{q} with value {v}, low {lo}, high {hi}'


def numeric(c):
    f = c.get('figure') or {}
    return any(f.get(k) is not None for k in ('value', 'low', 'high'))


def check(path, tables, err, warn):
    g = json.load(open(path, encoding='utf-8'))
    rep, claims = g['report'], g['claims']
    name = os.path.relpath(path, HERE)
    txt = path[:-5] + '.txt'
    if os.path.normpath(os.path.join(ROOT, rep['file'])) != txt:
        err(name, f"file is {rep['file']}")
    raw = open(txt, encoding='utf-8').read()
    text, lines = fold(raw), raw.split('\n')
    for n in rep.get('furniture_lines') or []:
        if not 1 <= n <= len(lines) or not lines[n - 1].strip():
            err(name, f'furniture line {n} does not exist or is empty')
        elif fold(lines[n - 1]) == fold(rep.get('title')):
            err(name, f'furniture line {n} is the title')
    if rep.get('title') and fold(rep['title']) not in {fold(l) for l in lines}:
        err(name, 'title is no line of the text')
    if rep.get('published') and not re.fullmatch(r'\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?)?)?', rep['published']):
        err(name, f"published is {rep['published']}")
    if rep.get('outlet') and fold(rep['outlet']).split()[-1] not in text:
        warn(name, 'outlet is not named in the text')
    seen = set()
    for i, c in enumerate(claims):
        at = f'{name} [{i}] {c.get("predicate")}'
        for k in set(c) - TOP:
            err(at, f'unknown key {k}')
        if c.get('predicate') not in tables['predicates']:
            err(at, 'unknown predicate')
        if c.get('unit') is not None and c['unit'] not in tables['units']:
            err(at, f"unknown unit {c['unit']}")
        for role in ('patient', 'agent'):
            w = c.get(role) or {}
            for a in [w.get('actor')] + w.get('also', []):
                if a is not None and a not in tables['actors']:
                    err(at, f'unknown actor {a}')
            if w.get('role') is not None and w['role'] not in tables['roles']:
                err(at, f"unknown role {w['role']}")
        for field in ('chain', 'alt_chain'):
            ch = c.get(field)
            if field in c and not ch:
                err(at, f'empty {field}')
            for link in ch or []:
                if not link.get('name') or link.get('kind') not in KINDS:
                    err(at, f'bad link {link}')
                if link.get('actor') is not None and link['actor'] not in tables['actors']:
                    err(at, f"unknown actor {link['actor']} in the chain")
        if 'chain' not in c:
            err(at, 'no chain')
        if c.get('polarity') not in ('affirmed', 'denied') or (c.get('polarity') == 'denied') != bool(c.get('denies')):
            err(at, 'polarity and denies disagree')
        if c.get('modality') not in MODALITIES or c.get('stance') not in STANCES:
            err(at, 'unknown modality or stance')
        sc = c.get('scope')
        if sc and sc.get('kind') not in SCOPES or bool(c.get('figure')) != bool(sc):
            err(at, 'scope without figure, figure without scope, or unknown scope')
        if sc and sc.get('kind') == 'period' and c.get('time'):
            err(at, 'a period total has no time of its own')
        for k in ('time', 'told'):
            t = c.get(k)
            if t and not all(re.fullmatch(r'\d{4}-\d\d-\d\d', t.get(x) or '') for x in ('from', 'to')):
                err(at, f'{k} is {t}')
        if c.get('part_of') is not None:
            p = c['part_of']
            whole = [w for j, w in enumerate(claims) if (j == p if isinstance(p, int) else w.get('id') == p)]
            if len(whole) != 1 or whole[0] is c:
                err(at, f'part of {p}, which is no other claim')
            elif c['predicate'] != whole[0]['predicate'] and 'casualties' not in (c['predicate'], whole[0]['predicate']):
                warn(at, f"part of {p}, a claim of {whole[0]['predicate']}")
        e = c.get('evidence') or ''
        fe = fold(e)
        if not fe or not any(fe in fold(l) for l in lines):
            err(at, f'evidence is not in a line of the text: {e}')
        elif text.count(fe) > 1:
            warn(at, f'evidence occurs {text.count(fe)} times: {e}')
        if len(e.encode()) > 600:
            err(at, 'evidence longer than a sentence')
        f = c.get('figure')
        ft = fold((f or {}).get('text'))
        if f:
            why = bounds(f)
            if why:
                err(at, f'{why}: {f.get("text")}')
            if not ft or ft not in fe:
                err(at, f"figure {f.get('text')!r} is outside its evidence")
            else:
                j = fe.find(ft)
                if (j and re.match(r'\d', fe[j - 1]) and ft[0].isdigit()) or (fe[j + len(ft):j + len(ft) + 1].isdigit() and ft[-1].isdigit()):
                    warn(at, f"figure {f.get('text')!r} is found first inside another number: {e}")
        key = (c.get('predicate'), fe, ft, c.get('polarity'), (c.get('patient') or {}).get('role'), bool(c.get('optional')))
        if key in seen:
            warn(at, f'the same claim twice: {e} {ft}')
        seen.add(key)
    return rep, claims, lines


def count(c, tally):
    def add(k, ok=True):
        tally[k] = tally.get(k, 0) + bool(ok)
    add('optional', c.get('optional'))
    if c.get('optional'):
        return
    n = numeric(c)
    add('claims')
    add('with a number', n)
    add('without a number', not n)
    add('denied', c['polarity'] == 'denied')
    add('doubted', c['stance'] == 'doubted')
    add('unconfirmed', c['stance'] == 'unconfirmed')
    add('doubted or unconfirmed', c['stance'] in ('doubted', 'unconfirmed'))
    add('chain of three or more', len(c['chain']) >= 3)
    add('planned, tried, foiled, feared', c['modality'] in ('planned', 'attempted', 'foiled', 'feared'))
    add('possible', c['modality'] == 'possible')
    add('background', c['modality'] == 'background')
    add('period total', (c.get('scope') or {}).get('kind') == 'period')
    add('running total', (c.get('scope') or {}).get('kind') == 'total')
    add('increment', (c.get('scope') or {}).get('kind') == 'increment')
    add('stock', (c.get('scope') or {}).get('kind') == 'stock')
    add('part of a toll', c.get('part_of') is not None)
    add('two actors in one role', any((c.get(r) or {}).get('also') for r in ('patient', 'agent')))
    for q in ('about', 'more_than', 'at_least', 'less_than', 'at_most', 'between', 'order', 'some', 'all', 'none'):
        add('figure ' + q, (c.get('figure') or {}).get('qualifier') == q)


def main(argv):
    quiet, wanted = False, []
    for a in argv:
        if a in ('-h', '--help'):
            print(__doc__)
            return 0
        if a == '-q':
            quiet = True
        elif a.startswith('-'):
            print(__doc__, file=sys.stderr)
            return 2
        else:
            wanted.append(a.strip('/'))
    tables = {t: ids(t + '.tsv') for t in ('predicates', 'roles', 'units', 'actors')}
    paths = sorted(p for w in wanted or ['*/*'] for p in glob.glob(os.path.join(HERE, *w.split('/'), '*.json')))
    if not paths:
        print('no reports found', file=sys.stderr)
        return 2
    errors = []

    def err(at, why):
        errors.append(at)
        print(f'error: {at}: {why}')

    def warn(at, why):
        if not quiet:
            print(f'warning: {at}: {why}')
    tallies, preds, columns = {}, {}, []
    for p in paths:
        split = os.path.relpath(os.path.dirname(p), HERE)
        if split not in columns:
            columns.append(split)
        t = tallies.setdefault(split, {})
        try:
            rep, claims, lines = check(p, tables, err, warn)
        except (OSError, ValueError, KeyError, TypeError) as x:
            err(os.path.relpath(p, HERE), f'{type(x).__name__}: {x}')
            continue
        t['reports'] = t.get('reports', 0) + 1
        body = ' '.join(l for i, l in enumerate(lines, 1) if i not in (rep.get('furniture_lines') or []) and l != rep.get('title'))
        t['sentences'] = t.get('sentences', 0) + len(re.findall(r'[^.!؟?\n]{12,}(?:[.!؟?]+|$)', body))
        for c in claims:
            count(c, t)
            if not c.get('optional'):
                preds.setdefault(c['predicate'], {}).setdefault(split, 0)
                preds[c['predicate']][split] += 1
    rows = list(dict.fromkeys(k for t in tallies.values() for k in t))
    print(f"{'':34s}" + ''.join(f'{s:>10s}' for s in columns))
    for k in rows:
        print(f'{k:34s}' + ''.join(f'{tallies[s].get(k, 0):10d}' for s in columns))
    if not quiet:
        print(f'{"predicates used":34s}' + ''.join(f'{sum(s in v for v in preds.values()):10d}' for s in columns))
        for k in sorted(preds):
            print(f'  {k:32s}' + ''.join(f'{preds[k].get(s, 0):10d}' for s in columns))
    if errors:
        print(f'{len(errors)} errors')
    return 1 if errors else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
