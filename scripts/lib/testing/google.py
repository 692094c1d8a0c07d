"""GoogleTest programs: the ones that CMake registered, several side by side."""
import concurrent.futures
import json
import os
import re
import subprocess

from .process import run
from .result import OUT, ROOT, Result

# The server must not lean on the machine's language or time zone.
PLAIN = {"TZ": "UTC", "LANG": "C", "LC_ALL": "C"}
LINE = re.compile(r"^\[ *(RUN|OK|FAILED|SKIPPED) *\] ([^\s,(]+)(?:.*\((\d+) ms\))?", re.M)
KINDS = {"OK": "passed", "FAILED": "failed", "SKIPPED": "skipped"}


def registered(preset):
    """Names of the test programs of a build folder."""
    answer = subprocess.run(["ctest", "--test-dir", f"build/{preset}", "--show-only=json-v1"], cwd=ROOT,
                            capture_output=True, text=True, check=True)
    return sorted(test["name"] for test in json.loads(answer.stdout)["tests"])


def level_of(name):
    """A suite whose name ends in Http talks to a real server; the rest is unit."""
    return "server" if any(part.endswith("Http") for part in name.split(".")[0].split("/")) else "unit"


def gtest_pattern(words):
    """`-` and `:` mean something to GoogleTest; an id is written PAY_i there."""
    return "*" + re.sub(r"[-:]", "?", words) + "*"


def run_program(preset, program, words, seconds):
    path = ROOT / "build" / preset / "bin" / program
    report = OUT / "gtest" / f"{preset}-{program}.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    shown = f"build/{preset}/bin/{program}"
    if not path.exists():
        return [Result(program, "unit", "failed", 0, f"scripts/build {preset} {program}", "was not built")]
    command = [path, f"--gtest_output=json:{report}", "--gtest_color=no"]
    if words:
        command.append(f"--gtest_filter={gtest_pattern(words)}")
    done = run(command, f"{preset}-{program}", seconds, PLAIN)
    results = from_report(report, shown) if report.exists() else from_output(done.output, shown)
    if done.ending() and not any(each.result == "failed" for each in results):
        results.append(Result(program, "unit", "failed", done.seconds, shown,
                              f"{done.ending()}\n{done.tail()}"))
    elif not results and not words:
        results.append(Result(program, "unit", "failed", done.seconds, shown, "has no test"))
    return results


def from_report(report, shown):
    results = []
    for suite in json.loads(report.read_text("utf-8", "replace"))["testsuites"]:
        for test in suite["testsuite"]:
            name = f"{suite['name']}.{test['name']}"
            kind, detail = "passed", ""
            if test.get("failures"):
                kind, detail = "failed", "\n".join(each["failure"] for each in test["failures"])
            elif test["status"] == "NOTRUN" or test["result"] != "COMPLETED":
                kind = "skipped"
            results.append(Result(name, level_of(name), kind, float(test["time"].rstrip("s")),
                                  f"{shown} --gtest_filter='{name}'", detail))
    return results


def from_output(output, shown):
    """A program that died wrote no report: what it printed tells which tests ended, and which one did not."""
    found = {}
    for kind, name, milliseconds in LINE.findall(output):
        if "." in name and (kind != "FAILED" or milliseconds):
            found[name] = (KINDS.get(kind), int(milliseconds or 0) / 1000)
    tail = "\n".join(output.rstrip().splitlines()[-25:])
    return [Result(name, level_of(name), kind or "failed", seconds, f"{shown} --gtest_filter='{name}'",
                   "" if kind in ("passed", "skipped") else f"the program ended in this test\n{tail}")
            for name, (kind, seconds) in found.items()]


def run_all(preset, words, seconds, report):
    """Every program, as many at once as there are cores; `report(title, results)` as each ends."""
    results = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        waiting = {pool.submit(run_program, preset, each, words, seconds): each
                   for each in registered(preset)}
        for done in concurrent.futures.as_completed(waiting):
            report(waiting[done], done.result())
            results += done.result()
    return sorted(results, key=lambda each: each.name)


def run_sanitized(programs, seconds):
    """Each program under the sanitizers is one result: its tests count once, in the optimised build."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(lambda each: sanitized(each, seconds), programs))


def sanitized(program, seconds):
    found = run_program("asan", program, "", seconds)
    bad = [each for each in found if each.result == "failed"]
    return Result(sanitized_name(program), "unit", "failed" if bad or not found else "passed",
                  sum(each.seconds for each in found), f"build/asan/bin/{program}",
                  "\n".join(f"{each.name}: {each.detail}" for each in bad))


def sanitized_name(program):
    return f"{program} under address and undefined-behaviour sanitizers"
