/* Origins are compared as browsers write them: scheme, host and port in lower case, without a path. */
#include "base/site.h"

#include <stddef.h>
#include <string.h>

#include "base/config.h"

#define HTTP  "http://"
#define HTTPS "https://"

static struct {
	const char *url; /* NULL without --public-url */
	bool secure, loopback, insecure_sessions;
} site;

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* What follows the scheme; NULL when there is none. */
static const char *host_of(const char *origin)
{
	if (begins(origin, HTTPS))
		return origin + strlen(HTTPS);
	return begins(origin, HTTP) ? origin + strlen(HTTP) : NULL;
}

static bool is_host(const char *text)
{
	return *text && !text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-._:[]")];
}

static bool is_loopback(const char *host)
{
	return begins(host, "127.") || begins(host, "[::1]") || strcmp(host, "localhost") == 0 ||
		begins(host, "localhost:");
}

bool site_start(const struct config *config)
{
	const char *host = config->public_url ? host_of(config->public_url) : NULL;

	if (config->public_url && (!host || !is_host(host)))
		return false;
	site.url = config->public_url;
	site.secure = config->public_url && begins(config->public_url, HTTPS);
	site.loopback = config->listen && is_loopback(config->listen);
	site.insecure_sessions = config->insecure_sessions;
	return true;
}

bool site_is_secure(void)
{
	return site.secure;
}

const char *site_cookie(void)
{
	return site.secure ? SITE_COOKIE_SECURE : SITE_COOKIE_PLAIN;
}

bool site_gives_sessions(void)
{
	const char *host = site.url ? host_of(site.url) : NULL;

	return site.secure || site.insecure_sessions || (host ? is_loopback(host) : site.loopback);
}

/* A name that somebody made lead to this machine (DNS rebinding) is not ours. */
static bool is_our_host(const char *host)
{
	if (site.url)
		return strcmp(host, host_of(site.url)) == 0;
	return !site.loopback || is_loopback(host);
}

static bool is_our_origin(const char *origin, const char *host)
{
	const char *of_origin = host_of(origin);

	if (site.url)
		return strcmp(origin, site.url) == 0;
	return of_origin && strcmp(of_origin, host) == 0;
}

bool site_is_own(const struct site_request *request)
{
	if (request->fetch_site && strcmp(request->fetch_site, "same-origin") != 0)
		return false;
	if (!request->host || !request->origin || !is_our_host(request->host) ||
		!is_our_origin(request->origin, request->host))
		return false;
	return request->custom && strcmp(request->custom, "1") == 0;
}
