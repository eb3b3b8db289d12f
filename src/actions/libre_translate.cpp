#include "libre_translate.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <set>

#include "dunlin/base/json.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/platform/config/config.hpp"
#include "dunlin/platform/http/client.hpp"

namespace dunlin::actions::libre_translate {
namespace {

constexpr auto patience = std::chrono::seconds(20);
constexpr std::size_t most_bytes = 1024 * 1024;
constexpr std::size_t most_languages = 500;
constexpr std::size_t most_code_bytes = 16;

Refusal unavailable(std::string const& why) {
  return {Refusal::Kind::unavailable, why};
}

Json read(http::Incoming const& answer) {
  if (answer.status == 429) throw unavailable("There have been too many requests to the translation service recently.");
  if (answer.status == 403)
    throw unavailable("The server-wide usage quota for the translation service has been exceeded.");
  auto parsed = answer.status / 100 == 2 ? parse_json(answer.body) : Json(Json::value_t::discarded);
  if (parsed.is_discarded()) throw unavailable("The translation service did not answer as expected.");
  return parsed;
}

awaitable<Json> ask(App& app, std::string method, std::string path, std::string body) {
  http::Outgoing request;
  request.method = std::move(method);
  request.url = app.config.libre_translate_endpoint + path;
  request.headers = {{"Accept", "application/json"}};
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(body);
  request.most_bytes = most_bytes;
  request.patience = patience;
  request.redirects = 0;
  request.trusted = true;
  std::optional<http::Incoming> answer;
  try {
    answer = co_await app.http.send(std::move(request));
  } catch (http::ClientError const&) {
    // Not our fault, and nothing the caller can do: told below.
  }
  if (!answer) throw unavailable("The translation service does not answer.");
  co_return read(*answer);
}

/// Language codes become names of members, so they must be nothing else.
bool is_code(std::string_view text) {
  auto const is_plain = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_'; };
  return !text.empty() && text.size() <= most_code_bytes && std::ranges::all_of(text, is_plain);
}

std::string text_of(Json const& object, char const* name) {
  auto const at = object.is_object() ? object.find(name) : object.end();
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

}  // namespace

awaitable<TranslationLanguages> languages(App& app) {
  auto const answer = co_await ask(app, "GET", "/languages", {});
  TranslationLanguages known;
  std::set<std::string> all;
  for (auto const& language : answer) {
    auto const from = text_of(language, "code");
    if (!is_code(from) || known.size() == most_languages || !language.contains("targets")) continue;
    auto& into = known[from];
    for (auto const& target : language["targets"])
      if (target.is_string() && is_code(target.get<std::string>()) && target != from && into.size() < most_languages)
        into.push_back(target);
    all.insert(into.begin(), into.end());
  }
  if (!all.empty()) known["und"].assign(all.begin(), all.end());
  co_return known;
}

awaitable<Answer> translate(App& app, std::vector<std::string> const& html, std::string const& from,
                            std::string const& to) {
  Json question{{"q", html}, {"source", from.empty() ? "auto" : from}, {"target", to}, {"format", "html"}};
  if (!app.config.libre_translate_key.empty()) question["api_key"] = app.config.libre_translate_key.reveal();
  auto const said = co_await ask(app, "POST", "/translate", to_text(question));
  Answer answer{.html = {}, .from = from};
  auto const texts = said.is_object() ? said.value("translatedText", Json()) : Json();
  for (auto const& text : texts)
    if (text.is_string()) answer.html.push_back(text);
  if (answer.html.size() != html.size()) throw unavailable("The translation service did not answer as expected.");
  auto const detected = said.value("detectedLanguage", Json());
  if (from.empty() && detected.is_array() && !detected.empty()) answer.from = text_of(detected[0], "language");
  co_return answer;
}

}  // namespace dunlin::actions::libre_translate
