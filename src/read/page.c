/* page.c: making a page of lines, and a report of a page. */
#include "read/page.h"

bool rw_is_space(uint32_t c) {
	uint8_t k = rw_class_of(c);
	return k == RW_CLASS_SPACE || k == RW_CLASS_LINE || c == 0xFEFF || c == 0x200B || (c >= 9 && c <= 13) || c == 0xA0;
}

bool rw_is_sentence_end(uint32_t c) {
	return c == '.' || c == '!' || c == '?' || c == 0x61F || c == 0x6D4 || c == 0x2026 || c == 0x3002;
}

/* Directional marks, joiners and the byte-order mark: nothing to see. */
static bool invisible(uint32_t c) {
	return c == 0xFEFF || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
		(c >= 0x2060 && c <= 0x2069) || c == 0xAD;
}

/* The last character of a text that is not empty, and where it begins. */
static uint32_t last_char(rw_slice s, size_t *at) {
	size_t i = s.n - 1;
	while (i > 0 && s.n - i < 4 && ((unsigned char)s.p[i] & 0xC0) == 0x80) i--;
	*at = i;
	return rw_utf8_next(s, &i);
}

rw_slice rw_trim_text(rw_slice s) {
	size_t from = 0, at;
	while (from < s.n) {
		size_t next = from;
		uint32_t c = rw_utf8_next(s, &next);
		if (!rw_is_space(c) && !invisible(c)) break;
		from = next;
	}
	s = rw_slice_of(s.p + from, s.n - from);
	while (s.n > 0) {
		uint32_t c = last_char(s, &at);
		if (!rw_is_space(c) && !invisible(c)) break;
		s.n = at;
	}
	return s;
}

uint32_t rw_count_words(rw_slice s) {
	uint32_t n = 0;
	bool in_word = false;
	for (size_t i = 0; i < s.n;) {
		uint8_t class_ = rw_class_of(rw_utf8_next(s, &i));
		if (class_ == RW_CLASS_MARK) continue;
		bool word = class_ == RW_CLASS_LETTER || class_ == RW_CLASS_DIGIT;
		n += word && !in_word;
		in_word = word;
	}
	return n;
}

bool rw_has_digit(rw_slice s) {
	for (size_t i = 0; i < s.n;)
		if (rw_class_of(rw_utf8_next(s, &i)) == RW_CLASS_DIGIT) return true;
	return false;
}

void rw_page_init(rw_page *p, rw_read_context *c, const rw_input *in, const char *format) {
	*p = (rw_page){
		.c = c, .k = rw_cache(c), .in = in, .format = format, .title = SIZE_MAX, .first = SIZE_MAX, .last = SIZE_MAX};
	rw_page_meta(p, &(rw_meta){0});
}

static void prefer(rw_slice *own, rw_slice told) {
	if (told.n) *own = told;
}

void rw_page_meta(rw_page *p, const rw_meta *meta) {
	p->meta = *meta;
	const rw_packing *told = p->in->told;
	if (!told) return;
	prefer(&p->meta.title, told->title);
	prefer(&p->meta.site, told->outlet);
	prefer(&p->meta.author, told->author);
	prefer(&p->meta.published, told->published);
	prefer(&p->meta.modified, told->updated);
	prefer(&p->meta.address, told->address);
	prefer(&p->meta.credit, told->credit);
	prefer(&p->meta.language, told->language);
}

/* Closing quotes and brackets may follow a sentence's last mark. */
static bool closing(uint32_t c) {
	return c == ')' || c == ']' || c == '"' || c == '\'' || c == 0xBB || c == 0x201D || c == 0x2019;
}

