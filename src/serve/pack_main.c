/* pack_main.c: puts files into the one image that assets.c reads: each as it is, and as gzip and brotli pack it where that is smaller.
 *
 *   riwaya-pack IMAGE [--as PATH] FILE|FOLDER...
 *
 * For each file a line "PATH<tab>TYPE<tab>ETAG<tab>BYTES<tab>GZIP<tab>BROTLI", then its three forms. A folder's files go by their place in it, a file
 * by its name, or by PATH. The same files give the same image.
 */
#define _DEFAULT_SOURCE
#include "base/base.h"
#include <brotli/encode.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <zlib.h>

static FILE *image;

static void fail(const char *what, const char *of) {
	fprintf(stderr, "riwaya-pack: %s: %s\n", of, what);
	exit(1);
}

static void *room(size_t n) {
	void *p = malloc(n ? n : 1);
	if (!p) fail("memory ran out", "image");
	return p;
}

static const char *type_of(const char *path) {
	static const char *const types[][2] = {{".html", "text/html; charset=utf-8"},
		{".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"},
		{".json", "application/json; charset=utf-8"}, {".svg", "image/svg+xml"}, {".woff2", "font/woff2"},
		{".png", "image/png"}, {".ico", "image/x-icon"}, {".webmanifest", "application/manifest+json"},
		{".txt", "text/plain; charset=utf-8"}};
	const char *dot = strrchr(path, '.');
	for (size_t i = 0; dot && i < RW_COUNT(types); i++)
		if (strcmp(dot, types[i][0]) == 0) return types[i][1];
	return "application/octet-stream";
}

/* 0 where it is not smaller by a tenth. */
static size_t gzip(const unsigned char *p, size_t n, unsigned char *out, size_t cap) {
	z_stream z = {0};
	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) fail("zlib", "image");
	z.next_in = (unsigned char *)(uintptr_t)p;
	z.avail_in = (unsigned)n;
	z.next_out = out;
	z.avail_out = (unsigned)cap;
	bool whole = deflate(&z, Z_FINISH) == Z_STREAM_END;
	size_t size = z.total_out;
	deflateEnd(&z);
	return whole && size < n - n / 10 ? size : 0;
}

static void pack(const char *file, const char *path) {
	FILE *f = fopen(file, "rb");
	struct stat st;
	if (!f || fstat(fileno(f), &st) != 0) fail("can't be read", file);
	size_t n = (size_t)st.st_size, cap = n + n / 8 + 1024, br = cap;
	unsigned char *plain = room(n), *gz = room(cap), *brotli = room(cap), digest[32];
	if (fread(plain, 1, n, f) != n) fail("can't be read", file);
	fclose(f);
	char etag[65];
	rw_sha256 h;
	rw_sha256_init(&h);
	rw_sha256_add(&h, plain, n);
	rw_sha256_end(&h, digest);
	rw_hex(digest, 12, etag);
	size_t gz_n = n > 256 ? gzip(plain, n, gz, cap) : 0;
	bool packed = gz_n && BrotliEncoderCompress(11, 22, BROTLI_MODE_GENERIC, n, plain, &br, brotli) && br < gz_n;
	if (!packed) br = 0;
	fprintf(image, "%s\t%s\t\"%s\"\t%zu\t%zu\t%zu\n", path, type_of(path), etag, n, gz_n, br);
	fwrite(plain, 1, n, image);
	fwrite(gz, 1, gz_n, image);
	fwrite(brotli, 1, br, image);
	free(plain);
	free(gz);
	free(brotli);
}

static int seen(const struct dirent *d) { return d->d_name[0] != '.'; }

static void walk(const char *file, const char *path) {
	struct stat st;
	if (stat(file, &st) != 0) fail("is not there", file);
	if (!S_ISDIR(st.st_mode)) {
		pack(file, path);
		return;
	}
	struct dirent **names;
	int n = scandir(file, &names, seen, alphasort);
	if (n < 0) fail("can't be listed", file);
	for (int i = 0; i < n; i++) {
		char below[4096], as[1024];
		if (snprintf(below, sizeof below, "%s/%s", file, names[i]->d_name) >= (int)sizeof below ||
			snprintf(as, sizeof as, "%s/%s", path, names[i]->d_name) >= (int)sizeof as)
			fail("its path is too long", names[i]->d_name);
		walk(below, as);
		free(names[i]);
	}
	free(names);
}

int main(int argc, char **argv) {
	if (argc < 2) fail("usage: riwaya-pack IMAGE [--as PATH] FILE|FOLDER...", "arguments");
	image = fopen(argv[1], "wb");
	if (!image) fail("can't be written", argv[1]);
	for (int i = 2; i < argc; i++) {
		const char *as = "";
		if (strcmp(argv[i], "--as") == 0 && i + 2 < argc) {
			as = argv[i + 1];
			i += 2;
		}
		walk(argv[i], as);
	}
	if (ferror(image) || fclose(image) != 0) fail("can't be written", argv[1]);
	return 0;
}
