#!/usr/bin/env bash
# Bad input: each gets a clear message that names the file, or is read as well as can be; the good reports beside it are still
# reconciled; the exit code says that something was left out; nothing crashes, hangs or eats the machine.
#
#   tests/hostile/run.sh PROGRAM [SECONDS]     SECONDS: of the processor for one run (10; sanitizers want more), so that a busy machine fails nothing
set -uo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "$1")
limit=${2:-10}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
good=("$top/samples/tabqa/02-sanabel.txt" "$top/samples/tabqa/07-marsad.txt")
ok=0           # exit code where all was read
left_out=3     # exit code where something was left out (docs/cli.md)
nothing=4      # exit code where nothing could be read
failures=0
runs=0

# A plain build gets little memory, so that nothing is swallowed whole; the sanitizers map terabytes.
plain=yes
grep -qa __asan_init "$program" && plain=no
run() { # run OUT ERR ARGS...: the program under the limits; its exit code
	local out=$1 err=$2
	shift 2
	(
		[[ $plain == yes ]] && ulimit -v 1500000
		ulimit -c 0
		ulimit -t "$limit"
		exec timeout -k 2 $((6 * limit)) "$program" "$@"
	) >"$out" 2>"$err" </dev/null
}
complain() {
	echo "hostile: $1: $2" >&2
	[[ -s $work/err ]] && head -c 600 "$work/err" | sed 's/^/    /' >&2
	failures=$((failures + 1))
}
sound() { # sound NAME CODE: the run ended by itself and the sanitizers saw nothing
	local name=$1 code=$2
	runs=$((runs + 1))
	if ((code == 124 || code == 137 || code == 152)); then # 152: SIGXCPU
		complain "$name" "took more than $limit s"
		return 1
	elif ((code > 125)); then
		complain "$name" "died (exit code $code)"
		return 1
	elif grep -qE 'Sanitizer|runtime error:' "$work/err"; then
		complain "$name" "the sanitizers complain"
		return 1
	fi
}

# beside NAME FILE EXPECT: FILE beside good reports. EXPECT: read, out, or either; the good ones must show in the ledger each time.
beside() {
	local name=$1 file=$2 expect=$3 code
	run "$work/out" "$work/err" reconcile "${good[@]}" "$file"
	code=$?
	sound "$name" $code || return
	case $expect in
	read) ((code == ok)) || complain "$name" "exit code $code, not $ok: it can be read" ;;
	out) ((code == left_out)) || complain "$name" "exit code $code, not $left_out: it was left out" ;;
	either) ((code == ok || code == left_out)) || complain "$name" "exit code $code" ;;
	esac
	if ((code == left_out)) && ! grep -qF "$(basename "$file")" "$work/err"; then
		complain "$name" "the message does not name $(basename "$file")"
	fi
	grep -qF 'سنابل الفرات' "$work/out" || complain "$name" "the other reports are not in the ledger"
	# Alone, by the commands that take one report at a time.
	local command
	for command in read extract annotate explain; do
		run "$work/out" "$work/err" $command "$file"
		code=$?
		sound "$name, $command" $code || continue
		if ((code != ok)) && ! grep -qF "$(basename "$file")" "$work/err"; then
			complain "$name, $command" "the message does not name $(basename "$file")"
		fi
	done
}
make() { cat >"$work/$1"; }
repeat() { # repeat N TEXT: TEXT N times, fast
	python3 -c 'import sys; sys.stdout.write(sys.argv[2] * int(sys.argv[1]))' "$1" "$2"
}
article='<p>قُتل خمسة من الحراس وأصيب تسعة آخرون في هجوم شنّه مسلحون على سجن الطبقة مساء الثلاثاء 14 تشرين الثاني 2023.</p>'

