/* ten_lines.c: the library in ten lines: reads the reports named as arguments and prints what they speak of.
 *
 *     cc ten_lines.c $(pkg-config --cflags --libs riwaya) -o ten_lines && ./ten_lines report1.html report2.txt
 */
#include <riwaya/riwaya.h>
#include <stdio.h>

int main(int argc, char **argv) {
	riwaya_engine *engine = NULL;
	riwaya_set *set = NULL;
	const riwaya_reconciliation *r = NULL;
	riwaya_error err = {0};
	if (riwaya_engine_new(NULL, &engine, &err) || riwaya_set_new(engine, NULL, &set, &err)) goto failed;
	for (int i = 1; i < argc; i++) riwaya_set_add_file(set, argv[i], NULL); /* what can't be read stands in r->unread */
	if (riwaya_set_reconcile(set, &r, &err)) goto failed;
	for (size_t i = 0; i < r->n_incidents; i++)
		printf("%.*s: %zu reports, %zu claims, %zu relations\n", (int)r->incidents[i].title.en.n,
			r->incidents[i].title.en.p, r->incidents[i].n_reports, r->incidents[i].n_claims, r->incidents[i].n_relations);
	riwaya_set_free(set);
	riwaya_engine_free(engine);
	return 0;
failed:
	fprintf(stderr, "ten_lines: %s\n", err.message);
	riwaya_set_free(set);
	riwaya_engine_free(engine);
	return 1;
}
