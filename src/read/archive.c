/* archive.c: archives of files by libarchive (zip, tar, 7z, rar; bzip2 and xz around one file or a tar): each member is a document, named by
 * its path, in the order in which they are stored. Nothing is written anywhere, so that "../" is but a part of a name.
 *
 * A WACZ is a zip of web archives with indexes beside them: of it the web archives alone are read. Office documents are zips too: they are
 * named and refused. libarchive turns names into the locale's charset, so it runs in a locale of UTF-8 that only this thread sees. */
#define _POSIX_C_SOURCE 200809L /* newlocale */
#include "read/page.h"
#include "read/unpack.h"
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

enum {
	RW_MEMBER_NAME_MAX = 4096, /* bytes of a member's path */
	TAIL = 64 << 10,           /* bytes at a zip's end that are looked at for the names in its list */
	TAR_BLOCK = 512,
};

typedef enum kind { NONE, ZIP, TAR, SEVEN, RAR, FILTERED } kind;

typedef struct members {
	rw_stream *in, member;
	struct archive *ar;
	locale_t locale;
	kind kind;
	bool wacz, ended, reading;
	bool no_memory;       /* met while libarchive was running, which is not jumped out of */
	uint64_t made;        /* bytes unpacked so far */
	riwaya_status status; /* of `in` */
	riwaya_error why;
} members;

/* Whether stepping over a member costs nothing. Else what is stepped over counts against bombs. */
static bool steps_free(const members *m) {
	return (m->kind == ZIP || m->kind == TAR) && rw_stream_can_jump(m->in) && m->in->all != UINT64_MAX;
}

/* --- what it is ------------------------------------------------------------------------------------------------------- */
/* A tar's first block holds the sum of its own bytes, the sum's own place taken as blanks. */
static bool is_tar(rw_slice s) {
	if (s.n < TAR_BLOCK || !s.p[0]) return false;
	uint64_t sum = 0, said = 0;
	bool any = false;
	for (size_t i = 0; i < TAR_BLOCK; i++) sum += i >= 148 && i < 156 ? ' ' : (unsigned char)s.p[i];
	for (size_t i = 148; i < 156 && s.p[i]; i++) {
		if (s.p[i] == ' ') continue;
		if (s.p[i] < '0' || s.p[i] > '7') return false;
		said = said * 8 + (uint64_t)(s.p[i] - '0');
		any = true;
	}
	return any && said == sum;
}

static kind kind_of(rw_slice head) {
	const struct {
		kind kind;
		rw_slice magic;
	} magics[] = {{ZIP, RW_LIT("PK\3\4")}, {ZIP, RW_LIT("PK\5\6")}, {ZIP, RW_LIT("PK\7\10PK\3\4")},
		{SEVEN, RW_LIT("7z\xbc\xaf\x27\x1c")}, {RAR, RW_LIT("Rar!\x1a\7")}, {FILTERED, RW_LIT("\xfd\x37zXZ\0")}};
	for (size_t i = 0; i < RW_COUNT(magics); i++)
		if (rw_slice_starts(head, magics[i].magic)) return magics[i].kind;
	if (head.n > 9 && memcmp(head.p, "BZh", 3) == 0 && memcmp(head.p + 4, "1AY&SY", 6) == 0) return FILTERED;
	return is_tar(head) ? TAR : NONE;
}

static int sniff(rw_slice head, bool whole) {
	(void)whole;
	return kind_of(head) ? 2 : 0;
}

/* The names in a zip's list, as far as it lies in the file's last bytes. */
typedef RW_VEC(rw_slice) names;

static size_t u16(rw_slice s, size_t at) {
	return (size_t)(unsigned char)s.p[at] | (size_t)(unsigned char)s.p[at + 1] << 8;
}

/* Follows the list from `at`; true where it leads to the end of the list. */
static bool follow(rw_arena *a, rw_slice tail, size_t at, size_t end, names *out) {
	out->n = 0;
	while (at + 46 <= end && memcmp(tail.p + at, "PK\1\2", 4) == 0) {
		size_t n = u16(tail, at + 28), all = 46 + n + u16(tail, at + 30) + u16(tail, at + 32);
		if (all > end - at) return false;
		rw_vec_push(a, out, rw_slice_of(tail.p + at + 46, n));
		at += all;
	}
	/* Zips of more than 4 GiB have 76 bytes more there. */
	return at == end || (at + 76 == end && memcmp(tail.p + at, "PK\6\6", 4) == 0);
}