# --- what is no report -----------------------------------------------------------------------------------------
beside "missing file" "$work/no-such-file.txt" out
: | make empty.txt
beside "empty file" "$work/empty.txt" out
printf ' \n\n\t\n' | make blank.txt
beside "blank file" "$work/blank.txt" out
base64 -d <<<'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==' | make picture.png
beside "a picture" "$work/picture.png" out
cp "$work/picture.png" "$work/picture.txt"
beside "a picture that calls itself text" "$work/picture.txt" out
truncate -s 1G "$work/zeros.txt"
beside "1 GiB of zeros" "$work/zeros.txt" out
truncate -s 8M "$work/zeros8.txt"
beside "8 MiB of zeros" "$work/zeros8.txt" out
python3 -c 'import random, sys; random.seed(1); sys.stdout.buffer.write(random.randbytes(1 << 20))' | make noise.txt
beside "noise" "$work/noise.txt" out
repeat 400 '据报道，袭击造成五人死亡，九人受伤。当局否认有人逃脱。' | make chinese.txt
beside "Chinese" "$work/chinese.txt" out
repeat 200 'Five guards were killed and nine wounded in an attack on the prison. ' | make english.txt
beside "English" "$work/english.txt" out
ln -s loop.txt "$work/loop.txt"
beside "a link to itself" "$work/loop.txt" out
if ((EUID != 0)); then
	echo "$article" | make closed.txt
	chmod 000 "$work/closed.txt"
	beside "an unreadable file" "$work/closed.txt" out
else
	echo "hostile: root reads everything, so the unreadable file is left to the link to itself" >&2
fi

# --- what is a report in bad shape ---------------------------------------------------------------------------------
{
	cat "${good[0]}"
	printf 'قُتل \xff\xfe\xc0\x80 ثلاثة \xed\xa0\x80\n'
} | make invalid.txt
beside "invalid UTF-8" "$work/invalid.txt" read
iconv -f utf-8 -t utf-16 "$top/samples/tabqa/04-daftar.txt" | make utf16.txt
beside "UTF-16" "$work/utf16.txt" read
iconv -f utf-8 -t utf-16be "$top/samples/tabqa/04-daftar.txt" | make utf16be.txt
beside "UTF-16 without a mark" "$work/utf16be.txt" either
iconv -f utf-8 -t windows-1256 "$top/samples/tabqa/04-daftar.txt" | make cp1256.txt
beside "windows-1256" "$work/cp1256.txt" read
beside "windows-1256 page" "$top/samples/tabqa/05-alrawi.html" read
head -c 6000 "$top/samples/tabqa/01-sidra.html" | make truncated.html
beside "a truncated page" "$work/truncated.html" read
head -c 901 "$top/samples/tabqa/04-daftar.txt" | make truncated.txt
beside "a truncated text" "$work/truncated.txt" read
repeat 700000 'قُتل خمسة من الحراس في هجوم على سجن الطبقة ' | head -c 50000000 | make line.txt
beside "one line of 50 MB" "$work/line.txt" either
repeat 12000000 'ق' | make word.txt
beside "one word of 24 MB" "$work/word.txt" either
repeat 3000000 '1' | make digits.txt
beside "one number of 3 MB" "$work/digits.txt" either
{
	repeat 1000000 '<div>'
	echo "$article"
} | make nested.html
beside "a million nested tags" "$work/nested.html" either
{
	echo '<html><body>'
	repeat 500000 '</p></b>'
	echo "$article"
} | make unmatched.html
beside "a million unmatched end tags" "$work/unmatched.html" either
{
	printf '<p '
	repeat 200000 'a=b '
	echo ">$article"
} | make attributes.html
beside "200,000 attributes" "$work/attributes.html" either
{
	printf '<script type="application/ld+json">'
	repeat 500000 '['
	echo "</script>$article"
} | make jsonld.html
beside "JSON-LD half a million deep" "$work/jsonld.html" either
repeat 100000 '("«[' | make brackets.txt
beside "brackets never closed" "$work/brackets.txt" either
{
	cat "${good[0]}"
	repeat 50000 'قال '
	repeat 50000 'نقلت وكالة عن '
} | make chain.txt
beside "a chain without end" "$work/chain.txt" either
{
	cat "${good[0]}"
	repeat 200000 'تـ.ـ'
	repeat 200000 'ً'
} | make marks.txt
beside "marks and dots without end" "$work/marks.txt" either

