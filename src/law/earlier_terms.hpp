// A batch's facts with the terms that each worker had some months before: what stands for a month without records goes by them.
#pragma once

#include "wageproof/law/evaluator.hpp"

namespace wageproof::law {

/// Of an input of the worker's terms, every part has what the workers table states for the last day of the month so many months
/// before it; where it states nothing, and for every other fact, the batch's own value stands.
class EarlierTerms final : public FactSource {
 public:
  /// @lifetime source and frame outlive it
  EarlierTerms(FactSource& source, const Frame& frame, std::int64_t months_back) : source_(&source), frame_(&frame), months_back_(months_back) {}

  void input(Input input, detail::Values& out) override;
  void attribute(std::uint32_t index, detail::Values& out) override { source_->attribute(index, out); }
  void booked(const std::string& patterns, detail::Values& out) override { source_->booked(patterns, out); }
  void leave(const std::string& type, bool calendar_days, detail::Values& out) override { source_->leave(type, calendar_days, out); }
  void balance(std::uint32_t ledger, Evaluator& evaluator, detail::Values& out) override { source_->balance(ledger, evaluator, out); }
  void rate(std::uint32_t from, std::uint32_t to, Grain grain, detail::Values& out) override { source_->rate(from, to, grain, out); }
  TermOnDay term_on(Input input, std::uint32_t worker, std::int32_t date) override { return source_->term_on(input, worker, date); }
  bool is_working_date(std::uint32_t worker, std::int32_t date) override { return source_->is_working_date(worker, date); }

 private:
  FactSource* source_;
  const Frame* frame_;
  std::int64_t months_back_;
};

}  // namespace wageproof::law
