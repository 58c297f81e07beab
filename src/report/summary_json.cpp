#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "report/figures.hpp"
#include "report/json_text.hpp"
#include "wageproof/reconcile/against.hpp"
#include "wageproof/report/summary.hpp"

namespace wageproof::report {

namespace {

using reconcile::AmountUnit;
using reconcile::Result;
using records::Dataset;

constexpr std::uint64_t kFormatVersion = 1;

std::string money_text(Sum micro, std::string_view currency) {
  std::string out;
  append_money(out, micro, minor_digits(currency));
  return out;
}

/// A sum in the unit of its check: text for money and days, as in the tables; minutes and counts are whole.
void add_amount(JsonText& json, std::string_view name, Sum amount, const CheckTotal& total) {
  json.key(name);
  std::string out;
  switch (total.unit) {
    case AmountUnit::money: append_money(out, amount, minor_digits(total.currency)); return json.text(out);
    // Days have up to four decimals; sums of them fit 64 bits by far.
    case AmountUnit::days: append_days(out, static_cast<std::int64_t>(amount)); return json.text(out);
    case AmountUnit::minutes:
    case AmountUnit::count: return json.whole(static_cast<std::uint64_t>(amount));
  }
}

/// Rows of one file or of all: read = accepted + rejected + skipped.
constexpr std::pair<std::string_view, std::uint64_t records::FileAccount::*> kRowCounts[] = {
    {"read", &records::FileAccount::read},
    {"accepted", &records::FileAccount::accepted},
    {"rejected", &records::FileAccount::rejected},
    {"skipped", &records::FileAccount::skipped}};

void add_files(JsonText& json, const Dataset& data) {
  json.key("rows");
  json.open_object();
  for (const auto& [name, count] : kRowCounts) {
    std::uint64_t sum = 0;
    for (const records::FileAccount& file : data.files) sum += file.*count;
    json.member(name, sum);
  }
  json.close_object();
  json.key("files");
  json.open_list();
  for (const records::FileAccount& file : data.files) {
    json.open_object();
    json.member("file", file.name);
    json.member("table", records::spec_of(file.table).name);
    json.member("sha256", file.sha256);
    json.member("size_bytes", file.size_bytes);
    for (const auto& [name, count] : kRowCounts) json.member(name, file.*count);
    json.member("rounded", file.rounded);
    json.key("repeated");
    json.truth(file.repeated);
    json.key("columns_not_used");
    json.open_list();
    for (const std::string& column : file.ignored_columns) json.text(column);
    json.close_list();
    json.close_object();
  }
  json.close_list();
  json.key("files_not_read");
  json.open_list();
  for (const records::UnreadFile& file : data.unread_files) {
    json.open_object();
    json.member("file", file.name);
    json.member("reason", file.reason);
    json.close_object();
  }
  json.close_list();
}

void add_findings(JsonText& json, const Totals& totals) {
  json.key("findings");
  json.open_list();
  for (const CheckTotal& total : totals.checks) {
    json.open_object();
    json.member("check", total.check);
    json.member("severity", to_text(total.severity));
    json.member("unit", total.unit == AmountUnit::money ? std::string_view(total.currency) : to_text(total.unit));
    json.member("findings", total.findings);
    json.member("workers", total.workers);
    add_amount(json, "short", total.short_of, total);
    add_amount(json, "beyond", total.beyond, total);
    json.close_object();
  }
  json.close_list();
  json.key("owed");
  json.open_list();
  for (const CurrencyTotal& total : totals.owed) {
    json.open_object();
    json.member("currency", total.currency);
    json.member("workers", total.workers);
    json.member("amount", money_text(total.owed_micro, total.currency));
    json.close_object();
  }
  json.close_list();
  json.key("cannot_tell");
  json.open_list();
  for (const MissingTotal& total : totals.missing) {
    json.open_object();
    json.member("missing", total.missing);
    json.member("findings", total.findings);
    json.member("workers", total.workers);
    json.key("checks");
    json.open_list();
    for (const std::string& check : total.checks) json.text(check);
    json.close_list();
    json.close_object();
  }
  json.close_list();
}

void add_packs(JsonText& json, const std::vector<std::shared_ptr<const law::Pack>>& laws) {
  // A national law under two agreements is listed once.
  std::map<std::pair<std::string, std::string>, const law::PackFile*> files;
  for (const auto& law : laws) {
    for (const law::PackFile& file : law->files) files.try_emplace({file.id, file.sha256}, &file);
  }
  json.key("packs");
  json.open_list();
  for (const auto& [key, file] : files) {
    json.open_object();
    json.member("id", file->id);  // house: country, a member of the file and no land
    json.member("version", file->version);
    json.member("title", file->title);
    json.member("sha256", file->sha256);
    json.close_object();
  }
  json.close_list();
}

void add_as_known_on(JsonText& json, std::optional<std::int32_t> day) {
  if (!day) return;
  std::string text;
  append_date(text, *day);
  json.member("as_known_on", text);
}

void add_not_checked(JsonText& json, const std::vector<reconcile::NotChecked>& list) {
  json.key("not_checked");
  json.open_list();
  for (const reconcile::NotChecked& each : list) {
    json.open_object();
    json.member("check", each.check);
    json.member("table", each.table);
    json.close_object();
  }
  json.close_list();
}

/// The second law, and what the first makes due beyond it.
void add_against(JsonText& json, const reconcile::Against& against) {
  json.key("against");
  json.open_object();
  add_packs(json, against.laws);
  add_as_known_on(json, against.as_known_on);
  json.key("totals");
  json.open_list();
  for (const reconcile::AgainstSums& sums : against.sums) {
    json.open_object();
    json.member("currency", sums.currency);
    json.member("workers", money_text(sums.workers, sums.currency));
    json.member("funds", money_text(sums.funds, sums.currency));
    json.member("employer", money_text(sums.employer(), sums.currency));
    json.close_object();
  }
  json.close_list();
  json.key("lines");
  json.open_list();
  for (const reconcile::AgainstTotal& total : against.totals) {
    json.open_object();
    json.member("line", total.line);
    json.member("role", total.role);
    json.member("currency", total.currency);
    json.member("compared", total.compared);
    json.member("higher", total.higher);
    json.member("lower", total.lower);
    json.member("workers", total.workers);
    json.member("cannot_tell", total.cannot_tell);
    json.member("due", money_text(total.due, total.currency));
    json.member("due_against", money_text(total.against, total.currency));
    json.member("difference", money_text(total.due - total.against, total.currency));
    json.close_object();
  }
  json.close_list();
  add_not_checked(json, against.not_checked);
  json.close_object();
}

void add_run(JsonText& json, const Result& result) {
  add_not_checked(json, result.not_checked);
  json.member("spans_not_seen", result.spans_not_seen);
  json.member("rows_outside_periods", result.rows_outside_periods);
  json.key("rounding");
  json.open_list();
  for (const reconcile::RoundingRow& row : result.rounding) {
    json.open_object();
    json.member("rule", row.rule);
    json.member("place", row.place);
    json.member("unit", row.unit);
    if (row.place == "amount") json.member("currency", row.unit);
    json.member("mode", row.mode);
    std::string step;
    append_money(step, row.step_micro, 6);
    json.member("step", step);
    json.member("source", row.source);
    json.member("rounded", row.rounded);
    // Rounding moves parts of the smallest coin, so its sums keep all decimals.
    for (const auto& [name, micro] : {std::pair("up", row.up_micro), std::pair("down", row.down_micro)}) {
      std::string out;
      append_money(out, micro, 6);
      json.member(name, out);
    }
    json.close_object();
  }
  json.close_list();
}

void add_head(JsonText& json) {
  json.member("format_version", kFormatVersion);
  json.member("library_version", library_version());
}

}  // namespace

std::string_view library_version() noexcept { return WAGEPROOF_VERSION_TEXT; }

std::string summary_json(const Result& result, const Dataset& data, const Totals& totals) {
  JsonText json;
  json.open_object();
  add_head(json);
  json.member("employers", result.employers);
  json.member("workers", result.workers);
  json.member("periods", result.worker_periods);
  json.member("days", result.worker_days);
  add_packs(json, result.laws);
  add_as_known_on(json, result.as_known_on);
  if (result.against != nullptr) add_against(json, *result.against);
  add_findings(json, totals);
  add_run(json, result);
  add_files(json, data);
  json.close_object();
  return json.take();
}

std::string summary_json(const Dataset& data) {
  JsonText json;
  json.open_object();
  add_head(json);
  add_files(json, data);
  json.close_object();
  return json.take();
}

}  // namespace wageproof::report
