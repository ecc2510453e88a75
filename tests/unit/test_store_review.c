/* People's decisions in a store: each kind as people type it, and what incidents and ledgers then say; what is withdrawn leaves nothing behind; the
 * order of coming does not matter; other lexicons. On both databases. */
#define _GNU_SOURCE
#include "store_world.h"
#include <riwaya/store.h>

static const char almadar[] =
	"قصف على تل رفعت\n2 نيسان 2021\n\nقالت شبكة المدار إن أربعة مدنيين قتلوا وأصيب سبعة آخرون بقصف مدفعي على سوق تل "
	"رفعت يوم الجمعة، وفق ما قال مصدر طبي.\n";
static const char sindibad[] =
	"قصف سوق تل رفعت\n2 نيسان 2021\n\nأفاد الدفاع المدني بمقتل ستة مدنيين وإصابة تسعة آخرين بقصف مدفعي على سوق تل رفعت الجمعة.\n";
static const char later[] =
	"قصف السوق في تل رفعت\n3 نيسان 2021\n\nقال ناشطون إن خمسة مدنيين قتلوا وأصيب تسعة بقصف مدفعي على سوق تل رفعت أمس الجمعة.\n";
static const char afrin[] =
	"انفجار في عفرين\n9 نيسان 2021\n\nقتل 3 مدنيين بانفجار سيارة مفخخة وسط مدينة عفرين، وفق ما قال مصدر محلي.\n";
static const char undated[] = "قصف على منبج\n\nقتل مدنيان بقصف مدفعي على قرية قرب منبج، وفق ما قال مصدر محلي.\n";

#define HUDA ",\"by\":\"Huda\",\"why\":\"checked\"}"
#define SAMI ",\"by\":\"Sami\",\"why\":\"checked\"}"

/* The first digits of a report's id. */
static void put(store_world *w, const char *name, const char *text, char id[13]) {
	char hex[65];
	rw_sha256 h;
	assert_int_equal(store_add(w, store_file(w, name, text)).reports, 1);
	rw_sha256_init(&h);
	rw_sha256_add(&h, text, strlen(text));
	rw_sha256_hex(&h, hex);
	memcpy(id, hex, 12);
	id[12] = '\0';
}

typedef struct desk {
	store_world w;
	rw_arena *a;
	char madar[13], sindibad[13], afrin[13], undated[13];
} desk;

static void begin(desk *d, rw_arena *a) {
	d->a = a;
	store_begin(&d->w);
	put(&d->w, "madar.txt", almadar, d->madar);
	put(&d->w, "sindibad.txt", sindibad, d->sindibad);
	put(&d->w, "afrin.txt", afrin, d->afrin);
	put(&d->w, "undated.txt", undated, d->undated);
}

static riwaya_status try(desk *d, char id[17], riwaya_error *e, const char *fmt, ...) RIWAYA_PRINTF(4, 5);
static riwaya_status try(desk *d, char id[17], riwaya_error *e, const char *fmt, ...) {
	char json[2000];
	va_list args;
	va_start(args, fmt);
	vsnprintf(json, sizeof json, fmt, args);
	va_end(args);
	return riwaya_store_review(d->w.store, rw_slice_z(json), id, e);
}

#define DECIDE(d, id, ...)                                                                                             \
	do {                                                                                                               \
		riwaya_error e_ = {0};                                                                                         \
		must(try((d), (id), &e_, __VA_ARGS__), &e_);                                                                   \
	} while (0)

#define REFUSED(d, words, ...)                                                                                         \
	do {                                                                                                               \
		riwaya_error e_ = {0};                                                                                         \
		char id_[17];                                                                                                  \
		assert_int_equal(try((d), id_, &e_, __VA_ARGS__), RIWAYA_ARGUMENT);                                            \
		if (!strstr(e_.message, words)) fail_msg("%s", e_.message);                                                    \
	} while (0)

/* The name of the incident that a report is in. */
static const char *incident_of(desk *d, const char *report) {
	riwaya_error e = {0};
	rw_stmt *q;
	bool row;
	unsigned char from[32] = {0}, to[32];
	memset(to, 0xff, sizeof to);
	rw_unhex(rw_slice_of(report, 12), from, 6);
	memcpy(to, from, 6);
	must(riwaya_store_settle(d->w.store, NULL, &e), &e);
	must(rw_db_stmt(d->w.store->db,
			 "SELECT i.name FROM report r JOIN thread x ON x.report = r.id AND x.number = 0 JOIN incident i ON i.id = x.incident WHERE "
			 "r.sha >= ?1 AND r.sha <= ?2",
			 &q, &e),
		&e);
	rw_bind_blob(q, 1, rw_slice_of((const char *)from, 32));
	rw_bind_blob(q, 2, rw_slice_of((const char *)to, 32));
	must(rw_step(q, &row, &e), &e);
	const char *name = row ? rw_arena_printf(d->a, RW_FMT, RW_ARG(rw_col_text(q, 0))).p : "";
	rw_stmt_reset(q);
	return name;
}

