#include "template.hpp"

#include <algorithm>
#include <stdexcept>

#include "files.hpp"

namespace dunlin::web {

namespace {

constexpr std::string_view message_mark = "t:";

void append_escaped(std::string& to, std::string_view text) {
  for (auto const c : text) {
    switch (c) {
      case '&':
        to += "&amp;";
        break;
      case '<':
        to += "&lt;";
        break;
      case '>':
        to += "&gt;";
        break;
      case '"':
        to += "&quot;";
        break;
      case '\'':
        to += "&#39;";
        break;
      default:
        to += c;
    }
  }
}

}  // namespace

/// Walks one template with the stack of data that is in sight.
class Filler {
 public:
  Filler(std::string_view source, Data const& data, Words const& words) : rest_(source), words_(words) {
    scopes_.push_back(&data);
  }

  std::string run() {
    section({}, true);
    return std::move(out_);
  }

 private:
  struct Tag {
    char kind;  // '#', '^', '/' or 0
    std::string_view name;
  };

  /// Writes text up to the next tag and takes the tag; false at the end of the template.
  bool next(Tag& tag, bool shown) {
    auto const open = rest_.find("{{");
    if (shown) out_ += rest_.substr(0, open);
    if (open == rest_.npos) {
      rest_ = {};
      return false;
    }
    auto const close = rest_.find("}}", open);
    if (close == rest_.npos) throw std::logic_error("template: {{ without }}");
    auto inside = rest_.substr(open + 2, close - open - 2);
    rest_.remove_prefix(close + 2);
    tag.kind = 0;
    if (!inside.empty() && (inside[0] == '#' || inside[0] == '^' || inside[0] == '/')) {
      tag.kind = inside[0];
      inside.remove_prefix(1);
    }
    tag.name = inside;
    return true;
  }

  /// Everything up to the end of the section (of the whole template for an empty name).
  void section(std::string_view name, bool shown) {
    Tag tag;
    while (next(tag, shown)) {
      if (tag.kind == '/') {
        if (tag.name != name) throw std::logic_error("template: unexpected end of " + std::string(tag.name));
        return;
      }
      if (tag.kind != 0)
        inner(tag, shown);
      else if (shown && tag.name.starts_with(message_mark))
        out_ +=
            words_.say(tag.name.substr(message_mark.size()), [this](std::string_view wanted) { return value(wanted); });
      else if (shown)
        out_ += value(tag.name);
    }
    if (!name.empty()) throw std::logic_error("template: no end of " + std::string(name));
  }

  void inner(Tag const& tag, bool shown) {
    auto const* const found = find(tag.name);
    auto const* const list = found ? std::get_if<std::vector<Data>>(found) : nullptr;
    if (!shown || tag.kind == '^' || !list || list->empty())
      return section(tag.name, shown && holds(found) == (tag.kind == '#'));
    auto const from = rest_;
    for (auto const& item : *list) {
      rest_ = from;
      scopes_.push_back(&item);
      section(tag.name, true);
      scopes_.pop_back();
    }
  }

  std::string value(std::string_view name) const {
    auto const* const found = find(name);
    if (!found) throw std::logic_error("template: no value for " + std::string(name));
    if (auto const* const text = std::get_if<std::string>(found)) return escaped(*text);
    if (auto const* const html = std::get_if<SafeHtml>(found)) return html->text();
    throw std::logic_error("template: " + std::string(name) + " is no text");
  }

  static bool holds(Data::Value const* value) {
    if (!value) return false;
    if (auto const* const text = std::get_if<std::string>(value)) return !text->empty();
    if (auto const* const html = std::get_if<SafeHtml>(value)) return !html->empty();
    if (auto const* const yes = std::get_if<bool>(value)) return *yes;
    return !std::get<std::vector<Data>>(*value).empty();
  }

  Data::Value const* find(std::string_view name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
      if (auto const at = (*scope)->values_.find(name); at != (*scope)->values_.end()) return &at->second;
    return nullptr;
  }

  std::string_view rest_;
  Words const& words_;
  std::vector<Data const*> scopes_;
  std::string out_;
};

std::string fill(std::string_view source, Data const& data, Words const& words) {
  return Filler(source, data, words).run();
}

std::string fill_file(std::string_view name, Data const& data, Words const& words) {
  auto const path = "templates/" + std::string(name);
  auto const all = files();
  auto const file = std::ranges::find(all, path, &File::name);
  if (file == all.end()) throw std::logic_error("no template " + path);
  return fill(file->bytes, data, words);
}

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

}  // namespace dunlin::web
