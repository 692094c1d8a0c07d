"""node:test files: the web apps' unit tests, and everything under tests/{api,e2e}."""
import json
import os
import re

from .process import run
from .result import OUT, ROOT, Result

REPORTER = ROOT / "scripts" / "lib" / "testing" / "reporter.mjs"
SUBTESTS = re.compile(r"\d+ subtests? failed")  # said by a group; the subtests speak for themselves
NOT_MATCHED = "test name does not match pattern"


def options(report, words):
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    found = [f"--test-reporter={REPORTER.as_uri()}", f"--test-reporter-destination={report}",
             "--test-reporter=spec", "--test-reporter-destination=stdout"]
    if words:
        found.append(f"--test-name-pattern={re.escape(words)}")
    return found


def web_unit(words, seconds):
    report = OUT / "node" / "web.jsonl"
    done = run(["node", "web/scripts/test.mjs", *options(report, words)], "node-web", seconds)
    return collect("web unit tests", "unit", report, done, words,
                   lambda file, own: f"(cd web && npm test -- {file.removeprefix('web/')})")


def folder(name, level, words, seconds):
    """tests/NAME/*.test.mjs, as many files at once as there are cores: each starts servers and browsers of its own."""
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / name).glob("*.test.mjs"))
    if not files:
        return [] if words else [Result(f"tests/{name}", level, "failed", 0, "", "has no *.test.mjs")]
    report = OUT / "node" / f"{name}.jsonl"
    command = ["node", "--test", f"--test-concurrency={os.cpu_count() or 1}", f"--test-timeout={min(seconds, 300) * 1000}"]
    done = run([*command, *options(report, words), *files], f"node-{name}", seconds)
    # Alone is the whole file: steps of a story need those before them.
    return collect(f"tests/{name}", level, report, done, words, lambda file, own: f"node --test {file}")


def collect(title, level, report, done, words, alone):
    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()] if report.exists() else []
    results = []
    for line in lines:
        file = line["file"].removeprefix("file://").removeprefix(f"{ROOT}/")
        is_file = line["own"].rsplit("/", 1)[-1] == file.rsplit("/", 1)[-1]
        groups_only = (line["suite"] or is_file) and line["passed"] or SUBTESTS.fullmatch(line["error"])
        if groups_only or line["skipped"] == NOT_MATCHED:
            continue
        name = f"{file} could not run" if is_file else line["name"]
        kind = "skipped" if line["skipped"] else "passed" if line["passed"] else "failed"
        reason = line["skipped"] if isinstance(line["skipped"], str) else line["error"]
        results.append(Result(name, level, kind, line["seconds"], alone(file, line["own"]),
                              done.tail(40) if is_file else reason))
    if done.ending() and not any(each.result == "failed" for each in results):
        results.append(Result(title, level, "failed", done.seconds, "", f"{done.ending()}\n{done.tail()}"))
    elif not results and not words:
        results.append(Result(title, level, "failed", done.seconds, "", f"nothing ran\n{done.tail()}"))
    return results
