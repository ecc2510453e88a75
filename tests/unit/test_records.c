/* test_records.c: records to reports: JSON, tables, Telegram's exports; which column is what; times as tables write them; coded events. */
#include "read/csv.h"
#include "read_world.h"

#define STORY "قتل خمسة أشخاص في هجوم على سوق القصر القديم مساء أمس بحسب مصادر محلية في المدينة."

typedef struct world {
	rw_read_context c;
	rw_reports out;
	rw_coded_events events;
	riwaya_error err; /* of the first thing that could not be read */
	size_t failures;
	rw_arena scratch;
	rw_manner how;
	rw_slice guess;
	bool refuse;
	rw_slice left; /* of a stream that gives `step` bytes at once */
	size_t step;
} world;

/* The tables of the read world, and that of columns. */
static const rw_lexicon *lexicon_of(rw_arena *a) {
	static const char *const own[] = {"schema.tsv", "letters.tsv", "clitics.tsv", "paradigms.tsv", "months.tsv",
		"weekdays.tsv", "hijri.tsv", "furniture.tsv", "columns.tsv"};
	rw_source *all, *sources;
	size_t n, kept = 0;
	riwaya_error err;
	rw_slice image;
	rw_lexicon *lx;
	rw_complaints complaints = {0};
	assert_int_equal(rw_lexicon_sources(a, RW_SOURCE_DIR "/lexicon", &all, &n, &err), RIWAYA_OK);
	sources = RW_ARRAY(a, rw_source, RW_COUNT(own));
	for (size_t k = 0; k < RW_COUNT(own); k++)
		for (size_t i = 0; i < n; i++)
			if (rw_slice_eqz(all[i].name, own[k])) sources[kept++] = all[i];
	assert_int_equal(rw_lexicon_compile(a, sources, kept, &image, &complaints), RIWAYA_OK);
	assert_int_equal(rw_lexicon_open(a, image, &lx, &err), RIWAYA_OK);
	return lx;
}

static bool guessed(void *ctx, const char *file, const char *map) {
	world *w = ctx;
	assert_string_equal(file, "file");
	w->guess = rw_arena_copy(w->c.a, rw_slice_z(map));
	return !w->refuse;
}

static world *world_new(rw_arena *a) {
	world *w = RW_NEW(a, world);
	rw_arena_init(&w->scratch, a->mem);
	w->c = (rw_read_context){.lx = lexicon_of(a), .a = a, .scratch = &w->scratch, .events = &w->events};
	w->how = (rw_manner){.lx = w->c.lx, .guessed = guessed, .guessed_ctx = w};
	return w;
}

static riwaya_status drip(rw_stream *s, char *p, size_t n, size_t *got, riwaya_error *err) {
	world *w = s->from;
	(void)err;
	*got = w->left.n < w->step ? w->left.n : w->step;
	if (*got > n) *got = n;
	if (*got) memcpy(p, w->left.p, *got);
	w->left = rw_slice_of(w->left.p + *got, w->left.n - *got);
	return RIWAYA_OK;
}

/* Everything in the bytes, given at once or a few at a time. */
static void read_all(world *w, rw_slice bytes, size_t step) {
	rw_arena held;
	rw_stream in;
	rw_arena_init(&held, w->c.a->mem);
	w->out.n = w->events.n = w->failures = 0;
	w->guess = RW_NONE;
	w->left = bytes;
	w->step = step;
	if (step)
		rw_stream_init(&in, &held, RW_LIT("file"), drip, w);
	else
		rw_stream_bytes(&in, RW_LIT("file"), bytes);
	rw_walk *walk = rw_walk_new(&held, &in, RW_LIT("file"), &w->how);
	riwaya_error err = {0};
	for (riwaya_status status; (status = rw_walk_next(walk, &w->c, &w->out, &err)) != RIWAYA_END;) {
		if (status && !w->failures++) w->err = err;
		assert_true(w->failures < 100);
		rw_arena_reset(&w->scratch, (rw_mark){0});
	}
	rw_arena_release(&held);
}

