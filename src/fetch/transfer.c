/* transfer.c: one request and what comes back, by libcurl, byte for byte: nothing of the body is undone here, and nothing is followed. Memory of ours
 * must not run out within libcurl's calls (it would jump over libcurl), so all that they fill is there beforehand. */
#define _DEFAULT_SOURCE /* SOCK_CLOEXEC */
#include "fetch/fetch.h"
#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static void cut_spool(rw_transfer *t) {
	t->n_body = 0;
	if (ftruncate(t->spool, 0) != 0) t->write_failed = true;
}

/* libcurl opens no connection but through here: what a name stands for is known now and can't change any more. */
static curl_socket_t open_socket(void *ctx, curlsocktype what, struct curl_sockaddr *address) {
	rw_transfer *t = ctx;
	const char *why = NULL;
	if (what != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
	if (!t->allow_private && !rw_network_public(&address->addr, &why)) {
		t->refused = why;
		if (address->family == AF_INET)
			inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)&address->addr)->sin_addr, t->refused_ip,
				sizeof t->refused_ip);
		else if (address->family == AF_INET6)
			inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)&address->addr)->sin6_addr, t->refused_ip,
				sizeof t->refused_ip);
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static int log_request(CURL *easy, curl_infotype type, char *p, size_t n, void *ctx) {
	rw_transfer *t = ctx;
	(void)easy;
	if (type != CURLINFO_HEADER_OUT) return 0;
	/* libcurl asks again by itself where a kept connection had gone: the last request is the one that was answered. */
	t->n_request = n < sizeof t->request ? n : sizeof t->request;
	memcpy(t->request, p, t->n_request);
	return 0;
}

static size_t take_head(char *p, size_t size, size_t n, void *ctx) {
	rw_transfer *t = ctx;
	n *= size;
	if (t->whole_head && n >= 5 && memcmp(p, "HTTP/", 5) == 0) { /* the one before was of a 100 Continue or the like */
		t->n_head = 0;
		t->whole_head = false;
		cut_spool(t);
	}
	if (t->whole_head) return n; /* trailers: they stand in the body as it came */
	if (n > sizeof t->head - t->n_head) {
		t->over_head = true;
		return 0;
	}
	memcpy(t->head + t->n_head, p, n);
	t->n_head += n;
	if (n <= 2 && (p[0] == '\n' || (n == 2 && p[0] == '\r'))) t->whole_head = true;
	return n;
}

static size_t take_body(char *p, size_t size, size_t n, void *ctx) {
	rw_transfer *t = ctx;
	n *= size;
	size_t room = t->max_body - t->n_body < n ? (size_t)(t->max_body - t->n_body) : n;
	for (size_t at = 0; at < room;) {
		ssize_t m = pwrite(t->spool, p + at, room - at, (off_t)(t->n_body));
		if (m < 0 && errno == EINTR) continue;
		if (m <= 0) {
			t->write_failed = true;
			return 0;
		}
		at += (size_t)m;
		t->n_body += (uint64_t)m;
	}
	if (room == n) return n;
	t->over_body = true;
	return 0;
}

static bool add_header(struct curl_slist **list, const char *name, rw_slice value) {
	char line[1024];
	if (value.p && value.n + 64 > sizeof line) return true; /* nobody's ETag is so long: asked without it */
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7F) return true;
	if (!value.p) return true;
	snprintf(line, sizeof line, "%s: " RW_FMT, name, RW_ARG(value));
	struct curl_slist *more = curl_slist_append(*list, line);
	if (more) *list = more;
	return more != NULL;
}

