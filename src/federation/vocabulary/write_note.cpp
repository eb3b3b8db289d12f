// Posts as we publish them (contract, sections 6.8 and 7).
#include <algorithm>

#include "context.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/domain/hashtags.hpp"
#include "dunlin/federation/vocabulary/actor.hpp"
#include "dunlin/federation/vocabulary/emoji.hpp"
#include "dunlin/federation/vocabulary/note.hpp"

namespace dunlin::federation::vocabulary {
namespace {

std::string handle_of(Urls const& urls, Account const& account) {
  return "@" + account.username + "@" + (account.is_local() ? urls.domain : account.domain);
}

void write_tags(JsonWriter& json, Urls const& urls, NoteSource const& source) {
  json.array_member("tag", [&] {
    for (auto const& mention : source.status.mentions) {
      if (mention.silent) continue;
      auto const at = std::ranges::find(source.mentioned, mention.account, &Account::id);
      if (at == source.mentioned.end()) continue;
      json.object([&] {
        json.member("type", "Mention");
        json.member("href", at->uri);
        json.member("name", handle_of(urls, *at));
      });
    }
    for (auto const& tag : source.status.tags)
      json.object([&] {
        json.member("type", "Hashtag");
        json.member("href", hashtag_url(urls.base, tag.name));
        json.member("name", "#" + (tag.display_name.empty() ? tag.name : tag.display_name));
      });
    for (auto const& emoji : source.status.emojis) json.object([&] { write_emoji_members(json, urls, emoji); });
  });
}

void write_attachments(JsonWriter& json, Status const& status) {
  json.array_member("attachment", [&] {
    for (auto const& media : status.media)
      json.object([&] {
        json.member("type", "Document");
        json.member("mediaType", media.type);
        json.member("url", media.url);
        json.key("name");
        media.description.empty() ? json.value(nullptr) : json.value(media.description);
        if (!media.blurhash.empty()) json.member("blurhash", media.blurhash);
        if (media.width > 0 && media.height > 0) {
          json.member("width", media.width);
          json.member("height", media.height);
        }
        if (media.focus_x != 0 || media.focus_y != 0)
          json.array_member("focalPoint", [&] {
            json.value(media.focus_x);
            json.value(media.focus_y);
          });
      });
  });
}

/// An empty list would vanish on the way: the author alone stands for nobody.
void write_groups(JsonWriter& json, std::string_view name, int groups, Account const& author) {
  json.array_member(name, [&] {
    if (groups & QuotePolicy::anybody) json.value(public_address);
    if (groups & QuotePolicy::followers) json.value(followers_of(author));
    if (groups & QuotePolicy::following) json.value(following_of(author));
    if (name == "automaticApproval" && groups == 0) json.value(author.uri);
  });
}

/// Who may quote it.
void write_policy(JsonWriter& json, NoteSource const& source) {
  auto const policy = source.status.quote_policy;
  json.object_member("interactionPolicy", [&] {
    json.object_member("canQuote", [&] {
      write_groups(json, "automaticApproval", policy.automatic, source.author);
      if (policy.manual != 0) write_groups(json, "manualApproval", policy.manual, source.author);
    });
  });
}

/// The options with their counts, which nobody is shown before the end when the author wants that.
void write_poll(JsonWriter& json, Poll const& poll, Timestamp now) {
  bool const over = poll.is_over(now);
  bool const hidden = poll.hide_totals && !over;
  json.array_member(poll.multiple ? "anyOf" : "oneOf", [&] {
    for (auto const& option : poll.options)
      json.object([&] {
        json.member("type", "Note");
        json.member("name", option.title);
        json.object_member("replies", [&] {
          json.member("type", "Collection");
          json.member("totalItems", hidden ? 0 : option.votes);
        });
      });
  });
  if (poll.expires_at) json.member("endTime", *poll.expires_at);
  if (over) json.member("closed", *poll.expires_at);
  if (poll.voters_count) json.member("votersCount", *poll.voters_count);
}

/// What is quoted, in the words of everybody who knows quotes.
void write_quote(JsonWriter& json, NoteSource const& source) {
  if (source.quoted_uri.empty()) return;
  for (auto const* const name : {"quote", "_misskey_quote", "quoteUri"}) json.member(name, source.quoted_uri);
  if (!source.quote_stamp.empty()) json.member("quoteAuthorization", source.quote_stamp);
}

void write_counted(JsonWriter& json, std::string_view name, std::string const& id, std::int64_t total) {
  json.object_member(name, [&] {
    json.member("id", id);
    json.member("type", "Collection");
    json.member("totalItems", total);
  });
}

void write_thread(JsonWriter& json, Urls const& urls, NoteSource const& source) {
  json.key("inReplyTo");
  source.parent_uri.empty() ? json.value(nullptr) : json.value(source.parent_uri);
  if (!source.approval.empty()) {
    json.member("approvedBy", source.approval);
    json.member("replyAuthorization", source.approval);
  }
  auto conversation = source.conversation_uri;
  if (conversation.empty() && source.status.conversation)
    conversation = urls.base + "/contexts/" + to_string(source.status.conversation);
  if (conversation.empty()) return;
  json.member("conversation", conversation);
  json.member("context", conversation);
}

}  // namespace

Addressing addressing_of(NoteSource const& source) {
  Addressing addressing;
  auto const followers = followers_of(source.author);
  std::vector<std::string> mentioned;
  for (auto const& account : source.mentioned) {
    if (account.id == source.author.id) continue;
    mentioned.push_back(account.uri);
    // Group software boosts what is addressed to its followers too.
    if (account.kind == ActorKind::group && !account.followers_url.empty()) mentioned.push_back(account.followers_url);
  }
  switch (source.status.visibility) {
    case Visibility::public_:
      addressing.to = {std::string(public_address)};
      addressing.cc = {followers};
      break;
    case Visibility::unlisted:
      addressing.to = {followers};
      addressing.cc = {std::string(public_address)};
      break;
    case Visibility::private_:
      addressing.to = {followers};
      break;
    case Visibility::direct:
    case Visibility::limited:
      addressing.to = std::move(mentioned);
      addressing.direct_message = source.status.visibility == Visibility::direct;
      return addressing;
  }
  addressing.cc.insert(addressing.cc.end(), mentioned.begin(), mentioned.end());
  return addressing;
}

std::string write_note(Urls const& urls, NoteSource const& source, bool with_context) {
  auto const& status = source.status;
  auto const addressing = addressing_of(source);
  JsonWriter json(2048 + status.html.text().size() * 2);
  json.object([&] {
    if (with_context) json.raw_members(note_context);
    json.member("id", status.uri);
    json.member("type", status.poll ? "Question" : "Note");
    json.member("attributedTo", source.author.uri);
    json.texts_member("to", addressing.to);
    json.texts_member("cc", addressing.cc);
    json.member("published", status.created_at);
    if (status.edited_at) json.member("updated", *status.edited_at);
    json.member("url", status.url.empty() ? urls.status_page(source.author.username, status.id) : status.url);
    json.member("content", status.html.text());
    if (!status.language.empty())
      json.object_member("contentMap", [&] { json.member(status.language, status.html.text()); });
    json.key("summary");
    status.spoiler_text.empty() ? json.value(nullptr) : json.value(status.spoiler_text);
    json.member("sensitive", status.sensitive);
    write_thread(json, urls, source);
    if (addressing.direct_message) json.member("directMessage", *addressing.direct_message);
    write_tags(json, urls, source);
    write_attachments(json, status);
    if (status.poll) write_poll(json, *status.poll, source.now);
    write_quote(json, source);
    json.object_member("replies", [&] {
      json.member("id", status.uri + "/replies");
      json.member("type", "Collection");
      json.object_member("first", [&] {
        json.member("type", "CollectionPage");
        json.member("partOf", status.uri + "/replies");
        // Where nothing answers, nobody needs to ask.
        if (status.answered) json.member("next", status.uri + "/replies?page=1");
        json.array_member("items", [] {});
      });
    });
    write_counted(json, "likes", status.uri + "/likes", status.favourites_count);
    write_counted(json, "shares", status.uri + "/shares", status.boosts_count);
    write_policy(json, source);
  });
  return json.take();
}

}  // namespace dunlin::federation::vocabulary
