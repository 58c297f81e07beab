"""Keeps the rules of the house that no compiler knows.

Usage: check_house.py ROOT          checks the tree
       check_house.py --self-test   checks that each rule finds what it should
"""

import re
import sys
import tempfile
from pathlib import Path

# What each room may include, besides itself: the plan's table, with what its
# entries may use in turn, since a header brings its own includes along.
ROOMS = {
    "quantity": set(),
    "records": {"quantity"},
    "readers": {"quantity", "records"},
    "law": {"quantity"},
    "worktime": {"quantity", "records", "law"},
    "due": {"quantity", "records", "law", "worktime"},
    "reconcile": {"quantity", "records", "law", "worktime", "due"},
    "report": {"quantity", "records", "readers", "law", "worktime", "due", "reconcile"},
}
EXACT_ROOMS = set(ROOMS) - {"report"}
CODE = {".hpp", ".h", ".cpp"}
LONGEST_FILE = 600
HEAVY_HEADERS = ("simdjson", "pugixml", "boost/", "date/")

# Two-letter words that are the codes of countries and also words of our own.
NOT_COUNTRIES = {"no", "in", "is", "am", "at", "do", "to", "by", "my", "so", "it", "as", "me", "be"}
COUNTRIES = set(
    """ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br
    bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec
    ee eg eh er es et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk
    hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb
    lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz
    na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru
    rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn
    to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw""".split()
) - NOT_COUNTRIES

# A line may say why a rule does not hold for it: `// house: floating-point, because …`
ALLOWED = re.compile(r"//\s*house:\s*([a-z-]+),\s*\S+")
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def room_of(path, root):
    parts = path.relative_to(root).parts
    folders = parts[2:] if parts[0] == "include" else parts[1:]
    return folders[0] if len(folders) > 1 else None


def without_comments(text):
    """The code with comments blanked out, line by line; strings stay."""

    def blank(match):
        found = match.group(0)
        return found if found[0] in "\"'" else re.sub(r"[^\n]", " ", found)

    token = r'"(?:[^"\\\n]|\\.)*"|(?<![0-9a-fA-F])\'(?:[^\'\\\n]|\\.)+\'|//[^\n]*|/\*.*?\*/'
    return re.sub(token, blank, text, flags=re.DOTALL)


# Declarations at the left margin: of a function without a body, and the heads of classes.
FUNCTION = re.compile(r"^(?:\[\[nodiscard\]\] )?(?!inline|constexpr|template|using|typedef|friend|static|extern|return|else)"
                      r"((?:const )?[A-Za-z_][\w:]*(?:<[^;{}()]*>)?[ *&]+(?:const )?[a-z_]\w*)\(", re.MULTILINE)
CLASS = re.compile(r"^(?:class|struct) (?:\[\[nodiscard\]\] )?([A-Z]\w*)(?: final)?(?: : [^{;]*)?\s*\{", re.MULTILINE)
MEMBER = re.compile(r"[\w>&*] ~?\w+\([^;{}]*\)(?: const)?(?: noexcept)?$", re.DOTALL)


def block_end(code, at, pair):
    """The place behind the bracket that closes the one before `at`."""
    depth = 1
    while depth and at < len(code):
        depth += (code[at] == pair[0]) - (code[at] == pair[1])
        at += 1
    return at


def has_members_elsewhere(body):
    """Whether a class declares a function whose body stands in a source file."""
    statement, at = "", 0
    while at < len(body):
        if body[at] == "{":
            statement, at = "", block_end(body, at + 1, "{}")
            continue
        if body[at] == ";":
            found = re.sub(r"(public|private|protected):", "", statement).strip()
            if MEMBER.search(found) and not re.match(r"using|friend|static_assert|std::function", found) and "WAGEPROOF_API" not in found:
                return True
            statement = ""
        else:
            statement += body[at]
        at += 1
    return False


def hidden_names(text):
    """What a public header declares and a shared library would not export: line and name."""
    code = without_comments(text)
    for match in FUNCTION.finditer(code):
        above = code[: match.start()].rstrip().rsplit("\n", 1)[-1].strip()
        end = re.compile("[;{]").search(code, block_end(code, match.end(), "()"))
        if end and end.group() == ";" and not above.startswith("template"):
            yield code.count("\n", 0, match.start()) + 1, match.group(1).split()[-1].lstrip("*&")
    for match in CLASS.finditer(code):
        above = code[: match.start()].rstrip().rsplit("\n", 1)[-1].strip()
        body = code[match.end() : block_end(code, match.end(), "{}") - 1]
        if not above.startswith("template") and has_members_elsewhere(body):
            yield code.count("\n", 0, match.start()) + 1, match.group(1)


