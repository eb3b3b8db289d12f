#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dunlin/base/time.hpp"
#include "dunlin/domain/account.hpp"
#include "dunlin/domain/ids.hpp"
#include "dunlin/domain/poll.hpp"
#include "dunlin/domain/quote.hpp"
#include "dunlin/domain/reply_policy.hpp"
#include "dunlin/domain/safe_html.hpp"
#include "dunlin/domain/visibility.hpp"

namespace dunlin {

struct Card;
struct Reaction;

/// The numbers are stored.
enum class MediaKind { image = 0, gifv = 1, video = 2, audio = 3, unknown = 4 };

/// What was uploaded is shown once it is ready. The numbers are stored.
enum class MediaState { ready = 0, waiting = 1, failed = 2 };

/// Of film and sound; empty and 0 for what is not known.
struct Playing {
  double seconds = 0;
  std::int64_t bitrate = 0;
  std::string frame_rate;                   // "30000/1001" a second
  std::string sound_codec, sound_channels;  // "aac", "stereo"
  int sound_rate = 0;                       // samples a second
};

/// "#rrggbb" each; all are empty where nobody looked.
struct Colours {
  std::string background, foreground, accent;
};

struct Media {
  MediaId id;
  AccountId account;
  MediaKind kind = MediaKind::unknown;
  std::string url;  // where the file is: remote, or our own
  std::string preview_url;
  std::string remote_url;  // the origin's address; empty for local files
  std::string type;        // media type
  std::string description;
  std::string blurhash;
  int width = 0, height = 0;
  double focus_x = 0, focus_y = 0;
  MediaState state = MediaState::ready;
  Playing playing;
  Colours colours;
  int preview_width = 0, preview_height = 0;  // 0: as large as a preview of the whole would be
};

struct Mention {
  AccountId account;
  bool silent = false;  // addressed without being named: sees it, is not shown
};

struct Hashtag {
  TagId id;
  std::string name;          // normalised: NFKC, case-folded, without '#'
  std::string display_name;  // as typed first
};

/// A post, or a boost of one (then only author, boost_of, visibility and times matter).
struct Status {
  StatusId id;
  AccountId author;
  std::string uri;   // the ActivityPub id, verbatim
  std::string url;   // the page
  std::string text;  // as typed; local statuses only
  SafeHtml html;
  std::string spoiler_text;
  bool sensitive = false;
  Visibility visibility = Visibility::public_;
  bool local_only = false;
  int reply_groups = reply_everybody;  // who may answer
  bool local = false;                  // written here
  std::string language;                // ISO 639, empty for unknown
  StatusId in_reply_to;
  AccountId in_reply_to_account;
  std::string in_reply_to_uri;  // remote parent that is not here (yet)
  ConversationId conversation;
  StatusId boost_of;
  ApplicationId application;
  std::string application_name;  // of the application it was written with, read only
  std::string application_website;
  Timestamp created_at;
  std::optional<Timestamp> edited_at;
  std::optional<Timestamp> updated_at;  // remote: its own server's time of the last edit
  std::vector<Emoji> emojis;

  std::optional<Quote> quote;  // what it quotes
  QuotePolicy quote_policy;

  std::vector<Mention> mentions;
  std::vector<Hashtag> tags;
  std::vector<Media> media;
  std::optional<Poll> poll;
  std::shared_ptr<Card const> card;  // read only; none while there is nothing to show

  std::shared_ptr<std::vector<Reaction> const> reactions;  // read only; none while nobody reacted

  bool answered = false;  // something here replies to it, whoever may see that; read only
  std::int64_t replies_count = 0, boosts_count = 0, favourites_count = 0, quotes_count = 0;
};

}  // namespace dunlin
