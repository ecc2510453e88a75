/* fuzz_json.c: JSON as records, and as a tree, whose values must lie within the bytes, one after the other. */
#include "fuzz_container.h"
#include "read/json.h"

static void check_tree(fuzz_memory *m, rw_slice bytes) {
	rw_json_value *root;
	riwaya_error err = {0};
	(void)rw_json_tree(&m->a, bytes, 0, &root, &err);
	RW_VEC(const rw_json_value *) todo = {0};
	if (root) rw_vec_push(&m->a, &todo, root);
	while (todo.n) {
		const char *end = NULL;
		for (const rw_json_value *v = todo.p[--todo.n]; v; v = v->next) {
			if (v->raw.p < bytes.p || v->raw.n > (size_t)(bytes.p + bytes.n - v->raw.p) || v->raw.p < end) abort();
			end = v->raw.p + v->raw.n;
			if (v->first) rw_vec_push(&m->a, &todo, v->first);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size == 0) return 0;
	fuzz_memory m;
	fuzz_begin(&m);
	if (!setjmp(m.oom)) check_tree(&m, rw_slice_of((const char *)data + 1, size - 1));
	fuzz_end(&m);
	return fuzz_container(&rw_container_records, data, size);
}
