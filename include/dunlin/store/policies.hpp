#pragma once
#include <string>
#include <vector>

#include "dunlin/platform/db/transaction.hpp"

/// The admin's decisions about domains (contract, section 13).
namespace dunlin::store::policies {

enum class Severity { noop = 0, silence = 1, suspend = 2 };

struct Policy {
  std::string domain;  // with all its subdomains
  Severity severity = Severity::noop;
  bool reject_media = false;
  bool reject_reports = false;
};

std::vector<Policy> all(db::Tx& tx);

/// What is told of them: silenced and suspended domains, the name masked where the admin wants that.
struct Shown {
  std::string domain;
  std::string name;  // as it is shown
  Severity severity = Severity::silence;
  std::string comment;  // for everybody to read; empty for none
};
std::vector<Shown> shown(db::Tx& tx);

}  // namespace dunlin::store::policies
