#include "params_reader.hpp"

#include <nlohmann/json.hpp>

#include "ascii.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/platform/http/url.hpp"
#include "multipart.hpp"
#include "utf8.hpp"

namespace dunlin::http {
namespace {

[[noreturn]] void refuse(char const* why) {
  throw Refusal{Refusal::Kind::bad_request, why};
}

void require_text(std::string_view text) {
  if (!acceptable_text(text)) refuse("Invalid UTF-8 or NUL in request parameters");
}

}  // namespace

/// Puts JSON events straight into the tree: no document in between, and depth and count are judged while reading.
class ParamsReader::Json : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Json(ParamsReader& reader) : reader_(reader) {}

  bool null() override { return scalar(Params::Kind::null, {}); }
  bool boolean(bool truth) override {
    scalar(Params::Kind::boolean, {});
    last_->truth_ = truth;
    return true;
  }
  bool number_integer(number_integer_t number) override { return scalar(Params::Kind::number, std::to_string(number)); }
  bool number_unsigned(number_unsigned_t number) override {
    return scalar(Params::Kind::number, std::to_string(number));
  }
  bool number_float(number_float_t, string_t const& written) override { return scalar(Params::Kind::number, written); }
  bool string(string_t& text) override {
    require_text(text);
    return scalar(Params::Kind::text, std::move(text));
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Params::Kind::map); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Params::Kind::list); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    require_text(name);
    key_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t, std::string const&, nlohmann::detail::exception const&) override { return false; }

 private:
  Params& next() {
    reader_.count_one();
    if (open_.empty()) return reader_.root_;
    auto& parent = *open_.back();
    return parent.kind_ == Params::Kind::list ? parent.list_.emplace_back() : member(parent, key_);
  }
  bool scalar(Params::Kind kind, std::string text) {
    last_ = &next();
    set_scalar(*last_, kind, std::move(text));
    return true;
  }
  bool open(Params::Kind kind) {
    if (open_.size() >= most_levels) throw Refusal{Refusal::Kind::too_large, "Parameters are nested too deeply"};
    auto& at = next();
    set_scalar(at, kind, {});
    open_.push_back(&at);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  ParamsReader& reader_;
  std::vector<Params*> open_;  // stays valid: a list grows only while none of its elements is open
  Params* last_ = nullptr;
  std::string key_;
};

void ParamsReader::count_one() {
  if (++values_ > most_keys) throw Refusal{Refusal::Kind::too_large, "Too many parameters"};
}

void ParamsReader::read_form(std::string_view form) {
  while (!form.empty()) {
    auto const end = std::min(form.find('&'), form.size());
    auto const pair = form.substr(0, end);
    form.remove_prefix(std::min(end + 1, form.size()));
    if (pair.empty()) continue;
    count_one();
    auto const equals = std::min(pair.find('='), pair.size());
    auto const key = form_decode(pair.substr(0, equals));
    auto value = form_decode(pair.substr(std::min(equals + 1, pair.size())));
    if (!key || !value) refuse("Invalid percent-encoding in request parameters");
    require_text(*key);
    require_text(*value);
    // A bare name ("?remote") carries no value: null, as Mastodon reads it.
    auto& at = place(root_, *key);
    set_scalar(at, equals == pair.size() ? Params::Kind::null : Params::Kind::text, std::move(*value));
  }
}

void ParamsReader::read_json(std::string_view json) {
  if (json.find_first_not_of(" \t\r\n") == std::string_view::npos) return;
  Json events(*this);
  if (!nlohmann::json::sax_parse(json, &events)) refuse("Error occurred while parsing request parameters");
  if (root_.kind() == Params::Kind::null) root_ = {};
  if (!root_.absent() && root_.kind() != Params::Kind::map) refuse("The JSON body must be an object");
}

void ParamsReader::read_multipart(std::string_view content_type, std::string_view body) {
  for (auto& part : read_parts(content_type, body, most_keys)) {
    count_one();
    require_text(part.name);
    if (!part.file_name) {
      require_text(part.content);
      root_.set(part.name, std::string(part.content));
      continue;
    }
    require_text(*part.file_name);
    if (part.file_name->empty() && part.content.empty()) continue;  // a file field left empty in a browser
    root_.set_file(part.name, {std::move(*part.file_name), std::move(part.type), part.content});
  }
}

void ParamsReader::overlay(ParamsReader&& other) {
  values_ += other.values_;
  if (values_ > most_keys) throw Refusal{Refusal::Kind::too_large, "Too many parameters"};
  if (root_.absent()) {
    root_ = std::move(other.root_);
    return;
  }
  for (auto& [name, value] : other.root_.members_) member(root_, name) = std::move(value);
}

Params read_params(std::string_view query, std::string_view content_type, std::string_view body) {
  ParamsReader reader;
  if (!body.empty()) {
    auto const type = ascii_lower(trimmed(content_type.substr(0, content_type.find(';'))));
    if (type == "application/json")
      reader.read_json(body);
    else if (type.empty() || type == "application/x-www-form-urlencoded")
      reader.read_form(body);
    else if (type == "multipart/form-data")
      reader.read_multipart(content_type, body);
    else
      throw Refusal{Refusal::Kind::unsupported_media, "Unsupported Media Type"};
  }
  if (query.empty()) return reader.take();
  ParamsReader of_query;
  of_query.read_form(query);
  reader.overlay(std::move(of_query));
  return reader.take();
}

}  // namespace dunlin::http
