/* bearing.c: who bears arms. */
#include "group/bearing.h"

enum { WIDER = 12 }; /* roles within one another: a loop in an overlay's rows must end */

rw_slice rw_role_code(const rw_lexicon *lx, rw_slice role, const char *column) {
	for (unsigned k = 0; role.n && k < WIDER; k++) {
		rw_row row = rw_row_find(lx, "roles", role);
		rw_slice code = row ? rw_row_get(lx, row, column) : RW_NONE;
		if (code.n) return code;
		role = row ? rw_row_get(lx, row, "within") : RW_NONE;
	}
	return RW_NONE;
}

rw_bearing rw_role_bearing(const rw_lexicon *lx, rw_slice role) {
	rw_slice side = rw_role_code(lx, role, "side");
	return rw_slice_eqz(side, "civilian") ? RW_CIVIL : rw_slice_eqz(side, "combatant") ? RW_COMBAT : RW_OPEN;
}

rw_slice rw_actor_type(const rw_lexicon *lx, rw_slice actor) {
	rw_row row = actor.n ? rw_row_find(lx, "actors", actor) : 0;
	return row ? rw_row_get(lx, row, "type") : RW_NONE;
}

bool rw_actor_armed(const rw_lexicon *lx, rw_slice actor) {
	rw_slice type = rw_actor_type(lx, actor);
	rw_row row = type.n ? rw_row_find(lx, "actortypes", type) : 0;
	return row && rw_slice_eqz(rw_row_get(lx, row, "armed"), "yes");
}

rw_bearing rw_bearing_of(const rw_lexicon *lx, rw_slice role, rw_slice actor) {
	rw_bearing b = rw_role_bearing(lx, role);
	return b == RW_OPEN && rw_actor_armed(lx, actor) ? RW_COMBAT : b;
}
