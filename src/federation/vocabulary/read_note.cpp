// Posts as others write them (contract, sections 6.1, 6.2 and 7).
#include <algorithm>
#include <array>

#include "dunlin/domain/hashtags.hpp"
#include "dunlin/domain/sanitise.hpp"
#include "dunlin/federation/vocabulary/note.hpp"
#include "reading.hpp"

namespace dunlin::federation::vocabulary {
namespace {

constexpr std::size_t most_content_bytes = 128 * 1024;
constexpr std::size_t most_summary_bytes = 8 * 1024;
constexpr std::size_t most_title_bytes = 2 * 1024;

constexpr std::array<std::string_view, 9> status_types{"Note",  "Question", "ChatMessage", "Article", "Page",
                                                       "Event", "Video",    "Audio",       "Image"};

bool is_native(std::string_view type) {
  return type == "Note" || type == "Question" || type == "ChatMessage";
}

/// The content, or the first value of contentMap when that is all there is.
std::string_view content_of(Node const& node) {
  if (node["content"].is_text()) return node["content"].text();
  auto const& map = node["contentMap"];
  if (map.is_map())
    for (auto const& child : map.children())
      if (child.is_text()) return child.text();
  return {};
}

std::string language_of(Node const& node, std::string_view content) {
  auto const& map = node["contentMap"];
  if (!map.is_map()) return {};
  std::string_view found;
  for (std::size_t i = 0; i < map.names().size(); ++i)
    if (map.children()[i].text() == content || map.names().size() == 1) {
      found = map.names()[i];
      break;
    }
  constexpr std::size_t longest_tag = 35;
  if (found.empty() || found == "und" || found.size() > longest_tag) return {};
  std::string language(found.substr(0, found.find_first_of("-_")));
  for (char& c : language) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  bool const is_code = (language.size() == 2 || language.size() == 3) &&
                       std::ranges::all_of(language, [](char c) { return c >= 'a' && c <= 'z'; });
  return is_code ? language : std::string();
}

std::string paragraphs(std::string_view text) {
  std::string html = "<p>";
  append_escaped_html(html, text);
  for (auto at = html.find('\n'); at != std::string::npos; at = html.find('\n', at + 4)) html.replace(at, 1, "<br>");
  return html + "</p>";
}

/// The HTML of a converted object: its title, its text, its link (contract, section 6.1).
std::string converted_html(Node const& node, Note const& note) {
  std::string html;
  auto const title = cut(clean_line(node["name"].first().text()), most_title_bytes);
  if (!title.empty()) {
    html += "<p><strong>";
    append_escaped_html(html, title);
    html += "</strong></p>";
  }
  auto const content = content_of(node);
  auto const& text = content.empty() ? node["summary"].text() : content;
  html += node["mediaType"].text() == "text/markdown" ? paragraphs(text) : cut(text, most_content_bytes);
  html += "<p><a href=\"";
  append_escaped_html(html, note.url);
  html += "\">";
  append_escaped_html(html, note.url);
  return html + "</a></p>";
}

void read_text(Node const& node, Note& note) {
  auto const content = content_of(node);
  note.language = language_of(node, content);
  if (!is_native(note.type)) {
    note.html = sanitise(converted_html(node, note));
    note.sensitive = node["sensitive"].is_true();
    return;
  }
  auto const title = clean_line(node["name"].text());
  note.is_vote = note.type == "Note" && !title.empty() && content.empty() && !node["inReplyTo"].nothing();
  std::string html;
  if (!title.empty() && !content.empty()) {
    html = "<p><strong>";
    append_escaped_html(html, cut(title, most_title_bytes));
    html += "</strong></p>";
  }
  // PeerTube sends its comments as Markdown; without a renderer the source is at least readable text.
  html += node["mediaType"].text() == "text/markdown" ? paragraphs(content) : cut(content, most_content_bytes);
  note.html = sanitise(html);
  auto const summary = node["summary"].text();
  note.spoiler_text = cut(clean_text(summary), most_summary_bytes);
  // Misskey's empty warning is one zero width space: the post is hidden, but there is nothing to say.
  bool const empty_warning = note.spoiler_text == "\u200b";
  if (empty_warning) note.spoiler_text.clear();
  note.sensitive = node["sensitive"].is_true() || empty_warning || !note.spoiler_text.empty();
}

void read_tags(Node const& tags, Note& note) {
  constexpr std::size_t most_tags = 12'000;
  auto const all = tags.items();
  for (auto const& tag : all.first(std::min(all.size(), most_tags))) {
    if (tag.has_type("Mention")) {
      auto href = read_url(tag["href"]);
      bool const known = std::ranges::find(note.mentioned, href) != note.mentioned.end();
      if (!href.empty() && !known && note.mentioned.size() < most_mentions) note.mentioned.push_back(std::move(href));
    } else if (tag.has_type("Hashtag") && note.hashtags.size() < most_hashtags) {
      auto const written = tag["name"].text();
      auto const name = normalise_hashtag(written);
      if (!name || std::ranges::any_of(note.hashtags, [&](auto const& other) { return other.name == *name; })) continue;
      note.hashtags.push_back({{}, *name, std::string(written.starts_with('#') ? written.substr(1) : written)});
    }
  }
}

std::string author_of(Node const& node) {
  return std::string(node["attributedTo"].reference());
}

}  // namespace

bool Addressing::names(std::string_view uri) const {
  return std::ranges::find(to, uri) != to.end() || std::ranges::find(cc, uri) != cc.end();
}

Addressing read_addressing(Node const& node) {
  Addressing addressing{node["to"].references(most_addresses), node["cc"].references(most_addresses), std::nullopt};
  auto const& direct = node["directMessage"];
  if (direct.is_true() || direct.is_false()) addressing.direct_message = direct.is_true();
  return addressing;
}

Visibility visibility_of(Addressing const& addressing, std::string_view followers_url,
                         std::span<std::string const> mentioned) {
  if (std::ranges::any_of(addressing.to, is_public_address)) return Visibility::public_;
  if (std::ranges::any_of(addressing.cc, is_public_address)) return Visibility::unlisted;
  if (!followers_url.empty() && addressing.names(followers_url)) return Visibility::private_;
  if (addressing.direct_message == true) return Visibility::direct;
  auto const is_mentioned = [&](std::string const& uri) {
    return std::ranges::find(mentioned, uri) != mentioned.end();
  };
  // Forums send messages to one person without mentioning anybody.
  bool const message = mentioned.empty() && addressing.to.size() + addressing.cc.size() <= 1;
  bool const limited =
      addressing.direct_message == false || (!message && !std::ranges::all_of(addressing.to, is_mentioned));
  return limited ? Visibility::limited : Visibility::direct;
}

bool is_status_type(Node const& node) {
  return std::ranges::find(status_types, node.type(status_types)) != status_types.end();
}

std::optional<Note> read_note(Node const& node) {
  auto const type = node.type(status_types);
  if (std::ranges::find(status_types, type) == status_types.end()) return std::nullopt;
  Note note;
  note.id = std::string(node.id());
  note.type = std::string(type);
  note.author = author_of(node);
  if (host_of(note.id).empty() || host_of(note.author).empty()) return std::nullopt;
  note.url = read_link(node["url"], "text/html").href;
  if (note.url.empty()) note.url = note.id;
  read_text(node, note);
  note.in_reply_to = read_url(node["inReplyTo"]);
  auto const& conversation = node["conversation"].nothing() ? node["context"] : node["conversation"];
  note.conversation = cut(conversation.reference(), 2048);
  note.published = read_time(node["published"]);
  note.updated = read_time(node["updated"]);
  note.addressing = read_addressing(node);
  // A chat message is for its addressees alone, whatever it says.
  if (note.type == "ChatMessage") note.addressing.direct_message = true;
  read_tags(node["tag"], note);
  note.emojis = read_emojis(node["tag"]);
  note.media = read_attachments(node);
  if (note.type == "Question") read_poll(node, note);
  read_quote(node, note);
  return note;
}

}  // namespace dunlin::federation::vocabulary