static bool set_up(rw_transfer *t, CURL *e, const rw_ask *ask) {
	char url[RIWAYA_FETCH_URL * 3 + 1];
	if (ask->url.n >= sizeof url) return false;
	memcpy(url, ask->url.p, ask->url.n);
	url[ask->url.n] = '\0';
	struct curl_slist *headers = NULL;
	bool good =
		add_header(&headers, "Accept", RW_LIT("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")) &&
		add_header(&headers, "Accept-Language", RW_LIT("ar,*;q=0.5")) &&
		add_header(&headers, "Accept-Encoding", RW_LIT("gzip")) && add_header(&headers, "If-None-Match", ask->etag) &&
		add_header(&headers, "If-Modified-Since", ask->modified);
	t->headers = headers;
#define SET(option, value) (curl_easy_setopt(e, CURLOPT_##option, value) == CURLE_OK)
	good = good && SET(URL, url) && SET(HTTPHEADER, headers) && SET(USERAGENT, "riwaya/" RW_VERSION) &&
		SET(PROTOCOLS_STR, "http,https") && SET(HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) &&
		SET(HTTP_TRANSFER_DECODING, 0L) && SET(HTTP_CONTENT_DECODING, 0L) && SET(FOLLOWLOCATION, 0L) &&
		SET(PROXY, "") && SET(NETRC, (long)CURL_NETRC_IGNORED) && SET(NOSIGNAL, 1L) && SET(SSL_VERIFYPEER, 1L) &&
		SET(SSL_VERIFYHOST, 2L) && SET(SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) &&
		(!ask->ca_file || SET(CAINFO, ask->ca_file)) && SET(CONNECTTIMEOUT, (long)RIWAYA_FETCH_CONNECT_SECONDS) &&
		SET(TIMEOUT, (long)ask->max_seconds) && SET(LOW_SPEED_LIMIT, (long)RIWAYA_FETCH_SLOW_BYTES) &&
		SET(LOW_SPEED_TIME, (long)RIWAYA_FETCH_SLOW_SECONDS) && SET(OPENSOCKETFUNCTION, open_socket) &&
		SET(OPENSOCKETDATA, t) && SET(HEADERFUNCTION, take_head) && SET(HEADERDATA, t) &&
		SET(WRITEFUNCTION, take_body) && SET(WRITEDATA, t) && SET(DEBUGFUNCTION, log_request) && SET(DEBUGDATA, t) &&
		SET(VERBOSE, 1L) && SET(ERRORBUFFER, t->error) && SET(PRIVATE, t);
#undef SET
	return good;
}

riwaya_status rw_transfer_begin(rw_transfer *t, void *multi, const rw_ask *ask, int64_t date, riwaya_error *err) {
	int spool = t->spool;
	memset(t, 0, sizeof *t);
	t->spool = spool;
	t->allow_private = ask->allow_private;
	t->max_body = ask->max_bytes;
	t->date = date;
	cut_spool(t);
	t->easy = curl_easy_init();
	if (t->easy && set_up(t, t->easy, ask) && curl_multi_add_handle(multi, t->easy) == CURLM_OK) return RIWAYA_OK;
	rw_transfer_drop(t, NULL);
	return rw_fail(err, RIWAYA_NOMEM, ask->url, 0, 0, "libcurl can't set up a request; memory may have run out");
}

void rw_transfer_drop(rw_transfer *t, void *multi) {
	if (t->easy) {
		if (multi) curl_multi_remove_handle(multi, t->easy);
		curl_easy_cleanup(t->easy);
	}
	curl_slist_free_all(t->headers);
	t->easy = t->headers = NULL;
}

static rw_end end_of(const rw_transfer *t, CURLcode code) {
	if (t->over_head) return RW_END_HEAD;
	if (t->over_body) return RW_END_LONG;
	switch (code) {
	case CURLE_OK: return RW_END_WHOLE;
	case CURLE_OPERATION_TIMEDOUT: return t->n_head ? RW_END_TIME : RW_END_UNREACHED;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH: return RW_END_TRUST;
	case CURLE_COULDNT_CONNECT: return t->refused ? RW_END_REFUSED : RW_END_UNREACHED;
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_SSL_CONNECT_ERROR: return RW_END_UNREACHED;
	default: return RW_END_BROKEN;
	}
}

void rw_transfer_end(rw_transfer *t, void *multi, int code) {
	const char *ip = NULL;
	curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &ip);
	snprintf(t->ip, sizeof t->ip, "%s", ip ? ip : "");
	if (!t->error[0]) snprintf(t->error, sizeof t->error, "%s", curl_easy_strerror((CURLcode)code));
	t->end = end_of(t, (CURLcode)code);
	rw_transfer_drop(t, multi);
}
