#!/usr/bin/env bash
# Golden output: what the commands say of the samples, byte for byte.
#
#   tests/golden/run.sh PROGRAM            compares
#   tests/golden/run.sh --bless PROGRAM    takes the present output as the golden one (look at the difference before you commit it)
#
# A case is a file NAME.cmd of one line of arguments (run in the project's root, quoted as a shell does) with NAME.out beside it. The
# lexicon's hash and claims' ids change with every edit of a table, so hexadecimal names are shown as <id>.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bless=no
[[ ${1-} == --bless ]] && bless=yes && shift
program=$(realpath "$1")
cd "$here/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
unset COLUMNS LANG LC_ALL

for case in "$here"/*.cmd; do
	name=$(basename "$case" .cmd)
	eval "args=($(cat "$case"))"
	"$program" "${args[@]}" 2>"$work/err" | sed -E 's/\b[0-9a-f]{12,64}\b/<id>/g' >"$work/out"
	code=${PIPESTATUS[0]}
	if ((code != 0)); then
		echo "golden: $name: exit code $code: $(head -c 400 "$work/err")" >&2
		status=1
	elif [[ $bless == yes ]]; then
		cmp -s "$work/out" "$here/$name.out" || echo "golden: $name: blessed"
		cp "$work/out" "$here/$name.out"
	elif ! diff -u "$here/$name.out" "$work/out" >"$work/diff" 2>&1; then
		echo "golden: $name: output changed (make bless takes it as the new one)" >&2
		head -n 60 "$work/diff" >&2
		status=1
	fi
done
((status == 0)) && echo "golden: ok"
exit $status
