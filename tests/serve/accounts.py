"""Signing in to riwaya serve: who may what, tokens, cookies, waits, limits, the log. accounts.py PROGRAM"""
import json, os, re, stat, subprocess, sys, time
from asker import PASSWORD, Room

program = sys.argv[1]


def case(fn):
    fn()
    print('ok', fn.__name__)


@case
def loopback_without_accounts():
    with Room(program) as r:
        assert 'whoever uses this machine' in r.said()
        s = r.get('/api/session').json()
        assert s['accounts'] is False and s['role'] == 'admin' and s['name'] is None, s
        assert r.get('/api/incidents').status == 200
        assert r.get('/api/about').json()['accounts'] is False
        # A change needs the token, and our own page.
        form = {'name': 'x', 'password': 'y'}
        assert r.post('/api/session', form, token=False).kind == 'token'
        assert r.post('/api/session', form, headers={'X-Riwaya-Token': '0' * 64}).kind == 'token'
        for h in ({'Origin': 'http://evil.example'}, {'Origin': 'null'}, {'Sec-Fetch-Site': 'cross-site'}, {'Sec-Fetch-Site': 'same-site'},
                  {'Origin': f'https://127.0.0.1:{r.port}'}, {'Origin': 'http://127.0.0.1'}):
            assert r.post('/api/session', form, headers=h).kind == 'origin', h
        own = {'Origin': f'http://127.0.0.1:{r.port}', 'Sec-Fetch-Site': 'same-origin'}
        assert r.post('/api/session', form, headers=own).kind == 'nothing'
        # Nobody else's page learns anything, by its own name or through a frame; nothing comes through a proxy.
        assert r.get('/api/incidents', headers={'Host': 'evil.example'}).kind == 'host'
        assert r.get('/api/incidents', headers={'Host': f'evil.example:{r.port}'}).status == 421
        assert r.get('/api/incidents', headers={'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors'}).kind == 'origin'
        assert r.get('/', headers={'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate'}).status == 200
        for name in ('X-Forwarded-For', 'Forwarded', 'Via', 'X-Real-IP'):
            assert r.get('/api/incidents', headers={name: '192.0.2.1'}).kind == 'proxy', name
        # A preflight gets no permission.
        a = r.ask('OPTIONS', '/api/session', headers={'Origin': 'http://evil.example', 'Access-Control-Request-Method': 'POST'})
        assert a.status in (403, 405) and not [n for n in a.headers if n.lower().startswith('access-control')], a.headers


@case
def refusals_to_start():
    with Room(program) as r:
        r.stop()
        for options, says in (
            (['--listen', '0.0.0.0:0'], 'riwaya account add'),
            (['--behind', '127.0.0.1'], 'riwaya account add'),
            (['--accounts', 'none'], 'riwaya account add'),
            (['--behind', '10.0.0.0/99'], '10.0.0.0/99'),
        ):
            run = r.riwaya('serve', '--db', 'desk.db', *options, check=False)
            assert run.returncode == 2 and says in run.stderr and not run.stdout, (options, run)
        r.riwaya('account', 'add', 'Sami', '--db', 'desk.db', given=PASSWORD + '\n')
        run = r.riwaya('serve', '--db', 'desk.db', check=False)
        assert run.returncode == 2 and 'no admin' in run.stderr, run
        r.riwaya('account', 'role', 'Sami', 'admin', '--db', 'desk.db')
        path = os.path.join(r.folder, 'desk.db.accounts')
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
        os.chmod(path, 0o644)
        run = r.riwaya('serve', '--db', 'desk.db', check=False)
        assert run.returncode == 2 and 'chmod 600' in run.stderr, run
        os.chmod(path, 0o600)
        # Neither is taken for the other; no hash leaves with a backup.
        run = r.riwaya('incidents', '--db', 'desk.db.accounts', check=False)
        assert run.returncode == 9 and 'tables of another program' in run.stderr, run
        r.riwaya('backup', '--db', 'desk.db', 'copy.db')
        for f in ('copy.db', 'desk.db'):
            assert b'argon2' not in open(os.path.join(r.folder, f), 'rb').read()
        r.options = ('--listen', '0.0.0.0:0')
        r.start()
        assert 'whoever' not in r.said()
        assert r.get('/api/incidents').kind == 'sign_in'


