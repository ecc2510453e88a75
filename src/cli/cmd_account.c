/* cmd_account.c: riwaya account: who may sign in to riwaya serve. Passwords come from the terminal, unseen, or from standard input: command
 * lines are shown to everybody on the machine, and kept. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include "serve/accounts.h"
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { PASSWORD_ROOM = RW_PASSWORD_MOST + 3 };

static int trouble(const riwaya_error *e) {
	cli_say("%s%s%s%s", *e->source ? "'" : "", e->source, *e->source ? "': " : "", e->message);
	switch (e->code) {
	case RIWAYA_ARGUMENT:
	case RIWAYA_LIMIT: return CLI_USAGE;
	case RIWAYA_STORE: return CLI_STORE;
	case RIWAYA_BUSY: return CLI_BUSY;
	default: return CLI_FAILED;
	}
}

/* --- passwords ------------------------------------------------------------------------------------------------------------- */
static void wipe(char *p, size_t n) {
	for (volatile char *v = p; n; n--) *v++ = '\0';
}

/* A line of standard input without its end. */
static bool line(char out[PASSWORD_ROOM]) {
	if (!fgets(out, PASSWORD_ROOM, stdin)) return false;
	size_t n = strlen(out);
	if (n && out[n - 1] == '\n') n--;
	if (n && out[n - 1] == '\r') n--;
	out[n] = '\0';
	return true;
}

static bool unseen(const char *what, char out[PASSWORD_ROOM]) {
	struct termios before, quiet;
	if (tcgetattr(STDIN_FILENO, &before) != 0) return false;
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	fputs(what, stderr);
	fflush(stderr);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) != 0) return false;
	bool good = line(out);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputc('\n', stderr);
	return good && !cli_interrupted();
}

/* A new password; false where there is none, which was said. */
static bool password_for(const char *name, char out[PASSWORD_ROOM]) {
	char again[PASSWORD_ROOM];
	bool good;
	if (!isatty(STDIN_FILENO)) {
		good = line(out);
		if (!good) cli_say("no password on standard input; give it as one line");
	} else {
		cli_catch_signals(); /* the terminal must show again what is typed */
		fprintf(stderr, "A new password for %s: %d characters or more, four words say.\n", name, RW_PASSWORD_LEAST);
		good = unseen("Password: ", out) && unseen("The same again: ", again);
		bool same = good && strcmp(out, again) == 0;
		if (good && !same) cli_say("the two are not the same; nothing was changed");
		if (!good) cli_say("broken off: nothing was changed");
		good = same;
		wipe(again, sizeof again);
	}
	rw_password_fault f = good ? rw_password_check(rw_slice_z(name), rw_slice_z(out)) : RW_PASSWORD_GOOD;
	if (f) cli_say("%s", rw_password_says(f));
	if (!good || f) wipe(out, PASSWORD_ROOM);
	return good && !f;
}

/* --- what it does ------------------------------------------------------------------------------------------------------------ */
typedef struct job {
	const cli_options *o;
	rw_accounts *x;
	const char *name;
	bool json;
	riwaya_error e;
} job;

static void moment(int64_t ms, char out[32]) {
	time_t t = (time_t)(ms / 1000);
	struct tm tm;
	if (!ms || !gmtime_r(&t, &tm) || !strftime(out, 32, "%Y-%m-%dT%H:%MZ", &tm)) snprintf(out, 32, "never");
}