static rw_slice ledger(desk *d, const char *name, const int64_t *as_of) {
	riwaya_error e = {0};
	riwaya_set *set;
	rw_buf b = RW_BUF(d->a);
	must(riwaya_store_ledger(d->w.store, name, as_of, &set, &e), &e);
	must(riwaya_write_ledger_json(set, &(riwaya_show){0}, (riwaya_sink){store_into, &b}, &e), &e);
	riwaya_set_free(set);
	return rw_buf_view(&b);
}

static rw_slice ledger_text(desk *d, const char *name, bool arabic) {
	riwaya_error e = {0};
	riwaya_set *set;
	rw_buf b = RW_BUF(d->a);
	must(riwaya_store_ledger(d->w.store, name, NULL, &set, &e), &e);
	must(riwaya_write_ledger_text(set, &(riwaya_show){.arabic = arabic}, (riwaya_sink){store_into, &b}, &e), &e);
	riwaya_set_free(set);
	return rw_buf_view(&b);
}

/* The whole id of a report. */
static rw_slice whole_id(desk *d, const char *beginning) {
	riwaya_error e = {0};
	riwaya_set *set;
	must(riwaya_store_reports(d->w.store, &beginning, 1, &set, &e), &e);
	rw_slice id = rw_arena_printf(d->a, RW_FMT, RW_ARG(riwaya_set_report(set, 0)->id));
	riwaya_set_free(set);
	return id;
}

static bool says(rw_slice s, const char *words) { return rw_slice_find(s, rw_slice_z(words), 0) != SIZE_MAX; }

static rw_slice listed(desk *d, const riwaya_review_query *q, riwaya_reviews_as as) {
	riwaya_error e = {0};
	rw_buf b = RW_BUF(d->a);
	must(riwaya_write_reviews(d->w.store, q, as, NULL, (riwaya_sink){store_into, &b}, &e), &e);
	return rw_buf_view(&b);
}

static riwaya_incident_row row_of(desk *d, const char *report) {
	riwaya_error e = {0};
	const riwaya_incident_list *list;
	const char *name = incident_of(d, report);
	must(riwaya_store_incidents(d->w.store, &(riwaya_incident_query){.most = 1000}, &list, &e), &e);
	for (size_t i = 0; i < list->n; i++)
		if (rw_slice_eqz(list->rows[i].name, name)) return list->rows[i];
	fail_msg("%s is not listed", name);
	return (riwaya_incident_row){0};
}

static rw_slice all(desk *d) { return store_ledgers(&d->w, d->a, false); }
static void same(desk *d, rw_slice before) { assert_true(rw_slice_eq(before, all(d))); }

