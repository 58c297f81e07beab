#include "law/scope.hpp"

#include <algorithm>
#include <array>

#include "law/words.hpp"
#include "wageproof/law/inputs.hpp"

namespace wageproof::law {

namespace {

constexpr std::array<std::string_view, 10> kReserved{"if", "then", "else", "or", "and", "not", "in", "true", "false", "rest"};

}  // namespace

Scope::Scope(const Pack& pack, Diagnostics& diagnostics) : pack_(pack) {
  names_.reserve(inputs().size() + pack.attributes.size() + pack.parameters.size() + pack.formulas.size());
  for (const InputSpec& spec : inputs()) {
    names_.emplace(spec.name, Meaning{Meaning::Kind::input, static_cast<std::uint32_t>(spec.input)});
  }
  for (const InputSpec& spec : inputs()) {
    if (!spec.codes.empty() && !pack.dimensions.contains(std::string(spec.name))) list_codes(spec.name);
  }
  for (const auto& [dimension, codes] : pack.dimensions) list_codes(dimension);
  const auto declare_all = [&](const auto& elements, Meaning::Kind kind, std::string_view section) {
    for (std::uint32_t i = 0; i < elements.size(); ++i) {
      declare(elements[i].name, {kind, i}, elements[i].provenance, section, diagnostics);
    }
  };
  declare_all(pack.attributes, Meaning::Kind::attribute, "attributes");
  declare_all(pack.parameters, Meaning::Kind::parameter, "parameters");
  declare_all(pack.formulas, Meaning::Kind::formula, "formulas");
  parameters.assign(pack.parameters.size(), State::pending);
  formulas.assign(pack.formulas.size(), State::pending);
  needs_split.assign(pack.formulas.size(), false);
  parameter_used.assign(pack.parameters.size(), false);
  formula_used.assign(pack.formulas.size(), false);
  base_used.assign(pack.bases.size(), false);
}

void Scope::list_codes(std::string_view name) {
  for (const std::string_view code : codes_of(name)) codes_[name].insert(code);
}

void Scope::declare(std::string_view name, Meaning meaning, const Provenance& provenance, std::string_view section, Diagnostics& diagnostics) {
  const auto place = [&] { return Place{provenance.origin, provenance.file_line, std::string(section) + "." + std::string(name)}; };
  if (std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end()) {
    diagnostics.error(place(), "`" + std::string(name) + "` is a word of the formula language; choose another name");
    return;
  }
  const auto [at, fresh] = names_.emplace(name, meaning);
  if (fresh) return;
  switch (at->second.kind) {
    case Meaning::Kind::input:
      diagnostics.error(place(), "`" + std::string(name) + "` is an input of the record format; " +
                                   (meaning.kind == Meaning::Kind::attribute ? "leave the attribute out, formulas can read it"
                                                                             : "choose another name"));
      break;
    case Meaning::Kind::attribute:
      diagnostics.error(place(), "`" + std::string(name) + "` is already the name of an attribute");
      break;
    default:
      diagnostics.error(place(), "`" + std::string(name) + "` is already the name of a parameter");
      break;
  }
}

Meaning Scope::find(std::string_view name) const noexcept {
  const auto at = names_.find(name);
  return at == names_.end() ? Meaning{} : at->second;
}

const WageBase* Scope::find_base(std::string_view name) const noexcept {
  const auto at = std::find_if(pack_.bases.begin(), pack_.bases.end(), [&](const WageBase& b) { return b.name == name; });
  return at == pack_.bases.end() ? nullptr : &*at;
}

std::string Scope::hint(std::string_view name) const {
  std::vector<std::string_view> known;
  known.reserve(names_.size());
  for (const auto& [each, meaning] : names_) known.push_back(each);
  std::sort(known.begin(), known.end());
  return did_you_mean(name, known);
}

std::string Scope::hint_base(std::string_view name) const {
  std::vector<std::string_view> known;
  for (const WageBase& base : pack_.bases) known.push_back(base.name);
  return did_you_mean(name, known);
}

bool Scope::may_be(std::string_view name, std::string_view code) const noexcept {
  const auto listed = codes_.find(name);
  return listed == codes_.end() || listed->second.contains(code);
}

std::vector<std::string_view> Scope::codes_of(std::string_view name) const {
  std::vector<std::string_view> codes;
  if (const auto dimension = pack_.dimensions.find(std::string(name)); dimension != pack_.dimensions.end()) {
    for (const Code& code : dimension->second) codes.push_back(code.code);
  } else if (const InputSpec* input = find_input(name); input != nullptr) {
    codes = split(input->codes, " ");
  }
  return codes;
}

}  // namespace wageproof::law
