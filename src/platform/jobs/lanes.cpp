#include "lanes.hpp"

#include <algorithm>
#include <ranges>

namespace dunlin::jobs {
namespace {

// One round asks for at most this much: a longer statement would make finished jobs wait for their deletion.
constexpr std::size_t most_lanes_a_round = 128;
constexpr int most_jobs_a_round = 256;
constexpr int most_ahead = 64;   // per lane
constexpr int least_ahead = 64;  // per kind
constexpr int most_claims_behind = 20;

}  // namespace

int Lanes::Lane::limit() const {
  return host.empty() ? line->kind.at_once : std::min(line->kind.at_once_per_host, line->kind.at_once);
}

/// A slow host gets what may run at once; a fast one is held ready for, so that it never waits for a claim.
int Lanes::Lane::wanted() const {
  auto const target = limit() + std::min(2 * finished, most_ahead);
  auto const holds = running + static_cast<int>(waiting.size());
  // Small bites cost a round each.
  return holds > target * 3 / 4 && !waiting.empty() ? 0 : std::max(0, target - holds);
}

int Lanes::Line::room() const {
  return kind.at_once + std::max(kind.at_once, least_ahead) - held;
}

void Lanes::add(Kind kind) {
  auto name = kind.name;
  auto line = std::make_unique<Line>();
  line->kind = std::move(kind);
  lines_[std::move(name)] = std::move(line);
}

Lanes::Line* Lanes::line(std::string_view kind) {
  auto const found = lines_.find(std::string(kind));
  return found == lines_.end() ? nullptr : found->second.get();
}

Kind const* Lanes::find(std::string_view kind) const {
  auto const found = lines_.find(std::string(kind));
  return found == lines_.end() ? nullptr : &found->second->kind;
}

std::vector<std::string> Lanes::kinds() const {
  std::vector<std::string> names;
  names.reserve(lines_.size());
  for (auto const& [name, _] : lines_) names.push_back(name);
  return names;
}

Lanes::Lane& Lanes::lane(Line& line, std::string_view host) {
  auto& found = line.lanes[std::string(host)];
  if (!found) {
    found = std::make_unique<Lane>();
    found->line = &line;
    found->host = host;
  }
  return *found;
}

/// Puts the lane where it belongs after any change; a lane with nothing left is forgotten.
void Lanes::settle(Lane& lane) {
  auto& line = *lane.line;
  if (!lane.in_startable && !lane.waiting.empty() && lane.running < lane.limit()) {
    lane.in_startable = true;
    line.startable.push_back(&lane);
  }
  if (!lane.in_hungry && lane.maybe_more && lane.wanted() > 0) {
    lane.in_hungry = true;
    line.hungry.push_back(&lane);
  }
  bool const idle = lane.running == 0 && lane.waiting.empty() && !lane.maybe_more;
  if (idle && !lane.in_hungry && !lane.in_startable) line.lanes.erase(std::string(lane.host));
}

void Lanes::expect(std::string_view kind, std::string_view host) {
  auto* const found = line(kind);
  if (!found) return;
  auto& expected = lane(*found, host);
  expected.maybe_more = true;
  settle(expected);
}

bool Lanes::is_hungry() const {
  return std::ranges::any_of(lines_, [](auto const& entry) {
    auto const& line = *entry.second;
    // The first few tell enough; there may be thousands.
    return line.room() > 0 && std::ranges::any_of(line.hungry | std::views::take(8),
                                                  [](Lane const* lane) { return lane->waiting.empty(); });
  });
}

bool Lanes::wants_any() const {
  return std::ranges::any_of(
      lines_, [](auto const& entry) { return entry.second->room() > 0 && !entry.second->hungry.empty(); });
}

std::vector<Lanes::Want> Lanes::wants() {
  std::vector<Want> wants;
  int left = most_jobs_a_round;
  for (auto& [name, line] : lines_) {
    int room = std::min(line->room(), left);
    while (room > 0 && !line->hungry.empty() && wants.size() < most_lanes_a_round) {
      auto& lane = *line->hungry.front();
      line->hungry.pop_front();
      lane.in_hungry = false;
      auto const jobs = std::min(lane.wanted(), room);
      if (jobs == 0) {
        settle(lane);
        continue;
      }
      // Until the answer is here the lane asks for nothing; an expect() in between counts again.
      lane.maybe_more = false;
      lane.finished = 0;
      room -= jobs;
      left -= jobs;
      line->held += jobs;
      if (++lane.claims_behind > most_claims_behind) lane.after = lane.claims_behind = 0;
      wants.push_back({name, lane.host, jobs, lane.after});
    }
  }
  return wants;
}

void Lanes::claimed(std::vector<Want> const& asked, std::vector<std::pair<std::string, Job>> jobs) {
  std::unordered_map<Lane*, int> got;
  for (auto& [kind, job] : jobs) {
    auto& lane = this->lane(*line(kind), job.host);
    ++got[&lane];
    lane.after = std::max(lane.after, job.id);
    if (!held_.insert(job.id).second) continue;
    ++lane.line->held;
    lane.waiting.push_back(std::move(job));
  }
  for (auto const& want : asked) {
    auto& lane = this->lane(*line(want.kind), want.host);
    lane.line->held -= want.jobs;
    bool const full = got[&lane] >= want.jobs;
    // Nothing more behind; there may be something before.
    if (full || want.after > 0) lane.maybe_more = true;
    if (!full) lane.after = 0;
    settle(lane);
  }
}

void Lanes::failed(std::vector<Want> const& asked) {
  for (auto const& want : asked) {
    auto& lane = this->lane(*line(want.kind), want.host);
    lane.line->held -= want.jobs;
    lane.maybe_more = true;
    settle(lane);
  }
}

std::vector<Lanes::Ready> Lanes::start() {
  std::vector<Ready> ready;
  for (auto& [_, line] : lines_) {
    while (line->running < line->kind.at_once && !line->startable.empty()) {
      auto& lane = *line->startable.front();
      line->startable.pop_front();
      lane.in_startable = false;
      if (lane.waiting.empty()) {
        settle(lane);
        continue;
      }
      ready.push_back({&line->kind, std::move(lane.waiting.front())});
      lane.waiting.pop_front();
      ++lane.running;
      ++line->running;
      ++running_;
      settle(lane);
    }
  }
  return ready;
}

void Lanes::finished(Kind const& kind, std::string_view host, std::int64_t id) {
  auto& line = *this->line(kind.name);
  auto& lane = this->lane(line, host);
  held_.erase(id);
  --lane.running;
  --line.running;
  --line.held;
  --running_;
  ++lane.finished;
  settle(lane);
}

std::vector<Job> Lanes::take_waiting(std::string_view kind, std::string_view host) {
  auto& line = *this->line(kind);
  auto& lane = this->lane(line, host);
  std::vector<Job> taken(std::make_move_iterator(lane.waiting.begin()), std::make_move_iterator(lane.waiting.end()));
  lane.waiting.clear();
  lane.maybe_more = false;
  line.held -= static_cast<int>(taken.size());
  for (auto const& job : taken) held_.erase(job.id);
  return taken;
}

void Lanes::drop_waiting() {
  for (auto& [_, line] : lines_) {
    for (auto& [host, lane] : line->lanes) {
      for (auto const& job : lane->waiting) held_.erase(job.id);
      line->held -= static_cast<int>(lane->waiting.size());
      lane->waiting.clear();
    }
  }
}

std::vector<std::int64_t> Lanes::held() const {
  return {held_.begin(), held_.end()};
}

int Lanes::running(std::string_view kind) const {
  auto const found = lines_.find(std::string(kind));
  return found == lines_.end() ? 0 : found->second->running;
}

}  // namespace dunlin::jobs
