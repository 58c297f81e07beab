/* Wageproof for C, and for every language that can call C.
 *
 * Rules that hold for every function:
 * - It returns a status; what it makes comes out last, before the error. A failed call leaves its outputs as they were.
 * - `error` may be null. Otherwise it gets the status and a sentence: what was wanted, what was found, where.
 * - A null or otherwise unusable argument is WAGEPROOF_INVALID_ARGUMENT, never a crash. Nothing is thrown, printed or
 *   aborted; want of memory is WAGEPROOF_OUT_OF_MEMORY.
 * - A handle is ended by its `_destroy(&handle)`, which sets it to null and accepts null. Handles may end in any order.
 * - Text given is UTF-8, as pointer and size, or with WAGEPROOF_CSTRING as its size up to the terminating zero.
 *   Text received belongs to the handle it came from and is not zero-terminated unless its comment says so.
 * - Money and days are counted in millionths, minutes and counts whole. A date is the days since 1970-01-01.
 * - Structs with `struct_size` first may grow; set it to sizeof, or begin from the struct's _INIT macro.
 *   Numbers of enums never change.
 * - Packs, records and results may be used by several threads at the same time; a checker by one at a time.
 */
#ifndef WAGEPROOF_H
#define WAGEPROOF_H

#include <stddef.h>
#include <stdint.h>

#include "wageproof/arrow_abi.h"
#include "wageproof/export.h"

#define WAGEPROOF_VERSION_MAJOR 0
#define WAGEPROOF_VERSION_MINOR 1
#define WAGEPROOF_VERSION_PATCH 0
#define WAGEPROOF_VERSION_NUMBER \
  (WAGEPROOF_VERSION_MAJOR * 1000000 + WAGEPROOF_VERSION_MINOR * 1000 + WAGEPROOF_VERSION_PATCH)

/* The size of a text that ends with a zero. */
#define WAGEPROOF_CSTRING ((size_t)-1)
/* A date, clock or whole number, and an amount, that is not given. */
#define WAGEPROOF_NO_DATE INT32_MIN
#define WAGEPROOF_NONE INT32_MIN
#define WAGEPROOF_NO_AMOUNT INT64_MIN

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Version and status ---------------------------------------------------------------------------------------- */

/* `0.1.0`, zero-terminated; and WAGEPROOF_VERSION_NUMBER of the library that runs. @since 0.1 */
WAGEPROOF_API const char* wageproof_version(void);
WAGEPROOF_API int32_t wageproof_version_number(void);

/* The low byte is the kind; a finer code may stand above it. */
typedef int32_t wageproof_status;
enum {
  WAGEPROOF_OK = 0,
  WAGEPROOF_INVALID_ARGUMENT = 1, /* the call itself is wrong, whatever the data */
  WAGEPROOF_NOT_FOUND = 2,        /* what was named does not exist */
  WAGEPROOF_OUT_OF_RANGE = 3,     /* a value outside what its type or the law allows */
  WAGEPROOF_PARSE_ERROR = 4,      /* text that is not in the stated form */
  WAGEPROOF_UNIT_MISMATCH = 5,    /* two units or currencies that cannot meet */
  WAGEPROOF_MISSING_LAW = 6,      /* the law has no value for the date */
  WAGEPROOF_CONFLICT = 7,         /* two rules claim one figure */
  WAGEPROOF_OVERFLOW = 8,         /* a result that its type cannot hold */
  WAGEPROOF_IO_ERROR = 9,         /* a file or stream failed */
  WAGEPROOF_UNSUPPORTED = 10,     /* a known form that this version does not handle */
  WAGEPROOF_INTERNAL = 11,        /* a bug of the library */
  WAGEPROOF_OUT_OF_MEMORY = 12,
  WAGEPROOF_CANCELLED = 13 /* a callback asked for the end */
};

/* The code's name, `invalid_argument`; `unknown` for a number that is none. Zero-terminated, static. @since 0.1 */
WAGEPROOF_API const char* wageproof_status_name(wageproof_status status);

