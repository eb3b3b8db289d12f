#include "dunlin/access/routes.hpp"

#include <algorithm>
#include <stdexcept>

namespace dunlin::access {

namespace {

/// A path has no more segments than this; longer ones are no route of ours.
constexpr std::size_t most_segments = 24;

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  for (std::size_t at = 0; at < path.size() && segments.size() <= most_segments;) {
    auto const begin = path.find_first_not_of('/', at);
    if (begin == path.npos) break;
    auto const end = std::min(path.find('/', begin), path.size());
    segments.push_back(path.substr(begin, end - begin));
    at = end;
  }
  return segments;
}

}  // namespace

/// One place in the tree of paths. Names of parameters stand in the rows, so ":id" and ":name" may share a
/// place.
struct Routes::Node {
  struct Child {
    std::string text;  // a literal, or what stands before ':' as in "@:name"
    std::unique_ptr<Node> node;
  };
  std::vector<Child> literals;  // sorted by text
  std::vector<Child> named;     // longest prefix first
  std::vector<std::size_t> rows;
  std::vector<std::size_t> rest;  // rows that take everything from here on

  Node& literal(std::string_view text) {
    auto const at = std::ranges::lower_bound(literals, text, {}, &Child::text);
    if (at != literals.end() && at->text == text) return *at->node;
    return *literals.insert(at, {std::string(text), std::make_unique<Node>()})->node;
  }
  Node& parameter(std::string_view prefix) {
    auto const at = std::ranges::find_if(named, [&](Child const& child) { return child.text.size() <= prefix.size(); });
    for (auto same = at; same != named.end() && same->text.size() == prefix.size(); ++same)
      if (same->text == prefix) return *same->node;
    return *named.insert(at, {std::string(prefix), std::make_unique<Node>()})->node;
  }

  /// The row of this method for the segments from `depth` on, values of parameters left in `values`.
  static std::size_t const* search(Node const& node, std::vector<Row> const& table, std::string_view method,
                                   std::span<std::string_view const> segments, std::vector<std::string_view>& values,
                                   bool& wrong_method);
};

std::size_t const* Routes::Node::search(Node const& node, std::vector<Row> const& table, std::string_view method,
                                        std::span<std::string_view const> segments,
                                        std::vector<std::string_view>& values, bool& wrong_method) {
  auto const pick = [&](std::vector<std::size_t> const& rows) -> std::size_t const* {
    for (auto const& row : rows)
      if (table[row].method == method) return &row;
    if (!rows.empty()) wrong_method = true;
    return nullptr;
  };
  if (segments.empty()) return pick(node.rows);
  auto const segment = segments.front();
  auto const after = segments.subspan(1);
  auto const at = std::ranges::lower_bound(node.literals, segment, {}, &Child::text);
  if (at != node.literals.end() && at->text == segment)
    if (auto const* row = search(*at->node, table, method, after, values, wrong_method)) return row;
  for (auto const& [prefix, child] : node.named) {
    if (segment.size() <= prefix.size() || !segment.starts_with(prefix)) continue;
    values.push_back(segment.substr(prefix.size()));
    if (auto const* row = search(*child, table, method, after, values, wrong_method)) return row;
    values.pop_back();
  }
  if (node.rest.empty()) return nullptr;
  auto const* row = pick(node.rest);
  if (row) values.push_back(segment);  // only its beginning matters: find() takes the rest from there
  return row;
}

Routes::Routes() : root_(std::make_unique<Node>()) {}
Routes::~Routes() = default;

void Routes::add(std::string_view method, std::string_view path, std::variant<DatabaseHandler, WaitingHandler> handler,
                 Rules rules) {
  auto const needs = Scopes::needed(rules.needs);
  if (!needs) throw std::logic_error("unknown scope in the row of " + std::string(path));

  auto* node = root_.get();
  std::vector<std::string> names;
  auto* rows = &node->rows;
  for (auto const segment : segments_of(path)) {
    if (segment.starts_with('*')) {
      names.emplace_back(segment.substr(1));
      rows = &node->rest;
      break;
    }
    auto const colon = segment.find(':');
    if (colon == segment.npos) {
      node = &node->literal(segment);
    } else {
      names.emplace_back(segment.substr(colon + 1));
      node = &node->parameter(segment.substr(0, colon));
    }
    rows = &node->rows;
  }
  for (auto const row : *rows)
    if (rows_[row].method == method)
      throw std::logic_error("two rows for " + std::string(method) + " " + std::string(path));
  rows->push_back(rows_.size());
  rows_.push_back({std::string(method), std::string(path), rules, *needs, handler, refuse_, fault_, std::move(names)});
}

Routes::Match Routes::find(std::string_view method, std::string_view path) const {
  Match match;
  auto const segments = segments_of(path);
  if (segments.size() > most_segments) return match;
  std::vector<std::string_view> values;
  auto const* row = Node::search(*root_, rows_, method, segments, values, match.wrong_method);
  if (!row) return match;
  match.wrong_method = false;
  match.row = &rows_[*row];
  auto const& names = match.row->names;
  match.path.reserve(names.size());
  auto const takes_rest = match.row->path.find('*') != std::string::npos;
  for (std::size_t i = 0; i < names.size() && i < values.size(); ++i) {
    auto value = values[i];
    if (takes_rest && i + 1 == names.size()) value = path.substr(static_cast<std::size_t>(value.data() - path.data()));
    match.path.emplace_back(names[i], value);
  }
  return match;
}

std::string const& Call::at(std::string_view name) const {
  for (auto const& [key, value] : path)
    if (key == name) return value;
  throw std::logic_error("this route has no parameter " + std::string(name));
}

}  // namespace dunlin::access
