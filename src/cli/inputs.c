/* inputs.c: from what the command line names to a list of files. Folders are walked with a stack of ours, to a bounded depth; each folder is
 * entered once, however many links lead to it, so that no ring of links traps us. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_DEPTH = 64 };

typedef struct todo {
	char *path;
	unsigned depth;
} todo;

/* Folders that were entered: an open-addressing set of (device, inode). */
typedef struct seen {
	struct {
		dev_t dev;
		ino_t ino;
		bool used;
	} * at;
	size_t n, cap;
} seen;

typedef struct walk {
	cli_inputs *in;
	size_t aside; /* pictures, styles and scripts of saved pages */
	todo *stack;
	size_t n, cap;
	seen dirs;
} walk;

static char *copy(const char *z) {
	size_t n = strlen(z) + 1;
	return memcpy(cli_alloc(NULL, n), z, n);
}

static void add(cli_inputs *in, char *path) {
	if (in->n == in->cap) {
		in->cap = in->cap ? in->cap * 2 : 16;
		in->paths = cli_alloc(in->paths, in->cap * sizeof *in->paths);
	}
	in->paths[in->n++] = path;
}

static void push(walk *w, char *path, unsigned depth) {
	if (w->n == w->cap) {
		w->cap = w->cap ? w->cap * 2 : 64;
		w->stack = cli_alloc(w->stack, w->cap * sizeof *w->stack);
	}
	w->stack[w->n++] = (todo){path, depth};
}

static size_t slot(const seen *s, dev_t dev, ino_t ino) {
	size_t h = ((size_t)ino * 0x9E3779B97F4A7C15u) ^ ((size_t)dev * 0xC2B2AE3D27D4EB4Fu);
	for (h &= s->cap - 1; s->at[h].used && (s->at[h].dev != dev || s->at[h].ino != ino);) h = (h + 1) & (s->cap - 1);
	return h;
}

static bool enter_once(seen *s, dev_t dev, ino_t ino) {
	if (s->n * 2 >= s->cap) {
		seen bigger = {NULL, 0, s->cap ? s->cap * 2 : 64};
		bigger.at = cli_alloc(NULL, bigger.cap * sizeof *bigger.at);
		memset(bigger.at, 0, bigger.cap * sizeof *bigger.at);
		for (size_t i = 0; i < s->cap; i++)
			if (s->at[i].used) bigger.at[slot(&bigger, s->at[i].dev, s->at[i].ino)] = s->at[i], bigger.n++;
		free(s->at);
		*s = bigger;
	}
	size_t h = slot(s, dev, ino);
	if (s->at[h].used) return false;
	s->at[h].dev = dev;
	s->at[h].ino = ino;
	s->at[h].used = true;
	s->n++;
	return true;
}

/* What browsers save beside a page. Named on the command line they are read, or refused, like anything else. */
static bool page_resource(const char *path) {
	static const char *const kinds[] = {"css", "js", "mjs", "map", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg",
		"ico", "woff", "woff2", "ttf", "eot"};
	const char *dot = strrchr(path, '.');
	if (!dot || strchr(dot, '/')) return false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcasecmp(dot + 1, kinds[i]) == 0) return true;
	return false;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* Pushes what a folder holds, last name first, so that names come off the stack in order. */
static void open_folder(walk *w, const char *path, unsigned depth) {
	DIR *d = opendir(path);
	if (!d) {
		cli_say("cannot read '%s': %s; allow reading it or leave it out", path, strerror(errno));
		w->in->left_out++;
		return;
	}
	cli_inputs names = {0};
	size_t length = strlen(path);
	while (length > 1 && path[length - 1] == '/') length--;
	const struct dirent *e;
	while ((e = readdir(d))) {
		if (e->d_name[0] == '.') continue;
		char *full = cli_alloc(NULL, length + strlen(e->d_name) + 2);
		memcpy(full, path, length);
		full[length] = '/';
		memcpy(full + length + 1, e->d_name, strlen(e->d_name) + 1);
		add(&names, full);
	}
	closedir(d);
	if (names.n) qsort(names.paths, names.n, sizeof *names.paths, by_name);
	for (size_t i = names.n; i > 0; i--) push(w, names.paths[i - 1], depth + 1);
	free(names.paths);
}

/* Takes one thing off the stack. Within folders only regular files are read: opening a pipe or a device could wait for ever. */
static void visit(walk *w, todo t) {
	struct stat st;
	if (stat(t.path, &st) != 0) {
		if (t.depth == 0 || errno != ENOENT) {
			add(w->in, t.path); /* reading it will say what is wrong */
			return;
		}
		cli_say("cannot read '%s': a link to nothing; mend or remove it", t.path);
		w->in->left_out++;
	} else if (S_ISDIR(st.st_mode)) {
		if (t.depth > MAX_DEPTH) {
			cli_say("cannot read '%s': folders lie more than %d deep; name it on the command line", t.path, MAX_DEPTH);
			w->in->left_out++;
		} else if (enter_once(&w->dirs, st.st_dev, st.st_ino)) {
			open_folder(w, t.path, t.depth);
		}
	} else if (t.depth && S_ISREG(st.st_mode) && page_resource(t.path)) {
		w->aside++;
	} else if (t.depth == 0 || S_ISREG(st.st_mode)) {
		add(w->in, t.path);
		return;
	}
	free(t.path);
}

void cli_inputs_find(cli_inputs *in, const char *const *operands, size_t n, bool quiet) {
	walk w = {.in = in};
	for (size_t i = 0; i < n; i++) {
		if (strcmp(operands[i], "-") == 0) {
			add(in, copy("-"));
			continue;
		}
		size_t before = in->n, left_out = in->left_out;
		push(&w, copy(operands[i]), 0);
		while (w.n) visit(&w, w.stack[--w.n]);
		if (in->n == before && in->left_out == left_out) {
			cli_say("cannot read '%s': the folder holds no files; name the folder that holds the reports", operands[i]);
			in->left_out++;
		}
	}
	if (w.aside && !quiet)
		cli_say("%zu pictures, styles or scripts in folders left aside; name one to have it tried", w.aside);
	free(w.stack);
	free(w.dirs.at);
}

void cli_inputs_add(cli_inputs *in, const char *name) { add(in, copy(name)); }

void cli_inputs_free(cli_inputs *in) {
	for (size_t i = 0; i < in->n; i++) free(in->paths[i]);
	free(in->paths);
	*in = (cli_inputs){0};
}

bool cli_inputs_of(const cli_command *c, const cli_options *o, cli_inputs *in) {
	*in = (cli_inputs){0};
	if (o->value[OPT_TEXT]) {
		if (!o->n_operands) return true;
		cli_say("--text and files exclude each other; give one of them");
		return false;
	}
	if (o->n_operands) {
		cli_inputs_find(in, o->operands, o->n_operands, o->value[OPT_QUIET] != NULL);
	} else if (isatty(STDIN_FILENO)) {
		cli_say("no report to %s; name files or folders, or - for standard input (riwaya %s -h)", c->name, c->name);
		return false;
	} else {
		add(in, copy("-"));
	}
	return true;
}
