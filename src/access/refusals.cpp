#include "dunlin/access/refusals.hpp"

#include <map>

#include "dunlin/base/json_writer.hpp"

namespace dunlin::access {

int status_of(Refusal::Kind kind) {
  using enum Refusal::Kind;
  switch (kind) {
    case bad_request:
      return 400;
    case unauthenticated:
      return 401;
    case forbidden:
      return 403;
    case not_found:
      return 404;
    case gone:
      return 410;
    case conflict:
      return 409;
    case invalid:
      return 422;
    case too_large:
      return 413;
    case unsupported_media:
      return 415;
    case too_many:
      return 429;
    case unavailable:
      return 503;
  }
  return 500;
}

Reply json_error(int status, std::string_view text) {
  JsonWriter json(64 + text.size());
  json.object([&] { json.member("error", text); });
  return access::json(json.take(), status);
}

Reply refuse_as_json(http::Request const&, Refusal const& refusal) {
  auto const status = status_of(refusal.kind);
  if (refusal.details.empty()) return json_error(status, refusal.what());

  std::map<std::string_view, std::vector<Refusal::Detail const*>> by_field;
  for (auto const& detail : refusal.details) by_field[detail.field].push_back(&detail);
  JsonWriter json;
  json.object([&] {
    json.member("error", std::string_view(refusal.what()));
    json.object_member("details", [&] {
      for (auto const& [field, details] : by_field) {
        json.array_member(field, [&] {
          for (auto const* detail : details)
            json.object([&] {
              json.member("error", detail->code);
              json.member("description", detail->description);
            });
        });
      }
    });
  });
  return access::json(json.take(), status);
}

}  // namespace dunlin::access
