// A ledger's file: a line an entry, fields parted by tabs, the last line holding the hash of all before it.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>

#include "ledger_book.hpp"
#include "wageproof/quantity/sha256.hpp"

namespace wageproof::reconcile {

namespace f = records::field::payments;
using Outcome = quantity::Status;
using quantity::StatusCode;
using records::DataTable;
using records::FieldType;
using records::TableKind;

namespace {

constexpr std::string_view kMagic = "wageproof-ledger\t1";

void append_cell(std::string& out, std::string_view text) {
    out.push_back('\t');
    for (const char c : text) {
        switch (c) {
            case '\\': out += "\\\\"; break;
            case '\t': out += "\\t"; break;
            case '\n': out += "\\n"; break;
            default: out.push_back(c);
        }
    }
}

void append_cell(std::string& out, std::int64_t value) {
    out.push_back('\t');
    out += std::to_string(value);
}

/// The cells of one line.
std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells(1);
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\t') {
            cells.emplace_back();
        } else if (line[i] == '\\' && i + 1 < line.size()) {
            const char c = line[++i];
            cells.back().push_back(c == 't' ? '\t' : (c == 'n' ? '\n' : c));
        } else {
            cells.back().push_back(line[i]);
        }
    }
    return cells;
}

template <class Number>
bool read_number(const std::string& text, Number& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

// An open file that is closed whatever happens.
class File {
public:
    File(const std::string& path, int flags) : handle_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (handle_ >= 0) ::close(handle_);
    }
    [[nodiscard]] int handle() const noexcept { return handle_; }
    bool write_all(std::string_view text) const {
        while (!text.empty()) {
            const ::ssize_t done = ::write(handle_, text.data(), text.size());
            if (done < 0 && errno == EINTR) continue;
            if (done <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(done));
        }
        return true;
    }

private:
    int handle_;
};

Outcome failed(const std::string& path, const char* what) { return {StatusCode::io_error, path + ": " + what + ": " + std::strerror(errno)}; }

}  // namespace

LedgerEvent Ledger::Book::event_at(std::size_t row) const {
    const DataTable& t = data[TableKind::payments];
    const auto text = [&](int at) { return std::string(data.strings.view(t.text(at, row))); };
    LedgerEvent e;
    e.payment_id = text(f::payment_id);
    e.worker_id = text(f::worker_id);
    e.account = text(f::account);
    e.currency = text(f::currency);
    e.reason = text(f::reason);
    e.returned_of = text(f::returned_of);
    e.end_to_end_id = text(f::end_to_end_id);
    e.instruction_id = text(f::instruction_id);
    e.transaction_id = text(f::transaction_id);
    e.event_id = text(f::event_id);
    e.message_id = text(f::message_id);
    e.batch_id = text(f::batch_id);
    e.identity = text(f::identity);
    e.name = text(f::name);
    e.status = static_cast<records::PaymentStatus>(t.narrow(f::status, row));
    if (t.narrow(f::event, row) != records::kNone32) e.event = static_cast<records::PaymentEvent>(t.narrow(f::event, row));
    if (t.narrow(f::grade, row) != records::kNone32) e.grade = static_cast<records::EvidenceGrade>(t.narrow(f::grade, row));
    if (t.narrow(f::channel, row) != records::kNone32) e.channel = static_cast<records::Channel>(t.narrow(f::channel, row));
    e.period_start = t.narrow(f::period_start, row);
    e.period_end = t.narrow(f::period_end, row);
    e.paid_on = t.narrow(f::paid_on, row);
    e.instructed_on = t.narrow(f::instructed_on, row);
    e.booked_on = t.narrow(f::booked_on, row);
    e.batch_count = t.narrow(f::batch_count, row);
    e.amount_micro = t.wide(f::amount, row);
    e.fee_micro = t.wide(f::fee, row);
    return e;
}

Outcome Ledger::save(const std::string& path) const {
    const Book& b = *book_;
    std::string out(kMagic);
    for (const std::string* each : {&b.employer, &b.currency, &b.calling_code}) append_cell(out, *each);
    out.push_back('\n');
    for (const Book::Worker& w : b.workers) {
        out.push_back('w');
        for (const records::StringId id : {w.id, w.account, w.insurance_no}) append_cell(out, b.data.strings.view(id));
        out.push_back('\n');
    }
    for (const Book::Due& d : b.dues) {
        out.push_back('d');
        append_cell(out, b.data.strings.view(b.workers[d.worker].id));
        for (const std::int64_t each : {std::int64_t{d.first}, std::int64_t{d.last}, std::int64_t{d.payable}, d.net}) append_cell(out, each);
        out.push_back('\n');
    }
    for (const Book::Rate& r : b.rates) {
        out.push_back('r');
        append_cell(out, std::int64_t{r.valid_from});
        append_cell(out, b.data.strings.view(r.from));
        append_cell(out, b.data.strings.view(r.to));
        append_cell(out, r.micro);
        out.push_back('\n');
    }
    for (std::size_t row = 0; row < b.data[TableKind::payments].row_count(); ++row) {
        const LedgerEvent e = b.event_at(row);
        out.push_back('e');
        for (const std::string* each : {&e.payment_id, &e.worker_id, &e.account, &e.currency, &e.reason, &e.returned_of, &e.end_to_end_id, &e.instruction_id,
                                        &e.transaction_id, &e.event_id, &e.message_id, &e.batch_id, &e.identity, &e.name}) {
            append_cell(out, *each);
        }
        const auto code = [](const auto& given) { return given ? static_cast<std::int64_t>(*given) : std::int64_t{-1}; };
        for (const std::int64_t each : {static_cast<std::int64_t>(e.status), code(e.event), code(e.grade), code(e.channel), std::int64_t{e.period_start},
                                        std::int64_t{e.period_end}, std::int64_t{e.paid_on}, std::int64_t{e.instructed_on}, std::int64_t{e.booked_on},
                                        std::int64_t{e.batch_count}, e.amount_micro, e.fee_micro}) {
            append_cell(out, each);
        }
        out.push_back('\n');
    }
    out += "end\t" + quantity::sha256_hex(out) + "\n";
    const std::string part = path + ".part";
    {
        const File file(part, O_WRONLY | O_CREAT | O_TRUNC);
        if (file.handle() < 0) return failed(part, "cannot be made");
        if (!file.write_all(out) || ::fsync(file.handle()) != 0) return failed(part, "cannot be written");
    }
    if (std::rename(part.c_str(), path.c_str()) != 0) return failed(path, "cannot be put in its place");
    // The name, too, must be on the disk before anybody is told that it is.
    const std::size_t slash = path.rfind('/');
    const File folder(slash == std::string::npos ? "." : path.substr(0, slash + 1), O_RDONLY);
    if (folder.handle() < 0 || ::fsync(folder.handle()) != 0) return failed(path, "its folder cannot be forced to the disk");
    return {};
}

