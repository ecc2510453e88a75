#!/usr/bin/env bash
# Runs memory.c on a store of its own, and checks what is left.
#
#   memory.sh MEMORY RIWAYA FILE...
set -euo pipefail
memory=$1 riwaya=$2
shift 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$memory" "$folder/a.db" "$@"
"$riwaya" verify --quiet --db "$folder/a.db"
