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
	assert_stored("\u212b", "\u00c5"); /* a singleton */
	assert_stored("\u2018\u2026\u20ac", "\u2018\u2026\u20ac");
	assert_stored("\U0001f600", "\U0001f600");
}

static void stored_form_has_single_blanks(void **state)
{
	(void)state;
	assert_stored("Nguyễn  Văn   An", "Nguyễn Văn An");
	assert_stored("a\u00a0\u00a0b\u202fc\u2003 \u3000d", "a b c d");
	assert_stored("\u00a0 GL-1\t\n\u202f", "GL-1");
	assert_stored(" \u00a0", "");
	assert_stored("\u2000", "");
	/* Ends of lines and tabs are no blanks. */
	assert_stored("một\r\n\r\nhai\n\tba", "một\r\n\r\nhai\n\tba");
	assert_stored("một\u2028hai\u2029ba", "một\nhai\nba");
}

static void stored_form_can_be_seen(void **state)
{
	(void)state;
	assert_stored("Nguyễn\u200b Văn\ufeff An", "Nguyễn Văn An");
	assert_stored("An\u200d\u200c\u2060\u00ad", "An");
	assert_stored("\u202eAn\u202c \u2066B\u2069\u200e\u200f\u061c", "An B");
	assert_stored("e\u200b\u0302", "\u00ea"); /* what stood apart is composed */
	assert_stored(" \u200b An", "An");
	assert_stored("a \u200b b", "a b");
}

static void stored_form_has_no_eth(void **state)
{
	(void)state;
	assert_stored("\u00d0ỗ Thị \u00d0ào", "Đỗ Thị Đào");
	assert_stored("\u00d0INH \u00f0ình", "ĐINH đình");
}

