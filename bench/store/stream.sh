#!/usr/bin/env bash
# A desk's ten years: N small reports, ten of an incident, from 300 towns, in ten files and in the order in which they were told.
#
#     bench/store/stream.sh FOLDER [N]        N: 1000000
#
# A million take a minute and a half, 1.4 GB of memory and 0.7 GB of disk. truth.tsv there has the incident of each.
set -euo pipefail
here=$(dirname "$0")
n=${2:-1000000}
exec python3 "$here/../incidents/generate.py" "$1" --incidents $((n / 10)) --reports "$n" --from 2013-01-01 --days 3652 \
	--towns 300 --parts 10 --order told
