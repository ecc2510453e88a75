/* inspect.c: what the lexicon knows, for people: `riwaya lexicon show` and `riwaya lexicon stats`. */
#include "lexicon/image.h"
#include "lexicon/rule.h"

static void show_reading(const rw_lexicon *lx, rw_reading r, rw_buf *out) {
	/* In the order in which they are written. */
	static const uint8_t order[] = {
		RW_PRO_A, RW_PRO_WA, RW_PRO_FA, RW_PRO_SA, RW_PRO_BI, RW_PRO_LI, RW_PRO_KA, RW_PRO_AL};
	rw_buf_z(out, "  read as  ");
	for (size_t i = 0; i < RW_COUNT(order); i++)
		if (r.pro & order[i]) rw_buf_printf(out, "%s- ", rw_pro_name(order[i]));
	rw_buf_slice(out, rw_word_text(lx, r.word));
	if (r.enc && r.enc <= lx->n_enclitics)
		rw_buf_printf(out, " -%.*s", RW_ARG(rw_sym_text(lx, lx->enclitics[r.enc - 1].name)));
	rw_buf_byte(out, '\n');
}

static void show_item(const rw_lexicon *lx, const rw_tokens *t, const rw_item *it, rw_buf *out) {
	rw_slice id = rw_sym_text(lx, it->id), file;
	uint32_t line;
	rw_buf_printf(out, "  %.*s", RW_ARG(rw_sym_text(lx, it->kind)));
	if (id.n) rw_buf_printf(out, ":%.*s", RW_ARG(id));
	if (it->end - it->first < t->n) rw_buf_printf(out, "  \"%.*s\"", RW_ARG(rw_tokens_text(t, it->first, it->end)));
	for (uint8_t bit = 1; bit; bit = (uint8_t)(bit << 1))
		if ((it->pro & bit) && bit != RW_PRO_AL) rw_buf_printf(out, " pro=%s", rw_pro_name(bit));
	for (uint32_t i = 0; i < it->n_feats; i++)
		rw_buf_printf(
			out, " %.*s=%.*s", RW_ARG(rw_sym_text(lx, it->feats[i].key)), RW_ARG(rw_sym_text(lx, it->feats[i].value)));
	file = rw_row_file(lx, it->row, &line);
	rw_buf_printf(out, "\n      %.*s:%u", RW_ARG(file), line);
	rw_slice note = rw_row_get(lx, it->row, "note");
	if (note.n) rw_buf_printf(out, "  %.*s", RW_ARG(note));
	rw_buf_byte(out, '\n');
}

void rw_lexicon_show_word(const rw_lexicon *lx, rw_arena *a, rw_slice word, rw_buf *out) {
	rw_memo *memo = rw_memo_new(a, lx);
	rw_tokens t;
	rw_tokenize(a, word, &t);
	for (uint32_t i = 0; i < t.n; i++) {
		rw_slice raw = rw_tokens_text(&t, i, i + 1);
		rw_buf_printf(out, "%.*s\n", RW_ARG(raw));
		rw_readings r = rw_read_token(memo, t.tok[i].key);
		uint32_t shown = 0;
		for (uint32_t k = 0; k < r.n; k++) {
			if (!rw_reading_suits(lx, r.p[k], raw)) continue;
			show_reading(lx, r.p[k], out);
			shown++;
		}
		if (shown == 0) rw_buf_z(out, "  in no table or rule\n");
	}
	rw_items items = {0};
	rw_lexicon_match(lx, memo, &t, 0, t.n, a, &items);
	if (items.n) rw_buf_z(out, "entries\n");
	for (size_t i = 0; i < items.n; i++) show_item(lx, &t, &items.p[i], out);
}

void rw_lexicon_stats(const rw_lexicon *lx, rw_buf *out) {
	uint32_t forms = 0;
	rw_buf_printf(out, "%-16s %8s %8s\n", "table", "rows", "forms");
	for (uint32_t i = 0; i < lx->s[RW_S_TABLES].n; i++) {
		const rw_image_table *t = rw_image_at(lx, RW_S_TABLES, i);
		rw_slice name = rw_image_text(lx, t->name);
		uint32_t made = 0;
		for (uint32_t k = 0; k < lx->s[RW_S_ENTRIES].n; k++) {
			const rw_image_entry *e = rw_image_at(lx, RW_S_ENTRIES, k);
			if (e->row >= t->first_row && e->row - t->first_row < t->n_rows) made += e->n_forms;
		}
		forms += made;
		rw_buf_printf(out, "%-16.*s %8u", RW_ARG(name), t->n_rows);
		if (made) rw_buf_printf(out, " %8u", made);
		rw_buf_byte(out, '\n');
	}
	rw_buf_printf(out, "%-16s %8u %8u\n", "all", lx->s[RW_S_ROWS].n, forms);
	rw_buf_printf(out, "words    %u\n", lx->s[RW_S_WORDS].n);
	rw_buf_printf(out, "rules    %u\n", rw_rule_count(lx));
	rw_buf_printf(out, "sources  %u\n", lx->s[RW_S_SOURCES].n);
	rw_buf_printf(out, "image    %zu bytes\n", lx->image.n);
	rw_buf_printf(out, "hash     %.*s\n", RW_ARG(rw_lexicon_hash(lx)));
}
