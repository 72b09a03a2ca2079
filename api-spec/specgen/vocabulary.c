/* The words that people read for the enum words of the contract: words.yaml becomes words.h and
 * words.c, a `struct words` for each group. */
#include <string.h>

#include "output.h"

static struct node *groups;

const struct node *word_group(const char *name)
{
	return get(groups, name);
}

static void check_word(struct node *word)
{
	if (word->kind != KIND_TEXT)
		check_map(word, "a word", "vi!text en!text");
}

/* The words of a schema of the same name and no others. */
static void check_same_words(const struct node *group, const struct node *schema)
{
	foreach (word, get(schema, "enum"))
		refuse_if(word->text && !get(group, word->text), group, "%s lacks \"%s\" of %s:%d",
			group->key, word->text, schema->file->path, schema->line);
	foreach (word, group)
		refuse_if(!has_word(get(schema, "enum"), word->key), word,
			"\"%s\" is no word of %s:%d", word->key, schema->file->path, schema->line);
}

static void check_group(struct node *group)
{
	check_c_name(group, group->key);
	if (group->kind != KIND_MAP) {
		refuse(group, "a group of words must be a map");
		return;
	}
	foreach (word, group)
		check_word(word);
	for (size_t i = 0; i < file_count; i++) {
		const struct node *schema = get(get(files[i].root, "schemas"), group->key);

		if (get(schema, "enum"))
			check_same_words(group, schema);
	}
}

void check_words(struct node *root)
{
	groups = root;
	foreach (group, groups)
		check_group(group);
}

void write_words_header(void)
{
	put(NOTICE "#ifndef GEN_WORDS_H\n#define GEN_WORDS_H\n\n#include \"contract.h\"\n\n"
		   "extern const struct words *const word_groups[]; /* as words.yaml has them, "
		   "NULL-ended */\n\n");
	foreach (group, groups)
		put("extern const struct words words_%s;\n", group->key);
	put("\n#endif\n");
}

/* Without an English text the word itself, its underscores as blanks. */
static const char *english_of(const struct node *word)
{
	char *text = print("%s", word->kind == KIND_MAP ? text_of(word, "en") : word->key);

	for (char *at = text; word->kind != KIND_MAP && *at; at++)
		if (*at == '_')
			*at = ' ';
	return text;
}

static void put_word(const struct node *word)
{
	put("\t{\"%s\", ", word->key);
	put_quoted(word->kind == KIND_MAP ? text_of(word, "vi") : word->text, false);
	put(", ");
	put_quoted(english_of(word), false);
	put("},\n");
}

void write_words(void)
{
	put(NOTICE "#include \"gen/words.h\"\n");
	foreach (group, groups) {
		size_t count = 0;

		put("\n/* %s */\nstatic const struct word list_of_%s[] = {\n", place_of(group),
			group->key);
		foreach (word, group) {
			put_word(word);
			count++;
		}
		put("};\nconst struct words words_%s = {\"%s\", list_of_%s, %zu};\n", group->key,
			group->key, group->key, count);
	}
	put("\nconst struct words *const word_groups[] = {\n");
	foreach (group, groups)
		put("\t&words_%s,\n", group->key);
	put("\tNULL,\n};\n");
}