static void read_z(world *w, const char *z) { read_all(w, rw_slice_z(z), 0); }

static void is(rw_slice s, const char *expected) {
	if (!rw_slice_eqz(s, expected)) fail_msg("'" RW_FMT "' is not '%s'", RW_ARG(s), expected);
}

static void published_is(const riwaya_report *r, const char *expected) {
	char z[32] = "";
	if (r->published.at.precision) rw_when_format(r->published.at.from, r->published.at.precision, z);
	char all[48];
	snprintf(all, sizeof all, "%s" RW_FMT, z, RW_ARG(r->published.zone));
	assert_string_equal(all, expected);
}

/* --- columns ---------------------------------------------------------------------------------------------------------- */
static void guesses(rw_arena *a) {
	static const struct {
		const char *file, *map;
	} cases[] = {
		{"headline,body,pub_date,source,link\nh," STORY ",2022-01-21,waha,u\n",
			"title=headline,text=body,published=pub_date,outlet=source,url=link"},
		/* The long one is the text; a date that is none is not taken. */
		{"title,summary,content,date\nt,خلاصة قصيرة," STORY STORY ",غير معروف\n", "title=title,text=content"},
		{"العنوان;النص;تاريخ النشر\nخبر;" STORY ";21/01/2022\n", "title=العنوان,text=النص,published=تاريخ النشر"},
		{"{\"headline\": \"h\", \"unknown\": \"" STORY "\"}", "title=headline,text=unknown"},
		{"{\"title\": {\"rendered\": \"t\"}, \"content\": {\"rendered\": \"<p>" STORY "</p>\"}, \"author\": 3}",
			"title=title.rendered,text=content.rendered"},
		{"{\"ok\": true, \"result\": {\"posts\": [{\"message\": \"" STORY "\", \"from\": {\"name\": \"سامر\"}}]}}",
			"text=message,author=from.name"},
		{"[{\"headline\": \"عنوان لخبر بلا متن\", \"day\": \"2022-01-21\"}]", "text=headline,published=day"},
	};
	world *w = world_new(a);
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		read_z(w, cases[i].file);
		is(w->guess, cases[i].map);
		if (w->out.n != 1) fail_msg("%s: %s", cases[i].file, w->err.message);
	}
	w->refuse = true;
	read_z(w, cases[0].file);
	assert_int_equal(w->out.n, 0);
	assert_int_equal(w->err.code, RIWAYA_ARGUMENT);
	w->refuse = false;
	/* What is given is not guessed. */
	w->how.map = RW_LIT("text=a.b, title = c");
	read_z(w, "[{\"a\": {\"b\": \"" STORY "\"}, \"c\": \"عنوان الخبر\", \"date\": \"2022-01-21\"}]");
	assert_null(w->guess.p);
	assert_int_equal(w->out.n, 1);
	is(w->out.p[0]->title, "عنوان الخبر");
	published_is(w->out.p[0], "");
	read_z(w, "[{\"x\": \"" STORY "\"}]");
	assert_int_equal(w->err.code, RIWAYA_FORMAT);
	assert_non_null(strstr(w->err.message, "(x)"));
	w->how.map = RW_NONE;
	/* Texts are no tables for their commas. */
	read_z(w, "عاجل, خبر, جديد\n" STORY ", كما قيل, أمس\n" STORY ", ثم, انتهى\n");
	assert_null(w->guess.p);
	assert_int_equal(w->out.n, 1);
	is(w->out.p[0]->format, "text");
	read_z(w, "{\"x\": 1}");
	assert_int_equal(w->err.code, RIWAYA_FORMAT);
	rw_arena_release(&w->scratch);
}

