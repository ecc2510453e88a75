/* bearing.h: who bears arms, as tables say: roles (soldiers, civilians) and kinds of actors (armies, monitors). */
#ifndef RW_BEARING_H
#define RW_BEARING_H

#include "lexicon/lexicon.h"

/* A column of a role's row, or of the nearest wider role that has it. */
rw_slice rw_role_code(const rw_lexicon *lx, rw_slice role, const char *column);
typedef enum rw_bearing { RW_OPEN, RW_CIVIL, RW_COMBAT } rw_bearing;
rw_bearing rw_role_bearing(const rw_lexicon *lx, rw_slice role);
/* Of an actor by its type (actortypes.tsv). */
rw_slice rw_actor_type(const rw_lexicon *lx, rw_slice actor);
bool rw_actor_armed(const rw_lexicon *lx, rw_slice actor);
/* Of people by their role, else by whose they are: members of an army fight, whatever they are called. */
rw_bearing rw_bearing_of(const rw_lexicon *lx, rw_slice role, rw_slice actor);

#endif
