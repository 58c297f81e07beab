#include "wageproof/law/load.hpp"

#include <algorithm>

#include "law/draft.hpp"
#include "law/favourable.hpp"
#include "law/words.hpp"
#include "wageproof/law/embedded_packs.hpp"
#include "wageproof/quantity/sha256.hpp"

namespace wageproof::law {

namespace {

using quantity::Result;
using quantity::StatusCode;

constexpr std::size_t kMostLayers = 16;

// Of one file its own hash; of several the hash of their hashes, each followed by a line feed.
std::string hash_of(const std::vector<PackFile>& files) {
  if (files.size() == 1) return files[0].sha256;
  std::string all;
  for (const PackFile& file : files) all += file.sha256 + "\n";
  return quantity::sha256_hex(all);
}

/// The pack of the library that has these very bytes; null where none has.
const EmbeddedPack* carried(std::string_view json) {
  const auto packs = embedded_packs();
  const auto same = std::find_if(packs.begin(), packs.end(), [json](const EmbeddedPack& pack) { return pack.text() == json; });
  return same == packs.end() ? nullptr : &*same;
}

/// The pack of the library with that name; null where it has none.
const EmbeddedPack* embedded(std::string_view name) {
  const auto packs = embedded_packs();
  const auto same = std::find_if(packs.begin(), packs.end(), [name](const EmbeddedPack& pack) { return pack.name == name; });
  return same == packs.end() ? nullptr : &*same;
}

/// Collects pack files from the last overlay down to the national law, then lays them over each other.
class Loader {
 public:
  explicit Loader(const PackResolver* resolver, Cases cases = Cases::read)
      : own_(resolver), cases_(cases) {}

  void add_text(std::string_view json, std::string_view file_name) { add_text(json, file_name, carried(json)); }

  void add_id(std::string_view id, const Place& place) {
    const auto same = [id](const Draft& draft) { return draft.pack.id == id; };
    if (std::any_of(drafts_.begin(), drafts_.end(), same)) return;
    if (std::find(open_.begin(), open_.end(), id) != open_.end()) {
      diagnostics_.error(place, "packs extend each other in a circle: `" + std::string(id.substr(0, 64)) + "` is already underneath");
      return;
    }
    if (open_.size() + drafts_.size() >= kMostLayers) {
      diagnostics_.error(place, "more than 16 packs over each other");
      return;
    }
    if (own_ == nullptr) {
      if (const EmbeddedPack* pack = embedded(id); pack != nullptr) return add_asked(id, pack->text(), std::string(id) + ".json", pack);
    }
    const Result<PackText> text = own_ == nullptr ? embedded_resolver()(id) : (*own_)(id);
    if (!text) {
      missing_ = true;
      diagnostics_.error(place, "pack `" + std::string(id.substr(0, 64)) + "` was not found: " + text.status().message());
      return;
    }
    add_asked(id, text->text, text->file_name, carried(text->text));
  }

  LoadReport finish() {
    LoadReport report;
    if (diagnostics_.errors() == 0 && !drafts_.empty()) {
      Draft whole = std::move(drafts_.front());
      if (!whole.ended.empty()) {
        const Draft::Ended& first = whole.ended.front();
        diagnostics_.error({whole.pack.id, first.file_line, first.section + "." + first.name}, "null ends an element of a pack underneath, and there is none");
      }
      for (std::size_t i = 1; i < drafts_.size(); ++i) lay_over(whole, std::move(drafts_[i]), diagnostics_);
      settle_choices(whole, diagnostics_);
      analyze_pack(whole.pack, diagnostics_, proven_ && cases_ == Cases::pass_over);
      if (diagnostics_.errors() == 0) {
        whole.pack.sha256 = hash_of(whole.pack.files);
        report.pack = std::make_shared<const Pack>(std::move(whole.pack));
      }
    }
    report.diagnostics = diagnostics_.take_sorted();
    return report;
  }

  void refuse(std::string message) { diagnostics_.error({}, std::move(message)); }
  [[nodiscard]] bool missing() const noexcept { return missing_; }
  /// Packs that were not tested together are judged, each for itself tested or not.
  void judge() noexcept { proven_ = false; }

