/* Checks the schemas of the contract, each once as a reply and once as part of a request. */
#include <string.h>

#include "model.h"

const char *const type_names[TYPE_COUNT] = {
	"object", "array", "string", "integer", "number", "boolean", "null"};

static unsigned type_bit(const struct node *word)
{
	for (unsigned i = 0; word->kind == KIND_TEXT && i < TYPE_COUNT; i++)
		if (same(type_names[i], word->text))
			return 1U << i;
	refuse(word,
		word->kind == KIND_NULL ? "write \"null\" with its quotes"
					: "there is no such type");
	return 0;
}

/* `anyOf: [{$ref: ..}, {type: "null"}]` is a reference that may be null. */
static void unfold(struct node *site)
{
	struct node *list = get(site, "anyOf"), *reference = first(list);
	const struct node *null = reference ? reference->next : NULL;

	if (!null || null->next || first(reference) != get(reference, "$ref") ||
		reference->first != reference->last || null->first != null->last ||
		!same(text_of(null, "type"), "null"))
		return;
	*list = (struct node){.kind = KIND_TEXT,
		.file = list->file,
		.line = list->line,
		.key = "$ref",
		.text = text_of(reference, "$ref"),
		.next = list->next};
	site->nullable = true;
}

struct node *schema_of(struct node *site)
{
	unfold(site);
	return resolve(site, "schemas");
}

unsigned types_of(struct node *site)
{
	const struct node *type = get(schema_of(site), "type");
	unsigned types = site && site->nullable ? NIL : 0;

	if (type && type->kind != KIND_LIST)
		return types | type_bit(type);
	foreach (word, type) {
		unsigned bit = type_bit(word);

		refuse_if(types & bit, word, "type \"%s\" stands here twice", word->text);
		types |= bit;
	}
	return types;
}

const char *c_type(struct node *site)
{
	unsigned types = types_of(site) & ~NIL;

	if (types == STRING && !same(text_of(schema_of(site), "format"), "date-time"))
		return "const char *";
	if (types == STRING || types == INTEGER || types == NUMBER)
		return "int64_t ";
	return types == BOOLEAN ? "bool " : NULL;
}

const char *fallback_of(struct node *site)
{
	return text_of(get(site, "default") ? site : schema_of(site), "default");
}

int places_of(const struct node *schema)
{
	const char *step = text_of(schema, "multipleOf");

	return step && same(step, "0.01") ? 2 : step && same(step, "0.001") ? 3 : 0;
}

static void check_range(
	const struct node *schema, const char *least, const char *most, int64_t lowest, int places)
{
	int64_t low = number_of(schema, least, places, lowest),
		high = number_of(schema, most, places, INT64_MAX);

	refuse_if(low < lowest, get(schema, least), "\"%s\" can't be negative", least);
	refuse_if(
		low > high, get(schema, most), "nothing fits: \"%s\" is above \"%s\"", least, most);
}

static void check_object(struct node *schema, bool request)
{
	const struct node *closed = get(schema, "additionalProperties"),
			  *properties = get(schema, "properties");

	refuse_if(!closed, schema, "an object says additionalProperties: false");
	refuse_if(request && is_true(schema, "additionalProperties"), closed,
		"an object in a request has additionalProperties: false");
	check_twins(get(schema, "required"));
	foreach (name, get(schema, "required"))
		refuse_if(!name->text || !get(properties, name->text), name,
			"\"required\" names \"%s\", which is no property",
			name->text ? name->text : "a list or map");
	foreach (property, properties) {
		check_key(property);
		check_schema(property, request && !is_true(property, "readOnly"));
	}
}

static void check_string(struct node *schema, unsigned types, bool request)
{
	const struct node *words = get(schema, "enum");
	bool null = false;

	refuse_if(request && !get(schema, "maxLength") && !words && !get(schema, "format"), schema,
		"a string in a request needs maxLength, enum or format");
	check_range(schema, "minLength", "maxLength", 0, 0);
	refuse_if(words && !words->first, words, "an enum needs a word");
	check_twins(words);
	foreach (word, words) {
		null |= word->kind == KIND_NULL;
		refuse_if(word->kind != KIND_TEXT && (word->kind != KIND_NULL || !(types & NIL)),
			word,
			"an enum lists text (in quotes where it looks like a number), and null if the type has it");
	}
	refuse_if(words && !null && types & NIL, words,
		"the type has \"null\": then the enum lists null, too");
}

