#!/usr/bin/env python3
"""A store in bad circumstances, as a user meets them: the exit code, a message that names the store and the mend, and nothing lost.

    trouble.py RIWAYA DESK [--only NAME]

RIWAYA_TEST_POSTGRES names a server (scripts/postgres run); without it SQLite alone is tried.
"""
import argparse
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from same import GENERATE
from state import differences, state, whole

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(HERE, '..', '..', 'samples', 'tabqa')
STORE, BUSY, NOTHING, OK = 9, 10, 4, 0
NOBODY = 65534


class Trouble:
    def __init__(self, riwaya, desk, folder, source):
        self.riwaya, self.desk, self.folder, self.source = riwaya, desk, folder, source
        self.wrong = []

    def at(self, *names):
        return os.path.join(self.folder, *names)

    def run(self, *args, before=None, env=None):
        return subprocess.run([self.riwaya, *args], capture_output=True, text=True, preexec_fn=before, cwd=self.folder,
                              env=dict(os.environ, LC_ALL='C.UTF-8', **(env or {})))

    def expect(self, what, p, code, *says):
        said = p.stdout + p.stderr
        if p.returncode != code:
            self.wrong.append(f'{what}: exit code {p.returncode} in place of {code}: {said[:400]}')
        for word in says:
            if word not in said:
                self.wrong.append(f"{what}: '{word}' is not said: {said[:400]}")

    def sound(self, what, store):
        if not store.startswith('postgresql:'):
            self.wrong.extend(f'{what}: {x}' for x in whole(store))
        p = self.run('verify', '--db', store)
        if p.returncode:
            self.wrong.append(f'{what}: riwaya verify: {p.returncode}: {(p.stdout + p.stderr)[:400]}')

    def filled(self, name):
        """A store with what is in the source, made once and copied."""
        if not os.path.exists(self.at('filled.db')):
            self.expect('add', self.run('add', '--quiet', '--db', self.at('filled.db'), self.source), OK)
        shutil.copy(self.at('filled.db'), self.at(name))
        return self.at(name)


def bytes_of(path):
    return open(path, 'rb').read()


def as_nobody():
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


