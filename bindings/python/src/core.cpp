// The C API as a Python module: handles become objects, statuses exceptions. What a user calls is written in Python over it.
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "wageproof/wageproof.h"

namespace nb = nanobind;

namespace {

/// Owns a handle of the C API.
template <class T, void (*kDestroy)(T**)>
class Handle {
 public:
  Handle() = default;
  Handle(Handle&& other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(held_, other.held_);
    return *this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { kDestroy(&held_); }
  [[nodiscard]] T* get() const noexcept { return held_; }
  [[nodiscard]] T** out() noexcept { return &held_; }

 private:
  T* held_ = nullptr;
};

using Text = Handle<wageproof_text, wageproof_text_destroy>;

struct Packs {
  Handle<wageproof_packs, wageproof_packs_destroy> handle;
};
struct Records {
  Handle<wageproof_records, wageproof_records_destroy> handle;
};
struct Tables {
  Handle<wageproof_tables, wageproof_tables_destroy> handle;
};
struct Result {
  Handle<wageproof_result, wageproof_result_destroy> handle;
};
struct Ledger {
  Handle<wageproof_ledger, wageproof_ledger_destroy> handle;
};
struct Checker {
  Handle<wageproof_checker, wageproof_checker_destroy> handle;
};

[[noreturn]] void fail(const wageproof_error& error) {
  nb::module_::import_("wageproof.errors").attr("raise_status")(error.code, nb::str(error.message));
  throw nb::python_error();
}

/// Calls the C API without the interpreter's lock, and raises what it refuses.
template <class Call>
void run(Call&& call) {
  wageproof_error error{};
  wageproof_status status = WAGEPROOF_OK;
  {
    const nb::gil_scoped_release released;
    status = call(&error);
  }
  if (status != WAGEPROOF_OK) fail(error);
}

template <class Call>
nb::str text_of(Call&& call) {
  Text text;
  run([&](wageproof_error* error) { return call(text.out(), error); });
  return nb::str(wageproof_text_data(text.get()), wageproof_text_size(text.get()));
}

/// Asks Python, now and then, whether to go on: signals first, then the caller's own function.
struct Watch {
  nb::object progress;
  std::exception_ptr failed;

