"""The examples of docs/deploy.md: nginx before the server (TLS, HTTP/2, cookies, addresses, limits, uploads), the units of systemd.

    deploy.py PROGRAM
"""
import http.client, json, os, re, shutil, socket, ssl, subprocess, sys, tempfile, time
from asker import PASSWORD, Room

program = sys.argv[1]
examples = os.path.join(os.path.dirname(__file__), '..', '..', 'examples')


def have(name):
    return shutil.which(name, path=os.environ['PATH'] + ':/usr/sbin:/sbin')


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class Nginx:
    """examples/nginx.conf as it is, but for ports and the certificate's files."""

    def __init__(self, room):
        self.folder = tempfile.mkdtemp(prefix='riwaya-nginx-')
        self.port, self.plain = free_port(), free_port()
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=desk.example',
                        '-addext', 'subjectAltName=DNS:desk.example', '-keyout', 'key.pem', '-out', 'cert.pem'], cwd=self.folder, check=True, capture_output=True)
        conf = open(os.path.join(examples, 'nginx.conf')).read()
        for old, new in (('127.0.0.1:8787', f'127.0.0.1:{room.port}'), ('listen 443', f'listen 127.0.0.1:{self.port}'), ('listen [::]:443', f'listen [::1]:{self.port}'),
                         ('listen 80', f'listen 127.0.0.1:{self.plain}'), ('listen [::]:80', f'listen [::1]:{self.plain}'),
                         ('/etc/letsencrypt/live/desk.example/fullchain.pem', f'{self.folder}/cert.pem'),
                         ('/etc/letsencrypt/live/desk.example/privkey.pem', f'{self.folder}/key.pem')):
            assert old in conf, old
            conf = conf.replace(old, new)
        if not os.path.exists('/proc/net/if_inet6') or not open('/proc/net/if_inet6').read():
            conf = re.sub(r'^\s*listen \[::1\].*\n', '', conf, flags=re.M)
        temporary = ''.join(f'{kind}_temp_path {self.folder}/{kind};' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
        with open(f'{self.folder}/nginx.conf', 'w') as f:
            f.write(('user root;\n' if os.geteuid() == 0 else '') + f'worker_processes 1;\ndaemon off;\npid {self.folder}/pid;\nerror_log {self.folder}/error.log;\n'
                    f'events {{ worker_connections 512; }}\nhttp {{ access_log off; {temporary}\n{conf}\n}}\n')
        run = subprocess.run([have('nginx'), '-t', '-p', self.folder, '-c', f'{self.folder}/nginx.conf'], capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        assert 'warn' not in run.stderr, run.stderr
        self.process = subprocess.Popen([have('nginx'), '-p', self.folder, '-c', f'{self.folder}/nginx.conf'], stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(('127.0.0.1', self.port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)

    def tls(self, name='desk.example', alpn=None):
        context = ssl.create_default_context(cafile=f'{self.folder}/cert.pem')
        if alpn:
            context.set_alpn_protocols(alpn)
        return context.wrap_socket(socket.create_connection(('127.0.0.1', self.port), timeout=60), server_hostname=name)

    def ask(self, method, path, body=None, headers=None):
        c = http.client.HTTPSConnection('desk.example', self.port, timeout=60)
        c.sock = self.tls()
        host = f'desk.example:{self.port}'
        h = {'Host': host, 'Origin': f'https://{host}', 'Sec-Fetch-Site': 'same-origin', **(headers or {})}
        if isinstance(body, dict):
            body = json.dumps(body)
            h['Content-Type'] = 'application/json'
        c.request(method, path, body, h)
        r = c.getresponse()
        r.body = r.read()
        c.close()
        return r

    def end(self):
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.folder)


def upload(name, content):
    mark = 'mark-of-a-test'
    body = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + content + f'\r\n--{mark}--\r\n'.encode()
    return body, {'Content-Type': f'multipart/form-data; boundary={mark}'}


def nginx():
    with Room(program, '--behind', '127.0.0.1', '--host', 'desk.example', accounts=[('Noor', 'admin')]) as room:
        n = Nginx(room)
        try:
            # TLS alone, under its own name alone.
            plain = http.client.HTTPConnection('127.0.0.1', n.plain, timeout=30)
            plain.request('GET', '/incidents?x=1', headers={'Host': 'desk.example'})
            r = plain.getresponse()
            assert (r.status, r.headers['Location']) == (301, 'https://desk.example/incidents?x=1'), r.headers
            for name in ('other.example', '127.0.0.1'):
                try:
                    n.tls(name)
                    raise SystemExit(f'a handshake for {name} succeeds')
                except ssl.SSLError:
                    pass
            raw = socket.create_connection(('127.0.0.1', n.plain), timeout=30)
            raw.sendall(b'GET / HTTP/1.1\r\nHost: other.example\r\n\r\n')
            assert raw.recv(100) == b''
            # The page, with what protects it.
            r = n.ask('GET', '/')
            assert r.status == 200 and r.headers['Strict-Transport-Security'] and "script-src 'self'" in r.headers['Content-Security-Policy'], r.headers
            assert 'riwaya' not in (r.headers['Server'] or '') and '/' not in (r.headers['Server'] or ''), r.headers
            assert n.ask('GET', '/api/incidents').status == 401
            # Signing in: Secure cookie, the asker's own address in the log whatever it claims.
            token = json.loads(n.ask('GET', '/api/session').body)['token']
            sign = {'name': 'Noor', 'password': PASSWORD}
            assert n.ask('POST', '/api/session', sign).status == 403
            assert n.ask('POST', '/api/session', sign, {'X-Riwaya-Token': token, 'Origin': 'https://evil.example'}).status == 403
            r = n.ask('POST', '/api/session', sign, {'X-Riwaya-Token': token, 'X-Forwarded-For': '203.0.113.77', 'Forwarded': 'for=203.0.113.77', 'X-Real-IP': '203.0.113.77'})
            assert r.status == 200, r.body
            cookie = r.headers['Set-Cookie']
            assert cookie.startswith('__Host-riwaya=') and cookie.endswith('; Path=/; HttpOnly; SameSite=Strict; Secure'), cookie
            mine = {'Cookie': cookie.split(';')[0], 'X-Riwaya-Token': json.loads(r.body)['token']}
            entry = json.loads(n.ask('GET', '/api/accounts/log', headers=mine).body)['entries'][0]
            assert (entry['event'], entry['address']) == ('signed_in', '127.0.0.1'), entry
            # What the API answers comes through as it is: packed, with its ETag.
            r = n.ask('GET', '/api/words', headers={**mine, 'Accept-Encoding': 'gzip'})
            assert r.status == 200 and r.headers['Content-Encoding'] == 'gzip' and r.headers['ETag'], r.headers
            assert n.ask('GET', '/api/words', headers={**mine, 'Accept-Encoding': 'gzip', 'If-None-Match': r.headers['ETag']}).status == 304
            # Large uploads, up to the limit.
            line = 'قُتل خمسة مدنيين بقصف مدفعي على سوق البلدة، بحسب الدفاع المدني.\n'.encode()
            for size, want in ((40 << 20, 202), (70 << 20, 413)):
                body, h = upload('large.txt', line * (size // len(line)))
                try:
                    r = n.ask('POST', '/api/add', body, {**mine, **h})
                    assert r.status == want, (size, r.status, r.body[:300])
                except (BrokenPipeError, ConnectionResetError):
                    assert want == 413
            # HTTP/2.
            s = n.tls(alpn=['h2', 'http/1.1'])
            assert s.selected_alpn_protocol() == 'h2'
            s.close()
            if have('curl'):
                run = subprocess.run(['curl', '-s', '--http2', '--cacert', f'{n.folder}/cert.pem', '--connect-to', f'desk.example:{n.port}:127.0.0.1:{n.port}',
                                      '-H', f'Cookie: {mine["Cookie"]}', '-w', '%{http_version} %{http_code}', '-o', '/dev/null', f'https://desk.example:{n.port}/api/incidents'],
                                     capture_output=True, text=True, timeout=60)
                assert run.stdout == '2 200', run
            # Heads too large end at the proxy; many connections too.
            r = n.ask('GET', '/', headers={'X-Large': 'a' * 100000})
            assert r.status in (400, 431, 494), r.status
            held = [n.tls() for _ in range(100)]
            for one in held:
                one.sendall(b'GET /api/session HTTP/1.1\r\nHost: desk.example\r\n')  # not ended: they stay
            time.sleep(0.5)
            assert n.ask('GET', '/api/session', headers=mine).status in (200, 429)
            for one in held:
                one.close()
            # Signing out takes the cookie away.
            r = n.ask('DELETE', '/api/session', headers=mine)
            assert r.status == 204 and 'Max-Age=0' in r.headers['Set-Cookie'] and 'Secure' in r.headers['Set-Cookie']
            assert n.ask('GET', '/api/incidents', headers=mine).status == 401
        finally:
            n.end()
    print('ok nginx')


def systemd():
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name in ('riwaya.service', 'riwaya-backup.service', 'riwaya-backup.timer'):
            text = open(os.path.join(examples, name)).read()
            paths.append(os.path.join(folder, name))
            open(paths[-1], 'w').write(text.replace('/usr/local/bin/riwaya', program))
        run = subprocess.run(['systemd-analyze', 'verify', *paths], capture_output=True, text=True, timeout=120)
        assert run.returncode == 0 and not run.stderr.strip(), run.stderr
        for path in paths[:2]:
            run = subprocess.run(['systemd-analyze', 'security', '--offline=true', path], capture_output=True, text=True, timeout=120)
            found = re.search(r'exposure level for \S+: ([\d.]+)', run.stdout)
            assert found and float(found[1]) <= 1.1, run.stdout[-200:]
    print('ok systemd')


missing = [name for name in ('nginx', 'openssl') if not have(name)]
if missing:
    print('left out, for want of', *missing)
else:
    nginx()
if have('systemd-analyze'):
    systemd()
else:
    print('left out, for want of systemd-analyze')
sys.exit(77 if missing else 0)
