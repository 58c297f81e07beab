// Rule packs as the faces name them: by the id of one that the library carries, by the path of a file, or from memory.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/load.hpp"
#include "wageproof/readers/read_folder.hpp"
#include "wageproof/readers/sliced_folder.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::faces {

/// Whether a name is a path: it ends in `.json` or holds a `/`.
[[nodiscard]] WAGEPROOF_API bool is_path(std::string_view name) noexcept;

/// Parts of a list between commas, blanks and empty parts dropped.
[[nodiscard]] WAGEPROOF_API std::vector<std::string> parts_of(std::string_view list);

/// The whole of a file. @errors io_error
[[nodiscard]] WAGEPROOF_API quantity::Result<std::string> read_text(const std::string& path);

/// Packs by id: files and texts that were named first, then files beside them, then the packs that the library carries.
/// Any thread may ask it for packs, also while another adds one.
class WAGEPROOF_API Packs {
 public:
  Packs();
  Packs(const Packs&) = delete;
  Packs& operator=(const Packs&) = delete;

  /// Takes a pack file under the id that it gives itself.
  /// @param  folder  where a relative path starts; empty: where the program was started
  /// @return its id
  /// @errors io_error: the file; parse_error: it is no pack
  [[nodiscard]] quantity::Result<std::string> add_file(const std::string& path, const std::string& folder = {});
  /// Takes the text of a pack under the id that it gives itself, in place of one that was there.
  /// @param  name  for messages
  /// @errors parse_error: it is no pack
  [[nodiscard]] quantity::Result<std::string> add_text(std::string text, const std::string& name);
  /// Packs that stand beside a file may be named by their ids.
  void add_folder_of(const std::string& path);
  /// Names, of which some may be paths, as ids. @errors as `add_file`
  [[nodiscard]] quantity::Result<std::vector<std::string>> ids_of(const std::vector<std::string>& names,
                                                                 const std::string& folder = {});
  /// A checked pack, loaded once. @errors as law::load_packs
  [[nodiscard]] quantity::Result<std::shared_ptr<const law::Pack>> load(const std::vector<std::string>& ids, law::Cases cases = law::Cases::read);

  /// The text of a pack. @errors not_found
  [[nodiscard]] quantity::Result<law::PackText> text_of(std::string_view id) const { return find(id); }
  /// Ids of the packs that were added and that the library carries, in order.
  [[nodiscard]] std::vector<std::string> ids() const;
  [[nodiscard]] const law::PackResolver& resolver() const noexcept { return resolver_; }

 private:
  [[nodiscard]] quantity::Result<law::PackText> find(std::string_view id) const;

  mutable std::mutex mutex_;  ///< of all that follows
  std::map<std::string, law::PackText, std::less<>> files_;
  std::map<std::string, std::string> id_of_path_;
  std::vector<std::string> folders_;
  std::map<std::vector<std::string>, std::shared_ptr<const law::Pack>> loaded_;
  law::PackResolver embedded_, resolver_;
};

/// Reads a folder in the time zone of its law, `law` in place of the employers' own where it is not empty. Laws that the
/// records name by a file are replaced by the id of the pack in it.
/// @errors as readers::read_folder; a pack file that cannot be used
[[nodiscard]] WAGEPROOF_API quantity::Result<records::Dataset> read_records(const std::string& folder, const std::vector<std::string>& law,
                                                                            unsigned threads, Packs& packs);
/// The same with further options; `zone_of_law` is set here. `files` stand in place of the folder where they are not null;
/// packs that they name by a path are then refused.
[[nodiscard]] WAGEPROOF_API quantity::Result<records::Dataset> read_records(const std::string& folder, std::vector<readers::InputFile>* files,
                                                                            const std::vector<std::string>& law,
                                                                            readers::ReadOptions options, Packs& packs);

/// The same for a folder that is larger than memory. @param slice_bytes  as for readers::SlicedFolder
[[nodiscard]] WAGEPROOF_API quantity::Result<readers::SlicedFolder> read_in_slices(const std::string& folder, const std::vector<std::string>& law,
                                                                                   unsigned threads, std::uint64_t slice_bytes, Packs& packs);

}  // namespace wageproof::faces
