/*
 * Numbers, days and periods as Vietnamese sentences and papers write them. What is not of the form that is asked for is
 * not written, and the answer is false.
 */
#ifndef THIDUA_VIETNAMESE_H
#define THIDUA_VIETNAMESE_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"

/* Digits, with a sign before them and a decimal point in them or not: "1144" -> 1.144, "-75.32" -> -75,32. */
void vietnamese_number(struct buffer *out, const char *digits);

/* "2021-12-05" -> 05/12/2021 */
bool vietnamese_day(struct buffer *out, const char *day, size_t length);
/* As it stands on papers: "2021-03-05" -> ngày 05 tháng 3 năm 2021. Days, and the months 1 and 2, have two digits
 * (NĐ 30/2020). */
bool vietnamese_long_day(struct buffer *out, const char *day, size_t length);
/* "2021-12-05T02:30:00.000Z" -> 09:30 ngày 05/12/2021, in Vietnamese time. */
bool vietnamese_instant(struct buffer *out, const char *instant, size_t length);
/* "2021-06", "2021-H1", "2021-Y" -> tháng 06/2021, 6 tháng đầu năm 2021, năm 2021 */
bool vietnamese_period(struct buffer *out, const char *period, size_t length);

#endif
