/* The counters of a test program and their last line. */
#include "tally.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned passed, failed;

void tally_pass(void)
{
	passed++;
}

static void __attribute__((format(printf, 1, 0)))
print_failure(const char *format, va_list arguments)
{
	failed++;
	vprintf(format, arguments);
	putchar('\n');
	fflush(stdout);
}

void tally_fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_failure(format, arguments);
	va_end(arguments);
}

bool tally_check(bool good, const char *format, ...)
{
	if (good) {
		tally_pass();
		return true;
	}
	va_list arguments;

	va_start(arguments, format);
	print_failure(format, arguments);
	va_end(arguments);
	return false;
}

unsigned tally_failed(void)
{
	return failed;
}

const char *tally_verdict(bool good)
{
	return good ? "held" : "MISSED";
}

int tally_end(void)
{
	if (passed + failed == 0)
		puts("nothing was tested");
	printf("%u passed, %u failed\n", passed, failed);
	return failed || !passed;
}

void tally_abort(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_failure(format, arguments);
	va_end(arguments);
	printf("%u passed, %u failed\n", passed, failed);
	exit(1);
}