static void list(rw_arena *a, rw_slice tail, names *out) {
	size_t end = SIZE_MAX;
	for (size_t i = 0; (i = rw_slice_find(tail, RW_LIT("PK\5\6"), i)) != SIZE_MAX; i++) end = i;
	for (size_t i = 0; end != SIZE_MAX && (i = rw_slice_find(tail, RW_LIT("PK\1\2"), i)) < end; i++)
		if (follow(a, tail, i, end, out)) return;
	out->n = 0;
}

static bool holds(const names *all, const char *with) {
	rw_slice z = rw_slice_z(with);
	for (size_t i = 0; i < all->n; i++)
		if (z.p[z.n - 1] == '/' ? rw_slice_starts(all->p[i], z) : rw_slice_eq(all->p[i], z)) return true;
	return false;
}

/* What a zip is, by the list of names at its end; of one that comes as a stream by the first name. */
static riwaya_status look_at_zip(members *m, rw_arena *a, riwaya_error *err) {
	rw_slice head, tail;
	riwaya_status status = rw_stream_look(m->in, 4096, &head, err);
	if (status) return status;
	rw_slice first = head.n > 30 ? rw_slice_of(head.p + 30, head.n - 30) : RW_NONE;
	static const char *const of_wacz[] = {
		"archive/", "datapackage", "indexes/", "pages/pages.jsonl", "fuzzy.json", "logs/"};
	static const struct {
		const char *name, *what;
	} firsts[] = {{"[Content_Types].xml", "an office document; save it as text or PDF"},
		{"mimetypeapplication/vnd.oasis", "an OpenDocument file; save it as text, CSV or PDF"},
		{"mimetypeapplication/epub", "an e-book; save it as text"}},
	  offices[] = {{"word/document.xml", "a Word document; save it as text or PDF"},
		  {"xl/workbook.xml", "an Excel workbook; save its sheet as CSV"},
		  {"ppt/presentation.xml", "a PowerPoint file; save it as PDF"}};
	const char *what = NULL;
	for (size_t i = 0; i < RW_COUNT(of_wacz); i++) m->wacz = m->wacz || rw_slice_starts(first, rw_slice_z(of_wacz[i]));
	for (size_t i = 0; i < RW_COUNT(firsts); i++)
		if (rw_slice_starts(first, rw_slice_z(firsts[i].name))) what = firsts[i].what;
	if (steps_free(m)) {
		names all = {0};
		uint64_t start = rw_stream_at(m->in);
		status = rw_stream_jump(m->in, m->in->all - start > TAIL ? m->in->all - TAIL : start, err);
		if (!status) status = rw_stream_look(m->in, TAIL, &tail, err);
		if (status) return status;
		list(a, tail, &all);
		m->wacz = holds(&all, "datapackage.json") && holds(&all, "archive/");
		for (size_t i = 0; i < RW_COUNT(offices); i++)
			if (holds(&all, offices[i].name)) what = offices[i].what;
		status = rw_stream_jump(m->in, start, err);
		if (status) return status;
	}
	return what ? rw_fail(err, RIWAYA_NOT_TEXT, RW_NONE, 0, 0, "is %s", what) : RIWAYA_OK;
}

/* --- libarchive --------------------------------------------------------------------------------------------------------- */
/* What libarchive calls must come back to it, also where memory ends: then the jump is made once it has returned. */
typedef la_int64_t callback(members *m, const void **buffer, la_int64_t by);
static la_int64_t called(members *m, callback *fn, const void **buffer, la_int64_t by) {
	jmp_buf here;
	rw_mem *mem = m->member.a->mem;
	jmp_buf *const before = mem->oom;
	volatile la_int64_t n = ARCHIVE_FATAL;
	mem->oom = &here;
	if (setjmp(here) == 0)
		n = fn(m, buffer, by);
	else
		m->no_memory = true;
	mem->oom = before;
	return n;
}

static la_int64_t give(members *m, const void **buffer, la_int64_t by) {
	rw_slice v;
	(void)by;
	m->status = rw_stream_look(m->in, 1, &v, &m->why);
	if (m->status) return ARCHIVE_FATAL;
	*buffer = v.p;
	rw_stream_take(m->in, v.n);
	return (la_int64_t)v.n;
}

static la_int64_t go(members *m, const void **buffer, la_int64_t to) {
	(void)buffer;
	if (to < 0) return ARCHIVE_FATAL;
	uint64_t at = (uint64_t)to < m->in->all ? (uint64_t)to : m->in->all;
	m->status = rw_stream_jump(m->in, at, &m->why);
	return m->status ? ARCHIVE_FATAL : (la_int64_t)at;
}