static void claims(void **state) {
	(void)state;
	desk d;
	char id[17], other[17], rejected[17];
	TEST_ARENA(a);
	begin(&d, a);
	rw_slice before = all(&d);
	const char *name = incident_of(&d, d.madar);
	assert_string_equal(name, incident_of(&d, d.sindibad));
	assert_true(row_of(&d, d.madar).killed.low == 4 && row_of(&d, d.madar).killed.high == 6);
	/* corrected: the row and the ledger have it, and who said it */
	DECIDE(&d, id, "{\"kind\":\"correct\",\"claim\":\"%s:2\",\"set\":{\"figure\":\"5\"}" HUDA, d.madar);
	assert_true(row_of(&d, d.madar).killed.low == 5);
	assert_true(says(ledger(&d, name, NULL), "\"verdict\": \"correct\""));
	/* the same claim by the number that it had, and by its id */
	DECIDE(&d, other, "{\"kind\":\"accept\",\"claim\":\"%s:2\",\"by\":\"Sami\"}", d.madar);
	assert_true(says(listed(&d, &(riwaya_review_query){.id = other}, RIWAYA_REVIEWS_JSON), "\"state\": \"counts\""));
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%s\",\"by\":\"Sami\",\"why\":\"slip\"}", other);
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%.6s\"" HUDA, id);
	same(&d, before);
	/* rejected: shown apart, counts no more */
	DECIDE(&d, id, "{\"kind\":\"reject\",\"claim\":\"%s:2\"" HUDA, d.madar);
	assert_true(row_of(&d, d.madar).killed.low == 6);
	assert_true(says(ledger(&d, name, NULL), "\"rejected\""));
	assert_int_equal(row_of(&d, d.madar).reports, 2);
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, id);
	same(&d, before);
	/* added, by its words */
	DECIDE(&d, id,
		"{\"kind\":\"add\",\"report\":\"%s\",\"mark\":\"وفق ما قال مصدر طبي\",\"set\":{\"predicate\":\"missing\",\"figure\":\">=2\"}" HUDA,
		d.madar);
	assert_true(says(ledger(&d, name, NULL), id));
	DECIDE(&d, rejected, "{\"kind\":\"reject\",\"claim\":\"%s\"" SAMI, id); /* an added claim goes by its review */
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, id);
	assert_true(says(ledger(&d, name, NULL), "\"orphan\": \"")); /* Sami's, of nothing now */
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%s\"" SAMI, rejected);
	same(&d, before);
	/* words are whose and where */
	DECIDE(&d, id,
		"{\"kind\":\"identify\",\"report\":\"%s\",\"mark\":\"سوق تل رفعت\",\"as\":{\"place\":\"sy-afrin\"}" HUDA,
		d.madar);
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, id);
	same(&d, before);
	assert_int_equal(store_number(&d.w, "SELECT count(*) FROM report WHERE stale = 1"), 0);
	store_end(&d.w);
	rw_arena_release(a);
}

static void groups(void **state) {
	(void)state;
	desk d;
	char merged[17], split[17], id[17], report[13];
	TEST_ARENA(a);
	begin(&d, a);
	rw_slice before = all(&d);
	const char *town = incident_of(&d, d.madar), *far = incident_of(&d, d.afrin);
	assert_string_not_equal(town, far);
	/* merged: the older name stays, the other leads to it */
	DECIDE(&d, merged, "{\"kind\":\"merge\",\"reports\":[\"%.8s\",\"%s\"]" HUDA, far, town);
	assert_string_equal(incident_of(&d, d.afrin), town);
	assert_int_equal(row_of(&d, d.madar).reports, 3);
	char name[32];
	riwaya_error e = {0};
	must(riwaya_store_incident_name(d.w.store, far, name, &e), &e);
	assert_string_equal(name, town);
	assert_true(says(ledger(&d, far, NULL), merged));
	/* that holds when more comes, which belongs with one side alone */
	put(&d.w, "later.txt", later, report);
	assert_string_equal(incident_of(&d, report), town);
	assert_string_equal(incident_of(&d, d.afrin), town);
	/* split later: the later word counts, and the part with the founding report keeps the name */
	DECIDE(&d, split, "{\"kind\":\"split\",\"incident\":\"%s\",\"reports\":[\"%s\"]" HUDA, town, d.sindibad);
	assert_string_equal(incident_of(&d, d.madar), town);
	assert_string_not_equal(incident_of(&d, d.sindibad), town);
	assert_string_equal(incident_of(&d, d.afrin), town);
	DECIDE(&d, id, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, split);
	assert_string_equal(incident_of(&d, d.sindibad), town);
	DECIDE(&d, id, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, merged);
	assert_string_equal(incident_of(&d, d.afrin), far);
	assert_int_equal(row_of(&d, d.madar).reports, 3);
	/* nothing is left: a split of what came, and its withdrawal, change nothing of what was */
	DECIDE(&d, split, "{\"kind\":\"split\",\"incident\":\"%s\",\"reports\":[\"%s\"]" HUDA, town, report);
	assert_string_not_equal(incident_of(&d, report), town);
	const char *own = incident_of(&d, report);
	/* merge after split: the last word */
	DECIDE(&d, merged, "{\"kind\":\"merge\",\"reports\":[\"%s\",\"%s\"]" SAMI, own, town);
	assert_string_equal(incident_of(&d, report), town);
	assert_true(before.n > 0);
	store_end(&d.w);
	rw_arena_release(a);
}

