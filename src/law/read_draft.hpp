// The sections of a pack file, each read by a function of its own.
#pragma once

#include "law/draft.hpp"
#include "law/fields.hpp"

namespace wageproof::law {

/// Members of a section `{"name": {…}}`, names checked and counted; an overlay's `null` members go to `draft.ended`.
class Section {
 public:
  /// @param name  outlives this
  Section(ReadContext& context, Draft& draft, const json::Value* section, std::string_view name, std::size_t most);
  /// Members that are to be read.
  [[nodiscard]] const std::vector<const json::Value*>& members() const noexcept { return members_; }
  [[nodiscard]] Path path(const json::Value& member) const noexcept { return path_(member.key); }

 private:
  std::string name_;
  Path path_;
  std::vector<const json::Value*> members_;
};

void read_head(ReadContext& context, Fields& root, Draft& draft);
void read_parameters(ReadContext& context, Fields& root, Draft& draft);
void read_calendar(ReadContext& context, Fields& root, Draft& draft);
void read_worktime(ReadContext& context, Fields& root, Draft& draft);
void read_formulas(ReadContext& context, Fields& root, Draft& draft);
void read_lines(ReadContext& context, Fields& root, Draft& draft);
void read_ledgers(ReadContext& context, Fields& root, Draft& draft);
void read_cases(ReadContext& context, Fields& root, Draft& draft);

}  // namespace wageproof::law