/* Room for what went wrong; the caller's own. The message ends with a zero. */
typedef struct wageproof_error {
  int32_t code;
  char message[1020];
} wageproof_error;

/* A text that belongs to a handle; not zero-terminated. */
typedef struct wageproof_string {
  const char* data;
  size_t size;
} wageproof_string;

/* A long text with a life of its own; its data end with a zero that `size` does not count. */
typedef struct wageproof_text wageproof_text;
WAGEPROOF_API const char* wageproof_text_data(const wageproof_text* text); /* null gives "". @since 0.1 */
WAGEPROOF_API size_t wageproof_text_size(const wageproof_text* text);      /* @since 0.1 */
WAGEPROOF_API void wageproof_text_destroy(wageproof_text** text);          /* @since 0.1 */

/* ---- Rule packs ------------------------------------------------------------------------------------------------ */

/* A set of rule packs: those that the library carries, and those that are added. */
typedef struct wageproof_packs wageproof_packs;

/* @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_packs_create(wageproof_packs** out, wageproof_error* error);
WAGEPROOF_API void wageproof_packs_destroy(wageproof_packs** packs);

/* Adds a pack file. It is known by the id that it gives itself; packs that it extends may lie beside it.
 * @errors io_error: the file; parse_error: it is no valid pack. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_packs_add_file(wageproof_packs* packs, const char* path, size_t path_size,
                                                        wageproof_error* error);
/* Adds a pack from memory, in place of one of the same id. `name` stands in messages and may be null.
 * @errors parse_error. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_packs_add_memory(wageproof_packs* packs, const char* json, size_t json_size,
                                                          const char* name, size_t name_size, wageproof_error* error);
/* All ids, one a line, in order. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_packs_ids(const wageproof_packs* packs, wageproof_text** out,
                                                   wageproof_error* error);
/* The text of a pack as it was written: JSON (docs/packs.md). @errors not_found. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_packs_source(const wageproof_packs* packs, const char* id, size_t id_size,
                                                      wageproof_text** out, wageproof_error* error);
/* Packs laid over each other, for a person to read. `law`: ids joined by `,`, from the national law to the overlay.
 * `at`: the values in force on that day; WAGEPROOF_NO_DATE: all, with their dates.
 * @errors not_found, parse_error. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_packs_show(wageproof_packs* packs, const char* law, size_t law_size,
                                                    int32_t at, wageproof_text** out, wageproof_error* error);
/* What is wrong with a pack that is not added, as a JSON list of {"severity","file","line","column","path","message"}.
 * The call is ok also where the pack is not. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_packs_examine(wageproof_packs* packs, const char* json, size_t json_size,
                                                       const char* name, size_t name_size, wageproof_text** out,
                                                       wageproof_error* error);

/* ---- Records --------------------------------------------------------------------------------------------------- */

/* How records are read. Texts end with a zero and are needed during the call only. */
typedef struct wageproof_read_options {
  size_t struct_size;
  const char* law;       /* ids joined by `,` in place of the employers' own, for their time zone; null: their own */
  const char* time_zone; /* where no law names one; null: none */
  uint32_t threads;      /* 0: as many as the machine has; the records are the same for any number */
  uint32_t is_part;      /* not 0: a part of larger records, which may lack workers or name no period */
  /* Asked between pieces, on any thread but one at a time; not 0 ends the call. May be null. */
  int32_t (*cancelled)(void* context);
  void* context;
} wageproof_read_options;
#define WAGEPROOF_READ_OPTIONS_INIT \
  { sizeof(wageproof_read_options), NULL, NULL, 0, 0, NULL, NULL }

/* Everything that was read. Immutable. */
typedef struct wageproof_records wageproof_records;