static void measure(rw_line *l) {
	bool in_word = false;
	for (size_t i = 0; i < l->text.n;) {
		uint32_t c = rw_utf8_next(l->text, &i);
		uint8_t class_ = rw_class_of(c);
		if (class_ == RW_CLASS_MARK) continue;
		bool word = class_ == RW_CLASS_LETTER || class_ == RW_CLASS_DIGIT;
		if (word && !in_word) l->words++;
		in_word = word;
		l->arabic += rw_arabic_letter(c);
		l->latin += (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
	}
	rw_slice s = l->text;
	while (s.n > 0) {
		size_t at;
		uint32_t c = last_char(s, &at);
		bool mark = rw_fold_char(c).class_ == RW_CLASS_MARK;
		l->ends_sentence = rw_is_sentence_end(c);
		if (!mark && !closing(c) && !rw_is_space(c)) break;
		s.n = at;
	}
}

void rw_page_add(rw_page *p, rw_slice text, const rw_text_run *runs, uint32_t n_runs, bool *blank) {
	rw_slice trimmed = rw_trim_text(text);
	if (trimmed.n == 0) {
		*blank = true;
		return;
	}
	rw_arena *a = p->c->a;
	uint32_t skip = (uint32_t)(trimmed.p - text.p), end = skip + (uint32_t)trimmed.n, n = 0;
	rw_text_run *own = RW_ARRAY(a, rw_text_run, n_runs);
	for (uint32_t i = 0; i < n_runs; i++) {
		uint32_t from = runs[i].at > skip ? runs[i].at : skip,
				 to = runs[i].at + runs[i].n < end ? runs[i].at + runs[i].n : end;
		if (from < to) own[n++] = (rw_text_run){from - skip, to - from, runs[i].from + (from - runs[i].at)};
	}
	rw_line l = {.text = trimmed, .runs = own, .n_runs = n, .blank_before = *blank};
	measure(&l);
	*blank = false;
	rw_vec_push(a, &p->lines, l);
}

void rw_page_patches(rw_page *p, const rw_utf8_patches *patches, const char *encoding) {
	rw_arena *a = p->c->a;
	p->encoding = encoding;
	p->patches = strcmp(encoding, "UTF-8") == 0 ? patches : NULL;
	if (strcmp(encoding, "UTF-8") != 0) {
		rw_vec_push(a, &p->notes, (riwaya_note){rw_arena_printf(a, "read as %s", encoding), 0});
	}
	if (patches->n == 0) return;
	const rw_utf8_patch *last = &patches->p[patches->n - 1];
	bool cut = last->from + last->m >= p->in->bytes.n;
	rw_vec_push(a, &p->notes,
		(riwaya_note){rw_arena_printf(a, "%zu stretch%s of bytes that are no %s %s replaced%s", patches->n,
						  patches->n == 1 ? "" : "es", encoding, patches->n == 1 ? "was" : "were",
						  cut ? "; the file ends inside a character and may be cut off" : ""),
			patches->p[0].from});
}

/* --- the report ---------------------------------------------------------------------------------------------- */
typedef struct field {
	rw_buf text;
	riwaya_field name;
	RW_VEC(riwaya_origin_run) runs;
} field;

static void append(rw_arena *a, field *f, const rw_line *l) {
	if (f->text.n) rw_buf_byte(&f->text, '\n');
	uint32_t base = (uint32_t)f->text.n;
	rw_buf_slice(&f->text, l->text);
	for (uint32_t i = 0; i < l->n_runs; i++) {
		rw_vec_push(a, &f->runs, (riwaya_origin_run){f->name, base + l->runs[i].at, l->runs[i].n, 0, l->runs[i].from});
	}
}

/* Lines and metadata lie in the decoded input, which goes when the call ends: what the report keeps of them is its own. */
static void own(rw_arena *a, riwaya_report *r) {
	riwaya_slice *const borrowed[] = {&r->title, &r->byline, &r->dateline, &r->credit, &r->outlet_id, &r->outlet_name,
		&r->address, &r->published.zone, &r->updated.zone};
	for (size_t i = 0; i < RW_COUNT(borrowed); i++)
		if (borrowed[i]->p) *borrowed[i] = rw_arena_copy(a, *borrowed[i]);
}

/* Runs into the decoded text as runs into the bytes received, where bytes that are no UTF-8 were replaced: parted around each. */
static void received_runs(rw_arena *a, const rw_utf8_patches *patches, riwaya_report *r) {
	if (!patches || patches->n == 0) return;
	RW_VEC(riwaya_origin_run) runs = {0};
	for (size_t i = 0; i < r->n_origin_map; i++) {
		riwaya_origin_run run = r->origin_map[i];
		if (run.piece != 0) {
			rw_vec_push(a, &runs, run);
			continue;
		}
		size_t low = 0, high = patches->n;
		while (low < high) {
			size_t mid = (low + high) / 2;
			if ((uint64_t)patches->p[mid].at + patches->p[mid].n > run.from)
				high = mid;
			else
				low = mid + 1;
		}
		/* What stands before a patch, then the patch; behind the last one, what is left. */
		for (size_t k = low; run.n; k++) {
			const rw_utf8_patch *next = k < patches->n ? &patches->p[k] : NULL, *last = k ? &patches->p[k - 1] : NULL;
			uint64_t end = next && next->at < run.from + run.n ? next->at : run.from + run.n;
			uint64_t base = last ? last->from + last->m + (run.from - last->at - last->n) : run.from;
			riwaya_origin_run part = run;
			if (end > run.from) {
				part.n = (uint32_t)(end - run.from);
				part.from = base;
				rw_vec_push(a, &runs, part);
				run.at += part.n;
				run.n -= part.n;
				run.from = end;
			}
			if (!next || run.n == 0) break;
			part = run;
			part.n = next->at + next->n - (uint32_t)run.from < run.n ? next->at + next->n - (uint32_t)run.from : run.n;
			part.from = next->from;
			rw_vec_push(a, &runs, part);
			run.at += part.n;
			run.n -= part.n;
			run.from += part.n;
		}
	}
	r->origin_map = runs.p;
	r->n_origin_map = runs.n;
}

riwaya_report *rw_make_report(rw_page *p) {
	rw_arena *a = p->c->a;
	riwaya_report *r = RW_NEW(a, riwaya_report);
	field title = {.text = RW_BUF(a), .name = RIWAYA_FIELD_TITLE}, text = {.text = RW_BUF(a), .name = RIWAYA_FIELD_TEXT},
		  caption = {.text = RW_BUF(a), .name = RIWAYA_FIELD_CAPTION};
	RW_VEC(rw_slice) furniture = {0};
	RW_VEC(riwaya_stretch) stretches = {0};
	uint8_t joined = 0; /* kind of the body's line before */
	uint32_t group = 0;
	rw_find_structure(p);
	for (size_t i = 0; i < p->lines.n; i++) {
		const rw_line *l = &p->lines.p[i];
		switch (l->part) {
		case RW_PART_TITLE: append(a, &title, l); break;
		case RW_PART_CAPTION: append(a, &caption, l); break;
		case RW_PART_APART: continue;
		case RW_PART_FURNITURE: rw_vec_push(a, &furniture, rw_arena_copy(a, l->text)); continue;
		default:
			append(a, &text, l);
			if (l->kind) {
				riwaya_stretch s = {
					(riwaya_stretch_kind)(l->kind - 1), (uint32_t)(text.text.n - l->text.n), (uint32_t)text.text.n};
				if (joined == l->kind && l->group && stretches.n && group == l->group)
					stretches.p[stretches.n - 1].end = s.end;
				else
					rw_vec_push(a, &stretches, s);
			}
			joined = l->kind;
			group = l->group;
		}
	}
	rw_sha256 h;
	char *hex = rw_arena_alloc(a, 65);
	rw_sha256_init(&h);
	rw_slice identity = p->in->identity.p ? p->in->identity : p->in->bytes;
	rw_sha256_add(&h, identity.p, identity.n);
	rw_sha256_hex(&h, hex);
	r->id = rw_slice_of(hex, 64);
	r->file = rw_arena_copy(a, p->in->name);
	r->format = rw_slice_z(p->format);
	const rw_packing *told = p->in->told;
	if (title.text.n) {
		r->title = rw_buf_view(&title.text);
	} else {
		r->title = p->meta.title;
		for (uint32_t i = 0; told && told->title.n && i < told->n_title_runs; i++) {
			rw_text_run run = told->title_runs[i];
			rw_vec_push(a, &title.runs, (riwaya_origin_run){RIWAYA_FIELD_TITLE, run.at, run.n, RW_PIECE_TOLD, run.from});
		}
	}
	r->text = rw_buf_view(&text.text);
	r->language = rw_language_of(p, r->title, r->text);
	if (caption.text.n) r->caption = rw_buf_view(&caption.text);
	size_t n = title.runs.n + text.runs.n + caption.runs.n;
	riwaya_origin_run *map = RW_ARRAY(a, riwaya_origin_run, n);
	if (title.runs.n) memcpy(map, title.runs.p, title.runs.n * sizeof *map);
	if (text.runs.n) memcpy(map + title.runs.n, text.runs.p, text.runs.n * sizeof *map);
	if (caption.runs.n) memcpy(map + title.runs.n + text.runs.n, caption.runs.p, caption.runs.n * sizeof *map);
	r->origin_map = map;
	r->n_origin_map = n;
	received_runs(a, p->patches, r);
	r->structure = stretches.p;
	r->n_structure = stretches.n;
	riwaya_piece *piece = RW_NEW(a, riwaya_piece);
	piece->n = p->in->bytes.n;
	if (p->encoding && strcmp(p->encoding, "UTF-8") != 0) piece->encoding = rw_arena_copy(a, rw_slice_z(p->encoding));
	r->pieces = piece;
	r->n_pieces = 1;
	r->furniture = furniture.p;
	r->n_furniture = furniture.n;
	if (!p->c->fragment) {
		rw_find_publisher(p, r);
	} else if (p->c->published.precision != RIWAYA_PRECISION_NONE) {
		r->published = (riwaya_published){p->c->published, RW_NONE, RIWAYA_BASIS_GIVEN};
	}
	own(a, r);
	r->notes = p->notes.p;
	r->n_notes = p->notes.n;
	return r;
}
