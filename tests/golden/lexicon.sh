#!/usr/bin/env bash
# The same tables give the same image, wherever the project lies and whatever its files' times: tests/golden/lexicon.sh LEXC LEXICON_DIR
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$(dirname "$2")" && "$1" lexicon "$work/a.img")
cp -r "$2" "$work/lexicon"
(cd "$work" && LC_ALL=C.UTF-8 TZ=Asia/Damascus "$1" lexicon b.img)
cmp "$work/a.img" "$work/b.img"
echo "lexicon: the image is the same ($(stat -c %s "$work/a.img") bytes)"