/* Reads a folder of records (docs/formats.md). `options` may be null.
 * @errors not_found: the folder, the employer or the workers; io_error; parse_error: employer.json or mapping.json;
 *         invalid_argument: a needed table has no accepted row; cancelled. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_records_read_folder(wageproof_packs* packs, const char* folder,
                                                             size_t folder_size, const wageproof_read_options* options,
                                                             wageproof_records** out, wageproof_error* error);
WAGEPROOF_API void wageproof_records_destroy(wageproof_records** records);

/* Tables that are yet to be read: files by name, files in memory, Arrow streams; one thread at a time. */
typedef struct wageproof_tables wageproof_tables;
/* @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_tables_create(wageproof_tables** out, wageproof_error* error);
WAGEPROOF_API void wageproof_tables_destroy(wageproof_tables** tables);
/* A file in memory, copied. Its name chooses table and form: `time.csv`, `employer.json`, `mapping.json`. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_tables_add_bytes(wageproof_tables* tables, const char* name, size_t name_size,
                                                          const void* bytes, size_t bytes_size, wageproof_error* error);
/* A file on disk under a name of that kind. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_tables_add_file(wageproof_tables* tables, const char* name, size_t name_size,
                                                         const char* path, size_t path_size, wageproof_error* error);
/* A table as an Arrow stream, columns by the names of the format's fields: `time`, or `time-gate2` for a further one.
 * Amounts are decimals, integers or text, never floating point. A column `@row` gives the rows' own numbers, by which
 * evidence names them, where the stream is a part of a table. Where the call is ok the stream is the library's, and
 * `stream->release` is null; else it stays the caller's. Texts and numbers are read where they are.
 * @errors invalid_argument: no such table, a released stream; unsupported: a column's type. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_tables_add_arrow(wageproof_tables* tables, const char* name, size_t name_size,
                                                          struct ArrowArrayStream* stream, wageproof_error* error);
/* Reads the tables, which are then used up. @errors as wageproof_records_read_folder. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_records_read_tables(wageproof_packs* packs, wageproof_tables* tables,
                                                             const wageproof_read_options* options,
                                                             wageproof_records** out, wageproof_error* error);
/* Rows of a table that were read, accepted, rejected and skipped; each output may be null. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_records_count(const wageproof_records* records, const char* table,
                                                       size_t table_size, uint64_t* read, uint64_t* accepted,
                                                       uint64_t* rejected, uint64_t* skipped, wageproof_error* error);

/* ---- Checking -------------------------------------------------------------------------------------------------- */

typedef struct wageproof_check_options {
  size_t struct_size;
  const char* law;      /* ids joined by `,` in place of the employers' own; null: their own */
  const char* by;       /* attributes joined by `,` for further rows of `checks`; null: none */
  int32_t from, to;     /* periods reported; WAGEPROOF_NO_DATE: all */
  int32_t as_known_on;  /* values published later are left out; WAGEPROOF_NO_DATE: none are */
  int32_t evidence;     /* least grade with which a payment counts as paid, 'A' to 'E'; 0: 'B' */
  uint32_t threads;     /* 0: as many as the machine has; the result is the same for any number */
  /* Called now and then, on any thread but one at a time; not 0 ends the check. May be null. */
  int32_t (*progress)(uint64_t workers_done, uint64_t workers, void* context);
  void* context;
  const char* against;          /* ids joined by `,` of a second law, to see what differs; null: none */
  int32_t against_as_known_on;  /* of the second law; a day alone asks for the same law as known then */
  int32_t reserved;
} wageproof_check_options;
#define WAGEPROOF_CHECK_OPTIONS_INIT                                                                           \
  {                                                                                                            \
    sizeof(wageproof_check_options), NULL, NULL, WAGEPROOF_NO_DATE, WAGEPROOF_NO_DATE, WAGEPROOF_NO_DATE, 0, 0, \
        NULL, NULL, NULL, WAGEPROOF_NO_DATE, 0                                                                 \
  }

/* What a check gives. It keeps the records alive that it is of. */
typedef struct wageproof_result wageproof_result;

