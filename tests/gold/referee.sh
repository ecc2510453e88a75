#!/usr/bin/env bash
# riwaya eval beside another program that scores the same labels, where one lies beside this checkout (../shared/tools/score.py): on the train
# halves both must come to the same shares and counts.
#
#   tests/gold/referee.sh PROGRAM     ends with 77 where there is no such program
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "$1")
referee=$top/../shared/tools/score.py
[[ -f $referee ]] || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The referee looks for texts beside its own folder.
mkdir "$work/tools"
cp "$referee" "$work/tools/"
ln -s "$top/tests" "$work/tests"
cd "$top"
gold=(tests/gold/*/train/*.json)
"$program" extract --quiet --format jsonl tests/gold/*/train/*.txt >"$work/claims"
PYTHONDONTWRITEBYTECODE=1 python3 "$work/tools/score.py" "${gold[@]}" <"$work/claims" >"$work/theirs"
"$program" eval --quiet --format json "${gold[@]}" >"$work/ours"
python3 - "$work/ours" "$work/theirs" <<'PY'
import json, sys

ours = json.load(open(sys.argv[1], encoding='utf-8'))['measures']
bad = 0
for line in open(sys.argv[2], encoding='utf-8'):
    name, share, *counts = line.split()
    if name == 'broken':
        continue
    m = ours.get(name)
    same = m and f'{m["value"]:.3f}' == share and (not counts or counts[0] == f'({m["right"]}/{m["all"]})')
    if not same:
        print(f'referee: {line.strip()}, here {m}', file=sys.stderr)
        bad = 1
sys.exit(bad)
PY
echo "referee: the same"
