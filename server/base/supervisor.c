#include "base/supervisor.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/server.h"

/* There is nobody to tell when it does not arrive: then the supervisor ends the process. */
static void tell(const char *state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const char *name = server.config.notify_socket;
	size_t length = name ? strlen(name) : 0;

	if (!length || length >= sizeof address.sun_path)
		return;
	memcpy(address.sun_path, name, length);
	if (*name == '@') /* one without a file */
		address.sun_path[0] = '\0';
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return;
	sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&address,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
	close(fd);
}

void supervisor_ready(void)
{
	tell("READY=1");
}

void supervisor_alive(void)
{
	tell("WATCHDOG=1");
}

void supervisor_stopping(void)
{
	tell("STOPPING=1");
}
