#pragma once
#include "dunlin/base/id.hpp"

namespace dunlin {

using AccountId = Id<struct AccountTag>;
using UserId = Id<struct UserTag>;
using StatusId = Id<struct StatusTag>;
using ConversationId = Id<struct ConversationTag>;
using PollId = Id<struct PollTag>;
using ScheduledId = Id<struct ScheduledTag>;
using MediaId = Id<struct MediaTag>;
using TagId = Id<struct HashtagTag>;
using CardId = Id<struct CardTag>;
using FollowId = Id<struct FollowTag>;
using BlockId = Id<struct BlockTag>;
using FavouriteId = Id<struct FavouriteTag>;
using NotificationId = Id<struct NotificationTag>;
using ApplicationId = Id<struct ApplicationTag>;
using TokenId = Id<struct TokenTag>;

}  // namespace dunlin
