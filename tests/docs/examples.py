"""Runs the examples of the manuals; see run.sh beside it. Standard library only."""
import os, re, subprocess, sys, tempfile

FENCE = re.compile(r'^```([\w-]*)[ \t]*(.*?)[ \t]*\n(.*?)^```[ \t]*$', re.M | re.S)


def blocks(path):
    text = open(path, encoding='utf-8').read()
    for m in FENCE.finditer(text):
        yield text.count('\n', 0, m.start()) + 1, m.group(1), m.group(2), m.group(3)


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def check(program, files):
    """Exit code and complaints of `lexicon check` over an overlay of these files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            write(folder, name, text)
        run = subprocess.run([program, 'lexicon', 'check', folder], capture_output=True, text=True, timeout=120)
        return run.returncode, (run.stdout + run.stderr).replace(folder + '/', '')


def same(want, got):
    """Whether got is what the example shows."""
    pattern = ''
    for line in want.rstrip('\n').split('\n'):
        if line.strip() == '…':
            pattern += r'(?:.*\n)*?'
        else:
            pattern += '.*?'.join(re.escape(part.rstrip() if i == line.count('…') else part) for i, part in enumerate(line.split('…'))) + r'[ \t]*\n'
    return re.fullmatch(pattern, got if got.endswith('\n') or not got else got + '\n')


def console(program, text):
    """(line, command, expected) of a block."""
    command, line, want = None, 0, []
    for i, row in enumerate(text.split('\n')[:-1]):
        if row.startswith('$ '):
            if command is not None:
                yield line, command, want
            command, line, want = row[2:], i, []
        elif command is not None and command.endswith('\\') and not want:
            command = command[:-1] + row.strip()
        elif command is not None:
            want.append(row)
    if command is not None:
        yield line, command, want


def main(program, pages):
    failures = ran = 0

    def complain(page, line, what, detail=''):
        nonlocal failures
        failures += 1
        print(f'{page}:{line}: {what}', file=sys.stderr)
        for row in detail.rstrip('\n').split('\n')[:30]:
            print('    ' + row, file=sys.stderr)

    with tempfile.TemporaryDirectory() as bin_folder:
        os.symlink(program, os.path.join(bin_folder, 'riwaya'))
        env = dict(os.environ, PATH=bin_folder + os.pathsep + os.environ['PATH'])
        for name in ('COLUMNS', 'LANG', 'LC_ALL'):
            env.pop(name, None)
        for page in pages:
            if not os.path.exists(page):
                continue
            good, first, wrong = {}, 0, []
            for line, kind, argument, text in blocks(page):
                if kind == 'rules':
                    first = first or line
                    # Blank lines put each line of the file where it stands on the page, so that a complaint's line is the page's.
                    have = good.get('rules/page.rules', '')
                    good['rules/page.rules'] = have + '\n' * max(1, line - have.count('\n')) + text
                elif kind == 'tsv' and argument:
                    first = first or line
                    good[argument] = text
                elif kind == 'rules-wrong':
                    wrong.append((line, text))
                elif kind == 'console':
                    for at, command, want in console(program, text):
                        if not re.match(r'(build/)?riwaya\b', command):
                            continue
                        ran += 1
                        command = re.sub(r'(^|[|;&]\s*)build/riwaya\b', r'\1riwaya', command)
                        run = subprocess.run(['bash', '-c', command], capture_output=True, text=True, env=env, timeout=120)
                        got = run.stdout + run.stderr
                        if want and not same('\n'.join(want) + '\n', got):
                            complain(page, line + 1 + at, f'prints something else: {command}', got)
                        elif not want and run.returncode:
                            complain(page, line + 1 + at, f'exit code {run.returncode}: {command}', got)
            if good:
                ran += 1
                code, said = check(program, good)
                if code:
                    complain(page, first, 'the rules of this page do not check', said)
            for line, text in wrong:
                ran += 1
                code, said = check(program, {'rules/wrong.rules': text})
                if code == 0:
                    complain(page, line, 'should be refused, and is not', text)
    if failures:
        print(f'docs: {failures} of {ran} examples failed', file=sys.stderr)
        return 1
    print(f'docs: ok ({ran} examples)')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], sys.argv[2:]))
