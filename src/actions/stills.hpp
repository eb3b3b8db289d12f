#pragma once
#include <string>
#include <string_view>

#include "dunlin/app.hpp"
#include "dunlin/base/async.hpp"
#include "dunlin/domain/status.hpp"
#include "dunlin/platform/db/transaction.hpp"

// Pictures that stand for films and sounds.
namespace dunlin::actions {

struct Still {
  std::string file, url;  // key of the storage, and where it is
  std::string blurhash;
  int width = 0, height = 0;
  Colours colours;
};

/// Draws it small and keeps it. Refuses (invalid) what is no picture that we take.
awaitable<Still> keep_still(App&, std::string_view bytes);

/// Whether something else may stand for it: a picture stands for itself.
bool may_have_still(Media const& media);
void show(Media& media, Still const& still);
/// Instead of what stood for it until now, which goes.
void replace_still(db::Tx&, Media& media, Still const& still);

}  // namespace dunlin::actions