@case
def roles():
    people = [('Admin Noor', 'admin'), ('Reviewer Huda', 'reviewer'), ('Reader Sami', 'reader')]
    with Room(program, accounts=people) as r:
        # Nobody: the page, the contract, who asks; nothing else.
        contract = r.get('/api/openapi.json').json()
        assert r.get('/').status == 200
        assert r.get('/api/session').json()['role'] is None
        ranks = ['anyone', 'reader', 'reviewer', 'admin']
        for who, rank in [(None, 0), ('reader sami', 1), ('Reviewer Huda', 2), ('Admin Noor', 3)]:
            r.forget()
            if who:
                a = r.sign_in(who)
                assert a.status == 200 and a.json()['role'] == ranks[rank], (who, a.body)
            for path, methods in contract['paths'].items():
                for method, op in methods.items():
                    if (path, method) in (('/api/session', 'delete'), ('/api/session', 'post')):
                        continue
                    at = re.sub(r'\{\w+\}', 'x', path)
                    a = r.ask(method.upper(), at, {} if method in ('post', 'patch') else None)
                    if a.status == 404 and a.kind == 'no_route':
                        continue  # not built yet, or of no server
                    may = rank >= ranks.index(op['x-needs'])
                    refused = a.status in (401, 403) and a.kind in ('sign_in', 'role')
                    assert may != refused, (who, method, path, a.status, a.body[:200])
                    if refused:
                        assert a.kind == ('role' if who else 'sign_in'), (who, path, a.body)


@case
def decisions_are_signed():
    with Room(program, accounts=[('Noor', 'admin'), ('Huda Salim', 'reviewer')]) as r:
        r.sign_in('huda salim')
        name = r.get('/api/incidents').json()['incidents'][0]['name']
        for by in ({}, {'by': 'Noor'}, {'by': 'Huda Salim'}):
            a = r.post('/api/reviews', {'kind': 'note', 'why': 'seen', 'incident': name, **by})
            assert a.status == 201, a.body
        signed = [x['review']['by'] for x in r.get('/api/reviews').json()['reviews']]
        assert signed == ['Huda Salim'] * 3, signed


