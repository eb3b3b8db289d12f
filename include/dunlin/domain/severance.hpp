#pragma once
#include <cstdint>
#include <string>

namespace dunlin {

/// The numbers are stored.
enum class SeveranceCause { domain_block = 0, user_domain_block = 1, account_suspension = 2 };

/// Follows of a local account that ended because of what happened to somebody, or to a whole server.
struct Severance {
  SeveranceCause cause = SeveranceCause::domain_block;
  std::string target_name;  // the domain or the account
  bool purged = false;      // who they were is known no more
  std::int64_t followers = 0, following = 0;
};

}  // namespace dunlin
