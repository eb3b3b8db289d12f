#include "admin_account.hpp"

#include <utility>

#include "account.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/store/logins.hpp"
#include "dunlin/store/records.hpp"
#include "or_null.hpp"
#include "role.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

using store::logins::Login;

void write_login(JsonWriter& json, Login const* login) {
  if (!login) {
    for (auto const* name :
         {"email", "ip", "confirmed", "disabled", "approved", "locale", "invite_request", "ips", "role"})
      json.member(name, nullptr);
    return;
  }
  json.member("email", login->email);
  if (login->addresses.empty())
    json.member("ip", nullptr);
  else
    json.member("ip", login->addresses.front().first);
  json.member("confirmed", login->confirmed);
  json.member("disabled", login->disabled);
  json.member("approved", login->approved);
  json.member("locale", login->locale);
  write_or_null(json, "invite_request", login->reason);
  json.array_member("ips", [&] {
    for (auto const& [address, seen] : login->addresses)
      json.object([&] {
        json.member("ip", address);
        json.member("used_at", seen);
      });
  });
  write_role(json, login->role);
}

std::string admin_account(Account const& account, Login const* login, std::string const& shown) {
  JsonWriter json(1024 + shown.size());
  json.object([&] {
    json.member("id", account.id);
    json.member("username", account.username);
    write_or_null(json, "domain", account.domain);
    json.member("created_at", account.created_at);
    json.member("suspended", account.is_suspended());
    json.member("silenced", account.silenced_at.has_value());
    json.member("sensitized", false);
    write_login(json, login);
    json.member("created_by_application_id", nullptr);
    json.member("invited_by_account_id", nullptr);
    json.key("account");
    json.raw(shown);
  });
  return json.take();
}

}  // namespace

std::unordered_map<AccountId, std::string> admin_accounts(App& app, db::Tx& tx, std::span<AccountId const> ids) {
  std::unordered_map<AccountId, std::string> written;
  auto const records = store::accounts_by_id(app.records, tx, ids);
  auto const shown = accounts(app, tx, ids);
  std::unordered_map<AccountId, Login> logins;
  for (auto& login : store::logins::of(tx, ids)) logins.emplace(login.account, std::move(login));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!records[i] || !shown[i]) continue;
    auto const login = logins.find(ids[i]);
    written.emplace(ids[i], admin_account(*records[i], login == logins.end() ? nullptr : &login->second, *shown[i]));
  }
  return written;
}

}  // namespace dunlin::api::mastodon::entities
