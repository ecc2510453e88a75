#!/usr/bin/env python3
"""kill -9 while people decide and while a store is rebuilt: a decision that was acknowledged is there, none is there twice or half, and what comes
out at the end is what the same decisions and rebuilds make of a store that was never killed. Many times want many reports: of each third one something is
decided, and a decision is killed about once.

    kill_decided.py DESK RIWAYA [--times 5] [--reports 100] [--seed N] [--postgres URL]
"""
import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

from kill import Lite, Server, state_reports
from same import GENERATE, run
from state import differences, state

HERE = os.path.dirname(os.path.abspath(__file__))
OVERLAY = os.path.join(HERE, '..', 'cli', 'data', 'overlay')


def decisions(reports, names):
    """Words of riwaya review, one decision each."""
    out = []
    for n, (report, name) in enumerate(zip(reports[::3], names * 2)):
        other = names[(n * 7 + 3) % len(names)]
        out.append([['reject', report + ':0'], ['note', report], ['merge', name, other], ['grade', name, 'fair'], ['accept', report + ':1'],
                    ['join', report, other], ['rename', name, '--en', f'Incident {n}', '--ar', f'Incident {n}']][n % 7])
    return [words + ['--by', f'Person {n % 3}', '--why', f'reason {n}.'] for n, words in enumerate(out)]


def said(place):
    """Reasons of the decisions that are there."""
    if place.name == 'postgres':
        return run('psql', '-X', '-q', '-A', '-t', '-c', 'SELECT why FROM review ORDER BY id', place.store).strip().split('\n')
    import sqlite3
    db = sqlite3.connect(place.store, timeout=30)
    out = [w for w, in db.execute('SELECT why FROM review ORDER BY id')]
    db.close()
    return out


def begin(*command):
    return subprocess.Popen([str(x) for x in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def killed(p, after):
    """Whether it was killed; its exit code and what it said else."""
    try:
        return False, p.wait(after), p.stdout.read()
    except subprocess.TimeoutExpired:
        p.send_signal(signal.SIGKILL)
        return p.wait() == -signal.SIGKILL, p.returncode, p.stdout.read()


def main():
    p = argparse.ArgumentParser()
    p.add_argument('desk')
    p.add_argument('riwaya')
    p.add_argument('--times', type=int, default=5)
    p.add_argument('--reports', type=int, default=100)
    p.add_argument('--seed', type=int, default=5)
    p.add_argument('--postgres', default=os.environ.get('RIWAYA_TEST_POSTGRES'))
    a = p.parse_args()
    rnd, wrong = random.Random(a.seed), []

    def sound(place, what):
        wrong.extend(f'{place.name}: {what}: {x}' for x in place.half())
        p = subprocess.run([a.riwaya, 'verify', '--quiet', '--db', place.store], capture_output=True, text=True)
        if p.returncode:
            wrong.append(f'{place.name}: {what}: riwaya verify: {p.returncode}: {(p.stdout + p.stderr)[:500]}')

    with tempfile.TemporaryDirectory() as folder:
        run('python3', GENERATE, folder, '--reports', a.reports, '--incidents', max(a.reports // 8, 5), '--seed', a.seed)
        source, calm = os.path.join(folder, 'reports.jsonl'), os.path.join(folder, 'calm.db')
        run(a.desk, 'add', calm, 0, 0, 2, source)
        reports = state_reports(calm)
        names = [x[0] for x in state(calm)['incidents']]
        good, took = [], []
        for words in decisions(reports, names):
            began = time.time()
            if subprocess.run([a.riwaya, 'review', *words, '--db', calm], capture_output=True).returncode == 0:
                good.append(words)
                took.append(time.time() - began)
        usual = sorted(took)[len(took) // 2] if took else 0.1
        wanted = state(calm)
        if len(good) < 5:
            wrong.append(f'only {len(good)} decisions are taken at all')
        for place in [Lite(folder)] + ([Server(a.postgres)] if a.postgres else []):
            place.fresh()
            run(a.desk, 'add', place.store, 0, 0, 2, source)
            kills, tries = 0, 0
            for n, words in enumerate(good):
                reason = words[-1]
                while not wrong:
                    after = rnd.uniform(0.001, usual * 0.9) if kills < a.times and tries < 4 * a.times else 60
                    gone, code, told = killed(begin(a.riwaya, 'review', *words, '--db', place.store), after)
                    kills += gone
                    tries += 1
                    there = said(place)
                    if not gone and code:
                        wrong.append(f'{place.name}: review {words}: exit code {code}: {told[:300]}')
                    if not gone and reason not in there:
                        wrong.append(f"{place.name}: '{reason}' was acknowledged and is not there")
                    if [x for x in there if x] != [w[-1] for w in good[:n + (reason in there)]]:
                        wrong.append(f'{place.name}: decisions are {there} after {n}')
                    if gone:
                        sound(place, 'review')
                    if reason in there:  # said again it would be another decision, of another time
                        break
            run(a.desk, 'settle', place.store, 0)
            if place.name == 'sqlite' and not wrong:
                wrong.extend(f'{place.name}: decided: {x}' for x in differences(wanted, state(place.store)))
            ledgers = run(a.desk, 'ledgers', place.store)

            began = time.time()
            run(a.riwaya, 'rebuild', '--quiet', '--lexicon', OVERLAY, '--db', place.store)
            longest, rebuilt = time.time() - began, 0
            for n in range(a.times * 2):
                if wrong or rebuilt >= a.times:
                    break
                lexicon = ['--lexicon', OVERLAY] if n % 2 else []
                gone, code, told = killed(begin(a.riwaya, 'rebuild', '--quiet', *lexicon, '--db', place.store), rnd.uniform(0.001, longest * 1.2))
                rebuilt += gone
                if not gone and code:
                    wrong.append(f'{place.name}: rebuild: exit code {code}: {told[:300]}')
                if gone:
                    sound(place, 'rebuild')
            if not wrong:
                run(a.riwaya, 'rebuild', '--quiet', '--db', place.store)
                sound(place, 'rebuilt')
                if place.name == 'sqlite':
                    wrong.extend(f'{place.name}: rebuilt: {x}' for x in differences(wanted, state(place.store)))
                if run(a.desk, 'ledgers', place.store) != ledgers:
                    wrong.append(f'{place.name}: rebuilt: ledgers are others')
            print(f'{place.name}: {len(good)} decisions, killed {kills} times; rebuilding killed {rebuilt} times; '
                  f'{"all was there" if not wrong else "not all is well"}')
    for x in wrong:
        print('WRONG', x[:1500])
    return bool(wrong)


if __name__ == '__main__':
    sys.exit(main())