# --- feeds, saved pages ---------------------------------------------------------------------------------------------
feed_item='<item><link>https://waha.example/9</link><description>قُتل خمسة من الحراس في هجوم شنّه مسلحون على سجن الطبقة.</description></item>'
{
	printf '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "قتل">'
	for i in {1..30}; do printf '<!ENTITY a%d "&a%d;&a%d;&a%d;">' $i $((i - 1)) $((i - 1)) $((i - 1)); done
	printf '<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY %% p SYSTEM "http://waha.example/x.dtd">%%p;]>'
	printf '<rss><channel><title>&a30;</title><item><title>&f;</title><description>&a30; قُتل خمسة من الحراس &f;</description></item></channel></rss>'
} | make entities.xml
beside "entities that expand" "$work/entities.xml" read
run "$work/out" "$work/err" read "$work/entities.xml"
grep -q 'root:' "$work/out" && complain "entities that expand" "a file of the machine was read"
{
	printf '<rss><channel><item><description>قُتل خمسة'
	repeat 10000 '<a>'
	repeat 10000 '<b><c>'
	printf "</item>$feed_item"
} | make nested.xml
beside "a feed nested 30,000 deep" "$work/nested.xml" read
{
	printf '<rss><channel><item><a b="'
	repeat 12500000 'xxxxxxxx'
	printf "\"/></item>$feed_item"
} | make attribute.xml
beside "an attribute of 100 MB" "$work/attribute.xml" out
{
	printf "<rss><channel>$feed_item<item><description>"
	repeat 5000000 'قُتل خمسة من '
} | make endless.xml
beside "an item without end" "$work/endless.xml" out
{
	printf '<rss><channel><item>'
	python3 -c 'print("".join("<t%d>" % i for i in range(1500000)))'
	printf "</item>$feed_item"
} | make unclosed.xml
beside "elements that never close" "$work/unclosed.xml" either
{
	printf '<rss><channel>'
	repeat 300000 '<item></item><item/><item><title>'
	printf "$feed_item"
} | make empty.xml
beside "items that say nothing" "$work/empty.xml" read
{
	printf '<urlset>'
	python3 -c 'print("".join("<url><loc>https://waha.example/%d</loc></url>" % i for i in range(300000)))'
} | make sitemap.xml
beside "a sitemap of 300,000" "$work/sitemap.xml" out
{
	printf 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n'
	repeat 100000 '--b
Content-Type: multipart/mixed; boundary=b

'
	printf -- "--b\r\nContent-Type: text/html\r\n\r\n$article\r\n--b--\r\n"
} | make parts.mhtml
beside "a message of 100,000 parts in one another" "$work/parts.mhtml" either
{
	printf 'MIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\nX: '
	repeat 5000000 'x x'
	printf '\r\n\r\n'
	printf '%s' "$article" | base64 -w 0 | head -c 201
} | make head.mhtml
beside "a message with a head of 15 MB" "$work/head.mhtml" either

