/* routes_accounts.c: who asks, signing in and out, and who may. */
#include "read/json.h"
#include "serve/inside.h"
#include "show/show.h"
#include "text/text.h"
#include <stdio.h>

/* --- bodies ------------------------------------------------------------------------------------------------------------- */
typedef struct field {
	const char *name;
	rw_slice text; /* absent where it is not given */
	bool flag;     /* takes true or false, and `text` is that word */
} field;

/* An object with these members and no others, texts of UTF-8. False where it is none, and the answer is made. */
static bool read_body(rw_request *q, field *fields, size_t n, size_t must) {
	rw_json_value *v = NULL;
	if (!rw_is_type(q, "application/json")) {
		rw_problem(q, RW_PROBLEM_TYPE, "send JSON, with Content-Type: application/json");
		return false;
	}
	riwaya_error e = {0};
	char detail[128];
	rw_slice body = rw_slice_trim(q->body);
	if (rw_json_tree(q->a, body, 0, &v, &e) || !v || v->type != RW_JSON_OBJECT || v->raw.n != body.n) {
		rw_problem(q, RW_PROBLEM_WRONG, "the body is no JSON object");
		return false;
	}
	for (const rw_json_value *m = v->first; m; m = m->next) {
		size_t k = 0;
		while (k < n && !rw_slice_eqz(m->key, fields[k].name)) k++;
		bool flag =
			k < n && m->type == RW_JSON_OTHER && (rw_slice_eqz(m->text, "true") || rw_slice_eqz(m->text, "false"));
		bool good = k < n && !fields[k].text.p && (fields[k].flag ? flag : m->type == RW_JSON_STRING);
		if (!good) {
			snprintf(detail, sizeof detail, "the body has a member that is not taken, or wrong: '%.*s'",
				(int)(m->key.n < 40 ? m->key.n : 40), m->key.p ? m->key.p : "");
			rw_problem(q, RW_PROBLEM_WRONG, detail);
			return false;
		}
		fields[k].text = m->text.p ? m->text : RW_LIT("");
	}
	for (size_t k = 0; k < must; k++) {
		if (fields[k].text.p) continue;
		snprintf(detail, sizeof detail, "the body lacks '%s'", fields[k].name);
		rw_problem(q, RW_PROBLEM_WRONG, detail);
		return false;
	}
	return true;
}

static rw_json *begin(rw_request *q, unsigned lay_out) {
	rw_json *j = RW_NEW(q->a, rw_json);
	rw_json_begin(j, rw_out(q), lay_out);
	rw_json_object(j);
	return j;
}

static void end(rw_json *j) {
	rw_json_close(j);
	rw_json_end(j);
}

static void put_moment(rw_json *j, const char *key, int64_t ms) {
	if (ms)
		rw_json_put_moment(j, key, ms);
	else
		rw_json_put_slice(j, key, RW_NONE);
}

static rw_account_doer doer_of(rw_request *q) {
	const char *agent = rw_header(q, "User-Agent");
	char *address = RW_ARRAY(q->a, char, RW_ORIGIN_ADDRESS);
	rw_address_show(&q->who.address, address);
	return (rw_account_doer){.by = q->who.name[0] ? rw_slice_z(q->who.name) : RW_NONE,
		.address = rw_slice_z(address),
		.agent = rw_slice_z(agent)};
}

static riwaya_status no_accounts(rw_request *q) {
	return rw_problem(
		q, RW_PROBLEM_NOTHING, "nobody signs in here: riwaya account add NAME --role admin, and start it anew");
}

/* What the library says of accounts to who asks. */
static riwaya_status told(rw_request *q, const riwaya_error *e) {
	if (e->code == RIWAYA_ARGUMENT || e->code == RIWAYA_LIMIT) return rw_problem(q, RW_PROBLEM_ACCOUNT, e->message);
	if (e->code == RIWAYA_BUSY) return rw_problem(q, RW_PROBLEM_BUSY, e->message);
	return rw_problem_of(q, e);
}

