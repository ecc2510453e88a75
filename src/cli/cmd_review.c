/* cmd_review.c: riwaya review: people's decisions, without writing JSON. The words of the command become a review as the library takes it. */
#include "cli/cli.h"
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- JSON ------------------------------------------------------------------------------------------------------------------ */
typedef struct text {
	char *p;
	size_t n, cap;
} text;

static void put(text *t, const char *p, size_t n) {
	if (t->n + n > t->cap) {
		t->cap = 2 * (t->n + n) + 256;
		t->p = cli_alloc(t->p, t->cap);
	}
	memcpy(t->p + t->n, p, n);
	t->n += n;
}

static void put_z(text *t, const char *z) { put(t, z, strlen(z)); }

static void put_string(text *t, const char *p, size_t n) {
	char escape[8];
	put_z(t, "\"");
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		if (c == '"' || c == '\\' || c < 0x20) {
			snprintf(escape, sizeof escape, "\\u%04x", c);
			put_z(t, escape);
		} else {
			put(t, p + i, 1);
		}
	}
	put_z(t, "\"");
}

static void put_key(text *t, const char *key, size_t n) {
	if (t->n && t->p[t->n - 1] != '{' && t->p[t->n - 1] != '[') put_z(t, ",");
	put_string(t, key, n);
	put_z(t, ":");
}

static void member(text *t, const char *key, const char *value) {
	if (!value) return;
	put_key(t, key, strlen(key));
	put_string(t, value, strlen(value));
}

static void list(text *t, const char *key, const char *const *values, size_t n) {
	put_key(t, key, strlen(key));
	put_z(t, "[");
	for (size_t i = 0; i < n; i++) {
		if (i) put_z(t, ",");
		put_string(t, values[i], strlen(values[i]));
	}
	put_z(t, "]");
}

/* --- field=value ------------------------------------------------------------------------------------------------------------ */
static bool is_number(const char *z) {
	size_t n = strspn(z, "0123456789"), m = z[n] == '.' ? 1 + strspn(z + n + 1, "0123456789") : 0;
	return n && n < 16 && !z[n + m] && m != 1;
}

static void put_value(text *t, const char *z) {
	if (strcmp(z, "none") == 0 || strcmp(z, "null") == 0)
		put_z(t, "null");
	else if (is_number(z) || strcmp(z, "true") == 0 || strcmp(z, "false") == 0)
		put_z(t, z);
	else
		put_string(t, z, strlen(z));
}

static size_t field_of(const char *z) { return strcspn(z, "=."); }

/* "a=v" is a member, "a.b=v" "a.c=w" are members of a member, wherever they stand. */
static bool put_fields(text *t, const char *key, const char *const *fields, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (!strchr(fields[i], '=') || fields[i][0] == '=' || fields[i][0] == '.') {
			cli_say("'%s' is no FIELD=VALUE, such as predicate=killed figure=5 patient.role=child", fields[i]);
			return false;
		}
	put_key(t, key, strlen(key));
	put_z(t, "{");
	for (size_t i = 0; i < n; i++) {
		size_t own = field_of(fields[i]);
		bool before = false, within = fields[i][own] == '.';
		for (size_t k = 0; k < n; k++) {
			bool same = k != i && field_of(fields[k]) == own && memcmp(fields[k], fields[i], own) == 0;
			before |= same && k < i;
			within |= same && fields[k][own] == '.';
		}
		if (before) continue;
		put_key(t, fields[i], own);
		if (!within) {
			put_value(t, fields[i] + own + 1);
			continue;
		}
		put_z(t, "{");
		for (size_t k = i; k < n; k++) {
			if (field_of(fields[k]) != own || memcmp(fields[k], fields[i], own) != 0) continue;
			const char *name = fields[k][own] == '.' ? fields[k] + own + 1 : "is", *value = strchr(fields[k], '=') + 1;
			put_key(t, name, fields[k][own] == '.' ? strcspn(name, "=") : 2);
			if (strcmp(name, "is") == 0 || fields[k][own] != '.')
				put_string(t, value, strlen(value));
			else
				put_value(t, value);
		}
		put_z(t, "}");
	}
	put_z(t, "}");
	return true;
}