# --- what is no store ------------------------------------------------------------------------------------------------------
def no_store(t):
    t.expect('no store', t.run('incidents', '--db', t.at('none.db')), STORE, 'none.db', 'riwaya add')
    if os.path.exists(t.at('none.db')):
        t.wrong.append('no store: reading made one')
    t.expect('no folder', t.run('add', '--db', t.at('none', 'a.db'), t.source), STORE, 'a.db')
    os.mkdir(t.at('folder'))
    t.expect('a folder', t.run('add', '--db', t.at('folder'), t.source), STORE, 'folder', 'name a file')
    text = t.at('notes.txt')
    open(text, 'w').write('notes that are no store\n' * 400)
    other = t.at('other.db')
    with sqlite3.connect(other) as db:
        db.execute('CREATE TABLE thing (a)')
    db.close()
    newer = t.filled('newer.db')
    db = sqlite3.connect(newer)
    db.execute("UPDATE riwaya_meta SET value = '999' WHERE key = 'schema'")
    db.execute('PRAGMA user_version = 999')
    db.commit()
    db.close()
    cut = t.filled('cut.db')
    os.truncate(cut, os.path.getsize(cut) // 2 // 4096 * 4096)
    for path, says in ((text, 'no store'), (other, 'another program'), (newer, 'newer riwaya'), (cut, 'damaged')):
        before = bytes_of(path)
        for command in (['add', '--db', path, t.source], ['incidents', '--db', path]):
            t.expect(f'{os.path.basename(path)}: {command[0]}', t.run(*command), STORE, os.path.basename(path), says)
        if path != cut and bytes_of(path) != before:
            t.wrong.append(f'{path} was changed')


def read_only(t):
    os.mkdir(t.at('shut'))
    store = t.filled(os.path.join('shut', 'a.db'))
    os.chmod(store, 0o444)
    for mode, what in ((0o777, 'a file that is only read'), (0o555, 'a folder that is only read')):
        os.chmod(t.at('shut'), mode)
        before = bytes_of(store)
        t.expect(what, t.run('add', '--db', store, t.source, before=as_nobody), STORE, 'a.db', 'allow writing')
        if bytes_of(store) != before:
            t.wrong.append(f'{what}: the store was changed')
    os.chmod(t.at('shut'), 0o777)
    t.sound('what is only read', store)


# --- others at it -----------------------------------------------------------------------------------------------------------
def locked(t):
    store = t.filled('locked.db')
    db = sqlite3.connect(store, isolation_level=None)
    db.execute('BEGIN IMMEDIATE')
    began = time.time()
    t.expect('locked', t.run('add', '--db', store, SAMPLES, env={'RIWAYA_DB_WAIT': '0.5'}), BUSY, 'locked.db', 'another program', 'run again')
    if not 0.4 < time.time() - began < 15:
        t.wrong.append(f'locked: waited {time.time() - began:.1f} s in place of 0.5')
    t.expect('locked: reading goes on', t.run('incidents', '--db', store), OK)
    db.execute('ROLLBACK')
    db.close()
    t.expect('no longer locked', t.run('add', '--quiet', '--db', store, SAMPLES), OK, 'added')
    t.sound('locked', store)


def at_once(t, store='at_once.db'):
    if not store.startswith('postgresql:'):
        store = t.at(store)
    lines = open(t.source, encoding='utf-8').readlines()
    for n, part in enumerate((lines[:len(lines) * 2 // 3], lines[len(lines) // 3:])):
        open(t.at(f'part{n}.jsonl'), 'w', encoding='utf-8').writelines(part)
    both = [subprocess.Popen([t.riwaya, 'add', '--quiet', '--db', store, t.at(f'part{n}.jsonl')], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True) for n in range(2)]
    for p in both:
        said = p.communicate()[0]
        if p.returncode:
            t.wrong.append(f'two at once: exit code {p.returncode}: {said[:400]}')
    t.sound('two at once', store)
    if store.startswith('postgresql:'):
        p = t.run('add', '--db', store, t.source)
        t.expect('two at once', p, OK, '0 reports added', f'{len(lines)} there already')
    else:
        found = differences(state(t.filled('one.db'), names=False), state(store, names=False))
        t.wrong.extend(f'two at once: {x}' for x in found)


# --- no room ------------------------------------------------------------------------------------------------------------------
def full_disk(t):
    wanted = state(t.filled('one.db'))
    largest = os.path.getsize(t.at('one.db'))
    refused = 0
    store = t.at('full.db')
    for n in range(1, 13):
        def small():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest * n // 10,) * 2)
        p = t.run('add', '--quiet', '--db', store, t.source, before=small)
        if p.returncode:
            refused += 1
            t.expect(f'{n}/10 of the room', p, STORE, 'full.db', 'what was committed stands')
        if os.path.exists(store) and os.path.getsize(store):
            db = sqlite3.connect(store)
            made = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'found_time'").fetchone()
            db.close()
            if made:
                t.sound(f'{n}/10 of the room', store)
    if refused < 3:
        t.wrong.append(f'a full disk: only {refused} runs met it')
    t.expect('room again', t.run('add', '--quiet', '--db', store, t.source), OK)
    t.wrong.extend(f'room again: {x}' for x in differences(wanted, state(store)))


# --- what is added --------------------------------------------------------------------------------------------------------------
def twice(t):
    store = t.filled('twice.db')
    shutil.copy(t.source, t.at('again.jsonl'))
    n = len(open(t.source, encoding='utf-8').readlines())
    before = state(store)
    t.expect('the same again', t.run('add', '--quiet', '--db', store, t.source), OK, '0 reports added', f'{n} there already')
    t.expect('under another name', t.run('add', '--quiet', '--db', store, t.at('again.jsonl')), OK, '0 reports added', f'{n} there already')
    t.wrong.extend(f'the same again: {x}' for x in differences(before, state(store)))
    db = sqlite3.connect(store)
    sightings = db.execute('SELECT count(*) FROM sighting').fetchone()[0]
    db.close()
    if sightings != n:
        t.wrong.append(f'under another name: {sightings} sightings of {n}')
    t.sound('the same again', store)


def nothing(t):
    open(t.at('empty.txt'), 'w').close()
    os.mkdir(t.at('bare'))
    for what in ('empty.txt', 'bare'):
        p = t.run('add', '--quiet', '--db', t.at('nothing.db'), t.at(what))
        t.expect(f'{what} alone', p, NOTHING)
    t.expect('a file that is not there', t.run('add', '--quiet', '--db', t.at('nothing.db'), t.at('nowhere.html')), NOTHING, 'nowhere.html')
    t.expect('incidents of nothing', t.run('incidents', '--db', t.at('nothing.db')), OK)
    t.sound('nothing', t.at('nothing.db'))


def archive(pages):
    """A WARC of these pages."""
    out = b''
    for n, body in enumerate(pages):
        block = b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n' + body
        head = (f'WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0000000{n}-0000-4000-8000-000000000000>\r\n'
                f'WARC-Target-URI: https://outlet.example/{n}\r\nWARC-Date: 2021-06-09T11:00:00Z\r\n'
                f'Content-Type: application/http;msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n')
        out += head.encode() + block + b'\r\n\r\n'
    return out


def pamphlet():
    """A PDF of one page."""
    sys.path.insert(0, os.path.join(HERE, '..', 'pdf'))
    from pdf import Document
    doc = Document(title='قصف سوق البيدر', author='مرصد الضفاف', created="D:20210609101500+03'00'")
    page = doc.page()
    page.line('قصف مدفعي على سوق البيدر', y=790, size=20)
    doc.paragraph(page, 'قال مصدر طبي إن قصفاً مدفعياً استهدف السوق الشعبي في المدينة وأدى إلى مقتل خمسة مدنيين وإصابة تسعة آخرين.', 740)
    return doc.bytes()


def formats(t):
    store = t.at('formats.db')
    page = bytes_of(os.path.join(SAMPLES, '01-sidra.html'))
    open(t.at('pages.warc'), 'wb').write(archive([page, page.replace(b'\n', b'\n ', 1)]))
    open(t.at('pamphlet.pdf'), 'wb').write(pamphlet())
    for path in (SAMPLES, os.path.join(HERE, '..', 'cli', 'data', 'result.json'), t.at('pages.warc'), t.at('pamphlet.pdf')):
        for turn in ('new', 'known'):
            p = t.run('add', '--quiet', '--db', store, path)
            if p.returncode not in (0, 3) or p.stdout.startswith('0 reports') != (turn == 'known'):
                t.wrong.append(f'{path}, {turn}: exit code {p.returncode}: {(p.stdout + p.stderr)[:300]}')
    t.sound('formats', store)


# --- a server -----------------------------------------------------------------------------------------------------------------------
def server(t):
    url = os.environ.get('RIWAYA_TEST_POSTGRES')
    if not url:
        return
    t.expect('no server', t.run('incidents', '--db', 'postgresql:///riwaya?host=' + t.folder), STORE, 'postgresql://', 'see that it runs')
    t.expect('no such user', t.run('incidents', '--db', url.replace('user=riwaya', 'user=nosuch')), STORE, 'postgresql://', 'user and password')
    p = t.run('incidents', '--db', url.replace('user=riwaya', 'user=nosuch') + '&password=hidden')
    if 'hidden' in p.stdout + p.stderr:
        t.wrong.append('a password is told')
    t.expect('no such database', t.run('incidents', '--db', url.replace('/riwaya?', '/nosuch?')), STORE, 'nosuch')
    t.expect('no store at the server', t.run('incidents', '--db', url), STORE, 'riwaya add')
    at_once(t, url)


def main():
    p = argparse.ArgumentParser()
    p.add_argument('riwaya')
    p.add_argument('desk')
    p.add_argument('--only')
    a = p.parse_args()
    cases = [no_store, read_only, locked, at_once, full_disk, twice, nothing, formats, server]
    with tempfile.TemporaryDirectory(prefix='riwaya-trouble-') as folder:
        os.chmod(folder, 0o755)
        subprocess.run([sys.executable, GENERATE, folder, '--reports', '150', '--incidents', '15'], check=True, stdout=subprocess.DEVNULL)
        t = Trouble(os.path.abspath(a.riwaya), os.path.abspath(a.desk), folder, os.path.join(folder, 'reports.jsonl'))
        for case in cases:
            if a.only in (None, case.__name__):
                before = len(t.wrong)
                case(t)
                print(f'{case.__name__}: {"ok" if len(t.wrong) == before else "not ok"}')
    for x in t.wrong:
        print('WRONG', x)
    return bool(t.wrong)


if __name__ == '__main__':
    sys.exit(main())