/* --- sessions ------------------------------------------------------------------------------------------------------------- */
static void put_session(rw_request *q, const char *name, rw_role role, const char *token) {
	rw_json *j = begin(q, 0);
	rw_json_put_bool(j, "accounts", q->server->accounts != NULL);
	rw_json_put_z(j, "name", *name ? name : NULL);
	rw_json_put_z(j, "role", role == RW_ANYONE ? NULL : rw_role_name(role));
	rw_json_put_z(j, "token", token);
	end(j);
}

riwaya_status rw_get_session(rw_request *q, riwaya_error *err) {
	(void)err;
	put_session(q, q->who.name, q->who.role, q->who.token);
	return RIWAYA_OK;
}

static void put_cookie(rw_request *q, const char *token) {
	/* No cookie of a name with __Host- can be put by another host's page, nor over a connection that others read. */
	rw_slice cookie = rw_arena_printf(q->a, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s%s%c",
		q->who.https ? RW_COOKIE_SECURE : RW_COOKIE, token, q->who.https ? "; Secure" : "", *token ? "" : "; Max-Age=0",
		'\0');
	rw_answer_header(&q->out, "Set-Cookie", cookie.p);
}

static riwaya_status held_back(rw_request *q, int64_t ms) {
	rw_problem(q, RW_PROBLEM_HELD_BACK, NULL);
	rw_answer_wait(&q->out, ms);
	return RIWAYA_OK;
}

riwaya_status rw_post_session(rw_request *q, riwaya_error *err) {
	rw_server *s = q->server;
	field f[] = {{.name = "name"}, {.name = "password"}};
	if (!s->accounts) return no_accounts(q);
	if (!read_body(q, f, RW_COUNT(f), 2)) return RIWAYA_OK;
	rw_slice name = rw_slice_trim(f[0].text);
	const rw_account_doer doer = doer_of(q);
	/* Both waits must be over. What one lets through the other may still hold back: then neither counts it twice. */
	rw_slice folded = name.n <= RW_ACCOUNT_NAME ? rw_fold(q->a, rw_utf8_clean(q->a, name, NULL)) : RW_LIT("");
	uint64_t by_address = rw_limits_key(s->limits, 's', rw_address_household(&q->who.address)),
			 by_name = rw_limits_key(s->limits, 'n', folded);
	int64_t now = rw_serve_now();
	bool first;
	int64_t wait = rw_limits_try(s->limits, by_address, RW_WAIT_FREE_ADDRESS, RW_WAIT_LONGEST_ADDRESS, now, &first);
	if (!wait) {
		wait = rw_limits_try(s->limits, by_name, RW_WAIT_FREE_NAME, RW_WAIT_LONGEST_NAME, now, &first);
		if (wait) rw_limits_undo(s->limits, by_address);
	}
	if (wait) {
		if (first) (void)rw_accounts_held_back(s->accounts, &doer, name, NULL);
		return held_back(q, wait);
	}
	rw_session session;
	rw_signing how;
	riwaya_status status = rw_accounts_sign_in(s->accounts, &doer, name, f[1].text, &session, &how, err);
	if (status || how == RW_SIGNING_BUSY) {
		rw_limits_undo(s->limits, by_address);
		rw_limits_undo(s->limits, by_name);
		return status ? told(q, err) : rw_problem(q, RW_PROBLEM_HASHING, NULL);
	}
	if (how == RW_SIGNING_WRONG) return rw_problem(q, RW_PROBLEM_PASSWORD, NULL);
	rw_limits_forgive(s->limits, by_address);
	rw_limits_forgive(s->limits, by_name);
	/* The session that the browser had goes: nobody is signed in twice by one cookie. */
	if (q->who.cookie[0]) (void)rw_accounts_sign_out(s->accounts, &doer, rw_slice_z(q->who.cookie), NULL);
	put_session(q, session.account.name, session.account.role, session.against_forgery);
	put_cookie(q, session.token);
	return RIWAYA_OK;
}