/* A report that is not dated, put to an incident, dated, and said to be a copy. */
static void reports(void **state) {
	(void)state;
	desk d;
	char id[17], other[17];
	TEST_ARENA(a);
	begin(&d, a);
	rw_slice before = all(&d);
	const char *town = incident_of(&d, d.madar);
	DECIDE(&d, id, "{\"kind\":\"join\",\"report\":\"%s\",\"with\":\"%s\"" HUDA, d.undated, town);
	assert_string_equal(incident_of(&d, d.undated), town);
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, id);
	same(&d, before);
	DECIDE(&d, id, "{\"kind\":\"publish\",\"report\":\"%s\",\"published\":\"2021-04-20\"" HUDA, d.undated);
	const char *own = incident_of(&d, d.undated);
	assert_true(own[0] == 'i');
	assert_true(says(ledger(&d, own, NULL), "2021-04-20"));
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, id);
	same(&d, before);
	/* a copy goes with what it copies, and adds no origin */
	DECIDE(&d, id, "{\"kind\":\"reprint\",\"report\":\"%s\",\"of\":\"%s\"" HUDA, d.afrin, d.madar);
	assert_string_equal(incident_of(&d, d.afrin), town);
	assert_true(says(ledger(&d, town, NULL), "\"part\": \"reprint\""));
	DECIDE(&d, other, "{\"kind\":\"reprint\",\"report\":\"%s\",\"of\":null" SAMI, d.afrin);
	assert_string_not_equal(incident_of(&d, d.afrin), town);
	store_end(&d.w);
	rw_arena_release(a);
}

static void incidents(void **state) {
	(void)state;
	desk d;
	char id[17], other[17], merged[17];
	TEST_ARENA(a);
	begin(&d, a);
	rw_slice before = all(&d);
	const char *town = incident_of(&d, d.madar);
	DECIDE(&d, id, "{\"kind\":\"rename\",\"incident\":\"%.6s\",\"title\":{\"en\":\"The shelling of the market\"}" HUDA,
		town);
	assert_true(rw_slice_eqz(row_of(&d, d.madar).title.en, "The shelling of the market"));
	assert_true(says(ledger(&d, town, NULL), "The shelling of the market"));
	/* what was said of an incident goes with it into the one that takes it in */
	DECIDE(&d, other, "{\"kind\":\"grade\",\"incident\":\"%s\",\"grade\":\"contested\"" HUDA, incident_of(&d, d.afrin));
	DECIDE(&d, merged, "{\"kind\":\"merge\",\"reports\":[\"%s\",\"%s\"]" HUDA, d.madar, d.afrin);
	assert_true(says(ledger(&d, town, NULL), "\"grade\": \"contested\""));
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, other);
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, merged);
	DECIDE(&d, other, "{\"kind\":\"merge\",\"reports\":[\"%s\",\"%s\"]" HUDA, d.madar, d.afrin);
	assert_true(rw_slice_eqz(row_of(&d, d.afrin).title.en, "The shelling of the market"));
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, other);
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, id);
	same(&d, before);
	DECIDE(&d, id, "{\"kind\":\"grade\",\"incident\":\"%s\",\"grade\":\"weak\"" HUDA, town);
	DECIDE(&d, id,
		"{\"kind\":\"grade\",\"incident\":\"%s\",\"grade\":\"fair\",\"line\":{\"predicate\":\"killed\"}" HUDA, town);
	assert_true(says(ledger(&d, town, NULL), "\"grade\": \"fair\""));
	DECIDE(&d, id, "{\"kind\":\"note\",\"incident\":\"%s\"" SAMI, town);
	DECIDE(&d, id, "{\"kind\":\"note\",\"report\":\"%s\"" SAMI, d.madar);
	assert_true(says(ledger(&d, town, NULL), id));
	rw_slice list = listed(&d, &(riwaya_review_query){.incident = town, .by = "Sami"}, RIWAYA_REVIEWS_TEXT);
	assert_true(says(list, "note by Sami") && !says(list, "Huda"));
	store_end(&d.w);
	rw_arena_release(a);
}

