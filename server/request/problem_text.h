/*
 * A problem for a person at a shell: a few lines in place of JSON. Whoever prefers text/plain gets
 * them; what is no problem keeps its form.
 *
 *	Dữ liệu chưa hợp lệ
 *	dòng 2, cột 2: “1.144” không phải số nguyên không âm; chỉ viết chữ số, ví dụ “1144”.
 *	dòng 3, cột 1: Không có mã số liệu “dt_nw_a”; gần nhất: “dt_new_a”.
 *	Có 2 lỗi; chưa có gì được lưu.
 *	Mã yêu cầu: 9f0c
 */
#ifndef THIDUA_PROBLEM_TEXT_H
#define THIDUA_PROBLEM_TEXT_H

struct call;

/* Of the problem in call->reply, by the call's Accept and language. Where memory is short for it, it stays
 * the JSON that it is. */
void problem_prefer_text(struct call *call);

#endif
