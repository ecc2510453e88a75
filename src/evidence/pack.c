/* pack.c: a pack's parts, one after the other: the WARC file by reading the reports' files again, its index, the pages, the ledger, the manifest, its
 * digest; and the zip file around them.
 */
#define _POSIX_C_SOURCE 200809L
#define ZLIB_CONST
#include "evidence/evidence.h"
#include "evidence/warc_write.h"
#include "show/show.h"
#include "show/words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

enum {
	INDEX_BLOCK = 300, /* lines of the index that are packed together */
	GZIP = 31,
	PATH = 4096,
	PIECE = 64 << 10,
	LEDGERS = 3,
	PARTS = 4 + LEDGERS + 2,
};

/* A record in the WARC file. */
typedef struct packed_record {
	const riwaya_report *report;
	rw_slice address, mime, digest, date;
	int status; /* of the server's answer; 200 where there was none: viewers show nothing without */
	uint64_t at, n;
	bool there;
} packed_record;

/* A part: bytes in memory, or a file. */
typedef struct part {
	const char *name, *file;
	rw_slice bytes;
	rw_zip_entry e;
	char digest[72];
} part;

typedef struct maker {
	rw_bundle *p;
	const char *folder;
	rw_warc_writer *warc;
	packed_record *records; /* one for each report of the set */
	rw_map by_id;           /* report's id -> index */
	const char *path;       /* the file that is being read again */
	riwaya_status failed;   /* of writing a record */
	unsigned char seed[32]; /* of record ids */
	uint64_t drawn;
	char date[24];
	part parts[PARTS];
	size_t n_parts;
} maker;

static bool add(void *ctx, const char *p, size_t n) {
	rw_buf_put(ctx, p, n);
	return true;
}
riwaya_sink rw_sink_of(rw_buf *b) { return (riwaya_sink){add, b}; }

/* --- records ------------------------------------------------------------------------------------------------------------ */
static int64_t fixed_time(void *ctx) { return ((maker *)ctx)->p->at; }

/* Ids that are the same for the same pack. */
static void draw(void *ctx, unsigned char out[16]) {
	maker *m = ctx;
	rw_sha256 h;
	char hex[65];
	rw_sha256_init(&h);
	rw_sha256_add(&h, m->seed, sizeof m->seed);
	uint64_t n = m->drawn++;
	for (int i = 0; i < 8; i++, n >>= 8) rw_sha256_add(&h, &(unsigned char){n & 0xFF}, 1);
	rw_sha256_hex(&h, hex);
	for (int i = 0; i < 16; i++) {
		unsigned high = (unsigned char)hex[2 * i], low = (unsigned char)hex[2 * i + 1];
		high = high > '9' ? high - 'a' + 10 : high - '0';
		low = low > '9' ? low - 'a' + 10 : low - '0';
		out[i] = (unsigned char)(high << 4 | low);
	}
}

static int by_id(const void *a, const void *b) {
	const packed_record *const *x = a, *const *y = b;
	return rw_slice_cmp((*x)->report->id, (*y)->report->id);
}

static void seed(maker *m) {
	rw_sha256 h;
	char hex[65];
	const packed_record **all = RW_ARRAY(m->p->a, const packed_record *, m->p->r->n_reports);
	for (size_t i = 0; i < m->p->r->n_reports; i++) all[i] = &m->records[i];
	qsort(all, m->p->r->n_reports, sizeof *all, by_id);
	rw_sha256_init(&h);
	rw_sha256_add(&h, m->date, strlen(m->date));
	for (size_t i = 0; i < m->p->r->n_reports; i++) rw_sha256_add(&h, all[i]->report->id.p, all[i]->report->id.n);
	rw_sha256_hex(&h, hex);
	memcpy(m->seed, hex, sizeof m->seed);
}

/* What sort of bytes they are, for those who show them. */
static rw_slice mime_of(rw_slice bytes) {
	rw_slice head = rw_slice_trim(rw_slice_of(bytes.p, bytes.n < 8192 ? bytes.n : 8192));
	if (rw_reader_pdf.sniff(head)) return RW_LIT("application/pdf");
	if (rw_reader_html.sniff(head)) return RW_LIT("text/html");
	if (rw_slice_starts(head, RW_LIT("{")) || rw_slice_starts(head, RW_LIT("["))) return RW_LIT("application/json");
	if (rw_slice_starts(head, RW_LIT("<"))) return RW_LIT("application/xml");
	return RW_LIT("text/plain");
}

