#!/usr/bin/env python3
"""kill -9 while a store is written to: nothing that was acknowledged is lost, nothing is half there, the next run goes on, and what comes out at the
end is what a run that was never killed makes.

    kill.py DESK RIWAYA [--times 20] [--reports 150] [--seed N] [--postgres URL] [--restart COMMAND]

Each time `desk add` is killed at a random moment; then the store is looked at, and the next run goes on with it. When a run comes to its end, the
store is held against one that was never disturbed: incidents, names, members, copies, ledgers, the log's entries but for their times.
--postgres: the same at a server, where every third time it is the server that is stopped at once and started again (--restart).
"""
import argparse
import os
import random
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time

from same import GENERATE, edited, run
from state import differences, state, whole


class Adding:
    """A run of desk add, and how far it said it had come."""

    def __init__(self, desk, store, batch, source):
        self.p = subprocess.Popen([desk, 'add', store, str(batch), str(batch), '2', source], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.acknowledged, self.done, self.said = 0, False, ''
        self.t = threading.Thread(target=self.read)
        self.t.start()

    def read(self):
        for line in self.p.stdout:
            word, *numbers = line.split()
            if word == 'ack' and len(numbers) == 3:
                self.acknowledged = int(numbers[0]) + int(numbers[1])
            self.done |= word == 'done'

    def end(self, kill):
        if kill:
            self.p.send_signal(signal.SIGKILL)
        self.said = self.p.stderr.read()
        self.t.join()
        return self.p.wait()


class Lite:
    name = 'sqlite'

    def __init__(self, folder):
        self.store = os.path.join(folder, 'killed.db')

    def fresh(self):
        for end in ('', '-wal', '-shm', '-journal'):
            if os.path.exists(self.store + end):
                os.remove(self.store + end)

    def begun(self):
        return os.path.exists(self.store)

    def reports(self):
        try:
            return set(state_reports(self.store))
        except Exception as e:
            if 'no such table' in str(e) or 'unable to open' in str(e):
                return set()
            raise

    def half(self):
        return whole(self.store) if self.reports() else []


class Server:
    name = 'postgres'

    def __init__(self, url):
        self.store = url

    def ask(self, sql):
        return run('psql', '-X', '-q', '-A', '-t', '-c', sql, self.store).split()

    def fresh(self):
        self.ask('DROP SCHEMA public CASCADE; CREATE SCHEMA public')

    def begun(self):
        return self.ask("SELECT to_regclass('report') IS NOT NULL") == ['t']

    def reports(self):
        return set(self.ask("SELECT substr(encode(sha, 'hex'), 1, 16) FROM report")) if self.begun() else set()

    def half(self):
        if not self.begun():
            return []
        n = self.ask('SELECT (SELECT count(*) FROM document WHERE id NOT IN (SELECT document FROM report)) + '
                     '(SELECT count(*) FROM raw WHERE id NOT IN (SELECT raw FROM document)) + '
                     "(SELECT count(*) FROM report WHERE encode(sha, 'hex') NOT IN (SELECT subject FROM log WHERE kind = 'add')) + "
                     '(SELECT count(*) FROM incident i WHERE i.reports <> (SELECT count(*) FROM member m WHERE m.incident = i.id)) + '
                     '(SELECT count(*) FROM member WHERE incident NOT IN (SELECT id FROM incident)) + '
                     '(SELECT count(*) FROM thread WHERE incident IS NOT NULL AND incident NOT IN (SELECT id FROM incident))')
        return [] if n == ['0'] else [f'{n[0]} rows lead nowhere']


def state_reports(path):
    import sqlite3
    db = sqlite3.connect(path, timeout=30)
    try:
        return [s.hex()[:16] for s, in db.execute('SELECT sha FROM report ORDER BY id')]
    finally:
        db.close()


def main():
    p = argparse.ArgumentParser()
    p.add_argument('desk')
    p.add_argument('riwaya')
    p.add_argument('--times', type=int, default=20)
    p.add_argument('--reports', type=int, default=150)
    p.add_argument('--batch', type=int, default=30)
    p.add_argument('--seed', type=int, default=5)
    p.add_argument('--postgres', default=os.environ.get('RIWAYA_TEST_POSTGRES'))
    p.add_argument('--restart', default=os.environ.get('RIWAYA_TEST_POSTGRES_RESTART'))
    a = p.parse_args()
    rnd, wrong = random.Random(a.seed), []
    with tempfile.TemporaryDirectory() as folder:
        run('python3', GENERATE, folder, '--reports', a.reports, '--incidents', max(a.reports // 12, 5), '--seed', a.seed)
        source, calm = os.path.join(folder, 'reports.jsonl'), os.path.join(folder, 'calm.db')
        lines = edited(open(source, encoding='utf-8').readlines(), a.seed)
        open(source, 'w', encoding='utf-8').writelines(lines)
        began = time.time()
        run(a.desk, 'add', calm, a.batch, a.batch, 2, source)
        longest = (time.time() - began) * 1.2
        order, wanted = state_reports(calm), state(calm)
        ledgers, lists = run(a.desk, 'ledgers', calm), run(a.desk, 'lists', calm)
        for place in [Lite(folder)] + ([Server(a.postgres)] if a.postgres else []):
            place.fresh()
            kills = restarts = ends = 0
            floor = set()  # what was acknowledged so far
            while kills + restarts < a.times or ends < 2:
                undisturbed = kills + restarts >= a.times
                adding = Adding(a.desk, place.store, a.batch, source)
                restart = place.name == 'postgres' and a.restart and (kills + restarts) % 3 == 2
                if not undisturbed:
                    time.sleep(rnd.uniform(0, longest))
                    if restart:
                        subprocess.run(shlex.split(a.restart), check=True, stdout=subprocess.DEVNULL)
                code = adding.end(kill=not undisturbed and not restart)
                ended = adding.done and code == 0
                if not ended and (undisturbed or (restart and 'postgresql://' not in adding.said)):
                    wrong.append(f'{place.name}: exit code {code}: {adding.said}')
                restarts += not undisturbed and restart and not ended
                kills += not undisturbed and not restart and not ended
                floor |= set(order[:adding.acknowledged])
                there = place.reports()
                if not floor <= there:
                    wrong.append(f'{place.name}: {len(floor - there)} reports were acknowledged and are not there')
                wrong.extend(f'{place.name}: {x}' for x in place.half())
                if place.begun() and there:
                    p = subprocess.run([a.riwaya, 'verify', '--quiet', '--db', place.store], capture_output=True, text=True)
                    if p.returncode:
                        wrong.append(f'{place.name}: riwaya verify: {p.returncode}: {(p.stdout + p.stderr)[:500]}')
                if ended:
                    ends += 1
                    if place.name == 'sqlite':
                        wrong.extend(f'{place.name}: {x}' for x in differences(wanted, state(place.store)))
                    if run(a.desk, 'ledgers', place.store) != ledgers:
                        wrong.append(f'{place.name}: ledgers are not those of a run that was never killed')
                    if run(a.desk, 'lists', place.store) != lists:
                        wrong.append(f'{place.name}: lists are not those of a run that was never killed')
                    place.fresh()
                    floor = set()
                if wrong:
                    break
            print(f'{place.name}: killed {kills} times, the server stopped {restarts} times; {ends} stores came to their end, '
                  f'{"and all was there" if not wrong else "and not all is well"}')
    for x in wrong:
        print('WRONG', x[:1500])
    return bool(wrong)


if __name__ == '__main__':
    sys.exit(main())