static void times(rw_arena *a) {
	static const char *const cases[][2] = {{"2022-01-21", "2022-01-21"},
		{"2022-01-21T06:01:59+03:00", "2022-01-21T06:01:00+03:00"},
		{"Fri, 21 Jan 2022 06:01:00 +0300", "2022-01-21T06:01:00+0300"}, {"1642744860", "2022-01-21T06:01:00Z"},
		{"1642744860123", "2022-01-21T06:01:00Z"}, {"44582.25", "2022-01-21T06:00:00"}, {"44582", "2022-01-21"},
		{"20220121", "2022-01-21"}, {"21/1/2022 06:01", "2022-01-21T06:01:00"}, {"21 كانون الثاني 2022", "2022-01-21"},
		{"٢١ يناير ٢٠٢٢", "2022-01-21"}, {"2022-13-41", ""}, {"12", ""}, {"قريباً", ""}};
	world *w = world_new(a);
	w->how.map = RW_LIT("text=text,published=date");
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		read_all(w, rw_arena_printf(a, "{\"text\": \"" STORY "\", \"date\": \"%s\"}", cases[i][0]), 0);
		assert_int_equal(w->out.n, 1);
		published_is(w->out.p[0], cases[i][1]);
		assert_int_equal(w->out.p[0]->n_notes, !*cases[i][1]);
	}
	/* The column tells which comes first. */
	read_z(w, "date,text\n01/02/2022," STORY "\n01/21/2022 06:01," STORY STORY "\n");
	assert_int_equal(w->out.n, 2);
	published_is(w->out.p[0], "2022-01-02");
	published_is(w->out.p[1], "2022-01-21T06:01:00");
	rw_arena_release(&w->scratch);
}

/* --- rows ---------------------------------------------------------------------------------------------------------------- */
static void cells(rw_arena *a) {
	static const struct {
		const char *row;
		size_t n;
		const char *text[4], *raw[4];
	} cases[] = {
		{"a,b,,c\r\n", 4, {"a", "b", "", "c"}, {"a", "b", "", "c"}},
		{"\"a,b\",\"c \"\"d\"\"\n\"\n", 2, {"a,b", "c \"d\"\n"}, {"\"a,b\"", "\"c \"\"d\"\"\n\""}},
		{"\"a\"x, \"b\",c\"d\"\n", 3, {"ax", "b", "c\"d\""}, {"\"a\"x", "\"b\"", "c\"d\""}},
		{"\"\",\"\"\"\"\n", 2, {"", "\""}, {"\"\"", "\"\"\"\""}},
		{"\n", 1, {""}, {""}},
		{"a,", 2, {"a", ""}, {"a", ""}},
	};
	for (size_t i = 0; i < RW_COUNT(cases); i++) {
		rw_cells row = {0};
		rw_slice bytes = rw_slice_z(cases[i].row);
		/* Seen a byte at a time, a row ends where it does. */
		rw_row_scan s = {0};
		for (size_t n = 1; n < bytes.n; n++) {
			bool end = rw_row_end(&s, rw_slice_of(bytes.p, n), ',', false);
			if (end) fail_msg("%s ends at %zu", cases[i].row, n);
		}
		assert_true(rw_row_end(&s, bytes, ',', true));
		assert_int_equal(s.i, bytes.n);
		assert_int_equal(rw_row_cells(a, bytes, ',', &row, NULL), RIWAYA_OK);
		assert_int_equal(row.n, cases[i].n);
		for (size_t k = 0; k < row.n; k++) {
			is(row.p[k].text, cases[i].text[k]);
			is(row.p[k].raw, cases[i].raw[k]);
		}
	}
}

