#include "readers/formats/titled_sif.hpp"

#include "readers/formats/payment_codes.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;

void set_wage(PaymentRow& row, const TitledCells& cells) {
    row[field::name] = cells.at("employee name");
    set_account(row, cells.at("employee account"));
    row[field::amount] = cells.at("net salary");
    row.part(sif_frequency) = cells.at("salary frequency");
    row.part(sif_working_days) = cells.at("number of working days");
    row.part(sif_basic) = cells.at("basic salary");
    row.part(sif_extra_hours) = cells.at("extra hours");
    row.part(sif_extra_income) = cells.at("extra income");
    row.part(sif_deductions) = cells.at("deductions");
    row.part(sif_notes) = cells.at("notes comments", "notes");
    row[field::reference] = row.part(sif_notes);
}

}  // namespace

void read_titled_sif(std::string_view text, FormatRows& rows, const TitledSif& layout) {
    PaymentRow row(layout.parts);
    BatchSum sum;
    TwoPartCsv csv(text);
    const bool is_whole = csv.read(rows, [&](std::uint32_t line, const TitledCells& file, const TitledCells& cells) {
        row.clear();
        set_event(row, "instruction", "instructed", "d");
        row[field::channel] = "bank";
        row[field::currency] = layout.currency;
        row[field::purpose] = "SALA";
        layout.set_file(row, file);
        set_wage(row, cells);
        layout.set_worker(row, cells);
        sum.add(row[field::amount], layout.currency);
        rows.add(line, row);
    });
    if (!is_whole) sum.lose();
    row.clear();
    layout.set_file(row, csv.file());
    rows.claim({csv.file_line(), row[field::message_id], row[field::period_end], row[field::batch_count], row[field::batch_total]}, sum);
}

}  // namespace wageproof::readers
