#include "redirect_address.hpp"

#include <algorithm>

#include "dunlin/actions/applications.hpp"
#include "dunlin/platform/http/params.hpp"
#include "dunlin/platform/http/url.hpp"

namespace dunlin::web {

namespace {

std::string_view scheme_of(std::string_view uri) {
  return uri.substr(0, uri.find(':'));
}

/// A CSP source cannot name everything an address can: no IPv6 address, nothing but ASCII.
bool fits_policy(std::string_view authority) {
  return std::ranges::all_of(authority, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':';
  });
}

}  // namespace

std::string form_target(std::string_view redirect_uri) {
  if (redirect_uri == actions::out_of_band) return {};
  auto const url = http::parse_url(redirect_uri);
  if (url && fits_policy(url->authority())) return url->origin();
  return std::string(scheme_of(redirect_uri)) + ":";
}

std::string place_of(std::string_view redirect_uri) {
  if (redirect_uri == actions::out_of_band) return {};
  if (auto const url = http::parse_url(redirect_uri)) return url->authority();
  return "an app on this device (" + std::string(scheme_of(redirect_uri)) + ")";
}

std::string with_parameters(std::string_view redirect_uri, Parameters const& parameters, bool in_fragment) {
  std::string address(redirect_uri);
  auto const has_query = address.find('?') != std::string::npos;
  auto const open = address.ends_with('?') || address.ends_with('&');
  auto const* joint = in_fragment ? "#" : !has_query ? "?" : open ? "" : "&";
  for (auto const& [name, value] : parameters) {
    if (value.empty()) continue;
    address += joint;
    address += name + "=" + http::percent_encode(value);
    joint = "&";
  }
  return address;
}

std::optional<Continuation> continuation(db::Tx& tx, std::string_view path) {
  auto const question = path.find('?');
  if (question == path.npos) return std::nullopt;
  auto where = path.substr(0, question);
  while (where.ends_with('/')) where.remove_suffix(1);
  if (where != "/oauth/authorize") return std::nullopt;
  auto const params = http::read_params(path.substr(question + 1), "", "");
  auto const client = store::applications::by_client_id(tx, params.text("client_id").value_or(""));
  auto const address = params.text("redirect_uri").value_or("");
  if (!client || std::ranges::find(client->redirect_uris, address) == client->redirect_uris.end()) return std::nullopt;
  return Continuation{client->name, form_target(address)};
}

}  // namespace dunlin::web
