#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/node.hpp"

namespace dunlin::federation::vocabulary {

/// Limits of one object (contract, section 17).
inline constexpr std::size_t most_addresses = 1000;
inline constexpr std::size_t most_mentions = 50;
inline constexpr std::size_t most_hashtags = 100;
inline constexpr std::size_t most_emojis = 100;
inline constexpr std::size_t most_attachments = 16;

/// Who something is addressed to.
struct Addressing {
  std::vector<std::string> to, cc;
  std::optional<bool> direct_message;  // LitePub

  bool empty() const { return to.empty() && cc.empty(); }
  bool names(std::string_view uri) const;
};
Addressing read_addressing(Node const& node);
/// By the author's own followers address and the actors that are mentioned (contract, section 7).
Visibility visibility_of(Addressing const& addressing, std::string_view followers_url,
                         std::span<std::string const> mentioned);

/// What a post quotes (contract, section 6.5).
struct QuoteRead {
  std::string uri;
  bool legacy = false;   // in words that know of no consent
  bool deleted = false;  // what it quoted is gone
  std::string stamp;     // where the consent of its author is to be had
};

/// Who may quote a post: addresses, as `interactionPolicy` lists them.
struct PolicyRead {
  bool stated = false;
  std::vector<std::string> automatic, manual;
};
/// By the author's own addresses. Without a policy nobody is known to be allowed.
QuotePolicy quote_policy(PolicyRead const& policy, Account const& author);

/// An answer to a poll (contract, section 6.7).
struct Vote {
  std::string author;
  std::string option;
  std::string in_reply_to;
};
/// Nothing when it is none.
std::optional<Vote> read_vote(Node const& node);

/// A post as read (contract, sections 6.1 to 6.4): what a Status is made of, references still as URLs.
struct Note {
  std::string id;
  std::string type;
  std::string author;  // first of attributedTo
  std::string url;     // the page; the id when there is none to trust
  SafeHtml html;
  std::string language;
  std::string spoiler_text;
  bool sensitive = false;
  std::string in_reply_to;
  std::string conversation;
  std::optional<Timestamp> published, updated;
  Addressing addressing;
  std::vector<std::string> mentioned;  // actor ids
  std::vector<Hashtag> hashtags;       // without ids
  std::vector<Emoji> emojis;
  std::vector<Media> media;  // remote_url is set, url is not
  bool is_vote = false;      // a poll answer: never a status
  std::optional<Poll> poll;  // without an id
  bool poll_closed = false;  // it is over, whatever its end says
  std::optional<QuoteRead> quote;
  PolicyRead quote_policy;

  /// Whether `updated` says that it was edited after it was published.
  bool was_edited() const { return updated && published && *updated > *published; }
};

/// Whether this is a post of a kind we show, native or converted.
bool is_status_type(Node const& node);
/// Nothing when it is none, or lacks a usable id or author.
std::optional<Note> read_note(Node const& node);
std::vector<Media> read_attachments(Node const& node);
std::vector<Emoji> read_emojis(Node const& tags);

/// What writing a status needs to know beside it.
struct NoteSource {
  Status const& status;
  Account const& author;
  std::span<Account const> mentioned;  // those of status.mentions
  std::string parent_uri;              // empty when it is no reply
  std::string conversation_uri;        // empty for ours
  std::string quoted_uri;              // what it quotes, while it may be shown
  std::string quote_stamp;             // the consent to that
  Timestamp now;                       // polls are over or not
  std::string approval = {};           // of a reply: the consent of whom it answers, where that was needed
};
/// The Note object, with its own "@context" unless it stands inside an activity.
std::string write_note(Urls const& urls, NoteSource const& source, bool with_context);
/// `to` and `cc` of a status (contract, section 7).
Addressing addressing_of(NoteSource const& source);

}  // namespace dunlin::federation::vocabulary
