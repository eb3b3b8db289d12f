#include "dunlin/platform/archive/tar_gz.hpp"

#include <archive.h>
#include <archive_entry.h>

namespace dunlin::archive {
namespace {

constexpr std::size_t block_bytes = 64 * 1024;
constexpr int most_files = 20'000;

[[noreturn]] void fail(::archive* from, std::string const& path) {
  auto const* why = archive_error_string(from);
  throw Error(path + ": " + (why ? why : "not readable"));
}

std::string read_some(::archive* from, std::string const& path, std::size_t most_bytes) {
  std::string bytes(most_bytes + 1, '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    auto const count = archive_read_data(from, bytes.data() + filled, bytes.size() - filled);
    if (count < 0) fail(from, path);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  bytes.resize(filled);
  return bytes;
}

}  // namespace

void read_tar_gz(std::string const& path, std::size_t most_bytes,
                 std::function<void(std::string_view, std::string)> const& take) {
  std::unique_ptr<::archive, decltype(&archive_read_free)> const from(archive_read_new(), &archive_read_free);
  archive_read_support_filter_gzip(from.get());
  archive_read_support_format_tar(from.get());
  if (archive_read_open_filename(from.get(), path.c_str(), block_bytes) != ARCHIVE_OK) fail(from.get(), path);
  archive_entry* entry = nullptr;
  for (int count = 0;; ++count) {
    auto const status = archive_read_next_header(from.get(), &entry);
    if (status == ARCHIVE_EOF) return;
    if (status < ARCHIVE_WARN) fail(from.get(), path);
    if (count == most_files) throw Error(path + ": more than 20,000 files");
    auto const* full_name = archive_entry_pathname(entry);
    if (archive_entry_filetype(entry) != AE_IFREG || !full_name) continue;
    std::string_view name(full_name);
    name.remove_prefix(name.rfind('/') + 1);  // npos + 1 is 0
    std::string const kept(name);             // reading goes on in the same entry
    take(kept, read_some(from.get(), path, most_bytes));
  }
}

struct TarGzWriter::Handle {
  std::unique_ptr<::archive, decltype(&archive_write_free)> to{archive_write_new(), &archive_write_free};
  std::string path;
};

TarGzWriter::TarGzWriter(std::string const& path) : handle_(std::make_unique<Handle>()) {
  handle_->path = path;
  archive_write_add_filter_gzip(handle_->to.get());
  archive_write_set_format_pax_restricted(handle_->to.get());
  if (archive_write_open_filename(handle_->to.get(), path.c_str()) != ARCHIVE_OK) fail(handle_->to.get(), path);
}

TarGzWriter::~TarGzWriter() = default;

void TarGzWriter::add(std::string const& name, std::string_view bytes) {
  std::unique_ptr<archive_entry, decltype(&archive_entry_free)> const entry(archive_entry_new(), &archive_entry_free);
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
  if (archive_write_header(handle_->to.get(), entry.get()) != ARCHIVE_OK ||
      archive_write_data(handle_->to.get(), bytes.data(), bytes.size()) != static_cast<la_ssize_t>(bytes.size()))
    fail(handle_->to.get(), handle_->path);
}

void TarGzWriter::close() {
  if (archive_write_close(handle_->to.get()) != ARCHIVE_OK) fail(handle_->to.get(), handle_->path);
}

}  // namespace dunlin::archive
