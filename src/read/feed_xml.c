/* feed_xml.c: RSS of every version and Atom. Elements are told by their names and the names that their prefixes usually have, or are declared
 * to have on the first element.
 */
#include "read/dom.h"
#include "read/feed.h"
#include "read/xml.h"

enum {
	HEAD_MAX = 64 << 10, /* bytes of an element that tells of the feed itself */
	PREFIXES = 16,
};

/* Whose names a prefix stands for. */
typedef enum owner { OWNER_NONE, OWNER_CONTENT, OWNER_DC, OWNER_MEDIA, OWNER_ORIGIN, OWNER_OTHER } owner;

/* What an element tells. GROUP: of what it holds; SKIP: of something else. */
typedef enum slot {
	SLOT_TITLE,
	SLOT_LINK,
	SLOT_GUID,
	SLOT_DATE,
	SLOT_UPDATED,
	SLOT_AUTHOR,
	SLOT_TEXT,
	SLOT_SUMMARY,
	SLOT_SOURCE,
	SLOT_LANGUAGE,
	SLOT_COUNT,
	SLOT_GROUP,
	SLOT_SKIP
} slot;

typedef struct known {
	owner of;
	const char *name; /* lower case */
	slot slot;
	int rank; /* among those that tell the same, the highest is taken; of two texts the longer */
} known;

static const known names[] = {
	{OWNER_NONE, "title", SLOT_TITLE, 3},
	{OWNER_DC, "title", SLOT_TITLE, 2},
	{OWNER_MEDIA, "title", SLOT_TITLE, 1},
	{OWNER_NONE, "link", SLOT_LINK, 2},
	{OWNER_ORIGIN, "origlink", SLOT_LINK, 3},
	{OWNER_NONE, "guid", SLOT_GUID, 2},
	{OWNER_NONE, "id", SLOT_GUID, 1},
	{OWNER_NONE, "pubdate", SLOT_DATE, 5},
	{OWNER_NONE, "published", SLOT_DATE, 5},
	{OWNER_NONE, "issued", SLOT_DATE, 4},
	{OWNER_DC, "date", SLOT_DATE, 3},
	{OWNER_DC, "issued", SLOT_DATE, 3},
	{OWNER_NONE, "date", SLOT_DATE, 2},
	{OWNER_NONE, "created", SLOT_DATE, 1},
	{OWNER_NONE, "updated", SLOT_UPDATED, 2},
	{OWNER_NONE, "modified", SLOT_UPDATED, 2},
	{OWNER_DC, "modified", SLOT_UPDATED, 1},
	{OWNER_DC, "creator", SLOT_AUTHOR, 3},
	{OWNER_NONE, "author", SLOT_AUTHOR, 2},
	{OWNER_CONTENT, "encoded", SLOT_TEXT, 9},
	{OWNER_OTHER, "full-text", SLOT_TEXT, 8},
	{OWNER_NONE, "fulltext", SLOT_TEXT, 8},
	{OWNER_NONE, "content", SLOT_TEXT, 8},
	{OWNER_NONE, "body", SLOT_TEXT, 7},
	{OWNER_OTHER, "body", SLOT_TEXT, 7},
	{OWNER_NONE, "description", SLOT_SUMMARY, 5},
	{OWNER_NONE, "summary", SLOT_SUMMARY, 5},
	{OWNER_DC, "description", SLOT_SUMMARY, 4},
	{OWNER_MEDIA, "description", SLOT_SUMMARY, 3},
	{OWNER_NONE, "source", SLOT_SOURCE, 2},
	{OWNER_DC, "source", SLOT_SOURCE, 1},
	{OWNER_DC, "publisher", SLOT_SOURCE, 1},
	{OWNER_NONE, "language", SLOT_LANGUAGE, 1},
	{OWNER_DC, "language", SLOT_LANGUAGE, 1},
	{OWNER_MEDIA, "group", SLOT_GROUP, 0},
	{OWNER_MEDIA, "content", SLOT_GROUP, 0},
	{OWNER_NONE, "image", SLOT_SKIP, 0},
	{OWNER_NONE, "textinput", SLOT_SKIP, 0},
	{OWNER_NONE, "contributor", SLOT_SKIP, 0},
	{OWNER_NONE, "comments", SLOT_SKIP, 0},
};

