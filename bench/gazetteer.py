#!/usr/bin/env python3
"""gazetteer.py [ROWS]: an invented country in the form of GeoNames' dump, on standard output.

The country ZZ does not exist: names are made of syllables, positions lie on a grid. Always the same for the same ROWS (30000)."""
import sys

CONSONANTS = 'بتثجحخدذرزسشصضطظعغفقكلمنهي'
VOWELS = ['ا', 'و', 'ي', '']
ENDINGS = ['ين', 'ان', 'ية', 'ون', 'ات', 'ا', 'ة']


def numbers(seed):
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        yield seed >> 33


def name(r):
    return ''.join(CONSONANTS[next(r) % len(CONSONANTS)] + VOWELS[next(r) % len(VOWELS)] for _ in range(3)) + ENDINGS[next(r) % len(ENDINGS)]


def row(number, arabic, class_, code, admin, people, r):
    lat, lon = next(r) % 9000 / 1000 + 10, next(r) % 9000 / 1000 + 120
    latin = f'Place {number}'
    other = f'{latin},{arabic}' + (f',{name(r)}' if next(r) % 4 == 0 else '')
    admin = (admin + ['', '', '', ''])[:4]
    return '\t'.join([str(number), latin, latin, other, f'{lat:.5f}', f'{lon:.5f}', class_, code, 'ZZ', '', *admin, str(people), '', '0', 'Etc/UTC', '2026-01-01'])


def main():
    rows, r, n = int(sys.argv[1]) if len(sys.argv) > 1 else 30000, numbers(7), 1
    print(row(n, 'دولة ' + name(r), 'A', 'PCLI', ['00'], 0, r))
    districts = []
    for a in range(20):
        n += 1
        print(row(n, name(r), 'A', 'ADM1', [f'{a:02}'], 0, r))
        for b in range(10):
            n += 1
            print(row(n, name(r), 'A', 'ADM2', [f'{a:02}', f'{a:02}{b:02}'], 0, r))
            districts.append([f'{a:02}', f'{a:02}{b:02}'])
    while n < rows:
        n += 1
        code = ['PPL', 'PPL', 'PPL', 'PPLA3', 'PPLX'][next(r) % 5]
        print(row(n, name(r), 'P', code, districts[next(r) % len(districts)], next(r) % 20000 if next(r) % 10 == 0 else 0, r))


main()