static void refusals(void **state) {
	(void)state;
	desk d;
	char id[17];
	TEST_ARENA(a);
	begin(&d, a);
	rw_slice before = all(&d);
	const char *town = incident_of(&d, d.madar);
	int64_t entries = store_number(&d.w, "SELECT count(*) FROM log");
	REFUSED(&d, "no claim '9'", "{\"kind\":\"accept\",\"claim\":\"%s:9\"" HUDA, d.madar);
	REFUSED(&d, "no report", "{\"kind\":\"accept\",\"claim\":\"00000000:1\"" HUDA);
	REFUSED(&d, "do not stand",
		"{\"kind\":\"identify\",\"report\":\"%s\",\"mark\":\"خبر آخر\",\"as\":\"sy-afrin\"" HUDA, d.madar);
	REFUSED(&d, "stand 2 times", "{\"kind\":\"identify\",\"report\":\"%s\",\"mark\":\"ع\",\"as\":\"sy-afrin\"" HUDA,
		d.afrin);
	REFUSED(
		&d, "no id of", "{\"kind\":\"identify\",\"report\":\"%s\",\"mark\":\"مدنيين\",\"as\":\"nobody\"" HUDA, d.afrin);
	REFUSED(&d, "no row", "{\"kind\":\"correct\",\"claim\":\"%s:2\",\"set\":{\"predicate\":\"sunk\"}" HUDA, d.madar);
	REFUSED(&d, "no incident", "{\"kind\":\"merge\",\"reports\":[\"i000000\",\"%s\"]" HUDA, town);
	REFUSED(&d, "no such line",
		"{\"kind\":\"grade\",\"incident\":\"%s\",\"grade\":\"fair\",\"line\":{\"predicate\":\"looted\"}" HUDA, town);
	REFUSED(&d, "is not here", "{\"kind\":\"withdraw\",\"review\":\"0123456789abcdef\"" HUDA);
	REFUSED(&d, "is not in the store", "{\"kind\":\"reprint\",\"report\":\"%s\",\"of\":\"%064d\"" HUDA, d.madar, 7);
	riwaya_error e = {0};
	assert_int_equal(try(&d, id, &e, "{\"kind\":\"accept\",\"claim\":\"%s:2\"}", d.madar), RIWAYA_FORMAT);
	assert_non_null(strstr(e.message, "'by' is missing"));
	DECIDE(&d, id, "{\"kind\":\"accept\",\"claim\":\"%s:2\"" HUDA, d.madar);
	REFUSED(&d, "not yours", "{\"kind\":\"withdraw\",\"review\":\"%s\"" SAMI, id);
	REFUSED(&d, "your own", "{\"kind\":\"second\",\"review\":\"%s\"" HUDA, id);
	assert_int_equal(store_number(&d.w, "SELECT count(*) FROM log"), entries + 1);
	DECIDE(&d, id, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, id);
	same(&d, before);
	store_end(&d.w);
	rw_arena_release(a);
}

/* Until another holds it too, it has no effect. */
static void second_eyes(void **state) {
	(void)state;
	desk d;
	char id[17], other[17];
	bool on = true, now;
	riwaya_error e = {0};
	TEST_ARENA(a);
	begin(&d, a);
	DECIDE(&d, id, "{\"kind\":\"reject\",\"claim\":\"%s:2\"" HUDA, d.madar);
	assert_true(row_of(&d, d.madar).killed.low == 6);
	must(riwaya_store_second_eyes(d.w.store, &on, &now, &e), &e);
	assert_true(now);
	assert_true(row_of(&d, d.madar).killed.low == 4);
	assert_true(says(listed(&d, &(riwaya_review_query){.waiting = true}, RIWAYA_REVIEWS_JSON), id));
	DECIDE(&d, other, "{\"kind\":\"second\",\"review\":\"%s\",\"by\":\"Sami\"}", id);
	assert_true(row_of(&d, d.madar).killed.low == 6);
	/* merging waits as well */
	DECIDE(&d, other, "{\"kind\":\"merge\",\"reports\":[\"%s\",\"%s\"]" HUDA, d.madar, d.afrin);
	assert_string_not_equal(incident_of(&d, d.afrin), incident_of(&d, d.madar));
	DECIDE(&d, other, "{\"kind\":\"merge\",\"reports\":[\"%s\",\"%s\"]" SAMI, d.afrin, d.madar);
	assert_string_equal(incident_of(&d, d.afrin), incident_of(&d, d.madar));
	/* agreement */
	DECIDE(&d, other, "{\"kind\":\"accept\",\"claim\":\"%s:2\",\"by\":\"Sami\"}", d.sindibad);
	DECIDE(&d, other, "{\"kind\":\"accept\",\"claim\":\"%s:2\",\"by\":\"Huda\"}", d.sindibad);
	rw_buf b = RW_BUF(a);
	must(riwaya_write_agreement(d.w.store, true, NULL, (riwaya_sink){store_into, &b}, &e), &e);
	assert_true(says(rw_buf_view(&b), "\"both\": 1"));
	on = false;
	must(riwaya_store_second_eyes(d.w.store, &on, &now, &e), &e);
	assert_false(now);
	assert_int_equal(listed(&d, &(riwaya_review_query){.waiting = true}, RIWAYA_REVIEWS_JSON).n, 0);
	store_end(&d.w);
	rw_arena_release(a);
}

