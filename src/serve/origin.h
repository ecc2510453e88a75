/* origin.h: where a request comes from: its address behind proxies, the page that sends it, its cookies. Headers are whatever the asker wrote:
 * functions here take any bytes.
 */
#ifndef RW_SERVE_ORIGIN_H
#define RW_SERVE_ORIGIN_H

#include "base/base.h"

enum {
	RW_ORIGIN_NETS = 32,    /* proxies that are believed */
	RW_ORIGIN_HOPS = 32,    /* addresses of one X-Forwarded-For that are looked at, from its end */
	RW_ORIGIN_ADDRESS = 64, /* bytes of an address as text */
	RW_ORIGIN_COOKIES = 64, /* cookies of one request that are looked at */
};

/* An address: of IPv4 as IPv6 has it (::ffff:a.b.c.d). */
typedef struct rw_address {
	unsigned char b[16];
} rw_address;

/* "192.0.2.1", "2001:db8::1", "[2001:db8::1]", each with or without a port where that can be told apart. False for anything else. */
bool rw_address_read(rw_slice s, rw_address *out);
void rw_address_show(const rw_address *a, char out[RW_ORIGIN_ADDRESS]);
bool rw_address_is_loopback(const rw_address *a);
/* What limits count by: an address of IPv4, the first 64 bits of one of IPv6. */
rw_slice rw_address_household(const rw_address *a);

/* Proxies that are believed: "127.0.0.1,10.0.0.0/8,::1". */
typedef struct rw_nets {
	struct {
		rw_address at;
		unsigned bits;
	} p[RW_ORIGIN_NETS];
	size_t n;
} rw_nets;
/* False where the list is wrong: *at is the part that is. */
bool rw_nets_read(rw_slice list, rw_nets *out, rw_slice *at);
bool rw_nets_hold(const rw_nets *nets, const rw_address *a);

/* Who asks, where the connection comes from `peer`: where that is a proxy that is believed, the last address of X-Forwarded-For that is none
 * (forwarded: the header's value; absent for none). */
rw_address rw_address_of_asker(const rw_address *peer, rw_slice forwarded, const rw_nets *believed);

/* The value of a cookie; absent where there is none of that name, or more than one. */
rw_slice rw_cookie_of(rw_slice header, const char *name);

/* Whether a page of our own sends a change, by what browsers say of it: Sec-Fetch-Site, Origin (absent: not given). What gives neither is no
 * browser of these days, and the token alone decides. */
bool rw_sent_by_own_page(rw_slice fetch_site, rw_slice origin, bool https, rw_slice host);
/* Whether another site's page asks for data: it would not see them, but how long they take. */
bool rw_asked_by_other_site(rw_slice fetch_site, rw_slice fetch_mode);

#endif
