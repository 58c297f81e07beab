// A payslip checked from Node through the C API: `npm install && WAGEPROOF_LIBRARY=…/libwageproof.so node payslip.mjs`.
import koffi from "koffi";

const library = koffi.load(process.env.WAGEPROOF_LIBRARY ?? "libwageproof.so");
const CSTRING = 0xffffffffffffffffn; // the size of a text that ends with a zero
const FINDINGS = 2, NDJSON = 1;

koffi.struct("wageproof_error", { code: "int32_t", message: koffi.array("char", 1020, "String") });
for (const name of ["packs", "checker", "result", "text"]) koffi.opaque(`wageproof_${name}`);
const declare = (signature) => library.func(signature);
const createPacks = declare("int wageproof_packs_create(_Out_ wageproof_packs **out, _Out_ wageproof_error *error)");
const createChecker = declare("int wageproof_checker_create(wageproof_packs *packs, const char *law, size_t size, _Out_ wageproof_checker **out, _Out_ wageproof_error *error)");
const checkJson = declare("int wageproof_checker_check_json(wageproof_checker *checker, const char *json, size_t size, _Out_ wageproof_result **out, _Out_ wageproof_error *error)");
const resultTable = declare("int wageproof_result_table(wageproof_result *result, int table, int form, _Out_ wageproof_text **out, _Out_ wageproof_error *error)");
const textData = declare("const char *wageproof_text_data(wageproof_text *text)");
const destroyPacks = declare("void wageproof_packs_destroy(_Inout_ wageproof_packs **packs)");
const destroyChecker = declare("void wageproof_checker_destroy(_Inout_ wageproof_checker **checker)");
const destroyResult = declare("void wageproof_result_destroy(_Inout_ wageproof_result **result)");
const destroyText = declare("void wageproof_text_destroy(_Inout_ wageproof_text **text)");

/** Calls a function whose last outputs are a handle and an error; throws what it refuses. */
function made(call, ...inputs) {
  const out = [null], error = {};
  if (call(...inputs, out, error) !== 0) throw new Error(error.message);
  return out[0];
}

const packs = made(createPacks);
const checker = made(createChecker, packs, "kh", CSTRING);
const payslip = {
  employer: { attributes: { sector: "garment" } },
  workers: [{ hired_on: "2022-01-08", contract: "permanent", pay_basis: "monthly", wage: "208" }],
  time: [
    { from: "2025-10-01", to: "2025-10-31", weekdays: "tue-sat", start: "07:00", end: "16:00", break_minutes: 60 },
    { from: "2025-10-01", to: "2025-10-31", weekdays: "mon", start: "07:00", end: "18:00", break_minutes: 60 },
  ],
  payroll: [
    { period_start: "2025-10-01", period_end: "2025-10-31", component: "basic", amount: "208" },
    { period_start: "2025-10-01", period_end: "2025-10-31", component: "overtime", amount: "3" },
  ],
};
const result = made(checkJson, checker, JSON.stringify(payslip), CSTRING);
const text = made(resultTable, result, FINDINGS, NDJSON);
// Amounts are texts: a number of JavaScript would round them.
const findings = textData(text).trim().split("\n").map((line) => JSON.parse(line));
for (const each of findings.filter((finding) => finding.severity === "breach")) {
  console.log(`${each.check}: due ${each.expected}, booked ${each.found} ${each.unit}`);
}
const overtime = findings.find((finding) => finding.check === "overtime_pay");
destroyText([text]);
destroyResult([result]);
destroyChecker([checker]);
destroyPacks([packs]);
process.exitCode = overtime?.difference === "9.00" ? 0 : 1;