/* Decisions carried to another store in any order, before and after its reports, give the same. */
static void carried(void **state) {
	(void)state;
	desk d, e;
	char id[17], other[17];
	riwaya_error err = {0};
	TEST_ARENA(a);
	begin(&d, a);
	DECIDE(&d, id, "{\"kind\":\"correct\",\"claim\":\"%s:2\",\"set\":{\"figure\":\"5\"}" HUDA, d.madar);
	DECIDE(&d, id, "{\"kind\":\"correct\",\"claim\":\"%s:2\",\"set\":{\"figure\":\"7\"}" SAMI, d.madar);
	DECIDE(&d, id, "{\"kind\":\"merge\",\"reports\":[\"%s\",\"%s\"]" HUDA, d.madar, d.afrin);
	DECIDE(&d, id, "{\"kind\":\"split\",\"incident\":\"%s\",\"reports\":[\"%s\"]" HUDA, incident_of(&d, d.madar),
		d.sindibad);
	DECIDE(&d, id, "{\"kind\":\"reject\",\"claim\":\"%s:2\"" SAMI, d.afrin);
	DECIDE(&d, other, "{\"kind\":\"withdraw\",\"review\":\"%s\"" SAMI, id);
	rw_slice want = all(&d), kept = listed(&d, NULL, RIWAYA_REVIEWS_KEPT);
	assert_true(says(want, "\"disputed\": true"));
	for (unsigned turn = 0; turn < 2; turn++) {
		rw_slice rest = kept, lines[16];
		rw_buf b = RW_BUF(a);
		size_t n = 0;
		while (rest.p) {
			lines[n] = rw_slice_cut(&rest, '\n');
			n += lines[n].n > 0;
		}
		for (size_t i = 0; i < n; i++) rw_buf_printf(&b, RW_FMT "\n", RW_ARG(lines[turn ? i * 5 % n : n - 1 - i]));
		uint64_t taken, known;
		e.a = a;
		store_begin(&e.w);
		if (turn) must(riwaya_store_import_reviews(e.w.store, rw_buf_view(&b), &taken, &known, &err), &err);
		put(&e.w, "madar.txt", almadar, e.madar);
		put(&e.w, "sindibad.txt", sindibad, e.sindibad);
		put(&e.w, "afrin.txt", afrin, e.afrin);
		put(&e.w, "undated.txt", undated, e.undated);
		if (!turn) must(riwaya_store_import_reviews(e.w.store, rw_buf_view(&b), &taken, &known, &err), &err);
		assert_int_equal(taken, n);
		must(riwaya_store_import_reviews(e.w.store, rw_buf_view(&b), &taken, &known, &err), &err);
		assert_true(taken == 0 && known == n);
		/* paths differ from store to store, names and numbers do not */
		assert_string_equal(incident_of(&d, d.afrin), incident_of(&e, e.afrin));
		assert_string_equal(incident_of(&d, d.sindibad), incident_of(&e, e.sindibad));
		assert_true(row_of(&d, d.madar).killed.low == row_of(&e, e.madar).killed.low);
		assert_true(row_of(&d, d.madar).killed.high == row_of(&e, e.madar).killed.high);
		assert_true(rw_slice_eq(kept, listed(&e, NULL, RIWAYA_REVIEWS_KEPT)));
		store_end(&e.w);
	}
	rw_slice bad = RW_LIT("\n{\"kind\":\"accept\"}\n");
	assert_int_equal(riwaya_store_import_reviews(d.w.store, bad, NULL, NULL, &err), RIWAYA_FORMAT);
	assert_non_null(strstr(err.message, "line 2"));
	store_end(&d.w);
	rw_arena_release(a);
}

/* As it stood before a decision, and after. */
static void back_then(void **state) {
	(void)state;
	desk d;
	char id[17];
	TEST_ARENA(a);
	begin(&d, a);
	const char *town = incident_of(&d, d.madar);
	rw_slice before = ledger(&d, town, NULL);
	int64_t then = d.w.clock;
	DECIDE(&d, id, "{\"kind\":\"correct\",\"claim\":\"%s:2\",\"set\":{\"figure\":\"9\"}" HUDA, d.madar);
	rw_slice corrected = ledger(&d, town, NULL);
	int64_t between = d.w.clock;
	DECIDE(&d, id, "{\"kind\":\"merge\",\"reports\":[\"%s\",\"%s\"]" HUDA, d.madar, d.afrin);
	rw_slice merged = ledger(&d, town, NULL);
	int64_t after = d.w.clock;
	DECIDE(&d, id, "{\"kind\":\"withdraw\",\"review\":\"%s\"" HUDA, id);
	assert_true(rw_slice_eq(before, ledger(&d, town, &then)));
	assert_true(rw_slice_eq(corrected, ledger(&d, town, &between)));
	assert_true(rw_slice_eq(merged, ledger(&d, town, &after)));
	assert_true(rw_slice_eq(corrected, ledger(&d, town, NULL)));
	store_end(&d.w);
	rw_arena_release(a);
}

