import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.PointerByReference;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * A payslip checked from Java through the C API, by JNA:
 * {@code mvn dependency:copy-dependencies -DoutputDirectory=jars}, then
 * {@code java -cp 'jars/*' -Djna.library.path=LIBRARY_FOLDER Payslip.java}.
 */
public class Payslip {
  /** The functions that are used here, as wageproof.h declares them; a {@code size_t} is a {@code long} on 64 bits. */
  public interface Wageproof extends Library {
    long CSTRING = -1; // the size of a text that ends with a zero
    int BREACH = 0, MONEY = 0;

    int wageproof_packs_create(PointerByReference out, Failure error);
    void wageproof_packs_destroy(PointerByReference packs);
    int wageproof_checker_create(Pointer packs, String law, long size, PointerByReference out, Failure error);
    void wageproof_checker_destroy(PointerByReference checker);
    int wageproof_checker_check_json(Pointer checker, byte[] json, long size, PointerByReference out, Failure error);
    int wageproof_result_totals(Pointer result, Totals out, Failure error);
    int wageproof_result_finding(Pointer result, long index, Finding out, Failure error);
    int wageproof_result_explain(Pointer result, String worker, long workerSize, int day, String line, long lineSize, int asJson,
        PointerByReference out, Failure error);
    void wageproof_result_destroy(PointerByReference result);
    Pointer wageproof_text_data(Pointer text);
    void wageproof_text_destroy(PointerByReference text);
  }

  @Structure.FieldOrder({"code", "message"})
  public static class Failure extends Structure {
    public int code;
    public byte[] message = new byte[1020];
  }

  /** A text that belongs to the result. */
  @Structure.FieldOrder({"data", "size"})
  public static class Text extends Structure {
    public Pointer data;
    public long size;

    @Override
    public String toString() {
      return size == 0 ? "" : new String(data.getByteArray(0, (int) size), StandardCharsets.UTF_8);
    }
  }

  @Structure.FieldOrder({"value", "given"})
  public static class Figure extends Structure {
    public long value;
    public long given;

    /** Exact, never a double; null where there is no figure. */
    public BigDecimal decimal() {
      return given == 0 ? null : BigDecimal.valueOf(value, 6);
    }

    @Override
    public String toString() {
      return given == 0 ? "unknown" : decimal().setScale(2).toPlainString();
    }
  }

  @Structure.FieldOrder({"structSize", "employers", "workers", "workerPeriods", "workerDays", "breaches", "discrepancies", "warnings",
      "notices", "lines", "findings", "checks", "balances", "matches", "rejects"})
  public static class Totals extends Structure {
    public long structSize;
    public long employers, workers, workerPeriods, workerDays, breaches, discrepancies, warnings, notices;
    public long lines, findings, checks, balances, matches, rejects;
  }

  @Structure.FieldOrder({"structSize", "findingId", "employerId", "workerId", "check", "currency", "pack", "rule", "source", "evidence",
      "periodStart", "periodEnd", "severity", "unit", "expected", "found", "difference"})
  public static class Finding extends Structure {
    public long structSize;
    public Text findingId, employerId, workerId, check, currency, pack, rule, source, evidence;
    public int periodStart, periodEnd, severity, unit;
    public Figure expected, found, difference;
  }

  private static final Wageproof LIBRARY = Native.load("wageproof", Wageproof.class);
  private static final Failure FAILURE = new Failure();

  private static void succeed(int status) {
    if (status != 0) throw new IllegalStateException(Native.toString(FAILURE.message, "UTF-8"));
  }

  private static final String PAYSLIP = """
      {"employer": {"attributes": {"sector": "garment"}},
       "workers": [{"worker_id": "Sok Dara", "hired_on": "2022-01-08", "contract": "permanent", "pay_basis": "monthly", "wage": "208"}],
       "time": [
         {"from": "2025-10-01", "to": "2025-10-31", "weekdays": "tue-sat", "start": "07:00", "end": "16:00", "break_minutes": 60},
         {"from": "2025-10-01", "to": "2025-10-31", "weekdays": "mon", "start": "07:00", "end": "18:00", "break_minutes": 60}],
       "payroll": [
         {"period_start": "2025-10-01", "period_end": "2025-10-31", "component": "basic", "amount": "208"},
         {"period_start": "2025-10-01", "period_end": "2025-10-31", "component": "overtime", "amount": "3"}]}
      """;

  public static void main(String[] arguments) {
    PointerByReference packs = new PointerByReference(), checker = new PointerByReference();
    PointerByReference result = new PointerByReference(), working = new PointerByReference();
    BigDecimal overtime = null;
    try {
      succeed(LIBRARY.wageproof_packs_create(packs, FAILURE));
      succeed(LIBRARY.wageproof_checker_create(packs.getValue(), "kh", Wageproof.CSTRING, checker, FAILURE));
      byte[] json = PAYSLIP.getBytes(StandardCharsets.UTF_8);
      succeed(LIBRARY.wageproof_checker_check_json(checker.getValue(), json, json.length, result, FAILURE));

      Totals totals = new Totals();
      totals.structSize = totals.size();
      succeed(LIBRARY.wageproof_result_totals(result.getValue(), totals, FAILURE));
      for (long i = 0; i < totals.findings; i++) {
        Finding finding = new Finding();
        finding.structSize = finding.size();
        succeed(LIBRARY.wageproof_result_finding(result.getValue(), i, finding, FAILURE));
        if (finding.severity != Wageproof.BREACH || finding.unit != Wageproof.MONEY) continue;
        System.out.println(finding.check + ": due " + finding.expected + ", booked " + finding.found + " " + finding.currency);
        if (finding.check.toString().equals("overtime_pay")) overtime = finding.difference.decimal();
      }
      int october = 20362; // days since 1970-01-01
      succeed(LIBRARY.wageproof_result_explain(result.getValue(), "Sok Dara", Wageproof.CSTRING, october, "overtime_pay",
          Wageproof.CSTRING, 0, working, FAILURE));
      System.out.println("\n" + LIBRARY.wageproof_text_data(working.getValue()).getString(0, "UTF-8"));
    } finally {
      LIBRARY.wageproof_text_destroy(working);
      LIBRARY.wageproof_result_destroy(result);
      LIBRARY.wageproof_checker_destroy(checker);
      LIBRARY.wageproof_packs_destroy(packs);
    }
    System.exit(overtime != null && overtime.compareTo(new BigDecimal("9")) == 0 ? 0 : 1);
  }
}
