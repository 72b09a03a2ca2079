/* The version of the program; the same as info.version of openapi.yaml, which a test compares. */
#ifndef THIDUA_VERSION_H
#define THIDUA_VERSION_H

#define THIDUA_VERSION "0.1.0"

#endif