/* --- kinds ------------------------------------------------------------------------------------------------------------------- */
typedef struct words {
	const char *const *p;
	size_t n;
} words;

static bool on_claim(text *t, const words *w) {
	member(t, "claim", w->p[0]);
	return true;
}

static bool correct(text *t, const words *w) { return on_claim(t, w) && put_fields(t, "set", w->p + 1, w->n - 1); }

static bool add(text *t, const words *w) {
	member(t, "report", w->p[0]);
	member(t, "mark", w->p[1]);
	return put_fields(t, "set", w->p + 2, w->n - 2);
}

static bool identify(text *t, const words *w) {
	member(t, "report", w->p[0]);
	member(t, "mark", w->p[1]);
	if (strchr(w->p[3], '=')) return put_fields(t, "as", w->p + 3, w->n - 3);
	member(t, "as", w->p[3]);
	return true;
}

static bool publish(text *t, const words *w) {
	member(t, "report", w->p[0]);
	member(t, "published", w->p[1]);
	return true;
}

static bool join(text *t, const words *w) {
	member(t, "report", w->p[0]);
	member(t, "with", w->p[1]);
	return true;
}

static bool reprint(text *t, const words *w) {
	member(t, "report", w->p[0]);
	put_key(t, "of", 2);
	put_value(t, w->p[2]);
	return true;
}

static bool merge(text *t, const words *w) {
	list(t, "reports", w->p, w->n);
	return true;
}

static bool split(text *t, const words *w) {
	member(t, "incident", w->p[0]);
	list(t, "reports", w->p + 1, w->n - 1);
	return true;
}

static bool grade(text *t, const words *w) {
	member(t, "incident", w->p[0]);
	member(t, "grade", w->p[1]);
	return w->n == 2 || put_fields(t, "line", w->p + 2, w->n - 2);
}

/* About an incident, a claim or a report: by how it is named. */
static bool note(text *t, const words *w) {
	const char *z = w->p[0];
	size_t n = strlen(z);
	if (z[0] == 'i')
		member(t, "incident", z);
	else
		member(t, strchr(z, ':') || n == 16 ? "claim" : "report", z);
	return true;
}

static bool on_review(text *t, const words *w) {
	member(t, "review", w->p[0]);
	return true;
}

static bool rename_(text *t, const words *w) {
	member(t, "incident", w->p[0]);
	return true;
}

typedef struct kind {
	const char *name, *form;
	size_t least, most; /* words; most 0: any */
	const char *word;   /* that stands before the last, NULL for none */
	bool (*put)(text *t, const words *w);
} kind;

static const kind kinds[] = {
	{"accept", "CLAIM", 1, 1, NULL, on_claim},
	{"reject", "CLAIM", 1, 1, NULL, on_claim},
	{"correct", "CLAIM FIELD=VALUE...", 2, 0, NULL, correct},
	{"add", "REPORT WORDS predicate=ID [FIELD=VALUE]...", 3, 0, NULL, add},
	{"identify", "REPORT WORDS as ID", 4, 5, "as", identify},
	{"publish", "REPORT TIME", 2, 2, NULL, publish},
	{"join", "REPORT INCIDENT", 2, 2, NULL, join},
	{"reprint", "REPORT of REPORT|none", 3, 3, "of", reprint},
	{"merge", "INCIDENT INCIDENT...", 2, 0, NULL, merge},
	{"split", "INCIDENT REPORT...", 2, 0, NULL, split},
	{"rename", "INCIDENT --en TITLE --ar TITLE", 1, 1, NULL, rename_},
	{"grade", "INCIDENT confirmed|fair|weak|contested|discounted [FIELD=VALUE]...", 2, 0, NULL, grade},
	{"note", "INCIDENT|REPORT|CLAIM", 1, 1, NULL, note},
	{"withdraw", "REVIEW", 1, 1, NULL, on_review},
	{"second", "REVIEW", 1, 1, NULL, on_review},
};

