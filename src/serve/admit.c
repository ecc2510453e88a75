/* admit.c: whether a request is let in: by the host name that it is sent to, and by who sends it. */
#include "serve/inside.h"
#include <stdio.h>
#include <strings.h>

/* --- hosts --------------------------------------------------------------------------------------------------------------- */
static bool add_name(rw_server *s, const char *p, size_t n) {
	if (!n) return true;
	if (s->n_names == RW_SERVE_NAMES || n >= sizeof s->names[0]) return false;
	memcpy(s->names[s->n_names], p, n);
	s->names[s->n_names++][n] = '\0';
	return true;
}

riwaya_status rw_admission(rw_server *s, riwaya_error *err) {
	bool ok = true;
	for (const char *p = s->o.names; p && *p;) {
		size_t n = strcspn(p, ",");
		rw_slice name = rw_slice_trim(rw_slice_of(p, n));
		ok = ok && add_name(s, name.p, name.n);
		p += n + (p[n] == ',');
	}
	if (!ok)
		return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("--host"), 0, 0, "%d names of up to %zu bytes are taken",
			RW_SERVE_NAMES, sizeof s->names[0] - 1);
	if (s->loopback) {
		ok = add_name(s, "localhost", 9) && add_name(s, "127.0.0.1", 9) && add_name(s, "[::1]", 5) &&
			add_name(s, s->address, strlen(s->address));
		return ok ? RIWAYA_OK : rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("--host"), 0, 0, "fewer names, please");
	}
	return rw_fail(err, RIWAYA_ARGUMENT, RW_LIT("--listen"), 0, 0,
		"%s is not this machine's own address: others could read and change the store; listen on 127.0.0.1", s->address);
}

/* A page elsewhere can make a browser send requests here under a name of its own (DNS rebinding): only our names are answered. */
static bool right_host(const rw_request *q) {
	const char *host = rw_header(q, "Host");
	if (!host) return false;
	size_t n = strlen(host), end = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
	if (end > n) end = n;
	if (host[end] && host[end] != ':') return false;
	for (size_t i = 0; i < q->server->n_names; i++)
		if (strlen(q->server->names[i]) == end && strncasecmp(q->server->names[i], host, end) == 0) return true;
	return false;
}

/* --- who ------------------------------------------------------------------------------------------------------------------ */
bool rw_admit(rw_request *q) {
	if (!right_host(q)) {
		rw_problem(q, RW_PROBLEM_HOST, "ask by the address that riwaya serve printed, or start it with --host NAME");
		return false;
	}
	q->who = (rw_who){.role = RW_ADMIN}; /* it listens to this machine alone */
	return true;
}
