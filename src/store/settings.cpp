#include "dunlin/store/settings.hpp"

#include "dunlin/base/json.hpp"
#include "dunlin/base/json_writer.hpp"
#include "dunlin/store/records.hpp"

namespace dunlin::store {

std::string_view to_text(Registrations mode) {
  switch (mode) {
    case Registrations::open:
      return "open";
    case Registrations::approved:
      return "approved";
    case Registrations::none:
      return "none";
  }
  return "none";
}

namespace settings {
namespace {

constexpr db::Statement read_sql{"settings.read", "select name, value from settings"};

constexpr db::Statement set_sql{"settings.set", R"sql(
  insert into settings (name, value) values ($1, $2::jsonb)
  on conflict (name) do update set value = excluded.value, updated_at = now()
)sql"};

constexpr db::Statement changed_at_sql{"settings.changed_at", "select updated_at from settings where name = $1"};

void read_text(Json const& value, std::string& into) {
  if (value.is_string()) into = value.get<std::string>();
}

void read_one(Settings& settings, std::string_view name, Json const& value) {
  if (name == "registrations_mode") {
    if (value == "approved")
      settings.registrations = Registrations::approved;
    else if (value == "none")
      settings.registrations = Registrations::none;
  } else if (name == "require_invite_text") {
    settings.registrations_need_reason = value == true;
  } else if (name == "closed_registrations_message") {
    read_text(value, settings.closed_message);
  } else if (name == "site_title") {
    read_text(value, settings.title);
  } else if (name == "site_short_description") {
    read_text(value, settings.short_description);
  } else if (name == "site_extended_description") {
    read_text(value, settings.extended_description);
  } else if (name == "site_terms") {
    read_text(value, settings.terms);
  } else if (name == "site_contact_username") {
    read_text(value, settings.contact_username);
  } else if (name == "show_domain_blocks") {
    read_text(value, settings.show_domain_blocks);
  } else if (name == "show_domain_blocks_rationale") {
    read_text(value, settings.show_domain_blocks_rationale);
  } else if (name == "site_contact_email") {
    read_text(value, settings.contact_email);
  } else if (name == "trends") {
    settings.trends = value != false;
  } else if (name == "trendable_by_default") {
    settings.trendable_by_default = value == true;
  }
}

void set_json(db::Tx& tx, std::string_view name, std::string const& value) {
  tx.execute(set_sql, name, value);
  tx.changed(change::instance, "settings");
}

}  // namespace

Settings read(db::Tx& tx) {
  Settings settings;
  for (auto const row : tx.query(read_sql)) read_one(settings, row.text(0), parse_json(row.text(1)));
  return settings;
}

std::optional<Timestamp> changed_at(db::Tx& tx, std::string_view name) {
  auto const rows = tx.query(changed_at_sql, name);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<Timestamp>(0);
}

void set(db::Tx& tx, std::string_view name, std::string_view text) {
  JsonWriter value;
  value.value(text);
  set_json(tx, name, value.take());
}

void set_flag(db::Tx& tx, std::string_view name, bool yes) {
  set_json(tx, name, yes ? "true" : "false");
}

void set_registrations(db::Tx& tx, Registrations mode) {
  set(tx, "registrations_mode", to_text(mode));
}

}  // namespace settings
}  // namespace dunlin::store
