/* UTF-8, the stored form, the folded form that searches compare, percent escapes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "buffer.h"
#include "text.h"

static uint64_t random_state = 20210630;

static uint64_t next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

#define LENGTH_OF(array) (sizeof(array) / sizeof *(array))

static void well_formed_utf8(void **state)
{
	(void)state;
	static const char *const right[] = {"", "a", "\x7f", "\xc2\x80", "\u07ff", "\u0800",
		"\ud7ff", "\xee\x80\x80", "\uffff", "\U00010000", "\U0010ffff",
		"VKSND tỉnh Đắk Nông", "sixteen bytes of ASCII, and then ế"};

	for (size_t i = 0; i < LENGTH_OF(right); i++)
		if (!text_is_utf8(right[i], strlen(right[i])))
			fail_msg("\"%s\" was refused", right[i]);
}

static void ill_formed_utf8(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"\x80",
		"\xbf",
		"\xc3",
		"\xc0\x80",
		"\xc1\xbf",
		"\xc3\x28",
		"\xe0\x80\x80",
		"\xe0\x9f\xbf",
		"\xe2\x82",
		"\xe2\x28\xa1",
		"\xe2\x82\x28",
		"\xed\xa0\x80",
		"\xed\xbf\xbf",
		"\xf0\x80\x80\x80",
		"\xf0\x8f\xbf\xbf",
		"\xf0\x9f\x98",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xfe",
		"\xff",
		"\xf0\x28\x8c\xbc",
		"\xf0\x90\x28\xbc",
		"\xf0\x90\x8c\x28",
	};

	for (size_t i = 0; i < LENGTH_OF(wrong); i++) {
		char text[64] = "12345678";
		for (size_t before = 0; before <= 8; before++) {
			strcpy(text + before, wrong[i]);
			if (text_is_utf8(text, strlen(text)))
				fail_msg("case %zu passed behind %zu bytes", i, before);
			strcat(text, "12345678");
			if (text_is_utf8(text, strlen(text)))
				fail_msg("case %zu passed between other bytes", i);
			strcpy(text, "12345678");
		}
	}
}

static void nul_is_no_text(void **state)
{
	(void)state;
	for (size_t place = 0; place < 20; place++) {
		char text[20];
		memset(text, 'a', sizeof text);
		text[place] = '\0';
		assert_false(text_is_utf8(text, sizeof text));
		assert_true(text_is_utf8(text, place));
	}
}

static void code_points_are_counted(void **state)
{
	(void)state;
	assert_int_equal(text_code_points(""), 0);
	assert_int_equal(text_code_points("abc"), 3);
	assert_int_equal(text_code_points("Đắk Nông"), 8);
	assert_int_equal(text_code_points("\U0001f600"), 1);
	assert_int_equal(text_code_points("a\u0301"), 2);
}

static void assert_stored(const char *text, const char *expected)
{
	char *stored = text_stored_form(text);

	assert_non_null(stored);
	assert_string_equal(stored, expected);
	assert_int_equal(text_is_stored_form(text), strcmp(text, expected) == 0);
	assert_true(text_is_stored_form(expected));
	free(stored);
}

static void stored_form_is_composed(void **state)
{
	(void)state;
	assert_stored("", "");
	assert_stored("plain", "plain");
	assert_stored("Đắk Nông", "Đắk Nông");
	assert_stored("Đa\u0306\u0301k No\u0302ng", "Đắk Nông");
	assert_stored("Đ\u0103\u0301k N\u00f4ng", "Đắk Nông"); /* half composed */
	assert_stored("a\u0323\u0302", "\u1ead");              /* ậ, marks in either order */
	assert_stored("a\u0302\u0323", "\u1ead");
	assert_stored("a\u00a0\u00a0b\u202fc", "a  b c"); /* blanks are kept, as spaces */
	assert_stored("\u00a0 GL-1\t\n\u202f", "GL-1");   /* but not at the ends */
	assert_stored(" \u00a0", "");
	assert_stored("\u212b", "\u00c5"); /* a singleton */
	assert_stored("\u2000", "\u2002");
	assert_stored("\u2018\u2026\u20ac", "\u2018\u2026\u20ac");
	assert_stored("\U0001f600", "\U0001f600");
}