static const char *author(const cli_options *o) {
	const char *by = o->value[OPT_BY] ? o->value[OPT_BY] : getenv("RIWAYA_BY");
	return by && *by ? by : NULL;
}

/* The review that the words say. False where they do not, which was told. */
static bool compose(const kind *k, const cli_options *o, text *t) {
	words w = {o->operands + 1, o->n_operands - 1};
	size_t at = strcmp(k->name, "identify") == 0 ? 2 : 1;
	bool agrees = strcmp(k->name, "accept") == 0 || strcmp(k->name, "second") == 0;
	if (w.n < k->least || (k->most && w.n > k->most) || (k->word && strcmp(w.p[at], k->word) != 0)) {
		cli_say("it is: riwaya review %s %s --by NAME%s", k->name, k->form, agrees ? "" : " --why TEXT");
		return false;
	}
	if (!author(o)) {
		cli_say("who decides? --by NAME, or RIWAYA_BY in the environment");
		return false;
	}
	if (!agrees && !o->value[OPT_WHY]) {
		cli_say("why? --why TEXT: whoever reads it later will ask");
		return false;
	}
	put_z(t, "{");
	member(t, "kind", k->name);
	member(t, "by", author(o));
	member(t, "why", o->value[OPT_WHY]);
	if (!k->put(t, &w)) return false;
	if (strcmp(k->name, "rename") == 0) {
		if (!o->value[OPT_EN] && !o->value[OPT_AR]) {
			cli_say("what is it called? --en TITLE, --ar TITLE or both");
			return false;
		}
		put_key(t, "title", 5);
		put_z(t, "{");
		member(t, "ar", o->value[OPT_AR]);
		member(t, "en", o->value[OPT_EN]);
		put_z(t, "}");
	}
	put_z(t, "}");
	return true;
}

/* --- doing it ------------------------------------------------------------------------------------------------------------------ */
typedef struct job {
	const cli_command *self;
	const cli_options *o;
	const cli_settings *s;
	riwaya_store *store;
} job;

static int write_list(const job *j, const riwaya_review_query *q) {
	riwaya_error e = {0};
	const char *format = cli_format(j->self, j->o);
	riwaya_reviews_as as = strcmp(format, "json") == 0 ? RIWAYA_REVIEWS_JSON
		: strcmp(format, "jsonl") == 0                 ? RIWAYA_REVIEWS_KEPT
													   : RIWAYA_REVIEWS_TEXT;
	return riwaya_write_reviews(j->store, q, as, &j->s->show, cli_out, &e) ? cli_store_trouble(&e) : CLI_OK;
}

/* Keeps it, and tells it back as it stands now. */
static int decide(const job *j, const text *t) {
	char id[RIWAYA_REVIEW_ID + 1];
	riwaya_error e = {0};
	if (riwaya_store_review(j->store, (riwaya_slice){t->p, t->n}, id, &e)) return cli_store_trouble(&e);
	return write_list(j, &(riwaya_review_query){.id = id});
}

static int all_of(const job *j) {
	const cli_options *o = j->o;
	if (o->n_operands != 1) {
		cli_say("list takes no more words; --incident, --report, --by, --orphans, --waiting choose");
		return CLI_USAGE;
	}
	return write_list(j,
		&(riwaya_review_query){.incident = o->value[OPT_INCIDENT],
			.report = o->value[OPT_REPORT],
			.by = o->value[OPT_BY],
			.orphans = o->value[OPT_ORPHANS] != NULL,
			.waiting = o->value[OPT_WAITING] != NULL});
}

static int agreement(const job *j) {
	riwaya_error e = {0};
	bool json = strcmp(cli_format(j->self, j->o), "text") != 0;
	return riwaya_write_agreement(j->store, json, &j->s->show, cli_out, &e) ? cli_store_trouble(&e) : CLI_OK;
}