static void check_number(struct node *schema, unsigned types, bool request)
{
	const char *step = text_of(schema, "multipleOf");
	bool number = types & NUMBER;

	refuse_if(step ? !places_of(schema) : number, schema,
		"a number has multipleOf: 0.01 or 0.001");
	refuse_if(request && (!get(schema, "minimum") || !get(schema, "maximum")), schema,
		"a number in a request needs minimum and maximum");
	check_range(schema, "minimum", "maximum", INT64_MIN, places_of(schema));
}

static void check_array(struct node *schema, bool request)
{
	check_range(schema, "minItems", "maxItems", 0, 0);
	refuse_if(request && !get(schema, "maxItems"), schema,
		"an array in a request needs maxItems");
	refuse_if(!get(schema, "items"), schema, "an array needs items");
	check_schema(get(schema, "items"), request);
}

static void check_default(const struct node *site, struct node *schema)
{
	const struct node *node = get(site, "default"), *words = get(schema, "enum");
	unsigned types = types_of(schema);
	int places = places_of(schema);
	bool fits = false;
	int64_t value = 0;

	if (!node)
		return;
	if (node->kind == KIND_TEXT)
		fits = types & STRING && (!words || has_word(words, node->text));
	else if (node->kind == KIND_BOOLEAN)
		fits = types & BOOLEAN;
	else
		fits = types & (INTEGER | NUMBER) && parse_number(node, places, &value) &&
			value >= number_of(schema, "minimum", places, INT64_MIN) &&
			value <= number_of(schema, "maximum", places, INT64_MAX);
	refuse_if(!fits, node, "the default does not fit its own schema");
}

/* Keywords that mean something for some types only. */
static void check_keywords(struct node *schema, unsigned types)
{
	static const struct {
		const char *keys;
		unsigned types;
		const char *whose;
	} keywords[] = {
		{"properties required additionalProperties", OBJECT, "objects"},
		{"items minItems maxItems", ARRAY, "arrays"},
		{"minLength maxLength enum", STRING, "strings"},
		{"minimum maximum", INTEGER | NUMBER, "numbers"},
		{"multipleOf", NUMBER, "numbers"},
	};
	const struct node *written = get(schema, "format");
	const struct format *format = written ? format_named(written->text) : NULL;

	foreach (child, schema)
		for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
			refuse_if(listed(keywords[i].keys, child->key) &&
					!(types & keywords[i].types),
				child, "\"%s\" is for %s", child->key, keywords[i].whose);
	if (written && !format)
		refuse(written, "there is no format \"%s\"; there are: %s", written->text,
			format_names());
	else if (written && !(types & format->type))
		refuse(written, "format %s is for %s", format->name,
			format->type == INTEGER ? "integers" : "strings");
}

static void check_by_type(struct node *schema, bool request)
{
	unsigned types = types_of(schema);

	refuse_if(request && !get(schema, "type"), schema, "what a request holds needs a type");
	refuse_if(types & ~NIL & ((types & ~NIL) - 1), get(schema, "type"),
		"a value has one type, and \"null\" beside it; one that may be anything has none");
	if (types || !get(schema, "type")) {
		check_keywords(schema, types);
		check_default(schema, schema);
	}
	if (types & OBJECT)
		check_object(schema, request);
	if (types & STRING)
		check_string(schema, types, request);
	if (types & (INTEGER | NUMBER))
		check_number(schema, types, request);
	if (types & ARRAY)
		check_array(schema, request);
}

void check_schema(struct node *site, bool request)
{
	struct node *schema = schema_of(site);
	unsigned as = request ? 2 : 1;

	if (!schema)
		return;
	if (schema != site &&
		check_map(site, "what stands beside a $ref",
			"$ref!text description:text readOnly:bool default:any"))
		check_default(site, schema);
	refuse_if(schema->active, site, "these references go in a circle");
	if (schema->checked & as || schema->active)
		return;
	schema->checked |= as;
	if (!check_map(schema, "a schema",
		    "type:any properties:map required:list additionalProperties:bool items:map minItems:int "
		    "maxItems:int minLength:int maxLength:int minimum:any maximum:any multipleOf:decimal enum:list format:text default:any "
		    "readOnly:bool title:text description:text example:any examples:list deprecated:bool"))
		return;
	schema->active = true;
	check_by_type(schema, request);
	schema->active = false;
}