@case
def sessions():
    with Room(program, accounts=[('Noor', 'admin'), ('Sami', 'reader')]) as r:
        a = r.sign_in('Noor')
        cookie = a.headers['Set-Cookie']
        assert re.fullmatch(r'riwaya=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict', cookie), cookie
        assert r.get('/api/session').json()['name'] == 'Noor'
        first, token = r.cookie, r.token
        # Tokens are each session's own.
        r.sign_in('Noor', own=True)
        assert r.cookie != first and r.token != token
        r.cookie, r.token, second = first, token, r.cookie
        assert r.get('/api/session').json()['name'] is None, 'signing in again ends the session before'
        r.cookie = second
        assert r.post('/api/accounts', {}, headers={'X-Riwaya-Token': token}).kind == 'token'
        assert r.post('/api/accounts', {}, headers={'X-Riwaya-Token': r.get('/api/session', own=False).json()['token']}).kind == 'token'
        r.ask_token()
        for bad in ('riwaya=', 'riwaya=' + 'f' * 64, second + '; ' + second, 'riwaya=' + 'g' * 64, 'riwaya=' + '\xe9' * 64):
            assert r.get('/api/session', headers={'Cookie': bad}).json()['name'] is None, bad
        # A new account, its role, its password, its end; each counts at once.
        a = r.post('/api/accounts', {'name': 'Huda Salim', 'role': 'reader', 'password': PASSWORD})
        assert a.status == 201 and a.json()['last'] is None, a.body
        assert r.post('/api/accounts', {'name': 'huda salim', 'role': 'reader', 'password': PASSWORD}).kind == 'account'
        assert r.post('/api/accounts', {'name': 'H', 'role': 'king', 'password': PASSWORD}).kind == 'wrong'
        assert r.post('/api/accounts', {'name': 'H', 'role': 'reader', 'password': 'short'}).kind == 'account'
        assert r.post('/api/accounts', {'name': 'H', 'role': 'reader', 'password': PASSWORD, 'x': 1}).kind == 'wrong'
        boss = r.cookie, r.token
        r.forget()
        r.sign_in('Huda Salim')
        huda = r.cookie, r.token
        assert r.get('/api/accounts').kind == 'role'
        r.cookie, r.token = boss
        assert r.ask('PATCH', '/api/accounts/Huda%20Salim', {'role': 'admin'}).json()['role'] == 'admin'
        r.cookie, r.token = huda
        assert r.get('/api/accounts').status == 200
        a = r.post('/api/session/password', {'old': 'wrong wrong wrong', 'new': 'other plain words here'})
        assert a.status == 401 and a.kind == 'password'
        assert r.post('/api/session/password', {'old': PASSWORD, 'new': 'short'}).kind == 'account'
        assert r.post('/api/session/password', {'old': PASSWORD, 'new': 'other plain words here'}).status == 204
        assert r.get('/api/session').json()['name'] == 'Huda Salim', 'the session that changed it stays'
        # By the command line too.
        r.riwaya('account', 'remove', 'Huda Salim', '--db', 'desk.db')
        assert r.get('/api/session').json()['name'] is None
        r.forget()
        assert r.sign_in('Huda Salim', 'other plain words here').kind == 'password'
        r.cookie, r.token = boss
        assert r.ask('PATCH', '/api/accounts/Noor', {'role': 'reader'}).kind == 'account', 'the last admin stays'
        assert r.ask('PATCH', '/api/accounts/Nobody', {'role': 'reader'}).status == 404
        # Signing out.
        a = r.ask('DELETE', '/api/session')
        assert a.status == 204 and 'Max-Age=0' in a.headers['Set-Cookie']
        assert r.get('/api/session').json()['name'] is None
        # Sessions outlive the server; its own token does not.
        r.forget()
        r.sign_in('Noor')
        r.stop()
        r.start()
        assert r.get('/api/session').json()['name'] == 'Noor'
        log = [e['event'] for e in r.get('/api/accounts/log').json()['entries']]
        assert log[0] == 'signed_in' and {'role', 'closed', 'password', 'wrong_password', 'signed_out', 'added'} <= set(log), log
        page = r.get('/api/accounts/log?most=2').json()['entries']
        assert len(page) == 2
        assert r.get(f'/api/accounts/log?most=1&before={page[1]["id"]}').json()['entries'][0]['id'] == page[1]['id'] - 1
        text = r.riwaya('account', 'log', '--db', 'desk.db').stdout
        assert 'closed' in text and PASSWORD not in text


@case
def waits():
    with Room(program, '--behind', '127.0.0.1', accounts=[('Noor', 'admin')]) as r:
        def attempt(name, address, password='wrong words'):
            r.forget()
            return r.sign_in(name, password, headers={'X-Forwarded-For': address})
        for _ in range(5):
            assert attempt('Noor', '192.0.2.1').kind == 'password'
        # Waits grow; this one is long enough to look around, on a busy machine too.
        left = 0
        for _ in range(20):
            a = attempt('Noor', '192.0.2.1')
            left = int(a.headers['Retry-After'] or 0)
            assert a.kind == ('held_back' if left else 'password') and a.status == (429 if left else 401), a.body
            if left >= 4:
                break
            time.sleep(left)
        assert left >= 4
        assert attempt('Noor', '192.0.2.1', PASSWORD).status == 429
        # From elsewhere it goes on, and what is given as the first hop is not believed.
        assert attempt('Noor', '192.0.2.99, 192.0.2.1', PASSWORD).status == 429
        assert attempt('Noor', '10.1.1.1, 192.0.2.2', PASSWORD).status == 200
        time.sleep(left)
        assert attempt('Noor', '192.0.2.1', PASSWORD).status == 200
        # A name that nobody has takes as long as one that somebody has. The fastest of some, since others work on this machine too.
        took = {'Noor': [], 'Nobody': []}
        for i in range(4):
            for name in took:
                began = time.time()
                assert attempt(name, f'198.51.100.{i + 10 * (name == "Noor")}').kind == 'password'
                took[name].append(time.time() - began)
        fast = {k: min(v) for k, v in took.items()}
        assert abs(fast['Noor'] - fast['Nobody']) < max(fast.values()) * 0.5, took
        events = [e['event'] for e in r.get('/api/accounts/log', headers={'Cookie': r.cookie or ''}).json().get('entries', [])]
        # A proxy may add a line of its own behind the one that the asker wrote; what is too long loses its beginning.
        for lines in (b'X-Forwarded-For: 203.0.113.1\r\nX-Forwarded-For: 203.0.113.2\r\n', b'X-Forwarded-For: ' + b'203.0.113.1, ' * 900 + b'203.0.113.2\r\n'):
            r.forget()
            body = json.dumps({'name': 'Noor', 'password': PASSWORD}).encode()
            got = r.raw(b'POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n' + lines +
                        f'X-Riwaya-Token: {r.ask_token()}\r\nContent-Length: {len(body)}\r\n\r\n'.encode() + body)
            assert got.startswith(b'HTTP/1.1 200 '), got
            r.cookie = re.search(rb'Set-Cookie: (riwaya=\w+)', got)[1].decode()
            assert r.get('/api/accounts/log?most=1').json()['entries'][0]['address'] == '203.0.113.2'
        assert r.raw(b'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')[9:12] in (b'400', b'421')
        assert r.raw(f'GET /api/incidents HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {r.cookie}\r\nCookie: a=b\r\nConnection: close\r\n\r\n'.encode())[9:12] == b'401'
        # Many names from one household of addresses are held back as well.
        kinds = [attempt(f'Name {i}', f'2001:db8::{i}').kind for i in range(12)]
        assert kinds[:5] == ['password'] * 5 and 'held_back' in kinds, kinds
        assert events == []  # nobody was signed in


