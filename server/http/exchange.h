/* The life of one request: the callbacks of libmicrohttpd's daemon. */
#ifndef THIDUA_EXCHANGE_H
#define THIDUA_EXCHANGE_H

#include <microhttpd.h>
#include <stddef.h>

/* The request line is there; headers, body and end of body; the end. */
void *exchange_begin(void *context, const char *target, struct MHD_Connection *connection);
enum MHD_Result exchange_continue(void *context, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *data, size_t *data_size,
	void **request);
void exchange_end(void *context, struct MHD_Connection *connection, void **request,
	enum MHD_RequestTerminationCode code);

/* From now on requests are refused with 503; returns when none is with dispatch. */
void exchange_refuse_all(void);
/* Exchanges that wait for their lane. */
int exchange_suspended(void);

#endif
