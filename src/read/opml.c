/* opml.c: lists of feeds, as feed readers export them: each outline with an address is a feed. */
#include "read/page.h"
#include "read/xml.h"

typedef struct opml {
	rw_xml x;
	rw_slice base, declared;
} opml;

static int sniff(rw_slice head, bool whole) {
	rw_xml_token t;
	(void)whole;
	return rw_xml_root(head, "opml", &t) ? 2 : 0;
}

static riwaya_status open_opml(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err) {
	(void)how;
	rw_slice head;
	opml *o = *state = RW_NEW(a, opml);
	o->base = in->name;
	return rw_xml_open(a, &o->x, in, &head, &o->declared, err);
}

static rw_slice value(rw_arena *a, const rw_xml_token *t, const char *encoding, const char *name) {
	return rw_xml_words(a, rw_xml_attribute(t, name), encoding);
}

static riwaya_status next(void *state, rw_document *d, riwaya_error *err) {
	opml *o = state;
	rw_xml_token t;
	for (;;) {
		riwaya_status status = rw_xml_next_start(&o->x, &t, err);
		if (status) return status;
		if (!rw_slice_eqz(t.name, "outline")) continue;
		rw_slice whole = rw_slice_of(t.inside.p, t.n);
		const char *encoding = rw_xml_encoding(d->a, whole, o->declared);
		rw_slice address = rw_address_join(d->a, o->base, value(d->a, &t, encoding, "xmlurl"));
		if (!rw_is_web(address)) continue;
		d->told.address = address;
		d->told.title = value(d->a, &t, encoding, "title");
		if (!d->told.title.n) d->told.title = value(d->a, &t, encoding, "text");
		d->listed = RIWAYA_LISTED_FEED + 1;
		return RIWAYA_OK;
	}
}

const rw_container rw_container_opml = {.format = "a list of feeds", .sniff = sniff, .open = open_opml, .next = next};
