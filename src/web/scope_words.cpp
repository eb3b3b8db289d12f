#include "scope_words.hpp"

#include <algorithm>
#include <array>

#include "dunlin/access/scopes.hpp"

namespace dunlin::web {

namespace {

struct Umbrella {
  std::string_view word, messages;
  bool grave;
};

constexpr std::array<Umbrella, 4> umbrellas{{{"read", "read", false},
                                             {"write", "write", false},
                                             {"admin:read", "admin_read", true},
                                             {"admin:write", "admin_write", true}}};

std::string key_of(std::string_view scope, std::string_view part) {
  return "page.scope." + std::string(scope) + "." + std::string(part);
}

Permission whole(Words const& words, std::string_view scope, bool grave = false) {
  return {words.say(key_of(scope, "all")), words.say(key_of(scope, "detail")), grave};
}

}  // namespace

std::vector<Permission> permissions(std::string_view scopes, Words const& words) {
  auto const asked = access::Scopes::words(scopes).value_or(std::vector<std::string>{});
  auto const has = [&](std::string_view word) { return std::ranges::find(asked, word) != asked.end(); };
  std::vector<Permission> lines;
  if (has("profile")) lines.push_back(whole(words, "profile"));
  for (auto const& umbrella : umbrellas) {
    if (has(umbrella.word)) {
      lines.push_back(whole(words, umbrella.messages, umbrella.grave));
      continue;
    }
    std::vector<std::string> things;
    auto const prefix = std::string(umbrella.word) + ":";
    for (auto const& word : asked)
      if (word.starts_with(prefix)) things.push_back(words.say("page.scope.thing." + word.substr(prefix.size())));
    if (things.empty()) continue;
    auto const all = words.listed(things);
    lines.push_back({words.say(key_of(umbrella.messages, "some"), {{"things", all}}), "", umbrella.grave});
  }
  if (has("follow") && !(has("read") && has("write"))) lines.push_back({words.say("page.scope.follow.all"), ""});
  if (has("push")) lines.push_back(whole(words, "push"));
  return lines;
}

}  // namespace dunlin::web
