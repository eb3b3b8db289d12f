#include "dunlin/federation/vocabulary/activity.hpp"

#include <array>

#include "reading.hpp"

namespace dunlin::federation::vocabulary {
namespace {

constexpr std::array<std::pair<std::string_view, Verb>, 19> verbs{{{"Create", Verb::create},
                                                                   {"Update", Verb::update},
                                                                   {"Delete", Verb::delete_},
                                                                   {"Follow", Verb::follow},
                                                                   {"Accept", Verb::accept},
                                                                   {"Reject", Verb::reject},
                                                                   {"Undo", Verb::undo},
                                                                   {"Like", Verb::like},
                                                                   {"Announce", Verb::announce},
                                                                   {"Add", Verb::add},
                                                                   {"Remove", Verb::remove},
                                                                   {"Block", Verb::block},
                                                                   {"Flag", Verb::flag},
                                                                   {"QuoteRequest", Verb::quote_request},
                                                                   {"EmojiReact", Verb::emoji_react},
                                                                   {"Move", Verb::move},
                                                                   {"LikeRequest", Verb::like_request},
                                                                   {"ReplyRequest", Verb::reply_request},
                                                                   {"AnnounceRequest", Verb::announce_request}}};

constexpr std::size_t most_words_bytes = 64 * 1024;

/// Misskey names the emoji of a Like in a member of its own as well, Lemmy the reason of a report in the summary.
std::string words_of(Node const& document) {
  for (auto const* const name : {"content", "_misskey_reaction", "summary"})
    if (auto const text = document[name].text(); !text.empty()) return cut(text, most_words_bytes);
  return {};
}

}  // namespace

Verb verb_of(Node const& activity) {
  auto const type = activity.type();
  for (auto const& [name, verb] : verbs)
    if (name == type) return verb;
  return Verb::other;
}

std::optional<Activity> read_activity(Node const& document) {
  Activity activity;
  activity.verb = verb_of(document);
  activity.type = std::string(document.type());
  // One actor: a list would let each check look at another one.
  auto const& actor = document["actor"];
  activity.actor = std::string(actor.is_map() ? actor.id() : actor.text());
  activity.object = &document["object"];
  if (!document.is_map() || activity.type.empty() || host_of(activity.actor).empty()) return std::nullopt;
  if (activity.object->kind() == Node::Kind::null) return std::nullopt;
  activity.id = std::string(document.id());
  activity.object_id = std::string(activity.object->reference());
  activity.target = std::string(document["target"].reference());
  activity.instrument = &document["instrument"];
  activity.result = std::string(document["result"].reference());
  activity.content = words_of(document);
  activity.emojis = read_emojis(document["tag"]);
  activity.published = read_time(document["published"]);
  activity.addressing = read_addressing(document);
  return activity;
}

}  // namespace dunlin::federation::vocabulary