static void json_text(const char *key, const char *z) {
	printf("\"%s\":\"", key);
	for (; *z; z++) {
		unsigned char c = (unsigned char)*z;
		if (c == '"' || c == '\\' || c < 0x20 || c == 0x7F)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static riwaya_status do_add(job *j) {
	char password[PASSWORD_ROOM];
	const char *role = j->o->value[OPT_ROLE] ? j->o->value[OPT_ROLE] : "reader";
	if (!password_for(j->name, password)) return RIWAYA_END;
	riwaya_status status = rw_accounts_add(
		j->x, &(rw_account_doer){0}, rw_slice_z(j->name), rw_role_of(rw_slice_z(role)), rw_slice_z(password), &j->e);
	wipe(password, sizeof password);
	if (!status && !j->o->value[OPT_QUIET]) printf("%s may sign in as %s\n", j->name, role);
	return status;
}

static riwaya_status do_role(job *j) {
	const char *role = j->o->n_operands > 2 ? j->o->operands[2] : "";
	return rw_accounts_role(j->x, &(rw_account_doer){0}, rw_slice_z(j->name), rw_role_of(rw_slice_z(role)), &j->e);
}

static riwaya_status do_password(job *j) {
	char password[PASSWORD_ROOM];
	rw_account a;
	bool found;
	riwaya_status status = rw_accounts_find(j->x, rw_slice_z(j->name), &a, &found, &j->e);
	if (status) return status;
	if (found && !password_for(a.name, password)) return RIWAYA_END;
	if (!found) rw_token_make(password); /* nobody's: the library says that there is none such */
	status = rw_accounts_password(j->x, &(rw_account_doer){0}, rw_slice_z(j->name), rw_slice_z(password), RW_NONE, &j->e);
	wipe(password, sizeof password);
	return status;
}

static riwaya_status do_remove(job *j) {
	return rw_accounts_close(j->x, &(rw_account_doer){0}, rw_slice_z(j->name), true, &j->e);
}

static riwaya_status do_list(job *j) {
	rw_account *rows = cli_alloc(NULL, RW_ACCOUNTS_MOST * sizeof *rows);
	size_t n = 0;
	riwaya_status status = rw_accounts_list(j->x, rows, &n, &j->e);
	for (size_t i = 0; !status && i < n; i++) {
		char made[32], last[32];
		moment(rows[i].made, made);
		moment(rows[i].signed_in, last);
		const char *role = rw_role_name(rows[i].role);
		if (!j->json) {
			printf("%-9s made %s, last signed in %s  %s%s\n", role, made, last, rows[i].name,
				rows[i].closed ? " (closed)" : "");
			continue;
		}
		putchar('{');
		json_text("name", rows[i].name);
		printf(",\"role\":\"%s\",\"closed\":%s,\"made\":%lld,\"last\":%lld}\n", role, rows[i].closed ? "true" : "false",
			(long long)rows[i].made, (long long)rows[i].signed_in);
	}
	free(rows);
	return status;
}

static void show_entry(const rw_account_entry *e, bool json) {
	char at[32];
	moment(e->at, at);
	if (!json) {
		printf("%s  %-15s %s", at, e->event, e->name);
		if (*e->role) printf(" (%s)", e->role);
		if (*e->by) printf(", by %s", e->by);
		if (*e->address) printf(", from %s", e->address);
		putchar('\n');
		return;
	}
	printf("{\"id\":%lld,\"at\":%lld,", (long long)e->id, (long long)e->at);
	json_text("event", e->event);
	const struct {
		const char *key, *value;
	} rest[] = {{"name", e->name}, {"by", e->by}, {"role", e->role}, {"address", e->address}, {"agent", e->agent}};
	for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
		putchar(',');
		json_text(rest[i].key, rest[i].value);
	}
	fputs("}\n", stdout);
}

static riwaya_status do_log(job *j) {
	size_t most = RW_ACCOUNTS_LOG, n;
	riwaya_status status = RIWAYA_OK;
	if (!cli_limit(j->o, 1000000, &most)) return RIWAYA_END;
	rw_account_entry *rows = cli_alloc(NULL, RW_ACCOUNTS_LOG * sizeof *rows);
	for (int64_t before = 0; most; most -= n) {
		status = rw_accounts_log(j->x, before, rows, most < RW_ACCOUNTS_LOG ? most : RW_ACCOUNTS_LOG, &n, &j->e);
		for (size_t i = 0; !status && i < n; i++) show_entry(&rows[i], j->json);
		if (status || !n) break;
		before = rows[n - 1].id;
	}
	free(rows);
	return status;
}

static const struct {
	const char *word;
	size_t operands;
	riwaya_status (*run)(job *j);
} jobs[] = {
	{"add", 2, do_add},
	{"list", 1, do_list},
	{"role", 3, do_role},
	{"password", 2, do_password},
	{"remove", 2, do_remove},
	{"log", 1, do_log},
};

static int run(const cli_command *self, const cli_options *o) {
	cli_settings s;
	char where[4096];
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	size_t k = 0, n = sizeof jobs / sizeof *jobs;
	while (k < n && (!o->n_operands || strcmp(o->operands[0], jobs[k].word) != 0)) k++;
	if (k == n || o->n_operands != jobs[k].operands) {
		cli_say("account takes: add NAME, list, role NAME ROLE, password NAME, remove NAME, log (riwaya account --help)");
		return CLI_USAGE;
	}
	const char *db = o->value[OPT_DB] ? o->value[OPT_DB] : getenv("RIWAYA_DB");
	const char *named = o->value[OPT_ACCOUNTS] ? o->value[OPT_ACCOUNTS] : getenv("RIWAYA_ACCOUNTS");
	if (!rw_accounts_where(named, db, where, sizeof where)) {
		cli_say("the name of the file of accounts is too long; give a shorter one (--accounts FILE)");
		return CLI_USAGE;
	}
	job j = {.o = o, .name = o->n_operands > 1 ? o->operands[1] : "", .json = strcmp(cli_format(self, o), "json") == 0};
	rw_accounts_options how = {.create = jobs[k].run == do_add};
	if (rw_accounts_open(where, &how, &j.x, &j.e)) return trouble(&j.e);
	riwaya_status status = jobs[k].run(&j);
	rw_accounts_free(j.x);
	return status == RIWAYA_END ? CLI_USAGE : status ? trouble(&j.e) : CLI_OK;
}

const cli_command cli_account = {
	.name = "account",
	.operands = "add NAME | list | role NAME ROLE | password NAME | remove NAME | log",
	.summary = "Says who may sign in to riwaya serve, and as what.",
	.about =
		"Readers read; reviewers also decide and add reports; admins also say who may. Reviews are signed with the account's name.\n"
		"Passwords are asked for unseen, or read as one line of standard input; never from the command line. The accounts lie in a\n"
		"file of their own beside the store (STORE.accounts), which no backup of the store has in it and only its owner may read.\n"
		"remove closes an account: nobody signs in by it, and its name stays its own; add opens it again. A new password ends all\n"
		"sessions. log tells who signed in from where, what failed, and who changed accounts; it only grows.",
	.examples = "  riwaya account add \"Huda Salim\" --role admin\n"
				"  riwaya account role \"Huda Salim\" reviewer\n"
				"  riwaya account log --limit 20\n",
	.options = CLI_OPTIONS(OPT_DB, OPT_ACCOUNTS, OPT_ROLE, OPT_LIMIT, OPT_FORMAT, OPT_QUIET),
	.formats = "text|json",
	.run = run,
};