static int policy(const job *j) {
	const cli_options *o = j->o;
	const char *v = o->n_operands == 3 ? o->operands[2] : NULL;
	bool on = v && strcmp(v, "on") == 0, now;
	riwaya_error e = {0};
	if (o->n_operands != 1 && (!v || strcmp(o->operands[1], "second-eyes") != 0 || (!on && strcmp(v, "off") != 0))) {
		cli_say("it is: riwaya review policy [second-eyes on|off]");
		return CLI_USAGE;
	}
	if (riwaya_store_second_eyes(j->store, v ? &on : NULL, &now, &e)) return cli_store_trouble(&e);
	printf("second eyes: %s\n", now ? "on: a decision counts when two people hold it" : "off: a decision counts at once");
	return CLI_OK;
}

/* The claims of a report with the numbers by which they are named here. */
static int claims(const job *j) {
	riwaya_error e = {0};
	riwaya_set *set;
	const riwaya_claim *c;
	size_t n;
	if (j->o->n_operands != 2) {
		cli_say("it is: riwaya review claims REPORT");
		return CLI_USAGE;
	}
	if (riwaya_store_reports(j->store, j->o->operands + 1, 1, &set, &e)) return cli_store_trouble(&e);
	int code = CLI_OK;
	if (riwaya_set_claims(set, 0, &c, &n, &e))
		code = cli_store_trouble(&e);
	else
		for (size_t i = 0; i < n; i++)
			printf("%zu  %.*s  %.*s%s%.*s  %.*s\n", i + 1, (int)c[i].id.n, c[i].id.p, (int)c[i].predicate.n,
				c[i].predicate.p, c[i].figure.text.n ? " " : "", (int)c[i].figure.text.n, c[i].figure.text.p,
				(int)c[i].evidence.n, c[i].evidence.p);
	riwaya_set_free(set);
	return code;
}

static bool read_all(const char *path, text *t) {
	char buf[1 << 16];
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	if (!f) {
		cli_say("cannot read '%s': %s", path, strerror(errno));
		return false;
	}
	for (size_t n; (n = fread(buf, 1, sizeof buf, f)) > 0;) put(t, buf, n);
	bool good = !ferror(f);
	if (!good) cli_say("cannot read '%s': %s", path, strerror(errno));
	if (f != stdin) fclose(f);
	return good;
}

static int import(const job *j, const text *t) {
	riwaya_error e = {0};
	uint64_t taken = 0, known = 0;
	if (t->n && riwaya_store_import_reviews(j->store, (riwaya_slice){t->p, t->n}, &taken, &known, &e))
		return cli_store_trouble(&e);
	printf("%" PRIu64 " reviews taken; %" PRIu64 " were there already\n", taken, known);
	return CLI_OK;
}

static const kind *kind_of(const char *name) {
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, name) == 0) return &kinds[i];
	return NULL;
}

static void say_unknown(const char *word) {
	const char *names[sizeof kinds / sizeof *kinds + 4] = {"list", "agreement", "policy", "claims"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) names[i + 4] = kinds[i].name;
	const char *near = cli_nearest(word, names, sizeof names / sizeof *names);
	if (near)
		cli_say("review has no '%s'; did you mean %s?", word, near);
	else
		cli_say("review has no '%s'; riwaya review --help tells what it takes", word);
}

