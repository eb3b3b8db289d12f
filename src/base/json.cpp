// The parser's templates are made here and nowhere else: they cost two seconds per file.
#include "dunlin/base/json.hpp"

namespace dunlin {

Json parse_json(std::string_view text) {
  return Json::parse(text.data(), text.data() + text.size(), nullptr, false);
}

std::string to_text(Json const& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace dunlin
