/* The log of the database between groups. */
#ifndef THIDUA_WRITER_LOG_H
#define THIDUA_WRITER_LOG_H

#include "error.h"

struct db;

/* Saves the log when it is worth it, and lets it begin anew when it has become long. For the thread
 * of the writer. */
enum error writer_save_log(struct db *db);

#endif