/* --- other lexicons ---------------------------------------------------------------------------------------------------- */
static void with_lexicon(store_world *w, const char *table, const char *rows) {
	char folder[128], path[200];
	riwaya_error e = {0};
	riwaya_rebuilt sum;
	riwaya_store_free(w->store);
	riwaya_engine_free(w->engine);
	riwaya_options o = {0};
	if (table) {
		snprintf(folder, sizeof folder, "%s/mine", w->folder);
		mkdir(folder, 0777);
		snprintf(path, sizeof path, "%s/rules", folder);
		mkdir(path, 0777);
		snprintf(path, sizeof path, "%s/%s", folder, table);
		FILE *f = fopen(path, "w");
		assert_non_null(f);
		fputs(rows, f);
		fclose(f);
		o.lexicon_dir = folder;
	}
	must(riwaya_engine_new(&o, &w->engine, &e), &e);
	store_open(w);
	must(riwaya_store_rebuild(w->store, &(riwaya_rebuilding){0}, &sum, &e), &e);
}

static void lexicons(void **state) {
	(void)state;
	desk d;
	char id[17], added[17];
	TEST_ARENA(a);
	begin(&d, a);
	const riwaya_review_query orphans = {.orphans = true};
	/* a predicate of an overlay's */
	with_lexicon(&d.w, "predicates.tsv",
		"id\tfamily\tunit\tcounts\tnature\trank\tar\ten\tdefinition\nstarved-out\tdeath\tperson\tpatient\ttoll\t90\tتجويع\tstarved "
		"out\tPeople whom a siege starved\n");
	DECIDE(&d, added,
		"{\"kind\":\"add\",\"report\":\"%s\",\"mark\":\"وفق ما قال مصدر طبي\",\"set\":{\"predicate\":\"starved-out\",\"figure\":2}" HUDA,
		d.madar);
	DECIDE(&d, id, "{\"kind\":\"correct\",\"claim\":\"%s:2\",\"set\":{\"figure\":\"5\"}" HUDA, d.madar);
	rw_slice with = all(&d);
	assert_true(says(with, "starved-out") && row_of(&d, d.madar).killed.low == 5);
	assert_int_equal(listed(&d, &orphans, RIWAYA_REVIEWS_JSON).n, 0);
	with_lexicon(&d.w, NULL, NULL);
	rw_slice lost = listed(&d, &orphans, RIWAYA_REVIEWS_JSON);
	assert_true(says(lost, "no_predicate") && says(lost, added) && !says(lost, id));
	assert_false(says(all(&d), "starved-out"));
	/* the ledger of its incident tells so, and no other's */
	const char *orphan = rw_arena_printf(a, "\"orphan\": \"no_predicate\"").p;
	assert_true(says(ledger(&d, incident_of(&d, d.madar), NULL), orphan));
	assert_false(says(ledger(&d, incident_of(&d, d.afrin), NULL), "orphan"));
	assert_true(says(ledger_text(&d, incident_of(&d, d.madar), false), "the lexicon has no such predicate"));
	assert_true(says(ledger_text(&d, incident_of(&d, d.madar), true), "قرارات فقدت موضعها"));
	assert_true(row_of(&d, d.madar).killed.low == 5);
	/* a lexicon that finds no such claim */
	with_lexicon(&d.w, "rules/mine.rules", "drop rule claim.victims_passive\n");
	assert_true(says(listed(&d, &orphans, RIWAYA_REVIEWS_JSON), id));
	assert_true(says(listed(&d, &orphans, RIWAYA_REVIEWS_JSON), "no_claim"));
	assert_int_equal(store_number(&d.w, "SELECT count(*) FROM review"), 2);
	/* back again */
	char path[200];
	snprintf(path, sizeof path, "%s/mine/rules/mine.rules", d.w.folder);
	assert_int_equal(remove(path), 0);
	with_lexicon(&d.w, "predicates.tsv",
		"id\tfamily\tunit\tcounts\tnature\trank\tar\ten\tdefinition\nstarved-out\tdeath\tperson\tpatient\ttoll\t90\tتجويع\tstarved "
		"out\tPeople whom a siege starved\n");
	same(&d, with);
	assert_int_equal(listed(&d, &orphans, RIWAYA_REVIEWS_JSON).n, 0);
	/* a decision that names a report that is not here, as another store had it */
	uint64_t taken, known;
	riwaya_error e = {0};
	rw_slice sha = whole_id(&d, d.madar);
	rw_slice line = rw_arena_printf(a,
		"{\"kind\":\"merge\",\"by\":\"Huda\",\"at\":\"2023-11-14T00:00:00Z\",\"why\":\"one strike\",\"reports\":[\"" RW_FMT
		"\",\"%064d\"]}\n",
		RW_ARG(sha), 1);
	must(riwaya_store_import_reviews(d.w.store, line, &taken, &known, &e), &e);
	assert_int_equal(taken, 1);
	assert_true(says(ledger(&d, incident_of(&d, d.madar), NULL), "\"orphan\": \"no_report\""));
	store_end(&d.w);
	rw_arena_release(a);
}

