#!/usr/bin/env python3
"""Score ledgers against labelled relations.

    score.py [-v] [--required F] [--false F] [--grouping F] [--together TOGETHER] PROGRAM FOLDER...

Each folder under FOLDER holds one incident's reports and a ledger.json (README.md tells its form). Prints for each incident and for all
  grouping   pairs of reports rightly together or apart
  reprints   reports that are marked as copies, of those that are
  required   relations that must be shown, found
  false      contradictions, reversals and revisions that the labels neither require nor allow
With --together grouping is given, by that program (together.c), and floors hold for that; what PROGRAM's own grouping leaves of it follows.
Exit status 1 below a floor: --required and --grouping are shares, --false is how many an incident at most. -v lists what is missing and what is false.
"""
import argparse, json, os, re, subprocess, sys, unicodedata

MARKS = re.compile('[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
LETTERS = str.maketrans({'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ى': 'ي', 'ی': 'ي', 'ة': 'ه', 'ک': 'ك', 'ؤ': 'و', 'ئ': 'ي'})
DIGITS = str.maketrans('٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789')
ALARMS = ('contradiction', 'reversal', 'revision')


def fold(s):
    s = MARKS.sub('', unicodedata.normalize('NFKC', s or '')).translate(LETTERS).translate(DIGITS)
    return ' '.join(re.sub(r'["\'()«»“”‘’#_]', ' ', s).split())


def stem(path):
    return os.path.splitext(os.path.basename(path or ''))[0]


def listed(x):
    return x if isinstance(x, list) else [x]


def is_claim(spec, claim):
    if not claim or stem(claim.get('report')) != spec['report']:
        return False
    if 'predicate' in spec and claim.get('predicate') not in listed(spec['predicate']):
        return False
    evidence, words = fold(claim.get('evidence')), fold(spec.get('words'))
    return words in evidence or (len(evidence) > 12 and evidence in words)


def pairs(spec, relation, claims):
    """Whether the relation stands between a claim of one side and one of the other."""
    a, b = (claims.get(x) for x in relation['claims'][:2])
    one, two = listed(spec['a']), listed(spec['b'])
    return any(is_claim(s, a) for s in one) and any(is_claim(s, b) for s in two) or \
        any(is_claim(s, b) for s in one) and any(is_claim(s, a) for s in two)


def is_found(spec, relation, claims):
    return relation['type'] in spec['type'] and ('on' not in spec or relation.get('on') in listed(spec['on'])) and \
        ('party' not in spec or relation.get('party') == spec['party']) and \
        (not spec.get('through') or relation.get('through')) and pairs(spec, relation, claims)


def said(spec):
    return ' or '.join(f'{s["report"]} "{s.get("words", "")}"' for s in listed(spec)[:1])


def score(command, folder, say):
    gold = json.load(open(os.path.join(folder, 'ledger.json'), encoding='utf-8'))
    files = [os.path.join(folder, f) for f in gold['reports']]
    ledger = json.loads(subprocess.run([*command, *files], check=True, stdout=subprocess.PIPE).stdout)
    names, where, claims, copies = [stem(f) for f in files], {}, {}, set()
    for incident in ledger['incidents']:
        for r in incident['reports']:
            if r['part'] != 'background':
                where.setdefault(stem(r['file']), set()).add(incident['id'])
            if r['part'] == 'reprint':
                copies.add(stem(r['file']))
        claims.update((c['id'], c) for c in incident['claims'])
    good = total = 0
    groups = [set(x) for x in gold['together']] + [{x} for x in gold['apart']]
    for i, a in enumerate(names):
        for b in names[i + 1:]:
            same = any(a in g and b in g for g in groups)
            total += 1
            if same == bool(where.get(a, set()) & where.get(b, set())):
                good += 1
            else:
                say(f'grouping: {a} and {b} should be {"together" if same else "apart"}')
    relations = [r for incident in ledger['incidents'] for r in incident['relations']]
    found = 0
    for spec in gold['required']:
        hit = any(is_found(spec, r, claims) for r in relations)
        found += hit
        if not hit:
            say(f'missing: {"/".join(spec["type"])}: {said(spec["a"])} | {said(spec["b"])}: {spec["why"]}')
    false = 0
    for r in relations:
        if r['type'] not in ALARMS or any(pairs(s, r, claims) for s in gold['required']):
            continue
        why = next((s['why'] for s in gold['forbidden'] if pairs(s, r, claims)), None)
        if why is None and any(pairs(s, r, claims) for s in gold['allowed']):
            continue
        false += 1
        a, b = (claims[x] for x in r['claims'][:2])
        say(f'false: {r["type"]} on {r["on"]}: ' + ' | '.join(
            f'{stem(c["report"])} {c["predicate"]} "{c["evidence"][:120]}"' for c in (a, b)) + (f': {why}' if why else ''))
    reprints = len(copies & set(gold['reprints']))
    return good, total, reprints, len(gold['reprints']), found, len(gold['required']), false


def score_all(command, folders, verbose, what):
    sums, incidents = [0] * 7, 0
    for top in folders:
        for name in sorted(os.listdir(top)):
            folder = os.path.join(top, name)
            if not os.path.exists(os.path.join(folder, 'ledger.json')):
                continue
            lines = []
            row = score(command, folder, lines.append)
            if verbose:
                print(f'{name}: grouping {row[0]}/{row[1]}, reprints {row[2]}/{row[3]}, required {row[4]}/{row[5]}, false {row[6]}')
                for line in lines:
                    print('  ' + line)
            sums, incidents = [a + b for a, b in zip(sums, row)], incidents + 1
    if not incidents:
        sys.exit('score.py: no ledger.json in a folder of ' + ', '.join(folders))
    good, total, copies, all_copies, found, required, false = sums
    print(f'{what}: {incidents} incidents, grouping {good}/{total}, reprints {copies}/{all_copies}, required {found}/{required} '
          f'({found / required:.3f}), false {false} ({false / incidents:.3f} an incident)')
    return found / required, false / incidents, good / total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('-v', action='store_true', dest='verbose')
    parser.add_argument('--required', type=float, default=0)
    parser.add_argument('--false', type=float, default=float('inf'))
    parser.add_argument('--grouping', type=float, default=0)
    parser.add_argument('--together')
    parser.add_argument('program')
    parser.add_argument('folders', nargs='+')
    args = parser.parse_args()
    own = [args.program, 'reconcile', '--format', 'json']
    if args.together:
        required, false, _ = score_all([args.together], args.folders, args.verbose, 'grouping given')
        _, _, grouping = score_all(own, args.folders, False, 'own grouping')
    else:
        required, false, grouping = score_all(own, args.folders, args.verbose, 'own grouping')
    return required < args.required or false > args.false or grouping < args.grouping


if __name__ == '__main__':
    sys.exit(main())
