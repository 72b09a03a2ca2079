/* Figures of many units and periods in one body: POST /reports/import. */
#ifndef THIDUA_REPORT_IMPORT_H
#define THIDUA_REPORT_IMPORT_H

#include "request.h"

enum error report_import(struct request *req);

#endif
