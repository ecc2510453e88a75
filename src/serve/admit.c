/* admit.c: whether a request is let in: by the host name that it is sent to, by who sends it, from where, and how often.
 *
 * Nobody signs in   as long as the server listens to this machine alone, no proxy stands before it and there is no file of accounts.
 * Changes           carry a token that only our own page could read, and come from it by all that browsers say of them; the cookie alone
 *                   changes nothing.
 */
#define _POSIX_C_SOURCE 200809L
#include "api.h"
#include "serve/inside.h"
#include <netinet/in.h>
#include <stdio.h>
#include <strings.h>
#include <unistd.h>

/* --- headers ------------------------------------------------------------------------------------------------------------- */
/* All values of a header, in order, with commas between: some proxies add a line of their own behind the asker's. What is too long loses its
 * beginning, which is the asker's. */
typedef struct joined {
	const char *name;
	char z[2048];
	size_t n;
	unsigned lines;
} joined;

static enum MHD_Result join(void *cls, enum MHD_ValueKind kind, const char *name, const char *value) {
	joined *j = cls;
	(void)kind;
	if (strcasecmp(name, j->name) != 0 || !value) return MHD_YES;
	size_t n = strlen(value), comma = j->lines++ ? 1 : 0;
	if (n >= sizeof j->z - 1) value += n - (sizeof j->z - 2), n = sizeof j->z - 2;
	size_t over = j->n + comma + n > sizeof j->z ? j->n + comma + n - sizeof j->z : 0;
	memmove(j->z, j->z + over, j->n - over);
	j->n -= over;
	if (comma) j->z[j->n++] = ',';
	memcpy(j->z + j->n, value, n);
	j->n += n;
	return MHD_YES;
}

static rw_slice lines_of(const rw_request *q, const char *name, joined *j) {
	j->name = name;
	j->n = j->lines = 0;
	(void)MHD_get_connection_values(q->connection, MHD_HEADER_KIND, join, j);
	return j->lines ? rw_slice_of(j->z, j->n) : RW_NONE;
}

/* --- hosts --------------------------------------------------------------------------------------------------------------- */
static bool add_name(rw_server *s, const char *p, size_t n) {
	if (!n) return true;
	if (s->n_names == RW_SERVE_NAMES || n >= sizeof s->names[0]) return false;
	memcpy(s->names[s->n_names], p, n);
	s->names[s->n_names++][n] = '\0';
	return true;
}

static riwaya_status name_hosts(rw_server *s, riwaya_error *err) {
	bool ok = true;
	for (const char *p = s->o.names; p && *p;) {
		size_t n = strcspn(p, ",");
		rw_slice name = rw_slice_trim(rw_slice_of(p, n));
		ok = ok && add_name(s, name.p, name.n);
		p += n + (p[n] == ',');
	}
	if (s->loopback) ok = ok && add_name(s, "localhost", 9) && add_name(s, "127.0.0.1", 9) && add_name(s, "[::1]", 5);
	ok = ok && add_name(s, s->address, strlen(s->address));
	s->any_address = strcmp(s->address, "0.0.0.0") == 0 || strcmp(s->address, "[::]") == 0;
	if (ok) return RIWAYA_OK;
	return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("--host"), 0, 0, "up to %d names of up to %zu bytes are taken",
		RW_SERVE_NAMES - 4, sizeof s->names[0] - 1);
}

/* A page elsewhere can make a browser send requests here under a name of its own (DNS rebinding): only our names are answered, and addresses
 * as such where the server listens on all of them. */
static bool right_host(const rw_request *q) {
	const char *host = rw_header(q, "Host");
	rw_address a;
	joined j;
	if (!host || !lines_of(q, "Host", &j).p || j.lines != 1) return false;
	size_t n = strlen(host), end = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
	if (end > n) end = n;
	if (host[end] && host[end] != ':') return false;
	for (size_t i = 0; i < q->server->n_names; i++)
		if (strlen(q->server->names[i]) == end && strncasecmp(q->server->names[i], host, end) == 0) return true;
	return q->server->any_address && rw_address_read(rw_slice_of(host, n), &a);
}

