// What a name in a formula means, and what is known of it so far.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "law/diagnostics.hpp"
#include "wageproof/law/pack.hpp"

namespace wageproof::law {

struct Meaning {
  enum class Kind : std::uint8_t { none, input, attribute, parameter, formula } kind = Kind::none;
  std::uint32_t index = 0;
};

/// The names of a pack. Parameters and formulas are `ready` once their type, unit and grain are known; one with an error
/// stays `failed`, and what uses it is not blamed again.
class Scope {
 public:
  enum class State : std::uint8_t { pending, ready, failed };

  /// Reports names that are declared twice or taken by an input. Views point into the pack's names, which must stay.
  Scope(const Pack& pack, Diagnostics& diagnostics);

  [[nodiscard]] Meaning find(std::string_view name) const noexcept;
  [[nodiscard]] const WageBase* find_base(std::string_view name) const noexcept;
  [[nodiscard]] std::string hint(std::string_view name) const;
  [[nodiscard]] std::string hint_base(std::string_view name) const;
  [[nodiscard]] const Pack& pack() const noexcept { return pack_; }

  /// Whether a text input or attribute can have that value; where nothing lists its codes, any.
  [[nodiscard]] bool may_be(std::string_view name, std::string_view code) const noexcept;
  /// The codes that the record format or the pack's dimensions list for it.
  [[nodiscard]] std::vector<std::string_view> codes_of(std::string_view name) const;

  std::vector<State> parameters, formulas;
  /// Formulas that need the split of a day's minutes, directly or through others: `normal_day` cannot use them.
  std::vector<bool> needs_split;
  std::vector<bool> parameter_used, formula_used, base_used;

 private:
  void list_codes(std::string_view name);
  void declare(std::string_view name, Meaning meaning, const Provenance& provenance, std::string_view section, Diagnostics& diagnostics);

  const Pack& pack_;
  std::unordered_map<std::string_view, Meaning> names_;
  std::unordered_map<std::string_view, std::unordered_set<std::string_view>> codes_;
};

}  // namespace wageproof::law