# --- JSON, exports, tables ---------------------------------------------------------------------------------------------
record='{"title": "هجوم على سجن الطبقة", "text": "قُتل خمسة من الحراس في هجوم شنّه مسلحون على سجن الطبقة.", "date": "2023-11-14"}'
{
	printf '[%s, %s, ' "$record" "$record"
	head -c 100 <<<"$record"
} | make cut.json
beside "JSON cut in the middle" "$work/cut.json" out
run "$work/out" "$work/err" read --format jsonl "$work/cut.json"
[[ $(wc -l <"$work/out") == 2 ]] || complain "JSON cut in the middle" "what was whole is not there"
grep -q 'byte [0-9]' "$work/err" || complain "JSON cut in the middle" "the message does not say where"
{
	printf '[%s, {"text": ' "$record"
	repeat 10000 '['
	repeat 10000 ']'
	printf '}, %s]' "$record"
} | make deep.json
beside "JSON 10,000 deep" "$work/deep.json" out
run "$work/out" "$work/err" read --format jsonl "$work/deep.json"
[[ $(wc -l <"$work/out") == 2 ]] || complain "JSON 10,000 deep" "the records beside it are not there"
repeat 3000000 '[{"a":' | make deeper.json
beside "JSON that only opens" "$work/deeper.json" out
{
	printf '%s\n{"text": "' "$record"
	repeat 12500000 'xxxxxxxx'
	printf '"}\n%s\n' "$record"
} | make string.jsonl
beside "a string of 100 MB" "$work/string.jsonl" out
grep -q RIWAYA_MAX_RECORD "$work/err" || complain "a string of 100 MB" "the message does not name the limit"
{
	printf '{"name": "قناة", "type": "public_channel", "id": 1, "messages": [{"id": 1, "type": "message", "text": ["'
	repeat 12500000 'xxxxxxxx'
	printf '"]}, {"id": 2, "type": "message", "date": "2023-11-14T20:00:00", "text": "قُتل خمسة من الحراس في هجوم شنّه مسلحون على سجن الطبقة."}, {"id": 3, "ty'
} | make result.json
beside "an export with a message of 100 MB, cut off" "$work/result.json" out
run "$work/out" "$work/err" read --format jsonl "$work/result.json"
[[ $(wc -l <"$work/out") == 1 ]] || complain "an export with a message of 100 MB" "the message behind it is not there"
{
	printf '[%s' "$record"
	repeat 10000000 ', 1 '
	printf ']'
} | make scalars.json
beside "ten million numbers where records should be" "$work/scalars.json" either
{
	printf 'title,text,date\n'
	printf 'هجوم,قُتل خمسة من الحراس في هجوم شنّه مسلحون على سجن الطبقة.,2023-11-14\nx,"'
	repeat 12500000 'xxxxxxxx'
	printf '\nهجوم,قُتل ستة من الحراس في هجوم شنّه مسلحون على سجن الطبقة.,2023-11-14\n'
} | make quote.csv
beside "a quote never closed, 100 MB" "$work/quote.csv" out
grep -q 'line 3' "$work/err" || complain "a quote never closed" "the message does not say where"
{
	printf 'title,text'
	repeat 1000000 ',x'
	printf '\n'
	printf 'هجوم,قُتل خمسة من الحراس في هجوم شنّه مسلحون على سجن الطبقة.\n'
} | make columns.csv
beside "a million columns" "$work/columns.csv" either
{
	printf 'title,text,date\n'
	repeat 3000000 $'"\n'
} | make quotes.csv
beside "three million quotes" "$work/quotes.csv" either
{
	printf 'title,text,date\n'
	repeat 20000 $'a,b\n'
} | make short.csv
beside "20,000 rows that are too short" "$work/short.csv" either
# --- what packs: bombs, lengths that lie, damage, names from outside -----------------------------------------------------
# alone NAME FILE EXPECT: FILE by itself, which is enough where what it holds is not the question. EXPECT as above, or partly.
alone() {
	local name=$1 file=$2 expect=$3 code
	run "$work/out" "$work/err" read --format jsonl "$file"
	code=$?
	sound "$name" $code || return
	case $expect in
	read) ((code == ok)) || complain "$name" "exit code $code, not $ok: it can be read" ;;
	partly) ((code == left_out)) || complain "$name" "exit code $code, not $left_out: a part of it can be read" ;;
	out) ((code == nothing)) || complain "$name" "exit code $code, not $nothing: nothing of it can be read" ;;
	either) ((code == ok || code == left_out || code == nothing)) || complain "$name" "exit code $code" ;;
	esac
	if ((code != ok)) && ! grep -qF "$(basename "$file")" "$work/err"; then
		complain "$name" "the message does not name $(basename "$file")"
	fi
}
mkdir "$work/packed"
python3 "$top/tests/hostile/packed.py" "$work/packed" >"$work/packed.list" || complain "packed.py" "does not run"
while IFS=$'\t' read -r file expect name; do alone "$name" "$work/packed/$file" "$expect"; done <"$work/packed.list"
[[ -z $(find "$work" -name 'outside-*') && ! -e /tmp/outside-b.html ]] || complain "names from outside" "something was written"

