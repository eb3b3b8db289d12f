#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dunlin/domain/account.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/federation/urls.hpp"
#include "dunlin/federation/vocabulary/node.hpp"
#include "dunlin/federation/vocabulary/note.hpp"

namespace dunlin::federation::vocabulary {

/// The activities we act upon; everything else is accepted and ignored.
enum class Verb {
  create,
  update,
  delete_,
  follow,
  accept,
  reject,
  undo,
  like,
  announce,
  add,
  remove,
  block,
  flag,
  quote_request,
  emoji_react,
  move,
  like_request,
  reply_request,
  announce_request,
  other
};

/// An activity as read. Nodes point into the document it was read from.
struct Activity {
  std::string id;  // empty when it has none
  Verb verb = Verb::other;
  std::string type;
  std::string actor;
  Node const* object = nullptr;      // never null; absent for none
  std::string object_id;             // what the object refers to
  std::string target;                // of Add, Remove and Move
  Node const* instrument = nullptr;  // never null; of a request: what it is asked for
  std::string result;                // of an Accept: the consent
  std::string content;               // of a reaction the emoji, of a report what is said
  std::vector<Emoji> emojis;         // custom ones it shows
  std::optional<Timestamp> published;
  Addressing addressing;
};

/// Nothing when the shape is wrong: no object, no type, no actor.
std::optional<Activity> read_activity(Node const& document);
Verb verb_of(Node const& activity);

std::string write_create(Urls const&, NoteSource const&);
/// `when` for what is no edit: counts or consents have changed.
std::string write_update(Urls const&, NoteSource const&, std::optional<Timestamp> when = std::nullopt);
std::string write_delete(Urls const&, Account const& author, Status const&);
/// A Tombstone, as a document of its own.
std::string write_tombstone(std::string_view uri);

struct WrittenVote {
  std::string uri;
  std::string voter, author;
  std::string option;
  std::string question;
  Timestamp when;
};
std::string write_vote(WrittenVote const&);

struct Boost {
  std::string uri;
  Account const& booster;
  Status const& original;
  std::string author_uri;  // of the original
  Visibility visibility;
  Timestamp when;
};
std::string write_announce(Boost const&, bool with_context = true);
std::string write_undo_announce(Boost const&);

/// Like, Follow, Block: an id, who, and what.
struct Deed {
  std::string_view type;
  std::string uri;
  std::string actor;
  std::string object;
};
std::string write_deed(Deed const&);
std::string write_undo(Deed const&);
/// Accept or Reject of somebody else's Follow, which is embedded whole.
std::string write_answer(std::string_view type, std::string const& uri, std::string const& actor, Deed const& follow);

std::string write_update_actor(Urls const&, Account const&, std::string const& actor_document, Timestamp when);
std::string write_delete_actor(Account const&);
/// The account is somebody else's new place from now on.
std::string write_move(Account const&, std::string_view target, Timestamp when);
/// Add to or Remove from the pinned statuses.
std::string write_pin(std::string_view type, Account const&, Status const&);

}  // namespace dunlin::federation::vocabulary
