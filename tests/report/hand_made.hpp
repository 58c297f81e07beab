// Results and datasets made by hand, so that a writer is tested alone.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "wageproof/quantity/date.hpp"
#include "wageproof/report/tables.hpp"

namespace wageproof::report::testing {

inline std::int32_t day(int year, int month, int number) { return quantity::Date::of(year, month, number).serial(); }

/// A dataset whose only content is the strings that rows name.
struct HandMade {
  records::Dataset data;
  reconcile::Result result;

  records::StringId id(std::string_view text) { return data.strings.intern(text); }
  std::uint32_t name(std::string_view text) {
    for (std::uint32_t i = 0; i < result.names.size(); ++i) {
      if (result.names[i] == text) return i;
    }
    result.names.emplace_back(text);
    return static_cast<std::uint32_t>(result.names.size() - 1);
  }
  /// A pack `xx` with one line, `overtime_pay`, that names two sources.
  void add_law() {
    law::Pack pack;
    pack.id = "xx-cba";
    pack.pack_ids = {"xx", "xx-cba"};
    pack.files = {{"xx", "2026.1", "Exampleland", "xx.json", std::string(64, 'a')},
                  {"xx-cba", "3", "Agreement", "xx-cba.json", std::string(64, 'b')}};
    pack.sources.push_back({"S1", "Labour Code 1997", "art. 139", "https://example.org", "", "xx", 1});
    pack.sources.push_back({"S2", "Decree 5, 2020", "", "", "", "xx", 2});
    law::Line line;
    line.name = "overtime_pay";
    line.check = "overtime_pay";
    line.provenance.sources = {"S1", "S2"};
    line.provenance.origin = "xx";
    pack.lines.push_back(line);
    result.laws.push_back(std::make_shared<const law::Pack>(std::move(pack)));
  }
  reconcile::LineRow line(std::string_view line_name, std::string_view currency) {
    reconcile::LineRow row;
    row.employer = id("E1");
    row.worker = id("W1");
    row.first = day(2026, 2, 1);
    row.last = day(2026, 2, 28);
    row.name = name(line_name);
    row.currency_name = name(currency);
    row.line = line_name == "net" ? -1 : 0;
    row.in_due = line_name != "net";
    row.in_reconciliation = true;
    return row;
  }
  reconcile::Finding finding(std::string_view check, reconcile::Severity severity, std::string_view worker) {
    reconcile::Finding finding;
    finding.id = "0123456789abcdef";
    finding.employer = id("E1");
    finding.worker = worker;
    finding.first = day(2026, 2, 1);
    finding.last = day(2026, 2, 28);
    finding.check = check;
    finding.severity = severity;
    finding.currency = "USD";
    return finding;
  }
};

inline reconcile::Figure micro(std::int64_t value) { return {value, true}; }

/// Makes a row of `net` one of which all is due and nothing was paid.
inline void owe(reconcile::LineRow& net, std::int64_t value) {
  net.amount = micro(value);
  net.paid = micro(0);
}

/// Gives a row a difference: so much due, nothing booked.
inline void differ(reconcile::LineRow& row, std::int64_t value) {
  row.amount = micro(value);
  row.booked = micro(0);
}

inline std::string written(Table table, const HandMade& made, Form form = Form::csv) {
  std::string out;
  const bool whole = write_table(table, made.result, made.data, form, [&out](std::string_view piece) {
    out += piece;
    return true;
  });
  return whole ? out : out + "(broken off)";
}

}  // namespace wageproof::report::testing
