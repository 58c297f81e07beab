#include "records/output_files.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace wageproof::records {

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
    file_.reset();
    std::error_code ignored;
    if (!temporary_.empty() && !placed_) fs::remove(temporary_, ignored);
    if (!before_.empty()) fs::remove(before_, ignored);
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

Status OutputFile::take_place() {
    std::error_code error;
    if (fs::is_directory(path_, error)) return cannot_write(path_, std::make_error_code(std::errc::is_a_directory));
    if (fs::exists(path_, error)) {
        const fs::path waiting = path_.parent_path() / ("." + path_.filename().string() + ".before");
        fs::rename(path_, waiting, error);
        if (error) return cannot_write(path_, error);
        before_ = waiting;
    }
    fs::rename(temporary_, path_, error);
    if (error) return cannot_write(path_, error);
    placed_ = true;
    return {};
}

void OutputFile::give_back() noexcept {
    std::error_code ignored;
    if (placed_) fs::remove(path_, ignored);
    if (before_.empty()) return;
    fs::rename(before_, path_, ignored);
    before_.clear();
}

Status keep_all(std::deque<OutputFile>& files) {
    for (OutputFile& file : files) {
        Status status = file.take_place();
        if (status.ok()) continue;
        for (OutputFile& each : files) each.give_back();
        return status;
    }
    return {};
}

bool holds_a_run(const std::string& folder) {
    std::error_code ignored;
    return fs::is_regular_file(fs::path(folder) / kSummaryFile, ignored);
}

void remove_files(const std::string& folder, const std::vector<std::string>& names) noexcept {
    for (const std::string& name : names) {
        std::error_code ignored;
        const fs::path path = fs::path(folder) / name;
        if (fs::is_regular_file(path, ignored)) fs::remove(path, ignored);
    }
}

}  // namespace wageproof::records