/* The page's own address; a name made of its digest where it has none. A file's name on somebody's machine is nobody else's business. */
static rw_slice address_of(rw_arena *a, const riwaya_report *r) {
	rw_slice s = r->address;
	bool web = rw_slice_starts(s, RW_LIT("http://")) || rw_slice_starts(s, RW_LIT("https://"));
	for (size_t i = 0; i < s.n && web; i++) web = (unsigned char)s.p[i] > 0x20 && s.p[i] != 0x7F;
	return web ? rw_arena_copy(a, s) : rw_arena_printf(a, "urn:sha256:" RW_FMT, RW_ARG(r->id));
}

/* The record of a web archive that the report came in, as it is. *copied false: it can't be copied, or there is none. */
static riwaya_status copy_record(maker *m, const riwaya_report *r, packed_record *out, bool *copied, riwaya_error *err) {
	rw_arena *a = m->p->a, *scratch = m->p->read.scratch;
	rw_found_record f;
	riwaya_status status = RIWAYA_OK;
	*copied = r->n_pieces && rw_find_record(scratch, m->path, &r->pieces[0], &f);
	if (!r->n_pieces) return status;
	if (*copied) {
		out->address = rw_arena_copy(a, f.address);
		out->mime = f.mime.n ? rw_arena_copy(a, f.mime) : RW_LIT("application/octet-stream");
		out->digest = rw_arena_copy(a, f.digest);
		out->date = rw_arena_copy(a, f.date);
		out->status = f.status;
		status = rw_warc_copy(m->warc, &(rw_warc_piece){.fd = f.fd, .at = f.at, .n = f.n}, f.member, err);
	}
	if (f.fd >= 0) close(f.fd);
	return status;
}

static riwaya_status put_record(maker *m, const riwaya_report *r, packed_record *out, rw_slice bytes, riwaya_error *err) {
	rw_arena *a = m->p->a;
	out->at = rw_warc_size(m->warc);
	bool copied;
	m->failed = copy_record(m, r, out, &copied, err);
	if (copied || m->failed) {
		out->n = rw_warc_size(m->warc) - out->at;
		out->there = !m->failed;
		return m->failed;
	}
	out->status = 200;
	out->address = address_of(a, out->report);
	out->mime = mime_of(bytes);
	rw_sha256 h;
	char hex[65];
	rw_sha256_init(&h);
	rw_sha256_add(&h, bytes.p, bytes.n);
	rw_sha256_hex(&h, hex);
	out->digest = rw_arena_printf(a, "sha256:%s", hex);
	out->date = rw_slice_z(m->date);
	rw_slice charset = r->n_pieces ? r->pieces[0].encoding : RW_NONE;
	bool text = rw_slice_starts(out->mime, RW_LIT("text/"));
	rw_slice type = !text || (!charset.p && rw_slice_eqz(out->mime, "text/html"))
		? out->mime
		: rw_arena_printf(
			  a, RW_FMT "; charset=" RW_FMT, RW_ARG(out->mime), RW_ARG(charset.p ? charset : RW_LIT("utf-8")));
	rw_warc_piece block = {.bytes = bytes};
	riwaya_status status = rw_warc_put(m->warc,
		&(rw_warc_record){
			.type = RW_WARC_RESOURCE, .uri = out->address, .content_type = type, .block = &block, .n_block = 1},
		err);
	out->n = rw_warc_size(m->warc) - out->at;
	out->there = !status;
	m->failed = status;
	return status;
}

/* Entries of one page have one record, which holds the page. */
static riwaya_status received(
	void *ctx, const rw_received *d, riwaya_report *const *reports, size_t n, riwaya_error *err) {
	maker *m = ctx;
	const packed_record *first = NULL;
	riwaya_status status = RIWAYA_OK;
	for (size_t i = 0; i < n && !status; i++) {
		uint32_t k = rw_map_get(&m->by_id, reports[i]->id);
		if (k == UINT32_MAX || m->records[k].there) continue;
		packed_record *own = &m->records[k];
		const riwaya_report *r = own->report;
		if (first)
			*own = *first;
		else
			status = put_record(m, reports[i], own, rw_received_bytes(d), err);
		own->report = r;
		first = own;
	}
	return status;
}

