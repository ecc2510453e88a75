#!/usr/bin/env bash
# What the house asks of its own files, as far as a machine can see it.
#
#   tests/style/run.sh            everything but formatting
#   tests/style/run.sh format     clang-format
set -uo pipefail
shopt -s lastpipe # `… | check` tells this shell, not one of its own
cd "$(dirname "$0")/../.."
status=0
complain() {
	echo "style: $1" >&2
	sed 's/^/    /' >&2
	status=1
}
# Files of the project: what git knows, else what lies there (a source archive has no git).
files() {
	if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
		git ls-files -co --exclude-standard -- "$@" | while read -r f; do [[ -f $f ]] && echo "$f"; done
	else
		for pattern in "$@"; do find . -path ./build -prune -o -type f -path "./$pattern" -print | sed 's|^\./||'; done
	fi | sort -u
}
check() { # check WHAT: complains where standard input is not empty
	local found
	found=$(cat)
	[[ -z $found ]] || complain "$1" <<<"$found"
}
mapfile -t c_files < <(files 'src/*.c' 'src/*.h' 'include/*.h')
mapfile -t all_c < <(files '*.c' '*.h')

if [[ ${1-} == format ]]; then
	((${#all_c[@]})) && ! clang-format --dry-run -Werror "${all_c[@]}" && exit 1
	echo "style: formatting ok (${#all_c[@]} files)"
	exit 0
fi

# Language is data: no letter of the Arabic script in C outside tests.
grep -nP '[\x{0620}-\x{065F}\x{066E}-\x{06D3}\x{06FA}-\x{06FF}\x{0750}-\x{077F}\x{08A0}-\x{08FF}\x{FB50}-\x{FDFF}\x{FE70}-\x{FEFC}]' "${c_files[@]}" |
	check "Arabic letters in C files: words and patterns belong to lexicon/"

# Nothing unfinished, nothing of one machine.
unfinished='TO''DO|FIX''ME|XX''X|HA''CK'
files 'src/*' 'include/*' 'lexicon/*' 'scripts/*' 'tests/*' 'fuzz/*.c' 'bench/*' 'cmake/*' 'docs/*' '*.md' CMakeLists.txt Makefile |
	xargs -r grep -nIwE "$unfinished" | check "unfinished work"
files '*' | grep -vE '^(samples|tests/(corpus|golden|hostile/data))/' |
	xargs -r grep -nIE '(^|[^a-z.])/(ho''me|ro''ot|wo''rk)/[a-z]' | check "paths of one machine"

# A header's and a source file's first lines say what it is for.
for f in "${c_files[@]}"; do
	head -c 200 "$f" | head -n 1 | grep -qE "^/\* [a-zA-Z0-9_/.]+:" || echo "$f"
done | check "does not begin with /* NAME: what it is for"
for f in "${c_files[@]}"; do
	[[ $f == *.h ]] && ! grep -qE '^#ifndef R(W|IWAYA)_' "$f" && echo "$f"
done | check "headers without an include guard"
wc -l "${c_files[@]}" | awk '$2 != "total" && $1 > 900' | check "over 900 lines: part it by sense"

# The library never prints, exits, looks at the clock or the locale; and nothing uses functions that overrun or share a state.
without_comments() { gcc -fpreprocessed -dD -E -P "$1" 2>/dev/null | sed 's/"\([^"\\]\|\\.\)*"/""/g'; }
for f in "${c_files[@]}"; do
	[[ $f == *.c ]] || continue
	banned='strcpy|strcat|sprintf|vsprintf|strtok|gets|gmtime|localtime|atoi|atof|setlocale|rand|srand'
	case $f in
	src/cli/* | src/serve/* | *_main.c) ;;
	*) banned+='|printf|vprintf|fprintf|puts|putchar|fputs|exit|_exit|abort|assert|time|clock|getenv|strtod|strftime' ;;
	esac
	without_comments "$f" | grep -nE "(^|[^A-Za-z0-9_.>])($banned)[ \t]*\(" | sed "s|^|$f: |"
done | check "functions that the house does not use"

# Tables: nothing invisible hides in them.
files 'lexicon/*.tsv' 'lexicon/rules/*.rules' | xargs -r grep -nP '\r|[\x{200B}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}\x{FEFF}]' |
	grep -v '^lexicon/\(letters\|schema\)\.tsv' | check "invisible characters in tables"

((status == 0)) && echo "style: ok (${#c_files[@]} C files)"
exit $status
