#!/usr/bin/env bash
# What the commands print, and how they end.
#
#   tests/cli/run.sh PROGRAM [NAME...]            runs the cases, or those named
#   BLESS=1 tests/cli/run.sh PROGRAM [NAME...]    takes the present output as right (look at the difference before you commit it)
#
# A case is a folder:
#   cmd             a bash script; `riwaya` is the program; it runs in a copy of data/, in no particular locale
#   stdout.exact    its output byte for byte, or
#   stdout.glob     line by line: * stands for anything within a line, a line of ... for any lines
#   stderr.glob     the same of what it says; without the file it must say nothing
#   status          its exit code, 0 without the file
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
shift
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$program" "$work/bin/riwaya"
export PATH="$work/bin:$PATH" LC_ALL=C.UTF-8
unset COLUMNS LANG LC_MESSAGES NO_COLOR
failed=0 ran=0

# matches FILE PATTERNS: whether the lines of FILE are as PATTERNS says.
matches() {
	local -a text pattern
	mapfile -t text <"$1"
	mapfile -t pattern <"$2"
	local i=0 p=0
	while ((p < ${#pattern[@]})); do
		if [[ ${pattern[p]} == ... ]]; then
			((p++))
			((p == ${#pattern[@]})) && return 0
			while ((i < ${#text[@]})) && [[ ${text[i]} != ${pattern[p]} ]]; do ((i++)); done
		fi
		((i < ${#text[@]})) || return 1
		[[ ${text[i]} == ${pattern[p]} ]] || return 1
		((i++, p++))
	done
	((i == ${#text[@]}))
}
complain() {
	echo "cli: $1: $2" >&2
	[[ -n ${3-} ]] && head -n 25 "$3" | sed 's/^/    /' >&2
	bad=yes
}

names=("$@")
((${#names[@]})) || mapfile -t names < <(cd "$here" && ls -d */cmd | sed 's|/cmd||')
for name in "${names[@]}"; do
	case=$here/$name
	rm -rf "$work/in"
	cp -r "$here/data" "$work/in"
	(cd "$work/in" && exec timeout -k 2 60 bash "$case/cmd") >"$work/out" 2>"$work/err" </dev/null
	code=$?
	((ran++))
	bad=no
	if [[ -n ${BLESS-} ]]; then
		[[ -f $case/stdout.glob ]] || if [[ -s $work/out ]]; then cp "$work/out" "$case/stdout.exact"; else rm -f "$case/stdout.exact"; fi
		[[ -f $case/stderr.glob ]] && matches "$work/err" "$case/stderr.glob" || if [[ -s $work/err ]]; then cp "$work/err" "$case/stderr.glob"; else rm -f "$case/stderr.glob"; fi
		if ((code)); then echo $code >"$case/status"; else rm -f "$case/status"; fi
		continue
	fi
	want=0
	[[ -f $case/status ]] && want=$(<"$case/status")
	((code == want)) || complain "$name" "ends with $code, not $want" "$work/err"
	if [[ -f $case/stdout.exact ]]; then
		diff -u "$case/stdout.exact" "$work/out" >"$work/diff" || complain "$name" "prints something else" "$work/diff"
	elif [[ -f $case/stdout.glob ]]; then
		matches "$work/out" "$case/stdout.glob" || complain "$name" "prints something else than stdout.glob says" "$work/out"
	elif [[ -s $work/out ]]; then
		complain "$name" "prints, but should not" "$work/out"
	fi
	if [[ -f $case/stderr.glob ]]; then
		matches "$work/err" "$case/stderr.glob" || complain "$name" "says something else than stderr.glob does" "$work/err"
	elif [[ -s $work/err ]]; then
		complain "$name" "says, but should not" "$work/err"
	fi
	[[ $bad == no ]] || ((failed++))
done
[[ -n ${BLESS-} ]] && exit 0
if ((failed)); then
	echo "cli: $failed of $ran cases failed" >&2
	exit 1
fi
echo "cli: ok ($ran cases)"
