#include "wageproof/report/write.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <vector>

#include "records/threads.hpp"
#include "report/keep_run.hpp"

namespace wageproof::report {

using quantity::Status;
using records::make_folder;
using records::OutputFile;

Status keep_run(const std::string& folder, std::deque<OutputFile>& files, Form form, std::size_t tables) {
  const bool had_a_run = records::holds_a_run(folder);
  WAGEPROOF_RETURN_IF_ERROR(keep_all(files));
  if (!had_a_run) return {};
  // An earlier run's tables would be taken for this run's.
  const Form other = form == Form::csv ? Form::ndjson : Form::csv;
  std::vector<std::string> stale;
  for (std::size_t i = 0; i < kTableCount; ++i) {
    const std::string name(name_of(static_cast<Table>(i)));
    stale.push_back(name + "." + std::string(ending_of(other)));
    if (i >= tables) stale.push_back(name + "." + std::string(ending_of(form)));
  }
  records::remove_files(folder, stale);
  return {};
}

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

  OutputFile& summary = files.emplace_back(folder, std::string(records::kSummaryFile));
  summary.append(summary_json(result, data, totals));
  WAGEPROOF_RETURN_IF_ERROR(summary.close());
  return keep_run(folder, files, options.form, tables);
}

Status write_file(const std::string& folder, const std::string& name, std::string_view text) {
  WAGEPROOF_RETURN_IF_ERROR(make_folder(folder));
  std::deque<OutputFile> files;
  OutputFile& file = files.emplace_back(folder, name);
  file.append(text);
  WAGEPROOF_RETURN_IF_ERROR(file.close());
  return keep_all(files);
}

}  // namespace wageproof::report
