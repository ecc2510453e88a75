/* said.c: what the tags of a page's head say of it: one table of the names that the web's vocabularies use. */
#include "read/dom.h"

typedef struct name {
	const char *name; /* lower case */
	uint8_t what, weight;
} name;

static const name names[] = {
	{"og:title", RW_SAYS_TITLE, 5},
	{"headline", RW_SAYS_TITLE, 5},
	{"twitter:title", RW_SAYS_TITLE, 3},
	{"sailthru.title", RW_SAYS_TITLE, 3},
	{"parsely-title", RW_SAYS_TITLE, 4},
	{"cxenseparse:title", RW_SAYS_TITLE, 3},
	{"citation_title", RW_SAYS_TITLE, 3},
	{"dc.title", RW_SAYS_TITLE, 2},
	{"dcterms.title", RW_SAYS_TITLE, 2},
	{"title", RW_SAYS_TITLE, 2},
	{"hdl", RW_SAYS_TITLE, 3},

	{"og:site_name", RW_SAYS_SITE, 5},
	{"application-name", RW_SAYS_SITE, 3},
	{"apple-mobile-web-app-title", RW_SAYS_SITE, 3},
	{"dc.publisher", RW_SAYS_SITE, 3},
	{"dcterms.publisher", RW_SAYS_SITE, 3},
	{"publisher", RW_SAYS_SITE, 3},
	{"source", RW_SAYS_SITE, 1},
	{"citation_journal_title", RW_SAYS_SITE, 2},
	{"copyright", RW_SAYS_SITE, 1},
	{"site_name", RW_SAYS_SITE, 2},

	{"author", RW_SAYS_AUTHOR, 3},
	{"article:author", RW_SAYS_AUTHOR, 4},
	{"dc.creator", RW_SAYS_AUTHOR, 3},
	{"dcterms.creator", RW_SAYS_AUTHOR, 3},
	{"parsely-author", RW_SAYS_AUTHOR, 4},
	{"sailthru.author", RW_SAYS_AUTHOR, 3},
	{"byl", RW_SAYS_AUTHOR, 3},
	{"citation_author", RW_SAYS_AUTHOR, 3},

	{"article:published_time", RW_SAYS_PUBLISHED, 6},
	{"og:article:published_time", RW_SAYS_PUBLISHED, 6},
	{"article:published", RW_SAYS_PUBLISHED, 5},
	{"article.published", RW_SAYS_PUBLISHED, 5},
	{"og:published_time", RW_SAYS_PUBLISHED, 5},
	{"published_time", RW_SAYS_PUBLISHED, 5},
	{"datepublished", RW_SAYS_PUBLISHED, 5},
	{"datecreated", RW_SAYS_PUBLISHED, 3},
	{"parsely-pub-date", RW_SAYS_PUBLISHED, 5},
	{"sailthru.date", RW_SAYS_PUBLISHED, 5},
	{"cxenseparse:recs:publishtime", RW_SAYS_PUBLISHED, 5},
	{"cxenseparse:publishtime", RW_SAYS_PUBLISHED, 5},
	{"originalpublicationdate", RW_SAYS_PUBLISHED, 5},
	{"citation_publication_date", RW_SAYS_PUBLISHED, 4},
	{"citation_date", RW_SAYS_PUBLISHED, 4},
	{"pubdate", RW_SAYS_PUBLISHED, 5},
	{"pub_date", RW_SAYS_PUBLISHED, 5},
	{"publishdate", RW_SAYS_PUBLISHED, 5},
	{"publish_date", RW_SAYS_PUBLISHED, 5},
	{"publish-date", RW_SAYS_PUBLISHED, 5},
	{"published-date", RW_SAYS_PUBLISHED, 5},
	{"published_date", RW_SAYS_PUBLISHED, 5},
	{"publication_date", RW_SAYS_PUBLISHED, 5},
	{"publication-date", RW_SAYS_PUBLISHED, 5},
	{"article_date_original", RW_SAYS_PUBLISHED, 5},
	{"article:post_date", RW_SAYS_PUBLISHED, 4},
	{"article:create_at", RW_SAYS_PUBLISHED, 4},
	{"dc.date.issued", RW_SAYS_PUBLISHED, 5},
	{"dcterms.issued", RW_SAYS_PUBLISHED, 5},
	{"dc.date.created", RW_SAYS_PUBLISHED, 4},
	{"dcterms.created", RW_SAYS_PUBLISHED, 4},
	{"dcterms.date", RW_SAYS_PUBLISHED, 4},
	{"dc.date", RW_SAYS_PUBLISHED, 4},
	{"date.created", RW_SAYS_PUBLISHED, 4},
	{"created", RW_SAYS_PUBLISHED, 3},
	{"date", RW_SAYS_PUBLISHED, 3},
	{"timestamp", RW_SAYS_PUBLISHED, 2},
	{"rnews:datepublished", RW_SAYS_PUBLISHED, 5},

	{"article:modified_time", RW_SAYS_UPDATED, 6},
	{"og:article:modified_time", RW_SAYS_UPDATED, 6},
	{"article:modified", RW_SAYS_UPDATED, 5},
	{"og:updated_time", RW_SAYS_UPDATED, 5},
	{"og:modified_time", RW_SAYS_UPDATED, 5},
	{"datemodified", RW_SAYS_UPDATED, 5},
	{"dcterms.modified", RW_SAYS_UPDATED, 5},
	{"dc.date.modified", RW_SAYS_UPDATED, 5},
	{"date.modified", RW_SAYS_UPDATED, 4},
	{"modified_date", RW_SAYS_UPDATED, 4},
	{"article_date_updated", RW_SAYS_UPDATED, 4},
	{"last-modified", RW_SAYS_UPDATED, 3},
	{"last_modified", RW_SAYS_UPDATED, 3},
	{"lastmod", RW_SAYS_UPDATED, 3},
	{"revised", RW_SAYS_UPDATED, 2},

	{"og:url", RW_SAYS_ADDRESS, 5},
	{"twitter:url", RW_SAYS_ADDRESS, 3},
	{"parsely-link", RW_SAYS_ADDRESS, 4},
	{"al:web:url", RW_SAYS_ADDRESS, 3},

	{"og:locale", RW_SAYS_LANGUAGE, 3},
	{"content-language", RW_SAYS_LANGUAGE, 4},
	{"inlanguage", RW_SAYS_LANGUAGE, 4},
	{"dc.language", RW_SAYS_LANGUAGE, 3},
	{"dcterms.language", RW_SAYS_LANGUAGE, 3},
	{"language", RW_SAYS_LANGUAGE, 2},
};

