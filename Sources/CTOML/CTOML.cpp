#include "CTOML.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <memory>
#include <string>
#include <vector>

// A copy of toml++'s tree with children by index, so that no C++ type crosses the border.
struct ctoml_node {
    ctoml_kind kind;
    ctoml_position position;
    std::string string;
    int64_t integer = 0;
    bool boolean = false;
    struct member {
        std::string key;
        ctoml_position position;
        std::unique_ptr<ctoml_node> node;
    };
    std::vector<member> members;
};

struct ctoml_document {
    std::string error;
    ctoml_position error_position{};
    std::unique_ptr<ctoml_node> root;
};

namespace {

ctoml_position place(const toml::source_region &region)
{
    return { region.begin.line, region.begin.column };
}

ctoml_text text(const std::string &string) { return { string.data(), string.size() }; }

std::unique_ptr<ctoml_node> copy(const toml::node &from)
{
    auto node = std::make_unique<ctoml_node>();
    node->position = place(from.source());
    if (auto table = from.as_table()) {
        node->kind = CTOML_TABLE;
        for (auto &&[key, value] : *table)
            node->members.push_back({ std::string(key.str()), place(key.source()), copy(value) });
    } else if (auto array = from.as_array()) {
        node->kind = CTOML_ARRAY;
        for (auto &&value : *array)
            node->members.push_back({ {}, place(value.source()), copy(value) });
    } else if (auto string = from.as_string()) {
        node->kind = CTOML_STRING;
        node->string = string->get();
    } else if (auto integer = from.as_integer()) {
        node->kind = CTOML_INTEGER;
        node->integer = integer->get();
    } else if (auto boolean = from.as_boolean()) {
        node->kind = CTOML_BOOLEAN;
        node->boolean = boolean->get();
    } else if (from.is_floating_point()) {
        node->kind = CTOML_FLOAT;
    } else {
        node->kind = CTOML_DATE_TIME;
    }
    return node;
}

} // namespace

extern "C" {

ctoml_document_ref ctoml_parse(const char *bytes, size_t length)
{
    auto document = new ctoml_document;
    auto result = toml::parse(std::string_view(bytes, length));
    if (result) {
        document->root = copy(result.table());
    } else {
        document->error = result.error().description();
        document->error_position = place(result.error().source());
    }
    return document;
}

void ctoml_free(ctoml_document_ref document) { delete document; }

bool ctoml_error(ctoml_document_ref document, ctoml_text *message, ctoml_position *position)
{
    *message = text(document->error);
    *position = document->error_position;
    return !document->root;
}

ctoml_node_ref ctoml_root(ctoml_document_ref document) { return document->root.get(); }

ctoml_kind ctoml_node_kind(ctoml_node_ref node) { return node->kind; }
ctoml_position ctoml_node_position(ctoml_node_ref node) { return node->position; }
ctoml_text ctoml_node_string(ctoml_node_ref node) { return text(node->string); }
int64_t ctoml_node_integer(ctoml_node_ref node) { return node->integer; }
bool ctoml_node_boolean(ctoml_node_ref node) { return node->boolean; }

size_t ctoml_node_count(ctoml_node_ref node) { return node->members.size(); }
ctoml_node_ref ctoml_node_child(ctoml_node_ref node, size_t index) { return node->members[index].node.get(); }
ctoml_text ctoml_node_key(ctoml_node_ref node, size_t index) { return text(node->members[index].key); }

ctoml_position ctoml_node_key_position(ctoml_node_ref node, size_t index)
{
    return node->members[index].position;
}

} // extern "C"
