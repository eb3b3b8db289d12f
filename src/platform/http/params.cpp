#include "dunlin/platform/http/params.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>

#include "dunlin/base/refusal.hpp"
#include "params_reader.hpp"

namespace dunlin::http {
namespace {

std::optional<std::uint32_t> index_of(std::string_view key) {
  std::uint32_t index = 0;
  auto const [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  if (error != std::errc{} || end != key.data() + key.size()) return std::nullopt;
  return index;
}

}  // namespace

std::vector<std::string_view> split_key(std::string_view key) {
  std::vector<std::string_view> steps;
  auto const bracket = key.find('[');
  if (bracket == 0 || bracket == std::string_view::npos || !key.ends_with(']')) return {key};
  steps.push_back(key.substr(0, bracket));
  for (auto at = bracket; at < key.size();) {
    auto const end = key.find(']', at);
    if (key[at] != '[' || end == std::string_view::npos) return {key};
    steps.push_back(key.substr(at + 1, end - at - 1));
    if (steps.size() > most_levels) throw Refusal{Refusal::Kind::too_large, "Parameters are nested too deeply"};
    at = end + 1;
  }
  return steps;
}

Params& ParamsReader::member(Params& map, std::string_view name) {
  if (map.kind_ != Params::Kind::map) {
    map = {};
    map.kind_ = Params::Kind::map;
  }
  for (auto& [known, value] : map.members_)
    if (known == name) return value;
  return map.members_.emplace_back(std::string(name), Params{}).second;
}

Params& ParamsReader::element(Params& list, std::span<std::string_view const> rest) {
  if (list.kind_ != Params::Kind::list) {
    list = {};
    list.kind_ = Params::Kind::list;
  }
  // "a[][x]=1&a[][y]=2&a[][x]=3" is two maps: the next one starts where a name repeats.
  if (!rest.empty() && !rest[0].empty() && !list.list_.empty()) {
    auto& last = list.list_.back();
    if (last.kind_ == Params::Kind::map && (!last.has(rest[0]) || rest.size() > 1)) return last;
  }
  return list.list_.emplace_back();
}

Params& ParamsReader::place(Params& root, std::string_view nested_key) {
  auto const steps = split_key(nested_key);
  auto* at = &root;
  for (std::size_t step = 0; step < steps.size(); ++step) {
    auto const rest = std::span(steps).subspan(step + 1);
    at = step > 0 && steps[step].empty() ? &element(*at, rest) : &member(*at, steps[step]);
  }
  return *at;
}

void ParamsReader::set_scalar(Params& at, Params::Kind kind, std::string text) {
  at = {};
  at.kind_ = kind;
  at.text_ = std::move(text);
}

void Params::set(std::string_view nested_key, std::string value) {
  ParamsReader::set_scalar(ParamsReader::place(*this, nested_key), Kind::text, std::move(value));
}

void Params::set_file(std::string_view nested_key, File file) {
  auto& at = ParamsReader::place(*this, nested_key);
  at = {};
  at.kind_ = Kind::file;
  at.file_.push_back(std::move(file));
}

Params const& Params::operator[](std::string_view name) const {
  static Params const none;
  for (auto const& [known, value] : members_)
    if (known == name) return value;
  return none;
}

bool Params::blank() const {
  return kind_ == Kind::absent || kind_ == Kind::null || (kind_ == Kind::text && text_.empty());
}

std::optional<std::string> Params::text() const {
  if (kind_ == Kind::text || kind_ == Kind::number) return text_;
  if (kind_ == Kind::boolean) return truth_ ? "true" : "false";
  return std::nullopt;
}

std::optional<bool> Params::flag() const {
  if (blank()) return std::nullopt;
  if (kind_ == Kind::boolean) return truth_;
  if (kind_ != Kind::text && kind_ != Kind::number) return true;
  constexpr std::array<std::string_view, 7> no{"false", "FALSE", "0", "f", "F", "off", "OFF"};
  return std::ranges::find(no, text_) == no.end();
}

std::optional<std::int64_t> Params::integer() const {
  if (kind_ != Kind::text && kind_ != Kind::number) return std::nullopt;
  std::int64_t value = 0;
  auto const* const begin = text_.data();
  auto const* const end = begin + text_.size();
  auto const [last, error] = std::from_chars(begin, end, value);
  if (error == std::errc{} && last == end) return value;
  if (kind_ != Kind::number) return std::nullopt;
  // Some JSON writers turn every number into a floating one: 20.0 is still twenty.
  constexpr double exact = 9007199254740992.0;
  double real = 0;
  auto const [stop, failure] = std::from_chars(begin, end, real);
  if (failure != std::errc{} || stop != end || std::trunc(real) != real || std::abs(real) > exact) return std::nullopt;
  return static_cast<std::int64_t>(real);
}

std::vector<Params const*> Params::items() const {
  std::vector<Params const*> found;
  if (blank()) return found;
  if (kind_ == Kind::list) {
    for (auto const& item : list_) found.push_back(&item);
    return found;
  }
  if (kind_ != Kind::map) return {this};

  std::vector<std::pair<std::uint32_t, Params const*>> indexed;
  for (auto const& [key, value] : members_) {
    auto const index = index_of(key);
    if (!index) return {this};
    indexed.emplace_back(*index, &value);
  }
  std::ranges::sort(indexed);  // two names of one index ("0", "00") stay in their order: pointers into one vector
  for (auto const& [_, value] : indexed) found.push_back(value);
  return found;
}

std::vector<std::string> Params::texts(std::string_view name) const {
  std::vector<std::string> found;
  for (auto const* item : items(name))
    if (auto value = item->text()) found.push_back(std::move(*value));
  return found;
}

Params::File const* Params::file() const {
  return file_.empty() ? nullptr : file_.data();
}

}  // namespace dunlin::http
