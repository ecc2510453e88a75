/* sitemap.c: sitemaps, news sitemaps and indexes of sitemaps: addresses with what is said of the pages there. */
#include "read/page.h"
#include "read/xml.h"

typedef struct sitemap {
	rw_xml x;
	rw_slice base, declared;
} sitemap;

static int sniff(rw_slice head, bool whole) {
	rw_xml_token t;
	(void)whole;
	return rw_xml_root(head, "urlset sitemapindex", &t) ? 2 : 0;
}

static riwaya_status open_sitemap(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err) {
	(void)how;
	rw_slice head;
	sitemap *s = *state = RW_NEW(a, sitemap);
	s->base = in->name;
	return rw_xml_open(a, &s->x, in, &head, &s->declared, err);
}

/* What an entry says, with what stands in its groups (news:news, news:publication). */
static void read_entry(sitemap *s, rw_arena *a, rw_slice entry, const char *encoding, rw_packing *told) {
	rw_xml_walk w = {.s = entry};
	rw_xml_token t;
	rw_slice content;
	while (rw_xml_child(&w, &t, &content)) {
		rw_slice name = rw_xml_local(t.name), prefix = rw_xml_prefix(t.name);
		bool news = prefix.n && !rw_slice_eqz(prefix, "image") && !rw_slice_eqz(prefix, "video");
		if (rw_slice_eqz(name, "news") || rw_slice_eqz(name, "publication")) {
			read_entry(s, a, content, encoding, told);
		} else if (rw_slice_eqz(name, "loc") && !prefix.n && !told->address.n) {
			rw_slice address = rw_address_join(a, s->base, rw_xml_words(a, content, encoding));
			if (rw_is_web(address)) told->address = address;
		} else if (rw_slice_eqz(name, "lastmod") && !prefix.n) {
			told->updated = rw_xml_words(a, content, encoding);
		} else if (rw_slice_eqz(name, "publication_date")) {
			told->published = rw_xml_words(a, content, encoding);
		} else if (rw_slice_eqz(name, "title") && news) {
			told->title = rw_xml_words(a, content, encoding);
		} else if (rw_slice_eqz(name, "name") && news) {
			told->outlet = rw_xml_words(a, content, encoding);
		} else if (rw_slice_eqz(name, "language") && news) {
			told->language = rw_xml_words(a, content, encoding);
		}
	}
}

static riwaya_status next(void *state, rw_document *d, riwaya_error *err) {
	sitemap *s = state;
	rw_xml_token t;
	for (;;) {
		riwaya_status status = rw_xml_next_start(&s->x, &t, err);
		if (status) return status;
		bool page = rw_slice_eqz(rw_xml_local(t.name), "url");
		if (!page && !rw_slice_eqz(rw_xml_local(t.name), "sitemap")) continue;
		rw_slice whole, entry;
		bool cut;
		status = rw_xml_element(&s->x, &t, RIWAYA_MAX_RECORD, "url sitemap", &whole, &cut, err);
		if (status) return status;
		if (t.empty || whole.n < t.n) continue;
		entry = rw_slice_of(whole.p + t.n, whole.n - t.n);
		read_entry(s, d->a, entry, rw_xml_encoding(d->a, entry, s->declared), &d->told);
		if (!d->told.address.n) continue;
		d->listed = (page ? RIWAYA_LISTED_PAGE : RIWAYA_LISTED_SITEMAP) + 1;
		return RIWAYA_OK;
	}
}

const rw_container rw_container_sitemap = {.format = "a sitemap", .sniff = sniff, .open = open_sitemap, .next = next};
