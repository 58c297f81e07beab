#include "law/diagnostics.hpp"

#include <algorithm>
#include <tuple>

namespace wageproof::law {

void Diagnostics::add(Severity severity, const Place& place, std::string message, std::uint32_t column) {
  const auto file = files_.find(place.origin);
  all_.push_back({severity, file == files_.end() ? std::string(place.origin) : file->second, place.line, column,
                  place.path, std::move(message)});
}

std::vector<Diagnostic> Diagnostics::take_sorted() {
  std::stable_sort(all_.begin(), all_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.severity, a.file, a.line, a.column) < std::tie(b.severity, b.file, b.line, b.column);
  });
  if (errors_ > kMostErrors) {
    const auto last = std::find_if(all_.begin(), all_.end(),
                                   [](const Diagnostic& d) { return d.severity == Severity::warning; });
    all_.insert(last, {Severity::error, all_.front().file, 0, 0, "",
                       "and " + std::to_string(errors_ - kMostErrors) + " further errors"});
  }
  return std::move(all_);
}

std::string to_text(const Diagnostic& diagnostic) {
  std::string out = diagnostic.file;
  if (diagnostic.line != 0) out += ':' + std::to_string(diagnostic.line);
  if (!out.empty()) out += ": ";
  if (diagnostic.severity == Severity::warning) out += "warning: ";
  out += diagnostic.path;
  if (diagnostic.column != 0) {
    if (!diagnostic.path.empty()) out += ", ";
    out += "column " + std::to_string(diagnostic.column);
  }
  if (!diagnostic.path.empty() || diagnostic.column != 0) out += ": ";
  return out + diagnostic.message;
}

std::string to_text(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) out += to_text(diagnostic) + '\n';
  return out;
}

}  // namespace wageproof::law