static la_ssize_t on_read(struct archive *ar, void *p, const void **buffer) {
	(void)ar;
	return (la_ssize_t)called(p, give, buffer, 0);
}

static la_int64_t on_seek(struct archive *ar, void *p, la_int64_t by, int whence) {
	(void)ar;
	members *m = p;
	la_int64_t from = whence == SEEK_SET ? 0
		: whence == SEEK_CUR             ? (la_int64_t)rw_stream_at(m->in)
										 : (la_int64_t)m->in->all;
	return called(m, go, NULL, from + by);
}

static la_int64_t on_skip(struct archive *ar, void *p, la_int64_t by) {
	(void)ar;
	members *m = p;
	la_int64_t at = (la_int64_t)rw_stream_at(m->in);
	la_int64_t to = called(m, go, NULL, at + by);
	return to < 0 ? 0 : to - at;
}

/* Every call of libarchive stands between these two. */
static locale_t enter(const members *m) { return m->locale ? uselocale(m->locale) : (locale_t)0; }
static void leave(members *m, locale_t before) {
	if (m->locale) uselocale(before);
	if (m->no_memory) longjmp(*m->member.a->mem->oom, 1);
}

static void shut(void *p) {
	members *m = p;
	m->no_memory = false;
	locale_t before = enter(m);
	archive_read_free(m->ar);
	m->ar = NULL;
	leave(m, before);
	if (m->locale) freelocale(m->locale);
	m->locale = (locale_t)0;
}

/* What libarchive complains of, or what `in` failed with. */
static riwaya_status complaint(members *m, const char *what, riwaya_error *err) {
	if (m->status) {
		if (err) *err = m->why;
		return m->status;
	}
	const char *z = archive_error_string(m->ar);
	return rw_fail(err, RIWAYA_FORMAT, RW_NONE, rw_stream_at(m->in), 0, "%s: %s; unpack it by hand, or fetch it again",
		what, z ? z : "damaged");
}

static bool supported(members *m) {
	struct archive *ar = m->ar;
	switch (m->kind) {
	case ZIP: return archive_read_support_format_zip(ar) == ARCHIVE_OK;
	case TAR: return archive_read_support_format_tar(ar) == ARCHIVE_OK;
	case SEVEN: return archive_read_support_format_7zip(ar) == ARCHIVE_OK;
	case RAR:
		return archive_read_support_format_rar(ar) == ARCHIVE_OK && archive_read_support_format_rar5(ar) == ARCHIVE_OK;
	default:
		return archive_read_support_filter_bzip2(ar) == ARCHIVE_OK && archive_read_support_filter_xz(ar) == ARCHIVE_OK &&
			archive_read_support_format_tar(ar) == ARCHIVE_OK && archive_read_support_format_raw(ar) == ARCHIVE_OK;
	}
}

static riwaya_status more(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err);

static riwaya_status open_archive(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err) {
	(void)how;
	rw_slice head;
	riwaya_status status = rw_stream_look(in, TAR_BLOCK, &head, err);
	if (status) return status;
	members *m = RW_NEW(a, members);
	*m = (members){.in = in, .kind = kind_of(head)};
	rw_stream_init(&m->member, a, in->name, more, m);
	if (m->kind == ZIP) status = look_at_zip(m, a, err);
	if (status) return status;
	rw_arena_defer(a, shut, m);
	m->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	m->ar = archive_read_new();
	if (!m->ar || !supported(m)) return rw_fail(err, RIWAYA_NOMEM, RW_NONE, 0, 0, "libarchive does not start");
	archive_read_set_read_callback(m->ar, on_read);
	archive_read_set_callback_data(m->ar, m);
	if (rw_stream_can_jump(in) && in->all != UINT64_MAX) {
		archive_read_set_seek_callback(m->ar, on_seek);
		archive_read_set_skip_callback(m->ar, on_skip);
	}
	locale_t before = enter(m);
	int code = archive_read_open1(m->ar);
	leave(m, before);
	*state = m;
	return code < ARCHIVE_WARN ? complaint(m, "archive can't be read", err) : RIWAYA_OK;
}

/* --- members ------------------------------------------------------------------------------------------------------------ */
static riwaya_status more(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err) {
	members *m = s->from;
	*got = 0;
	locale_t before = enter(m);
	la_ssize_t k = archive_read_data(m->ar, p, n);
	leave(m, before);
	if (k < 0) return complaint(m, "member is damaged", err);
	*got = (size_t)k;
	m->made += (uint64_t)k;
	uint64_t packed = m->in->all != UINT64_MAX ? m->in->all : rw_stream_at(m->in);
	riwaya_status status = rw_unpack_spend(s, m->in, (size_t)k, m->made, packed, err);
	m->ended = m->ended || status;
	return status;
}

