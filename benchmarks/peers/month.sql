-- The month in SQL: whole numbers of minutes and cents, one grouping a table. Amounts out are in millionths.
CREATE OR REPLACE TABLE answer AS
WITH shift AS (
  SELECT worker, start_minute, break_minutes, break_start,
         CASE WHEN end_minute <= start_minute THEN end_minute + 1440 ELSE end_minute END AS end_minute
  FROM time WHERE isodow(date) <> 7 AND date <> DATE '2023-03-08'
), day AS (
  SELECT worker, start_minute, end_minute, break_minutes,
         greatest(0, end_minute - start_minute - break_minutes - 480) AS overtime,
         CASE WHEN break_start < start_minute THEN break_start + 1440 ELSE break_start END AS pause
  FROM shift
), late AS (
  -- The day's last minutes are its overtime: with the break behind the eighth hour they begin before it.
  SELECT worker, overtime, end_minute, pause, break_minutes,
         start_minute + 480 + CASE WHEN pause - start_minute >= 480 THEN 0 ELSE break_minutes END AS begins,
         CASE WHEN pause - start_minute >= 480 THEN pause + break_minutes ELSE pause END AS pause_end
  FROM day
), worked AS (
  SELECT worker, count(*) AS present, sum(overtime)::BIGINT AS overtime,
         sum(CASE WHEN overtime = 0 THEN 0 ELSE
               greatest(0, least(end_minute, 1740) - greatest(begins, 1320)) + greatest(0, least(end_minute, 300) - begins)
               - greatest(0, least(pause_end, 1740) - greatest(pause, 1320)) - greatest(0, least(pause_end, 300) - pause)
             END)::BIGINT AS at_night
  FROM late GROUP BY worker
), away AS (
  SELECT worker,
         count(*) FILTER (type IN ('unpaid', 'absent') AND date <> DATE '2023-03-08') AS unpaid,
         count(*) FILTER (type = 'maternity') AS maternity,
         count(*) FILTER (date <> DATE '2023-03-08') AS on_leave
  FROM leave WHERE isodow(date) <> 7 GROUP BY worker
), booked AS (
  SELECT worker,
         sum(CASE WHEN component IN ('basic', 'leave.annual', 'leave.sick') THEN amount ELSE 0 END)::BIGINT AS toward,
         sum(CASE WHEN component IN ('basic', 'overtime', 'night_premium', 'rest_day_premium', 'holiday_premium', 'leave.annual', 'leave.sick',
               'leave.maternity', 'allowance.attendance', 'allowance.transport', 'allowance.seniority', 'allowance.meal') THEN amount ELSE 0 END)::BIGINT AS gross,
         sum(CASE WHEN component = 'overtime' THEN amount ELSE 0 END)::BIGINT AS overtime,
         sum(CASE WHEN component = 'contribution.nssf_risk.employer' THEN amount ELSE 0 END)::BIGINT AS risk,
         sum(CASE WHEN component = 'contribution.nssf_health.employer' THEN amount ELSE 0 END)::BIGINT AS health,
         sum(CASE WHEN component = 'contribution.nssf_pension.employee' THEN amount ELSE 0 END)::BIGINT AS pension_employee,
         sum(CASE WHEN component = 'contribution.nssf_pension.employer' THEN amount ELSE 0 END)::BIGINT AS pension_employer
  FROM payroll GROUP BY worker
), terms AS (
  SELECT workers.worker, worker_id, wage, CASE WHEN contract = 'probation' THEN 19800 ELSE 20000 END AS minimum,
         coalesce(worked.overtime, 0) AS overtime, coalesce(at_night, 0) AS at_night, coalesce(maternity, 0) AS maternity,
         coalesce(unpaid, 0) + 26 - coalesce(present, 0) - coalesce(on_leave, 0) AS unpaid,
         gross * (SELECT arg_max(rate, valid_from) FROM rates) AS riel,  -- hundredths
         toward, booked.overtime AS overtime_booked, risk, health, pension_employee, pension_employer
  FROM workers LEFT JOIN worked USING (worker) LEFT JOIN away USING (worker) LEFT JOIN booked USING (worker)
), bases AS (
  SELECT *,
         CASE WHEN riel <= 20000000 THEN 200000 WHEN riel > 120000000 THEN 1200000
              ELSE (riel - 1) // 5000000 * 50000 + 25000 END AS insured,
         least(greatest(riel, 40000000), 120000000) AS pensionable
  FROM terms
), due AS (
  SELECT worker_id, toward, overtime_booked, risk, health, pension_employee, pension_employer,
         CASE WHEN unpaid >= 26 THEN 0
              ELSE (2 * greatest(0, minimum * ((27 - maternity) * 26 - unpaid * 27)) + 702) // 1404 END AS minimum_wage,
         (2 * greatest(wage, minimum) * (3 * overtime + at_night) + 24960) // 49920 AS overtime_pay,
         (2 * insured * 8 + 1000) // 2000 AS risk_due, (2 * insured * 26 + 1000) // 2000 AS health_due,
         (2 * pensionable * 2 + 10000) // 20000 AS pension_due
  FROM bases
)
SELECT worker_id, minimum_wage * 10000 AS minimum_wage, overtime_pay * 10000 AS overtime_pay,
       risk_due * 1000000 AS "contribution.nssf_risk.employer", health_due * 1000000 AS "contribution.nssf_health.employer",
       pension_due * 1000000 AS "contribution.nssf_pension.employee", pension_due * 1000000 AS "contribution.nssf_pension.employer",
       greatest(0, minimum_wage - toward) * 10000 AS "short:minimum_wage",
       greatest(0, overtime_pay - overtime_booked) * 10000 AS "short:overtime_pay",
       greatest(0, risk_due - risk // 100) * 1000000 AS "short:contribution.nssf_risk.employer",
       greatest(0, health_due - health // 100) * 1000000 AS "short:contribution.nssf_health.employer",
       greatest(0, pension_due - pension_employee // 100) * 1000000 AS "short:contribution.nssf_pension.employee",
       greatest(0, pension_due - pension_employer // 100) * 1000000 AS "short:contribution.nssf_pension.employer"
FROM due