riwaya_status rw_delete_session(rw_request *q, riwaya_error *err) {
	if (!q->server->accounts) return no_accounts(q);
	const rw_account_doer doer = doer_of(q);
	riwaya_status status = rw_accounts_sign_out(q->server->accounts, &doer, rw_slice_z(q->who.cookie), err);
	if (status) return told(q, err);
	q->out.status = 204;
	put_cookie(q, "");
	return RIWAYA_OK;
}

riwaya_status rw_post_password(rw_request *q, riwaya_error *err) {
	rw_server *s = q->server;
	field f[] = {{.name = "old"}, {.name = "new"}};
	if (!s->accounts) return no_accounts(q);
	if (!read_body(q, f, RW_COUNT(f), 2)) return RIWAYA_OK;
	const rw_account_doer doer = doer_of(q);
	rw_signing how;
	bool first;
	/* Whoever finds a desk unlocked must not be able to try passwords here. */
	uint64_t key = rw_limits_key(s->limits, 'p', doer.by);
	int64_t wait = rw_limits_try(s->limits, key, RW_WAIT_FREE_ADDRESS, RW_WAIT_LONGEST_ADDRESS, rw_serve_now(), &first);
	if (wait) return held_back(q, wait);
	riwaya_status status = rw_accounts_is_password(s->accounts, &doer, doer.by, f[0].text, &how, err);
	if (status || how == RW_SIGNING_BUSY) {
		rw_limits_undo(s->limits, key);
		return status ? told(q, err) : rw_problem(q, RW_PROBLEM_HASHING, NULL);
	}
	if (how == RW_SIGNING_WRONG) return rw_problem(q, RW_PROBLEM_PASSWORD, NULL);
	rw_limits_forgive(s->limits, key);
	status = rw_accounts_password(s->accounts, &doer, doer.by, f[1].text, rw_slice_z(q->who.cookie), err);
	if (status) return told(q, err);
	q->out.status = 204;
	return RIWAYA_OK;
}

/* --- accounts ------------------------------------------------------------------------------------------------------------- */
static void put_account(rw_json *j, const rw_account *a) {
	rw_json_put_z(j, "name", a->name);
	rw_json_put_z(j, "role", rw_role_name(a->role));
	put_moment(j, "made", a->made);
	put_moment(j, "last", a->signed_in);
	rw_json_put_bool(j, "closed", a->closed);
}

riwaya_status rw_get_accounts(rw_request *q, riwaya_error *err) {
	size_t n = 0;
	rw_account *rows = RW_ARRAY(q->a, rw_account, RW_ACCOUNTS_MOST);
	riwaya_status status = q->server->accounts ? rw_accounts_list(q->server->accounts, rows, &n, err) : RIWAYA_OK;
	if (status) return told(q, err);
	rw_json *j = begin(q, 2);
	rw_json_key(j, "accounts");
	rw_json_array(j);
	for (size_t i = 0; i < n; i++) {
		rw_json_object(j);
		put_account(j, &rows[i]);
		rw_json_close(j);
	}
	rw_json_close(j);
	end(j);
	return RIWAYA_OK;
}

static riwaya_status answer_account(rw_request *q, rw_slice name, unsigned status_code, riwaya_error *err) {
	rw_account a;
	bool found;
	riwaya_status status = rw_accounts_find(q->server->accounts, name, &a, &found, err);
	if (status) return told(q, err);
	if (!found) return rw_problem(q, RW_PROBLEM_NOTHING, "there is no account of this name");
	rw_json *j = begin(q, 0);
	put_account(j, &a);
	end(j);
	q->out.status = status_code;
	return RIWAYA_OK;
}