/* The file that a report came from: what stands before "#". Names of files may hold one too. */
static rw_slice file_of(rw_arena *a, rw_slice name) {
	for (size_t i = 0; i <= name.n; i++) {
		if (i < name.n && name.p[i] != '#') continue;
		rw_slice path = rw_arena_printf(a, RW_FMT, RW_ARG(rw_slice_of(name.p, i)));
		if (access(path.p, R_OK) == 0) return path;
	}
	return RW_NONE;
}

static int by_text(const void *a, const void *b) { return rw_slice_cmp(*(const rw_slice *)a, *(const rw_slice *)b); }

static riwaya_status read_file(maker *m, rw_slice path, riwaya_error *err) {
	rw_read_context *c = &m->p->read;
	rw_arena *opened = m->p->opened;
	rw_stream *in = RW_NEW(opened, rw_stream);
	riwaya_status status = rw_stream_file(in, opened, path.p, err);
	if (status) return status;
	rw_walk *w = rw_walk_new(opened, in, path, &m->p->how);
	m->path = path.p;
	for (;;) {
		riwaya_error mine = {0};
		rw_reports found = {0};
		status = rw_walk_next(w, c, &found, &mine);
		rw_arena_reset(c->scratch, (rw_mark){0});
		rw_arena_reset(c->a, (rw_mark){0});
		if (status == RIWAYA_END) break;
		/* A document that can't be read is none of the set's. Failures of ours are. */
		if (m->failed) {
			if (err) *err = mine;
			return m->failed;
		}
	}
	rw_arena_reset(opened, (rw_mark){0});
	return RIWAYA_OK;
}

static riwaya_status put_records(maker *m, riwaya_error *err) {
	rw_arena *a = m->p->a;
	const riwaya_reconciliation *r = m->p->r;
	const char *path = rw_arena_printf(a, "%s/data.warc.gz", m->folder).p;
	rw_warc_options o = {.clock = fixed_time, .random = draw, .ctx = m};
	riwaya_status status = rw_warc_create(a, path, &o, &m->warc, err);
	if (status) return status;
	rw_slice *files = RW_ARRAY(a, rw_slice, r->n_reports);
	for (size_t i = 0; i < r->n_reports; i++) {
		files[i] = file_of(a, r->reports[i]->file);
		if (!files[i].p)
			return rw_fail(err, RIWAYA_ARGUMENT, r->reports[i]->file, 0, 0,
				"is no file any more, or came from standard input; save what is to be packed as files");
	}
	qsort(files, r->n_reports, sizeof *files, by_text);
	m->p->read.received = received;
	m->p->read.received_ctx = m;
	for (size_t i = 0; i < r->n_reports && !status; i++)
		if (i == 0 || !rw_slice_eq(files[i], files[i - 1])) status = read_file(m, files[i], err);
	for (size_t i = 0; i < r->n_reports && !status; i++)
		if (!m->records[i].there)
			status = rw_fail(err, RIWAYA_FORMAT, r->reports[i]->file, 0, 0,
				"is not what it was when it was read: its bytes have changed; run it again");
	if (!status) status = rw_warc_finish(m->warc, err);
	if (!status) m->parts[m->n_parts++] = (part){.name = RW_PART_DATA, .file = path};
	return status;
}

/* --- index and pages ------------------------------------------------------------------------------------------------------- */
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

