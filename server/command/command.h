/*
 * The sub-commands. Each takes its own argv (argv[0] is its name) and returns the exit status of
 * the process, a word of sysexits.h after it has said on stderr what is wrong.
 */
#ifndef THIDUA_COMMAND_H
#define THIDUA_COMMAND_H

int command_serve(int argc, char **argv);
int command_init(int argc, char **argv);
int command_demo(int argc, char **argv);
int command_token(int argc, char **argv);
int command_user(int argc, char **argv);
int command_import(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_restore(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_copy(int argc, char **argv);
int command_status(int argc, char **argv);
int command_routes(int argc, char **argv);

/* One line on stderr: "thidua: ..". Returns `status`. */
int command_fail(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