# --- PDF (more of it in tests/pdf) and packs of evidence ------------------------------------------------------------------
if command -v pdftotext >/dev/null; then
	python3 - "$top/tests/pdf" "$work" <<-'EOF'
		import sys
		sys.path.insert(0, sys.argv[1])
		from pdf import Document, assemble
		doc = Document()
		doc.page().line("قتل خمسة أشخاص في هجوم على السوق", y=700)
		loop = doc.objects()
		loop[1] = "<< /Type /Pages /Count 3 /Kids [2 0 R] >>"
		form = doc.objects()
		form.append(("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> " % (len(form) + 1), b"/X Do " * 9))
		form[6] = form[6].replace("/Font <<", "/XObject << /X %d 0 R >> /Font <<" % len(form))
		form[7] = ("", b"/X Do")
		many = Document()
		for i in range(10000):
		    many.page().line("قتل خمسة أشخاص في هجوم على السوق", y=700)
		crowd = Document()
		page = crowd.page()
		for i in range(30000):
		    page.line("قتل", y=i * 7 % 800, x=i * 13 % 500)
		for name, data in ("loop", assemble(loop)), ("form", assemble(form)), ("many", many.bytes()), ("crowd", crowd.bytes()):
		    open("%s/%s.pdf" % (sys.argv[2], name), "wb").write(data)
	EOF
	beside "PDF pages that hold themselves" "$work/loop.pdf" out
	beside "a PDF form that draws itself" "$work/form.pdf" either
	beside "a PDF of 10,000 pages" "$work/many.pdf" either
	beside "a PDF page of 30,000 words across each other" "$work/crowd.pdf" either
fi
python3 - "$work" <<-'EOF'
	import sys, zipfile
	deflated = zipfile.ZipFile(sys.argv[1] + "/bomb.wacz", "w", zipfile.ZIP_DEFLATED)
	deflated.writestr("datapackage.json", '{"resources": [{"path": "archive/a.warc", "hash": "sha256:00", "bytes": 1}]}')
	with deflated.open("archive/a.warc", "w") as f:
	    for i in range(200):
	        f.write(bytes(1 << 20))
	deflated.writestr("../../evil", "x")
	deflated.close()
EOF
run "$work/out" "$work/err" verify "$work/bomb.wacz"
code=$?
sound "a pack that unpacks to 200 MB" $code && { ((code == 8)) && grep -qF 'leads out' "$work/err" || complain "a pack that unpacks to 200 MB" "exit code $code"; }

# --- folders, pipes, outputs ------------------------------------------------------------------------------------------
mkdir "$work/folder"
beside "a folder without reports" "$work/folder" out
mkdir "$work/mixed"
cp "${good[@]}" "$work/picture.png" "$work/mixed"
run "$work/out" "$work/err" reconcile "$work/mixed"
code=$?
sound "a folder with a picture" $code && { ((code == ok || code == left_out)) || complain "a folder with a picture" "exit code $code"; }
grep -qF 'سنابل الفرات' "$work/out" || complain "a folder with a picture" "the reports are not in the ledger"

run "$work/out" "$work/err" reconcile "$work/no-such-file.txt"
code=$?
sound "nothing but a missing file" $code && { ((code == nothing)) || complain "nothing but a missing file" "exit code $code, not $nothing"; }

run "$work/out" "$work/err" reconcile --lexicon "$work/no-such-folder" "${good[@]}"
code=$?
sound "a missing lexicon" $code && { ((code != ok)) && grep -qF no-such-folder "$work/err" || complain "a missing lexicon" "exit code $code or no name in the message"; }

run "$work/out" "$work/err" reconcile --no-such-flag "${good[@]}"
code=$?
sound "an unknown flag" $code && { ((code == 2)) && grep -qF -- --no-such-flag "$work/err" || complain "an unknown flag" "exit code $code or no name in the message"; }

timeout -k 2 "$limit" "$program" reconcile - <"${good[0]}" >"$work/out" 2>"$work/err"
code=$?
sound "standard input" $code && { ((code == ok)) || complain "standard input" "exit code $code"; }

for format in text json; do
	timeout -k 2 "$limit" "$program" reconcile --format $format "${good[@]}" >/dev/full 2>"$work/err"
	code=$?
	sound "a full disk, $format" $code && { ((code != ok)) && [[ -s $work/err ]] || complain "a full disk, $format" "exit code $code, or nothing said"; }
	(
		timeout -k 2 "$limit" "$program" reconcile --format $format "${good[@]}" 2>"$work/err"
		echo $? >"$work/code"
	) | head -c 1 >/dev/null
	code=$(cat "$work/code")
	# A reader that went away is no error worth words, and no crash; the signal's own code is as good as a quiet end.
	((code == 141)) && code=0
	sound "a closed pipe, $format" "$code"
done

if ((failures)); then
	echo "hostile: $failures of $runs runs failed" >&2
	exit 1
fi
echo "hostile: ok ($runs runs)"