/* The quick look and utf8proc agree on every code point, alone and behind a letter. */
static void quick_look_agrees_everywhere(void **state)
{
	(void)state;
	for (unsigned c = 1; c < 0x30000; c++) {
		char text[8] = "a";
		char *at = text + 1;
		if (c >= 0xd800 && c < 0xe000)
			continue;
		if (c < 0x80) {
			*at++ = (char)c;
		} else if (c < 0x800) {
			*at++ = (char)(0xc0 | c >> 6);
			*at++ = (char)(0x80 | (c & 63));
		} else if (c < 0x10000) {
			*at++ = (char)(0xe0 | c >> 12);
			*at++ = (char)(0x80 | (c >> 6 & 63));
			*at++ = (char)(0x80 | (c & 63));
		} else {
			*at++ = (char)(0xf0 | c >> 18);
			*at++ = (char)(0x80 | (c >> 12 & 63));
			*at++ = (char)(0x80 | (c >> 6 & 63));
			*at++ = (char)(0x80 | (c & 63));
		}
		*at = '\0';
		for (int from = 0; from < 2; from++) {
			char *stored = text_stored_form(text + from);
			bool same = strcmp(stored, text + from) == 0;
			free(stored);
			if (text_is_stored_form(text + from) != same)
				fail_msg("U+%04X", c);
		}
	}
}

static void assert_folds(const char *text, const char *expected)
{
	char *folded = text_fold(text);

	assert_non_null(folded);
	assert_string_equal(folded, expected);
	free(folded);
}

/* The letter, as often as a name may have letters, folds to no more bytes than a cursor has room for. */
static void assert_bounded(const char *letter, size_t bytes_each)
{
	struct buffer name = {0};

	for (size_t i = 0; i < 200; i++)
		buffer_text(&name, letter);
	char *folded = text_fold(buffer_string(&name));

	assert_non_null(folded);
	assert_int_equal(strlen(folded), 200 * bytes_each);
	assert_true(text_is_utf8(folded, strlen(folded)));
	free(folded);
	buffer_free(&name);
}

static void folded_form_has_a_bound(void **state)
{
	(void)state;
	assert_bounded("\u0110", 1);
	assert_bounded("\U00020000", 4);
	assert_bounded("\uac01", 9);
	assert_bounded("\ufdfa", 9); /* eighteen letters, 33 bytes */
	assert_bounded("\u3316", 9); /* six letters, 18 bytes */
}

static void folded_form(void **state)
{
	(void)state;
	assert_folds("", "");
	assert_folds("Chiến sỹ  Đắk Lắk", "chien si dak lak");
	assert_folds("chiến sĩ", "chien si");
	assert_folds("CHIẾN SỸ THI ĐUA", "chien si thi dua");
	assert_folds("bác sỹ, sỹ quan", "bac sy, si quan");
	assert_folds("sỹ", "si");
	assert_folds("Mỹ Sỹ", "my si");
	assert_folds("Sydney syt", "sydney syt");
	assert_folds("Đăk Nông", "dak nong");
	assert_folds("Đắk Nông", "dak nong");
	/* Eth for Đ, as some keyboards write. */
	assert_folds("\u00d0\u0103k N\u00f4ng", "dak nong");
	assert_folds("\u00f0\u0103k", "dak");
	assert_folds("Ea H'leo", "ea hleo");
	assert_folds("Ea H\u2019leo", "ea hleo");
	assert_folds("Ea H`leo", "ea hleo");
	assert_folds("Ea H\u00b4leo", "ea hleo");
	assert_folds("M'Drăk", "mdrak");
	assert_folds("Krông Pắc", "krong pac");
	assert_folds("thi-đua \u2013 khen\u00a0thưởng", "thi dua khen thuong");
	assert_folds("  a \t b\n ", "a b");
	assert_folds(" - ", "");
	assert_folds("'", "");
	assert_folds("Ｃụｍ ７", "cum 7");
	assert_folds("so\u00adft", "soft");
	assert_folds("Stra\u00dfe", "strasse");
	assert_folds("sy'", "si");
}

static void decomposed_and_nbsp_fold_alike(void **state)
{
	(void)state;
	assert_folds("\u0110a\u0306\u0301k\u00a0No\u0302ng", "dak nong");
	assert_folds("Chie\u0302\u0301n\u202fsy\u0303", "chien si");
}

