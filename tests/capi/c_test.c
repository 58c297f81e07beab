/* The C API as a C program sees it; the same source is compiled as C99 and as C11. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wageproof/wageproof.h"

static int failures = 0;
#define CHECK(condition)                                                     \
  do {                                                                       \
    if (!(condition)) {                                                      \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);        \
      ++failures;                                                            \
    }                                                                        \
  } while (0)
#define OK(call)                                                                              \
  do {                                                                                        \
    if ((call) != WAGEPROOF_OK) {                                                             \
      fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #call, error.message);           \
      ++failures;                                                                             \
    }                                                                                         \
  } while (0)

static wageproof_error error;

static int is(wageproof_string text, const char* expected) {
  return text.size == strlen(expected) && memcmp(text.data, expected, text.size) == 0;
}

static void test_basics(void) {
  CHECK(strcmp(wageproof_version(), VERSION) == 0);
  CHECK(wageproof_version_number() == WAGEPROOF_VERSION_NUMBER);
  CHECK(strcmp(wageproof_status_name(WAGEPROOF_PARSE_ERROR), "parse_error") == 0);
  CHECK(strcmp(wageproof_status_name(0x0100 | WAGEPROOF_CANCELLED), "cancelled") == 0);
  CHECK(strcmp(wageproof_status_name(200), "unknown") == 0);
  CHECK(wageproof_text_size(NULL) == 0 && wageproof_text_data(NULL)[0] == '\0');
  wageproof_text_destroy(NULL);
}

static int32_t stop(uint64_t done, uint64_t workers, void* context) {
  ++*(int*)context;
  return done > workers || done > 0;
}

static void test_folder(wageproof_packs* packs) {
  wageproof_records* records = NULL;
  wageproof_result* result = NULL;
  wageproof_text* text = NULL;
  wageproof_check_options options = WAGEPROOF_CHECK_OPTIONS_INIT;
  wageproof_totals totals;
  wageproof_line line;
  wageproof_finding finding;
  struct ArrowArrayStream stream;
  struct ArrowSchema schema;
  struct ArrowArray array;
  uint64_t read = 0, accepted = 0, i;
  int64_t rows = 0;
  int called = 0, net = 0;

  OK(wageproof_records_read_folder(packs, SOURCE_DIR "/examples/factory-kh", WAGEPROOF_CSTRING, NULL, &records, &error));
  OK(wageproof_records_count(records, "payroll", 7, &read, &accepted, NULL, NULL, &error));
  CHECK(read > 1000 && read == accepted);
  OK(wageproof_check(packs, records, NULL, &result, &error));
  CHECK(error.code == 0 && error.message[0] == '\0');

  totals.struct_size = sizeof totals;
  OK(wageproof_result_totals(result, &totals, &error));
  CHECK(totals.workers == 500 && totals.breaches == 36 && totals.discrepancies == 5);
  for (i = 0; i < totals.lines; ++i) {
    line.struct_size = sizeof line;
    OK(wageproof_result_line(result, i, &line, &error));
    CHECK(line.in_due || line.in_reconciliation);
    if (is(line.line, "net")) ++net;
    if (is(line.worker_id, "K0118") && is(line.line, "overtime_pay")) {
      CHECK(line.amount.given && line.amount.value == 15190000);
      CHECK(line.booked.value == 13500000 && line.difference.value == 1690000);
      CHECK(is(line.currency, "USD") && is(line.pack, "kh") && line.source.size > 0 && line.status == WAGEPROOF_KNOWN);
    }
  }
  CHECK(net >= 490 && net <= 500); /* a row stands where something is due or booked */
  finding.struct_size = sizeof finding;
  OK(wageproof_result_finding(result, 0, &finding, &error));
  CHECK(finding.finding_id.size == 16);
  CHECK(wageproof_result_finding(result, totals.findings, &finding, &error) == WAGEPROOF_OUT_OF_RANGE);
  /* A caller from before a struct grew knows less of it. */
  memset(&line, 0x55, sizeof line);
  line.struct_size = offsetof(wageproof_line, worker_id);
  OK(wageproof_result_line(result, 0, &line, &error));
  CHECK(is(line.employer_id, "f1") || line.employer_id.size > 0);
  CHECK(line.worker_id.size == (size_t)0x5555555555555555u);

  OK(wageproof_result_summary(result, &text, &error));
  CHECK(strstr(wageproof_text_data(text), "\"overtime_pay\"") != NULL);
  wageproof_text_destroy(&text);
  CHECK(text == NULL);
  OK(wageproof_result_table(result, WAGEPROOF_FINDINGS, WAGEPROOF_CSV, &text, &error));
  CHECK(strncmp(wageproof_text_data(text), "employer_id,finding_id,", 23) == 0);
  wageproof_text_destroy(&text);
  OK(wageproof_result_explain(result, "K0118", WAGEPROOF_CSTRING, 20362, "overtime_pay", WAGEPROOF_CSTRING, 0, &text, &error));
  CHECK(strstr(wageproof_text_data(text), "15.1875 USD") != NULL);
  wageproof_text_destroy(&text);
  CHECK(wageproof_result_explain(result, "nobody", WAGEPROOF_CSTRING, 20362, NULL, 0, 0, &text, &error) == WAGEPROOF_NOT_FOUND);
  CHECK(strstr(error.message, "nobody") != NULL);

  OK(wageproof_result_export(result, WAGEPROOF_DUE, &stream, &error));
  CHECK(stream.get_schema(&stream, &schema) == 0 && schema.n_children == 13 && strcmp(schema.children[7]->name, "amount") == 0);
  CHECK(strcmp(schema.children[7]->format, "d:38,6") == 0);
  schema.release(&schema);
  wageproof_result_destroy(&result); /* the stream lives on */
  wageproof_result_destroy(&result);
  while (stream.get_next(&stream, &array) == 0 && array.release != NULL) {
    rows += array.length;
    CHECK(array.n_children == 13);
    array.release(&array);
  }
  CHECK(rows > 2000);
  stream.release(&stream);

  options.progress = stop;
  options.context = &called;
  CHECK(wageproof_check(packs, records, &options, &result, &error) == WAGEPROOF_CANCELLED);
  CHECK(called == 1 && result == NULL);
  options = (wageproof_check_options)WAGEPROOF_CHECK_OPTIONS_INIT;
  options.law = "atlantis";
  CHECK(wageproof_check(packs, records, &options, &result, &error) == WAGEPROOF_NOT_FOUND);
  options.law = NULL;
  options.evidence = 'Q';
  CHECK(wageproof_check(packs, records, &options, &result, &error) == WAGEPROOF_INVALID_ARGUMENT);
  options.struct_size = 3;
  CHECK(wageproof_check(packs, records, &options, &result, &error) == WAGEPROOF_INVALID_ARGUMENT);
  wageproof_records_destroy(&records);
  wageproof_records_destroy(&records);
}

