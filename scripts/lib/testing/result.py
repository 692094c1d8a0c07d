"""One test's outcome, the requirement ids in its name, and the file that scripts/requirements reads."""
import dataclasses
import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[3]
OUT = ROOT / "var" / "test"
LEVELS = ("unit", "server", "screen", "operation")

IN_BRACKETS = re.compile(r"\[([^\]]*)\]")
DASHED = re.compile(r"\b([A-Z]{3})-([a-z0-9]+)\b")
UNDERSCORED = re.compile(r"_([A-Z]{3})_([a-z0-9]+)(?![a-z0-9])")


def requirement_ids(name):
    """The ids a test's name claims: `[PAY-i]`, `[PAY-i, PAY-k]` in TypeScript, `_PAY_i` in C++."""
    found = [match for text in IN_BRACKETS.findall(name) for match in DASHED.findall(text)]
    found += UNDERSCORED.findall(name)
    return list(dict.fromkeys(f"{area}-{letter}" for area, letter in found))


@dataclasses.dataclass
class Result:
    name: str
    level: str  # one of LEVELS
    result: str  # passed | failed | skipped
    seconds: float = 0.0
    alone: str = ""  # the command that runs this test alone
    detail: str = ""  # why it failed or was skipped

    def row(self):
        return {"name": self.name, "level": self.level, "requirements": requirement_ids(self.name),
                "result": self.result, "seconds": round(self.seconds, 3)}


def write_results(results, path=OUT / "results.json"):
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = ",\n".join("  " + json.dumps(each.row(), ensure_ascii=False) for each in results)
    path.write_text(f"[\n{rows}\n]\n", "utf-8")


def last_line(results):
    count = {kind: sum(each.result == kind for each in results) for kind in ("passed", "failed", "skipped")}
    skipped = f", {count['skipped']} skipped" if count["skipped"] else ""
    return f"{count['passed']} passed, {count['failed']} failed{skipped}"
