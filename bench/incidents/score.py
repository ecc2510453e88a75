#!/usr/bin/env python3
"""Scores a grouping against the truth by extended B-cubed (Amigó and others 2009), in which a report may stand in several incidents.

    score.py FOLDER LEDGER.json [-v]

A report that the ledger keeps apart, or does not show, is an incident of its own."""
import collections, json, sys


def bcubed(a, b):
    """Mean over items, and over the items that share a group with it in a, of min(groups shared in a, in b) / groups shared in a."""
    members = collections.defaultdict(set)
    for item, groups in a.items():
        for g in groups:
            members[g].add(item)
    total, worst = 0.0, []
    for item, groups in a.items():
        with_it = set().union(*(members[g] for g in groups))
        mean = sum(min(len(groups & a[o]), len(b[item] & b[o])) / len(groups & a[o]) for o in with_it) / len(with_it)
        total += mean
        worst.append((mean, item))
    return total / len(a), sorted(worst)


def main(argv):
    folder, ledger = argv[1:3]
    gold, found = collections.defaultdict(set), collections.defaultdict(set)
    for line in open(f'{folder}/truth.tsv', encoding='utf-8'):
        r, i = line.rstrip('\n').split('\t')
        gold[r].add(i)
    order = [json.loads(line)['id'] for line in open(f'{folder}/reports.jsonl', encoding='utf-8')]
    for k, inc in enumerate(json.load(open(ledger, encoding='utf-8'))['incidents']):
        for r in inc['reports']:
            found[order[int(r['file'].rsplit('#', 1)[1]) - 1]].add(k)
    for r in gold:
        if not found[r]:
            found[r] = {'alone ' + r}
    p, wrong = bcubed({r: found[r] for r in gold}, gold)
    q, missed = bcubed(gold, found)
    print(f'reports {len(gold)}  incidents {len(set().union(*gold.values()))}, found {len(set().union(*(found[r] for r in gold)))}  '
          f'B-cubed precision {p:.3f}  recall {q:.3f}  F1 {2 * p * q / (p + q):.3f}')
    if '-v' in argv:
        for name, rows in (('joined wrongly', wrong), ('left apart', missed)):
            print(name, *(f'{r} {s:.2f}' for s, r in rows[:40]))


if __name__ == '__main__':
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv)