/* What breaks programs that store text, and what breaks composed text when something is dropped. */
static void storing_again_changes_nothing(void **state)
{
	(void)state;
	static const char *const naughty[] = {"a", "Đ", "\u00d0", "\u00f0", "ế", "e\u0302\u0301",
		"\u0301", "\u0323", "\u034f", " ", "  ", "\u00a0", "\u2000", "\u2001", "\u202f",
		"\u205f", "\u3000", "\u1680", "\u180e", "\u200b", "\u200d", "\u2060", "\ufeff",
		"\u00ad", "\u061c", "\u202a", "\u202e", "\u2066", "\u2069", "\n", "\r\n", "\t",
		"\u2028", "\u2029", "\xc2\x85", "\x01", "\x7f", "'", "\"", "\u201c", "?", "%",
		"=1+1", "<script>", "\\", "\ufffd", "\ufe0f", "\U0001f600", "\U000e0041", "\u1100",
		"\u1161", "\u11a8", "\u115f", "\uac00", "\ufdfa", "\u0344", "\u0958", "\u2126",
		"\u212b", "\uf900", "\U0001d15e"};

	for (int round = 0; round < 20000; round++) {
		char text[256] = "";
		for (uint64_t n = 1 + next_random() % 16; n > 0; n--)
			strcat(text, naughty[next_random() % LENGTH_OF(naughty)]);
		char *once = text_stored_form(text), *twice = text_stored_form(once);
		if (strcmp(once, twice) != 0 || !text_is_stored_form(once) ||
			text_is_stored_form(text) != (strcmp(once, text) == 0))
			fail_msg("\"%s\" is stored as \"%s\", then \"%s\"", text, once, twice);
		assert_true(text_is_utf8(once, strlen(once)));
		assert_null(strstr(once, "  "));
		free(once);
		free(twice);
	}
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
	assert_folds("bác sỹ, sỹ quan", "bac si, si quan");
	assert_folds("sỹ", "si");
	assert_folds("Kỷ niệm, lý do, Mỹ, tỷ lệ, Quý, hy vọng, Vỹ",
		"ki niem, li do, mi, ti le, qui, hi vong, vi");
	assert_folds("Sydney syt Thúy Ý Duy quyền ny", "sydney syt thuy y duy quyen ny");
	assert_folds("“Lao động” «tiên» \"tiến\"", "lao dong tien tien");
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

static void assert_mark(const char *text, const char *expected)
{
	char *mark = text_mark(text);

	assert_non_null(mark);
	assert_string_equal(mark, expected);
	free(mark);
}

static void marks_of_codes_and_numbers(void **state)
{
	(void)state;
	assert_mark("61/QĐ-VKS", "61/qd vks");
	assert_mark("61 /QĐ-VKS", "61/qd vks");
	assert_mark("61 / QĐ \u2013 VKS", "61/qd vks");
	assert_mark("Số 61/QĐ-VKS.", "61/qd vks");
	assert_mark("số: 61/QĐ-VKS", "61/qd vks");
	assert_mark("GL-001", "gl 001");
	assert_mark("gl \u2011 001", "gl 001");
	assert_mark("Ky-01", "ky 01"); /* a code is no word */
	assert_mark("SO-1", "1");
	assert_mark("SO1", "so1");
	assert_mark("12-3", "12 3");
	assert_mark("1-23", "1 23");
	assert_mark("A.1", "a.1");
	assert_mark("", "");
	assert_mark(".", "");
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

/* What the people and offices of the country are called, and some who are not of it. */
static const char *const sound[] = {"Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường",
	"Phạm Thị Dung", "Hoàng Văn Dũng", "Huỳnh Thị Thuỳ Dương", "Phan Đình Đạt", "Vũ Thị Hà",
	"Võ Minh Hải", "Đặng Thị Hạnh", "Bùi Văn Hiếu", "Đỗ Thị Hoà", "Hồ Quốc Hoàn", "Ngô Thị Huệ",
	"Dương Văn Hùng", "Lý Thị Hương", "Đoàn Quang Huy", "Đinh Thị Khuê", "Mai Văn Khoẻ",
	"Trịnh Thị Lan", "Đào Văn Long", "Tô Thị Loan", "Lâm Văn Lộc", "Hà Thị Ly", "Cao Xuân Lữ",
	"Tạ Thị Mai", "Châu Văn Mẫn", "Thái Thị Mỹ", "Quách Văn Nam", "Kiều Thị Nga",
	"La Văn Nghĩa", "Tăng Thị Ngọc", "Ông Văn Nguyên", "Âu Thị Nguyệt", "Ân Văn Nhã",
	"Ấu Thị Oanh", "Lưu Văn Phú", "Mạc Thị Phượng", "Nghiêm Văn Quân", "Uông Thị Quý",
	"Ứng Văn Quyền", "Văn Thị Quỳnh", "Từ Văn Sơn", "Sầm Thị Sương", "Ong Văn Tài",
	"Tống Thị Tâm", "Khổng Văn Thắng", "Chử Thị Thảo", "Giáp Văn Thế", "Thạch Thị Thơm",
	"Lục Văn Thuận", "Vi Thị Thuý", "Nông Văn Thức", "Bế Thị Tiên", "Triệu Văn Toàn",
	"Mã Thị Trâm", "Hứa Văn Trí", "Phùng Thị Trúc", "Chu Văn Trường", "Nhâm Thị Tuyết",
	"Viên Văn Tuấn", "Đàm Thị Tươi", "Cù Huy Tưởng", "Ninh Thị Uyên", "Doãn Văn Vinh",
	"Tiêu Thị Vân", "Biện Văn Vũ", "Bạch Thị Xuân", "Thân Văn Ý", "Lò Thị Yến", "Y Krông Niê",
	"H'Hen Niê", "K'Brêu", "Rơ Châm H'Phik", "Siu Bleng", "Ksor Phước", "A Ứng", "Y Thắng Êban",
	"Hà Sơn Nhin", "Nay Đer", "Kpă Thuyên", "Ra Lan Von Ga", "Đinh Thị Xoè", "Nguyễn Thị Thuế",
	"Nguyễn Khoa Điềm", "Tôn Thất Thuyết", "Công Tằng Tôn Nữ", "Nguyễn Hữu Hoài",
	"Phan Thị Hoãn", "Quảng Thị Khuyên", "Trương Quế Uẩn", "Nguyễn Ngọc Ngạn", "Vương Thị Quờn",
	"Thích Nhất Hạnh", "Nguyễn Văn Nguyễn", "Lê Hoá", "Lê Hoà Bình", "Trần Thị Quà", "Phạm Quá",
	"VIỆN TRƯỞNG", "KT. VIỆN TRƯỞNG\nPHÓ", "NGUYỄN THỊ QUẾ", "HOÀNG OÁNH",
	"VKSND thành phố Buôn Ma Thuột", "Viện kiểm sát nhân dân huyện Ea H\u2019leo",
	"“Lao động tiên tiến”", "«Cờ thi đua»", "Jean-Marie O'Connor", "Noël Müller",
	"James McDonald Jr.", "Anna-Lena Åberg", "José Núñez", "Raúl",
	"Phòng 1 (án hình sự), cấp II"};

static void sound_names_have_no_damage(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH_OF(sound); i++)
		if (text_damage(sound[i]) != TEXT_SOUND)
			fail_msg("\"%s\": %d", sound[i], (int)text_damage(sound[i]));
	assert_int_equal(text_damage(""), TEXT_SOUND);
	assert_int_equal(text_damage("?"), TEXT_SOUND);
}

static void assert_damaged(enum text_damage damage, const char *const *texts)
{
	for (; *texts; texts++)
		if (text_damage(*texts) != damage)
			fail_msg("\"%s\": %d", *texts, (int)text_damage(*texts));
}

static void damage_is_seen(void **state)
{
	(void)state;
	assert_damaged(TEXT_LETTERS_LOST,
		(const char *const[]){
			"Nguy?n V?n An", "?? Th? B?nh", "Tr?n", "?inh", "B\ufffdnh", NULL});
	assert_damaged(TEXT_IN_TCVN3,
		(const char *const[]){"NguyÔn V¨n An", "TrÇn §øc §¹t", "§ç ThÞ B×nh", "Ph¹m Hoµng",
			"Lª V¨n Dòng", "ViÖn kiÓm s¸t", "Th«ng tin", "L©m §ång", NULL});
	assert_damaged(TEXT_IN_VNI,
		(const char *const[]){"Nguyeãn Vaên An", "Traàn Ñöùc Ñaït Haûi", "Leâ Vaên Duõng",
			"NGUYEÃN VAÊN AN", "Vieän kieåm saùt", "Ñaék Laék", "Laâm Ñoàng", NULL});
}

static void poorer_spellings(void **state)
{
	(void)state;
	assert_true(text_is_poorer("Nguyen Van An", "Nguyễn Văn An"));
	assert_true(text_is_poorer("NGUYEN VAN AN", "Nguyễn Văn An"));
	assert_true(text_is_poorer("NGUYỄN VĂN AN", "Nguyễn Văn An"));
	assert_true(text_is_poorer("LE BA", "Le Ba"));
	assert_false(text_is_poorer("Nguyễn Văn An", "Nguyễn Văn An"));
	assert_false(text_is_poorer("Nguyễn Văn An", "Nguyen Van An"));
	assert_false(text_is_poorer("NGUYỄN VĂN AN", "Nguyen Van An"));
	assert_false(text_is_poorer("Nguyễn Văn An", "NGUYỄN VĂN AN"));
	assert_false(text_is_poorer("Lê Thị Thuy", "Lê Thị Thuỳ")); /* a correction */
	assert_false(text_is_poorer("Nguyen Van Anh", "Nguyễn Văn An"));
	assert_false(text_is_poorer("", ""));
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
		cmocka_unit_test(stored_form_has_single_blanks),
		cmocka_unit_test(stored_form_can_be_seen),
		cmocka_unit_test(stored_form_has_no_eth),
		cmocka_unit_test(storing_again_changes_nothing),
		cmocka_unit_test(quick_look_agrees_everywhere),
		cmocka_unit_test(marks_of_codes_and_numbers),
		cmocka_unit_test(folded_form),
		cmocka_unit_test(folded_form_has_a_bound),
		cmocka_unit_test(decomposed_and_nbsp_fold_alike),
		cmocka_unit_test(random_texts_fold_once),
		cmocka_unit_test(sound_names_have_no_damage),
		cmocka_unit_test(damage_is_seen),
		cmocka_unit_test(poorer_spellings),
		cmocka_unit_test(percent_escapes),
		cmocka_unit_test(closest_words),
		cmocka_unit_test(spellings_of_one_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
