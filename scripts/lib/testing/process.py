"""Runs one program with a time limit, its output in a file; whatever it started ends with it."""
import dataclasses
import os
import shutil
import signal
import subprocess
import time

from .result import OUT, ROOT

LOGS = OUT / "logs"


@dataclasses.dataclass
class Run:
    code: int  # negative: the signal that ended it
    seconds: float
    output: str
    timed_out: bool

    def ending(self):
        """How it ended, in words; empty when it ended well."""
        if self.timed_out:
            return f"still running after {self.seconds:.0f} s, stopped"
        if self.code < 0:
            return f"ended by {signal.Signals(-self.code).name}"
        return f"exit code {self.code}" if self.code else ""

    def tail(self, lines=25):
        return "\n".join(self.output.rstrip().splitlines()[-lines:])


def run(command, log_name, seconds, env=None, cwd=ROOT):
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{log_name}.log"
    start, timed_out = time.monotonic(), False
    if not (ROOT / str(command[0])).exists() and not shutil.which(str(command[0])):
        return Run(127, 0, f"there is no {command[0]}", False)
    with open(log, "wb") as out:
        process = subprocess.Popen([str(part) for part in command], stdout=out, stderr=subprocess.STDOUT,
                                   stdin=subprocess.DEVNULL, cwd=cwd, env={**os.environ, **(env or {})},
                                   start_new_session=True)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            timed_out = True
        finally:
            end_group(process)
    output = log.read_text("utf-8", "replace")
    return Run(process.returncode, time.monotonic() - start, output, timed_out)


def end_group(process):
    """Nothing of a test may live on and hold a port or a file that the next one wants."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()
