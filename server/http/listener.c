/* Opens the listening socket from its textual address: literals only, nothing is resolved. */
#include "http/listener.h"

#include <errno.h>
#include <linux/filter.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"

#define SYN_AND_ACK 0x12 /* of byte 13 in a TCP header */
#define SYN         0x02

static int fail(const char *address, const char *why)
{
	log_error("listen", "address", address, "detail", why, NULL);
	return -1;
}

/* getaddrinfo() takes "" and cuts 65536 to 0. */
static bool is_port(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return digits > 0 && digits <= 5 && !text[digits] && atoi(text) <= 65535;
}

/* NULL when it is no literal with a port. Freed by freeaddrinfo(). */
static struct addrinfo *parse(const char *address)
{
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
		.ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;
	const char *colon = strrchr(address, ':');
	char host[64];
	size_t length = colon ? (size_t)(colon - address) : 0;

	if (length >= 2 && address[0] == '[' && address[length - 1] == ']') {
		address++;
		length -= 2;
		hints.ai_family = AF_INET6;
	} else {
		hints.ai_family = AF_INET;
	}
	if (length == 0 || length >= sizeof host || !is_port(colon + 1))
		return NULL;
	memcpy(host, address, length);
	host[length] = '\0';
	return getaddrinfo(host, colon + 1, &hints, &found) == 0 ? found : NULL;
}

static bool is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(
			&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
	return ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr) >> 24 ==
		127;
}

static int port_of(int fd)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} address = {.v6 = {0}};
	socklen_t length = sizeof address;

	if (getsockname(fd, &address.any, &length) != 0)
		return 0;
	return ntohs(
		address.any.sa_family == AF_INET6 ? address.v6.sin6_port : address.v4.sin_port);
}

/* Bytes that the kernel takes of an answer before its reader does, which it doubles; by itself it takes some megabytes of
 * each, and hundreds of slow readers keep others waiting while that is copied. Connections have what the listener has. */
#define SENT_AHEAD 131072

static int bind_socket(const struct addrinfo *info)
{
	int one = 1, ahead = SENT_AHEAD;
	int fd = socket(info->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	/* Past connections in TIME_WAIT do not keep the address; a second server still cannot
	 * bind. */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &ahead, sizeof ahead) == 0 &&
		(info->ai_family != AF_INET6 ||
			setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one) == 0) &&
		bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, LISTENER_BACKLOG) == 0)
		return fd;

	int reason = errno;

	close(fd);
	errno = reason;
	return -1;
}

int listener_open(const char *address, bool allow_public, int *out_port)
{
	struct addrinfo *info = parse(address);

	if (!info)
		return fail(address, "not an IPv4 literal or [IPv6 literal] with a port");
	if (!allow_public && !is_loopback(info->ai_addr)) {
		freeaddrinfo(info);
		return fail(address, "not a loopback address: plain HTTP needs --allow-public");
	}

	int fd = bind_socket(info);

	freeaddrinfo(info);
	if (fd < 0)
		return fail(address, strerror(errno));
	*out_port = port_of(fd);
	return fd;
}

bool listener_refuse_new(int fd)
{
	/* A connection begins with a SYN alone. The last ACK of those that have begun passes. */
	static struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 13),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, SYN_AND_ACK),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYN, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 0),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
	};
	static const struct sock_fprog program = {sizeof code / sizeof *code, code};

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0;
}
