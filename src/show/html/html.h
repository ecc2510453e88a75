/* html.h: a reconciliation as one page: a file of its own that asks nothing of any network and runs no script.
 *
 *   escape.c    bytes to the sink; everything that comes from outside as text, mixed directions apart
 *   sheet.c     the whole: head, contents, incidents, what stands beside them, what it was made with
 *   accounts.c  contradictions and lines: who said what, on whose word
 *   plot.c      the values of a line as marks on one axis
 *   days.c      when it happened and when it was told, as bars of days
 *   course.c    what changed, timeline, names used, origins, people's decisions
 *   sources.c   the reports with their quotations: what every figure of the page leads to
 *   quoting.c   who quotes whom, drawn
 *   changes.c   what changed in a store, as such a page
 *   report.css  how it looks; a part of the library (style.S)
 *
 * Words are those of the terminal's ledger (incident.h, tell.h, words.h). Text comes in as a rw_rich, which keeps apart what is the reader's
 * language and what is quoted or named; a stretch of the other direction becomes a <bdi>, a quotation a <q>.
 *
 * Anchors  i2 incident, i2-l3 line, i2-x1 contradiction, i2-r4 report, i2-c5 claim in its sentence; r4 a report of no incident. Every link has
 *          its target: claims beyond RW_HTML_QUOTED of one report lead to the report.
 */
#ifndef RW_HTML_H
#define RW_HTML_H

#include "show/incident.h"

enum {
	RW_HTML_BUFFER = 8192,
	RW_HTML_TELLERS = 6,         /* of one value, with their words; further ones are named and linked */
	RW_HTML_NAMED = 12,          /* tellings up to which those stand unfolded */
	RW_HTML_CONTRADICTIONS = 12, /* in full; further ones are folded */
	RW_HTML_OPEN = 12,           /* reports of an incident up to which their quotations are unfolded */
	RW_HTML_QUOTED = 400,        /* claims of one report that are shown in their sentence */
	RW_HTML_WORDS = 240,         /* columns of a quotation in a line: cut around its figure */
	RW_HTML_OUTLETS = 12,        /* named beside a word or origin */
	RW_HTML_MOMENTS = 60,        /* of the timeline; further ones are folded */
};

typedef struct rw_html {
	riwaya_sink sink;
	bool failed;
	size_t n;
	char buf[RW_HTML_BUFFER];
} rw_html;

/* Markup of ours, as it is. */
void rw_html_z(rw_html *h, const char *z);
void rw_html_f(rw_html *h, const char *fmt, ...) RIWAYA_PRINTF(2, 3); /* short: numbers and names of ours */
/* Anything, as text or as the value of an attribute between double quotes. */
void rw_html_text(rw_html *h, rw_slice s);
bool rw_html_end(rw_html *h);

typedef struct rw_sheet_html {
	rw_html h;
	rw_page rich; /* makes rich text; nothing is written by it */
	rw_words words;
	rw_arena *a;
	const riwaya_reconciliation *r;
	const riwaya_incident *i; /* the one being laid out */
	size_t number;            /* … from 1 */
	unsigned level;           /* of headings: of the incident's title */
	/* of the incident's claims */
	uint32_t *by_report; /* in order of report and place */
	uint32_t *line_of;   /* UINT32_MAX for none */
	bool *quoted;        /* has an anchor; NULL on a page without reports, where nothing leads to them */
} rw_sheet_html;

