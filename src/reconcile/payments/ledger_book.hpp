// What a ledger holds: rows in columns, and which rows and workers can bear on each other.
#pragma once

#include <unordered_map>

#include "payment.hpp"
#include "wageproof/reconcile/ledger.hpp"

namespace wageproof::reconcile {

struct Ledger::Book {
    struct Worker {
        records::StringId id = 0, account = 0, insurance_no = 0;
    };
    struct Due {
        std::uint32_t worker = 0;
        std::int32_t first = 0, last = 0, payable = records::kNone32;
        std::int64_t net = 0;
    };
    struct Rate {
        std::int32_t valid_from = 0;
        records::StringId from = 0, to = 0;
        std::int64_t micro = 0;
    };
    /// Rows, workers and what else is tied together by common ids, accounts and names of workers.
    struct Group {
        std::vector<std::uint32_t> rows, workers;
    };

    std::string employer, currency, calling_code;
    records::Dataset data;  ///< the strings, and the table of payments
    std::vector<Worker> workers;
    std::vector<Due> dues;
    std::vector<std::vector<std::uint32_t>> dues_of;  ///< by worker
    std::vector<Rate> rates;
    std::vector<worktime::Span> periods;              ///< of all dues, sorted
    std::unordered_map<records::StringId, std::uint32_t> worker_of;
    std::int32_t last_day_seen = records::kNone32;

    std::vector<std::uint32_t> parent;                ///< of groups
    std::vector<Group> groups;
    std::unordered_map<std::string, std::uint32_t> group_of_key;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> lines_of_batch;  ///< groups of its lines
    std::unordered_map<std::uint64_t, bool> told_batches;  ///< batches of which an event speaks
    bool all_together = false;                        ///< an event speaks of a batch by its total: any may be meant

    Book(std::string employer_id, std::string own_currency, std::string code);
    std::uint32_t root(std::uint32_t group);
    std::uint32_t join(std::uint32_t a, std::uint32_t b);
    std::uint32_t tie(std::uint32_t group, const std::string& key);
    std::uint32_t new_group();
    void add_row(const LedgerEvent& event);
    void tie_row(std::uint32_t row, std::uint32_t group);
    void tie_batch(std::uint32_t row, std::uint32_t group, bool speaks_of_batch);
    /// The states of some workers from some rows, by the same core as the batch run.
    [[nodiscard]] std::vector<LedgerState> states(const std::vector<std::uint32_t>& some_workers, const std::vector<std::uint32_t>& rows,
                                                  records::EvidenceGrade evidence) const;
    [[nodiscard]] LedgerEvent event_at(std::size_t row) const;
};

}  // namespace wageproof::reconcile