static void tables(rw_arena *a) {
	static const char rows[] =
		"title,text,date\r\nصفر," STORY " ز,2022-01-20\r\nأول,\"" STORY
		"\nسطر ثان, قال \"\"نعم\"\"\",2022-01-21\r\n\r\nx,y\r\n"
		"ثان," STORY " ب,2022-01-22,,\r\nثالث,\"" STORY " ج,2022\r\nرابع," STORY " د,2022-01-24\r\n";
	world *w = world_new(a);
	for (size_t step = 0; step < 40; step += 13) {
		read_all(w, rw_slice_of(rows, sizeof rows - 1), step);
		assert_int_equal(w->out.n, 4);
		is(w->out.p[0]->file, "file#2");
		is(w->out.p[0]->format, "csv");
		is(w->out.p[1]->file, "file#3");
		is(w->out.p[1]->title, "أول");
		assert_non_null(strstr(w->out.p[1]->text.p, "قال \"نعم\""));
		is(w->out.p[2]->file, "file#7");
		is(w->out.p[3]->file, "file#9");
		/* A row too short, and a quote that is never closed. */
		assert_int_equal(w->failures, 2);
		assert_int_equal(w->err.line, 6);
		assert_int_equal(w->err.code, RIWAYA_FORMAT);
		const riwaya_piece *p = &w->out.p[1]->pieces[0];
		assert_int_equal(p->kind, RIWAYA_PIECE_CELL);
		is(p->name, "text");
		assert_int_equal(rows[p->offset], '"');
		assert_memory_equal(rows + p->offset + p->n, ",2022", 5);
	}
	read_z(w,
		"event_id_cnty,event_date,event_type,fatalities,location,latitude,longitude\n"
		"A1,20 January 2022,Battles,12,\"Qasr, old\",36.5,40.25\n,x,y,z,,,\nA2,2022-01-21,Battles,,Q,100,0\n");
	assert_int_equal(w->out.n, 0);
	assert_int_equal(w->events.n, 2);
	const riwaya_coded_event *e = w->events.p;
	is(e->id, "A1");
	is(e->file, "file#2");
	is(e->place, "Qasr, old");
	assert_true(e->best.has && e->best.value == 12 && e->has_position && e->lat == 36.5 && e->lon == 40.25);
	assert_int_equal(e->at.from, rw_days_from_civil(2022, 1, 20) * RW_DAY);
	assert_false(e[1].best.has || e[1].has_position);
	rw_arena_release(&w->scratch);
}

/* --- JSON ------------------------------------------------------------------------------------------------------------------ */
static void records(rw_arena *a) {
	world *w = world_new(a);
	for (size_t step = 0; step < 30; step += 7) {
		read_all(w,
			RW_LIT("{\"text\": \"" STORY "\"}\n\n{\"text\": \"cut\n{\"text\": [\"" STORY
				   "\", \"فقرة ثانية.\"]}\r\n{\"text\": \"\"}\n"
				   "{\"title\": \"عنوان وحده هنا\"}"),
			step);
		assert_int_equal(w->out.n, 3);
		is(w->out.p[0]->file, "file#1");
		is(w->out.p[1]->file, "file#4");
		is(w->out.p[1]->text, STORY "\nفقرة ثانية.");
		assert_int_equal(w->out.p[1]->n_pieces, 2);
		is(w->out.p[1]->pieces[1].name, "4:text[1]");
		is(w->out.p[2]->file, "file#6");
		assert_int_equal(w->failures, 1);
		assert_int_equal(w->err.line, 3);
		read_all(w,
			RW_LIT("{\"n\": 2, \"a\": {\"b\": [{\"text\": \"" STORY "\"}, 7, {\"text\": \"" STORY " ب\"}]}, \"z\": []}"),
			step);
		assert_int_equal(w->out.n, 2);
		is(w->out.p[0]->file, "file#a.b[0]");
		is(w->out.p[1]->file, "file#a.b[2]");
		read_all(w, RW_LIT("[{\"text\": \"" STORY "\"}, {\"text\": \"" STORY " ب\"}, {\"te"), step);
		assert_int_equal(w->out.n, 2);
		assert_int_equal(w->failures, 1);
		assert_int_equal(w->err.code, RIWAYA_FORMAT);
		assert_true(w->err.offset > 300);
	}
	rw_arena_release(&w->scratch);
}

