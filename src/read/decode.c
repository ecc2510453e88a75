/* decode.c: bytes in any encoding to valid UTF-8.
 *
 * Order of trust: a byte-order mark; UTF-8 that is valid as a whole; UTF-16 by where its zeros stand; then, among what the page
 * declares, what uchardet thinks, and the two old Arabic code pages, the one that makes the most Arabic letters of the
 * bytes above 127. Declarations lie often (windows-1256 pages that say UTF-8 or ISO-8859-1), letters do not.
 */
#include "read/page.h"

#include <errno.h>
#include <iconv.h>
#include <uchardet/uchardet.h>

enum { LOOK = 64 << 10, SAMPLE = 256 << 10, SURE = 900 };

typedef struct magic {
	const char *bytes;
	uint8_t n, at;
	const char *what, *mend;
} magic;

#define PICTURE "riwaya reads text: save the words in it as a text file"
static const magic magics[] = {
	{"\x89PNG\r\n\x1a\n", 8, 0, "a PNG picture", PICTURE},
	{"\xff\xd8\xff", 3, 0, "a JPEG picture", PICTURE},
	{"GIF87a", 6, 0, "a GIF picture", PICTURE},
	{"GIF89a", 6, 0, "a GIF picture", PICTURE},
	{"WEBP", 4, 8, "a WebP picture", PICTURE},
	{"II*\0", 4, 0, "a TIFF picture", PICTURE},
	{"MM\0*", 4, 0, "a TIFF picture", PICTURE},
	{"BM", 2, 0, "a bitmap picture", PICTURE},
	{"\0\0\1\0", 4, 0, "an icon", PICTURE},
	{"ftyp", 4, 4, "a video or a HEIC picture", PICTURE},
	{"\x1a\x45\xdf\xa3", 4, 0, "a video", PICTURE},
	{"ID3", 3, 0, "a sound recording", PICTURE},
	{"OggS", 4, 0, "a sound recording", PICTURE},
	{"RIFF", 4, 0, "a recording", PICTURE},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, 0, "an old office document", "save it as text"},
	{"SQLite format 3\0", 16, 0, "a SQLite database", "export its reports as text"},
	{"\x7f"
	 "ELF",
		4, 0, "a program", "name a report"},
	{"MZ", 2, 0, "a program", "name a report"},
	{"wOFF", 4, 0, "a font", "name a report"},
	{"wOF2", 4, 0, "a font", "name a report"},
};

/* UTF-16 without a mark: nearly every other byte is 0 (Latin) or 6 (Arabic). 1 little-endian, 2 big-endian, 0 none. */
static int utf16_order(rw_slice s) {
	size_t n = s.n < 4096 ? s.n : 4096, even = 0, odd = 0;
	if (n < 8 || (!memchr(s.p, 0, n) && !memchr(s.p, 6, n))) return 0;
	for (size_t i = 0; i + 1 < n; i += 2) {
		unsigned char a = (unsigned char)s.p[i], b = (unsigned char)s.p[i + 1];
		if ((a == 0 || a == 6) && b != 0) even++;
		if ((b == 0 || b == 6) && a != 0) odd++;
	}
	size_t pairs = n / 2;
	if (odd * 10 >= pairs * 8 && even * 4 < odd) return 1;
	if (even * 10 >= pairs * 8 && odd * 4 < even) return 2;
	return 0;
}

static int bom_of(rw_slice s, size_t *skip) {
	const unsigned char *p = (const unsigned char *)s.p;
	*skip = 0;
	if (s.n >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF) {
		*skip = 3;
		return 'u';
	}
	if (s.n >= 4 && p[0] == 0xFF && p[1] == 0xFE && p[2] == 0 && p[3] == 0) return *skip = 4, 'L';
	if (s.n >= 4 && p[0] == 0 && p[1] == 0 && p[2] == 0xFE && p[3] == 0xFF) return *skip = 4, 'B';
	if (s.n >= 2 && p[0] == 0xFF && p[1] == 0xFE) return *skip = 2, 'l';
	if (s.n >= 2 && p[0] == 0xFE && p[1] == 0xFF) return *skip = 2, 'b';
	return 0;
}

