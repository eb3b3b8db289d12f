#include "dunlin/actions/translation.hpp"

#include <algorithm>

#include "compose.hpp"
#include "dunlin/base/json.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/crypto/crypto.hpp"
#include "dunlin/platform/db/database.hpp"
#include "dunlin/platform/redis/redis.hpp"
#include "dunlin/store/users.hpp"
#include "libre_translate.hpp"
#include "seen.hpp"

namespace dunlin::actions {
namespace {

constexpr std::string_view answers_kept = "86400", languages_kept = "3600";  // seconds

/// Redis only saves the service work: without it, all is asked anew.
awaitable<Json> recall(App& app, std::string key) {
  try {
    auto const kept = co_await app.redis.command({"GET", app.redis.key(key)});
    if (kept.kind == redis::Value::Kind::text) co_return parse_json(kept.text);
  } catch (redis::Error const&) {
  }
  co_return Json(Json::value_t::discarded);
}

awaitable<void> keep(App& app, std::string key, std::string text, std::string_view seconds) {
  try {
    co_await app.redis.command({"SET", app.redis.key(key), std::move(text), "EX", std::string(seconds)});
  } catch (redis::Error const&) {
  }
}

std::string as_html(std::string_view text) {
  std::string html;
  append_escaped_html(html, text);
  return html;
}

/// What there is to translate, in the order in which into() takes it back. Plain texts travel as HTML too.
std::vector<std::string> pieces_of(Status const& status) {
  std::vector<std::string> pieces{status.html.text(), as_html(status.spoiler_text)};
  for (auto const& m : status.media)
    if (!m.description.empty()) pieces.push_back(as_html(m.description));
  if (status.poll)
    for (auto const& option : status.poll->options) pieces.push_back(as_html(option.title));
  return pieces;
}

Translation put_together(Status const& status, libre_translate::Answer const& answer, std::string to) {
  Translation translation{.from = answer.from, .to = std::move(to)};
  translation.content = sanitise(answer.html[0]);
  translation.spoiler_text = plain_text(answer.html[1]);
  std::size_t next = 2;
  for (auto const& m : status.media)
    if (!m.description.empty()) translation.descriptions.emplace_back(m.id, plain_text(answer.html[next++]));
  if (!status.poll) return translation;
  translation.poll = status.poll->id;
  while (next < answer.html.size()) translation.options.push_back(plain_text(answer.html[next++]));
  return translation;
}

std::string base_of(std::string const& language) {
  return language.substr(0, language.find('-'));
}

/// The service's name for a language, if it translates into it from the other one.
std::optional<std::string> target(TranslationLanguages const& languages, std::string const& from,
                                  std::string const& to) {
  auto const known = languages.find(from.empty() ? "und" : from);
  if (known == languages.end()) return std::nullopt;
  for (auto const& name : {to, base_of(to)})
    if (!name.empty() && std::ranges::find(known->second, name) != known->second.end()) return name;
  return std::nullopt;
}

awaitable<libre_translate::Answer> ask(App& app, std::vector<std::string> const& pieces, std::string from,
                                       std::string to) {
  auto const key = "translation:" + crypto::hex(crypto::sha256(to_text(Json{from, to, pieces})));
  auto const kept = co_await recall(app, key);
  if (kept.is_object())
    co_return libre_translate::Answer{.html = kept["html"].get<std::vector<std::string>>(), .from = kept["from"]};
  auto answer = co_await libre_translate::translate(app, pieces, from, to);
  co_await keep(app, key, to_text(Json{{"html", answer.html}, {"from", answer.from}}), answers_kept);
  co_return answer;
}

}  // namespace

awaitable<TranslationLanguages> translation_languages(App& app) {
  if (app.config.libre_translate_endpoint.empty()) co_return TranslationLanguages{};
  std::string const key = "translation-languages";
  auto const kept = co_await recall(app, key);
  if (kept.is_object()) co_return kept.get<TranslationLanguages>();
  auto const languages = co_await libre_translate::languages(app);
  co_await keep(app, key, to_text(Json(languages)), languages_kept);
  co_return languages;
}

awaitable<Translation> translate(App& app, AccountId viewer, StatusId id, std::string language) {
  std::string own;
  auto const status = co_await app.db.read([&](db::Tx& tx) {
    if (auto const user = store::users::by_account(tx, viewer)) own = user->locale;
    return find_seen(app, tx, id, viewer);
  });
  if (app.config.libre_translate_endpoint.empty() || !is_open(status.visibility)) throw forbidden();
  auto const languages = co_await translation_languages(app);
  auto const wanted = tidy_language(language.empty() ? own : language);
  // "pt-BR" is "pt" where the service makes no difference.
  auto const from = languages.contains(status.language) ? status.language : base_of(status.language);
  auto const to = target(languages, from, wanted);
  if (!to) throw forbidden();
  auto const answer = co_await ask(app, pieces_of(status), from, *to);
  co_return put_together(status, answer, *to);
}

}  // namespace dunlin::actions