/* An address as indexes sort by: the host's parts from the last on, then path and query, in lower case. */
static rw_slice sort_key(rw_arena *a, rw_slice s) {
	size_t at = rw_slice_find(s, RW_LIT("://"), 0);
	if (at == SIZE_MAX) return s;
	rw_slice rest = rw_slice_of(s.p + at + 3, s.n - at - 3);
	size_t n = 0;
	while (n < rest.n && rest.p[n] != '/' && rest.p[n] != '?' && rest.p[n] != '#') n++;
	rw_slice host = rw_slice_of(rest.p, n), tail = rw_slice_of(rest.p + n, rest.n - n);
	size_t hash = rw_slice_find(tail, RW_LIT("#"), 0);
	if (hash != SIZE_MAX) tail.n = hash;
	size_t user = rw_slice_find(host, RW_LIT("@"), 0);
	if (user != SIZE_MAX) host = rw_slice_of(host.p + user + 1, host.n - user - 1);
	if (rw_slice_starts(host, RW_LIT("www."))) host = rw_slice_of(host.p + 4, host.n - 4);
	rw_slice port = host;
	host = rw_slice_cut(&port, ':');
	rw_buf b = RW_BUF(a);
	for (size_t end = host.n; end > 0;) {
		size_t from = end;
		while (from > 0 && host.p[from - 1] != '.') from--;
		if (b.n) rw_buf_byte(&b, ',');
		for (size_t i = from; i < end; i++) rw_buf_byte(&b, lower(host.p[i]));
		end = from ? from - 1 : 0;
	}
	if (port.n && !rw_slice_eqz(port, "80") && !rw_slice_eqz(port, "443")) rw_buf_printf(&b, ":" RW_FMT, RW_ARG(port));
	rw_buf_byte(&b, ')');
	if (tail.n == 0 || tail.p[0] != '/') rw_buf_byte(&b, '/');
	for (size_t i = 0; i < tail.n; i++) rw_buf_byte(&b, lower(tail.p[i]));
	return rw_buf_view(&b);
}

static rw_slice index_line(rw_arena *a, const packed_record *r) {
	char stamp[16] = "";
	size_t n = 0;
	for (size_t i = 0; i < r->date.n && n < 14; i++)
		if (r->date.p[i] >= '0' && r->date.p[i] <= '9') stamp[n++] = r->date.p[i];
	rw_buf b = RW_BUF(a);
	rw_buf_printf(&b, RW_FMT " %s ", RW_ARG(sort_key(a, r->address)), stamp);
	rw_json *j = RW_NEW(a, rw_json);
	rw_json_begin(j, rw_sink_of(&b), 0);
	rw_json_object(j);
	rw_json_put_slice(j, "url", r->address);
	rw_json_put_slice(j, "mime", r->mime);
	rw_json_put_slice(j, "status", rw_arena_printf(a, "%d", r->status));
	if (r->digest.p) rw_json_put_slice(j, "digest", r->digest);
	rw_json_put_slice(j, "length", rw_arena_printf(a, "%llu", (unsigned long long)r->n));
	rw_json_put_slice(j, "offset", rw_arena_printf(a, "%llu", (unsigned long long)r->at));
	rw_json_put_z(j, "filename", "data.warc.gz");
	rw_json_close(j);
	rw_json_end(j);
	return rw_buf_view(&b);
}

static voidpf zlib_alloc(voidpf arena, uInt n, uInt size) { return rw_arena_array(arena, n, size); }
static void zlib_free(voidpf arena, voidpf p) { (void)arena, (void)p; /* given back with the arena */ }