@case
def many_requests():
    with Room(program, accounts=[('Noor', 'admin')]) as r:
        # All in one go: what comes back in each second meanwhile is little beside it.
        one = b'GET /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'
        got = r.raw(one * 999 + one.replace(b'\r\n\r\n', b'\r\nConnection: close\r\n\r\n'), timeout=60, most=1 << 24)
        good, many = got.count(b'HTTP/1.1 200 '), got.count(b'HTTP/1.1 429 ')
        # Who is told so loses the connection.
        assert 300 <= good < 990 and many >= 1 and b'\r\nRetry-After: ' in got, (good, many)
        for _ in range(50):
            if r.get('/api/session').status == 200:
                break
            time.sleep(0.1)
        # Once somebody is signed in, the account counts and not the address.
        time.sleep(1)
        r.ask_token()
        assert r.sign_in('Noor').status == 200
        assert {r.get('/api/session').status for _ in range(300)} == {200}


@case
def behind_tls():
    with Room(program, '--behind', '127.0.0.1', '--host', 'desk.example', accounts=[('Noor', 'admin')]) as r:
        h = {'Host': 'desk.example', 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '203.0.113.5', 'Origin': 'https://desk.example'}
        a = r.post('/api/session', {'name': 'Noor', 'password': PASSWORD}, headers=h)
        assert re.fullmatch(r'__Host-riwaya=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict; Secure', a.headers['Set-Cookie']), a.headers
        cookie = a.headers['Set-Cookie'].split(';')[0]
        assert r.get('/api/session', headers={**h, 'Cookie': cookie}).json()['name'] == 'Noor'
        # The name of the open connection's cookie does not count here, where a neighbour could have put it.
        assert r.get('/api/session', headers={**h, 'Cookie': cookie.removeprefix('__Host-')}).json()['name'] is None
        a = r.get('/api/accounts/log', headers={**h, 'Cookie': cookie}).json()['entries'][0]
        assert a['event'] == 'signed_in' and a['address'] == '203.0.113.5', a


@case
def passwords_stay_off_the_command_line():
    with Room(program) as r:
        run = r.riwaya('account', 'add', 'Noor', PASSWORD, '--db', 'desk.db', check=False)
        assert run.returncode == 2
        # At a terminal: asked for twice, and not shown.
        import pty
        pid, fd = pty.fork()
        if pid == 0:
            os.chdir(r.folder)
            os.execv(program, [program, 'account', 'add', 'Noor', '--db', 'desk.db', '--role', 'admin'])
        shown = b''
        for prompt in (b'Password: ', b'The same again: '):
            while prompt not in shown:
                shown += os.read(fd, 1024)
            time.sleep(0.1)
            os.write(fd, PASSWORD.encode() + b'\n')
        try:
            while True:
                more = os.read(fd, 1024)
                if not more:
                    break
                shown += more
        except OSError:
            pass
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, shown
        os.close(fd)
        assert PASSWORD.encode() not in shown and b'may sign in as admin' in shown, shown
        assert 'Noor' in r.riwaya('account', 'list', '--db', 'desk.db').stdout
