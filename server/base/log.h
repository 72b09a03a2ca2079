/*
 * One line per event on stderr: key=value or JSON. Values from clients are escaped and cut at 256
 * bytes; never tokens, bodies or cookies.
 *
 *	log_info("listening", "address", "127.0.0.1:8080", NULL);
 */
#ifndef THIDUA_LOG_H
#define THIDUA_LOG_H

#include <stdbool.h>
#include <stdint.h>

enum log_level { LOG_ERROR, LOG_INFO, LOG_DEBUG };

void log_start(enum log_level level, bool json);
/* `event`, a snake_case key for grep, then pairs of text key and text value, ended by NULL. */
void log_line(enum log_level level, const char *event, ...) __attribute__((sentinel));
bool log_wants(enum log_level level);
#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)
#define log_info(...)  log_line(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)

#endif
