// Rule packs as the command line names them: by the id of one that the program carries, or by the path of a file.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/law/load.hpp"
#include "wageproof/readers/read_folder.hpp"
#include "wageproof/records/dataset.hpp"

namespace wageproof::cli {

/// Whether a name is a path: it ends in `.json` or holds a `/`.
[[nodiscard]] bool is_path(std::string_view name) noexcept;

/// Parts of a list between commas, blanks and empty parts dropped.
[[nodiscard]] std::vector<std::string> parts_of(std::string_view list);

/// The whole of a file. @errors io_error
[[nodiscard]] quantity::Result<std::string> read_text(const std::string& path);

/// Packs by id: files that were named first, then files beside them, then the packs that the program carries.
class Packs {
 public:
  Packs();
  Packs(const Packs&) = delete;
  Packs& operator=(const Packs&) = delete;

  /// Takes a pack file under the id that it gives itself.
  /// @param  folder  where a relative path starts; empty: where the program was started
  /// @return its id
  /// @errors io_error: the file; parse_error: it is no pack
  [[nodiscard]] quantity::Result<std::string> add_file(const std::string& path, const std::string& folder = {});
  /// Packs that stand beside a file may be named by their ids.
  void add_folder_of(const std::string& path);
  /// Names, of which some may be paths, as ids. @errors as `add_file`
  [[nodiscard]] quantity::Result<std::vector<std::string>> ids_of(const std::vector<std::string>& names,
                                                                 const std::string& folder = {});
  /// A checked pack, loaded once. @errors as law::load_packs
  [[nodiscard]] quantity::Result<std::shared_ptr<const law::Pack>> load(const std::vector<std::string>& ids, law::Cases cases = law::Cases::read);

  [[nodiscard]] const law::PackResolver& resolver() const noexcept { return resolver_; }

 private:
  [[nodiscard]] quantity::Result<law::PackText> find(std::string_view id) const;

  std::map<std::string, law::PackText, std::less<>> files_;
  std::map<std::string, std::string> id_of_path_;
  std::vector<std::string> folders_;
  std::map<std::vector<std::string>, std::shared_ptr<const law::Pack>> loaded_;
  law::PackResolver embedded_, resolver_;
};

/// Reads a folder in the time zone of its law, `law` in place of the employers' own where it is not empty. Laws that the
/// records name by a file are replaced by the id of the pack in it.
/// @errors as readers::read_folder; a pack file that cannot be used
[[nodiscard]] quantity::Result<records::Dataset> read_records(const std::string& folder, const std::vector<std::string>& law,
                                                              unsigned threads, Packs& packs);

}  // namespace wageproof::cli
