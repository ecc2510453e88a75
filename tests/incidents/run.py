#!/usr/bin/env python3
"""Reports of invented incidents, each file of one kind: is every pair of reports in one incident that should be, and no other?

    run.py RIWAYA [FILE.jsonl]...

Each line is a report as `riwaya` reads it, with `tells`: the incidents that it tells of, each with the part that it has there, "" where
that doesn't matter. One that tells of none stands apart or alone."""
import glob, itertools, json, os, subprocess, sys


def wrong(program, path):
    reports = [json.loads(line) for line in open(path, encoding='utf-8')]
    out = subprocess.run([program, 'reconcile', '--quiet', '--format', 'json', path], capture_output=True, check=True).stdout
    found, parts = [set() for _ in reports], {}
    for k, incident in enumerate(json.loads(out)['incidents']):
        for r in incident['reports']:
            i = int(r['file'].rsplit('#', 1)[1]) - 1
            found[i].add(k)
            parts[i, k] = r['part']
    for (i, a), (j, b) in itertools.combinations(enumerate(reports), 2):
        shared, should = len(found[i] & found[j]), len(a['tells'].keys() & b['tells'].keys())
        if shared != should:
            yield f"{a['id']} and {b['id']} share {shared} incidents, not {should}"
    for i, r in enumerate(reports):
        for k in found[i]:
            here = set.intersection(*({*x['tells']} for x, of in zip(reports, found) if k in of))
            part = r['tells'].get(min(here, default=''))
            if part and parts[i, k] != part:
                yield f"{r['id']} is {parts[i, k]}, not {part}"


def main(argv):
    here = os.path.dirname(os.path.abspath(__file__))
    paths = argv[2:] or sorted(glob.glob(os.path.join(here, '*.jsonl')))
    failed = [f'{os.path.basename(p)}: {w}' for p in paths for w in wrong(argv[1], p)]
    print(*failed, f'{len(paths)} kinds of incidents, {len(failed)} wrong', sep='\n')
    return bool(failed)


if __name__ == '__main__':
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv))
