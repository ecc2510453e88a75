#!/usr/bin/env python3
"""The peer: datasketch's MinHash LSH on the same texts, as its documentation uses it: minhash.py REPORTS.jsonl > pairs.tsv

Shingles of three words, 128 permutations, threshold 0.3; pairs above it, the later report first. Time and peak memory on standard error."""
import json, re, resource, sys, time
from datasketch import MinHash, MinHashLSH

reports = [json.loads(line) for line in open(sys.argv[1], encoding='utf-8')]
reports.sort(key=lambda r: r['published'])
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
lsh = MinHashLSH(threshold=0.3, num_perm=128)
pairs = []
for r in reports:
    words = re.findall(r'\w+', r['text'])
    m = MinHash(num_perm=128)
    m.update_batch([' '.join(words[i:i + 3]).encode() for i in range(max(1, len(words) - 2))])
    for other in lsh.query(m):
        pairs.append((r['id'], other))
    lsh.insert(r['id'], m)
took = time.process_time() - start
print(f'{took:.3f} s, {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) / 1e3:.1f} MB', file=sys.stderr)
for p in pairs:
    print(*p, 1, sep='\t')