/* Checks every employer, worker and period. `options` may be null.
 * @errors not_found: a law that no pack has; parse_error: a pack with errors; invalid_argument: the records name no
 *         period; cancelled. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_check(wageproof_packs* packs, const wageproof_records* records,
                                               const wageproof_check_options* options, wageproof_result** out,
                                               wageproof_error* error);
WAGEPROOF_API void wageproof_result_destroy(wageproof_result** result);

/* ---- Results as tables ----------------------------------------------------------------------------------------- */

typedef int32_t wageproof_table;
enum {
  WAGEPROOF_DUE = 0,
  WAGEPROOF_RECONCILIATION = 1,
  WAGEPROOF_FINDINGS = 2,
  WAGEPROOF_MATCHES = 3,
  WAGEPROOF_CHECKS = 4,
  WAGEPROOF_BALANCES = 5,
  WAGEPROOF_REJECTS = 6,
  WAGEPROOF_AGAINST = 7 /* rows only where a second law was named */
};
typedef int32_t wageproof_form;
enum { WAGEPROOF_CSV = 0, WAGEPROOF_NDJSON = 1 };

/* Writes every table and `summary.json` into a folder, each file whole or not at all; bytes as the command line's.
 * @errors io_error. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_result_write(const wageproof_result* result, const char* folder,
                                                      size_t folder_size, wageproof_form form, wageproof_error* error);
/* One table as text. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_result_table(const wageproof_result* result, wageproof_table table,
                                                      wageproof_form form, wageproof_text** out,
                                                      wageproof_error* error);
/* One table as an Arrow stream: text, date32, int64, and decimal128(38, 6) for every figure. `out` must hold no live
 * stream; the stream keeps what it needs and may outlive the result. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_result_export(const wageproof_result* result, wageproof_table table,
                                                       struct ArrowArrayStream* out, wageproof_error* error);
/* `summary.json`. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_result_summary(const wageproof_result* result, wageproof_text** out,
                                                        wageproof_error* error);
/* The summary as a page for a person, `width` columns wide (0: 80). @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_result_page(const wageproof_result* result, size_t width, wageproof_text** out,
                                                     wageproof_error* error);

/* The working of a worker's figures: inputs with file and line, steps, rounding, source. `day`: any of the period.
 * `line`: one line; null: every line that is due, booked or in doubt. `as_json`: 0 text, else JSON.
 * @errors not_found: no such worker, period or line. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_result_explain(const wageproof_result* result, const char* worker_id,
                                                        size_t worker_id_size, int32_t day, const char* line,
                                                        size_t line_size, int32_t as_json, wageproof_text** out,
                                                        wageproof_error* error);

/* ---- Results row by row ---------------------------------------------------------------------------------------- */

typedef int32_t wageproof_unit;
enum { WAGEPROOF_MONEY = 0, WAGEPROOF_MINUTES = 1, WAGEPROOF_DAYS = 2, WAGEPROOF_COUNT = 3 };
typedef int32_t wageproof_severity;
enum { WAGEPROOF_BREACH = 0, WAGEPROOF_DISCREPANCY = 1, WAGEPROOF_WARNING = 2, WAGEPROOF_NOTICE = 3 };
enum { WAGEPROOF_KNOWN = 0, WAGEPROOF_AT_LEAST = 1, WAGEPROOF_UNKNOWN = 2 };

/* Money and days in millionths, minutes and counts whole; `given` is 0 where there is no figure. */
typedef struct wageproof_figure {
  int64_t value;
  int64_t given;
} wageproof_figure;

/* Totals of a result. */
typedef struct wageproof_totals {
  size_t struct_size;
  uint64_t employers, workers, worker_periods, worker_days;
  uint64_t breaches, discrepancies, warnings, notices;
  uint64_t lines, findings, checks, balances, matches, rejects; /* rows below */
} wageproof_totals;

/* A line of the law for a worker and period: a row of `due`, of `reconciliation`, or of both. `net` is one too. */
typedef struct wageproof_line {
  size_t struct_size;
  wageproof_string employer_id, worker_id, line, currency, pack, source;
  int32_t period_start, period_end;
  wageproof_unit quantity_unit;
  int32_t status; /* WAGEPROOF_KNOWN, … */
  int32_t in_due, in_reconciliation;
  wageproof_figure quantity;
  wageproof_figure amount; /* due, rounded as the law says; not given where it is unknown */
  wageproof_figure booked, difference;
  wageproof_figure paid, owed; /* on line `net` */
} wageproof_line;

