/* utf8.c: decoding and encoding UTF-8, and making it valid. */
#include "text/text.h"

/* The length of the valid character at p (n > 0 bytes left), 0 where there is none. Overlong forms, surrogates and code points past
 * U+10FFFF are not valid. */
static size_t valid(const unsigned char *p, size_t n) {
	unsigned char b = p[0];
	if (b < 0x80) return 1;
	if (b < 0xC2 || b > 0xF4) return 0;
	if (n < 2 || (p[1] & 0xC0) != 0x80) return 0;
	if (b < 0xE0) return 2;
	if ((b == 0xE0 && p[1] < 0xA0) || (b == 0xED && p[1] > 0x9F) || (b == 0xF0 && p[1] < 0x90) ||
		(b == 0xF4 && p[1] > 0x8F))
		return 0;
	if (n < 3 || (p[2] & 0xC0) != 0x80) return 0;
	if (b < 0xF0) return 3;
	if (n < 4 || (p[3] & 0xC0) != 0x80) return 0;
	return 4;
}

uint32_t rw_utf8_next_any(rw_slice s, size_t *i) {
	const unsigned char *p = (const unsigned char *)s.p + *i;
	size_t n = valid(p, s.n - *i);
	*i += n ? n : 1;
	switch (n) {
	case 1: return p[0];
	case 2: return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
	case 3: return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
	case 4:
		return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 |
			(p[3] & 0x3F);
	default: return RW_UTF8_BAD;
	}
}

size_t rw_utf8_put(uint32_t c, char out[4]) {
	if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = RW_UTF8_BAD;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

/* The first invalid byte at or after i, or s.n. */
static size_t first_bad(rw_slice s, size_t i) {
	const unsigned char *p = (const unsigned char *)s.p;
	while (i < s.n) {
		uint64_t eight;
		while (s.n - i >= 8) {
			memcpy(&eight, p + i, 8);
			if (eight & UINT64_C(0x8080808080808080)) break;
			i += 8;
		}
		/* Arabic: two-byte characters, a run of them and ASCII at a time. */
		while (i + 1 < s.n) {
			if (p[i] < 0x80)
				i++;
			else if (p[i] >= 0xC2 && p[i] < 0xE0 && (p[i + 1] & 0xC0) == 0x80)
				i += 2;
			else
				break;
			if (p[i - 1] < 0x80 && i + 1 < s.n && p[i] < 0x80) break; /* ASCII again: eight at a time */
		}
		if (i >= s.n) break;
		size_t k = valid(p + i, s.n - i);
		if (k == 0) return i;
		i += k;
	}
	return s.n;
}

rw_slice rw_utf8_clean(rw_arena *a, rw_slice s, rw_utf8_patches *patches) {
	size_t i = 0, bad = first_bad(s, 0);
	if (bad == s.n) return s;
	rw_buf out = RW_BUF(a);
	while (bad < s.n) {
		rw_buf_put(&out, s.p + i, bad - i);
		for (i = bad + 1; i < s.n && valid((const unsigned char *)s.p + i, s.n - i) == 0;) i++;
		if (patches) rw_vec_push(a, patches, (rw_utf8_patch){(uint32_t)out.n, 3, bad, (uint32_t)(i - bad)});
		rw_buf_put(&out, "\xEF\xBF\xBD", 3);
		bad = first_bad(s, i);
	}
	rw_buf_put(&out, s.p + i, s.n - i);
	return rw_buf_view(&out);
}
