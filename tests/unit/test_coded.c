/* Events that others coded, kept by a store: known again, coded anew, laid beside the ledgers of incidents as reconcile does, verified, copied. On both
 * databases. */
#define _GNU_SOURCE
#include "store_world.h"
#include <riwaya/export.h>

#define HEAD                                                                                                           \
	"event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,actor2,country,admin1,location,latitude,longitude,geo_precision,source,notes,fatalities\n"
#define NEAR                                                                                                           \
	"XXX1,2023-11-14,2023,1,Explosions,Shelling,Unidentified Armed Group,Civilians,Nowhere,North,Tabqa,35.8367,38.5483,1,Jisr; Madar,shells on a market,%d\n"
#define REST                                                                                                           \
	"XXX2,2023-11-14,2023,1,Battles,Armed clash,,,Nowhere,South,Elsewhere,32.6,36.1,1,Jisr,,\n"                        \
	"XXX3,2023-08-02,2023,2,Battles,Armed clash,,,Nowhere,North,Tabqa,35.8367,38.5483,1,Jisr,,1\n"                     \
	"XXX4,,2023,1,Battles,Armed clash,,,Nowhere,North,Tabqa,,,1,Jisr,,1\n"

static void fill(store_world *w) {
	store_begin(w);
	store_fill(w);
	store_add(w,
		store_file(w, "tabqa.txt",
			"قصف على سوق الطبقة\n14 تشرين الثاني 2023\n\nقتل ثلاثة مدنيين بقصف مدفعي على سوق مدينة الطبقة، وفق ما قال مصدر طبي "
			"لشبكة المدار.\n"));
}

static const char *table(store_world *w, const char *name, int killed) {
	char text[4096];
	snprintf(text, sizeof text, HEAD NEAR REST, killed);
	return store_file(w, name, text);
}

static void count(void *ctx, const riwaya_store_fault *f) {
	unsigned *n = ctx;
	*n += rw_slice_eqz(f->part, "coded") ? 1u : 1000u;
}

static unsigned faults(store_world *w) {
	unsigned n = 0;
	riwaya_error e = {0};
	riwaya_store_checked v;
	must(riwaya_store_verify(w->store, &(riwaya_store_checking){.found = count, .ctx = &n}, &v, &e), &e);
	return n;
}

/* How many killed the events near the strike's incident say; -1: there is none near. */
static int64_t near(store_world *w, const int64_t *as_of) {
	riwaya_error e = {0};
	const riwaya_incident_list *list;
	const riwaya_reconciliation *r;
	riwaya_set *set;
	char name[32];
	must(riwaya_store_incidents(w->store, &(riwaya_incident_query){.place = "الطبقة"}, &list, &e), &e);
	snprintf(name, sizeof name, RW_FMT, RW_ARG(list->rows[0].name));
	must(riwaya_store_ledger(w->store, name, as_of, &set, &e), &e);
	must(riwaya_set_reconcile(set, &r, &e), &e);
	int64_t killed = -1;
	for (size_t i = 0; i < r->n_coded_near; i++) {
		const riwaya_coded_event *x = &r->coded[r->coded_near[i].event];
		assert_true(rw_slice_eqz(x->id, "XXX1"));
		assert_true(r->coded_near[i].km < 25);
		assert_int_equal(x->n_actors, 2);
		killed = x->best.value;
	}
	riwaya_set_free(set);
	return killed;
}

static void kept(void **state) {
	(void)state;
	store_world w;
	TEST_ARENA(a);
	fill(&w);
	assert_int_equal(near(&w, NULL), -1);
	const int64_t before = w.clock;
	riwaya_added sum = store_add(&w, table(&w, "acled.csv", 3));
	assert_int_equal(sum.coded, 4);
	assert_int_equal(sum.reports + sum.unread, 0);
	assert_int_equal(near(&w, NULL), 3);
	/* The same again, from another file too. */
	const int64_t first = w.clock;
	assert_int_equal(store_add(&w, table(&w, "acled.csv", 3)).coded_known, 4);
	assert_int_equal(store_add(&w, table(&w, "again.csv", 3)).coded_known, 4);
	/* Coded anew. */
	sum = store_add(&w, table(&w, "later.csv", 5));
	assert_int_equal(sum.coded, 1);
	assert_int_equal(sum.coded_known, 3);
	assert_int_equal(near(&w, NULL), 5);
	assert_int_equal(near(&w, &first), 3);
	assert_int_equal(near(&w, &before), -1);
	assert_int_equal(store_number(&w, "SELECT count(*) FROM coded"), 5);
	/* As files give them. */
	const riwaya_coded_list *list;
	riwaya_error e = {0};
	rw_buf whole = RW_BUF(a), paged = RW_BUF(a);
	must(riwaya_export_store(w.store, NULL, RIWAYA_EXPORT_CODED_JSONL, NULL, (riwaya_sink){store_into, &whole}, NULL, &e),
		&e);
	size_t lines = 0;
	for (size_t i = 0; i < whole.n; i++) lines += whole.p[i] == '\n';
	assert_int_equal(lines, 4);
	for (int64_t after = 0;; after = list->next) {
		must(riwaya_store_list_coded(w.store, after, 1, &list, &e), &e);
		assert_int_equal(list->n, 1);
		rw_buf_printf(&paged, RW_FMT " ", RW_ARG(list->rows[0].id));
		if (!list->next) break;
	}
	assert_true(rw_slice_eqz(rw_buf_view(&paged), "XXX2 XXX3 XXX4 XXX1 "));
	riwaya_set *set;
	must(riwaya_set_new(w.engine, NULL, &set, &e), &e);
	must(riwaya_set_add_file(set, table(&w, "later.csv", 5), &e), &e);
	rw_buf of_file = RW_BUF(a);
	must(riwaya_export(set, RIWAYA_EXPORT_CODED_JSONL, NULL, (riwaya_sink){store_into, &of_file}, NULL, &e), &e);
	rw_slice line = rw_buf_view(&of_file); /* its first is the store's last */
	line.n = rw_slice_find(line, RW_LIT("\n"), 0) + 1;
	assert_true(rw_slice_ends(rw_buf_view(&whole), line));
	riwaya_set_free(set);
	/* A rebuild leaves them alone. */
	riwaya_rebuilt rebuilt;
	must(riwaya_store_rebuild(w.store, &(riwaya_rebuilding){0}, &rebuilt, &e), &e);
	assert_int_equal(near(&w, NULL), 5);
	rw_arena_release(a);
	store_end(&w);
}

