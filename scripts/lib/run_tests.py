"""scripts/test after its set-up: builds, runs every kind of test, writes var/test/results.json."""
import os
import shutil
import signal
import subprocess
import sys
import time
import traceback

from testing import commands, google, node, tree
from testing.result import OUT, ROOT, Result, last_line, write_results

SANITIZED = ("base_", "ledger_", "engine_", "scenario")  # beginnings of the programs' names


class Session:
    """What was asked for, and what came out so far."""

    def __init__(self, arguments):
        self.fast = arguments[:1] == ["fast"]
        self.words = " ".join(arguments[1:] if self.fast else arguments)
        self.results = []
        self.start = time.monotonic()

    def report(self, title, results):
        """A line a group of tests; a failure's reason at once, so that nobody waits for the end."""
        if not results:
            return
        seconds = sum(each.seconds for each in results)
        print(f"{title}: {last_line(results)} ({seconds:.1f} s)", flush=True)
        for each in results:
            if each.result == "failed":
                print(f"  FAILED {each.name}")
                for line in each.detail.strip().splitlines()[:40]:
                    print(f"    {line}", flush=True)

    def add(self, title, results):
        self.report(title, results)
        self.results += results

    def step(self, title, command):
        """A step without which nothing can be tested, such as the build."""
        return self.ended(title, command, subprocess.run(command, cwd=ROOT).returncode)

    def ended(self, title, command, code):
        if code:
            self.results.append(Result(title, "unit", "failed", 0, " ".join(command), f"exit code {code}"))
        return code == 0


def run_everything(session):
    session.add("tree checks", tree.run_all(session.words))
    if session.words.startswith("tree"):
        return  # they need no build, and whoever asks for them wants the answer now
    server = session.step("the server builds", ["scripts/build", "dev", "all"])
    if server:
        google_tests(session)
    web = session.step("the web apps build", ["scripts/build", "dev", "web"])
    session.add("web unit tests", node.web_unit(session.words, 150))
    session.add("web checks", commands.web_checks(session.words, session.fast))
    if server and not session.fast:
        slow_tests(session, web)


def google_tests(session):
    found = google.run_all("dev", session.words, 150 if session.fast else 600, session.report)
    if not found and not session.words:
        found = [Result("C++ tests", "unit", "failed", 0, "", "there is no test program")]
    session.results += found


def slow_tests(session, web):
    if not session.words:
        shutil.rmtree(OUT / "exercised", ignore_errors=True)  # what these tests saw, not what earlier ones did
    with Sanitizers(session) as sanitizers:
        session.add("tests/api", node.folder("api", "server", session.words, 900))
        if web:
            session.add("tests/e2e", node.folder("e2e", "screen", session.words, 900))
            session.add("tests/contract", node.folder("contract", "server", session.words, 60))  # what those two met
        sanitizers.run()
    session.add("operation", commands.operations(session.words))


class Sanitizers:
    """The programs once more, with sanitizers: compiled beside the tests that mostly wait, and yielding to them."""

    TITLE = "the tree builds with sanitizers"

    def __init__(self, session):
        self.session = session
        self.programs = [each for each in google.registered("dev") if each.startswith(SANITIZED)
                         and commands.matches(google.sanitized_name(each), session.words)]
        self.command = ["nice", "-n", "19", "scripts/build", "asan", *self.programs]
        self.log = OUT / "build-asan.log"
        self.build = None

    def __enter__(self):
        if self.programs:
            OUT.mkdir(parents=True, exist_ok=True)
            with open(self.log, "wb") as log:
                self.build = subprocess.Popen(self.command, cwd=ROOT, stdout=log, stderr=log,
                                              start_new_session=True)
        return self

    def run(self):
        if not self.build:
            return
        if self.build.poll() is None:
            print("Waiting for the programs with sanitizers to compile", flush=True)
        if self.session.ended(self.TITLE, self.command, self.build.wait()):
            self.session.add("sanitizers", google.run_sanitized(self.programs, 600))
        else:
            print(self.log.read_text(errors="replace")[-8000:], flush=True)

    def __exit__(self, *_):
        if self.build and self.build.poll() is None:  # something before it went wrong
            os.killpg(self.build.pid, signal.SIGTERM)
            self.build.wait()


def main(arguments):
    sys.stdout.reconfigure(encoding="utf-8")
    session = Session(arguments)
    try:
        run_everything(session)
    except Exception:  # a mistake of these scripts must end as a failure like any other
        session.add("scripts/test itself", [Result("scripts/test itself", "unit", "failed", 0, "",
                                                   traceback.format_exc())])
    if not session.results:
        session.results.append(
            Result(f"a test named {session.words}", "unit", "failed", 0, "", "nothing ran"))
    write_results(session.results)
    failed = [each for each in session.results if each.result == "failed"]
    if failed:
        print("\nFailed, and how to run each alone:")
        for each in failed:
            print(f"  {each.name}\n    {each.alone or each.detail.splitlines()[0]}")
    for each in session.results:
        if each.result == "skipped":
            print(f"skipped: {each.name} {each.detail}")
    print(f"\n{time.monotonic() - session.start:.0f} s; every test is in var/test/results.json")
    print(last_line(session.results))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
