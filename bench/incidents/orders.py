#!/usr/bin/env python3
"""Whether another order of the same reports groups them alike.

    orders.py PROGRAM FOLDER [TIMES]

FOLDER is generate.py's. Exit code 1 where one of TIMES (20) random orders gives other incidents."""
import json, os, random, subprocess, sys, tempfile


def grouping(program, lines):
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl', encoding='utf-8') as f:
        f.writelines(lines)
        f.flush()
        out = subprocess.run([program, 'reconcile', '--quiet', '--format', 'json', f.name], stdout=subprocess.PIPE, check=True).stdout
    order = [json.loads(line)['id'] for line in lines]
    return {i['id']: sorted(order[int(r['file'].rsplit('#', 1)[1]) - 1] for r in i['reports']) for i in json.loads(out)['incidents']}


def main(argv):
    program, folder = argv[1:3]
    times = int(argv[3]) if len(argv) > 3 else 20
    lines = open(os.path.join(folder, 'reports.jsonl'), encoding='utf-8').readlines()
    first, rnd, other = grouping(program, lines), random.Random(3), 0
    for _ in range(times):
        rnd.shuffle(lines)
        other += grouping(program, lines) != first
    print(f'{times} orders, {other} of them grouped otherwise')
    return other > 0


if __name__ == '__main__':
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv))