static void test_worker(wageproof_packs* packs) {
  static const char json[] =
      "{\"workers\":[{\"hired_on\":\"2025-01-01\",\"contract\":\"permanent\",\"pay_basis\":\"monthly\",\"wage\":\"208\"}],"
      "\"time\":[{\"from\":\"2025-10-01\",\"to\":\"2025-10-31\",\"weekdays\":\"mon-sat\",\"start\":\"07:00\",\"end\":\"16:00\","
      "\"break_minutes\":60}],"
      "\"payroll\":[{\"period_start\":\"2025-10-01\",\"period_end\":\"2025-10-31\",\"component\":\"basic\",\"amount\":\"200\"}]}";
  wageproof_checker* checker = NULL;
  wageproof_result *by_json = NULL, *by_structs = NULL;
  wageproof_text *left = NULL, *right = NULL;
  wageproof_payslip slip;
  wageproof_workday days[31];
  wageproof_booking booking;
  size_t count = 0;
  int32_t day;

  OK(wageproof_checker_create(packs, "kh", WAGEPROOF_CSTRING, &checker, &error));
  OK(wageproof_checker_check_json(checker, json, WAGEPROOF_CSTRING, &by_json, &error));

  wageproof_payslip_init(&slip, sizeof slip);
  slip.period_start = 20362; /* 2025-10-01, a Wednesday */
  slip.period_end = 20392;
  slip.hired_on = 20089;
  slip.contract = "permanent";
  slip.pay_basis = "monthly";
  slip.wage_micro = 208000000;
  for (day = slip.period_start; day <= slip.period_end; ++day) {
    if ((day + 4) % 7 == 0) continue; /* Sundays */
    days[count].date = day;
    days[count].start_second = 7 * 3600;
    days[count].end_second = 16 * 3600;
    days[count].break_minutes = 60;
    ++count;
  }
  slip.workdays = days;
  slip.workday_count = count;
  booking.component = "basic";
  booking.amount_micro = 200000000;
  booking.quantity_micro = WAGEPROOF_NO_AMOUNT;
  slip.bookings = &booking;
  slip.booking_count = 1;
  OK(wageproof_checker_check(checker, &slip, &by_structs, &error));

  /* Two ways to the same figures. */
  OK(wageproof_result_table(by_json, WAGEPROOF_DUE, WAGEPROOF_CSV, &left, &error));
  OK(wageproof_result_table(by_structs, WAGEPROOF_DUE, WAGEPROOF_CSV, &right, &error));
  CHECK(wageproof_text_size(left) > 200 && strcmp(wageproof_text_data(left), wageproof_text_data(right)) == 0);
  wageproof_text_destroy(&left);
  wageproof_text_destroy(&right);
  wageproof_checker_destroy(&checker);
  /* A result outlives what made it. */
  OK(wageproof_result_explain(by_structs, "w1", 2, 20362, "basic_pay", WAGEPROOF_CSTRING, 1, &left, &error));
  CHECK(strstr(wageproof_text_data(left), "basic_pay") != NULL);
  wageproof_text_destroy(&left);
  wageproof_result_destroy(&by_json);
  wageproof_result_destroy(&by_structs);

  OK(wageproof_checker_create(packs, "kh", 2, &checker, &error));
  CHECK(wageproof_checker_check_json(checker, "{\"workers\":", WAGEPROOF_CSTRING, &by_json, &error) == WAGEPROOF_PARSE_ERROR);
  CHECK(wageproof_checker_check_json(checker, "[1]", 3, &by_json, &error) == WAGEPROOF_PARSE_ERROR);
  slip.wage_micro = -1;
  CHECK(wageproof_checker_check(checker, &slip, &by_json, &error) == WAGEPROOF_INVALID_ARGUMENT);
  CHECK(strstr(error.message, "wage") != NULL);
  slip.workdays = NULL;
  CHECK(wageproof_checker_check(checker, &slip, &by_json, &error) == WAGEPROOF_INVALID_ARGUMENT);
  CHECK(by_json == NULL);
  wageproof_checker_destroy(&checker);
}