/* What a template leaves where it had nothing to put. */
static bool placeholder(rw_slice v) {
	static const char *const empty[] = {"null", "undefined", "none", "N/A", "n/a", "-", "false", "0"};
	for (size_t i = 0; i < RW_COUNT(empty); i++)
		if (rw_slice_eqz(v, empty[i])) return true;
	return rw_slice_find(v, RW_LIT("{{"), 0) != SIZE_MAX || rw_slice_find(v, RW_LIT("[["), 0) != SIZE_MAX ||
		rw_slice_starts(v, RW_LIT("${")) || rw_slice_starts(v, RW_LIT("<%"));
}

/* White space of any kind as one blank. */
static rw_slice one_line(rw_arena *a, rw_slice s) {
	rw_buf b = RW_BUF(a);
	for (size_t i = 0; i < s.n; i++) {
		bool blank = (unsigned char)s.p[i] <= ' ';
		if (!blank)
			rw_buf_byte(&b, s.p[i]);
		else if (b.n && b.p[b.n - 1] != ' ')
			rw_buf_byte(&b, ' ');
	}
	return rw_trim_text(rw_buf_view(&b));
}

void rw_say(rw_arena *a, rw_saids *s, rw_says what, unsigned weight, const char *by, rw_slice value) {
	if (value.n > RW_SAID_BYTES || s->n >= RW_SAID) return;
	/* Tags that were escaped twice are common. */
	value = one_line(a, rw_html_value(a, rw_html_value(a, value)));
	if (!value.n || placeholder(value)) return;
	for (size_t i = 0; i < s->n; i++)
		if (s->p[i].what == what && strcmp(s->p[i].by, by) == 0 && rw_slice_eq(s->p[i].value, value)) return;
	rw_vec_push(a, s, (rw_said){(uint8_t)what, (uint8_t)weight, by, value});
}

