#include "command/command.h"

#include <stdarg.h>
#include <stdio.h>

int command_fail(int status, const char *format, ...)
{
	char text[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	fprintf(stderr, "thidua: %s\n", text);
	return status;
}
