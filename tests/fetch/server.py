"""A web server that does what servers should not, on this machine's loopback, for tests/fetch/run.py.

Every path is a case; what was asked for is counted, with its time, so that a test can see how often and how fast. Pages tell of invented events.
"""

import gzip
import http.server
import ssl
import threading
import time

PAGE = """<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{title}</title></head><body><article><h1>{title}</h1>
<p>قُتل {n} مدنيين وأصيب آخرون بجروح، صباح اليوم، في قصف استهدف سوقاً في بلدة كفر سجنة، بحسب مصدر طبي.</p>
<p>وقال مصدر محلي إن فرق الإسعاف نقلت المصابين إلى مستشفى المدينة، وإن الحصيلة قد ترتفع في الساعات المقبلة.</p>
</article></body></html>"""


def page(n=3):
    return PAGE.format(title=f"قصف على سوق في كفر سجنة يوقع {n} قتلى", n=n).encode()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, certificate=None, host="127.0.0.1"):
        super().__init__((host, 0), Handler)
        self.port = self.server_address[1]
        self.asked = []  # (time, path, headers)
        self.robots = None  # bytes, a status, or a function of the handler
        self.routes = {}  # path: function of the handler, beside those of Handler
        self.lock = threading.Lock()
        self.most = self.now = 0  # requests at once
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def url(self, path="/", host="127.0.0.1", scheme="http"):
        return f"{scheme}://{host}:{self.port}{path}"

    def paths(self, but_robots=True):
        return [p for _, p, _ in self.asked if not (but_robots and p == "/robots.txt")]

    def handle_error(self, request, address):
        pass  # who asked went away


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "nasty/1"
    disable_nagle_algorithm = True

    def log_message(self, *args):
        pass

    def answer(self, code=200, body=b"", **headers):
        self.send_response(code)
        headers.setdefault("Content-Type", "text/html; charset=utf-8")
        headers.setdefault("Content-Length", str(len(body)))
        for name, value in headers.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, data, close=True):
        self.wfile.write(data)
        self.wfile.flush()
        self.close_connection = close

    def do_GET(self):
        s = self.server
        with s.lock:
            s.asked.append((time.monotonic(), self.path, dict(self.headers)))
            s.now += 1
            s.most = max(s.most, s.now)
        try:
            self.serve()
        finally:
            with s.lock:
                s.now -= 1

    def serve(self):
        if self.path == "/robots.txt":
            robots = self.server.robots
            if callable(robots):
                return robots(self)
            if isinstance(robots, int):
                return self.answer(robots)
            return self.answer(404) if robots is None else self.answer(200, robots, Content_Type="text/plain")
        name = self.path.split("?")[0]
        route = self.server.routes.get(name) or getattr(self, "at_" + name.strip("/").split("/")[0].replace("-", "_"), None)
        return route(self) if name in self.server.routes else route() if route else self.answer(404, b"none")

    # --- pages -----------------------------------------------------------------------------------------------------
    def at_page(self):
        n = self.path.split("?")[0].rsplit("/", 1)[-1]
        self.answer(200, page(int(n) if n.isdigit() else 3))

    def at_gzip(self):
        self.answer(200, gzip.compress(page()), Content_Encoding="gzip")

    def at_chunked(self):
        body = page()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for i in range(0, len(body), 100):
            self.wfile.write(b"%x;x=y\r\n%s\r\n" % (len(body[i : i + 100]), body[i : i + 100]))
        self.wfile.write(b"0\r\nX-Trailer: there\r\n\r\n")

    # --- redirects -------------------------------------------------------------------------------------------------
    def at_moved(self):
        self.answer(301, b"gone there", Location="/page/4")

    def at_endless(self):
        n = int(self.path.rsplit("/", 1)[-1])
        self.answer(302, b"", Location=f"/endless/{n + 1}")

    def at_to(self):
        self.answer(302, b"", Location=self.path.split("?", 1)[1])

    # --- bodies that lie or do not end -------------------------------------------------------------------------------
    def at_big(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.close_connection = True
        for _ in range(4096):
            self.wfile.write(b"x" * 65536)

    def at_bomb(self):
        packed = gzip.compress(b"\0" * (64 << 20))
        self.answer(200, packed, Content_Encoding="gzip")

    def at_drip(self):
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", False)
        for _ in range(600):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def at_silent(self):
        time.sleep(20)

    def at_short(self):
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n" + page())

    def at_long(self):
        body = page()
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body + b"y" * 5000)

    def at_garbage(self):
        self.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzzz\r\n\xff\xfe")

    def at_hugechunk(self):
        self.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhello")

    def at_heads(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for i in range(100000):
            self.wfile.write(b"X-%d: %s\r\n" % (i, b"y" * 1000))
        self.close_connection = True

    def at_nothttp(self):
        self.raw(b"SSH-2.0-OpenSSH_9.2\r\n")

    def at_empty(self):
        self.raw(b"")

    def at_continue(self):
        body = page()
        self.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    # --- errors ------------------------------------------------------------------------------------------------------
    def at_status(self):
        self.answer(int(self.path.rsplit("/", 1)[-1]), b"an error page")
