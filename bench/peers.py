#!/usr/bin/env python3
"""How fast other extractors read pages. Run by scripts/bench-pages, in an environment that has them.

    peers.py trafilatura|resiliparse|resiliparse-decoded LIST PASSES [TEXTS]

As bench-pages: LIST names a page a line, one pass to warm up writes what was extracted to TEXTS, each other pass is printed as seconds of processor
time. trafilatura gets the bytes and decodes them itself; resiliparse's decoder decodes for it within the time, for resiliparse-decoded before it.
Comments are left out where the extractor can tell them.
"""
import json
import sys
import time


def main(argv):
    tool, listed, passes = argv[1], argv[2], int(argv[3])
    names = [l.rstrip('\n') for l in open(listed, encoding='utf-8')]
    pages = [open(n, 'rb').read() for n in names]
    if tool == 'trafilatura':
        import trafilatura

        def extract(page):
            return trafilatura.extract(page, include_comments=False)
    else:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding

        def decode(page):
            return bytes_to_str(page, detect_encoding(page, from_html_meta=True))

        def plain(page):
            return extract_plain_text(page, main_content=True, comments=False)
        if tool == 'resiliparse':
            def extract(page):
                return plain(decode(page))
        else:
            extract = plain
            pages = [decode(p) for p in pages]
    texts = [extract(p) for p in pages]
    if len(argv) > 4:
        with open(argv[4], 'w', encoding='utf-8') as f:
            for n, t in zip(names, texts):
                f.write(json.dumps({'file': n, 'text': t or ''}, ensure_ascii=False) + '\n')
    for _ in range(passes):
        start = time.process_time()
        for p in pages:
            extract(p)
        print(f'{time.process_time() - start:.6f}', flush=True)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv))