/* Folding twice changes nothing, and neither does the stored form before it. */
static void random_texts_fold_once(void **state)
{
	(void)state;
	static const char *const pieces[] = {"s", "y", "sy", "ỹ", "y\u0303", "đ", "Đ", "ắ",
		"a\u0306", "\u0301", "'", "\u2019", "-", " ", "\u00a0", "\t", "A", "\u1ef8", "k",
		"\u00ad", "ß", "\u0130", "\ufb01", "７"};

	for (int round = 0; round < 10000; round++) {
		char text[128] = "";
		for (uint64_t n = next_random() % 16; n > 0; n--)
			strcat(text, pieces[next_random() % LENGTH_OF(pieces)]);
		char *stored = text_stored_form(text), *folded = text_fold(text);
		assert_true(text_is_stored_form(stored));
		assert_true(text_is_utf8(folded, strlen(folded)));
		assert_folds(stored, folded);
		assert_folds(folded, folded);
		free(stored);
		free(folded);
	}
}

static void percent_escapes(void **state)
{
	(void)state;
	static const struct {
		const char *text, *decoded; /* NULL: refused */
	} cases[] = {
		{"", ""},
		{"abc", "abc"},
		{"a%20b", "a b"},
		{"a+b", "a+b"},
		{"%C4%90%e1%ba%afk", "Đắk"},
		{"%41%4a%4A", "AJJ"},
		{"%", NULL},
		{"%4", NULL},
		{"a%4", NULL},
		{"%4g", NULL},
		{"%g4", NULL},
		{"%%41", NULL},
		{"%00", NULL},
		{"a%00b", NULL},
		{"%C3", NULL},
		{"%ff", NULL},
		{"%c0%80", NULL},
		{"%2541", "%41"},
		{"%2f", "/"},
	};
	char out[64];

	for (size_t i = 0; i < LENGTH_OF(cases); i++) {
		size_t length = strlen(cases[i].text);
		bool decoded = text_percent_decode(cases[i].text, length, out);
		if (decoded != (cases[i].decoded != NULL))
			fail_msg("\"%s\"", cases[i].text);
		if (decoded)
			assert_string_equal(out, cases[i].decoded);
	}
	/* Only `length` bytes are the text's. */
	assert_true(text_percent_decode("a%41", 1, out));
	assert_string_equal(out, "a");
	assert_false(text_percent_decode("a%41", 3, out));
}

static void closest_words(void **state)
{
	(void)state;
	char a[300], b[300];

	assert_int_equal(text_distance("unit", "unit"), 0);
	assert_int_equal(text_distance("", ""), 0);
	assert_int_equal(text_distance("Đắk Lắk", "dak lak"), 0);
	assert_int_equal(text_distance("", "abc"), 3);
	assert_int_equal(text_distance("abc", ""), 3);
	assert_true(text_distance("name", "name_vi") < text_distance("name", "note"));
	assert_true(text_distance("vaule", "value") < text_distance("vaule", "status"));
	assert_int_equal(text_distance("unti", "unit"), text_distance("unit", "unti"));

	memset(a, 'a', sizeof a - 1);
	a[sizeof a - 1] = '\0';
	strcpy(b, a);
	b[200] = 'b';
	assert_int_not_equal(text_distance(a, b), 0);
}

static void spellings_of_one_name(void **state)
{
	(void)state;

	assert_true(text_resembles("Nguyễn Văn An", "NGUYEN VAN AN"));
	assert_true(text_resembles("Nguyễn Văn An", "Nguyễn Văn Anh"));
	assert_true(text_resembles("Trần Thị Hoà", "Trần Thị Hòa"));
	assert_false(text_resembles("Lê Thị Thủy", "Lê Thị Thùy Linh"));
	assert_false(text_resembles("Nguyễn Văn An", "Trần Thị Bình"));
	assert_false(text_resembles("An", "Lê"));
	assert_false(text_resembles("An", ""));
	assert_true(text_resembles("", ""));

	/* A change far behind counts as much as one in front. */
	assert_false(text_resembles(
		"Phòng kiểm sát việc tạm giữ, tạm giam và thi hành án hình sự, tỉnh Gia Lai",
		"Phòng kiểm sát việc tạm giữ, tạm giam và thi hành án hình sự, tỉnh Đắk Nông"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(well_formed_utf8),
		cmocka_unit_test(ill_formed_utf8),
		cmocka_unit_test(nul_is_no_text),
		cmocka_unit_test(code_points_are_counted),
		cmocka_unit_test(stored_form_is_composed),
		cmocka_unit_test(quick_look_agrees_everywhere),
		cmocka_unit_test(folded_form),
		cmocka_unit_test(folded_form_has_a_bound),
		cmocka_unit_test(decomposed_and_nbsp_fold_alike),
		cmocka_unit_test(random_texts_fold_once),
		cmocka_unit_test(percent_escapes),
		cmocka_unit_test(closest_words),
		cmocka_unit_test(spellings_of_one_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