static void verified(void **state) {
	(void)state;
	static const struct {
		const char *column, *change, *back;
	} changes[] = {{"received", "received + 1", "received - 1"}, {"row_at", "row_at + 1", "row_at - 1"},
		{"file", "file || '!'", "substr(file, 1, length(file) - 1)"},
		{"event", "event || '!'", "substr(event, 1, length(event) - 1)"},
		{"type", "type || '!'", "substr(type, 1, length(type) - 1)"},
		{"actors", "actors || '!'", "substr(actors, 1, length(actors) - 1)"},
		{"notes", "coalesce(notes, '') || '!'", "substr(notes, 1, length(notes) - 1)"},
		{"subtype", "NULL", "'Shelling'"}, {"lat", "lat + 1", "lat - 1"}, {"best", "best + 1", "best - 1"},
		{"high", "0", "NULL"}, {"time_from", "time_from - 1", "time_from + 1"},
		{"place_precision", "place_precision + 1", "place_precision - 1"}, {"replaced_by", "4", "5"}};
	store_world w;
	char sql[256];
	fill(&w);
	store_add(&w, table(&w, "acled.csv", 3));
	store_add(&w, table(&w, "acled.csv", 5));
	assert_int_equal(faults(&w), 0);
	for (size_t i = 0; i < RW_COUNT(changes); i++) {
		snprintf(sql, sizeof sql, "UPDATE coded SET %s = %s WHERE id = 1", changes[i].column, changes[i].change);
		store_exec(&w, sql);
		if (faults(&w) != 1) fail_msg("%s: %u faults", changes[i].column, faults(&w));
		snprintf(sql, sizeof sql, "UPDATE coded SET %s = %s WHERE id = 1", changes[i].column, changes[i].back);
		store_exec(&w, sql);
		if (faults(&w) != 0) fail_msg("%s back: %u faults", changes[i].column, faults(&w));
	}
	store_exec(&w,
		"INSERT INTO coded (id, sha, received, file, row_at, source, event, time_precision, place_precision, digest) SELECT "
		"9, digest, received, file, row_at, 'ucdp', event, 0, 0, digest FROM coded WHERE id = 1");
	assert_int_equal(faults(&w), 1);
	store_exec(&w, "DELETE FROM coded WHERE id = 9 OR id = 3");
	assert_int_equal(faults(&w), 1);
	store_end(&w);
}

/* Into a file and back, byte for byte as the log has it. */
static void copied(void **state) {
	(void)state;
	store_world w, other;
	riwaya_error e = {0};
	riwaya_backed_up x;
	char path[160];
	fill(&w);
	store_add(&w, table(&w, "acled.csv", 3));
	store_add(&w, table(&w, "acled.csv", 5));
	snprintf(path, sizeof path, "%s", store_file(&w, "backup.db", NULL));
	must(riwaya_store_backup(w.store, path, NULL, NULL, &x, &e), &e);
	store_begin(&other);
	must(riwaya_store_restore(other.store, path, NULL, NULL, &x, &e), &e);
	assert_int_equal(faults(&other), 0);
	assert_int_equal(near(&other, NULL), 5);
	assert_int_equal(store_add(&other, table(&w, "acled.csv", 5)).coded_known, 4);
	assert_int_equal(store_add(&other, table(&w, "acled.csv", 7)).coded, 1);
	assert_int_equal(faults(&other), 0);
	store_end(&other);
	store_end(&w);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(kept), cmocka_unit_test(verified), cmocka_unit_test(copied)};
	int failed = cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
	if (getenv(SERVER)) {
		store_postgres = true;
		failed += cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
	}
	return failed;
}
