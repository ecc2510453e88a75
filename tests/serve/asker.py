"""A reading room for a test: a store of samples, riwaya serve before it, requests as raw as wanted. Standard library only."""
import http.client, json, os, re, shutil, signal, socket, subprocess, tempfile, time

SAMPLES = os.path.join(os.path.dirname(__file__), '..', '..', 'samples', 'tabqa')
PASSWORD = 'four plain words here'


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    @property
    def kind(self):
        """Of a problem: what it is called."""
        return self.json()['type'].rsplit(':', 1)[1]


class Room:
    """with Room(program) as room: room.get('/api/about')"""

    def __init__(self, program, *options, accounts=(), samples=SAMPLES):
        self.program, self.options, self.accounts, self.samples = program, options, accounts, samples
        self.cookie = self.token = None

    def riwaya(self, *words, given='', check=True):
        env = {k: v for k, v in os.environ.items() if not k.startswith('RIWAYA_')}
        run = subprocess.run([self.program, *words], input=given, capture_output=True, text=True, cwd=self.folder, env=env, timeout=120)
        if check and run.returncode:
            raise AssertionError(f'{words}: {run.returncode}: {run.stderr}')
        return run

    def start(self):
        env = {k: v for k, v in os.environ.items() if not k.startswith('RIWAYA_')}
        log = open(os.path.join(self.folder, 'said'), 'w')
        options = self.options if '--listen' in self.options else ('--listen', '127.0.0.1:0', *self.options)
        self.server = subprocess.Popen([self.program, 'serve', '--db', 'desk.db', *options],
                                       cwd=self.folder, env=env, stdout=subprocess.PIPE, stderr=log, text=True)
        self.url = self.server.stdout.readline().strip()
        found = re.match(r'http://(.*):(\d+)/$', self.url)
        if not found:
            self.server.wait()
            raise AssertionError('the server does not listen: ' + self.said())
        self.host, self.port = found[1].strip('[]'), int(found[2])
        if self.host == '0.0.0.0':
            self.host = '127.0.0.1'

    def said(self):
        return open(os.path.join(self.folder, 'said')).read()

    def stop(self, by=signal.SIGTERM):
        self.server.send_signal(by)
        try:
            code = self.server.wait(60)
        finally:
            self.server.kill()
            self.server.stdout.close()
        return code

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='riwaya-room-')
        try:
            self.riwaya('add', '--db', 'desk.db', '--quiet', self.samples)
            for name, role in self.accounts:
                self.riwaya('account', 'add', name, '--db', 'desk.db', '--role', role, given=PASSWORD + '\n')
            self.start()
        except BaseException:
            shutil.rmtree(self.folder)
            raise
        return self

    def __exit__(self, kind, value, trace):
        code = self.stop() if self.server.poll() is None else self.server.returncode
        said = self.said()
        shutil.rmtree(self.folder)
        if kind is None and (code not in (0, None) or 'runtime error' in said or 'Sanitizer' in said):
            raise AssertionError(f'the server ended with {code}: {said}')

    # --- requests ---------------------------------------------------------------------------------------------------
    def ask(self, method, path, body=None, headers=None, token=True, own=True, timeout=60):
        """own: with the cookie and the token of this asker."""
        c = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        h = dict(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            h.setdefault('Content-Type', 'application/json')
        if own and self.cookie:
            h.setdefault('Cookie', self.cookie)
        if own and token and method not in ('GET', 'HEAD'):
            h.setdefault('X-Riwaya-Token', self.token or self.ask_token())
        try:
            try:
                c.request(method, path, body, h)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it was refused before all of it was sent: the answer is there
            r = c.getresponse()
            return Answer(r.status, r.headers, r.read())
        finally:
            c.close()

    def ask_token(self):
        self.token = self.get('/api/session').json()['token']
        return self.token

    def get(self, path, **how):
        return self.ask('GET', path, **how)

    def post(self, path, body=None, **how):
        return self.ask('POST', path, body, **how)

    def sign_in(self, name, password=PASSWORD, **how):
        a = self.post('/api/session', {'name': name, 'password': password}, **how)
        if a.status == 200:
            self.cookie = a.headers['Set-Cookie'].split(';')[0]
            self.token = a.json()['token']
        return a

    def forget(self):
        self.cookie = self.token = None

    def raw(self, data, timeout=10, most=1 << 16):
        """Bytes as they are; what comes back until the server closes, or the time is over."""
        with socket.create_connection((self.host, self.port), timeout=timeout) as s:
            got = b''
            try:
                for piece in [data] if isinstance(data, bytes) else data:
                    s.sendall(piece)
                while len(got) < most:
                    more = s.recv(65536)
                    if not more:
                        break
                    got += more
            except (socket.timeout, ConnectionError, BrokenPipeError):
                pass
            return got

    def alive(self):
        a = self.get('/api/openapi.json', own=False)
        assert a.status in (200, 429), a.status
        assert self.server.poll() is None
        return time.time()