typedef struct wageproof_finding {
  size_t struct_size;
  wageproof_string finding_id, employer_id, worker_id, check, currency, pack, rule, source, evidence;
  int32_t period_start, period_end; /* WAGEPROOF_NO_DATE: of no period */
  wageproof_severity severity;
  wageproof_unit unit;
  wageproof_figure expected, found, difference; /* difference: positive is short, or over a limit */
} wageproof_finding;

typedef struct wageproof_check_row {
  size_t struct_size;
  wageproof_string employer_id, check, pack, rule, by, group, currency;
  int32_t period_start, period_end;
  uint64_t tested, met, broken, cannot_tell;
  wageproof_figure amount;
} wageproof_check_row;

typedef struct wageproof_balance {
  size_t struct_size;
  wageproof_string employer_id, worker_id, leave_type;
  int32_t as_of;
  int32_t reserved;
  wageproof_figure earned, taken, encashed, lapsed, balance; /* days */
} wageproof_balance;

typedef struct wageproof_match {
  size_t struct_size;
  wageproof_string employer_id, payment_id, worker_id, currency, status, grade, matched_by, file;
  int32_t period_start, period_end;
  int64_t amount_micro;
  uint64_t line;
} wageproof_match;

typedef struct wageproof_reject {
  size_t struct_size;
  wageproof_string employer_id, file, column, value, reason;
  uint64_t line;
} wageproof_reject;

/* Row `index`, from 0. `out->struct_size` says how much of the struct the caller knows.
 * @errors out_of_range: no such row. @cost no allocation. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_result_totals(const wageproof_result* result, wageproof_totals* out,
                                                       wageproof_error* error);
WAGEPROOF_API wageproof_status wageproof_result_line(const wageproof_result* result, uint64_t index,
                                                     wageproof_line* out, wageproof_error* error);
WAGEPROOF_API wageproof_status wageproof_result_finding(const wageproof_result* result, uint64_t index,
                                                        wageproof_finding* out, wageproof_error* error);
WAGEPROOF_API wageproof_status wageproof_result_check(const wageproof_result* result, uint64_t index,
                                                      wageproof_check_row* out, wageproof_error* error);
WAGEPROOF_API wageproof_status wageproof_result_balance(const wageproof_result* result, uint64_t index,
                                                        wageproof_balance* out, wageproof_error* error);
WAGEPROOF_API wageproof_status wageproof_result_match(const wageproof_result* result, uint64_t index,
                                                      wageproof_match* out, wageproof_error* error);
WAGEPROOF_API wageproof_status wageproof_result_reject(const wageproof_result* result, uint64_t index,
                                                       wageproof_reject* out, wageproof_error* error);

/* ---- One worker ------------------------------------------------------------------------------------------------ */

/* Checks one worker at a time, for a payslip screen. It keeps its law compiled, and what it set up for a payslip: the
 * next one of the same employer, period and lists costs a small part of the first, once an earlier result was destroyed,
 * whose memory it takes over. One thread at a time; its results may be read and destroyed on any, also after it. */
typedef struct wageproof_checker wageproof_checker;

/* `law`: ids joined by `,`, from the national law to the overlay. @errors not_found, parse_error. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_checker_create(wageproof_packs* packs, const char* law, size_t law_size,
                                                        wageproof_checker** out, wageproof_error* error);
WAGEPROOF_API void wageproof_checker_destroy(wageproof_checker** checker);

/* Checks the records of one JSON object: `{"workers": [{…}], "time": [{…}], "payroll": [{…}], …}`, rows as in NDJSON.
 * `employer` may state attributes, a currency and a period; `worker_id` may be left out where there is one worker;
 * rows of `time`, `hours`, `leave` and `pieces` with `from` and `to` stand for each such day (docs/linking.md).
 * @errors parse_error: no such object; and as the functions above. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_checker_check_json(wageproof_checker* checker, const char* json,
                                                            size_t json_size, wageproof_result** out,
                                                            wageproof_error* error);

/* Texts of these structs end with a zero; null or "" is 'not given'. Words and ranges are those of the record format.
 * The small ones, of which there are arrays, never grow. */
