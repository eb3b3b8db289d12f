#include "dunlin/actions/notify.hpp"

#include "dunlin/base/time.hpp"
#include "dunlin/store/notifications.hpp"

namespace dunlin::actions {

std::vector<AccountId> notify_all(App& app, db::Tx& tx, std::span<AccountId const> whom, std::string_view type,
                                  AccountId from, StatusId about, std::int64_t subject) {
  return store::notifications::insert(tx, whom, {.type = type, .from = from, .about = about, .subject = subject},
                                      app.clock.now());
}

bool notify(App& app, db::Tx& tx, AccountId whom, std::string_view type, AccountId from, StatusId about,
            std::int64_t subject) {
  return !notify_all(app, tx, std::span(&whom, 1), type, from, about, subject).empty();
}

void unnotify(db::Tx& tx, AccountId whom, std::string_view type, AccountId from, StatusId about, std::int64_t subject) {
  store::notifications::take_back(tx, whom, type, from, about, subject);
}

}  // namespace dunlin::actions
