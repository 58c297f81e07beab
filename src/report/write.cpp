#include "wageproof/report/write.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <vector>

#include "records/threads.hpp"
#include "report/output_file.hpp"

namespace wageproof::report {

using quantity::Status;

Status write_report(const std::string& folder, const reconcile::Result& result, const records::Dataset& data,
                    const Totals& totals, const WriteOptions& options) {
  WAGEPROOF_RETURN_IF_ERROR(make_folder(folder));
  std::deque<OutputFile> files;
  // The table of a second law comes last, and is there only where one was asked for.
  const std::size_t tables = result.against != nullptr ? kTableCount : kTableCount - 1;
  for (std::size_t i = 0; i < tables; ++i) {
    const std::string name(name_of(static_cast<Table>(i)));
    files.emplace_back(folder, name + "." + std::string(ending_of(options.form)));
  }
  std::vector<Status> statuses(tables);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < tables; i = next++) {
      // A file that fails tells why when it is closed.
      static_cast<void>(write_table(static_cast<Table>(i), result, data, options.form,
                                    [&file = files[i]](std::string_view piece) { return file.append(piece); }));
      statuses[i] = files[i].close();
    }
  };
  records::run_on_threads(std::min<unsigned>(std::max(options.threads, 1U), static_cast<unsigned>(tables)), work);
  for (const Status& status : statuses) WAGEPROOF_RETURN_IF_ERROR(status);

  OutputFile& summary = files.emplace_back(folder, "summary.json");
  summary.append(summary_json(result, data, totals));
  WAGEPROOF_RETURN_IF_ERROR(summary.close());
  for (OutputFile& file : files) WAGEPROOF_RETURN_IF_ERROR(file.keep());
  return {};
}

Status write_file(const std::string& folder, const std::string& name, std::string_view text) {
  WAGEPROOF_RETURN_IF_ERROR(make_folder(folder));
  OutputFile file(folder, name);
  file.append(text);
  WAGEPROOF_RETURN_IF_ERROR(file.close());
  return file.keep();
}

}  // namespace wageproof::report