/* Parts of the addresses by which owners are declared. */
static const struct {
	const char *part;
	owner of;
} owners[] = {
	{"purl.org/rss/1.0/modules/content", OWNER_CONTENT},
	{"purl.org/dc/", OWNER_DC},
	{"search.yahoo.com/mrss", OWNER_MEDIA},
	{"feedburner", OWNER_ORIGIN},
	{"w3.org/2005/Atom", OWNER_NONE},
	{"purl.org/atom", OWNER_NONE},
	{"purl.org/rss/1.0/", OWNER_NONE},
	{"w3.org/1999/xhtml", OWNER_NONE},
};

static const char *const usual[] = {
	[OWNER_CONTENT] = "content", [OWNER_DC] = "dc dcterms dcterm", [OWNER_MEDIA] = "media", [OWNER_ORIGIN] = "feedburner", [OWNER_NONE] = "atom atom10 rss xhtml a10"};

typedef struct feed {
	rw_feed f;
	rw_xml x;
	rw_slice hint; /* the encoding declared, or that of the last item that was not UTF-8 */
	bool headed;   /* the feed's own link is known */
	struct {
		rw_slice prefix;
		owner of;
	} prefix[PREFIXES];
	size_t n_prefix;
} feed;

/* An element's part in an item. */
typedef struct part {
	rw_slice name, content; /* as received */
	rw_xml_token tag;
	int rank; /* 0: it is not there */
} part;

static int sniff(rw_slice head, bool whole) {
	rw_xml_token t;
	(void)whole;
	if (rw_xml_root(head, "rss feed", &t)) return 2;
	/* RDF tells of many things; a feed says so. */
	return rw_xml_root(head, "RDF", &t) &&
			(rw_slice_find(head, RW_LIT("purl.org/rss/"), 0) != SIZE_MAX ||
				rw_slice_find(head, RW_LIT("my.netscape.com/rdf"), 0) != SIZE_MAX ||
				rw_slice_find(head, RW_LIT("channel.netscape.com/rdf"), 0) != SIZE_MAX)
		? 2
		: 0;
}

static bool in_list(const char *list, rw_slice name) {
	for (rw_slice all = rw_slice_z(list); all.p;)
		if (rw_slice_eq(rw_slice_cut(&all, ' '), name)) return true;
	return false;
}

/* What prefixes the first element declares. */
static void declare(feed *s, const rw_xml_token *root) {
	rw_tag tag;
	rw_tags tags = {.text = root->inside};
	rw_tag_read(&tags, 0, &tag);
	for (uint32_t i = 0; i < tag.n && s->n_prefix < PREFIXES; i++) {
		if (!rw_slice_starts(tag.attr[i].name, RW_LIT("xmlns:"))) continue;
		rw_slice prefix = rw_slice_of(tag.attr[i].name.p + 6, tag.attr[i].name.n - 6);
		for (size_t k = 0; k < RW_COUNT(owners); k++) {
			if (rw_slice_find(tag.attr[i].value, rw_slice_z(owners[k].part), 0) == SIZE_MAX) continue;
			s->prefix[s->n_prefix].prefix = rw_arena_copy(s->f.a, prefix);
			s->prefix[s->n_prefix++].of = owners[k].of;
			break;
		}
	}
}

static riwaya_status open_feed(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err) {
	rw_slice head;
	feed *s = *state = RW_NEW(a, feed);
	riwaya_status status = rw_xml_open(a, &s->x, in, &head, &s->hint, err);
	if (status) return status;
	rw_feed_init(&s->f, a, how, in->name);
	rw_xml_token root;
	if (rw_xml_root(head, "rss feed RDF", &root)) {
		declare(s, &root);
		rw_slice base = rw_address_join(a, s->f.base, rw_html_value(a, rw_xml_attribute(&root, "xml:base")));
		if (rw_is_web(base)) s->f.base = base;
	}
	return RIWAYA_OK;
}