static void telegram(rw_arena *a) {
	static const char chat[] =
		"{\"name\": \"قناة الوادي\", \"type\": \"%s\", \"id\": 5, \"messages\": ["
		"{\"id\": 1, \"type\": \"service\", \"text\": \"\"},"
		"{\"id\": 2, \"type\": \"message\", \"date\": \"2022-01-21T09:01:00\", \"date_unixtime\": \"1642744860\", \"edited_unixtime\": "
		"\"1642746600\", \"from\": \"سامر\", \"from_id\": \"user7\", \"forwarded_from\": \"شبكة بعيدة\", \"text\": [\"" STORY
		" \", {\"type\": \"bold\", \"text\": \"انتهى\"}, \"\\x0b.\"]},"
		"{\"id\": 3, \"type\": \"message\", \"text\": [{\"type\": \"link\", \"text\": \"https://a.example\"}]},"
		"{\"id\": 4, \"type\": \"message\", \"text\": \"\", \"photo\": \"p\"},"
		"{\"id\": 5, \"type\": \"message\", \"date\": \"2022-01-21T09:02:00\", \"from\": null, \"author\": \"ليلى\", \"text\": \"" STORY
		" ب\", \"reply_to_message_id\": 2}]}";
	world *w = world_new(a);
	rw_slice channel = rw_arena_printf(a, chat, "public_channel"), group = rw_arena_printf(a, chat, "private_group"),
			 talk = rw_arena_printf(a, chat, "personal_chat"), kept = rw_arena_printf(a, chat, "saved_messages");
	for (size_t step = 0; step < 30; step += 7) {
		read_all(w, channel, step);
		assert_int_equal(w->failures, 0);
		assert_int_equal(w->out.n, 2);
		const riwaya_report *r = w->out.p[0], *s = w->out.p[1];
		is(r->file, "file#2");
		is(r->format, "telegram");
		is(r->outlet_name, "قناة الوادي");
		is(r->credit, "شبكة بعيدة");
		assert_null(r->byline.p);
		published_is(r, "2022-01-21T06:01:00Z");
		assert_int_equal(r->updated.at.precision, RIWAYA_PRECISION_MINUTE);
		is(r->pieces[1].name, "messages[1].text[1].text");
		is(s->file, "file#5");
		is(s->byline, "ليلى");
		published_is(s, "2022-01-21T09:02:00");
		is(s->notes[0].text, "answers message 2");
	}
	read_all(w, group, 0);
	is(w->out.p[0]->outlet_name, "قناة الوادي");
	is(w->out.p[0]->byline, "سامر");
	read_all(w, kept, 0);
	is(w->out.p[0]->outlet_name, "شبكة بعيدة");
	read_all(w, talk, 0);
	assert_int_equal(w->out.n, 0);
	assert_non_null(strstr(w->err.message, "private conversation"));
	read_all(w,
		rw_arena_printf(a,
			"{\"about\": \"x\", \"contacts\": {\"list\": [{\"type\": \"y\"}]}, \"chats\": {\"about\": \"\", \"list\": [" RW_FMT
			"," RW_FMT "]}, \"left_chats\": {\"list\": [" RW_FMT "]}}",
			RW_ARG(talk), RW_ARG(channel), RW_ARG(group)),
		11);
	assert_int_equal(w->out.n, 4);
	assert_int_equal(w->failures, 0);
	is(w->out.p[0]->file, "file#قناة الوادي/2");
	rw_arena_release(&w->scratch);
}

static void test_guesses(void **state) { (void)state, in_arena(guesses); }
static void test_times(void **state) { (void)state, in_arena(times); }
static void test_cells(void **state) { (void)state, in_arena(cells); }
static void test_tables(void **state) { (void)state, in_arena(tables); }
static void test_records(void **state) { (void)state, in_arena(records); }
static void test_telegram(void **state) { (void)state, in_arena(telegram); }

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_guesses), cmocka_unit_test(test_times),
		cmocka_unit_test(test_cells), cmocka_unit_test(test_tables), cmocka_unit_test(test_records),
		cmocka_unit_test(test_telegram)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