 private:
  /// @param own  the pack of the library that has these very bytes, null where none has
  void add_text(std::string_view json, std::string_view file_name, const EmbeddedPack* own) {
    Draft draft = read_draft(json, file_name, cases_, diagnostics_);
    Pack& pack = draft.pack;
    pack.pack_ids = {pack.id};
    proven_ = proven_ && own != nullptr;
    // A text that the library carries was hashed while it was built.
    pack.files.push_back({pack.id, pack.version, pack.title, std::string(file_name), own != nullptr ? std::string(own->sha256) : quantity::sha256_hex(json)});
    const std::string extends_id = pack.extends_id;
    const std::string id = pack.id;
    if (!extends_id.empty()) {
      open_.push_back(id);
      add_id(extends_id, {id, 0, "extends"});
      open_.pop_back();
    }
    drafts_.push_back(std::move(draft));
  }

  void add_asked(std::string_view id, std::string_view json, const std::string& file_name, const EmbeddedPack* own) {
    const std::size_t before = drafts_.size();
    add_text(json, file_name, own);
    if (drafts_.size() > before && drafts_.back().pack.id != id && diagnostics_.errors() == 0) {
      diagnostics_.error({drafts_.back().pack.id, 0, "pack"}, "the pack calls itself `" + drafts_.back().pack.id + "`, and was asked for as `" + std::string(id) + "`");
    }
  }

  const PackResolver* own_;  ///< null: the packs of the library
  Cases cases_;
  Diagnostics diagnostics_;
  std::vector<Draft> drafts_;
  std::vector<std::string> open_;
  bool missing_ = false;
  bool proven_ = true;  ///< every text is one that the library carries: its tests hold each such pack, with what lies underneath
};

Result<std::shared_ptr<const Pack>> result_of(LoadReport report, bool missing) {
  if (report.ok()) return std::move(report.pack);
  std::erase_if(report.diagnostics, [](const Diagnostic& d) { return d.severity != Severity::error; });
  std::string message = to_text(report.diagnostics);
  while (!message.empty() && message.back() == '\n') message.pop_back();
  return quantity::Status(missing ? StatusCode::not_found : StatusCode::parse_error, std::move(message));
}

void add_all(Loader& loader, std::span<const std::string> ids) {
  if (ids.empty()) loader.refuse("no pack is named");
  if (ids.size() > 1) loader.judge();
  for (const std::string& id : ids) loader.add_id(id, {});
}

}  // namespace

PackResolver embedded_resolver() {
  return [](std::string_view id) -> Result<PackText> {
    if (const EmbeddedPack* pack = embedded(id); pack != nullptr) return PackText{std::string(pack->text()), std::string(id) + ".json"};
    std::vector<std::string_view> known;
    for (const EmbeddedPack& pack : embedded_packs()) known.push_back(pack.name);
    return quantity::Status(StatusCode::not_found, known.empty() ? "this build carries no packs"
                                                                 : "this build carries " + listed(known) + did_you_mean(id, known));
  };
}

LoadReport examine_pack(std::string_view json, std::string_view file_name, const PackResolver* resolver) {
  Loader loader(resolver);
  loader.add_text(json, file_name);
  return loader.finish();
}

LoadReport examine_packs(std::span<const std::string> ids, const PackResolver* resolver) {
  Loader loader(resolver);
  add_all(loader, ids);
  return loader.finish();
}

Result<std::shared_ptr<const Pack>> load_pack(std::string_view json, std::string_view file_name, const PackResolver* resolver) {
  Loader loader(resolver);
  loader.add_text(json, file_name);
  LoadReport report = loader.finish();
  return result_of(std::move(report), loader.missing());
}

Result<std::shared_ptr<const Pack>> load_packs(std::span<const std::string> ids, const PackResolver* resolver, Cases cases) {
  Loader loader(resolver, cases);
  add_all(loader, ids);
  LoadReport report = loader.finish();
  return result_of(std::move(report), loader.missing());
}

Result<std::shared_ptr<const Pack>> load_embedded(std::string_view ids, Cases cases) {
  std::vector<std::string> list;
  for (const std::string_view id : split(ids, ",;")) list.emplace_back(id);
  return load_packs(list, nullptr, cases);
}

}  // namespace wageproof::law
