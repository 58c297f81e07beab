#include "faces/packs.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

#include "wageproof/law/embedded_packs.hpp"

namespace wageproof::faces {

namespace fs = std::filesystem;
using quantity::Result;
using quantity::Status;
using quantity::StatusCode;

bool is_path(std::string_view name) noexcept {
  return name.ends_with(".json") || name.find('/') != std::string_view::npos;
}

std::vector<std::string> parts_of(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view part = list.substr(0, end);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return parts;
}

Result<std::string> read_text(const std::string& path) {
  const auto failed = [&path](int error) {
    return Status(StatusCode::io_error, "\"" + path + "\" cannot be read: " +
                                            std::error_code(error != 0 ? error : EIO, std::generic_category()).message());
  };
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return failed(EISDIR);
  errno = 0;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (file == nullptr) return failed(errno);
  std::string text;
  std::vector<char> piece(std::size_t{64} << 10);
  std::size_t count = 0;
  while ((count = std::fread(piece.data(), 1, piece.size(), file.get())) != 0) text.append(piece.data(), count);
  if (std::ferror(file.get()) != 0) return failed(errno);
  return text;
}

Packs::Packs() : embedded_(law::embedded_resolver()), resolver_([this](std::string_view id) { return find(id); }) {}

Result<law::PackText> Packs::find(std::string_view id) const {
  std::vector<std::string> folders;
  {
    const std::lock_guard lock(mutex_);
    if (const auto at = files_.find(id); at != files_.end()) return at->second;
    folders = folders_;
  }
  // An id is a plain word; a path in `extends` would reach beyond the folders that the user named.
  if (!is_path(id)) {
    for (const std::string& folder : folders) {
      const std::string path = (fs::path(folder) / (std::string(id) + ".json")).string();
      std::error_code ignored;
      if (!fs::is_regular_file(path, ignored)) continue;
      Result<std::string> text = read_text(path);
      if (!text) return std::move(text).status();
      return law::PackText{std::move(*text), path};
    }
  }
  return embedded_(id);
}

void Packs::add_folder_of(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  const std::lock_guard lock(mutex_);
  folders_.push_back(folder.empty() ? "." : folder.string());
}

Result<std::string> Packs::add_file(const std::string& path, const std::string& folder) {
  const std::string full = folder.empty() ? path : (fs::path(folder) / path).string();
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = id_of_path_.find(full); known != id_of_path_.end()) return known->second;
  }
  Result<std::string> text = read_text(full);
  if (!text) return std::move(text).status();
  add_folder_of(full);
  Result<std::string> id = add_text(std::move(*text), full);
  if (!id) return id;
  const std::lock_guard lock(mutex_);
  id_of_path_.emplace(full, *id);
  return id;
}

Result<std::string> Packs::add_text(std::string text, const std::string& name) {
  auto pack = law::load_pack(text, name, &resolver_);
  if (!pack) return std::move(pack).status();
  const std::string id = (*pack)->id;
  const std::lock_guard lock(mutex_);
  files_.insert_or_assign(id, law::PackText{std::move(text), name});
  loaded_.clear();
  return id;
}

std::vector<std::string> Packs::ids() const {
  std::vector<std::string> ids;
  for (const law::EmbeddedPack& pack : law::embedded_packs()) ids.emplace_back(pack.name);
  const std::lock_guard lock(mutex_);
  for (const auto& [id, text] : files_) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

Result<std::vector<std::string>> Packs::ids_of(const std::vector<std::string>& names, const std::string& folder) {
  std::vector<std::string> ids;
  for (const std::string& name : names) {
    if (!is_path(name)) {
      ids.push_back(name);
      continue;
    }
    Result<std::string> id = add_file(name, folder);
    if (!id) return std::move(id).status();
    ids.push_back(std::move(*id));
  }
  return ids;
}

Result<std::shared_ptr<const law::Pack>> Packs::load(const std::vector<std::string>& ids, law::Cases cases) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = loaded_.find(ids); known != loaded_.end()) return known->second;
  }
  auto pack = law::load_packs(ids, &resolver_, cases);
  const std::lock_guard lock(mutex_);
  if (pack) loaded_.emplace(ids, *pack);
  return pack;
}

Result<records::Dataset> read_records(const std::string& folder, const std::vector<std::string>& law, unsigned threads,
                                      Packs& packs) {
  readers::ReadOptions options;
  options.threads = threads;
  return read_records(folder, nullptr, law, std::move(options), packs);
}

namespace {

/// Packs that give employers their zones; what one of them was refused for stays in `refused`.
void set_zones(readers::ReadOptions& options, const std::string& folder, const std::vector<std::string>& law, bool in_memory, Packs& packs,
               Status& refused) {
  const auto pack_of = [&folder, &law, in_memory, &packs, &refused](std::vector<std::string> names) -> std::shared_ptr<const law::Pack> {
    // A pack file that an employer names stands relative to the records.
    const bool own = law.empty();
    if (own && in_memory && std::any_of(names.begin(), names.end(), is_path)) return nullptr;  // the check says that there is no such pack
    auto ids = packs.ids_of(own ? names : law, own ? folder : std::string());
    if (!ids) {
      if (refused.ok()) refused = std::move(ids).status();
      return nullptr;
    }
    auto pack = packs.load(*ids, law::Cases::pass_over);
    if (!pack) {
      if (refused.ok()) refused = std::move(pack).status();
      return nullptr;
    }
    return std::move(*pack);
  };
  if (options.threads == 0) options.threads = std::max(1U, std::thread::hardware_concurrency());
  options.zone_of_law = [pack_of](std::span<const std::string> names) {
    const auto pack = pack_of({names.begin(), names.end()});
    return pack == nullptr ? std::string() : pack->time_zone;
  };
}

/// Laws that a folder's employers name by a file become the ids of the packs in them.
Status name_laws(records::Dataset& data, const std::string& folder, const std::vector<std::string>& law, Packs& packs) {
  for (std::vector<std::string>& names : data.laws) {
    auto ids = packs.ids_of(names, folder);
    if (!ids && law.empty()) return std::move(ids).status();
    if (ids) names = std::move(*ids);
  }
  return {};
}

}  // namespace

Result<records::Dataset> read_records(const std::string& folder, std::vector<readers::InputFile>* files,
                                      const std::vector<std::string>& law, readers::ReadOptions options, Packs& packs) {
  Status refused;
  set_zones(options, folder, law, files != nullptr, packs, refused);
  Result<records::Dataset> data = files != nullptr ? readers::read_files(std::move(*files), options) : readers::read_folder(folder, options);
  if (!data) return data;
  if (!refused.ok()) return refused;
  if (files != nullptr) return data;
  if (Status status = name_laws(*data, folder, law, packs); !status.ok()) return status;
  return data;
}

Result<readers::SlicedFolder> read_in_slices(const std::string& folder, const std::vector<std::string>& law, unsigned threads,
                                             std::uint64_t slice_bytes, Packs& packs) {
  Status refused;
  readers::ReadOptions options;
  options.threads = threads;
  set_zones(options, folder, law, false, packs, refused);
  auto sliced = readers::SlicedFolder::read(folder, options, slice_bytes);
  if (!sliced) return sliced;
  if (!refused.ok()) return refused;
  if (Status status = name_laws(sliced->head(), folder, law, packs); !status.ok()) return status;
  return sliced;
}

}  // namespace wageproof::faces
