/* network.c: which network addresses are public. The list of others is IANA's registries of special-purpose addresses; IPv6 addresses that
 * carry an IPv4 address are what that is. */
#define _POSIX_C_SOURCE 200809L
#include "fetch/fetch.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

typedef struct block4 {
	uint8_t first[4];
	unsigned bits;
	const char *what;
} block4;

static const block4 special4[] = {
	{{0, 0, 0, 0}, 8, "no address"},
	{{10, 0, 0, 0}, 8, "private"},
	{{100, 64, 0, 0}, 10, "a provider's inner network"},
	{{127, 0, 0, 0}, 8, "this machine"},
	{{169, 254, 0, 0}, 16, "link-local"},
	{{172, 16, 0, 0}, 12, "private"},
	{{192, 0, 0, 0}, 24, "reserved"},
	{{192, 0, 2, 0}, 24, "for documentation"},
	{{192, 88, 99, 0}, 24, "reserved"},
	{{192, 168, 0, 0}, 16, "private"},
	{{198, 18, 0, 0}, 15, "for measurements"},
	{{198, 51, 100, 0}, 24, "for documentation"},
	{{203, 0, 113, 0}, 24, "for documentation"},
	{{224, 0, 0, 0}, 4, "multicast"},
	{{240, 0, 0, 0}, 4, "reserved"},
};

typedef struct block6 {
	uint8_t first[16];
	unsigned bits;
	const char *what;
} block6;

static const block6 special6[] = {
	{{0x20, 0x01, 0x00}, 23, "reserved"}, /* Teredo, ORCHID, benchmarks, protocols */
	{{0x20, 0x01, 0x0d, 0xb8}, 32, "for documentation"},
	{{0x3f, 0xff}, 20, "for documentation"},
};
/* Where an IPv4 address lies within: ::a.b.c.d, ::ffff:a.b.c.d, 64:ff9b::a.b.c.d (NAT64), 2002:a.b.c.d:: (6to4). */
static const struct {
	uint8_t first[12];
	unsigned bits, at;
} carriers[] = {
	{{0}, 96, 12},
	{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, 12},
	{{0, 0x64, 0xff, 0x9b}, 96, 12},
	{{0x20, 0x02}, 16, 2},
};

static bool begins(const uint8_t *p, const uint8_t *with, unsigned bits) {
	if (memcmp(p, with, bits / 8) != 0) return false;
	unsigned rest = bits % 8;
	return rest == 0 || ((p[bits / 8] ^ with[bits / 8]) >> (8 - rest)) == 0;
}

static bool public4(const uint8_t *p, const char **why) {
	for (size_t i = 0; i < RW_COUNT(special4); i++) {
		if (!begins(p, special4[i].first, special4[i].bits)) continue;
		*why = special4[i].what;
		return false;
	}
	return true;
}

static bool public6(const uint8_t *p, const char **why) {
	static const uint8_t none[16] = {0}, own[16] = {[15] = 1}, multicast[1] = {0xff}, local[1] = {0xfc},
						 link[2] = {0xfe, 0x80}, global[1] = {0x20};
	*why = "no address";
	if (memcmp(p, none, 16) == 0) return false;
	*why = "this machine";
	if (memcmp(p, own, 16) == 0) return false;
	for (size_t i = 0; i < RW_COUNT(carriers); i++)
		if (begins(p, carriers[i].first, carriers[i].bits)) return public4(p + carriers[i].at, why);
	for (size_t i = 0; i < RW_COUNT(special6); i++) {
		if (!begins(p, special6[i].first, special6[i].bits)) continue;
		*why = special6[i].what;
		return false;
	}
	*why = begins(p, multicast, 8) ? "multicast"
		: begins(p, local, 7)      ? "private"
		: begins(p, link, 10)      ? "link-local"
								   : "reserved";
	return begins(p, global, 3);
}

bool rw_network_public(const struct sockaddr *address, const char **why) {
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, address, sizeof in);
		return public4((const uint8_t *)&in.sin_addr, why);
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in;
		memcpy(&in, address, sizeof in);
		return public6(in.sin6_addr.s6_addr, why);
	}
	*why = "no Internet address";
	return false;
}