/* Who looked before others decided is told of that, once. */
static void meanwhile(void **state) {
	(void)state;
	desk d;
	char id[17], json[400];
	TEST_ARENA(a);
	begin(&d, a);
	riwaya_error e = {0};
	const riwaya_decision *others;
	size_t n;
	must(riwaya_store_settle(d.w.store, NULL, &e), &e);
	uint64_t seen = (uint64_t)store_number(&d.w, "SELECT max(seq) FROM log");
	DECIDE(&d, id,
		"{\"kind\":\"correct\",\"claim\":\"%s:2\",\"set\":{\"figure\":\"5\"},\"by\":\"Omar\",\"why\":\"as the list has it\"}",
		d.madar);
	snprintf(json, sizeof json, "{\"kind\":\"accept\",\"claim\":\"%s:2\",\"by\":\"Huda\"}", d.madar);
	assert_int_equal(riwaya_store_review_after(d.w.store, rw_slice_z(json), seen, id, &others, &n, &e), RIWAYA_BUSY);
	assert_int_equal(n, 1);
	assert_true(others[0].kind == RIWAYA_REVIEW_CORRECT && rw_slice_eqz(others[0].by, "Omar") &&
		rw_slice_eqz(others[0].why, "as the list has it"));
	assert_int_equal(store_number(&d.w, "SELECT count(*) FROM review"), 1);
	/* of another claim, by the same person, or the same decision: nobody is in the way */
	static const char *const fine[] = {"{\"kind\":\"accept\",\"claim\":\"%s:1\",\"by\":\"Huda\"}",
		"{\"kind\":\"accept\",\"claim\":\"%s:2\",\"by\":\"Omar\"}",
		"{\"kind\":\"note\",\"claim\":\"%s:2\",\"by\":\"Huda\",\"why\":\"asked the outlet\"}"};
	for (size_t i = 0; i < RW_COUNT(fine); i++) {
		snprintf(json, sizeof json, fine[i], d.madar);
		must(riwaya_store_review_after(d.w.store, rw_slice_z(json), seen, id, &others, &n, &e), &e);
		assert_int_equal(n, 0);
		assert_int_equal(strlen(id), 16);
	}
	/* having seen it */
	seen = (uint64_t)store_number(&d.w, "SELECT max(seq) FROM log");
	snprintf(json, sizeof json, "{\"kind\":\"accept\",\"claim\":\"%s:2\",\"by\":\"Huda\"}", d.madar);
	must(riwaya_store_review_after(d.w.store, rw_slice_z(json), seen, id, &others, &n, &e), &e);
	/* of groups: by the reports that they name */
	DECIDE(&d, id, "{\"kind\":\"merge\",\"reports\":[\"%s\",\"%s\"],\"by\":\"Omar\",\"why\":\"one\"}", d.madar, d.afrin);
	snprintf(json, sizeof json,
		"{\"kind\":\"split\",\"reports\":[\"%s\"],\"from\":[\"%s\"],\"by\":\"Huda\",\"why\":\"two\"}", d.afrin,
		d.sindibad);
	assert_int_equal(riwaya_store_review_after(d.w.store, rw_slice_z(json), seen, id, &others, &n, &e), RIWAYA_BUSY);
	assert_int_equal(n, 1);
	rw_arena_release(a);
	store_end(&d.w);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(claims), cmocka_unit_test(groups), cmocka_unit_test(reports),
		cmocka_unit_test(incidents), cmocka_unit_test(refusals), cmocka_unit_test(second_eyes),
		cmocka_unit_test(carried), cmocka_unit_test(back_then), cmocka_unit_test(lexicons), cmocka_unit_test(meanwhile)};
	int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
	if (getenv(SERVER)) {
		store_postgres = true;
		failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
	}
	return failed != 0;
}