static bool role_of(rw_request *q, rw_slice word, rw_role *out) {
	*out = rw_role_of(word);
	if (*out == RW_ANYONE) rw_problem(q, RW_PROBLEM_WRONG, "'role' is one of reader, reviewer, admin");
	return *out != RW_ANYONE;
}

riwaya_status rw_post_account(rw_request *q, riwaya_error *err) {
	field f[] = {{.name = "name"}, {.name = "role"}, {.name = "password"}};
	rw_role role;
	if (!q->server->accounts) return no_accounts(q);
	if (!read_body(q, f, RW_COUNT(f), 3) || !role_of(q, f[1].text, &role)) return RIWAYA_OK;
	const rw_account_doer doer = doer_of(q);
	rw_slice name = rw_slice_trim(f[0].text);
	riwaya_status status = rw_accounts_add(q->server->accounts, &doer, name, role, f[2].text, err);
	return status ? told(q, err) : answer_account(q, name, 201, err);
}

riwaya_status rw_patch_account(rw_request *q, riwaya_error *err) {
	field f[] = {{.name = "role"}, {.name = "password"}, {.name = "closed", .flag = true}};
	rw_accounts *x = q->server->accounts;
	rw_role role = RW_ANYONE;
	rw_account a;
	bool found;
	if (!x) return no_accounts(q);
	if (!read_body(q, f, RW_COUNT(f), 0) || (f[0].text.p && !role_of(q, f[0].text, &role))) return RIWAYA_OK;
	const rw_account_doer doer = doer_of(q);
	rw_slice name = rw_slice_z(q->variables[0]);
	riwaya_status status = rw_accounts_find(x, name, &a, &found, err);
	if (status) return told(q, err);
	if (!found) return rw_problem(q, RW_PROBLEM_NOTHING, "there is no account of this name");
	/* What may be refused for its form comes first. */
	if (f[1].text.p) status = rw_accounts_password(x, &doer, name, f[1].text, rw_slice_z(q->who.cookie), err);
	if (!status && f[0].text.p) status = rw_accounts_role(x, &doer, name, role, err);
	if (!status && f[2].text.p) status = rw_accounts_close(x, &doer, name, rw_slice_eqz(f[2].text, "true"), err);
	return status ? told(q, err) : answer_account(q, name, 200, err);
}

enum { TOP = 53 }; /* bits of a number that JSON's readers keep whole */
#define MOST_ID ((UINT64_C(1) << TOP) - 1)

riwaya_status rw_get_accounts_log(rw_request *q, riwaya_error *err) {
	uint64_t before = 0, most = 100;
	size_t n = 0;
	if (!rw_param_number(q, "before", 1, MOST_ID, &before) || !rw_param_number(q, "most", 1, RW_ACCOUNTS_LOG, &most))
		return RIWAYA_OK;
	rw_account_entry *rows = RW_ARRAY(q->a, rw_account_entry, RW_ACCOUNTS_LOG);
	riwaya_status status = RIWAYA_OK;
	if (q->server->accounts)
		status = rw_accounts_log(q->server->accounts, (int64_t)before, rows, (size_t)most, &n, err);
	if (status) return told(q, err);
	rw_json *j = begin(q, 2);
	rw_json_key(j, "entries");
	rw_json_array(j);
	for (size_t i = 0; i < n; i++) {
		const rw_account_entry *e = &rows[i];
		rw_json_object(j);
		rw_json_put_u64(j, "id", (uint64_t)e->id);
		put_moment(j, "at", e->at);
		rw_json_put_z(j, "event", e->event);
		rw_json_put_z(j, "name", *e->name ? e->name : NULL);
		rw_json_put_z(j, "by", *e->by ? e->by : NULL);
		rw_json_put_z(j, "role", *e->role ? e->role : NULL);
		rw_json_put_z(j, "address", *e->address ? e->address : NULL);
		rw_json_put_z(j, "agent", *e->agent ? e->agent : NULL);
		rw_json_close(j);
	}
	rw_json_close(j);
	end(j);
	return RIWAYA_OK;
}
