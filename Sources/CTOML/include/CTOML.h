// A C face of toml++: the tree of one document, each node with its kind, value, line and column.
// Lines and columns count from 1. Everything returned lives as long as the document.

#ifndef CTOML_H
#define CTOML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ctoml_document *ctoml_document_ref;
typedef const struct ctoml_node *ctoml_node_ref;

typedef enum {
    CTOML_TABLE,
    CTOML_ARRAY,
    CTOML_STRING,
    CTOML_INTEGER,
    CTOML_FLOAT,
    CTOML_BOOLEAN,
    CTOML_DATE_TIME,
} ctoml_kind;

typedef struct {
    const char *bytes;
    size_t length;
} ctoml_text;

typedef struct {
    uint32_t line;
    uint32_t column;
} ctoml_position;

// Parses `length` bytes. Never NULL: a document that could not be parsed has an error.
ctoml_document_ref ctoml_parse(const char *text, size_t length);
void ctoml_free(ctoml_document_ref document);

// The parser's own words and the place where it gave up; false where there was no error.
bool ctoml_error(ctoml_document_ref document, ctoml_text *message, ctoml_position *position);
ctoml_node_ref ctoml_root(ctoml_document_ref document);

ctoml_kind ctoml_node_kind(ctoml_node_ref node);
ctoml_position ctoml_node_position(ctoml_node_ref node);
ctoml_text ctoml_node_string(ctoml_node_ref node);
int64_t ctoml_node_integer(ctoml_node_ref node);
bool ctoml_node_boolean(ctoml_node_ref node);

// Members of a table or elements of an array; the key of an element is empty.
size_t ctoml_node_count(ctoml_node_ref node);
ctoml_node_ref ctoml_node_child(ctoml_node_ref node, size_t index);
ctoml_text ctoml_node_key(ctoml_node_ref node, size_t index);
ctoml_position ctoml_node_key_position(ctoml_node_ref node, size_t index);

#ifdef __cplusplus
}
#endif

#endif
