#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "report/columns.hpp"
#include "report/figures.hpp"
#include "wageproof/reconcile/against.hpp"
#include "wageproof/report/summary.hpp"

namespace wageproof::report {

namespace {

using reconcile::AmountUnit;
using reconcile::Result;
using reconcile::Severity;
using records::Dataset;

constexpr std::size_t kNarrowest = 40;
constexpr std::size_t kMostRejectLines = 8;

/// Digits in groups of three, which a person reads more safely.
std::string grouped(std::string digits) {
  const std::size_t begin = digits.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(digits.find('.'), digits.size());
  for (std::size_t at = end; at > begin + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string number(std::uint64_t value) {
  std::string out;
  append_whole(out, value);
  return grouped(std::move(out));
}

std::string counted(std::uint64_t value, std::string_view one, std::string_view many) {
  return number(value) + " " + std::string(value == 1 ? one : many);
}

std::string money(Sum micro, std::string_view currency) {
  std::string out;
  append_money(out, micro, minor_digits(currency));
  return grouped(std::move(out)) + " " + std::string(currency);
}

/// An hour is what a person pictures; the tables keep minutes.
std::string hours(Sum minutes) {
  const auto whole = static_cast<std::uint64_t>(minutes / 60);
  const auto rest = static_cast<unsigned>(minutes % 60);
  return number(whole) + (rest == 0 ? "" : std::string(rest < 10 ? ":0" : ":") + std::to_string(rest)) + " h";
}

std::string amount_text(Sum amount, AmountUnit unit, std::string_view currency) {
  switch (unit) {
    case AmountUnit::money: return money(amount, currency);
    case AmountUnit::minutes: return hours(amount);
    case AmountUnit::days: {
      std::string out;
      append_days(out, static_cast<std::int64_t>(amount));
      return grouped(std::move(out)) + " days";
    }
    case AmountUnit::count: return number(static_cast<std::uint64_t>(amount));
  }
  return {};
}

std::string joined(const std::vector<std::string>& names, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) out += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > most) out += " and " + number(names.size() - most) + " more";
  return out;
}

class Page {
 public:
  explicit Page(const PageOptions& options) : options_(options), width_(std::max(options.width, kNarrowest)) {}

  void heading(std::string_view text) {
    if (!out_.empty()) out_ += '\n';
    if (options_.colours) out_ += "\x1b[1m";
    out_ += wrapped(text, width_, 0);
    if (options_.colours) out_ += "\x1b[0m";
    out_ += '\n';
  }
  void line(std::string_view text, std::size_t indent = 2) {
    out_.append(2, ' ');
    out_ += wrapped(text, width_ - 2, indent + 2) + "\n";
  }
  void columns(const Columns& columns) { columns.append_to(out_, width_); }
  std::string take() { return std::move(out_); }