typedef struct wageproof_attribute {
  const char* name;
  const char* value;
} wageproof_attribute;

typedef struct wageproof_workday {
  int32_t date;          /* on which the shift began */
  int32_t start_second;  /* after midnight; WAGEPROOF_NONE: not recorded */
  int32_t end_second;    /* at or before the start: it ended the next day */
  int32_t break_minutes; /* WAGEPROOF_NONE or 0: none */
} wageproof_workday;

typedef struct wageproof_leave_day {
  int32_t date;
  int32_t fraction_micro; /* of the day, in millionths; 0 or WAGEPROOF_NONE: the whole day */
  const char* type;       /* annual, sick, … */
  const char* paid;       /* yes, no */
} wageproof_leave_day;

typedef struct wageproof_booking {
  const char* component; /* basic, overtime, deduction.tax, … */
  int64_t amount_micro;
  int64_t quantity_micro; /* WAGEPROOF_NO_AMOUNT: not given */
} wageproof_booking;

typedef struct wageproof_piece_lot {
  int32_t date;
  int32_t reserved;
  const char* item;
  int64_t quantity_micro;
  int64_t rate_micro;
} wageproof_piece_lot;

/* One worker's pay period. */
typedef struct wageproof_payslip {
  size_t struct_size;
  const char* worker_id; /* null: `w1` */
  const char* currency;  /* null: the law's */
  const char* period;    /* monthly, half_monthly, weekly, biweekly; null: monthly */
  int32_t period_start, period_end;
  int32_t hired_on, left_on, birth_date, insured_since; /* WAGEPROOF_NO_DATE: not given */
  int32_t week_days;                                    /* 5 or 6; WAGEPROOF_NONE: not given */
  int32_t reserved;
  const char *sex, *contract, *pay_basis, *grade, *region, *rest_weekday, *insurance_no, *nationality, *religion,
      *leaving_reason;
  int64_t wage_micro, fixed_allowance_micro, week_hours_micro; /* WAGEPROOF_NO_AMOUNT: not given */
  const wageproof_attribute* employer_attributes;
  size_t employer_attribute_count;
  const wageproof_attribute* worker_attributes;
  size_t worker_attribute_count;
  const wageproof_workday* workdays; /* null with count 0: no attendance is kept */
  size_t workday_count;
  const wageproof_leave_day* leave_days;
  size_t leave_day_count;
  const wageproof_booking* bookings; /* the payslip's lines */
  size_t booking_count;
  const wageproof_piece_lot* piece_lots;
  size_t piece_lot_count;
} wageproof_payslip;

/* A payslip of which nothing is given: `wageproof_payslip slip; wageproof_payslip_init(&slip, sizeof slip);` Bytes
 * beyond what the library knows are left alone. @since 0.1 */
WAGEPROOF_API void wageproof_payslip_init(wageproof_payslip* payslip, size_t struct_size);

/* Checks one payslip. A value that the record format does not allow becomes a row of `rejects`, as in a file; where it
 * is one of the worker's own, the call is refused. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_checker_check(wageproof_checker* checker, const wageproof_payslip* payslip,
                                                       wageproof_result** out, wageproof_error* error);

/* ---- Payments as they come ------------------------------------------------------------------------------------- */

/* One employer's payments, append-only: events are fed one by one, and a worker's state may be asked for at any time.
 * The state does not depend on the order of the events. One thread at a time. */
typedef struct wageproof_ledger wageproof_ledger;

/* What a worker's period has come to, in the ledger's currency:
 * net = paid - twice - over - reimbursed fees + open. Frozen; it never grows. */
