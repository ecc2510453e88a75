/* error.c: statuses by name, and the filling of riwaya_error. */
#include "base/base.h"
#include <stdarg.h>
#include <stdio.h>

const char *riwaya_status_name(riwaya_status s) {
	static const char *const names[] = {
#define RIWAYA_X(name, what) #name,
		RIWAYA_STATUS_MAP(RIWAYA_X)
#undef RIWAYA_X
	};
	return (unsigned)s < RW_COUNT(names) ? names[s] : "?";
}

/* A message that was cut short must not end within a character: terminals and JSON would show a broken one. */
static void end_whole(char *z, size_t cap) {
	size_t n = strlen(z), i = n;
	if (n + 1 < cap) return;
	while (i > 0 && n - i < 3 && ((unsigned char)z[i - 1] & 0xC0) == 0x80) i--;
	if (i == 0) return;
	unsigned char lead = (unsigned char)z[i - 1];
	size_t len = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
	if (lead >= 0xC0 && n - (i - 1) < len) z[i - 1] = '\0';
}

riwaya_status rw_fail(
	riwaya_error *err, riwaya_status code, rw_slice source, uint64_t offset, uint32_t line, const char *fmt, ...) {
	if (!err) return code;
	err->code = code;
	err->offset = offset;
	err->line = line;
	size_t n = source.n < RIWAYA_SOURCE_MAX - 1 ? source.n : RIWAYA_SOURCE_MAX - 1;
	if (n) memmove(err->source, source.p, n);
	err->source[n] = '\0';
	end_whole(err->source, RIWAYA_SOURCE_MAX);
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(err->message, sizeof err->message, fmt, ap);
	va_end(ap);
	end_whole(err->message, RIWAYA_MESSAGE_MAX);
	return code;
}
