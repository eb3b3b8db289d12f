#include "dunlin/store/invites.hpp"

namespace dunlin::store::invites {
namespace {

constexpr db::Statement is_valid_sql{"invites.is_valid", R"sql(
  select from invites i join users u on u.id = i.user_id join accounts a on a.id = u.account_id
  where i.code = $1 and (i.expires_at is null or i.expires_at > $2)
    and (i.most_uses is null or i.uses < i.most_uses) and not u.disabled and a.suspended_at is null
)sql"};

}  // namespace

bool is_valid(db::Tx& tx, std::string_view code, Timestamp now) {
  return !tx.query(is_valid_sql, code, now).empty();
}

}  // namespace dunlin::store::invites