/* --- before it listens ----------------------------------------------------------------------------------------------------- */
static riwaya_status open_accounts(rw_server *s, const char *where, riwaya_error *err) {
	int64_t admins = 0;
	/* One worker at least is left to answer others while passwords are hashed. */
	const rw_accounts_options how = {.hashings = s->o.threads > 2 ? s->o.threads / 2 : 1};
	riwaya_status status = rw_accounts_open(where, &how, &s->accounts, err);
	if (!status) status = rw_accounts_admins(s->accounts, &admins, err);
	if (status && err) err->code = RIWAYA_ARGUMENT; /* it is no fault of the store */
	if (status || admins) return status ? RIWAYA_ARGUMENT : RIWAYA_OK;
	return rw_fail(err, RIWAYA_ARGUMENT, rw_slice_z(where), 0, 0,
		"there is no admin among the accounts; riwaya account add NAME --role admin makes one");
}

riwaya_status rw_admission(rw_server *s, riwaya_error *err) {
	char where[4096];
	rw_slice wrong;
	riwaya_status status = name_hosts(s, err);
	if (status) return status;
	if (s->o.behind && !rw_nets_read(rw_slice_z(s->o.behind), &s->believed, &wrong))
		return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("--behind"), 0, 0,
			"addresses and networks are taken, such as 127.0.0.1,10.0.0.0/8, not '" RW_FMT "'", RW_ARG(wrong));
	s->limits = rw_limits_new();
	if (!s->limits) return rw_no_memory(err);
	rw_token_make(s->token);
	if (!rw_accounts_where(s->o.accounts, s->o.where, where, sizeof where))
		return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("--accounts"), 0, 0, "the name is too long; give a shorter one");
	bool named = s->o.accounts && *s->o.accounts;
	if (named || access(where, F_OK) == 0) return open_accounts(s, where, err);
	if (s->loopback && !s->believed.n) return RIWAYA_OK;
	return rw_fail(err, RIWAYA_ARGUMENT, s->loopback ? RW_LIT("--behind") : RW_LIT("--listen"), 0, 0,
		"%s: others could read and change the store; make an account first (riwaya account add NAME --role admin), or "
		"leave this out",
		s->loopback ? "a proxy lets others in" : "other machines reach this address");
}

void rw_admission_end(rw_server *s) {
	if (s->accounts) (void)rw_accounts_keep(s->accounts, NULL);
	rw_accounts_free(s->accounts);
	rw_limits_free(s->limits);
}

/* --- who ------------------------------------------------------------------------------------------------------------------- */
static rw_slice header(const rw_request *q, const char *name) { return rw_slice_z(rw_header(q, name)); }

static rw_address peer(const rw_request *q) {
	static const unsigned char four[12] = {[10] = 0xFF, [11] = 0xFF};
	const union MHD_ConnectionInfo *i = MHD_get_connection_info(q->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	rw_address a = {{0}};
	if (i && i->client_addr && i->client_addr->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, i->client_addr, sizeof in);
		memcpy(a.b, four, sizeof four);
		memcpy(a.b + sizeof four, &in.sin_addr, 4);
	} else if (i && i->client_addr && i->client_addr->sa_family == AF_INET6) {
		struct sockaddr_in6 in;
		memcpy(&in, i->client_addr, sizeof in);
		memcpy(a.b, &in.sin6_addr, 16);
	}
	return a;
}

static void find_origin(rw_request *q) {
	const rw_nets *believed = &q->server->believed;
	rw_address at = peer(q);
	joined j;
	q->who.address = rw_address_of_asker(&at, lines_of(q, "X-Forwarded-For", &j), believed);
	q->who.https = rw_nets_hold(believed, &at) && rw_slice_eqz(lines_of(q, "X-Forwarded-Proto", &j), "https");
}