static void test_packs(wageproof_packs* packs) {
  static const char overlay[] =
      "{\"id\":\"kh-more\",\"version\":\"1\",\"title\":\"Overlay\",\"extends\":\"kh\"}";
  wageproof_text* text = NULL;
  OK(wageproof_packs_ids(packs, &text, &error));
  CHECK(strstr(wageproof_text_data(text), "kh\n") != NULL);
  wageproof_text_destroy(&text);
  OK(wageproof_packs_source(packs, "kh", 2, &text, &error));
  CHECK(wageproof_text_data(text)[0] == '{');
  wageproof_text_destroy(&text);
  CHECK(wageproof_packs_source(packs, "atlantis", WAGEPROOF_CSTRING, &text, &error) == WAGEPROOF_NOT_FOUND);
  OK(wageproof_packs_show(packs, "kh", 2, 20362, &text, &error));
  CHECK(wageproof_text_size(text) > 1000);
  wageproof_text_destroy(&text);
  CHECK(wageproof_packs_add_memory(packs, "{", 1, NULL, 0, &error) == WAGEPROOF_PARSE_ERROR);
  OK(wageproof_packs_examine(packs, overlay, WAGEPROOF_CSTRING, "mine.json", WAGEPROOF_CSTRING, &text, &error));
  CHECK(wageproof_text_data(text)[0] == '[');
  wageproof_text_destroy(&text);
  CHECK(wageproof_packs_add_file(packs, "/nowhere/at-all.json", WAGEPROOF_CSTRING, &error) == WAGEPROOF_IO_ERROR);
}

