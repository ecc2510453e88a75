"""What the tests of riwaya serve share: a store of samples, a server on it, requests, and whether an answer fits its schema."""
import atexit
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPENAPI = json.loads((ROOT / "docs/openapi.json").read_text("utf-8"))

# A report whose words are markup, for who would show it as such.
MARKUP = """<script>alert(1)</script> مقتل ثلاثة مدنيين بقصف على بلدة الوادي

شبكة <b onclick="x()">النهر</b> الإخبارية | 2023-11-15 10:20

قُتل ثلاثة مدنيين <img src=x onerror=alert(2)> وأصيب سبعة آخرون بقصف مدفعي على بلدة سراقب شرقي إدلب، بحسب الدفاع المدني.
"""

failures = []


def check(good, what):
    if not good:
        failures.append(what)
        print(f"serve: {what}", file=sys.stderr)
    return good


def done():
    if failures:
        sys.exit(f"serve: {len(failures)} checks failed")
    print("serve: ok")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)


class Room:
    """A server on a store of the samples, in a folder of its own."""

    def __init__(self, riwaya, *options, reports=(), samples=True):
        self.riwaya = riwaya
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="riwaya-serve-"))
        self.db = os.environ.get("RIWAYA_TEST_POSTGRES") or self.folder / "store.db"  # scripts/postgres run …
        self.environment = {**os.environ, "LC_ALL": "C.UTF-8", "RIWAYA_DB": str(self.db)}
        files = sorted(p for p in (ROOT / "samples/tabqa").iterdir() if p.suffix in (".html", ".txt")) if samples else []
        for name, text in reports:
            (self.folder / name).write_text(text, "utf-8")
            files.append(self.folder / name)
        self.run("add", "--quiet", *map(str, files))
        self.options = options
        self.start()

    def run(self, *arguments):
        return subprocess.run([self.riwaya, *arguments], env=self.environment, check=True, capture_output=True, cwd=self.folder)

    def start(self):
        self.process = subprocess.Popen([self.riwaya, "serve", "--listen", "127.0.0.1:0", "--quiet", *self.options],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=self.folder)
        atexit.register(self.process.kill)  # where a test breaks off
        self.url = self.process.stdout.readline().strip()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", self.url)
        if not found:
            sys.exit(f"serve: it does not say where it listens: {self.url!r} {self.process.stderr.read()}")
        self.port = int(found[1])

    def stop(self, how=signal.SIGTERM):
        """Its exit code; what it said on standard error is in self.said."""
        self.process.send_signal(how)
        try:
            _, self.said = self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            check(False, "it does not end when it is told to")
            _, self.said = self.process.communicate()
        return self.process.returncode

    def close(self, how=signal.SIGTERM):
        code = self.stop(how)
        check(code == 0, f"it ended with {code}: {self.said[-2000:]}")
        check(not self.said, f"it said: {self.said[-2000:]}")
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, target, method="GET", body=None, headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, target, body=body, headers=dict(headers))
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


# --- JSON Schema, as much of it as docs/openapi.json uses ---------------------------------------------------------------
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
KNOWN = {"$ref", "type", "description", "required", "properties", "additionalProperties", "items", "enum", "pattern", "minimum", "maximum",
    "minItems", "maxItems", "minProperties", "maxProperties", "minLength", "maxLength", "anyOf", "oneOf", "examples", "contentMediaType",
    "default", "format"}


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def misfit(value, schema, at="$"):
    """Where and why a value does not fit; None where it does."""
    if unknown := set(schema) - KNOWN:
        return f"{at}: the schema has {unknown}, which this test does not know"
    if "$ref" in schema:
        return misfit(value, OPENAPI["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], at)
    if "anyOf" in schema or "oneOf" in schema:
        tries = [misfit(value, one, at) for one in schema.get("anyOf", schema.get("oneOf"))]
        return None if None in tries else " / ".join(tries)
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_type(value, name) for name in names):
        return f"{at}: {json.dumps(value, ensure_ascii=False)[:80]} is no {names}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{at}: {value!r} is none of {schema['enum']}"
    if isinstance(value, str):
        if "pattern" in schema and not re.search(schema["pattern"], value):
            return f"{at}: {value!r} does not fit {schema['pattern']}"
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            return f"{at}: {len(value)} letters"
    if is_type(value, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return f"{at}: {value} is out of bounds"
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            return f"{at}: {len(value)} items"
        for i, one in enumerate(value):
            if "items" in schema and (why := misfit(one, schema["items"], f"{at}[{i}]")):
                return why
    if isinstance(value, dict):
        if missing := [k for k in schema.get("required", []) if k not in value]:
            return f"{at}: without {missing}"
        if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", len(value)):
            return f"{at}: {len(value)} members"
        more = schema.get("additionalProperties", True)
        for key, one in value.items():
            inner = schema.get("properties", {}).get(key, more)
            if inner is False:
                return f"{at}: {key!r} is not in the schema"
            if isinstance(inner, dict) and (why := misfit(one, inner, f"{at}.{key}")):
                return why
    return None


def answer_schema(method, path, status, media):
    """The schema of an answer; None where the contract has no such answer, False where it says nothing of its form."""
    responses = OPENAPI["paths"][path][method.lower()]["responses"]
    response = responses.get(str(status), responses.get("default") if status >= 400 else None)
    if response is None:
        return None
    if "$ref" in response:
        response = OPENAPI["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    content = response.get("content")
    if not content:
        return False
    return content[media]["schema"] if media in content else None


def fits(answer, method, path, target):
    media = (answer.headers.get("Content-Type") or "").split(";")[0]
    schema = answer_schema(method, path, answer.status, media)
    if schema is None:
        return check(False, f"{method} {target}: {answer.status} {media} is not in the contract: {answer.body[:200]!r}")
    if not schema or not media.endswith("json"):
        return True
    try:
        why = misfit(answer.json(), schema)
    except ValueError as e:
        why = f"no JSON: {e}"
    return check(not why, f"{method} {target}: {answer.status}: {why}")
