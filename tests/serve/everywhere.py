"""Every route of the contract, signed in, given what is wrong in every way that a request can be: a clear status, little cost, and the server goes on.

    everywhere.py PROGRAM
"""
import json, os, re, sys, threading, time
from urllib.parse import quote
from asker import PASSWORD, Room

program = sys.argv[1]
SLOW = 5.0 if os.environ.get('RIWAYA_SANITIZED') else 2.0
bad = []

EVIL = ['', '0', '-1', '1e999', '9' * 400, quote('٣'), 'NaN', 'true', '%00', '%ff%fe', '%', '%4', '%zz', '%C3%28', '%ED%A0%80', '../../etc/passwd', '..%2f..%2fetc%2fpasswd',
        '%2e%2e', '/etc/passwd', 'file:///etc/passwd', quote("' OR 1=1 --"), quote('<script>alert(1)</script>'), quote('{{7*7}}'), quote('$(id)'), quote('\u202e\u0000x'),
        quote('قتل' * 500), '(' * 1500, quote('"' * 999), '*', 'a*' * 700, quote('OR ' * 600), 'x' * 8000, '%0d%0aSet-Cookie:%20a=b', '2022-99-99', '99999999999d', '0' * 64]
BODIES = [b'', b' ', b'{', b'[]', b'null', b'"x"', b'{}', b'{"a":1}', b'{"kind":5}', b'{"kind":"accept","kind":"reject"}', b'[' * 100000, b'{"a":' * 50000, b'{"kind":' + b'9' * 100000 + b'}',
          b'{"text":"' + b'a' * 900000 + b'"}', b'\xff\xfe\x00', b'{"name":"\xff\xff","password":"\xed\xa0\x80"}', b'{"name":"\\u0000","role":"admin","password":"\\ud800"}', b'{"closed":"yes"}',
          b'{"role":"admin\\u0000"}', b'{"kind":"accept","claim":"../../x","seen":"0"}', json.dumps({'kind': 'note', 'why': 'x' * 200000, 'incident': 'i0'}).encode(),
          json.dumps({f'k{i}': i for i in range(20000)}).encode(), b'{"text":"x","published":"' + b'1' * 5000 + b'"}', b'{"address":"file:///etc/passwd"}', b'{"address":"http://127.0.0.1:1/' + b'a' * 9000 + b'"}',
          b'{"address":"http://user@169.254.169.254/latest"}', b'{"text":"/etc/passwd","title":"../../x"}']
MARK = 'multipart/form-data; boundary=m'
FORMS = [b'', b'--m--', b'--m\r\n', b'--m\r\n\r\n\r\n--m--', b'--m\r\n' * 50000, b'--m\r\nname="file"; filename="a"\r\n\r\nx\r\n' * 3000 + b'--m--',
         b'--m\r\nContent-Disposition: form-data; name="file"; filename="' + b'../' * 3000 + b'etc/passwd"\r\n\r\nx\r\n--m--', b'--m\r\n' + b'X: y\r\n' * 100000 + b'\r\nx\r\n--m--',
         b'--m\r\nContent-Disposition: form-data; name="file"; filename="\xff\x00\n"\r\n\r\nx\r\n--m--', b'--m\r\nContent-Disposition: form-data; name="published"\r\n\r\n' + b'9' * 100000 + b'\r\n--m--',
         b'x' * 1000000]
TYPES = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', MARK, 'multipart/form-data', 'multipart/form-data; boundary=' + 'b' * 500, 'application/json; charset=utf-16', 'x' * 4000, '\xff']


def check(good, what):
    if not good:
        bad.append(what)
        print('everywhere:', what, file=sys.stderr)


def memory(room):
    """Of the server, in MB."""
    return int(re.search(r'VmRSS:\s+(\d+)', open(f'/proc/{room.server.pid}/status').read())[1]) / 1024


def judge(room, method, target, a, took, may=()):
    short = f'{method} {target[:90]}'
    check(a.status < 500 or a.status in may, f'{short}: {a.status} {a.body[:200]}')
    check(took < SLOW, f'{short}: {took:.1f} s')
    if a.status >= 400 and target.count('&') < 128:
        check(a.headers['Content-Type'] == 'application/problem+json', f'{short}: {a.status} as {a.headers["Content-Type"]}')
    check('Set-Cookie' not in a.headers or target == '/api/session', f'{short}: a cookie from elsewhere')
    check(b'root:' not in a.body, f'{short}: a file of the machine')