static owner owner_of(const feed *s, rw_slice name) {
	rw_slice prefix = rw_xml_prefix(name);
	if (!prefix.n) return OWNER_NONE;
	for (size_t i = 0; i < s->n_prefix; i++)
		if (rw_slice_eq(s->prefix[i].prefix, prefix)) return s->prefix[i].of;
	for (size_t k = 0; k < RW_COUNT(usual); k++)
		if (usual[k] && in_list(usual[k], prefix)) return (owner)k;
	return OWNER_OTHER;
}

static const known *known_as(const feed *s, rw_slice name) {
	owner of = owner_of(s, name);
	rw_slice local = rw_xml_local(name);
	for (size_t i = 0; i < RW_COUNT(names); i++)
		if (names[i].of == of && rw_same_nocase(local, names[i].name)) return &names[i];
	return NULL;
}

/* --- addresses ------------------------------------------------------------------------------------------------------ */
/* The page that a link leads to: its text, or its address where it says that it is the page itself. */
static rw_slice link_of(const rw_xml_token *t, rw_slice content, rw_slice *type) {
	rw_slice href = rw_xml_attribute(t, "href"), rel = rw_xml_attribute(t, "rel");
	*type = rw_xml_attribute(t, "type");
	if (rel.n && !rw_same_nocase(rel, "alternate")) return RW_NONE;
	return href.n ? href : content;
}

static rw_slice address_of(const feed *s, rw_arena *a, rw_slice base, rw_slice content, const char *encoding) {
	/* Spaces in an address are part of it; only around it they are not. */
	rw_slice text = rw_slice_trim(rw_xml_text(a, content, encoding, NULL));
	rw_slice address = rw_address_join(a, base.n ? base : s->f.base, rw_html_value(a, text));
	return rw_is_web(address) ? address : RW_NONE;
}

/* --- the feed itself -------------------------------------------------------------------------------------------------- */
static riwaya_status head_element(feed *s, const rw_xml_token *t, const known *k, riwaya_error *err) {
	rw_arena *a = s->f.a;
	rw_slice whole, type;
	bool cut;
	/* The tag's bytes move when more comes into view. */
	size_t tag = t->n;
	riwaya_status status = rw_xml_element(
		&s->x, t, HEAD_MAX, "item entry channel title link description language image", &whole, &cut, err);
	if (status == RIWAYA_LIMIT) return RIWAYA_OK; /* it says too much to be a name, and was stepped over */
	if (status || k->slot == SLOT_SKIP) return status;
	rw_xml_token start;
	rw_xml_walk w = {.s = whole};
	rw_slice content;
	if (whole.n < tag || !rw_xml_child(&w, &start, &content)) return RIWAYA_OK;
	const char *encoding = rw_xml_encoding(a, whole, s->hint);
	if (k->slot == SLOT_TITLE && !s->f.title.n) {
		s->f.title = rw_xml_words(a, content, encoding);
		s->f.outlet = rw_feed_outlet(&s->f, s->f.title);
	} else if (k->slot == SLOT_LANGUAGE && !s->f.language.n) {
		s->f.language = rw_xml_words(a, content, encoding);
	} else if (k->slot == SLOT_LINK && !s->headed) {
		rw_slice address = address_of(s, a, RW_NONE, link_of(&start, content, &type), encoding);
		s->headed = address.n;
		if (address.n && !s->f.base.n) s->f.base = address;
	}
	return RIWAYA_OK;
}

/* --- an item ---------------------------------------------------------------------------------------------------------- */
static bool text_type(rw_slice type) {
	return !type.n || rw_slice_find(type, RW_LIT("text"), 0) != SIZE_MAX ||
		rw_slice_find(type, RW_LIT("html"), 0) != SIZE_MAX;
}

