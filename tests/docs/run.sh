#!/usr/bin/env bash
# Every example in the manuals runs.
#
#   tests/docs/run.sh PROGRAM
#
# In docs/*.md, README.md and CONTRIBUTING.md
#   ```rules blocks      are laid over the built-in lexicon, all of one page together, and checked, their cases too;
#   ```rules-wrong       must each be refused;
#   ```tsv NAME.tsv      go with the page's rules, as a table of that name;
#   ```console blocks    are run: lines that begin with "$ " are commands, what follows is what they print, where a line that holds
#                        only … stands for any lines, and … within a line for any text. Only commands that begin with `riwaya` or `build/riwaya` are run.
set -uo pipefail
cd "$(dirname "$0")/../.."
exec python3 tests/docs/examples.py "$(realpath "$1")" README.md CONTRIBUTING.md docs/*.md
