#include "dunlin/actions/verify_links.hpp"

#include <algorithm>
#include <vector>

#include "dunlin/domain/me_links.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/cpu_pool.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/http/client.hpp"
#include "dunlin/platform/http/url.hpp"
#include "dunlin/platform/log/log.hpp"
#include "dunlin/store/accounts.hpp"

namespace dunlin::actions {
namespace {

/// A field is a link when it is nothing else.
std::optional<http::Url> link_of(ProfileField const& field) {
  if (!field.source.starts_with("https://") && !field.source.starts_with("http://")) return std::nullopt;
  if (field.source.find_first_of(" \t\n") != std::string::npos) return std::nullopt;
  return http::parse_url(field.source);
}

bool waits(ProfileField const& field) {
  return !field.verified_at && link_of(field);
}

std::string in_lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  while (text.ends_with('/')) text.pop_back();
  return text;
}

/// The addresses under which a profile is known.
std::vector<std::string> names_of(App const& app, Account const& account) {
  std::vector<std::string> names{account.url, account.uri};
  if (account.is_local()) names.push_back(app.config.base_url() + "/users/" + account.username);
  for (auto& name : names) name = in_lower_case(std::move(name));
  return names;
}

bool leads_back(std::string const& html, http::Url const& page, std::vector<std::string> const& names) {
  return std::ranges::any_of(me_links(html), [&](std::string const& href) {
    auto const target = http::resolve_url(page, href);
    return target && std::ranges::find(names, in_lower_case(target->text())) != names.end();
  });
}

/// Throws ClientError when the page may answer another time.
awaitable<bool> links_back(App& app, http::Url const& link, std::vector<std::string> names) {
  http::Outgoing request;
  request.url = link.text();
  request.headers.emplace_back("Accept", "text/html, application/xhtml+xml");
  http::Incoming answer;
  try {
    answer = co_await app.http.send(std::move(request));
  } catch (http::ClientError const& error) {
    log::debug("no page from {}: {}", link.host, error.what());
    if (!error.permanent) throw;
    co_return false;
  }
  auto const page = http::parse_url(answer.url);
  if (answer.status != 200 || !page || !answer.header("content-type").contains("html")) co_return false;
  co_return co_await app.cpu.run([&] { return leads_back(answer.body, *page, names); });
}

}  // namespace

void begin_verification(db::Tx& tx, Account const& account) {
  if (std::ranges::any_of(account.fields, waits)) jobs::enqueue(tx, VerifyLinks{account.id});
}

awaitable<void> verify_links(App& app, VerifyLinks job, jobs::Job const&) {
  auto const account =
      co_await app.db.read([&](db::Tx& tx) { return store::accounts::find(tx, job.account); }, db::Urgency::background);
  if (!account || account->is_suspended()) co_return;
  auto const names = names_of(app, *account);
  std::vector<std::string> verified;
  std::exception_ptr failure;
  for (auto const& field : account->fields) {
    if (!waits(field)) continue;
    try {
      if (co_await links_back(app, *link_of(field), names)) verified.push_back(field.source);
    } catch (http::ClientError const&) {
      failure = std::current_exception();  // the other links need not wait for this one
    }
  }
  if (!verified.empty())
    co_await app.db.transact(
        [&](db::Tx& tx) { store::accounts::verify_fields(tx, job.account, verified, app.clock.now()); },
        db::Urgency::background);
  if (failure) std::rethrow_exception(failure);
}

}  // namespace dunlin::actions
