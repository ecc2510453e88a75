/* telegram.c: Telegram Desktop's result.json: one chat, or a whole account. Each message with words is a report: of an album whose pictures
 * are messages of their own, the one that holds its caption; service messages, polls and bare pictures are none.
 *
 *   {"name", "type", "id", "messages": [ {"id", "type", "date", "date_unixtime", "from", "text", …} ]}
 *   {"about", …, "chats": {"about", "list": [ a chat, a chat … ]}, "left_chats": the same}
 *
 * Channels and groups are read, and what somebody saved for himself; private conversations are not.
 */
#include "read/pack.h"
#include "text/text.h"

enum { NAME_MAX_BYTES = 512 };

typedef enum place { IN_CHAT, IN_CHATS, IN_LIST, IN_MESSAGES } place;

typedef struct telegram {
	rw_arena *a;
	rw_jreader r;
	place places[RW_JSON_LEVELS];
	bool account; /* several chats: a report's name tells which */
	bool begun;
	/* The chat that is being read. */
	char name_bytes[NAME_MAX_BYTES], type_bytes[64], id_bytes[32];
	rw_slice name, type, id;
	uint64_t message, messages; /* the one that is being read, and how many there were */
} telegram;

static const char *const private_types[] = {"personal_chat", "bot_chat", "replies", "verification_codes"};
static const char *const public_types[] = {
	"saved_messages", "private_group", "private_supergroup", "public_supergroup", "private_channel", "public_channel"};

static bool has(rw_slice head, const char *z) { return rw_slice_find(head, rw_slice_z(z), 0) != SIZE_MAX; }

static bool has_word(rw_slice head, const char *z) {
	char quoted[64];
	size_t n = strlen(z);
	quoted[0] = '"';
	memcpy(quoted + 1, z, n);
	memcpy(quoted + 1 + n, "\"", 2);
	return has(head, quoted);
}

static int sniff(rw_slice head, bool whole) {
	(void)whole;
	if (rw_slice_starts(head, RW_LIT("\xEF\xBB\xBF"))) head = rw_slice_of(head.p + 3, head.n - 3);
	head = rw_slice_trim(head);
	if (!head.n || head.p[0] != '{') return 0;
	if (has(head, "\"messages\"")) {
		for (size_t i = 0; i < RW_COUNT(private_types); i++)
			if (has_word(head, private_types[i])) return 2;
		for (size_t i = 0; i < RW_COUNT(public_types); i++)
			if (has_word(head, public_types[i])) return 2;
	}
	/* A whole account begins by telling what it is. */
	static const char *const parts[] = {"personal_information", "profile_pictures", "stories", "contacts",
		"frequent_contacts", "sessions", "chats", "left_chats"};
	size_t i = 1;
	while (i < head.n && (head.p[i] == ' ' || head.p[i] == '\n' || head.p[i] == '\r' || head.p[i] == '\t')) i++;
	if (!rw_slice_starts(rw_slice_of(head.p + i, head.n - i), RW_LIT("\"about\""))) return 0;
	for (i = 0; i < RW_COUNT(parts); i++)
		if (has_word(head, parts[i])) return 2;
	return 0;
}

static riwaya_status open_export(rw_arena *a, rw_stream *in, const rw_manner *how, void **state, riwaya_error *err) {
	(void)how;
	(void)err;
	telegram *t = RW_NEW(a, telegram);
	t->a = a;
	rw_jreader_init(&t->r, a, in);
	*state = t;
	return RIWAYA_OK;
}

/* --- a message ---------------------------------------------------------------------------------------------------- */
/* Where a value's bytes stand, for a report: `base` is that of the record in the input. */
static riwaya_piece piece_of(rw_slice record, uint64_t base, const rw_json_value *v, rw_slice name) {
	return (riwaya_piece){
		.kind = RIWAYA_PIECE_STRING, .name = name, .offset = base + (uint64_t)(v->raw.p - record.p), .n = v->raw.n};
}

/* Whether a part of a text is but an address or a tag. */
static bool is_label(rw_slice type) {
	static const char *const types[] = {"link", "text_link", "mention", "mention_name", "hashtag", "cashtag",
		"bot_command", "email", "phone", "bank_card", "custom_emoji"};
	for (size_t i = 0; i < RW_COUNT(types); i++)
		if (rw_slice_eqz(type, types[i])) return !rw_slice_eqz(type, "text_link");
	return false;
}

