/* replay.c: main() of the fuzz targets where libFuzzer is not built in: runs the target over files and folders of files.
 * A folder that is not there is skipped: a target may have no seeds of its own yet.
 */
#include "fuzz.h"
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_SEED = 64 << 20 };

static int run_file(const char *path) {
	FILE *f = fopen(path, "rb");
	if (!f) {
		perror(path);
		return 1;
	}
	fseek(f, 0, SEEK_END);
	long n = ftell(f);
	rewind(f);
	uint8_t *data = n >= 0 && n <= MAX_SEED ? malloc((size_t)n + 1) : NULL;
	if (!data || fread(data, 1, (size_t)n, f) != (size_t)n) {
		fprintf(stderr, "%s: can't be read, or is larger than %d bytes\n", path, MAX_SEED);
		free(data);
		fclose(f);
		return 1;
	}
	fclose(f);
	/* An exact copy, so that the address sanitizer sees a read past its end. */
	uint8_t *exact = malloc((size_t)n ? (size_t)n : 1);
	if (exact) {
		memcpy(exact, data, (size_t)n);
		LLVMFuzzerTestOneInput(exact, (size_t)n);
	}
	free(exact);
	free(data);
	return 0;
}

int main(int argc, char **argv) {
	int failed = 0, files = 0;
	for (int i = 1; i < argc; i++) {
		struct stat st;
		if (stat(argv[i], &st)) continue;
		if (!S_ISDIR(st.st_mode)) {
			failed |= run_file(argv[i]);
			files++;
			continue;
		}
		DIR *d = opendir(argv[i]);
		for (struct dirent *e; d && (e = readdir(d));) {
			if (e->d_name[0] == '.') continue;
			char path[4096];
			int n = snprintf(path, sizeof path, "%s/%s", argv[i], e->d_name);
			if (n < 0 || (size_t)n >= sizeof path) continue;
			failed |= run_file(path);
			files++;
		}
		if (d) closedir(d);
	}
	printf("%d inputs\n", files);
	return failed;
}