  bool stops(std::uint64_t done, std::uint64_t workers) noexcept {
    const nb::gil_scoped_acquire locked;
    try {
      if (failed != nullptr) return true;
      if (PyErr_CheckSignals() != 0) throw nb::python_error();
      if (!progress.is_none() && workers != 0) progress(done, workers);
    } catch (...) {
      failed = std::current_exception();
    }
    return failed != nullptr;
  }
  /// Raises what stopped the run, in place of 'cancelled'.
  template <class Call>
  void run(Call&& call) {
    wageproof_error error{};
    wageproof_status status = WAGEPROOF_OK;
    {
      const nb::gil_scoped_release released;
      status = call(&error);
    }
    if (failed != nullptr) std::rethrow_exception(std::exchange(failed, nullptr));
    if (status != WAGEPROOF_OK) fail(error);
  }
};

const char* c_text(const std::optional<std::string>& text) noexcept { return text ? text->c_str() : nullptr; }
std::size_t c_size(const std::optional<std::string>& text) noexcept { return text ? text->size() : 0; }

Records read(Packs& packs, const std::optional<std::string>& folder, Tables* tables, const std::optional<std::string>& law,
             const std::optional<std::string>& time_zone, std::uint32_t threads, bool is_part) {
  Watch watch{nb::none(), nullptr};
  wageproof_read_options options = WAGEPROOF_READ_OPTIONS_INIT;
  options.law = c_text(law);
  options.time_zone = c_text(time_zone);
  options.threads = threads;
  options.is_part = is_part ? 1 : 0;
  options.cancelled = [](void* context) -> std::int32_t { return static_cast<Watch*>(context)->stops(0, 0) ? 1 : 0; };
  options.context = &watch;
  Records records;
  watch.run([&](wageproof_error* error) {
    if (tables != nullptr) {
      return wageproof_records_read_tables(packs.handle.get(), tables->handle.get(), &options, records.handle.out(), error);
    }
    return wageproof_records_read_folder(packs.handle.get(), c_text(folder), c_size(folder), &options, records.handle.out(), error);
  });
  return records;
}

Result check(Packs& packs, const Records& records, const std::optional<std::string>& law, const std::optional<std::string>& by,
             std::int32_t from, std::int32_t to, std::int32_t as_known_on, const std::optional<std::string>& against, const std::string& evidence, std::uint32_t threads, nb::object progress) {
  Watch watch{std::move(progress), nullptr};
  wageproof_check_options options = WAGEPROOF_CHECK_OPTIONS_INIT;
  options.law = c_text(law);
  options.by = c_text(by);
  options.from = from;
  options.to = to;
  options.as_known_on = as_known_on;
  options.against = c_text(against);
  options.evidence = evidence.size() == 1 ? evidence[0] : '?';
  options.threads = threads;
  options.progress = [](std::uint64_t done, std::uint64_t workers, void* context) -> std::int32_t {
    return static_cast<Watch*>(context)->stops(done, workers) ? 1 : 0;
  };
  options.context = &watch;
  Result result;
  watch.run([&](wageproof_error* error) { return wageproof_check(packs.handle.get(), records.handle.get(), &options, result.handle.out(), error); });
  return result;
}

nb::dict totals_of(const Result& result) {
  wageproof_totals totals{};
  totals.struct_size = sizeof totals;
  run([&](wageproof_error* error) { return wageproof_result_totals(result.handle.get(), &totals, error); });
  nb::dict out;
  out["employers"] = totals.employers;
  out["workers"] = totals.workers;
  out["worker_periods"] = totals.worker_periods;
  out["worker_days"] = totals.worker_days;
  out["breaches"] = totals.breaches;
  out["discrepancies"] = totals.discrepancies;
  out["warnings"] = totals.warnings;
  out["notices"] = totals.notices;
  out["rejects"] = totals.rejects;
  return out;
}

// Texts and whole numbers by the names of the event's members; what is not there is not given.
void add_event(Ledger& ledger, const nb::dict& given) {
  wageproof_payment_event event;
  wageproof_payment_event_init(&event, sizeof event);
  std::vector<std::string> texts;
  texts.reserve(16);
  const auto text = [&](const char* name, const char*& member) {
    if (given.contains(name)) member = texts.emplace_back(nb::cast<std::string>(given[name])).c_str();
  };
  const auto whole = [&](const char* name, auto& member) {
    if (given.contains(name)) member = nb::cast<std::remove_reference_t<decltype(member)>>(given[name]);
  };
  text("payment_id", event.payment_id);
  text("worker_id", event.worker_id);
  text("account", event.account);
  text("currency", event.currency);
  text("reason", event.reason);
  text("returned_of", event.returned_of);
  text("end_to_end_id", event.end_to_end_id);
  text("instruction_id", event.instruction_id);
  text("transaction_id", event.transaction_id);
  text("event_id", event.event_id);
  text("message_id", event.message_id);
  text("batch_id", event.batch_id);
  text("identity", event.identity);
  text("name", event.name);
  text("status", event.status);
  text("channel", event.channel);
  whole("grade", event.grade);
  whole("period_start", event.period_start);
  whole("period_end", event.period_end);
  whole("paid_on", event.paid_on);
  whole("instructed_on", event.instructed_on);
  whole("booked_on", event.booked_on);
  whole("amount_micro", event.amount_micro);
  whole("fee_micro", event.fee_micro);
  run([&](wageproof_error* error) { return wageproof_ledger_add_event(ledger.handle.get(), &event, error); });
}

nb::tuple state_of(const Ledger& ledger, const std::string& worker, const std::string& evidence) {
  const std::int32_t grade = evidence.size() == 1 ? evidence[0] : '?';
  std::vector<wageproof_ledger_period> periods;
  std::size_t count = 0;
  std::int64_t outside = 0;
  do {
    periods.resize(count);
    run([&](wageproof_error* error) {
      return wageproof_ledger_state(ledger.handle.get(), worker.c_str(), grade, periods.data(), periods.size(), &count, &outside, error);
    });
  } while (count > periods.size());
  nb::list rows;
  for (const wageproof_ledger_period& each : periods) {
    nb::dict row;
    row["period_start"] = each.period_start;
    row["period_end"] = each.period_end;
    row["net"] = each.net_micro;
    row["paid"] = each.paid_micro;
    row["open"] = each.open_micro;
    row["pending"] = each.pending_micro;
    row["returned"] = each.returned_micro;
    row["twice"] = each.twice_micro;
    row["over"] = each.over_micro;
    row["fee"] = each.fee_micro;
    row["late_days"] = each.late_days;
    rows.append(row);
  }
  return nb::make_tuple(rows, outside);
}

constexpr const char* kStreamName = "arrow_array_stream";

void release_capsule(PyObject* capsule) {
  auto* const stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule, kStreamName));
  if (stream == nullptr) {
    PyErr_Clear();
    return;
  }
  if (stream->release != nullptr) stream->release(stream);
  delete stream;
}

