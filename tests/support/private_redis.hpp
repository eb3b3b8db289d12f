#pragma once
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

extern char** environ;

namespace dunlin::test {

/// A redis-server of the test's own, so that it can be killed.
class PrivateRedis {
 public:
  PrivateRedis() {
    std::string name = (std::filesystem::temp_directory_path() / "dunlin-redis-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
    start();
  }
  ~PrivateRedis() {
    stop(SIGKILL);
    std::filesystem::remove_all(directory_);
  }
  void start(std::string const& password = "") {
    std::array<std::string, 13> words{
        "redis-server", "--port", "0",          "--unixsocket", socket(),        "--save", "",
        "--appendonly", "no",     "--loglevel", "warning",      "--requirepass", password};
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t quiet;
    ::posix_spawn_file_actions_init(&quiet);
    ::posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    ASSERT_EQ(::posix_spawnp(&pid_, "redis-server", &quiet, nullptr, arguments.data(), environ), 0);
    ::posix_spawn_file_actions_destroy(&quiet);
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!std::filesystem::exists(socket()) && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  void stop(int signal) {
    if (pid_ == 0) return;
    ::kill(pid_, signal);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
    std::filesystem::remove(socket());
  }
  void freeze() { ::kill(pid_, SIGSTOP); }
  void thaw() { ::kill(pid_, SIGCONT); }
  std::string url() const { return "unix://" + socket(); }
  std::string socket() const { return directory_ + "/redis.sock"; }

 private:
  std::string directory_;
  pid_t pid_ = 0;
};

}  // namespace dunlin::test