/* The parts of an item. `ranks` is what those in a group lose. */
static void find_parts(const feed *s, rw_slice item, int ranks, part parts[SLOT_COUNT]) {
	rw_xml_walk w = {.s = item};
	rw_xml_token t;
	rw_slice content;
	while (rw_xml_child(&w, &t, &content)) {
		const known *k = known_as(s, t.name);
		if (!k || k->slot == SLOT_SKIP) continue;
		if (k->slot == SLOT_GROUP) {
			if (!ranks) find_parts(s, content, 1, parts);
			continue;
		}
		if (k->slot == SLOT_TEXT && !text_type(rw_xml_attribute(&t, "type"))) continue;
		int rank = k->rank * 2 - ranks;
		if (k->slot == SLOT_LINK) {
			rw_slice type;
			content = link_of(&t, content, &type);
			if (!rw_slice_trim(content).n) continue;
			if (type.n && !rw_slice_eqz(type, "text/html")) rank--;
		}
		part *p = &parts[k->slot];
		bool longer = (k->slot == SLOT_TEXT || k->slot == SLOT_SUMMARY) && rank == p->rank && content.n > p->content.n;
		if (rank > p->rank || longer) *p = (part){t.name, content, t, rank};
	}
}

/* The text of the first element of that name within. */
static rw_slice inner(rw_slice content, const char *name) {
	rw_xml_walk w = {.s = content};
	rw_xml_token t;
	rw_slice found;
	while (rw_xml_child(&w, &t, &found))
		if (rw_slice_eqz(rw_xml_local(t.name), name)) return found;
	return content;
}

static uint32_t add_piece(feed *s, rw_document *d, rw_slice whole, const part *p, const char *encoding) {
	bool utf8 = strcmp(encoding, "UTF-8") == 0;
	riwaya_piece piece = {.kind = RIWAYA_PIECE_ELEMENT,
		.name = p->name,
		.offset = rw_xml_at(&s->x) + (uint64_t)(p->content.p - whole.p),
		.n = p->content.n,
		.encoding = utf8 ? RW_NONE : rw_slice_z(encoding)};
	rw_vec_push(d->a, &d->pieces, piece);
	return (uint32_t)d->pieces.n - 1;
}

/* The item's text, and whether the feed says that it is all of it: its content, or a description that is longer. */
static const part *text_part(rw_arena *a, const part parts[SLOT_COUNT], const char *encoding, rw_slice *text,
	bool *whole, rw_utf8_patches *patches) {
	const part *found = NULL;
	size_t words = 0;
	*whole = false;
	for (int i = SLOT_TEXT; i <= SLOT_SUMMARY; i++) {
		if (!parts[i].rank) continue;
		rw_utf8_patches here = {0};
		rw_slice s = rw_xml_text(a, parts[i].content, encoding, &here);
		size_t n = rw_xml_plain(a, s, NULL).n;
		if (n <= words * 2) continue;
		found = &parts[i];
		words = n;
		*text = s;
		*whole = i == SLOT_TEXT;
		*patches = here;
	}
	return found;
}

