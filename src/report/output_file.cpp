#include "report/output_file.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace wageproof::report {

namespace fs = std::filesystem;
using quantity::Status;
using quantity::StatusCode;

namespace {

Status cannot_write(const fs::path& path, const std::error_code& why) {
  return Status(StatusCode::io_error, "\"" + path.string() + "\" cannot be written: " + why.message());
}

}  // namespace

Status make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error && !fs::is_directory(folder, error) && !error) error = std::make_error_code(std::errc::not_a_directory);
  if (error) return Status(StatusCode::io_error, "the folder \"" + folder + "\" cannot be made: " + error.message());
  return {};
}

OutputFile::OutputFile(const std::string& folder, const std::string& name)
    : path_(fs::path(folder) / name), temporary_(fs::path(folder) / ("." + name + ".part")) {
  errno = 0;
  file_.reset(std::fopen(temporary_.c_str(), "wb"));
  if (file_ == nullptr) {
    error_ = errno != 0 ? errno : EIO;
    temporary_.clear();
    return;
  }
  // What comes is in large pieces already.
  std::setvbuf(file_.get(), nullptr, _IONBF, 0);
}

OutputFile::~OutputFile() {
  if (temporary_.empty()) return;
  file_.reset();
  std::error_code ignored;
  fs::remove(temporary_, ignored);
}

bool OutputFile::append(std::string_view text) noexcept {
  if (error_ != 0 || file_ == nullptr) return false;
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) error_ = errno != 0 ? errno : EIO;
  return error_ == 0;
}

Status OutputFile::close() {
  if (file_ != nullptr) {
    errno = 0;
    if (std::fclose(file_.release()) != 0 && error_ == 0) error_ = errno != 0 ? errno : EIO;
  }
  if (error_ != 0) return cannot_write(path_, std::error_code(error_, std::generic_category()));
  return {};
}

Status OutputFile::keep() {
  std::error_code error;
  fs::rename(temporary_, path_, error);
  if (error) return cannot_write(path_, error);
  temporary_.clear();
  return {};
}

}  // namespace wageproof::report
