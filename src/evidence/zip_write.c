/* zip_write.c: the heads of a zip file whose bytes are stored: sizes and digests stand before the bytes, so that others can read parts of it where
 * it lies. libarchive writes them behind the bytes, also for what it stores, which the readers of WACZ in browsers do not take.
 */
#include "evidence/evidence.h"
#include "mention/calendar.h"

enum {
	NEEDS = 20,       /* version 2.0 */
	NEEDS_64 = 45,    /* version 4.5: sizes of 64 bits */
	MADE_BY = 3 << 8, /* Unix */
	UTF8 = 0x0800,
};
static const uint32_t FILE_MODE = 0100644U << 16, FULL = 0xFFFFFFFF;

static void put(rw_buf *b, uint64_t v, unsigned bytes) {
	for (unsigned i = 0; i < bytes; i++) rw_buf_byte(b, (char)(unsigned char)(v >> (8 * i)));
}

static bool large(const rw_zip_entry *e) { return e->size >= FULL; }

static void put_common(rw_buf *b, const rw_zip_entry *e, bool wide, size_t extra) {
	put(b, wide ? NEEDS_64 : NEEDS, 2);
	put(b, UTF8, 2);
	put(b, 0, 2);
	put(b, e->time, 2);
	put(b, e->date, 2);
	put(b, e->crc, 4);
	put(b, large(e) ? FULL : e->size, 4);
	put(b, large(e) ? FULL : e->size, 4);
	put(b, e->name.n, 2);
	put(b, extra, 2);
}

void rw_zip_put_head(rw_buf *b, const rw_zip_entry *e) {
	put(b, 0x04034b50, 4);
	put_common(b, e, large(e), large(e) ? 20 : 0);
	rw_buf_slice(b, e->name);
	if (!large(e)) return;
	put(b, 1, 2);
	put(b, 16, 2);
	put(b, e->size, 8);
	put(b, e->size, 8);
}

void rw_zip_put_listing(rw_buf *b, const rw_zip_entry *e) {
	bool far = e->at >= FULL;
	unsigned n = (large(e) ? 16 : 0) + (far ? 8 : 0);
	put(b, 0x02014b50, 4);
	put(b, MADE_BY | (n ? NEEDS_64 : NEEDS), 2);
	put_common(b, e, n > 0, n ? n + 4 : 0);
	put(b, 0, 2); /* no comment */
	put(b, 0, 2); /* first disk */
	put(b, 0, 2);
	put(b, FILE_MODE, 4);
	put(b, far ? FULL : e->at, 4);
	rw_buf_slice(b, e->name);
	if (!n) return;
	put(b, 1, 2);
	put(b, n, 2);
	if (large(e)) {
		put(b, e->size, 8);
		put(b, e->size, 8);
	}
	if (far) put(b, e->at, 8);
}

void rw_zip_put_end(rw_buf *b, size_t n, uint64_t listing, uint64_t size) {
	if (listing + size >= FULL || n >= 0xFFFF) {
		put(b, 0x06064b50, 4);
		put(b, 44, 8);
		put(b, MADE_BY | NEEDS_64, 2);
		put(b, NEEDS_64, 2);
		put(b, 0, 8); /* disks */
		put(b, n, 8);
		put(b, n, 8);
		put(b, size, 8);
		put(b, listing, 8);
		put(b, 0x07064b50, 4);
		put(b, 0, 4);
		put(b, listing + size, 8);
		put(b, 1, 4);
	}
	put(b, 0x06054b50, 4);
	put(b, 0, 4);
	put(b, n < 0xFFFF ? n : 0xFFFF, 2);
	put(b, n < 0xFFFF ? n : 0xFFFF, 2);
	put(b, size < FULL ? size : FULL, 4);
	put(b, listing < FULL ? listing : FULL, 4);
	put(b, 0, 2);
}

void rw_zip_time(int64_t seconds, rw_zip_entry *e) {
	int y, m, d;
	int64_t days = seconds / 86400, rest = seconds % 86400;
	rw_civil_from_days(days, &y, &m, &d);
	if (seconds < 0 || y < 1980 || y > 2107) {
		e->date = 1 << 5 | 1;
		e->time = 0;
		return;
	}
	e->date = (uint16_t)((y - 1980) << 9 | m << 5 | d);
	e->time = (uint16_t)(rest / 3600 << 11 | rest / 60 % 60 << 5 | rest % 60 / 2);
}