static riwaya_status find_session(rw_request *q, riwaya_error *err) {
	/* Once, in one line: whoever puts another beside it gets none. */
	joined j;
	(void)lines_of(q, "Cookie", &j);
	rw_slice cookie =
		j.lines == 1 ? rw_cookie_of(header(q, "Cookie"), q->who.https ? RW_COOKIE_SECURE : RW_COOKIE) : RW_NONE;
	rw_session session;
	bool found = false;
	if (cookie.n != RW_TOKEN) return RIWAYA_OK;
	riwaya_status status = rw_accounts_session(q->server->accounts, cookie, &session, &found, err);
	if (status || !found) return status;
	q->who.role = session.account.role;
	memcpy(q->who.name, session.account.name, sizeof q->who.name);
	memcpy(q->who.token, session.against_forgery, sizeof q->who.token);
	memcpy(q->who.cookie, cookie.p, RW_TOKEN);
	return RIWAYA_OK;
}

/* --- how often ------------------------------------------------------------------------------------------------------------- */
static bool often(rw_request *q) {
	rw_limits *l = q->server->limits;
	bool known = q->who.name[0] != '\0';
	uint64_t key = known ? rw_limits_key(l, 'n', rw_slice_z(q->who.name))
						 : rw_limits_key(l, 'a', rw_address_household(&q->who.address));
	int64_t wait = rw_limits_take(l, key, known ? RW_LIMIT_RATE : RW_LIMIT_RATE_UNKNOWN,
		known ? RW_LIMIT_BURST : RW_LIMIT_BURST_UNKNOWN, rw_serve_now());
	if (!wait) return false;
	rw_problem(q, RW_PROBLEM_MANY, NULL);
	rw_answer_wait(&q->out, wait);
	return true;
}

/* --- from where -------------------------------------------------------------------------------------------------------------- */
bool rw_admit_page(rw_request *q) {
	rw_slice site = header(q, "Sec-Fetch-Site");
	if (q->method == RW_GET) {
		if (!q->route || !rw_asked_by_other_site(site, header(q, "Sec-Fetch-Mode"))) return true;
		rw_problem(q, RW_PROBLEM_ORIGIN, "other sites' pages get nothing from here");
		return false;
	}
	if (!rw_sent_by_own_page(site, header(q, "Origin"), q->who.https, header(q, "Host"))) {
		rw_problem(q, RW_PROBLEM_ORIGIN,
			"changes are taken from this server's own page; behind a proxy, see that it passes Host and X-Forwarded-Proto on "
			"(docs/deploy.md)");
		return false;
	}
	if (rw_token_same(header(q, RW_TOKEN_HEADER), rw_slice_z(q->who.token))) return true;
	rw_problem(q, RW_PROBLEM_TOKEN, "send the token of GET /api/session as " RW_TOKEN_HEADER);
	return false;
}

static bool through_proxy(const rw_request *q) {
	static const char *const marks[] = {"X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"};
	for (size_t i = 0; i < RW_COUNT(marks); i++)
		if (rw_header(q, marks[i])) return true;
	return false;
}

bool rw_admit(rw_request *q) {
	rw_server *s = q->server;
	riwaya_error e = {0};
	q->who = (rw_who){.role = RW_ANYONE};
	if (!right_host(q)) {
		rw_problem(q, RW_PROBLEM_HOST, "ask by the address that riwaya serve printed, or start it with --host NAME");
		return false;
	}
	find_origin(q);
	memcpy(q->who.token, s->token, sizeof q->who.token);
	if (!s->accounts && through_proxy(q)) {
		rw_problem(
			q, RW_PROBLEM_PROXY, "make accounts (riwaya account add NAME --role admin) and start it with --behind");
		return false;
	}
	if (!s->accounts) {
		q->who.role = RW_ADMIN; /* it listens to this machine alone */
		return true;
	}
	if (find_session(q, &e)) {
		rw_problem_of(q, &e);
		return false;
	}
	return !often(q);
}