void rw_say_tag(rw_arena *a, rw_saids *s, rw_slice key, rw_slice value, bool itemprop) {
	char low[40];
	if (key.n >= sizeof low) return;
	for (size_t i = 0; i < key.n; i++) {
		char c = key.p[i];
		low[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	rw_slice k = rw_slice_of(low, key.n);
	for (size_t i = 0; i < RW_COUNT(names); i++) {
		const name *n = &names[i];
		if (!rw_slice_eqz(k, n->name)) continue;
		bool url = rw_slice_find(value, RW_LIT("://"), 0) != SIZE_MAX;
		/* Pages of authors and publishers are named by their address there. */
		if (url != (n->what == RW_SAYS_ADDRESS)) return;
		/* A microdata author is a thing with a name of its own, a name alone may be anybody's. */
		if (itemprop && (n->what == RW_SAYS_SITE || n->what == RW_SAYS_AUTHOR || strcmp(n->name, "title") == 0)) return;
		rw_say(a, s, (rw_says)n->what, n->weight, n->name, value);
		return;
	}
}

rw_slice rw_said_best(const rw_saids *s, rw_says what) {
	const rw_said *best = NULL;
	for (size_t i = 0; i < s->n; i++)
		if (s->p[i].what == what && (!best || s->p[i].weight > best->weight)) best = &s->p[i];
	return best ? best->value : RW_NONE;
}

void rw_say_scripts(rw_arena *a, rw_slice page, rw_saids *s) {
	static const struct {
		const char *key;
		rw_says what;
	} keys[] = {
		{"datePublished", RW_SAYS_PUBLISHED},
		{"publishedAt", RW_SAYS_PUBLISHED},
		{"published_at", RW_SAYS_PUBLISHED},
		{"publishDate", RW_SAYS_PUBLISHED},
		{"publish_date", RW_SAYS_PUBLISHED},
		{"publicationDate", RW_SAYS_PUBLISHED},
		{"firstPublished", RW_SAYS_PUBLISHED},
		{"pubDate", RW_SAYS_PUBLISHED},
		{"created_at", RW_SAYS_PUBLISHED},
		{"createdAt", RW_SAYS_PUBLISHED},
		{"dateModified", RW_SAYS_UPDATED},
		{"updatedAt", RW_SAYS_UPDATED},
		{"updated_at", RW_SAYS_UPDATED},
		{"modifiedAt", RW_SAYS_UPDATED},
		{"lastPublished", RW_SAYS_UPDATED},
	};
	enum { VALUE = 40 };
	for (size_t k = 0; k < RW_COUNT(keys); k++) {
		rw_slice key = rw_slice_z(keys[k].key);
		size_t at = rw_slice_find(page, key, 0);
		if (at == SIZE_MAX) continue;
		size_t i = at + key.n;
		/* The first is the page's own: those of other articles come below. */
		while (i < page.n && i < at + key.n + 6 && strchr("\"'\\: =", page.p[i])) i++;
		size_t e = i;
		while (e < page.n && e - i < VALUE && !strchr("\"'\\,}<>\n", page.p[e])) e++;
		if (e > i && page.p[i] >= '0' && page.p[i] <= '9')
			rw_say(a, s, keys[k].what, 2, "a script", rw_slice_of(page.p + i, e - i));
	}
}
