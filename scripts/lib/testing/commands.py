"""Tests that are one command: the simulation, the kill rounds, the web workspace's own checks."""
import concurrent.futures
import json
import os

from .process import run
from .result import ROOT, Result

NOTHING_LOST = "lost 0, doubled 0, wrong balances 0"
# Seeds are fixed here: a run that fails today fails tomorrow. The days are the command's own, so that what people call
# is what is tested. Long hunts are scripts/sim by hand.
OPERATIONS = (
    ("simulation of city days keeps every invariant, seed 20260401", ["scripts/sim", "20260401"], 600),
    ("simulation of city days keeps every invariant, seed 31", ["scripts/sim", "31"], 600),
    ("50 kills lose and double nothing", ["scripts/crash", "50"], 900),
    ("100,000 cards have 100,000 codes, and what is printed is read back [DLV-3]", ["scripts/printed", "cards"], 300,
     "printed 100000, unique 100000, read back 200, wrong 0"),
    ("1,000 shops' stickers are read back, every one [DLV-4]", ["scripts/printed", "places"], 300,
     "printed 1000, unique 1000, read back 1050, wrong 0"),
)
WEB_CHECKS = (
    ("web: types fit", "typecheck", True),
    ("web: sources keep the rules", "lint", True),
    ("web: the contract is well formed", "contract", False),
    ("web: first load stays within the budget", "budget", False),
    ("web: bundles use nothing newer than the oldest browser", "syntax", False),
)


def matches(name, words):
    return not words or words.lower() in name.lower()


def operations(words):
    wanted = [each for each in OPERATIONS if matches(each[0], words)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(operation, wanted))


def operation(what):
    name, command, seconds, *said = what
    done = run(command, "-".join(command).replace("/", "-"), seconds)
    good = not done.ending() and done.output.rstrip().splitlines()[-1:] == (said or [NOTHING_LOST])
    return Result(name, "operation", "passed" if good else "failed", done.seconds, " ".join(command),
                  f"{done.ending()}\n{done.tail()}")


def web_checks(words, fast):
    scripts = json.loads((ROOT / "web" / "package.json").read_text("utf-8"))["scripts"]
    results = []
    for name, script, in_fast in WEB_CHECKS:
        if script not in scripts or not matches(name, words) or (fast and not in_fast):
            continue
        done = run(["npm", "run", "--silent", script], f"web-{script}", 300, cwd=ROOT / "web")
        results.append(Result(name, "unit", "failed" if done.ending() else "passed", done.seconds,
                              f"(cd web && npm run {script})", done.tail()))
    return results
