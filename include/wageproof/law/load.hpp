// From the text of rule packs to a checked pack that look-ups, plans and the oracle can trust.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wageproof/export.h"
#include "wageproof/law/diagnostic.hpp"
#include "wageproof/law/pack.hpp"
#include "wageproof/quantity/status.hpp"

namespace wageproof::law {

/// The text of a pack and the name that messages give it.
struct PackText {
  std::string text;
  std::string file_name;
};

/// Finds the text of a pack by its id: embedded, from a folder, from memory. The library itself opens no file.
/// @errors not_found: there is no such pack
using PackResolver = std::function<quantity::Result<PackText>(std::string_view id)>;

/// Packs that the library carries.
[[nodiscard]] WAGEPROOF_API PackResolver embedded_resolver();

/// Whether a pack's worked examples are read: they are most of its text, and only its test asks for them.
enum class Cases : std::uint8_t { read, pass_over };

/// A pack with all that is to be said about it.
struct LoadReport {
  std::shared_ptr<const Pack> pack;     ///< null where there is an error
  std::vector<Diagnostic> diagnostics;  ///< errors (at most 100) and warnings, in order of file and line
  [[nodiscard]] bool ok() const noexcept { return pack != nullptr; }
};

/// Reads one pack and, through `extends`, the packs under it; lays them over each other and checks the whole.
///
/// @param  json       the pack file's bytes
/// @param  file_name  for messages
/// @param  resolver   where packs named by `extends` come from; null: the embedded ones
/// @cost   linear in the text; packs beyond 4 MiB are refused
[[nodiscard]] WAGEPROOF_API LoadReport examine_pack(std::string_view json, std::string_view file_name,
                                                    const PackResolver* resolver = nullptr);

/// The same for a list of ids, from the national law to the last overlay: {"xx", "xx-agreement"}. A pack that an
/// overlay extends need not be named; a pack is laid on once.
[[nodiscard]] WAGEPROOF_API LoadReport examine_packs(std::span<const std::string> ids,
                                                     const PackResolver* resolver = nullptr);

/// A checked pack, or all errors in one message.
/// @errors parse_error: the pack has errors; not_found: a pack that it extends
[[nodiscard]] WAGEPROOF_API quantity::Result<std::shared_ptr<const Pack>> load_pack(
    std::string_view json, std::string_view file_name, const PackResolver* resolver = nullptr);

[[nodiscard]] WAGEPROOF_API quantity::Result<std::shared_ptr<const Pack>> load_packs(
    std::span<const std::string> ids, const PackResolver* resolver = nullptr, Cases cases = Cases::read);

/// Packs that the library carries, by id or by a list of ids joined by `,` or `;`.
[[nodiscard]] WAGEPROOF_API quantity::Result<std::shared_ptr<const Pack>> load_embedded(std::string_view ids,
                                                                                        Cases cases = Cases::read);

}  // namespace wageproof::law