static void test_ledger(void) {
  wageproof_ledger *ledger = NULL, *again = NULL;
  wageproof_payment_event event;
  wageproof_ledger_period period;
  size_t count = 0;
  int64_t outside = -1;
  OK(wageproof_ledger_create("e", "USD", NULL, &ledger, &error));
  OK(wageproof_ledger_add_worker(ledger, "w1", "001-22", NULL, &error));
  CHECK(wageproof_ledger_add_worker(ledger, "w1", NULL, NULL, &error) == WAGEPROOF_CONFLICT);
  OK(wageproof_ledger_add_due(ledger, "w1", 20362, 20392, 200000000, 20399, &error));
  CHECK(wageproof_ledger_add_due(ledger, "w2", 20362, 20392, 1, 20399, &error) == WAGEPROOF_NOT_FOUND);
  wageproof_payment_event_init(&event, sizeof event);
  event.payment_id = "p1";
  event.worker_id = "w1";
  event.currency = "USD";
  event.period_start = 20362;
  event.period_end = 20392;
  event.paid_on = 20401;
  event.amount_micro = 150000000;
  event.status = "paid";
  CHECK(wageproof_ledger_add_event(ledger, &event, &error) == WAGEPROOF_INVALID_ARGUMENT);
  CHECK(strstr(error.message, "settled") != NULL);
  event.status = "settled";
  event.channel = "bank";
  OK(wageproof_ledger_add_event(ledger, &event, &error));
  CHECK(wageproof_ledger_event_count(ledger) == 1 && wageproof_ledger_event_count(NULL) == 0);
  OK(wageproof_ledger_state(ledger, "w1", 0, NULL, 0, &count, NULL, &error));
  CHECK(count == 1);
  OK(wageproof_ledger_state(ledger, "w1", 'B', &period, 1, &count, &outside, &error));
  CHECK(period.net_micro == 200000000 && period.paid_micro == 150000000 && period.open_micro == 50000000);
  CHECK(period.late_days == 2 && outside == 0);
  CHECK(wageproof_ledger_state(ledger, "w1", 'Q', &period, 1, &count, NULL, &error) == WAGEPROOF_INVALID_ARGUMENT);
  CHECK(wageproof_ledger_state(ledger, "w9", 0, &period, 1, &count, NULL, &error) == WAGEPROOF_NOT_FOUND);
  OK(wageproof_ledger_save(ledger, LEDGER_FILE, &error));
  OK(wageproof_ledger_load(LEDGER_FILE, &again, &error));
  period.net_micro = 0;
  OK(wageproof_ledger_state(again, "w1", 0, &period, 1, &count, NULL, &error));
  CHECK(period.net_micro == 200000000 && period.paid_micro == 150000000);
  CHECK(wageproof_ledger_load(SOURCE_DIR "/README.md", &again, &error) == WAGEPROOF_PARSE_ERROR);
  CHECK(wageproof_ledger_load("/nowhere/at/all", &again, &error) == WAGEPROOF_IO_ERROR);
  CHECK(wageproof_ledger_create("e", "US", NULL, &again, &error) == WAGEPROOF_INVALID_ARGUMENT);
  CHECK(wageproof_ledger_add_due(NULL, "w1", 0, 0, 0, 0, &error) == WAGEPROOF_INVALID_ARGUMENT);
  CHECK(wageproof_ledger_add_rate(NULL, 0, "USD", "KHR", 1, &error) == WAGEPROOF_INVALID_ARGUMENT);
  wageproof_ledger_destroy(&ledger);
  wageproof_ledger_destroy(&again);
  wageproof_ledger_destroy(&again);
  wageproof_ledger_destroy(NULL);
}

int main(void) {
  wageproof_packs* packs = NULL;
  test_basics();
  OK(wageproof_packs_create(&packs, &error));
  test_packs(packs);
  test_folder(packs);
  test_worker(packs);
  test_ledger();
  wageproof_packs_destroy(&packs);
  wageproof_packs_destroy(&packs);
  if (failures == 0) printf("the C API: all checks passed\n");
  return failures == 0 ? 0 : 1;
}
