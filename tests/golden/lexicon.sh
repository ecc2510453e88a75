#!/usr/bin/env bash
# The same tables give the same image, wherever they lie and whatever their files' times: tests/golden/lexicon.sh LEXC LEXICON_DIR
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" "$2" "$work/a.img"
cp -r "$2" "$work/moved"
(cd "$work" && LC_ALL=C.UTF-8 "$1" moved b.img)
cmp "$work/a.img" "$work/b.img"
echo "lexicon: the image is the same ($(stat -c %s "$work/a.img") bytes)"
