/*
 * HTTP byte by byte: a client that sends exactly what it is told, well-formed or not, and reads one
 * answer at a time.
 */
#ifndef THIDUA_TEST_WIRE_H
#define THIDUA_TEST_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#define WIRE_PATIENCE 5000 /* milliseconds that an answer may take */

struct wire {
	int fd;
	char *data; /* received, and not yet consumed */
	size_t length, size;
};

enum wire_event {
	WIRE_ANSWER,
	WIRE_CLOSED, /* in order: between two answers */
	WIRE_RESET,  /* by the other side, or in the middle of an answer */
	WIRE_SILENCE,
	WIRE_GARBAGE /* not an HTTP answer */
};

struct answer {
	int status;
	char head[4096]; /* status line and headers, with their line ends */
	char body[2048]; /* its first bytes, NUL-terminated */
	size_t body_length;
	bool close; /* has Connection: close */
};

/* Connected to 127.0.0.1; false when that is refused. */
bool wire_open(struct wire *wire, int port);
/* The same from an address of this machine, 127.1.2.3; NULL: whichever. */
bool wire_open_from(struct wire *wire, const char *own_address, int port);
void wire_close(struct wire *wire);

/* False when the other side does not take it any more. */
bool wire_send(struct wire *wire, const char *bytes, size_t length);
bool wire_say(struct wire *wire, const char *text);

/* The next answer; with `bodyless` it is one to HEAD. */
enum wire_event wire_next(struct wire *wire, bool bodyless, int milliseconds, struct answer *out);

/* Bytes as they come, for long answers; 0 at the end of the connection or after WIRE_PATIENCE. */
size_t wire_raw(struct wire *wire, char *out, size_t size);

/* A header's value, or NULL; valid until the next call in this thread. */
const char *answer_header(const struct answer *answer, const char *name);

const char *wire_event_name(enum wire_event event);

#endif
