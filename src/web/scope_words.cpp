#include "scope_words.hpp"

#include <algorithm>
#include <array>

#include "dunlin/access/scopes.hpp"

namespace dunlin::web {

namespace {

struct Umbrella {
  std::string_view word;
  std::string_view what, detail;
  std::string_view some;  // begins the line for single leaves
  bool grave;
};

constexpr std::array<Umbrella, 4> umbrellas{{
    {"read", "Read everything in your account",
     "Timelines, notifications, private posts, lists, bookmarks and settings", "Read your", false},
    {"write", "Act for you", "Post and delete, follow and block, favourite and boost, change your profile",
     "Change your", false},
    {"admin:read", "See what moderators see", "Everybody's accounts, addresses and reports on this server",
     "As a moderator, see", true},
    {"admin:write", "Moderate this server", "Suspend accounts, resolve reports, block other servers",
     "As a moderator, change", true},
}};

/// "email_domain_blocks" as words.
std::string thing(std::string_view leaf) {
  if (leaf == "accounts") return "profile";
  if (leaf == "statuses") return "posts";
  if (leaf == "follows") return "followed people";
  if (leaf == "mutes") return "muted people";
  if (leaf == "blocks") return "blocked people";
  if (leaf == "search") return "search results";
  std::string words(leaf);
  std::ranges::replace(words, '_', ' ');
  return words;
}

/// "posts", "posts and lists", "posts, lists and media".
std::string listed(std::vector<std::string> const& things) {
  std::string text;
  for (std::size_t i = 0; i < things.size(); ++i) {
    if (i > 0) text += i + 1 == things.size() ? " and " : ", ";
    text += things[i];
  }
  return text;
}

}  // namespace

std::vector<Permission> permissions(std::string_view scopes) {
  auto const words = access::Scopes::words(scopes).value_or(std::vector<std::string>{});
  auto const has = [&](std::string_view word) { return std::ranges::find(words, word) != words.end(); };
  std::vector<Permission> lines;
  if (has("profile")) lines.push_back({"See who you are", "Your name, picture and profile address"});
  for (auto const& umbrella : umbrellas) {
    if (has(umbrella.word)) {
      lines.push_back({std::string(umbrella.what), std::string(umbrella.detail), umbrella.grave});
      continue;
    }
    std::vector<std::string> things;
    auto const prefix = std::string(umbrella.word) + ":";
    for (auto const& word : words)
      if (word.starts_with(prefix)) things.push_back(thing(std::string_view(word).substr(prefix.size())));
    if (!things.empty()) lines.push_back({std::string(umbrella.some) + " " + listed(things), "", umbrella.grave});
  }
  if (has("follow") && !(has("read") && has("write"))) lines.push_back({"Manage whom you follow, mute and block", ""});
  if (has("push")) lines.push_back({"Send you notifications", "Also while the app is closed"});
  return lines;
}

}  // namespace dunlin::web
