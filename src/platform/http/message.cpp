#include "dunlin/platform/http/message.hpp"

#include "spool.hpp"

namespace dunlin::http {

std::string_view Request::header(std::string_view name) const {
  for (auto const& [known, value] : headers)
    if (known == name) return value;
  return {};
}

std::string_view Request::content() const {
  return spool ? spool->bytes() : std::string_view(body);
}

}  // namespace dunlin::http
