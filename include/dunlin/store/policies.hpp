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

}  // namespace dunlin::store::policies