static rw_slice name_of(rw_arena *a, const char *z) {
	rw_slice raw = rw_slice_z(z);
	if (raw.n > RW_MEMBER_NAME_MAX) raw.n = RW_MEMBER_NAME_MAX;
	rw_utf8_patches patches = {0};
	return rw_arena_copy(a, rw_utf8_clean(a, raw, &patches));
}

static bool ends(rw_slice s, const char *with) {
	size_t n = strlen(with), i = 0;
	if (s.n < n) return false;
	for (const char *p = s.p + s.n - n; i < n && (p[i] >= 'A' && p[i] <= 'Z' ? p[i] | 0x20 : p[i]) == with[i];) i++;
	return i == n;
}

/* What is no report by its name: what browsers save beside a page, what systems put into archives, and of a WACZ all but the web archives. */
static bool beside(const members *m, rw_slice name) {
	static const char *const kinds[] = {".css", ".js", ".mjs", ".map", ".png", ".jpg", ".jpeg", ".gif", ".webp",
		".avif", ".svg", ".ico", ".woff", ".woff2", ".ttf", ".eot"};
	for (size_t i = 0; i < RW_COUNT(kinds); i++)
		if (ends(name, kinds[i])) return true;
	if (m->wacz)
		return !rw_slice_starts(name, RW_LIT("archive/")) ||
			!(ends(name, ".warc") || ends(name, ".warc.gz") || ends(name, ".warc.zst"));
	for (rw_slice rest = name; rest.n;) {
		rw_slice part = rw_slice_cut(&rest, '/');
		if (rw_slice_eqz(part, "__MACOSX")) return true;
		if (part.n > 1 && part.p[0] == '.' && !rw_slice_eqz(part, "..")) return true;
	}
	return false;
}

static riwaya_status step_over(members *m, riwaya_error *err) {
	uint64_t skipped;
	m->reading = false;
	if (steps_free(m) || m->member.status) return RIWAYA_OK;
	riwaya_status status = rw_stream_skip(&m->member, UINT64_MAX, &skipped, err);
	/* A member that was not wanted may be damaged. */
	return status == RIWAYA_FORMAT ? RIWAYA_OK : status;
}

static riwaya_status next(void *state, rw_document *out, riwaya_error *err) {
	members *m = state;
	while (!m->ended) {
		riwaya_status status = m->reading ? step_over(m, err) : RIWAYA_OK;
		if (status) {
			m->ended = true;
			return status;
		}
		struct archive_entry *e;
		locale_t before = enter(m);
		int code = archive_read_next_header(m->ar, &e);
		bool encrypted = archive_read_has_encrypted_entries(m->ar) > 0;
		const char *z = NULL;
		if (code >= ARCHIVE_WARN && code != ARCHIVE_EOF && !(z = archive_entry_pathname_utf8(e)))
			z = archive_entry_pathname(e);
		leave(m, before); /* nothing of ours may fail before that */
		rw_slice name = name_of(out->a, z);
		if (code == ARCHIVE_RETRY) continue;
		m->ended = code == ARCHIVE_EOF || code == ARCHIVE_FATAL;
		if (code == ARCHIVE_EOF) break;
		if (code < ARCHIVE_WARN && encrypted && !m->status)
			return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0, "is encrypted; unpack it with its password first");
		if (code < ARCHIVE_WARN) return complaint(m, "archive is damaged", err);
		if (archive_entry_filetype(e) != AE_IFREG || archive_entry_hardlink(e))
			continue; /* folders, links, devices hold nothing */
		rw_stream_restart(&m->member);
		m->reading = true;
		if (archive_format(m->ar) == ARCHIVE_FORMAT_RAW) {
			name = RW_NONE;
		} else if (beside(m, name)) {
			continue;
		}
		out->name = name;
		if (archive_entry_is_data_encrypted(e))
			return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0, "is encrypted; unpack it with its password first");
		m->member.all =
			archive_entry_size_is_set(e) && archive_entry_size(e) >= 0 ? (uint64_t)archive_entry_size(e) : UINT64_MAX;
		out->in = &m->member;
		return RIWAYA_OK;
	}
	return RIWAYA_END;
}

const rw_container rw_container_archive = {.format = "an archive", .sniff = sniff, .open = open_archive, .next = next};
