#!/usr/bin/env python3
"""Scores found copies against the truth: score.py FOLDER PAIRS.tsv

A pair is right where both reports are of one family: an original and its copies. Recall is over the copies that are named as one of a family."""
import sys


def main(folder, pairs):
    truth, family = {}, {}
    for line in open(f'{folder}/truth.tsv', encoding='utf-8'):
        c, o, kind, strength = line.rstrip('\n').split('\t')
        truth[c] = (kind, int(strength))
        family[c], family[o] = o, o
    found, right = 0, 0
    named = set()
    for line in open(pairs, encoding='utf-8'):
        a, b = line.split('\t')[:2]
        found += 1
        if family.get(a) is not None and family.get(a) == family.get(b):
            right += 1
            named |= {a, b}
    print(f'precision {right / max(1, found):.4f} ({right}/{found})   recall {sum(c in named for c in truth) / len(truth):.4f}')
    kinds = sorted({k for k, _ in truth.values()})
    print(f'{"":12}' + ''.join(f'{s:>8}' for s in ('none', 'light', 'moderate', 'heavy', 'extreme')))
    for k in kinds + [None]:
        row = []
        for s in range(5):
            t = [c for c, (kk, ss) in truth.items() if ss == s and k in (kk, None)]
            row.append(sum(c in named for c in t) / max(1, len(t)))
        print(f'{k or "all":12}' + ''.join(f'{x:8.3f}' for x in row))


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
