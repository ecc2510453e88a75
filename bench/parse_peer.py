#!/usr/bin/env python3
"""The words that riwaya finds anywhere in pages, article or not, beside those that html5lib finds, which parses as the standard says.

    python3 -m venv VENV && VENV/bin/pip install html5lib==1.1
    VENV/bin/python bench/parse_peer.py build/riwaya PAGE.html...        UTF-8 pages; prints words, those missed, those too many"""
import collections, json, re, subprocess, sys
import html5lib

# What shows no text, or is left out by its kind.
HIDDEN = set('script style noscript iframe svg math template textarea select option button canvas audio video object head noembed noframes'.split())
INLINE = set('a b i em strong span u font small sup sub abbr cite code mark time q s ins del label bdi bdo img wbr big tt'.split())


def words(text):
    return collections.Counter(re.findall(r'\w+', text))


def gather(element, out):
    stack = [('open', element)]
    while stack:
        what, e = stack.pop()
        if what == 'say':
            out.append(e)
            continue
        tag = e.tag if isinstance(e.tag, str) else None
        if e.tail and e is not element:
            stack.append(('say', e.tail))
        if tag is None or tag in HIDDEN:
            continue
        apart = tag not in INLINE
        if apart:
            out.append(' ')
            stack.append(('say', ' '))
        stack.extend(('open', child) for child in reversed(list(e)))
        if e.text:
            out.append(e.text)


def main(program, pages):
    run = subprocess.run([program, 'read', '--quiet', '--format', 'jsonl', *pages], capture_output=True, text=True)
    total = missed = more = 0
    for line in run.stdout.splitlines():
        r = json.loads(line).get('report')
        if not r:
            continue
        shown = [r['title']] if any(o[0] == 'title' for o in r['origin_map']) else []
        ours = words('\n'.join([*shown, r['text'], r['caption'] or '', *r['furniture']]))
        out = []
        gather(html5lib.parse(open(r['file'], 'rb').read().decode('utf-8', 'replace'), namespaceHTMLElements=False), out)
        peer = words(''.join(out))
        total += sum(peer.values())
        missed += sum((peer - ours).values())
        more += sum((ours - peer).values())
    print(f'{total} words, {missed} missed, {more} more')


if __name__ == '__main__':
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