 private:
  const PageOptions& options_;
  std::size_t width_;
  std::string out_;
};

void add_rejects(Page& page, const Dataset& data) {
  if (data.rejects.empty()) return;
  std::map<std::pair<std::uint32_t, std::pair<std::string, std::string>>, std::uint64_t> groups;
  for (const records::Reject& reject : data.rejects) ++groups[{reject.file, {reject.column, reject.reason}}];
  page.heading(counted(data.rejects.size(), "row was", "rows were") + " rejected; what they would have shown is not known");
  std::vector<std::pair<std::uint64_t, const decltype(groups)::key_type*>> order;
  for (const auto& [key, count] : groups) order.emplace_back(count, &key);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  Columns columns({Side::right, Side::left, Side::left, Side::left});
  for (std::size_t i = 0; i < std::min(order.size(), kMostRejectLines); ++i) {
    const auto& [file, what] = *order[i].second;
    columns.add({number(order[i].first), file < data.files.size() ? data.files[file].name : "", what.first, what.second});
  }
  page.columns(columns);
  if (order.size() > kMostRejectLines) {
    page.line("and " + counted(order.size() - kMostRejectLines, "other kind", "other kinds") + ", in rejects");
  }
}

std::string rows_and_files(const Dataset& data) {
  std::uint64_t read = 0, skipped = 0, repeated = 0;
  for (const records::FileAccount& file : data.files) {
    read += file.read;
    skipped += file.skipped;
    repeated += file.repeated ? 1U : 0U;
  }
  std::string text = counted(read, "row", "rows") + " from " + counted(data.files.size(), "file", "files");
  if (skipped != 0) text += ", " + number(skipped) + " of them skipped as no data";
  if (repeated != 0) text += "; " + counted(repeated, "file was", "files were") + " the same as another, and not read again";
  return text;
}

/// What somebody may have taken for read. A note beside the records is named in one line, a misspelt table in one of its own.
void add_unread_files(Page& page, const Dataset& data) {
  if (data.unread_files.empty()) return;
  page.heading(counted(data.unread_files.size(), "file was", "files were") + " not read");
  Columns columns({Side::left, Side::left});
  std::vector<std::string> others;
  for (const records::UnreadFile& file : data.unread_files) {
    if (file.reason == "letter_case") columns.add({file.name, "names of tables have small letters only"});
    else if (file.reason == "compressed") columns.add({file.name, "compressed: unpack it first"});
    else if (file.reason == "not_a_file") columns.add({file.name, "no file: a link to nothing, or a pipe"});
    else others.push_back(cut_to(file.name, 60));
  }
  if (!columns.empty()) page.columns(columns);
  if (!others.empty()) page.line("no table has such a name: " + joined(others, 12));
}

void add_unused_columns(Page& page, const Dataset& data) {
  Columns columns({Side::left, Side::left});
  for (const records::FileAccount& file : data.files) {
    std::string names;
    for (const std::string& column : file.ignored_columns) names += (names.empty() ? "" : ", ") + column;
    if (!names.empty()) columns.add({file.name, names});
  }
  if (columns.empty()) return;
  page.heading("Columns that were not used");
  page.columns(columns);
}

std::string_view severity_title(Severity severity) noexcept {
  switch (severity) {
    case Severity::breach: return "Breaches of law or contract";
    case Severity::discrepancy: return "Records that do not agree";
    case Severity::warning: return "To look at: what could not be told, and records that look wrong";
    case Severity::notice: return "Notices";
  }
  return {};
}

/// Findings of one severity. The last column is there only where something was paid beyond.
void add_checks(Page& page, std::span<const CheckTotal> checks) {
  const bool beyond = std::any_of(checks.begin(), checks.end(), [](const CheckTotal& total) { return total.beyond != 0; });
  std::vector<Side> sides{Side::name, Side::right, Side::right, Side::right};
  std::vector<std::string> titles{"check", "findings", "workers", "short or over"};
  if (beyond) {
    sides.push_back(Side::right);
    titles.emplace_back("paid beyond");
  }
  Columns columns(sides);
  columns.add(std::move(titles));
  for (const CheckTotal& total : checks) {
    const auto shown = [&total](Sum amount) { return amount == 0 ? std::string() : amount_text(amount, total.unit, total.currency); };
    std::vector<std::string> cells{total.check, number(total.findings), number(total.workers), shown(total.short_of)};
    if (beyond) cells.push_back(shown(total.beyond));
    columns.add(std::move(cells));
  }
  page.columns(columns);
}

void add_findings(Page& page, const Result& result, const Totals& totals, const PageOptions& options) {
  if (result.worker_periods == 0) {
    page.heading("Nothing was checked: " + (options.window.empty() ? std::string("the records name no pay period")
                                                                   : "no pay period of the records lies within " + options.window));
    if (totals.checks.empty()) return;
  }
  if (totals.checks.empty()) {
    page.heading("Nothing was found");
    return;
  }
  std::string title = "Found: " + counted(totals.breaches, "breach", "breaches") + ", " +
                      counted(totals.discrepancies, "discrepancy", "discrepancies") + ", " +
                      counted(totals.warnings, "warning", "warnings");
  if (totals.notices != 0) title += ", " + counted(totals.notices, "notice", "notices");
  page.heading(title);
  for (auto at = totals.checks.begin(); at != totals.checks.end();) {
    const auto end = std::find_if(at, totals.checks.end(), [&](const CheckTotal& each) { return each.severity != at->severity; });
    page.heading(severity_title(at->severity));
    add_checks(page, {at, end});
    at = end;
  }
}

void add_workers(Page& page, const Dataset& data, const Totals& totals, const PageOptions& options) {
  std::set<records::StringId> employers;
  for (const WorkerTotal& worker : totals.workers) employers.insert(worker.employer);
  for (const CurrencyTotal& total : totals.owed) {
    const auto begin = std::find_if(totals.workers.begin(), totals.workers.end(),
                                    [&](const WorkerTotal& worker) { return worker.currency == total.currency; });
    const std::size_t shown = std::min<std::size_t>(total.workers, options.worst_workers);
    page.heading("Owed to workers: " + money(total.owed_micro, total.currency) + ", to " +
                 counted(total.workers, "worker", "workers") +
                 (total.workers > shown ? "; the " + number(shown) + " who are owed most" : ""));
    Columns columns({Side::left, Side::left, Side::right, Side::left});
    for (std::size_t i = 0; i < shown; ++i) {
      const WorkerTotal& worker = begin[static_cast<std::ptrdiff_t>(i)];
      columns.add({employers.size() > 1 ? std::string(data.strings.view(worker.employer)) : worker.worker,
                   employers.size() > 1 ? worker.worker : "", money(worker.owed_micro, worker.currency),
                   worker.breaches == 0 ? "" : counted(worker.breaches, "finding", "findings")});
    }
    page.columns(columns);
  }
}

void add_cannot_tell(Page& page, const Totals& totals) {
  if (totals.missing.empty()) return;
  page.heading("Could not be told, for want of");
  Columns columns({Side::name, Side::right, Side::right, Side::left});
  columns.add({"record or value", "findings", "workers", "checks"});
  for (const MissingTotal& total : totals.missing) {
    columns.add({total.missing, number(total.findings), number(total.workers), joined(total.checks, 6)});
  }
  page.columns(columns);
}

void add_not_checked(Page& page, const Result& result) {
  if (result.not_checked.empty()) return;
  std::map<std::string, std::vector<std::string>> by_table;
  for (const reconcile::NotChecked& each : result.not_checked) by_table[each.table].push_back(each.check);
  page.heading("Not checked, because the folder has no such table");
  for (auto& [table, checks] : by_table) page.line(table + ": " + joined(checks, 12), 2);
}

void add_laws(Page& page, const std::string& title, const std::vector<std::shared_ptr<const law::Pack>>& laws,
              std::optional<std::int32_t> as_known_on) {
  for (const auto& law : laws) {
    for (const law::PackFile& file : law->files) page.line(title + ": " + file.id + " " + file.version + ", " + file.title);
  }
  if (!as_known_on) return;
  std::string day;
  append_date(day, *as_known_on);
  page.line("as it was known on " + day + ": values published later are left out");
}

/// With its sign, so that a reader sees which way a reform goes.
std::string signed_money(Sum micro, std::string_view currency) { return (micro > 0 ? "+" : "") + money(micro, currency); }

/// What the law makes due beyond a second one.
void add_against(Page& page, const reconcile::Against& against) {
  page.heading("Held against another law: what is due beyond it (+) or short of it (-)");
  add_laws(page, "against", against.laws, against.as_known_on);
  Columns columns({Side::name, Side::right, Side::right, Side::right, Side::right, Side::right});
  columns.add({"line", "workers", "due", "against", "difference", "cannot tell"});
  bool any = false;
  for (const reconcile::AgainstTotal& total : against.totals) {
    if (total.workers == 0 && total.cannot_tell == 0) continue;
    any = true;
    columns.add({total.role == "test" ? total.line + " (floor)" : total.line, number(total.workers), money(total.due, total.currency), money(total.against, total.currency),
                 signed_money(total.due - total.against, total.currency), total.cannot_tell == 0 ? "" : number(total.cannot_tell)});
  }
  if (!any) return page.line("nothing differs");
  page.columns(columns);
  for (const reconcile::AgainstSums& sums : against.sums) {
    if (sums.workers == 0 && sums.funds == 0) continue;
    page.line("in all, to the workers " + signed_money(sums.workers, sums.currency) + ", to the funds " +
              signed_money(sums.funds, sums.currency) + ", to be paid by the employer " + signed_money(sums.employer(), sums.currency));
  }
}

void add_folder(Page& page, const PageOptions& options) {
  if (!options.folder.empty()) page.heading("The tables are in " + options.folder);
}

}  // namespace

std::string summary_page(const Result& result, const Dataset& data, const Totals& totals, const PageOptions& options) {
  Page page(options);
  std::string read = "Read " + rows_and_files(data) + ": ";
  if (result.employers > 1) read += counted(result.employers, "employer", "employers") + ", ";
  page.heading(read + counted(result.workers, "worker", "workers") + ", " +
               counted(result.worker_periods, "period of a worker", "periods of a worker") + ", " +
               counted(result.worker_days, "day", "days"));
  add_laws(page, "law", result.laws, result.as_known_on);
  add_rejects(page, data);
  if (result.rows_outside_periods != 0) {
    page.line(counted(result.rows_outside_periods, "row of time, pieces or payroll lies", "rows of time, pieces or payroll lie") + " in no pay period: not checked");
  }
  add_unread_files(page, data);
  if (result.against != nullptr) add_against(page, *result.against);
  add_findings(page, result, totals, options);
  add_workers(page, data, totals, options);
  add_cannot_tell(page, totals);
  add_not_checked(page, result);
  add_folder(page, options);
  return page.take();
}

std::string reading_page(const Dataset& data, const PageOptions& options) {
  Page page(options);
  page.heading("Read " + rows_and_files(data));
  Columns columns({Side::left, Side::left, Side::right, Side::right, Side::right, Side::right});
  columns.add({"file", "table", "read", "accepted", "rejected", "skipped"});
  for (const records::FileAccount& file : data.files) {
    columns.add({file.name, std::string(records::spec_of(file.table).name), number(file.read), number(file.accepted),
                 number(file.rejected), number(file.skipped)});
  }
  page.columns(columns);
  add_rejects(page, data);
  add_unread_files(page, data);
  add_unused_columns(page, data);
  add_folder(page, options);
  return page.take();
}

}  // namespace wageproof::report
