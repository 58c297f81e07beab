/* A payslip on a screen: one worker's month from plain structs, what the law makes due, what is missing, and why. */
#include <stdio.h>

#include "wageproof/wageproof.h"

static void print_money(wageproof_figure figure, wageproof_string currency) {
  if (!figure.given) {
    printf("      unknown");
    return;
  }
  const long long cents = (long long)(figure.value / 10000);
  printf("%7lld.%02lld %.*s", cents / 100, cents < 0 ? -(cents % 100) : cents % 100, (int)currency.size, currency.data);
}

int main(void) {
  wageproof_error error;
  wageproof_packs* packs = NULL;
  wageproof_checker* checker = NULL;
  wageproof_result* result = NULL;
  wageproof_text* working = NULL;
  if (wageproof_packs_create(&packs, &error) || wageproof_checker_create(packs, "kh", WAGEPROOF_CSTRING, &checker, &error)) {
    fprintf(stderr, "%s\n", error.message);
    return 2;
  }

  /* October 2025: eight hours a day, and two more on each of four Mondays, of which one was paid as overtime. */
  enum { kFirst = 20362, kLast = 20392 };
  wageproof_workday days[31];
  size_t count = 0;
  for (int32_t day = kFirst; day <= kLast; ++day) {
    const int weekday = (int)((day + 3) % 7); /* 0: Monday */
    if (weekday == 6) continue;
    const wageproof_workday worked = {day, 7 * 3600, (weekday == 0 ? 18 : 16) * 3600, 60};
    days[count++] = worked;
  }
  const wageproof_booking bookings[] = {{"basic", 208000000, WAGEPROOF_NO_AMOUNT}, {"overtime", 3000000, WAGEPROOF_NO_AMOUNT}};
  const wageproof_attribute sector = {"sector", "garment"};
  wageproof_payslip slip;
  wageproof_payslip_init(&slip, sizeof slip);
  slip.worker_id = "Sok Dara";
  slip.period_start = kFirst;
  slip.period_end = kLast;
  slip.hired_on = 19000;
  slip.contract = "permanent";
  slip.pay_basis = "monthly";
  slip.wage_micro = 208000000;
  slip.employer_attributes = &sector;
  slip.employer_attribute_count = 1;
  slip.workdays = days;
  slip.workday_count = count;
  slip.bookings = bookings;
  slip.booking_count = 2;
  if (wageproof_checker_check(checker, &slip, &result, &error)) {
    fprintf(stderr, "%s\n", error.message);
    return 2;
  }

  wageproof_totals totals;
  totals.struct_size = sizeof totals;
  wageproof_result_totals(result, &totals, NULL);
  int found = 0;
  for (uint64_t i = 0; i < totals.findings; ++i) {
    wageproof_finding finding;
    finding.struct_size = sizeof finding;
    wageproof_result_finding(result, i, &finding, NULL);
    if (finding.severity != WAGEPROOF_BREACH || finding.unit != WAGEPROOF_MONEY) continue;
    printf("%-28.*s due ", (int)finding.check.size, finding.check.data);
    print_money(finding.expected, finding.currency);
    printf(", booked ");
    print_money(finding.found, finding.currency);
    printf("\n");
    ++found;
  }
  if (wageproof_result_explain(result, slip.worker_id, WAGEPROOF_CSTRING, kFirst, "overtime_pay", WAGEPROOF_CSTRING, 0, &working, &error)) {
    fprintf(stderr, "%s\n", error.message);
    return 2;
  }
  printf("\n%s", wageproof_text_data(working));

  wageproof_text_destroy(&working);
  wageproof_result_destroy(&result);
  wageproof_checker_destroy(&checker);
  wageproof_packs_destroy(&packs);
  return found > 0 ? 0 : 1;
}