def check_file(path, root):
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(root).as_posix()
    room = room_of(path, root)
    public = name.startswith("include/")
    lines = text.split("\n")
    code = without_comments(text).split("\n")

    if len(lines) - 1 > LONGEST_FILE:
        yield f"{name}: {len(lines) - 1} lines; a file is one idea, at most {LONGEST_FILE}"

    for number, hidden in hidden_names(text) if public and path.suffix == ".hpp" else ():
        if "WAGEPROOF_API" not in lines[number - 1]:
            yield f"{name}:{number}: {hidden} lacks WAGEPROOF_API; a shared library would not export it"

    for number, (line, bare) in enumerate(zip(lines, code), start=1):
        allowed = ALLOWED.search(line)
        allowed = allowed.group(1) if allowed else None
        where = f"{name}:{number}"

        include = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', bare)
        if include:
            target = include.group(1)
            match = re.match(r"(?:wageproof/)?([a-z]+)/", target)
            other = match.group(1) if match else None
            if room in ROOMS and other in ROOMS and other != room and other not in ROOMS[room]:
                yield f"{where}: {room} includes {target}; the plan lets it use {sorted(ROOMS[room])}"
            if room in ROOMS and other in ("cli", "capi"):
                yield f"{where}: {room} includes {target}; nothing flows back from the faces"
            if public and target.startswith(HEAVY_HEADERS):
                yield f"{where}: public header includes {target}; keep it in src/"
            continue

        exact = public or room in EXACT_ROOMS
        outside_strings = STRING.sub('""', bare)
        if exact and allowed != "floating-point" and re.search(r"\b(double|float)\b", outside_strings):
            yield f"{where}: floating point on a path of money or time"

        if allowed != "country":
            for literal in STRING.findall(bare):
                if literal in COUNTRIES or literal.lower() in COUNTRIES and literal.isupper():
                    yield f'{where}: "{literal}" is a country; the law is data'


def check(root):
    for top in ("include", "src"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in CODE:
                yield from check_file(path, root)


SELF_TEST = [
    # path, text, part of the complaint (or None where there must be none)
    ("src/quantity/a.cpp", '#include "wageproof/records/t.hpp"\n', "quantity includes"),
    ("src/law/a.cpp", '#include "worktime/t.hpp"\n', "law includes"),
    ("src/due/a.cpp", '#include "wageproof/worktime/t.hpp"\n', None),
    ("src/cli/a.cpp", '#include "wageproof/report/t.hpp"\n', None),
    ("src/due/a.cpp", '#include "capi/t.hpp"\n', "faces"),
    ("include/wageproof/law/a.hpp", "#include <simdjson.h>\n", "public header includes"),
    ("src/law/a.cpp", "#include <simdjson.h>\n", None),
    ("src/law/a.cpp", 'if (id == "kh") {}\n', "is a country"),
    ("src/law/a.cpp", 'if (id == "KH") {}\n', "is a country"),
    ("src/law/a.cpp", '// such as "kh"\n', None),
    ("src/law/a.cpp", 'if (id == "no") {}\n', None),
    ("src/readers/a.cpp", 'if (id == "kh") {}  // house: country, calling codes of accounts\n', None),
    ("src/due/a.cpp", "double wage = 1;\n", "floating point"),
    ("src/due/a.cpp", "// a double shift\n", None),
    ("src/due/a.cpp", 'f("double");\n', None),
    ("src/due/a.cpp", "constexpr int a = 1'000; double b; // 'x'\n", "floating point"),
    ("src/due/a.cpp", "double rate;  // house: floating-point, progress shown to a person\n", None),
    ("src/report/a.cpp", "double width;\n", None),
    ("include/wageproof/report/a.hpp", "float width;\n", "floating point"),
    ("include/wageproof/law/a.hpp", "int f(int x);\n", "lacks WAGEPROOF_API"),
    ("include/wageproof/law/a.hpp", "[[nodiscard]] std::string f(const Pack& p,\n    int x) noexcept;\n", "lacks WAGEPROOF_API"),
    ("include/wageproof/law/a.hpp", "[[nodiscard]] WAGEPROOF_API int f(int x);\ninline int g() { return 1; }\nconstexpr int h();\n", None),
    ("include/wageproof/law/a.hpp", "template <class T>\nint f(T x);\n", None),
    ("include/wageproof/law/a.hpp", "class A {\n public:\n  int f() const;\n};\n", "A lacks WAGEPROOF_API"),
    ("include/wageproof/law/a.hpp", "class A {\n public:\n  int f() const { return g(); }\n  int x = 0;\n};\n", None),
    ("include/wageproof/law/a.hpp", "class WAGEPROOF_API A {\n public:\n  int f() const;\n};\n", None),
    ("src/law/a.hpp", "int f(int x);\n", None),
    ("src/law/a.cpp", "\n" * 601, "601 lines"),
    ("src/law/a.cpp", "\n" * 600, None),
]


def self_test():
    failures = 0
    for name, text, expected in SELF_TEST:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            path = root / name
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
            found = list(check(root))
        good = not found if expected is None else len(found) == 1 and expected in found[0]
        if not good:
            failures += 1
            print(f"{name}: {text[:60]!r}: expected {expected!r}, found {found}")
    print(f"{len(SELF_TEST)} cases, {failures} failed")
    return failures


def main(arguments):
    if arguments == ["--self-test"]:
        return 1 if self_test() else 0
    complaints = list(check(Path(arguments[0]).resolve()))
    for complaint in complaints:
        print(complaint)
    print(f"the house: {len(complaints)} complaint(s)")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
