#include "dunlin/actions/emails.hpp"

#include <algorithm>

#include "dunlin/actions/sign_up.hpp"
#include "dunlin/base/refusal.hpp"
#include "dunlin/store/users.hpp"

namespace dunlin::actions {

void ask_for_confirmation(db::Tx& tx, UserId who, std::string const& email) {
  auto const user = store::users::find(tx, who);
  if (!user) throw not_found();
  if (user->confirmed_at)
    throw Refusal{Refusal::Kind::forbidden, "This method is only available while the e-mail is awaiting confirmation"};
  if (email.empty() || email == user->email) return;
  auto problems = name_problems(user->username, email);
  std::erase_if(problems, [](auto const& detail) { return detail.field != "email"; });
  if (problems.empty() && store::users::by_email(tx, email))
    problems.push_back({"email", "ERR_TAKEN", "has already been taken"});
  if (!problems.empty()) throw sign_up_refusal(std::move(problems));
  store::users::set_email(tx, who, email);
}

}  // namespace dunlin::actions
