#include <algorithm>
#include <nlohmann/json.hpp>

#include "dunlin/federation/vocabulary/node.hpp"

namespace dunlin::federation::vocabulary {
namespace {

constexpr std::size_t most_levels = 64;
constexpr std::size_t most_members = 512;    // of one object; names are compared one by one
constexpr std::size_t most_nodes = 200'000;  // of one document: bounds what 1 MiB of "[]," can cost

}  // namespace

/// Takes the parser's events and grows the tree, without recursion. Returning false stops the parser.
class TreeBuilder {
 public:
  using Json = nlohmann::json;
  Node root;

  bool null() { return add(Node::Kind::null) != nullptr; }
  bool boolean(bool value) {
    auto* const node = add(Node::Kind::boolean);
    if (node) node->truth_ = value;
    return node != nullptr;
  }
  bool number_integer(Json::number_integer_t value) { return add_number(static_cast<double>(value)); }
  bool number_unsigned(Json::number_unsigned_t value) { return add_number(static_cast<double>(value)); }
  bool number_float(Json::number_float_t value, Json::string_t const&) { return add_number(value); }
  bool string(Json::string_t& value) {
    auto* const node = add(Node::Kind::text);
    if (!node) return false;
    std::erase(value, '\0');
    node->text_ = std::move(value);
    return true;
  }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Node::Kind::map); }
  bool start_array(std::size_t) { return open(Node::Kind::list); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(Json::string_t& name) {
    auto& names = open_.back()->names_;
    if (name == "@graph" || name == "@included" || name == "@reverse") return false;
    if (names.size() == most_members || std::ranges::find(names, name) != names.end()) return false;
    names.push_back(std::move(name));
    return true;
  }
  bool parse_error(std::size_t, std::string const&, Json::exception const&) { return false; }

 private:
  Node* add(Node::Kind kind) {
    if (++count_ > most_nodes) return nullptr;
    auto* const node = open_.empty() ? &root : &open_.back()->children_.emplace_back();
    node->kind_ = kind;
    return node;
  }
  bool add_number(double value) {
    auto* const node = add(Node::Kind::number);
    if (node) node->number_ = value;
    return node != nullptr;
  }
  bool open(Node::Kind kind) {
    if (open_.size() == most_levels) return false;
    auto* const node = add(kind);
    if (node) open_.push_back(node);
    return node != nullptr;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<Node*> open_;  // a parent's children do not move while one of them is open
  std::size_t count_ = 0;
};

std::optional<Node> parse(std::string_view json) {
  TreeBuilder tree;
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &tree)) return std::nullopt;
  return std::move(tree.root);
}

}  // namespace dunlin::federation::vocabulary