riwaya_status rw_check_text(rw_slice head, rw_slice name, riwaya_error *err) {
	if (head.n > LOOK) head.n = LOOK;
	size_t skip;
	if (head.n == 0 || bom_of(head, &skip)) return RIWAYA_OK;
	for (size_t i = 0; i < RW_COUNT(magics); i++) {
		const magic *m = &magics[i];
		if (head.n < (size_t)m->at + m->n || memcmp(head.p + m->at, m->bytes, m->n) != 0) continue;
		/* Two letters may begin a text: then no byte below space follows soon. */
		if (m->n == 2 && m->bytes[0] >= 'A') {
			bool control = false;
			for (size_t k = 2; k < head.n && k < 64; k++) control = control || (unsigned char)head.p[k] < 9;
			if (!control) continue;
		}
		return rw_fail(err, RIWAYA_NOT_TEXT, name, 0, 0, "is %s; %s", m->what, m->mend);
	}
	if (utf16_order(head)) return RIWAYA_OK;
	size_t zeros = 0, controls = 0, first = 0;
	for (size_t i = 0; i < head.n; i++) {
		/* Eight at a time while none of them is below space. */
		uint64_t eight;
		while (head.n - i > sizeof eight) {
			memcpy(&eight, head.p + i, sizeof eight);
			if ((eight - UINT64_C(0x2020202020202020)) & ~eight & UINT64_C(0x8080808080808080)) break;
			i += sizeof eight;
		}
		unsigned char c = (unsigned char)head.p[i];
		if (c == 0 && zeros++ == 0) first = i;
		if (c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b) controls++;
	}
	if (zeros == head.n)
		return rw_fail(err, RIWAYA_NOT_TEXT, name, 0, 0, "holds zero bytes only; it may be damaged, fetch it again");
	if (zeros * 64 > head.n || controls * 16 > head.n) {
		return rw_fail(err, RIWAYA_NOT_TEXT, name, zeros ? first : 0, 0,
			"holds binary data, no text; save the report as text or HTML");
	}
	return RIWAYA_OK;
}

static void close_iconv(void *p) {
	iconv_t *cd = p;
	if (*cd != (iconv_t)-1) iconv_close(*cd);
	*cd = (iconv_t)-1;
}

/* Converts with iconv; each byte that it can't read becomes U+FFFD. False where iconv does not know the encoding. */
static bool convert(rw_arena *a, rw_arena *scratch, const char *encoding, rw_slice in, size_t unit, rw_slice *out,
	rw_utf8_patches *patches) {
	iconv_t *cd = RW_NEW(scratch, iconv_t);
	*cd = (iconv_t)-1;
	rw_arena_defer(scratch, close_iconv, cd);
	*cd = iconv_open("UTF-8", encoding);
	if (*cd == (iconv_t)-1) return false;
	rw_buf b = RW_BUF(a);
	char chunk[8192];
	char *src = (char *)(uintptr_t)in.p;
	size_t left = in.n;
	while (left > 0) {
		char *dst = chunk;
		size_t room = sizeof chunk;
		size_t r = iconv(*cd, &src, &left, &dst, &room);
		rw_buf_put(&b, chunk, sizeof chunk - room);
		if (r != (size_t)-1 || errno == E2BIG) continue;
		size_t skip = errno == EINVAL || left < unit ? left : unit;
		if (patches) rw_vec_push(a, patches, (rw_utf8_patch){(uint32_t)b.n, 3, (uint64_t)(src - in.p), (uint32_t)skip});
		rw_buf_put(&b, "\xef\xbf\xbd", 3);
		src += skip;
		left -= skip;
	}
	char *dst = chunk;
	size_t room = sizeof chunk;
	if (iconv(*cd, NULL, NULL, &dst, &room) != (size_t)-1) rw_buf_put(&b, chunk, sizeof chunk - room);
	close_iconv(cd);
	*out = rw_buf_view(&b);
	return true;
}

