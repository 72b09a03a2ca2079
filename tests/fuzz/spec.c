/*
 * The contract generator with a YAML file that nobody would write: it refuses or writes, and reads nothing that is not its
 * own. It is a program that ends, so its state is set back after each input, and what it allocated is freed.
 */
#include <sanitizer/allocator_interface.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCKS        (1 << 18)
#define BASE          "tests/spec/base/"
#define LENGTH(array) (sizeof(array) / sizeof *(array))

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int specgen_main(int argc, char **argv);
void specgen_exit(int status) __attribute__((noreturn));

extern char __start_spec_bss[], __stop_spec_bss[], __start_spec_data[], __stop_spec_data[];

static jmp_buf end;
/* What was allocated meanwhile, by its hash; NULL is a free place. A block that was freed keeps its place. */
static struct {
	const volatile void *block;
	bool alive;
} blocks[BLOCKS];
static size_t places[BLOCKS / 2], place_count; /* that are not free */
static _Thread_local bool watching;            /* libFuzzer has a thread of its own */
static char folder[] = "/tmp/thidua-spec-XXXXXX";

void specgen_exit(int status)
{
	longjmp(end, status + 1);
}

static size_t place_of(const volatile void *block)
{
	size_t at = (size_t)(((uint64_t)(uintptr_t)block * 0x9e3779b97f4a7c15u) >> 40) % BLOCKS;

	while (blocks[at].block && blocks[at].block != block)
		at = (at + 1) % BLOCKS;
	return at;
}

static void on_malloc(const volatile void *block, size_t size)
{
	(void)size;
	if (!watching || !block || place_count == BLOCKS / 2)
		return;
	size_t at = place_of(block);

	if (!blocks[at].block)
		places[place_count++] = at;
	blocks[at].block = block;
	blocks[at].alive = true;
}

static void on_free(const volatile void *block)
{
	if (watching && block)
		blocks[place_of(block)].alive = false;
}

static void free_blocks(void)
{
	for (size_t i = 0; i < place_count; i++)
		if (blocks[places[i]].alive)
			free((void *)(uintptr_t)blocks[places[i]].block);
	while (place_count > 0)
		blocks[places[--place_count]].block = NULL;
}

static void put(const char *name, const char *text, size_t length)
{
	char path[100];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(text, 1, length, file) != length || fclose(file))
		abort();
}

static size_t read_base(const char *name, char *out, size_t size)
{
	char path[100];

	snprintf(path, sizeof path, BASE "%s", name);
	FILE *file = fopen(path, "rb");

	if (!file)
		abort();
	size_t length = fread(out, 1, size, file);

	fclose(file);
	return length;
}

static void clean(void)
{
	static const char *const names[] = {"openapi.yaml", "api-spec/common.yaml",
		"api-spec/problems.yaml", "api-spec/words.yaml", "api-spec/files.yaml",
		"api-spec/headings.yaml", "api-spec/case.yaml", "out/api.h", "out/api.c",
		"out/api.json", "out/words.h", "out/words.c", "out/problems.h", "out/problems.c",
		"api-spec", "out", "."};

	if (chdir(folder))
		return;
	for (size_t i = 0; i < LENGTH(names); i++)
		remove(names[i]);
	rmdir(folder);
}

static void plant(void)
{
	static const char *const names[] = {"common.yaml", "problems.yaml", "words.yaml"};
	static char text[65536], name[60];

	if (!mkdtemp(folder))
		abort();
	atexit(clean);
	snprintf(name, sizeof name, "%s/api-spec", folder);
	mkdir(name, 0700);
	snprintf(name, sizeof name, "%s/out", folder);
	mkdir(name, 0700);
	for (size_t i = 0; i < LENGTH(names); i++) {
		snprintf(name, sizeof name, "api-spec/%s", names[i]);
		put(name, text, read_base(names[i], text, sizeof text));
	}
	put("api-spec/files.yaml", "{}", 2);
	put("api-spec/headings.yaml", "members: {}\nrows: {}\n", 21);
}

/* The front page refers to each path of the file. */
static void refer(const char *text)
{
	static char page[1 << 18];
	size_t length = read_base("openapi.yaml", page, sizeof page / 2);

	for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		size_t size = strcspn(line, ":\n"), start = length;

		if (strncmp(line, "  /", 3) != 0 || size > 200 || length > sizeof page - 2000)
			continue;
		length += (size_t)snprintf(page + length, sizeof page - length,
			"%.*s: {$ref: 'api-spec/case.yaml#/paths/", (int)size, line);
		for (size_t i = 2; i < size && length > start; i++)
			length += (size_t)snprintf(page + length, sizeof page - length, "%s%c",
				line[i] == '/' ? "~" : "", line[i] == '/' ? '1' : line[i]);
		length += (size_t)snprintf(page + length, sizeof page - length, "'}\n");
	}
	put("openapi.yaml", page, length);
}

static void generate(void)
{
	static char page[60], out[60];
	char name[] = "specgen", *arguments[] = {name, page, out, NULL};

	snprintf(page, sizeof page, "%s/openapi.yaml", folder);
	snprintf(out, sizeof out, "%s/out", folder);
	watching = true;
	if (!setjmp(end))
		specgen_main(3, arguments);
	watching = false;
}

/* Over the zones that the sanitizer keeps between variables, too. NULL is all zeros. */
__attribute__((no_sanitize("address"))) static void set(
	volatile char *to, const volatile char *from, size_t size)
{
	for (size_t i = 0; i < size; i++)
		to[i] = from ? from[i] : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char *kept;
	size_t data_size = (size_t)(__stop_spec_data - __start_spec_data);

	if (!kept) {
		__sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
		plant();
		kept = malloc(data_size + 1);
		set(kept, __start_spec_data, data_size);
	}
	char *text = malloc(size + 1);

	memcpy(text, data, size);
	text[size] = '\0';
	put("api-spec/case.yaml", text, size);
	refer(text);
	generate();
	free_blocks();
	set(__start_spec_data, kept, data_size);
	set(__start_spec_bss, NULL, (size_t)(__stop_spec_bss - __start_spec_bss));
	free(text);
	return 0;
}