quantity::Result<Ledger> Ledger::load(const std::string& path) {
    std::string text;
    {
        const File file(path, O_RDONLY);
        if (file.handle() < 0) return failed(path, "cannot be opened");
        char buffer[1 << 16];
        for (;;) {
            const ::ssize_t got = ::read(file.handle(), buffer, sizeof buffer);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return failed(path, "cannot be read");
            if (got == 0) break;
            text.append(buffer, static_cast<std::size_t>(got));
        }
    }
    std::size_t line_number = 0;
    const auto wrong = [&](const std::string& what) { return Outcome(StatusCode::parse_error, path + ":" + std::to_string(line_number) + ": " + what); };
    if (!text.starts_with(kMagic)) return wrong("expected a ledger of version 1");
    const std::size_t end = text.rfind("end\t");
    if (end == std::string::npos || end == 0 || text[end - 1] != '\n' || text.substr(end) != "end\t" + quantity::sha256_hex(std::string_view(text).substr(0, end)) + "\n") {
        return wrong("the file is not whole: its last line does not hold the hash of the lines before it");
    }
    std::string_view rest = std::string_view(text).substr(0, end);
    std::optional<Ledger> ledger;
    while (!rest.empty()) {
        ++line_number;
        const std::size_t stop = rest.find('\n');
        const std::vector<std::string> cells = cells_of(rest.substr(0, stop));
        rest.remove_prefix(stop + 1);
        Outcome status;
        if (!ledger) {
            if (cells.size() != 5) return wrong("expected employer, currency and calling code");
            ledger.emplace(cells[2], cells[3], cells[4]);
        } else if (cells[0] == "w" && cells.size() == 4) {
            status = ledger->add_worker(cells[1], cells[2], cells[3]);
        } else if (cells[0] == "d" && cells.size() == 6) {
            LedgerDue due;
            due.worker_id = cells[1];
            if (!read_number(cells[2], due.first) || !read_number(cells[3], due.last) || !read_number(cells[4], due.payable) || !read_number(cells[5], due.net_micro)) return wrong("expected numbers");
            status = ledger->add_due(due);
        } else if (cells[0] == "r" && cells.size() == 5) {
            std::int32_t from = 0;
            std::int64_t micro = 0;
            if (!read_number(cells[1], from) || !read_number(cells[4], micro)) return wrong("expected numbers");
            status = ledger->add_rate(from, cells[2], cells[3], micro);
        } else if (cells[0] == "e" && cells.size() == 27) {
            LedgerEvent e;
            std::size_t at = 1;
            for (std::string* each : {&e.payment_id, &e.worker_id, &e.account, &e.currency, &e.reason, &e.returned_of, &e.end_to_end_id, &e.instruction_id,
                                      &e.transaction_id, &e.event_id, &e.message_id, &e.batch_id, &e.identity, &e.name}) {
                *each = cells[at++];
            }
            std::int32_t codes[4] = {};
            for (std::int32_t& code : codes) {
                if (!read_number(cells[at++], code)) return wrong("expected numbers");
            }
            if (codes[0] < 0 || codes[0] > 4 || codes[1] > 5 || codes[2] > 5 || codes[3] > 3) return wrong("a code is out of its range");
            e.status = static_cast<records::PaymentStatus>(codes[0]);
            if (codes[1] >= 0) e.event = static_cast<records::PaymentEvent>(codes[1]);
            if (codes[2] >= 0) e.grade = static_cast<records::EvidenceGrade>(codes[2]);
            if (codes[3] >= 0) e.channel = static_cast<records::Channel>(codes[3]);
            for (std::int32_t* each : {&e.period_start, &e.period_end, &e.paid_on, &e.instructed_on, &e.booked_on, &e.batch_count}) {
                if (!read_number(cells[at++], *each)) return wrong("expected numbers");
            }
            if (!read_number(cells[at], e.amount_micro) || !read_number(cells[at + 1], e.fee_micro)) return wrong("expected numbers");
            status = ledger->add_event(e);
        } else {
            return wrong("no entry of a ledger");
        }
        if (!status.ok()) return wrong(std::string(status.message()));
    }
    if (!ledger) return wrong("expected a ledger of version 1");
    return std::move(*ledger);
}

}  // namespace wageproof::reconcile