rw_slice rw_decode_as(rw_arena *a, const char *encoding, rw_slice bytes, rw_utf8_patches *patches) {
	rw_slice out;
	size_t unit = strncmp(encoding, "UTF-32", 6) == 0 ? 4 : strncmp(encoding, "UTF-16", 6) == 0 ? 2 : 1;
	if (strcmp(encoding, "UTF-8") == 0 || !convert(a, a, encoding, bytes, unit, &out, patches)) out = bytes;
	return rw_utf8_clean(a, out, patches);
}

/* Arabic letters less what is no letter at all, of the characters above ASCII, in thousandths; -1000 where there are none. */
static int arabic_share(rw_slice s) {
	size_t high = 0, arabic = 0, bad = 0;
	for (size_t i = 0; i < s.n;) {
		if ((unsigned char)s.p[i] < 0x80) {
			i++;
			continue;
		}
		uint32_t c = rw_utf8_next(s, &i);
		high++;
		if (c >= 0x621 && c <= 0x64A) arabic++;
		if (c == RW_UTF8_BAD || (c >= 0x80 && c < 0xA0)) bad++;
	}
	return high ? (int)(((double)arabic - 4.0 * (double)bad) * 1000.0 / (double)high) : -1000;
}

static void free_uchardet(void *p) {
	uchardet_t *u = p;
	if (*u) uchardet_delete(*u);
	*u = NULL;
}

static const char *guess(rw_arena *scratch, rw_slice s) {
	uchardet_t *u = RW_NEW(scratch, uchardet_t);
	rw_arena_defer(scratch, free_uchardet, u);
	*u = uchardet_new();
	if (!*u) return "";
	const char *name = "";
	if (uchardet_handle_data(*u, s.p, s.n < SAMPLE ? s.n : SAMPLE) == 0) {
		uchardet_data_end(*u);
		rw_slice found = rw_arena_copy(scratch, rw_slice_z(uchardet_get_charset(*u)));
		char *z = rw_arena_alloc(scratch, found.n + 1);
		if (found.n) memcpy(z, found.p, found.n);
		name = z;
	}
	free_uchardet(u);
	return name;
}

/* Bytes above 127 that are no part of valid UTF-8, in thousandths of all above 127. */
static int utf8_bad_share(rw_slice s) {
	size_t high = 0, bad = 0;
	for (size_t i = 0; i < s.n;) {
		if ((unsigned char)s.p[i] < 0x80) {
			i++;
			continue;
		}
		size_t at = i;
		uint32_t c = rw_utf8_next(s, &i);
		high += i - at;
		if (c == RW_UTF8_BAD && i - at == 1) bad++;
	}
	return high ? (int)(bad * 1000 / high) : 0;
}

/* Zero bytes in what is text otherwise are blanks. */
static rw_slice without_zeros(rw_arena *a, rw_slice s) {
	if (s.n == 0 || !memchr(s.p, 0, s.n)) return s;
	char *p = rw_arena_alloc(a, s.n);
	for (size_t i = 0; i < s.n; i++) p[i] = s.p[i] ? s.p[i] : ' ';
	return rw_slice_of(p, s.n);
}

static bool blank(rw_slice s) {
	for (size_t i = 0; i < s.n;) {
		uint32_t c = rw_utf8_next(s, &i);
		if (!rw_is_space(c) && rw_fold_char(c).class_ != RW_CLASS_MARK) return false;
	}
	return true;
}

