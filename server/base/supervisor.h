/*
 * Whoever started the process may want to hear how it is (sd_notify(3)): each of these is a datagram to the socket that
 * $NOTIFY_SOCKET names. Nothing happens where it names none.
 */
#ifndef THIDUA_SUPERVISOR_H
#define THIDUA_SUPERVISOR_H

void supervisor_ready(void); /* it answers */
void supervisor_alive(
	void); /* it still works: comes every few seconds, or WatchdogSec= ends the process */
void supervisor_stopping(void); /* it drains */

#endif
