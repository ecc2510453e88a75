/* url.c: addresses that may be asked for, in the one form in which they are sent, compared and kept. libcurl parses them, so that what is checked is
 * what it will connect to. */
#include "fetch/fetch.h"
#include "text/text.h"
#include <curl/curl.h>

static void drop(void *url) { curl_url_cleanup(url); }

static riwaya_status refuse(rw_slice text, riwaya_error *err, const char *why) {
	/* What is shown of it is short, and never its password. */
	size_t n = text.n < 200 ? text.n : 200;
	for (size_t i = 0; i < n; i++)
		if (text.p[i] == '@') n = 0;
	return rw_fail(err, RIWAYA_REFUSED, rw_slice_of(text.p, n), 0, 0, "%s", why);
}

/* One part of a parsed address, in the arena. */
static bool part(rw_arena *a, CURLU *u, CURLUPart which, rw_slice *out) {
	char *z = NULL;
	if (curl_url_get(u, which, &z, 0) != CURLUE_OK) return false;
	size_t n = strlen(z);
	bool fits = n <= RIWAYA_FETCH_URL;
	char kept[RIWAYA_FETCH_URL + 1];
	if (fits) memcpy(kept, z, n);
	curl_free(z); /* before memory of ours can run out */
	if (fits) *out = rw_arena_copy(a, rw_slice_of(kept, n));
	return fits;
}

static bool is_web(rw_slice scheme) { return rw_slice_eqz(scheme, "http") || rw_slice_eqz(scheme, "https"); }

riwaya_status rw_url_parse(rw_arena *a, rw_slice base, rw_slice text, rw_url *out, riwaya_error *err) {
	char z[RIWAYA_FETCH_URL + 1];
	text = rw_slice_trim(text);
	if (text.n == 0) return refuse(text, err, "there is no address");
	if (text.n > RIWAYA_FETCH_URL) return refuse(text, err, "the address is longer than 4096 bytes (RIWAYA_FETCH_URL)");
	CURLU *u = curl_url();
	if (!u) return rw_fail(err, RIWAYA_NOMEM, RW_NONE, 0, 0, "memory ran out");
	rw_arena_defer(a, drop, u);
	if (base.p) {
		memcpy(z, base.p, base.n);
		z[base.n] = '\0';
		curl_url_set(u, CURLUPART_URL, z, CURLU_URLENCODE);
	}
	memcpy(z, text.p, text.n);
	z[text.n] = '\0';
	if (strlen(z) != text.n) return refuse(text, err, "the address holds a zero byte");
	CURLUcode code = curl_url_set(u, CURLUPART_URL, z, CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME);
	rw_slice scheme, user, port = RW_NONE, query = RW_NONE, path;
	if (code != CURLUE_OK) return refuse(text, err, "this is no address; it must be like https://host/page");
	if (!part(a, u, CURLUPART_SCHEME, &scheme) || !is_web(scheme))
		return refuse(text, err, "only http and https addresses are fetched");
	if (part(a, u, CURLUPART_USER, &user) || part(a, u, CURLUPART_PASSWORD, &user))
		return refuse(
			text, err, "addresses with a name and password are not fetched; leave what stands before the @ out");
	curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
	if (!part(a, u, CURLUPART_HOST, &out->host) || out->host.n == 0)
		return refuse(text, err, "the address names no host");
	rw_utf8_patches patches = {0};
	rw_utf8_clean(a, out->host, &patches);
	if (patches.n) return refuse(RW_LIT(""), err, "the address names its host in neither ASCII nor UTF-8");
	/* Hosts are the same whatever the case of their letters; a dot at the end says nothing. */
	char *host = rw_arena_alloc(a, out->host.n + 1);
	for (size_t i = 0; i < out->host.n; i++) {
		char c = out->host.p[i];
		host[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	while (out->host.n > 1 && host[out->host.n - 1] == '.') host[--out->host.n] = '\0';
	out->host.p = host;
	if (curl_url_set(u, CURLUPART_HOST, host, 0) != CURLUE_OK || !part(a, u, CURLUPART_URL, &out->whole) ||
		!part(a, u, CURLUPART_PATH, &path))
		return refuse(text, err, "this is no address; it must be like https://host/page");
	part(a, u, CURLUPART_PORT, &port);
	part(a, u, CURLUPART_QUERY, &query);
	bool usual = !port.p || rw_slice_eqz(port, rw_slice_eqz(scheme, "http") ? "80" : "443");
	out->origin = rw_arena_printf(a, RW_FMT "://" RW_FMT "%s" RW_FMT, RW_ARG(scheme), RW_ARG(out->host),
		usual ? "" : ":", usual ? 0 : (int)port.n, port.p ? port.p : "");
	out->target = query.p ? rw_arena_printf(a, RW_FMT "?" RW_FMT, RW_ARG(path), RW_ARG(query)) : path;
	return RIWAYA_OK;
}
