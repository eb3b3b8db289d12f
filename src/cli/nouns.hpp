#pragma once
#include "dunlin/cli/commands.hpp"

namespace dunlin::cli {

// One function per file of this folder.
void add_accounts(Commands& on);
void add_config(Commands& on);
void add_database(Commands& on);
void add_deliveries(Commands& on);
void add_emoji(Commands& on);
void add_house(Commands& on);
void add_media(Commands& on);
void add_media_move(Commands& on);
void add_media_refresh(Commands& on);
void add_relays(Commands& on);
void add_settings(Commands& on);
void add_version(Commands& on);

}  // namespace dunlin::cli
