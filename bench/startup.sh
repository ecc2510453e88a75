#!/usr/bin/env bash
# startup.sh PROGRAM [RUNS]: how long a run over one short sentence takes, with the built-in lexicon, with an imported country of 30,000 rows
# compiled to a file, and with its folder compiled anew each time. The median and the least of RUNS (40), in milliseconds.
set -euo pipefail
program=$(realpath "$1") runs=${2:-40} here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 "$here/gazetteer.py" 30000 >ZZ.txt
"$program" lexicon import geonames ZZ.txt -o zz >/dev/null
"$program" lexicon compile zz -o zz.img

measure() {
	local name=$1 n=$2 i start end
	shift 2
	for ((i = 0; i < n; i++)); do
		start=$(date +%s%N)
		"$program" extract --format jsonl --text 'قُتل ثلاثة مدنيين أمس' "$@" >/dev/null
		end=$(date +%s%N)
		echo $(((end - start) / 1000))
	done | sort -n | awk -v name="$name" '{ t[NR] = $1 } END { printf "%-28s median %6.2f ms, least %6.2f ms\n", name, t[int((NR + 1) / 2)] / 1000, t[1] / 1000 }'
}
measure 'built-in' "$runs"
measure 'compiled file, 30,000 rows' "$runs" --lexicon zz.img
measure 'folder, 30,000 rows' 5 --lexicon zz
