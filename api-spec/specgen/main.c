/*
 * specgen: the contract becomes C.
 *
 *	specgen openapi.yaml build/gen
 *
 * Reads openapi.yaml, the files that it refers to and api-spec/problems.yaml beside it, and writes
 * api.h, api.c, api.json, problems.h and problems.c, each only if its content changed. What follows
 * from the rest, the contract leaves out and specgen adds: the problems of an operation by its shape
 * (replies.c), the page of a list (pages.c), and in the document what outside tools look for
 * (served.c). What it does not understand it refuses: all faults are printed as file:line: text, and
 * nothing is written.
 * It knows nothing of SQL, HTTP libraries or our resources; what it writes has the shape of
 * include/contract.h, include/schema.h and server/request/problem.h. The words of words.yaml, which
 * parameters of problems are said in, become words.h and words.c; files.yaml names what is saved,
 * headings.yaml its columns.
 */
#include <stdio.h>

#include "output.h"

static struct node *root_of(const char *name, const char *path)
{
	const struct file *file = load(name, path);

	if (!file)
		die(path);
	return file->root;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*write)(void);
	} outputs[] = {
		{"api.h", write_api_header},
		{"api.c", write_api},
		{"api.json", write_json},
		{"words.h", write_words_header},
		{"words.c", write_words},
		{"problems.h", write_problems_header},
		{"problems.c", write_problems},
	};

	if (argc != 3) {
		fputs("usage: specgen openapi.yaml build/gen\n", stderr);
		return 2;
	}
	check_document(root_of(file_name(argv[1]), argv[1]));
	check_words(root_of("api-spec/words.yaml", join(argv[1], "api-spec/words.yaml")));
	check_files(root_of("api-spec/files.yaml", join(argv[1], "api-spec/files.yaml")));
	check_headings(root_of("api-spec/headings.yaml", join(argv[1], "api-spec/headings.yaml")));
	check_problems(root_of("api-spec/problems.yaml", join(argv[1], "api-spec/problems.yaml")));
	stop_on_faults();
	add_headers();
	for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++)
		write_file(print("%s/%s", argv[2], outputs[i].name), outputs[i].write);
	return 0;
}
