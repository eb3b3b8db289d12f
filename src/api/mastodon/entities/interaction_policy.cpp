#include "interaction_policy.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "dunlin/base/refusal.hpp"

namespace dunlin::api::mastodon::entities {
namespace {

struct Word {
  std::string_view name;
  int group;
};
// The author and whom a status mentions may always answer it.
constexpr std::array reply_words{Word{"public", reply_everybody},
                                 Word{"followers", reply_followers},
                                 Word{"following", reply_following},
                                 Word{"mutuals", reply_mutuals},
                                 Word{"mentioned", 0},
                                 Word{"author", 0},
                                 Word{"me", 0}};

void write_reply_groups(JsonWriter& json, std::string_view name, int groups) {
  json.array_member(name, [&] {
    if (groups & reply_everybody) return json.value("public");
    json.value("author");
    json.value("mentioned");
    for (auto const& word : reply_words)
      if (word.group & groups) json.value(word.name);
  });
}

}  // namespace

void write_interaction_policy(JsonWriter& json, Status const& status) {
  json.object_member("interaction_policy", [&] {
    json.object_member("can_reply", [&] {
      // The same twice: the names of before and after GoToSocial 0.19.
      for (auto const* name : {"automatic_approval", "always"}) write_reply_groups(json, name, status.reply_groups);
      for (auto const* name : {"manual_approval", "with_approval"}) json.array_member(name, [] {});
    });
  });
}

std::optional<int> read_reply_groups(http::Params const& can_reply) {
  auto const* name = can_reply.has("automatic_approval") ? "automatic_approval" : "always";
  if (!can_reply.has(name)) return std::nullopt;
  int groups = 0;
  for (auto const& text : can_reply.texts(name)) {
    if (text.empty()) continue;
    auto const word = std::ranges::find(reply_words, text, &Word::name);
    if (word == reply_words.end()) throw invalid("Interaction policy names nobody that can reply: " + text);
    groups |= word->group;
  }
  return groups;
}

}  // namespace dunlin::api::mastodon::entities
