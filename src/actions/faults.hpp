#pragma once
#include <fmt/core.h>

#include <string>
#include <string_view>
#include <vector>

#include "dunlin/base/refusal.hpp"

namespace dunlin::actions {

/// Everything that is wrong with what somebody filled in, so that a form can say it all at once.
class Faults {
 public:
  /// The field as the API names it, what people call it (nothing when `why` says it), a code of the contract, and why.
  void add(std::string_view field, std::string_view label, std::string_view code, std::string const& why) {
    details_.push_back({std::string(field), std::string(code), why});
    if (!summary_.empty()) summary_ += ", ";
    summary_ += fmt::format("{}{}{}", label, label.empty() ? "" : " ", why);
  }
  void too_long(std::string_view field, std::string_view label, std::size_t length, std::size_t most) {
    if (length > most) add(field, label, "ERR_TOO_LONG", fmt::format("is too long (maximum is {} characters)", most));
  }
  void throw_if_any() {
    if (!details_.empty()) throw Refusal{Refusal::Kind::invalid, "Validation failed: " + summary_, std::move(details_)};
  }

 private:
  std::vector<Refusal::Detail> details_;
  std::string summary_;
};

}  // namespace dunlin::actions