static void add_text(rw_pack *p, const telegram *t, rw_slice record, uint64_t base, const rw_json_value *m, bool *words) {
	rw_arena *a = p->d->a;
	const rw_json_value *text = rw_json_member(m, RW_LIT("text")), *parts = text;
	const char *key = "text";
	if (!text || (text->type != RW_JSON_STRING && !text->n)) {
		parts = rw_json_member(m, RW_LIT("text_entities"));
		key = "text_entities";
	}
	if (parts && parts->type == RW_JSON_STRING && parts->text.n) {
		riwaya_piece piece =
			piece_of(record, base, parts, rw_arena_printf(a, "messages[%llu].text", (unsigned long long)t->message));
		rw_pack_add(p, parts->text, &piece);
		*words = *words || rw_has_letter(parts->text);
	}
	if (!parts || parts->type != RW_JSON_LIST) return;
	for (const rw_json_value *v = parts->first; v; v = v->next) {
		const rw_json_value *s = v->type == RW_JSON_OBJECT ? rw_json_member(v, RW_LIT("text")) : v;
		if (!s || s->type != RW_JSON_STRING || !s->text.n) continue;
		riwaya_piece piece = piece_of(record, base, s,
			rw_arena_printf(a, "messages[%llu].%s[%u]%s", (unsigned long long)t->message, key, (unsigned)v->index,
				v == s ? "" : ".text"));
		rw_pack_add(p, s->text, &piece);
		*words = *words || (rw_has_letter(s->text) && (v == s || !is_label(rw_json_text(v, "type"))));
	}
}

static rw_slice time_of(rw_arena *a, const rw_json_value *m, const char *unix_time, const char *local) {
	/* Seconds are sure; the other is a clock without a zone, that of whoever exported. */
	uint64_t seconds;
	rw_slice s = rw_json_text(m, unix_time);
	if (s.n && rw_slice_u64(s, &seconds) && seconds < INT64_MAX) {
		rw_slice at = rw_epoch(a, (int64_t)seconds);
		if (at.n) return at;
	}
	return rw_json_text(m, local);
}

/* A message's own words and what is known of them; false where it has none. */
static bool message(const telegram *t, rw_slice record, uint64_t base, const rw_json_value *m, rw_document *d) {
	rw_arena *a = d->a;
	rw_slice type = rw_json_text(m, "type");
	if (m->type != RW_JSON_OBJECT || (type.n && !rw_slice_eqz(type, "message"))) return false;
	rw_pack p = rw_pack_begin(d);
	bool words = false;
	add_text(&p, t, record, base, m, &words);
	if (!words) return false;
	rw_pack_end(&p);
	rw_slice id = rw_json_text(m, "id");
	rw_slice number = id.n ? id : rw_arena_printf(a, "messages[%llu]", (unsigned long long)t->message);
	rw_slice chat = t->name.n ? t->name : t->id;
	d->name = t->account && chat.n ? rw_arena_printf(a, RW_FMT "/" RW_FMT, RW_ARG(chat), RW_ARG(number)) : number;
	d->format = "telegram";
	d->kind = RW_KIND_TEXT;
	d->identity = record;
	rw_packing *told = &d->told;
	rw_slice from = rw_json_text(m, "from"), forwarded = rw_json_text(m, "forwarded_from"),
			 saved = rw_json_text(m, "saved_from"), author = rw_json_text(m, "author");
	if (rw_slice_eqz(t->type, "saved_messages")) {
		/* Who kept a post for himself did not publish it. */
		told->outlet = forwarded.n ? forwarded : saved.n ? saved : from;
		told->credit = forwarded.n && saved.n && !rw_slice_eq(saved, forwarded) ? saved : RW_NONE;
	} else {
		bool channel = rw_slice_ends(t->type, RW_LIT("_channel"));
		bool as_channel = rw_slice_starts(rw_json_text(m, "from_id"), RW_LIT("channel"));
		told->outlet = t->name.n && (channel || !as_channel) ? t->name : from;
		if (!channel && !as_channel && !rw_slice_eq(from, told->outlet)) told->author = from;
		if (author.n) told->author = author;
		told->credit = forwarded;
	}
	told->published = time_of(a, m, "date_unixtime", "date");
	told->updated = time_of(a, m, "edited_unixtime", "edited");
	rw_slice reply = rw_json_text(m, "reply_to_message_id");
	if (reply.n)
		rw_vec_push(a, &d->notes, (riwaya_note){rw_arena_printf(a, "answers message " RW_FMT, RW_ARG(reply)), base});
	return true;
}

/* --- the chats ------------------------------------------------------------------------------------------------------ */
static bool is_private(const telegram *t) {
	for (size_t i = 0; i < RW_COUNT(private_types); i++)
		if (rw_slice_eqz(t->type, private_types[i])) return true;
	return false;
}

