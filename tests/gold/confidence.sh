#!/usr/bin/env bash
# Whether confidence still holds on the test halves, which no rule is made against: the mean distance between it and the share that is right. Where this fails after a
# change of rules: make calibrate.
#
#   tests/gold/confidence.sh PROGRAM
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
most=0.12
off=$("$1" eval --quiet --format json "$top"/tests/gold/*/test |
	python3 -c 'import json, sys; print("%.3f" % json.load(sys.stdin)["confidence"]["error"])')
if awk "BEGIN { exit !($off > $most) }"; then
	echo "confidence: off by $off on average, more than $most; make calibrate fits it to the rules as they are" >&2
	exit 1
fi
echo "confidence: off by $off on average"
# The scripts that fit it and that write docs/accuracy.md run.
fit=$("$top/scripts/calibrate" --check "$1")
grep -q 'mean distance' <<<"$fit"
page=$("$top/scripts/accuracy" --print --without test "$1")
grep -q '^| `claim_f1` |' <<<"$page"
