#include "wire.hpp"

#include "dunlin/access/scopes.hpp"
#include "dunlin/actions/applications.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/platform/crypto/crypto.hpp"

namespace dunlin::api::oauth {

namespace {

constexpr std::string_view basic = "Basic ";

}  // namespace

Reply error(int status, std::string_view code, std::string_view description) {
  JsonWriter json;
  json.object([&] {
    json.member("error", code);
    json.member("error_description", description);
  });
  return access::json(json.take(), status);
}

Reply invalid_client() {
  return error(401, "invalid_client",
               "Client authentication failed due to unknown client, no client authentication included, or "
               "unsupported authentication method.")
      .with("WWW-Authenticate",
            R"(Bearer realm="Doorkeeper", error="invalid_client", error_description="Client authentication failed")");
}

Reply missing_parameter(std::string_view name) {
  return error(400, "invalid_request", "Missing required parameter: " + std::string(name) + ".");
}

Reply token(actions::Grant const& grant) {
  JsonWriter json;
  json.object([&] {
    json.member("access_token", grant.token);
    json.member("token_type", "Bearer");
    json.member("scope", grant.scopes);
    json.member("created_at", std::chrono::floor<std::chrono::seconds>(grant.created_at).time_since_epoch().count());
  });
  return access::json(json.take());
}

std::pair<std::string, std::string> client_credentials(Call const& call) {
  auto const header = call.request.header("authorization");
  if (header.starts_with(basic)) {
    auto const pair = crypto::from_base64(header.substr(basic.size()));
    auto const colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos) return {};
    return {pair->substr(0, colon), pair->substr(colon + 1)};
  }
  return {call.params.text("client_id").value_or(""), call.params.text("client_secret").value_or("")};
}

std::optional<store::applications::Application> client(Call const& call, db::Tx& tx) {
  auto const [id, secret] = client_credentials(call);
  if (id.empty() || secret.empty()) return std::nullopt;
  return actions::authenticate_client(tx, id, secret);
}

std::optional<std::string> granted_scopes(store::applications::Application const& client, std::string const& asked) {
  auto const own = access::Scopes::parse(client.scopes);
  auto const words = access::Scopes::words(asked);
  if (!own || !words) return std::nullopt;
  if (words->empty()) return own->contains(*access::Scopes::parse("read")) ? "read" : client.scopes;
  auto scopes = access::joined(*words);
  if (!own->contains(*access::Scopes::parse(scopes))) return std::nullopt;
  return scopes;
}

}  // namespace dunlin::api::oauth