def ask(room, method, target, body=None, kind=None, may=()):
    for _ in range(20):
        began = time.time()
        try:
            a = room.ask(method, target, body, {'Content-Type': kind} if kind else None)
        except OSError as e:
            # Refused while it was sent: what the kernel threw away with the rest of it may be the answer.
            check(body is not None and len(body) > 10000, f'{method} {target[:90]}: {e!r}')
            return None
        if a.status != 429:
            break
        time.sleep(min(2, int(a.headers['Retry-After'] or 1)))
    judge(room, method, target, a, time.time() - began, may)
    return a


def walk(room, contract):
    first = {'name': 'i0', 'id': '00', 'key': 's0', 'format': 'acled'}
    for path, operations in contract['paths'].items():
        for method, op in operations.items():
            plain = re.sub(r'\{(\w+)\}', lambda m: first.get(m[1], 'x'), path)
            m = method.upper()
            # What stands in the path.
            for name in re.findall(r'\{(\w+)\}', path):
                for evil in EVIL:
                    if m == 'GET':
                        ask(room, m, path.replace('{%s}' % name, evil).replace('{', '').replace('}', ''))
            # Parameters: each evil, all twice, many, without names.
            names = [p['name'] for p in op.get('parameters', []) if p['in'] == 'query']
            if m == 'GET':
                for name in names:
                    for evil in EVIL:
                        ask(room, m, f'{plain}?{name}={evil}')
                for query in ('&' * 3000, '=' * 300, '?' * 300, '=&=', '&'.join(f'a{i}' for i in range(200)), '&'.join([f'{n}=1' for n in names] * 2), '%00=1', 'lang=' + 'x' * 3000):
                    ask(room, m, f'{plain}?{query}')
                continue
            if path in ('/api/session', '/api/session/password'):
                # Wrong passwords are held back: some are enough.
                for body in BODIES[:9]:
                    a = room.ask(m, plain, body, {'Content-Type': 'application/json'})
                    check(a.status < 500 and a.status != 204 or m == 'DELETE', f'{m} {plain} {body[:20]}: {a.status}')
                if m == 'DELETE':
                    room.forget()
                    check(room.sign_in('Noor').status == 200, 'nobody can sign in any more')
                continue
            for body in BODIES:
                ask(room, m, plain, body, 'application/json')
            for body in FORMS:
                ask(room, m, plain, body, MARK)
            for kind in TYPES:
                ask(room, m, plain, b'{"text":"x"', kind)
        room.alive()


def endless(room):
    """Bodies in chunks without end, at once and slowly, on every route that takes one."""
    head = (f'X-Riwaya-Token: {room.token}\r\nCookie: {room.cookie}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n').encode()
    def one(target):
        piece = b'1000\r\n' + b'[' * 4096 + b'\r\n'
        got = room.raw([b'POST ' + target + b' HTTP/1.1\r\nHost: 127.0.0.1\r\n' + head] + [piece] * 40000, timeout=20)
        check(got == b'' or re.match(rb'HTTP/1.1 (4\d\d|503) ', got), f'an endless body for {target}: {got[:80]}')
    threads = [threading.Thread(target=one, args=(t,)) for t in (b'/api/reviews', b'/api/add', b'/api/session', b'/api/accounts', b'/api/session/password')]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    room.alive()
    # Many at once that announce as much as may be and send little: what they hold is bounded, and others are served.
    import socket
    held = []
    for _ in range(200):
        s = socket.create_connection((room.host, room.port), timeout=20)
        s.sendall(b'POST /api/add HTTP/1.1\r\nHost: 127.0.0.1\r\n' + head.replace(b'Transfer-Encoding: chunked', b'Content-Length: 60000000') + b'{"text":"')
        held.append(s)
    began = time.time()
    check(ask(room, 'GET', '/api/state').status == 200 and time.time() - began < SLOW, 'others are not served meanwhile')
    for s in held:
        s.close()
    room.alive()


with Room(program, accounts=[('Noor', 'admin')]) as room:
    contract = room.get('/api/openapi.json').json()
    check(room.sign_in('Noor').status == 200, 'sign in')
    ask(room, 'GET', '/api/incidents')
    began = memory(room)
    walk(room, contract)
    endless(room)
    grown = memory(room) - began
    if not os.environ.get('RIWAYA_SANITIZED'):
        check(grown < 400, f'it has grown by {grown:.0f} MB')
    check(room.get('/api/incidents').status == 200 and room.get('/api/session').json()['name'] == 'Noor', 'it has forgotten')
    check([a['name'] for a in room.get('/api/accounts').json()['accounts']] == ['Noor'], 'accounts were made')
    left = [f for f in os.listdir(os.environ.get('TMPDIR', '/tmp')) if f.startswith('riwaya-add-')]
    print(f'everywhere: grown by {grown:.0f} MB' + (f', left: {left}' if left else ''))
    sys.exit(1 if bad else 0)
