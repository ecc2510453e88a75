/* tame.h: somebody else's page, written anew from what is harmless in it.
 *
 * A browser's sandbox stops scripts and loads, but not all: it still connects to the hosts that <link rel=preconnect> names, which tells them that
 * somebody reads their page. So the page is not handed on: what is shown is made of our own tags, from a list, with attributes from a list, and
 * of text. Nothing else gets through, however the page is written.
 */
#ifndef RW_SERVE_TAME_H
#define RW_SERVE_TAME_H

#include "base/base.h"

/* html: UTF-8. Writes a page in UTF-8: text, structure, styles, pictures that lie in the page itself. Addresses of links are told by their
 * titles; scripts, frames, forms, media and all that loads are left out. */
void rw_tame(rw_arena *a, rw_slice html, rw_buf *out);

#endif
