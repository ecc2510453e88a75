#!/usr/bin/env python3
"""Incidents of a store are a function of its reports: whatever the batches, the order of arrival and the database, and as riwaya reconcile has them.

    same.py DESK RIWAYA [--reports 300] [--orders 4] [--postgres URL]

Reports are those of bench/incidents/generate.py; every tenth of them is a page that is edited later.

    batches    one report, 70, or all at a time: the same incidents, names, members, copies, threads, prints
    orders     other orders of arrival: the same but for names
    anew       all that is derived forgotten and made from nothing: the same
    reconcile  every ledger as riwaya reconcile writes it of all the files, but for the name
    postgres   the same ledgers and lists, byte for byte
"""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile

from state import differences, state, whole

HERE = os.path.dirname(os.path.abspath(__file__))
GENERATE = os.path.join(HERE, '..', '..', 'bench', 'incidents', 'generate.py')


def run(*command):
    p = subprocess.run([str(x) for x in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if p.returncode:
        sys.exit(f'{" ".join(map(str, command))[:300]}: exit code {p.returncode}: {p.stderr.decode()[:500]}')
    return p.stdout.decode()


def documents(text):
    decoder, at, out = json.JSONDecoder(parse_float=str, parse_int=str), 0, []
    text = text.strip()
    while at < len(text):
        x, at = decoder.raw_decode(text, at)
        out.append(x)
        while at < len(text) and text[at].isspace():
            at += 1
    return out


def edited(lines, seed):
    """Every tenth report becomes a page with an address, and a later version of it follows: other words, a higher toll."""
    rnd, out, later = random.Random(seed), [], []
    for n, line in enumerate(lines):
        report = json.loads(line)
        if n % 10 == 0:
            report['url'] = f'https://outlet.example/{n}'
            again = dict(report, text=re.sub(r'\d+', lambda m: str(int(m.group()) + 1), report['text'], count=1) + '\nوكانت حصيلة سابقة أقل من ذلك.')
            later.append(json.dumps(again, ensure_ascii=False) + '\n')
        out.append(json.dumps(report, ensure_ascii=False) + '\n')
    for line in later:  # behind the first version
        report = json.loads(line)
        first = next(i for i, x in enumerate(out) if json.loads(x).get('url') == report['url'])
        out.insert(rnd.randrange(first + 1, len(out) + 1), line)
    return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument('desk')
    p.add_argument('riwaya')
    p.add_argument('--reports', type=int, default=300)
    p.add_argument('--orders', type=int, default=4)
    p.add_argument('--seed', type=int, default=11)
    p.add_argument('--postgres', default=os.environ.get('RIWAYA_TEST_POSTGRES'))
    p.add_argument('--keep')
    a = p.parse_args()
    wrong = []

    def same(what, one, other):
        found = differences(one, other)
        wrong.extend(f'{what}: {x}' for x in found)
        print(f'{what}: {"another" if found else "the same"}')

    with tempfile.TemporaryDirectory() as folder:
        folder = a.keep or folder
        os.makedirs(folder, exist_ok=True)
        at = lambda name: os.path.join(folder, name)
        run('python3', GENERATE, folder, '--reports', a.reports, '--incidents', max(a.reports // 10, 5), '--seed', a.seed)
        plain = open(at('reports.jsonl'), encoding='utf-8').readlines()
        lines = edited(plain, a.seed)
        open(at('edited.jsonl'), 'w', encoding='utf-8').writelines(lines)

        def add(name, source, batch, after):
            run(a.desk, 'add', at(name), batch, after, 2, at(source))
            for x in whole(at(name)):
                wrong.append(f'{name}: {x}')
            return at(name)

        base = add('whole.db', 'edited.jsonl', 0, 0)
        first, nameless = state(base), state(base, names=False)
        print(f'{len(lines)} reports, {len(first["incidents"])} incidents, {len(first["copies"])} copies, {len(first["apart"])} apart')
        for batch in (1, 70):
            same(f'{batch} at a time', first, state(add(f'{batch}.db', 'edited.jsonl', batch, batch)))
        run(a.desk, 'anew', base, 0)
        same('from nothing', first, state(base))
        for n in range(a.orders):
            # versions of a page stay in their order
            order = list(range(len(lines)))
            random.Random(n).shuffle(order)
            pages = {}
            for i in order:
                url = json.loads(lines[i]).get('url')
                if url:
                    pages.setdefault(url, []).append(i)
            turn = {url: iter(sorted(those)) for url, those in pages.items()}
            mixed = [next(turn[json.loads(lines[i])['url']]) if 'url' in json.loads(lines[i]) else i for i in order]
            open(at('mixed.jsonl'), 'w', encoding='utf-8').writelines(lines[i] for i in mixed)
            same(f'order {n}', nameless, state(add(f'order{n}.db', 'mixed.jsonl', (0, 50, 7)[n % 3], (0, 50, 7)[n % 3]), names=False))

        store = add('plain.db', 'reports.jsonl', 90, 90)
        of_store = documents(run(a.desk, 'ledgers', store))
        of_files = documents(run(a.riwaya, 'reconcile', '--quiet', '--format', 'json', at('reports.jsonl')))[0]['incidents']
        other = 0
        key = lambda i: tuple(sorted(r['id'] for r in i['reports']))
        by_members = {key(i): i for i in of_files}
        for ledger in of_store:
            one = ledger['incidents'][0]
            two = by_members.pop(key(one), None)
            if two is None:
                wrong.append(f'reconcile has no incident with the reports of {one["id"]}')
                continue
            one = dict(one, id=two['id'])
            if json.dumps(one) != json.dumps(two):
                wrong.append(f'the ledger of {two["id"]} is another: ' + ', '.join(k for k in one if one[k] != two[k]))
                other += 1
        wrong.extend(f'the store has no incident like {i["id"]} of reconcile' for i in by_members.values())
        print(f'ledgers of reconcile: {len(of_store)}, {other} another')

        if a.postgres:
            run(a.desk, 'add', a.postgres, 90, 90, 2, at('reports.jsonl'))
            for what in ('ledgers', 'lists'):
                one, two = run(a.desk, what, store), run(a.desk, what, a.postgres)
                print(f'postgres: {what}: {len(one)} bytes, {"the same" if one == two else "others"}')
                if one != two:
                    n = next((i for i, (x, y) in enumerate(zip(one, two)) if x != y), min(len(one), len(two)))
                    wrong.append(f'postgres: {what} differ at {n}: {one[n - 100:n + 100]!r} {two[n - 100:n + 100]!r}')
    for x in wrong:
        print('WRONG', x[:1500])
    return bool(wrong)


if __name__ == '__main__':
    sys.exit(main())
