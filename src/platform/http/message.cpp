#include "dunlin/platform/http/message.hpp"

namespace dunlin::http {

std::string_view Request::header(std::string_view name) const {
  for (auto const& [known, value] : headers)
    if (known == name) return value;
  return {};
}

}  // namespace dunlin::http
