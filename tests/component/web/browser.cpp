#include "component/web/browser.hpp"

#include <algorithm>
#include <stdexcept>

#include "dunlin/actions/applications.hpp"
#include "dunlin/actions/sign_up.hpp"
#include "dunlin/platform/http/url.hpp"

namespace dunlin::test {

namespace {

std::string unescaped(std::string text) {
  for (auto const& [entity, character] :
       {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}) {
    for (auto at = text.find(entity); at != text.npos; at = text.find(entity, at + 1))
      text.replace(at, std::string_view(entity).size(), character);
  }
  return text;
}

std::string attribute(std::string const& tag, std::string const& name) {
  auto const at = tag.find(" " + name + "=\"");
  if (at == tag.npos) return {};
  auto const begin = at + name.size() + 3;
  return unescaped(tag.substr(begin, tag.find('"', begin) - begin));
}

}  // namespace

std::vector<PageForm> forms(std::string const& html) {
  std::vector<PageForm> found;
  for (auto at = html.find("<form"); at != html.npos; at = html.find("<form", at + 1)) {
    auto const end = html.find("</form>", at);
    PageForm form;
    form.action = attribute(html.substr(at, html.find('>', at) - at), "action");
    for (auto input = html.find("<input", at); input < end; input = html.find("<input", input + 1)) {
      auto const tag = html.substr(input, html.find('>', input) - input);
      if (auto name = attribute(tag, "name"); !name.empty()) form.fields.emplace_back(name, attribute(tag, "value"));
    }
    found.push_back(std::move(form));
  }
  return found;
}

std::string header(access::Reply const& reply, std::string_view name) {
  for (auto const& [key, value] : reply.headers)
    if (std::ranges::equal(key, name, [](char a, char b) { return (a | 0x20) == (b | 0x20); })) return value;
  return {};
}

std::string parameter(std::string const& address, std::string const& name) {
  for (auto at = address.find_first_of("?#&"); at != address.npos; at = address.find_first_of("?#&", at + 1)) {
    if (address.compare(at + 1, name.size() + 1, name + "=") != 0) continue;
    auto const begin = at + 1 + name.size() + 1;
    return http::form_decode(address.substr(begin, address.find('&', begin) - begin)).value_or("");
  }
  return {};
}

std::string encoded(std::vector<std::pair<std::string, std::string>> const& fields) {
  std::string body;
  for (auto const& [name, value] : fields)
    body += (body.empty() ? "" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
  return body;
}

access::Reply Browser::send(std::string_view method, std::string_view target, std::string const& body) {
  auto request = app_.request(method, target, {}, body, "application/x-www-form-urlencoded");
  std::string jar;
  for (auto const& [name, value] : cookies) jar += (jar.empty() ? "" : "; ") + name + "=" + value;
  if (!jar.empty()) request.headers.emplace_back("cookie", jar);
  auto reply = app_.send(std::move(request));
  for (auto const& [name, value] : reply.headers) {
    if (name != "Set-Cookie") continue;
    auto const equals = value.find('=');
    auto const text = value.substr(equals + 1, value.find(';') - equals - 1);
    if (text.empty())
      cookies.erase(value.substr(0, equals));
    else
      cookies[value.substr(0, equals)] = text;
  }
  return reply;
}

access::Reply Browser::get(std::string_view target) {
  return send("GET", target, {});
}

access::Reply Browser::post(std::string_view target, std::vector<std::pair<std::string, std::string>> const& fields) {
  return send("POST", target, encoded(fields));
}

access::Reply Browser::submit(access::Reply const& page, std::string_view action,
                              std::map<std::string, std::string> values) {
  auto const all = forms(page.body);
  auto const form = std::ranges::find_if(
      all, [&](PageForm const& one) { return std::string_view(one.action).substr(0, one.action.find('?')) == action; });
  if (form == all.end()) throw std::runtime_error("no form to " + std::string(action) + " on: " + page.body);
  auto fields = form->fields;
  for (auto& [name, value] : fields)
    if (auto const given = values.extract(name)) value = given.mapped();
  for (auto const& given : values) fields.push_back(given);
  return post(form->action, fields);
}

access::Reply Browser::sign_in(std::string const& login, std::string const& password, std::string const& return_to) {
  auto const page = get("/auth/sign_in?return_to=" + http::percent_encode(return_to));
  return submit(page, "/auth/sign_in", {{"login", login}, {"password", password}});
}

Person person(TestApp& app, std::string const& username, bool confirmed, bool approved) {
  static std::string const password = "correct horse battery";
  static std::string const hash = crypto::hash_password(Secret(password));
  static auto const key = crypto::PrivateKey::generate_rsa();
  actions::Login const login{.username = username,
                             .email = username + "@people.example",
                             .password_hash = hash,
                             .key = key,
                             .confirmed = confirmed,
                             .approved = approved};
  auto const made = app.db().transact_blocking(
      [&](db::Tx& tx) { return actions::create_login(tx, app.app().config, login, app.clock().now()); });
  return {made.account, made.user, login.email, password};
}

Client client(TestApp& app, std::string const& scopes, std::vector<std::string> uris) {
  auto const made = app.db().transact_blocking([&](db::Tx& tx) {
    return actions::register_application(
        app.app(), tx, {.name = "Some App", .website = "", .redirect_uris = std::move(uris), .scopes = scopes});
  });
  return {made.application.client_id, made.client_secret, made.application.id};
}

}  // namespace dunlin::test