static int run(const cli_command *self, const cli_options *o) {
	static const struct {
		const char *name;
		int (*run)(const job *j);
	} others[] = {{"list", all_of}, {"agreement", agreement}, {"policy", policy}, {"claims", claims}};
	cli_settings s;
	riwaya_engine *engine;
	riwaya_store *store;
	text t = {0};
	int (*other)(const job *) = NULL;
	const kind *k = NULL;
	if (!cli_settle(self, o, &s)) return CLI_USAGE;
	if (o->value[OPT_JSON]) {
		if (o->n_operands) {
			cli_say("--json FILE stands alone: the file says what is decided");
			return CLI_USAGE;
		}
		if (!read_all(o->value[OPT_JSON], &t)) return CLI_NOTHING;
	} else if (!o->n_operands) {
		cli_say("what is decided? riwaya review accept|reject|correct|add|… ; --help tells all");
		return CLI_USAGE;
	} else {
		for (size_t i = 0; i < sizeof others / sizeof *others; i++)
			if (strcmp(others[i].name, o->operands[0]) == 0) other = others[i].run;
		k = kind_of(o->operands[0]);
		if (!k && !other) {
			say_unknown(o->operands[0]);
			return CLI_USAGE;
		}
		if (k && !compose(k, o, &t)) {
			free(t.p);
			return CLI_USAGE;
		}
	}
	int code = cli_store_open(&s, o, false, &engine, &store);
	if (!code) {
		job j = {self, o, &s, store};
		code = other ? other(&j) : k ? decide(&j, &t) : import(&j, &t);
		cli_store_close(engine, store);
	}
	free(t.p);
	return code;
}

const cli_command cli_review = {
	.name = "review",
	.operands = "WHAT [WORD]...",
	.summary = "Keeps people's decisions about claims, reports and incidents, and lists them.",
	.about =
		"Each decision has its author (--by, else RIWAYA_BY) and a reason (--why); none is ever deleted, and all lie over what\n"
		"was found by machine from then on. What was decided is told back.\n"
		"\n"
		"  accept CLAIM                 the claim is right as it stands\n"
		"  reject CLAIM                 it counts no more, and is shown apart\n"
		"  correct CLAIM FIELD=VALUE... what is to be another\n"
		"  add REPORT WORDS predicate=ID [FIELD=VALUE]...   a claim that was missed, by its words as they stand\n"
		"  identify REPORT WORDS as ID  who or where the words are\n"
		"  publish REPORT TIME          when an undated report was published\n"
		"  join REPORT INCIDENT         the report belongs to the incident\n"
		"  reprint REPORT of REPORT|none   what it copies\n"
		"  merge INCIDENT INCIDENT...   they are one\n"
		"  split INCIDENT REPORT...     these reports belong elsewhere\n"
		"  rename INCIDENT --en TITLE --ar TITLE\n"
		"  grade INCIDENT GRADE [FIELD=VALUE]...   confirmed, fair, weak, contested, discounted; of a line: predicate=killed …\n"
		"  note INCIDENT|REPORT|CLAIM   a remark that changes nothing: the text is --why\n"
		"  withdraw REVIEW              takes back a decision of one's own\n"
		"  second REVIEW                holds with another's\n"
		"  list                         decisions: --incident, --report, --by, --orphans, --waiting\n"
		"  claims REPORT                its claims with their numbers\n"
		"  agreement                    how far people agree\n"
		"  policy [second-eyes on|off]     whether a decision counts only when two people hold it\n"
		"\n"
		"CLAIM is REPORT:N (claims lists them), or the claim's id. REPORT, INCIDENT, REVIEW and ids may be cut short while they\n"
		"fit one alone. FIELD is predicate, figure (5, >=5, >5, ~5, 5-7), unit, polarity, modality, counts, scope, stance, place,\n"
		"time, patient.actor, patient.role, agent.actor, agent.role; figure.mark=WORDS marks its words. none takes away.\n"
		"--json takes reviews as docs/reviews.md has them, one a line; list --format jsonl writes them so.",
	.examples = "  riwaya review correct 3f1c0a7e:2 figure=5 --by 'Huda Salim' --why 'the list of names has five'\n"
				"  riwaya review merge i0f3a i77c1 --by 'Huda Salim' --why 'one attack, told by its two ends'\n"
				"  riwaya review list --orphans\n",
	.options = CLI_OPTIONS(CLI_SHOWING, OPT_DB, OPT_BY, OPT_WHY, OPT_EN, OPT_AR, OPT_JSON, OPT_INCIDENT, OPT_REPORT,
		OPT_ORPHANS, OPT_WAITING, OPT_LEXICON, OPT_QUIET),
	.formats = "text|json|jsonl",
	.run = run,
};