riwaya_status rw_decode(rw_read_context *c, const rw_input *in, rw_slice declared, rw_slice *utf8, const char **name,
	rw_utf8_patches *patches, riwaya_error *err) {
	rw_slice s = in->bytes;
	*utf8 = RW_NONE;
	*name = "UTF-8";
	if (s.n == 0) return rw_fail(err, RIWAYA_EMPTY, in->name, 0, 0, "file is empty; nothing to read in it");
	riwaya_status status = rw_check_text(s, in->name, err);
	if (status) return status;
	size_t skip;
	int bom = bom_of(s, &skip);
	int order = bom ? 0 : utf16_order(s);
	const char *wide = bom == 'l' || order == 1 ? "UTF-16LE"
		: bom == 'b' || order == 2              ? "UTF-16BE"
		: bom == 'L'                            ? "UTF-32LE"
		: bom == 'B'                            ? "UTF-32BE"
												: NULL;
	if (wide) {
		/* The mark stays, as that of UTF-8 does: whoever decodes the bytes has it too. */
		if (!convert(c->a, c->scratch, wide, s, bom == 'L' || bom == 'B' ? 4 : 2, utf8, patches)) {
			return rw_fail(err, RIWAYA_ENCODING, in->name, 0, 0,
				"this system's iconv does not know %s; save the file as UTF-8", wide);
		}
		*name = wide;
		*utf8 = rw_utf8_clean(c->a, *utf8, patches);
		*utf8 = without_zeros(c->a, *utf8);
	} else {
		/* The mark of UTF-8 stays: it folds to nothing, and offsets stay those of the bytes received. */
		size_t before = patches->n;
		*utf8 = rw_utf8_clean(c->a, s, patches);
		int bad = patches->n > before ? utf8_bad_share(s) : 0;
		if (bom == 'u' || bad < 100) {
			*utf8 = without_zeros(c->a, *utf8);
		} else {
			patches->n = before;
			rw_slice sample = rw_slice_of(s.p, s.n < SAMPLE ? s.n : SAMPLE);
			char said[48] = "";
			if (declared.n > 0 && declared.n < sizeof said) memcpy(said, declared.p, declared.n);
			const char *guessed = "";
			const char *try[] = {said, "WINDOWS-1256", "ISO-8859-6", NULL};
			const char *best = NULL;
			int best_share = 0;
			for (size_t i = 0; i < RW_COUNT(try); i++) {
				rw_slice out;
				/* Guessing takes longer than trying: where one of these reads as Arabic, it is that. */
				if (!try[i] && best_share < SURE) try[i] = guessed = guess(c->scratch, sample);
				/* A declared UTF-8 was refuted above; UTF-16 would have shown. */
				if (!try[i] || !*try[i] || strncmp(try[i], "UTF", 3) == 0 || strncmp(try[i], "utf", 3) == 0) continue;
				if (!convert(c->scratch, c->scratch, try[i], sample, 1, &out, NULL)) continue;
				int share = arabic_share(out);
				if (share > best_share + 20) {
					best = try[i];
					best_share = share;
				}
			}
			if (!best || best_share < 650) best = bad < 400 ? "UTF-8" : *said ? said : *guessed ? guessed : best;
			if (best && strncmp(best, "UTF-8", 5) == 0) {
				*utf8 = without_zeros(c->a, rw_utf8_clean(c->a, s, patches));
			} else if (!best || !convert(c->a, c->scratch, best, s, 1, utf8, patches)) {
				return rw_fail(err, RIWAYA_ENCODING, in->name, 0, 0,
					"its encoding could not be told; save it as UTF-8 (iconv -f ENCODING -t UTF-8)");
			} else {
				rw_slice kept = rw_arena_copy(c->a, rw_slice_of(best, strlen(best) + 1));
				*name = kept.p;
				/* Converters give characters beyond Unicode for some old encodings. */
				*utf8 = without_zeros(c->a, rw_utf8_clean(c->a, *utf8, patches));
			}
		}
	}
	if (utf8->n > UINT32_MAX / 2)
		return rw_fail(err, RIWAYA_LIMIT, in->name, 0, 0, "text is larger than %u bytes when decoded; split it",
			(unsigned)(UINT32_MAX / 2));
	if (blank(rw_slice_of(utf8->p, utf8->n)))
		return rw_fail(err, RIWAYA_EMPTY, in->name, 0, 0, "holds white space only; nothing to read in it");
	return RIWAYA_OK;
}