static void read_item(feed *s, rw_document *d, rw_slice whole, rw_slice base) {
	rw_arena *a = d->a;
	part p[SLOT_COUNT] = {0};
	rw_packing *told = &d->told;
	const char *encoding = rw_xml_encoding(a, whole, s->hint);
	if (strcmp(encoding, "UTF-8") != 0 && !rw_slice_eqz(s->hint, encoding))
		s->hint = rw_arena_copy(s->f.a, rw_slice_z(encoding));
	rw_xml_token tag;
	rw_slice text = RW_NONE;
	rw_xml_token_at(whole, 0, true, &tag);
	find_parts(s, rw_slice_of(whole.p + tag.n, whole.n - tag.n), 0, p);
	d->identity = whole;
	bool all;
	rw_utf8_patches patches = {0};
	const part *body = text_part(a, p, encoding, &text, &all, &patches);
	rw_runs runs = {0};
	if (p[SLOT_TITLE].rank) told->title = rw_xml_plain(a, rw_xml_text(a, p[SLOT_TITLE].content, encoding, NULL), &runs);
	if (p[SLOT_SOURCE].rank) told->outlet = rw_xml_words(a, inner(p[SLOT_SOURCE].content, "title"), encoding);
	if (body && rw_feed_only_title(a, text, told->title, told->outlet.n ? told->outlet : s->f.outlet)) body = NULL;
	if (body) {
		add_piece(s, d, whole, body, encoding);
		rw_feed_text(d, text);
		told->title_runs = runs.p;
		told->n_title_runs = (uint32_t)runs.n;
		if (runs.n) told->title_piece = add_piece(s, d, whole, &p[SLOT_TITLE], encoding);
	}
	rw_slice guid = p[SLOT_GUID].rank ? rw_xml_words(a, p[SLOT_GUID].content, encoding) : RW_NONE;
	if (p[SLOT_LINK].rank) told->address = address_of(s, a, base, p[SLOT_LINK].content, encoding);
	bool permanent = guid.n && !rw_slice_eqz(rw_xml_attribute(&p[SLOT_GUID].tag, "ispermalink"), "false");
	if (!told->address.n && permanent && rw_is_web(guid)) told->address = rw_address_join(a, RW_NONE, guid);
	if (!told->address.n) told->address = address_of(s, a, base, rw_xml_attribute(&tag, "rdf:about"), encoding);
	if (p[SLOT_DATE].rank) told->published = rw_feed_time(&s->f, a, rw_xml_words(a, p[SLOT_DATE].content, encoding));
	if (p[SLOT_UPDATED].rank)
		told->updated = rw_feed_time(&s->f, a, rw_xml_words(a, p[SLOT_UPDATED].content, encoding));
	if (p[SLOT_AUTHOR].rank)
		told->author = rw_feed_person(rw_xml_words(a, inner(p[SLOT_AUTHOR].content, "name"), encoding));
	if (p[SLOT_LANGUAGE].rank) told->language = rw_xml_words(a, p[SLOT_LANGUAGE].content, encoding);
	if (strcmp(encoding, "UTF-8") != 0)
		rw_vec_push(a, &d->notes, (riwaya_note){rw_arena_printf(a, "read as %s", encoding), 0});
	if (body && patches.n)
		rw_vec_push(a, &d->notes,
			(riwaya_note){rw_arena_printf(a, "%zu stretch%s of bytes that are no %s replaced", patches.n,
							  patches.n == 1 ? "" : "es", encoding),
				d->pieces.p[0].offset + patches.p[0].from});
	rw_feed_finish(&s->f, d, guid, body && rw_feed_is_summary(a, text, all));
}

static riwaya_status next(void *state, rw_document *d, riwaya_error *err) {
	feed *s = state;
	rw_xml_token t;
	for (;;) {
		riwaya_status status = rw_xml_next_start(&s->x, &t, err);
		if (status) return status;
		rw_slice local = rw_xml_local(t.name), whole;
		bool cut, item = rw_slice_eqz(local, "item") || rw_slice_eqz(local, "entry");
		if (!item) {
			const known *k = known_as(s, t.name);
			if (k && k->slot != SLOT_GROUP && k->slot != SLOT_TEXT) status = head_element(s, &t, k, err);
			if (status) return status;
			continue;
		}
		rw_slice base = rw_xml_attribute(&t, "xml:base");
		base = base.n ? rw_address_join(d->a, s->f.base, rw_html_value(d->a, base)) : RW_NONE;
		s->f.count++;
		status = rw_xml_element(&s->x, &t, RIWAYA_MAX_RECORD, "item entry", &whole, &cut, err);
		if (status) return status;
		read_item(s, d, whole, base);
		rw_slice view;
		if (cut && !rw_stream_look(s->x.in, whole.n + 1, &view, err) && view.n <= whole.n)
			rw_vec_push(d->a, &d->notes,
				(riwaya_note){RW_LIT("the feed ends within this item and may be cut off"), rw_xml_at(&s->x)});
		if (d->in || d->told.address.n) return RIWAYA_OK;
		*d = (rw_document){.a = d->a};
	}
}

const rw_container rw_container_feed = {.format = "a feed", .sniff = sniff, .open = open_feed, .next = next};
