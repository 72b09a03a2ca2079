/*
 * The results that functions of lib/ and server/ return. Zero is success, so `if (error)` reads as
 * it should. Nobody below dispatch logs: a code is passed up untouched to where it is understood.
 */
#ifndef THIDUA_ERROR_H
#define THIDUA_ERROR_H

enum error {
	OK = 0,
	E_INVALID,         /* the input is wrong; the problem has been set where it was found */
	E_UNAUTHENTICATED, /* no token, or not a valid one */
	E_FORBIDDEN,       /* the role or the unit may not do this */
	E_NOT_FOUND,       /* absent, or out of the caller's reach: the two must look the same */
	E_CONFLICT,        /* UNIQUE or PRIMARY KEY, or a state that does not allow it */
	E_REFERENCE,       /* FOREIGN KEY: names something that does not exist, or is still used */
	E_BUSY,            /* another process holds the database, or a deadline passed */
	E_FULL,            /* no space left for writing */
	E_MEMORY,          /* an allocation failed */
	E_FAULT            /* a bug or a broken disk: logged once with its detail, never shown */
};

#endif