static riwaya_status squeeze(rw_arena *a, rw_slice s, rw_buf *out, riwaya_error *err) {
	z_stream z = {.zalloc = zlib_alloc, .zfree = zlib_free, .opaque = a};
	if (deflateInit2(&z, 6, Z_DEFLATED, GZIP, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return rw_fail(err, RIWAYA_NOMEM, RW_NONE, 0, 0, "zlib does not start");
	z.next_in = (const Bytef *)s.p;
	z.avail_in = (uInt)s.n; /* a few hundred lines */
	char piece[PIECE];
	int code;
	do {
		z.next_out = (Bytef *)piece;
		z.avail_out = sizeof piece;
		code = deflate(&z, Z_FINISH);
		rw_buf_put(out, piece, sizeof piece - z.avail_out);
	} while (code == Z_OK);
	return code == Z_STREAM_END ? RIWAYA_OK : rw_fail(err, RIWAYA_IO, RW_NONE, 0, 0, "zlib does not compress");
}

static riwaya_status put_index(maker *m, riwaya_error *err) {
	rw_arena *a = m->p->a;
	size_t n = m->p->r->n_reports;
	rw_slice *lines = RW_ARRAY(a, rw_slice, n);
	for (size_t i = 0; i < n; i++) lines[i] = index_line(a, &m->records[i]);
	qsort(lines, n, sizeof *lines, by_text);
	rw_buf packed = RW_BUF(a), heads = RW_BUF(a);
	rw_buf_z(&heads, "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n");
	for (size_t i = 0; i < n; i += INDEX_BLOCK) {
		rw_buf block = RW_BUF(a);
		size_t at = packed.n;
		for (size_t k = i; k < n && k < i + INDEX_BLOCK; k++) rw_buf_slice(&block, lines[k]);
		riwaya_status status = squeeze(a, rw_buf_view(&block), &packed, err);
		if (status) return status;
		rw_sha256 h;
		char hex[65];
		rw_sha256_init(&h);
		rw_sha256_add(&h, packed.p + at, packed.n - at);
		rw_sha256_hex(&h, hex);
		size_t key = rw_slice_find(lines[i], RW_LIT(" {"), 0);
		rw_buf_printf(&heads,
			RW_FMT " {\"offset\": %zu, \"length\": %zu, \"digest\": \"sha256:%s\", \"filename\": \"index.cdx.gz\"}\n",
			RW_ARG(rw_slice_of(lines[i].p, key)), at, packed.n - at, hex);
	}
	m->parts[m->n_parts++] = (part){.name = RW_PART_INDEX, .bytes = rw_buf_view(&packed)};
	m->parts[m->n_parts++] = (part){.name = RW_PART_INDEX_OF_INDEX, .bytes = rw_buf_view(&heads)};
	return RIWAYA_OK;
}

static void put_pages(maker *m) {
	rw_arena *a = m->p->a;
	rw_buf b = RW_BUF(a);
	rw_buf_z(&b, "{\"format\": \"json-pages-1.0\", \"id\": \"pages\", \"title\": \"Reports\"}\n");
	rw_json *j = RW_NEW(a, rw_json);
	for (size_t i = 0; i < m->p->r->n_reports; i++) {
		const packed_record *r = &m->records[i];
		rw_json_begin(j, rw_sink_of(&b), 0);
		rw_json_object(j);
		rw_json_put_slice(j, "id", r->report->id);
		rw_json_put_slice(j, "url", r->address);
		rw_json_put_slice(j, "ts", r->date);
		rw_json_put_slice(j, "title", r->report->title.n ? r->report->title : r->address);
		rw_json_put_slice(j, "outlet", r->report->outlet_name);
		rw_json_close(j);
		rw_json_end(j);
	}
	m->parts[m->n_parts++] = (part){.name = RW_PART_PAGES, .bytes = rw_buf_view(&b)};
}

/* --- ledger ------------------------------------------------------------------------------------------------------------------- */
static void put_ledger(maker *m) {
	static const struct {
		const char *name;
		bool json, arabic;
	} forms[LEDGERS] = {{"ledger/ledger.json", true, false}, {"ledger/ledger.en.txt", false, false},
		{"ledger/ledger.ar.txt", false, true}};
	rw_arena *a = m->p->a, *scratch = m->p->read.scratch;
	for (size_t i = 0; i < LEDGERS; i++) {
		rw_buf *b = RW_NEW(a, rw_buf);
		*b = RW_BUF(a);
		riwaya_show show = {.arabic = forms[i].arabic, .full = true};
		if (forms[i].json)
			rw_show_ledger_json(m->p->lx, scratch, m->p->r, false, rw_sink_of(b));
		else
			rw_show_ledger_text(m->p->lx, scratch, m->p->r, &show, rw_sink_of(b));
		rw_arena_reset(scratch, (rw_mark){0});
		m->parts[m->n_parts++] = (part){.name = forms[i].name, .bytes = rw_buf_view(b)};
	}
}

/* --- manifest ----------------------------------------------------------------------------------------------------------------- */
static rw_slice title_of(maker *m, const rw_words *w) {
	if (m->p->o->title) return rw_slice_z(m->p->o->title);
	const riwaya_incident *best = NULL;
	for (size_t i = 0; i < m->p->r->n_incidents; i++) {
		const riwaya_incident *now = &m->p->r->incidents[i];
		if (!best || now->n_reports > best->n_reports) best = now;
	}
	return best ? rw_pick(w, best->title) : rw_counted(w, "show_n_reports", m->p->r->n_reports);
}

/* Digest, size and CRC of a part. */
static riwaya_status measure(part *p, riwaya_error *err) {
	rw_sha256 h;
	char hex[65], piece[PIECE];
	uLong crc = crc32(0, NULL, 0);
	rw_sha256_init(&h);
	p->e.name = rw_slice_z(p->name);
	if (!p->file) {
		rw_sha256_add(&h, p->bytes.p, p->bytes.n);
		for (size_t i = 0; i < p->bytes.n;) {
			uInt n = p->bytes.n - i < PIECE ? (uInt)(p->bytes.n - i) : PIECE;
			crc = crc32(crc, (const Bytef *)p->bytes.p + i, n);
			i += n;
		}
		p->e.size = p->bytes.n;
	} else {
		int fd = open(p->file, O_RDONLY | O_CLOEXEC);
		ssize_t n = -1;
		while (fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0) {
			rw_sha256_add(&h, piece, (size_t)n);
			crc = crc32(crc, (const Bytef *)piece, (uInt)n);
			p->e.size += (uint64_t)n;
		}
		int failed = errno;
		if (fd >= 0) close(fd);
		if (n < 0) return rw_fail(err, RIWAYA_IO, rw_slice_z(p->file), 0, 0, "unable to read it: %s", strerror(failed));
	}
	p->e.packed = p->e.size;
	p->e.crc = (uint32_t)crc;
	rw_sha256_hex(&h, hex);
	memcpy(p->digest, "sha256:", 7);
	memcpy(p->digest + 7, hex, 65);
	return RIWAYA_OK;
}

static riwaya_status put_manifest(maker *m, riwaya_error *err) {
	rw_arena *a = m->p->a;
	rw_words w = {.lx = m->p->lx, .a = a, .arabic = m->p->o->arabic_title};
	rw_buf b = RW_BUF(a);
	rw_json *j = RW_NEW(a, rw_json);
	rw_json_begin(j, rw_sink_of(&b), 3);
	rw_json_object(j);
	rw_json_put_z(j, "profile", "data-package");
	rw_json_put_z(j, "wacz_version", "1.1.1");
	rw_json_put_slice(j, "title", title_of(m, &w));
	rw_json_put_slice(j, "description", rw_label(&w, "evidence_description"));
	rw_json_put_z(j, "created", m->date);
	rw_json_put_z(j, "modified", m->date);
	rw_json_put_z(j, "software", RW_EVIDENCE_SOFTWARE RW_VERSION);
	if (m->p->r->n_reports) {
		rw_json_put_slice(j, "mainPageUrl", m->records[0].address);
		rw_json_put_slice(j, "mainPageDate", m->records[0].date);
	}
	rw_json_key(j, "resources");
	rw_json_array(j);
	for (size_t i = 0; i < m->n_parts; i++) {
		part *p = &m->parts[i];
		riwaya_status status = measure(p, err);
		if (status) return status;
		rw_json_object(j);
		rw_json_put_slice(j, "name", rw_base_name(rw_slice_z(p->name)));
		rw_json_put_z(j, "path", p->name);
		rw_json_put_z(j, "hash", p->digest);
		rw_json_put_u64(j, "bytes", p->e.size);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_close(j);
	rw_json_end(j);
	m->parts[m->n_parts++] = (part){.name = RW_PART_MANIFEST, .bytes = rw_buf_view(&b)};
	return measure(&m->parts[m->n_parts - 1], err);
}

void rw_put_digest_file(rw_buf *b, const rw_digest_file *d) {
	rw_json *j = RW_NEW(b->a, rw_json);
	rw_json_begin(j, rw_sink_of(b), 2);
	rw_json_object(j);
	rw_json_put_z(j, "path", RW_PART_MANIFEST);
	rw_json_put_slice(j, "hash", d->hash);
	if (d->signature.p) {
		rw_json_key(j, "signedData");
		rw_json_object(j);
		rw_json_put_slice(j, "hash", d->hash);
		rw_json_put_slice(j, "signature", d->signature);
		rw_json_put_slice(j, "publicKey", d->public_key);
		rw_json_put_slice(j, "created", d->created);
		rw_json_put_slice(j, "software", d->software);
		rw_json_close(j);
	}
	rw_json_close(j);
	rw_json_end(j);
}

static riwaya_status put_digest(maker *m, riwaya_error *err) {
	rw_arena *a = m->p->a;
	rw_digest_file d = {.hash = rw_slice_z(m->parts[m->n_parts - 1].digest)};
	char signature[RW_SIGNATURE_TEXT], public_key[RIWAYA_KEY_TEXT];
	if (m->p->o->key) {
		rw_key key;
		riwaya_status status = rw_key_read(m->p->o->key, true, &key, err);
		if (status) return status;
		rw_key_sign(&key, d.hash, signature);
		rw_key_text(&key, public_key);
		rw_key_wipe(&key);
		d.signature = rw_slice_z(signature);
		d.public_key = rw_slice_z(public_key);
		d.created = rw_slice_z(m->date);
		d.software = RW_LIT(RW_EVIDENCE_SOFTWARE RW_VERSION);
	}
	rw_buf b = RW_BUF(a);
	rw_put_digest_file(&b, &d);
	m->parts[m->n_parts++] = (part){.name = RW_PART_DIGEST, .bytes = rw_buf_view(&b)};
	return measure(&m->parts[m->n_parts - 1], err);
}

/* --- the zip -------------------------------------------------------------------------------------------------------------------- */
static bool write_all(int fd, const char *p, size_t n) {
	while (n) {
		ssize_t k = write(fd, p, n);
		if (k < 0 && errno == EINTR) continue;
		if (k < 0) return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static bool copy_file(const char *path, int to) {
	char piece[PIECE];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = -1;
	while (fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0)
		if (!write_all(to, piece, (size_t)n)) break;
	int failed = errno;
	if (fd >= 0) close(fd);
	errno = failed;
	return n == 0;
}

static bool put_zip(maker *m, int fd) {
	rw_arena *a = m->p->a;
	rw_buf listing = RW_BUF(a);
	uint64_t at = 0;
	for (size_t i = 0; i < m->n_parts; i++) {
		part *p = &m->parts[i];
		rw_zip_time(m->p->at, &p->e);
		p->e.at = at;
		rw_buf head = RW_BUF(a);
		rw_zip_put_head(&head, &p->e);
		if (!write_all(fd, head.p, head.n)) return false;
		if (p->file ? !copy_file(p->file, fd) : !write_all(fd, p->bytes.p, p->bytes.n)) return false;
		rw_zip_put_listing(&listing, &p->e);
		at += head.n + p->e.size;
	}
	size_t size = listing.n;
	rw_zip_put_end(&listing, m->n_parts, at, size);
	return write_all(fd, listing.p, listing.n) && fsync(fd) == 0;
}

riwaya_status rw_evidence_pack(rw_bundle *p, const char *folder, riwaya_error *err) {
	maker m = {.p = p, .folder = folder, .by_id = RW_MAP(p->a)};
	rw_warc_date(p->at, m.date);
	m.records = RW_ARRAY(p->a, packed_record, p->r->n_reports);
	for (size_t i = 0; i < p->r->n_reports; i++) {
		m.records[i].report = p->r->reports[i];
		*rw_map_put(&m.by_id, p->r->reports[i]->id, NULL) = (uint32_t)i;
	}
	seed(&m);
	riwaya_status status = put_records(&m, err);
	if (!status) status = put_index(&m, err);
	if (status) return status;
	put_pages(&m);
	put_ledger(&m);
	status = put_manifest(&m, err);
	if (!status) status = put_digest(&m, err);
	if (status) return status;
	const char *path = rw_arena_printf(p->a, "%s/pack", folder).p;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	bool good = fd >= 0 && put_zip(&m, fd);
	int failed = errno;
	if (fd >= 0 && close(fd) != 0) good = false;
	return good ? RIWAYA_OK : rw_fail(err, RIWAYA_IO, rw_slice_z(path), 0, 0, "unable to write it: %s", strerror(failed));
}