nb::object export_table(const Result& result, std::int32_t table) {
  auto* const stream = new ArrowArrayStream{};
  PyObject* const capsule = PyCapsule_New(stream, kStreamName, release_capsule);
  if (capsule == nullptr) {
    delete stream;
    throw nb::python_error();
  }
  nb::object owned = nb::steal(capsule);
  run([&](wageproof_error* error) { return wageproof_result_export(result.handle.get(), table, stream, error); });
  return owned;
}

void add_arrow(Tables& tables, const std::string& name, nb::object capsule) {
  if (PyCapsule_IsValid(capsule.ptr(), kStreamName) == 0) {
    throw nb::type_error("__arrow_c_stream__ gave no capsule named arrow_array_stream");
  }
  auto* const stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule.ptr(), kStreamName));
  // Producers written in Python want the interpreter's lock and take it themselves.
  run([&](wageproof_error* error) { return wageproof_tables_add_arrow(tables.handle.get(), name.data(), name.size(), stream, error); });
}

}  // namespace

NB_MODULE(_core, m) {
  m.attr("NO_DATE") = WAGEPROOF_NO_DATE;
  m.def("version", [] { return std::string(wageproof_version()); });

  nb::class_<Packs>(m, "Packs")
      .def("__init__", [](Packs* self) {
        new (self) Packs;
        run([&](wageproof_error* error) { return wageproof_packs_create(self->handle.out(), error); });
      })
      .def("add_file", [](Packs& self, const std::string& path) {
        run([&](wageproof_error* error) { return wageproof_packs_add_file(self.handle.get(), path.data(), path.size(), error); });
      }, nb::arg("path"))
      .def("add_text", [](Packs& self, const std::string& json, const std::string& name) {
        run([&](wageproof_error* error) {
          return wageproof_packs_add_memory(self.handle.get(), json.data(), json.size(), name.data(), name.size(), error);
        });
      }, nb::arg("json"), nb::arg("name"))
      .def("ids", [](const Packs& self) {
        return text_of([&](wageproof_text** out, wageproof_error* error) { return wageproof_packs_ids(self.handle.get(), out, error); });
      })
      .def("source", [](const Packs& self, const std::string& id) {
        return text_of([&](wageproof_text** out, wageproof_error* error) {
          return wageproof_packs_source(self.handle.get(), id.data(), id.size(), out, error);
        });
      }, nb::arg("id"))
      .def("show", [](Packs& self, const std::string& law, std::int32_t at) {
        return text_of([&](wageproof_text** out, wageproof_error* error) {
          return wageproof_packs_show(self.handle.get(), law.data(), law.size(), at, out, error);
        });
      }, nb::arg("law"), nb::arg("at"))
      .def("examine", [](Packs& self, const std::string& json, const std::string& name) {
        return text_of([&](wageproof_text** out, wageproof_error* error) {
          return wageproof_packs_examine(self.handle.get(), json.data(), json.size(), name.data(), name.size(), out, error);
        });
      }, nb::arg("json"), nb::arg("name"));

  nb::class_<Tables>(m, "Tables")
      .def("__init__", [](Tables* self) {
        new (self) Tables;
        run([&](wageproof_error* error) { return wageproof_tables_create(self->handle.out(), error); });
      })
      .def("add_bytes", [](Tables& self, const std::string& name, nb::bytes bytes) {
        run([&](wageproof_error* error) {
          return wageproof_tables_add_bytes(self.handle.get(), name.data(), name.size(), bytes.c_str(), bytes.size(), error);
        });
      }, nb::arg("name"), nb::arg("bytes"))
      .def("add_file", [](Tables& self, const std::string& name, const std::string& path) {
        run([&](wageproof_error* error) {
          return wageproof_tables_add_file(self.handle.get(), name.data(), name.size(), path.data(), path.size(), error);
        });
      }, nb::arg("name"), nb::arg("path"))
      .def("add_arrow", &add_arrow, nb::arg("name"), nb::arg("capsule"));

  nb::class_<Records>(m, "Records").def("count", [](const Records& self, const std::string& table) {
    std::uint64_t read = 0, accepted = 0, rejected = 0, skipped = 0;
    run([&](wageproof_error* error) {
      return wageproof_records_count(self.handle.get(), table.data(), table.size(), &read, &accepted, &rejected, &skipped, error);
    });
    return nb::make_tuple(read, accepted, rejected, skipped);
  }, nb::arg("table"));

  nb::class_<Result>(m, "Result")
      .def("totals", &totals_of)
      .def("table", [](const Result& self, std::int32_t table, std::int32_t form) {
        return text_of([&](wageproof_text** out, wageproof_error* error) { return wageproof_result_table(self.handle.get(), table, form, out, error); });
      }, nb::arg("table"), nb::arg("form"))
      .def("export", &export_table, nb::arg("table"))
      .def("summary", [](const Result& self) {
        return text_of([&](wageproof_text** out, wageproof_error* error) { return wageproof_result_summary(self.handle.get(), out, error); });
      })
      .def("page", [](const Result& self, std::size_t width) {
        return text_of([&](wageproof_text** out, wageproof_error* error) { return wageproof_result_page(self.handle.get(), width, out, error); });
      }, nb::arg("width"))
      .def("write", [](const Result& self, const std::string& folder, std::int32_t form) {
        run([&](wageproof_error* error) { return wageproof_result_write(self.handle.get(), folder.data(), folder.size(), form, error); });
      }, nb::arg("folder"), nb::arg("form"))
      .def("explain", [](const Result& self, const std::string& worker, std::int32_t day, const std::string& line, bool as_json) {
        return text_of([&](wageproof_text** out, wageproof_error* error) {
          return wageproof_result_explain(self.handle.get(), worker.data(), worker.size(), day, line.data(), line.size(), as_json ? 1 : 0, out, error);
        });
      }, nb::arg("worker"), nb::arg("day"), nb::arg("line"), nb::arg("as_json"));

  nb::class_<Checker>(m, "Checker")
      .def("__init__", [](Checker* self, Packs& packs, const std::string& law) {
        new (self) Checker;
        run([&](wageproof_error* error) {
          return wageproof_checker_create(packs.handle.get(), law.data(), law.size(), self->handle.out(), error);
        });
      }, nb::arg("packs"), nb::arg("law"))
      .def("check_json", [](Checker& self, const std::string& json) {
        Result result;
        run([&](wageproof_error* error) {
          return wageproof_checker_check_json(self.handle.get(), json.data(), json.size(), result.handle.out(), error);
        });
        return result;
      }, nb::arg("json"));

  nb::class_<Ledger>(m, "Ledger")
      .def("__init__", [](Ledger* self, const std::string& employer, const std::string& currency, const std::string& calling_code) {
        new (self) Ledger;
        run([&](wageproof_error* error) {
          return wageproof_ledger_create(employer.c_str(), currency.c_str(), calling_code.c_str(), self->handle.out(), error);
        });
      }, nb::arg("employer"), nb::arg("currency"), nb::arg("calling_code"))
      .def_static("load", [](const std::string& path) {
        Ledger ledger;
        run([&](wageproof_error* error) { return wageproof_ledger_load(path.c_str(), ledger.handle.out(), error); });
        return ledger;
      }, nb::arg("path"))
      .def("save", [](const Ledger& self, const std::string& path) {
        run([&](wageproof_error* error) { return wageproof_ledger_save(self.handle.get(), path.c_str(), error); });
      }, nb::arg("path"))
      .def("add_worker", [](Ledger& self, const std::string& worker, const std::string& account, const std::string& insurance_no) {
        run([&](wageproof_error* error) {
          return wageproof_ledger_add_worker(self.handle.get(), worker.c_str(), account.c_str(), insurance_no.c_str(), error);
        });
      }, nb::arg("worker"), nb::arg("account"), nb::arg("insurance_no"))
      .def("add_due", [](Ledger& self, const std::string& worker, std::int32_t start, std::int32_t end, std::int64_t net_micro, std::int32_t payable) {
        run([&](wageproof_error* error) {
          return wageproof_ledger_add_due(self.handle.get(), worker.c_str(), start, end, net_micro, payable, error);
        });
      }, nb::arg("worker"), nb::arg("start"), nb::arg("end"), nb::arg("net_micro"), nb::arg("payable"))
      .def("add_rate", [](Ledger& self, std::int32_t valid_from, const std::string& from, const std::string& to, std::int64_t rate_micro) {
        run([&](wageproof_error* error) {
          return wageproof_ledger_add_rate(self.handle.get(), valid_from, from.c_str(), to.c_str(), rate_micro, error);
        });
      }, nb::arg("valid_from"), nb::arg("source"), nb::arg("target"), nb::arg("rate_micro"))
      .def("add_event", &add_event, nb::arg("event"))
      .def("state", &state_of, nb::arg("worker"), nb::arg("evidence"))
      .def("event_count", [](const Ledger& self) { return wageproof_ledger_event_count(self.handle.get()); });

  m.def("read_folder", [](Packs& packs, const std::string& folder, const std::optional<std::string>& law, const std::optional<std::string>& time_zone,
                          std::uint32_t threads) { return read(packs, folder, nullptr, law, time_zone, threads, false); },
        nb::arg("packs"), nb::arg("folder"), nb::arg("law").none(), nb::arg("time_zone").none(), nb::arg("threads"));
  m.def("read_tables", [](Packs& packs, Tables& tables, const std::optional<std::string>& law, const std::optional<std::string>& time_zone,
                          std::uint32_t threads, bool is_part) { return read(packs, std::nullopt, &tables, law, time_zone, threads, is_part); },
        nb::arg("packs"), nb::arg("tables"), nb::arg("law").none(), nb::arg("time_zone").none(), nb::arg("threads"), nb::arg("is_part"));
  m.def("check", &check, nb::arg("packs"), nb::arg("records"), nb::arg("law").none(), nb::arg("by").none(), nb::arg("start"), nb::arg("end"),
        nb::arg("as_known_on"), nb::arg("against").none(), nb::arg("evidence"), nb::arg("threads"), nb::arg("progress").none());
}
