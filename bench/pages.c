/* pages.c: how fast pages are read. Run by scripts/bench-pages.
 *
 *     bench-pages read|parse LIST PASSES [REPORTS]
 *
 * LIST is a file that names one page a line; all of them are loaded before anything is timed. `read` makes reports of them by the public API, from bytes
 * to article, title, outlet and dates; `parse` runs libxml2's HTML parser over them and counts what its SAX interface tells (they must be UTF-8).
 * After one pass to warm up, which writes the reports to REPORTS where that is given, each of PASSES passes is timed by the processor's time, and
 * printed as seconds, one a line; then what was counted.
 */
#include <riwaya/riwaya.h>

#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_PAGES = 20000, MAX_NAME = 4096, CHUNK = 1 << 16 };

typedef struct page {
	char *name, *p;
	size_t n;
} page;

typedef struct count {
	size_t elements, characters, reports, text;
} count;

static double worked(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool load(page *out, const char *name) {
	FILE *f = fopen(name, "rb");
	if (!f) return false;
	size_t room = CHUNK, got;
	char *p = malloc(room);
	out->n = 0;
	while (p && (got = fread(p + out->n, 1, room - out->n, f)) > 0) {
		out->n += got;
		if (out->n == room) {
			char *more = realloc(p, room *= 2);
			if (!more) free(p);
			p = more;
		}
	}
	fclose(f);
	out->p = p;
	return p && (out->name = strdup(name));
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attributes) {
	(void)name, (void)attributes;
	((count *)ctx)->elements++;
}

static void on_characters(void *ctx, const xmlChar *p, int n) {
	(void)p;
	((count *)ctx)->characters += (size_t)n;
}

static bool parse_all(const page *pages, size_t n, count *c) {
	htmlSAXHandler sax = {.startElement = on_start, .characters = on_characters};
	for (size_t i = 0; i < n; i++) {
		htmlParserCtxtPtr x = htmlCreatePushParserCtxt(&sax, c, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
		if (!x) return false;
		htmlCtxtUseOptions(x, HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
		for (size_t at = 0; at < pages[i].n; at += CHUNK) {
			size_t left = pages[i].n - at;
			htmlParseChunk(x, pages[i].p + at, (int)(left < CHUNK ? left : CHUNK), left <= CHUNK);
		}
		htmlFreeParserCtxt(x);
	}
	return true;
}

static bool to_file(void *ctx, const char *p, size_t n) { return fwrite(p, 1, n, ctx) == n; }

static void read_all(riwaya_set *set, const page *pages, size_t n, count *c, FILE *reports) {
	for (size_t i = 0; i < n; i++) {
		riwaya_set_add_bytes(set, pages[i].name, pages[i].p, pages[i].n, NULL);
		for (size_t k = 0; k < riwaya_set_count(set); k++) {
			c->reports++;
			c->text += riwaya_set_report(set, k)->text.n;
			if (reports) riwaya_write_report(set, k, (riwaya_sink){to_file, reports}, NULL);
		}
		riwaya_set_clear(set);
	}
}

int main(int argc, char **argv) {
	static page pages[MAX_PAGES];
	size_t n = 0, bytes = 0;
	int passes = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0;
	bool parse = argc > 1 && strcmp(argv[1], "parse") == 0;
	if (passes < 1 || (!parse && strcmp(argv[1], "read") != 0)) {
		fprintf(stderr, "usage: bench-pages read|parse LIST PASSES [REPORTS]\n");
		return 2;
	}
	FILE *list = fopen(argv[2], "r");
	char name[MAX_NAME];
	while (list && n < MAX_PAGES && fgets(name, sizeof name, list)) {
		name[strcspn(name, "\n")] = 0;
		if (!load(&pages[n], name)) {
			fprintf(stderr, "bench-pages: '%s' can't be read\n", name);
			return 1;
		}
		bytes += pages[n++].n;
	}
	if (!list || !n) {
		fprintf(stderr, "bench-pages: '%s' names no pages\n", argv[2]);
		return 1;
	}
	fclose(list);

	riwaya_engine *engine = NULL;
	riwaya_set *set = NULL;
	riwaya_error err = {0};
	FILE *reports = argc > 4 ? fopen(argv[4], "w") : NULL;
	if (!parse &&
		(riwaya_engine_new(NULL, &engine, &err) ||
			riwaya_set_new(engine, &(riwaya_set_options){.any_language = true}, &set, &err))) {
		fprintf(stderr, "bench-pages: %s\n", err.message);
		return 1;
	}
	count c = {0};
	for (int pass = 0; pass <= passes; pass++) {
		memset(&c, 0, sizeof c);
		double start = worked();
		if (!parse)
			read_all(set, pages, n, &c, pass ? NULL : reports);
		else if (!parse_all(pages, n, &c))
			return 1;
		if (pass) printf("%.6f\n", worked() - start);
	}
	printf("# %zu pages, %zu bytes, ", n, bytes);
	if (parse)
		printf("%zu elements, %zu bytes of text\n", c.elements, c.characters);
	else
		printf("%zu reports, %zu bytes of text\n", c.reports, c.text);
	if (reports) fclose(reports);
	riwaya_set_free(set);
	riwaya_engine_free(engine);
	for (size_t i = 0; i < n; i++) {
		free(pages[i].name);
		free(pages[i].p);
	}
	return 0;
}