static void new_chat(telegram *t) {
	t->name = t->type = t->id = RW_NONE;
	t->messages = 0;
}

/* A short member of a chat, kept. */
static void keep(telegram *t, char *to, size_t cap, rw_slice *out, riwaya_error *err, riwaya_status *status) {
	rw_slice raw;
	uint64_t at;
	rw_json_value *v;
	*status = rw_jreader_value(&t->r, RIWAYA_MAX_RECORD, &raw, &at, err);
	if (*status) return;
	rw_mark m = rw_arena_mark(t->a);
	*status = rw_json_tree(t->a, raw, at, &v, err);
	if (!*status && (v->type == RW_JSON_STRING || v->type == RW_JSON_NUMBER) && v->text.n) {
		rw_slice s = v->text;
		if (s.n > cap) s.n = cap;
		/* Not within a character. */
		while (s.n < v->text.n && s.n && ((unsigned char)v->text.p[s.n] & 0xC0) == 0x80) s.n--;
		memcpy(to, s.p, s.n);
		*out = rw_slice_of(to, s.n);
	}
	rw_arena_reset(t->a, m);
}

/* A member of a chat or of the account: goes into what leads to messages, keeps what names the chat, leaves the rest. */
static riwaya_status member(telegram *t, rw_slice key, riwaya_error *err) {
	riwaya_status status = RIWAYA_OK;
	char c = rw_jreader_peek(&t->r);
	uint32_t level = t->r.n_levels;
	if (c == '[' && rw_slice_eqz(key, "messages")) {
		if (is_private(t)) {
			if (t->account) return rw_jreader_skip(&t->r, err);
			rw_jreader_end(&t->r);
			return rw_fail(err, RIWAYA_FORMAT, RW_NONE, 0, 0,
				"is a private conversation; riwaya reads channels and groups: export one of those");
		}
		if (rw_jreader_enter(&t->r)) t->places[level] = IN_MESSAGES;
	} else if (c == '{' && (rw_slice_eqz(key, "chats") || rw_slice_eqz(key, "left_chats"))) {
		t->account = true;
		if (rw_jreader_enter(&t->r)) t->places[level] = IN_CHATS;
	} else if (rw_slice_eqz(key, "name")) {
		keep(t, t->name_bytes, sizeof t->name_bytes, &t->name, err, &status);
	} else if (rw_slice_eqz(key, "type")) {
		keep(t, t->type_bytes, sizeof t->type_bytes, &t->type, err, &status);
	} else if (rw_slice_eqz(key, "id")) {
		keep(t, t->id_bytes, sizeof t->id_bytes, &t->id, err, &status);
	}
	return status;
}

/* Steps on to the next message; OK with its bytes. */
static riwaya_status next_message(telegram *t, rw_slice *record, uint64_t *at, riwaya_error *err) {
	for (;;) {
		rw_slice key;
		uint32_t level = t->r.n_levels;
		place in = level ? t->places[level - 1] : IN_CHAT;
		riwaya_status status = rw_jreader_next(&t->r, &key, err);
		if (status == RIWAYA_END && level) continue;
		if (status) return status;
		if (level == 0) {
			/* The export itself; nothing that follows it is one. */
			if (t->begun) return RIWAYA_END;
			t->begun = true;
			if (rw_jreader_enter(&t->r)) t->places[0] = IN_CHAT;
		} else if (in == IN_MESSAGES) {
			t->message = t->messages++;
			return rw_jreader_value(&t->r, RIWAYA_MAX_RECORD, record, at, err);
		} else if (in == IN_LIST) {
			new_chat(t);
			if (rw_jreader_enter(&t->r)) t->places[level] = IN_CHAT;
		} else if (in == IN_CHATS) {
			if (rw_slice_eqz(key, "list") && rw_jreader_peek(&t->r) == '[' && rw_jreader_enter(&t->r))
				t->places[level] = IN_LIST;
		} else {
			status = member(t, key, err);
			if (status) return status;
		}
	}
}

static riwaya_status next(void *state, rw_document *d, riwaya_error *err) {
	telegram *t = state;
	for (;;) {
		rw_slice record;
		uint64_t at;
		rw_json_value *m;
		riwaya_status status = next_message(t, &record, &at, err);
		if (status) return status;
		rw_mark mark = rw_arena_mark(d->a);
		status = rw_json_tree(d->a, record, at, &m, err);
		bool words = !status && message(t, record, at, m, d);
		if (status || words) return status;
		rw_arena *a = d->a;
		rw_arena_reset(a, mark);
		*d = (rw_document){.a = a};
	}
}

const rw_container rw_container_telegram = {"a Telegram export", sniff, open_export, next, NULL};