typedef struct wageproof_ledger_period {
  int32_t period_start, period_end;
  int64_t net_micro;
  int64_t paid_micro;     /* proven by the grade asked for */
  int64_t open_micro;     /* still to be paid */
  int64_t pending_micro;  /* on its way, not proven */
  int64_t returned_micro; /* came back and was not made good */
  int64_t twice_micro, over_micro;
  int64_t fee_micro;
  int64_t late_days;
} wageproof_ledger_period;

/* One event of one payment; texts end with a zero, null or "" is 'not given'. Words as in the table `payments`. */
typedef struct wageproof_payment_event {
  size_t struct_size;
  const char *payment_id, *worker_id, *account, *currency, *reason, *returned_of;
  const char *end_to_end_id, *instruction_id, *transaction_id, *event_id, *message_id, *batch_id, *identity, *name;
  const char* status;  /* settled, instructed, pending, returned, rejected; null: settled */
  const char* channel; /* cash, bank, mobile_money, cheque; null: not given */
  int32_t grade;       /* 'A' to 'E', 'X'; 0: by the status */
  int32_t period_start, period_end, paid_on, instructed_on, booked_on; /* WAGEPROOF_NO_DATE: not given */
  int64_t amount_micro, fee_micro;
} wageproof_payment_event;

/* `calling_code`: of the country's telephones, digits; may be null. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_ledger_create(const char* employer_id, const char* currency,
                                                       const char* calling_code, wageproof_ledger** out,
                                                       wageproof_error* error);
/* A ledger that was saved. @errors io_error, parse_error: it is no ledger, or not whole. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_ledger_load(const char* path, wageproof_ledger** out, wageproof_error* error);
/* A crash leaves the old file or the new one, whole. @errors io_error. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_ledger_save(const wageproof_ledger* ledger, const char* path,
                                                     wageproof_error* error);
WAGEPROOF_API void wageproof_ledger_destroy(wageproof_ledger** ledger);

/* @errors conflict: the worker is there already. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_ledger_add_worker(wageproof_ledger* ledger, const char* worker_id,
                                                           const char* account, const char* insurance_no,
                                                           wageproof_error* error);
/* What a worker is to be paid for a period; `payable`: last day for it, WAGEPROOF_NO_DATE: none is set.
 * @errors not_found: no such worker; conflict: it is there already; invalid_argument: the period. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_ledger_add_due(wageproof_ledger* ledger, const char* worker_id,
                                                        int32_t period_start, int32_t period_end, int64_t net_micro,
                                                        int32_t payable, wageproof_error* error);
/* One unit of `from` is `rate_micro` millionths of `to`, from a day on. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_ledger_add_rate(wageproof_ledger* ledger, int32_t valid_from,
                                                         const char* from, const char* to, int64_t rate_micro,
                                                         wageproof_error* error);
/* An event of which nothing is given. @since 0.1 */
WAGEPROOF_API void wageproof_payment_event_init(wageproof_payment_event* event, size_t struct_size);
/* @errors invalid_argument: an unknown word, a settled payment without a day, a negative amount. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_ledger_add_event(wageproof_ledger* ledger,
                                                          const wageproof_payment_event* event,
                                                          wageproof_error* error);
/* A worker's periods, at most `capacity` of them into `periods` (null with 0 to ask how many), their number into
 * `count`, payments that belong to none into `outside_micro` (may be null). `evidence`: as in the check's options.
 * @errors not_found: no such worker. @since 0.1 */
WAGEPROOF_API wageproof_status wageproof_ledger_state(const wageproof_ledger* ledger, const char* worker_id,
                                                      int32_t evidence, wageproof_ledger_period* periods,
                                                      size_t capacity, size_t* count, int64_t* outside_micro,
                                                      wageproof_error* error);
/* Events so far; 0 for null. @since 0.1 */
WAGEPROOF_API uint64_t wageproof_ledger_event_count(const wageproof_ledger* ledger);

#ifdef __cplusplus
}
#endif

#endif
