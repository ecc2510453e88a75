#!/usr/bin/env bash
# The same input gives the same output, byte for byte: whatever the order of the files, the locale, the time zone, the width of the
# terminal, or what else was read before.
#
#   tests/golden/same.sh PROGRAM
set -uo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
files=(samples/tabqa/*.html samples/tabqa/*.txt)
backwards=()
for f in "${files[@]}"; do backwards=("$f" "${backwards[@]}"); done

"$program" reconcile --format json "${files[@]}" >"$work/first" || { echo "same: the program failed" >&2; exit 1; }
same() { # same WHAT COMMAND...
	local what=$1
	shift
	"$@" >"$work/other"
	if ! cmp -s "$work/first" "$work/other"; then
		echo "same: $what changes the output:" >&2
		cmp "$work/first" "$work/other" >&2
		status=1
	fi
}
same "running again" "$program" reconcile --format json "${files[@]}"
same "another order" "$program" reconcile --format json "${backwards[@]}"
same "another locale" env LC_ALL=ar_SY.UTF-8 LANG=tr_TR.UTF-8 "$program" reconcile --format json "${files[@]}"
same "another time zone" env TZ=Pacific/Kiritimati "$program" reconcile --format json "${files[@]}"
same "another width" env COLUMNS=40 TERM=dumb "$program" reconcile --format json "${files[@]}"
same "other places in memory" env MALLOC_PERTURB_=165 MALLOC_ARENA_MAX=1 "$program" reconcile --format json "${files[@]}"
same "a folder in place of its files" "$program" reconcile --format json samples/tabqa

# It is JSON, one object, and its keys are those of the contract.
python3 - "$work/first" <<'PY' || status=1
import json, sys
with open(sys.argv[1], encoding='utf-8') as f:
    ledger = json.load(f)
want = ['engine', 'incidents', 'apart', 'reprints', 'unread']
if list(ledger) != want:
    sys.exit(f'same: keys {list(ledger)} are not {want}')
for incident in ledger['incidents']:
    claims = {c['id'] for c in incident['claims']}
    for relation in incident['relations']:
        for c in relation['claims']:
            if c not in claims:
                sys.exit(f'same: a relation speaks of claim {c}, which is not there')
PY
((status == 0)) && echo "same: ok"
exit $status