/* --- text: escape.c ---------------------------------------------------------------------------------------------- */
/* The reader's words, in which names of the other direction may stand. */
void rw_html_words(rw_sheet_html *p, rw_slice s);
void rw_html_label(rw_sheet_html *p, const char *key);
void rw_html_comma(rw_sheet_html *p); /* between parts, as the reader's language writes it */
/* A name from outside, whatever its direction. */
void rw_html_name(rw_sheet_html *p, rw_slice s);
/* Rich text. Its outlet, where it names one, leads to `href` (NULL: no link); quotations are of report `of` (NULL: not known). */
void rw_html_rich(rw_sheet_html *p, const rw_rich *r, const char *href, const riwaya_report *of);
/* Attributes for words of a report: lang where it is known, dir by the letters that prevail. */
void rw_html_spoken(rw_sheet_html *p, const riwaya_report *of, rw_slice s);
/* "#i2-c5", in the arena; NULL where p->quoted is. */
const char *rw_html_claim_at(rw_sheet_html *p, uint32_t claim);
const char *rw_html_report_at(rw_sheet_html *p, uint32_t report);
void rw_html_heading(rw_sheet_html *p, unsigned below, rw_slice s, size_t n); /* n: a count beside it, 0 for none */
/* An outlet and its report's number, as a link. */
void rw_html_outlet(rw_sheet_html *p, uint32_t report, const char *href);
void rw_html_decisions(rw_sheet_html *p, const riwaya_decision *d, size_t n, bool disputed);
/* Who tells a claim, on whose word, when; and its words, cut to about `budget` columns (0: whole) unless the row above has the same. */
void rw_html_teller(rw_sheet_html *p, uint32_t claim, bool same_words);
void rw_html_quote(rw_sheet_html *p, uint32_t claim, unsigned budget);

/* --- the page: sheet.c ---------------------------------------------------------------------------------------------- */
rw_sheet_html *rw_html_begin(const rw_lexicon *lx, rw_arena *a, const riwaya_show *show, riwaya_sink sink);
void rw_html_open(rw_sheet_html *p, rw_slice title);
void rw_html_close(rw_sheet_html *p, const riwaya_show *show); /* from </main> on: what it was made with */

/* --- sections ------------------------------------------------------------------------------------------------------ */
void rw_html_contradictions(rw_sheet_html *p);
void rw_html_lines(rw_sheet_html *p);
void rw_html_changes(rw_sheet_html *p);
void rw_html_timeline(rw_sheet_html *p);
void rw_html_days(rw_sheet_html *p); /* bars of days; nothing where all is of one day */
void rw_html_framing(rw_sheet_html *p);
void rw_html_origins(rw_sheet_html *p);
/* The drawing; `s` as rw_standings gives them. Nothing where there is one origin or outlet. */
void rw_html_quoting(rw_sheet_html *p, const rw_standing *s);
void rw_html_decided(rw_sheet_html *p);
void rw_html_rejected(rw_sheet_html *p);
void rw_html_coded(rw_sheet_html *p);
void rw_html_reports(rw_sheet_html *p);
/* Fills by_report, line_of and quoted for p->i. */
void rw_html_place_claims(rw_sheet_html *p);
/* Title, address or file, digest of a report. */
void rw_html_report_place(rw_sheet_html *p, const riwaya_report *r);
/* Number, outlet, time, title, address, digest of a report, why it stands there. */
void rw_html_report_head(rw_sheet_html *p, unsigned below, uint32_t report, rw_slice part, rw_slice why);

/* --- plots: plot.c -------------------------------------------------------------------------------------------------- */
/* The axis that all values of a line share. */
typedef struct rw_axis {
	double low, high;
	bool logarithmic, rtl;
	double ticks[12];
	size_t n_ticks;
} rw_axis;

/* False where a plot would tell no more than the words: fewer than two values. */
bool rw_axis_of(const riwaya_incident *i, const rw_line_row *rows, size_t n, bool rtl, rw_axis *axis);
void rw_plot_axis(rw_sheet_html *p, const rw_axis *axis);
/* The marks of rows [from, end), which say the same. */
void rw_plot_value(rw_sheet_html *p, const rw_axis *axis, const rw_line_row *rows, size_t from, size_t end);
/* The class of an origin's marks: its colour. */
const char *rw_plot_teller(const riwaya_incident *i, uint32_t origin);
void rw_plot_key(rw_sheet_html *p); /* what the marks mean */

#endif
