#include "one_worker.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "decrees.hpp"
#include "integrity/time_patterns.hpp"
#include "rounding.hpp"

namespace wageproof::reconcile {

Outcome OneWorker::start(Result& out) {
  if (Outcome status = run_.start(); !status.ok()) return status;
  plan_ = run_.employers()[0].get();
  checker_ = std::make_unique<BatchChecker>(*plan_);
  const worktime::Setting& s = *plan_->setting;
  out = {};
  out.names = run_.names();
  out.laws = run_.laws();
  out.employers = out.workers = 1;
  out.lines.add_places(places_of(*plan_));
  for (const auto& [check, table] : run_.not_checked()) out.not_checked.push_back({check, table});
  for (std::size_t i = 0; i < plan_->lines.size(); ++i) {
    const auto& spans = counted_spans(s, *plan_->lines[i].compiled.line);
    for (std::size_t k = 0; k < spans.size(); ++k) countable_.push_back({i, k, count_row(*plan_, i, spans[k])});
  }
  for (std::size_t check = 0; check < std::size(kRecordChecks); ++check) {
    for (std::size_t k = 0; k < s.periods.size(); ++k) {
      countable_.push_back({plan_->lines.size() + check, k, count_row(*plan_, static_cast<RecordCheck>(check), s.periods[k])});
    }
  }
  std::stable_sort(countable_.begin(), countable_.end(), [](const Countable& a, const Countable& b) {
    return std::tie(a.row.first, a.row.check, a.row.rule) < std::tie(b.row.first, b.row.check, b.row.rule);
  });
  for (std::size_t i = 0; i < rounding_places(*plan_); ++i) {
    RoundingRow row = rounding_row(*plan_, i);
    const auto same = [&](const Rounded& each) { return rounding_key(each.row) == rounding_key(row); };
    auto at = std::find_if(rounded_.begin(), rounded_.end(), same);
    if (at == rounded_.end()) at = rounded_.insert(rounded_.end(), {{}, std::move(row)});
    at->places.push_back(i);
  }
  std::sort(rounded_.begin(), rounded_.end(), [](const Rounded& a, const Rounded& b) {
    return rounding_key(a.row) < rounding_key(b.row);
  });
  out.checks.reserve(countable_.size());
  counted_.reserve(countable_.size());
  out.rounding.reserve(rounded_.size());
  moved_.reserve(rounded_.size());
  check(out);
  return {};
}

void OneWorker::check(Result& out) {
  run_.index().reread_one_worker();
  chunk_.clear();
  std::move(out.findings.begin(), out.findings.end(), std::back_inserter(chunk_.spent));
  out.findings.clear();
  checker_->run(0, 1, chunk_);
  out.worker_periods = chunk_.worker_periods;
  out.worker_days = chunk_.worker_days;
  out.spans_not_seen = chunk_.spans_not_seen;
  out.lines.renew(chunk_.lines);
  out.balances.assign(chunk_.balances.begin(), chunk_.balances.end());
  put_findings(out);
  put_checks(out);
  put_rounding(out);
}

void OneWorker::put_findings(Result& out) {
  out.findings.swap(chunk_.findings);
  name_decrees(*plan_->pack, options_.as_known_on, out.findings);
  if (integrity::may_tell_of_one_worker(*plan_)) {
    integrity::ClockSigns signs;
    {
      integrity::ClockWatch watch(*plan_->setting, signs);
      watch.see(checker_->batch());
    }
    integrity::check_time_patterns(*plan_, signs, 0, 1, out);
  }
  sort_findings(out.findings);
  for (Finding& f : out.findings) {
    if (f.id.empty()) name_finding(f, data_);
  }
}

const Counter* OneWorker::counter_of(const Countable& each) const {
  const std::size_t lines = plan_->lines.size();
  const std::vector<Counter>& counters = each.line < lines ? chunk_.counters[each.line] : chunk_.record_counters[each.line - lines];
  return each.span < counters.size() && counters[each.span].tested != 0 ? &counters[each.span] : nullptr;
}

// Rows are moved into the result and back, so that their texts are made once; those that are there already stay.
void OneWorker::put_checks(Result& out) {
  std::size_t same = 0;
  for (std::uint32_t i = 0; i < countable_.size(); ++i) {
    const Counter* counter = counter_of(countable_[i]);
    if (counter == nullptr) continue;
    if (same == counted_.size() || counted_[same] != i) {
      same = counted_.size() + 1;
      break;
    }
    set_counts(out.checks[same++], *counter);
  }
  if (same == counted_.size()) return;
  for (std::size_t i = 0; i < counted_.size(); ++i) countable_[counted_[i]].row = std::move(out.checks[i]);
  out.checks.clear();
  counted_.clear();
  for (std::uint32_t i = 0; i < countable_.size(); ++i) {
    const Counter* counter = counter_of(countable_[i]);
    if (counter == nullptr) continue;
    set_counts(countable_[i].row, *counter);
    out.checks.push_back(std::move(countable_[i].row));
    counted_.push_back(i);
  }
}

void OneWorker::put_rounding(Result& out) {
  for (std::size_t i = 0; i < moved_.size(); ++i) rounded_[moved_[i]].row = std::move(out.rounding[i]);
  out.rounding.clear();
  moved_.clear();
  for (std::uint32_t i = 0; i < rounded_.size(); ++i) {
    RoundingTally* tally = nullptr;
    RoundingTally sum;
    for (const std::size_t place : rounded_[i].places) {
      RoundingTally* const own = place < chunk_.rounding.size() ? chunk_.rounding[place].get() : nullptr;
      if (own == nullptr || own->rounded == 0) continue;
      if (tally == nullptr) {
        tally = own;
        continue;
      }
      if (tally != &sum) sum.add(*tally);
      sum.add(*own);
      tally = &sum;
    }
    if (tally == nullptr) continue;
    set_sums(rounded_[i].row, *tally);
    out.rounding.push_back(std::move(rounded_[i].row));
    moved_.push_back(i);
  }
}

}  // namespace wageproof::reconcile
