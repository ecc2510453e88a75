#!/usr/bin/env bash
# Measures the program against hand-labelled reports and fails below the floors.
#
#   scripts/score.sh [PROGRAM [FOLDER]]     FOLDER holds corpus/, gold/ and tools/ (default: ../shared)
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
program=$(realpath "${1:-$top/build/riwaya}")
shared=$(realpath "${2:-$top/../shared}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

floors=(figure_f1=0.80 claim_f1=0.60 value=0.95 denied=1.0 doubted=0.6 title=1 outlet=1 published=1 furniture=0.90 body=0.98)
export PYTHONDONTWRITEBYTECODE=1
status=0

cd "$shared"
"$program" extract --format jsonl corpus/hasakah/*.txt >"$work/claims.jsonl"
echo "claims:"
python3 tools/score.py $(printf -- '--min %s ' "${floors[@]}") gold/hasakah/*.json <"$work/claims.jsonl" || status=1
"$program" reconcile --format json corpus/hasakah/*.txt >"$work/ledger.json"
echo "ledger:"
python3 tools/score_ledger.py gold/ledgers/hasakah.json <"$work/ledger.json" || status=1
exit $status
