/* The table of connections: whatever becomes of a connection, its place comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/peers.h"

static const struct sockaddr_in somewhere = {.sin_family = AF_INET, .sin_addr = {0x0100007f}};
#define ADDRESS ((const struct sockaddr *)(const void *)&somewhere)

struct pair {
	int ours, client;
};

static struct pair arrive(void)
{
	int fds[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	assert_true(peer_arrive(fds[0], ADDRESS));
	return (struct pair){fds[0], fds[1]};
}

static void leave(struct pair pair)
{
	close(pair.ours);
	close(pair.client);
}

static bool was_cut(struct pair pair)
{
	char byte;

	return recv(pair.client, &byte, 1, MSG_DONTWAIT) == 0;
}

static void a_connection_counts_until_it_is_closed(void **state)
{
	struct pair pair = arrive();

	(void)state;
	assert_int_equal(peer_count(), 1);
	struct peer *peer = peer_open(pair.ours);

	assert_non_null(peer);
	assert_string_equal(peer_address(peer), "127.0.0.1");
	assert_int_equal(peer_count(), 1);
	peer_close(peer);
	assert_int_equal(peer_count(), 0);
	leave(pair);
}

static void what_was_not_taken_counts_no_more(void **state)
{
	struct pair pair = arrive();

	(void)state;
	peer_give_up(pair.ours);
	assert_int_equal(peer_count(), 0);
	assert_null(peer_open(pair.ours));
	leave(pair);
}

/* libmicrohttpd has closed it, and told nobody. */
static void what_was_dropped_is_found(void **state)
{
	struct pair pair = arrive(), other = arrive();

	(void)state;
	leave(pair);
	peers_reap();
	assert_int_equal(peer_count(), 1);
	struct peer *peer = peer_open(other.ours);

	peers_reap();
	assert_int_equal(peer_count(), 1);
	peer_close(peer);
	leave(other);
}

static void what_was_dropped_is_found_behind_another_socket(void **state)
{
	struct pair pair = arrive();
	int before = peer_count(), fd, other[2];

	(void)state;
	leave(pair);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, other), 0);
	fd = dup2(other[0], pair.ours);
	assert_int_equal(fd, pair.ours);
	peers_reap();
	assert_int_equal(peer_count(), before - 1);
	close(fd);
	close(other[0]);
	close(other[1]);
}

static void a_number_that_is_given_out_again_counts_once(void **state)
{
	struct pair first = arrive();
	int before = peer_count();

	(void)state;
	leave(first);
	struct pair second = arrive();

	assert_int_equal(second.ours, first.ours);
	assert_int_equal(peer_count(), before);
	struct peer *peer = peer_open(second.ours);

	peers_reap();
	assert_int_equal(peer_count(), before);
	peer_close(peer);
	leave(second);
}

/* What is sent before the client closes its side is answered; what is not complete is not waited
 * for. */
static void half_a_request_ends_with_its_client(void **state)
{
	struct pair half = arrive(), whole = arrive(), working = arrive();
	struct peer *a = peer_open(half.ours), *b = peer_open(whole.ours),
		    *c = peer_open(working.ours);

	(void)state;
	peer_enter(a, PHASE_BODY, 100);
	peer_enter(b, PHASE_BODY, 100);
	peer_enter(c, PHASE_WORK, 0);
	assert_int_equal(send(whole.client, "x", 1, 0), 1); /* not read yet */
	shutdown(half.client, SHUT_WR);
	shutdown(whole.client, SHUT_WR);
	shutdown(working.client, SHUT_WR);
	peers_reap();
	assert_false(was_cut(half)); /* it may just have been read */
	peers_reap();
	assert_true(was_cut(half));
	assert_false(was_cut(whole));
	assert_false(was_cut(working));
	peer_close(a);
	peer_close(b);
	peer_close(c);
	leave(half);
	leave(whole);
	leave(working);
}

/* A slow line may take a long answer, as it may send a long body. */
static void what_is_long_takes_its_time(void **state)
{
	struct pair page = arrive(), scan = arrive(), body = arrive();
	struct peer *a = peer_open(page.ours), *b = peer_open(scan.ours), *c = peer_open(body.ours);

	(void)state;
	peers_start(0);
	peer_enter(a, PHASE_ANSWER, 0);
	peer_enter(b, PHASE_ANSWER, 10 << 20);
	peer_enter(c, PHASE_BODY, 10 << 20);
	peers_reap();
	peers_start(15);
	assert_true(was_cut(page));
	assert_false(was_cut(scan));
	assert_false(was_cut(body));
	peer_close(a);
	peer_close(b);
	peer_close(c);
	leave(page);
	leave(scan);
	leave(body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_connection_counts_until_it_is_closed),
		cmocka_unit_test(what_was_not_taken_counts_no_more),
		cmocka_unit_test(what_was_dropped_is_found),
		cmocka_unit_test(what_was_dropped_is_found_behind_another_socket),
		cmocka_unit_test(a_number_that_is_given_out_again_counts_once),
		cmocka_unit_test(half_a_request_ends_with_its_client),
		cmocka_unit_test(what_is_long_takes_its_time),
	};

	peers_start(15);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
