#!/usr/bin/env bash
# Installs into an empty folder and uses what lies there as a stranger would.
#
#   tests/install/run.sh BUILD_DIR
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
build=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix
fail() {
	echo "install: $*" >&2
	exit 1
}

cmake --install "$build" --prefix "$prefix" >"$work/log" || { cat "$work/log"; fail "cmake --install failed"; }
libdir=$(dirname "$(find "$prefix" -name 'libriwaya.so' | head -n 1)")
[[ -n $libdir ]] || fail "no shared library in the installed tree"

# The program runs from there, without the source tree.
(cd "$work" && "$prefix/bin/riwaya" version) >"$work/version" || fail "the installed program does not run"
grep -q . "$work/version" || fail "riwaya version printed nothing"

# Only the public functions are seen from outside.
foreign=$(nm -D --defined-only "$libdir/libriwaya.so" | awk '{ print $3 }' | grep -v '^riwaya_' || true)
[[ -z $foreign ]] || fail "symbols that should be hidden: $(echo $foreign | head -c 300)"

# Every header stands alone, in C17 and in C++.
for header in "$prefix"/include/riwaya/*.h; do
	name=riwaya/$(basename "$header")
	echo "#include <$name>" | cc -std=c17 -Wall -Wextra -Wpedantic -Werror -I"$prefix/include" -x c -fsyntax-only - || fail "$name does not stand alone in C"
	if command -v c++ >/dev/null; then
		echo "#include <$name>" | c++ -std=c++17 -Wall -Wextra -Werror -I"$prefix/include" -x c++ -fsyntax-only - || fail "$name does not stand alone in C++"
	fi
done

# By pkg-config.
export PKG_CONFIG_PATH=$libdir/pkgconfig
cc -std=c17 -Wall -Wextra -Werror "$top/examples/ten_lines.c" $(pkg-config --cflags --libs riwaya) -o "$work/by_pkg_config" || fail "building by pkg-config failed"
cc -std=c17 "$top/examples/ten_lines.c" $(pkg-config --cflags riwaya) "$libdir/libriwaya.a" $(pkg-config --libs uchardet libsodium jansson zlib libzstd libbrotlidec libarchive libcurl libcrypto sqlite3 libpq) -lm -o "$work/by_pkg_config_static" ||
	fail "building with the static library failed"

# By find_package.
{
	cmake -S "$top/tests/install/consumer" -B "$work/consumer" -DCMAKE_PREFIX_PATH="$prefix" -DEXAMPLE="$top/examples/ten_lines.c" &&
		cmake --build "$work/consumer"
} >"$work/log" 2>&1 || { cat "$work/log"; fail "building by find_package failed"; }

# All four say the same.
export LD_LIBRARY_PATH=$libdir
cd "$top"
files=(samples/tabqa/*.html samples/tabqa/*.txt)
"$work/by_pkg_config" "${files[@]}" >"$work/a" || fail "the example failed"
for other in by_pkg_config_static consumer/shared consumer/static; do
	"$work/$other" "${files[@]}" >"$work/b" || fail "$other failed"
	cmp "$work/a" "$work/b" || fail "$other says something else"
done
grep -q 'reports' "$work/a" || fail "the example found no incident"
echo "install: ok"
