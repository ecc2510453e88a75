/* upkeep.h: what keeps a store in order: rebuild, stats, backup (verify.h has the check). */
#ifndef RW_STORE_UPKEEP_H
#define RW_STORE_UPKEEP_H

#include "store/store.h"

#endif
