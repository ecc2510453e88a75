/* url.c: addresses that may be asked for, in the one form in which they are sent, compared and kept. libcurl parses them, so that what is checked is
 * what it will connect to. */
#include "fetch/fetch.h"
#include "text/text.h"
#include <curl/curl.h>

enum { AGAIN_MOST = 4 };

/* A parsed address. Its parts stand here first: nothing of ours may run out of memory while libcurl's is held. */
typedef struct parts {
	char whole[RIWAYA_FETCH_URL + 1], host[RIWAYA_FETCH_URL + 1], path[RIWAYA_FETCH_URL + 1], query[RIWAYA_FETCH_URL + 1];
	char scheme[16], port[16];
} parts;

static const char no_address[] = "this is no address; it must be like https://host/page";

/* One part, "" where there is none; false where it is longer than its room. */
static bool part(CURLU *u, CURLUPart which, char *out, size_t room) {
	char *z = NULL;
	out[0] = '\0';
	if (curl_url_get(u, which, &z, 0) != CURLUE_OK) return true;
	size_t n = strlen(z);
	if (n < room) memcpy(out, z, n + 1);
	curl_free(z);
	return n < room;
}

static bool there(CURLU *u, CURLUPart which) {
	char *z = NULL;
	bool is = curl_url_get(u, which, &z, 0) == CURLUE_OK;
	curl_free(z);
	return is;
}

/* Why the address is not asked for, or NULL and its parts. */
static const char *take(CURLU *u, const char *text, parts *p) {
	if (curl_url_set(u, CURLUPART_URL, text, CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
		return no_address;
	if (!part(u, CURLUPART_SCHEME, p->scheme, sizeof p->scheme) ||
		(strcmp(p->scheme, "http") != 0 && strcmp(p->scheme, "https") != 0))
		return "only http and https addresses are fetched";
	if (there(u, CURLUPART_USER) || there(u, CURLUPART_PASSWORD))
		return "addresses with a name and password are not fetched; leave what stands before the @ out";
	curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
	if (!part(u, CURLUPART_HOST, p->host, sizeof p->host) || !p->host[0]) return "the address names no host";
	/* Hosts are the same whatever the case of their letters. */
	for (char *c = p->host; *c; c++)
		if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
	bool good = curl_url_set(u, CURLUPART_HOST, p->host, 0) == CURLUE_OK &&
		part(u, CURLUPART_URL, p->whole, sizeof p->whole) && part(u, CURLUPART_PATH, p->path, sizeof p->path) &&
		part(u, CURLUPART_QUERY, p->query, sizeof p->query) && part(u, CURLUPART_PORT, p->port, sizeof p->port);
	return good && p->whole[0] ? NULL : no_address;
}

/* An address may mean another when it is read again: "http://%31/" is "http://1/", which is 0.0.0.1. What is kept of it means itself. */
static const char *settle(const char *base, const char *text, parts *p) {
	char before[RIWAYA_FETCH_URL + 1];
	CURLU *u = curl_url();
	if (!u) return "memory ran out";
	if (base) curl_url_set(u, CURLUPART_URL, base, CURLU_URLENCODE);
	const char *why = take(u, text, p);
	bool settled = false;
	for (unsigned i = 0; i < AGAIN_MOST && !why && !settled; i++) {
		memcpy(before, p->whole, sizeof before);
		why = take(u, before, p);
		settled = strcmp(before, p->whole) == 0;
	}
	curl_url_cleanup(u);
	return why ? why : settled ? NULL : no_address;
}

static riwaya_status refuse(rw_slice text, riwaya_error *err, const char *why) {
	/* What is shown of it is short, and never its password. */
	size_t n = text.n < 200 ? text.n : 200;
	for (size_t i = 0; i < n; i++)
		if (text.p[i] == '@') n = 0;
	return rw_fail(err, RIWAYA_REFUSED, rw_slice_of(text.p, n), 0, 0, "%s", why);
}

riwaya_status rw_url_parse(rw_arena *a, rw_slice base, rw_slice text, rw_url *out, riwaya_error *err) {
	char from[RIWAYA_FETCH_URL + 1], z[RIWAYA_FETCH_URL + 1];
	parts p;
	text = rw_slice_trim(text);
	if (text.n == 0) return refuse(text, err, "there is no address");
	if (text.n > RIWAYA_FETCH_URL) return refuse(text, err, "the address is longer than 4096 bytes (RIWAYA_FETCH_URL)");
	if (memchr(text.p, 0, text.n)) return refuse(RW_NONE, err, "the address holds a zero byte");
	memcpy(z, text.p, text.n);
	z[text.n] = '\0';
	if (base.n > RIWAYA_FETCH_URL) base = RW_NONE;
	if (base.p) memcpy(from, base.p, base.n);
	from[base.n] = '\0';
	const char *why = settle(base.p ? from : NULL, z, &p);
	if (why) return refuse(text, err, why);
	rw_utf8_patches patches = {0};
	rw_utf8_clean(a, rw_slice_z(p.host), &patches);
	if (patches.n) return refuse(RW_NONE, err, "the address names its host in neither ASCII nor UTF-8");
	bool usual = !p.port[0] || strcmp(p.port, strcmp(p.scheme, "http") == 0 ? "80" : "443") == 0;
	out->whole = rw_arena_copy(a, rw_slice_z(p.whole));
	out->host = rw_arena_copy(a, rw_slice_z(p.host));
	out->origin = rw_arena_printf(a, "%s://%s%s%s", p.scheme, p.host, usual ? "" : ":", usual ? "" : p.port);
	out->target = rw_arena_printf(a, "%s%s%s", p.path, p.query[0] ? "?" : "", p.query);
	return RIWAYA_OK;
}
