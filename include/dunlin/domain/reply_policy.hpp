#pragma once

namespace dunlin {

/// Who may answer a status: its author, whom it mentions, and everybody in one of these groups. The numbers are
/// stored, added up.
enum ReplyGroup : int {
  reply_everybody = 1,
  reply_followers = 2,  // of the author
  reply_following = 4,  // whom the author follows
  reply_mutuals = 8,    // both
};

/// Where somebody who wants to answer stands towards the author.
struct Answerer {
  bool is_author = false, is_mentioned = false;
  bool follows = false, is_followed = false;
};
constexpr bool may_answer(int reply_groups, Answerer const& who) {
  if (who.is_author || who.is_mentioned || reply_groups & reply_everybody) return true;
  return (reply_groups & reply_followers && who.follows) || (reply_groups & reply_following && who.is_followed) ||
         (reply_groups & reply_mutuals && who.follows && who.is_followed);
}

}  // namespace dunlin
