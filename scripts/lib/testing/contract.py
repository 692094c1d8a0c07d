"""Every operation × status of the contract must have been answered at least once in a whole run.

The API and browser tests note each answer they see: a line {"operation": "createPayment", "status": 201} in the
file that MEGURI_CONTRACT_LOG names. tests/api/not_exercised.txt lists `operation status reason` for the answers
that no test can provoke.
"""
import json
import subprocess

from .result import OUT, ROOT, Result

LOG = OUT / "contract.jsonl"
NAME = "every operation and status of the contract is exercised"
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


def begin():
    LOG.parent.mkdir(parents=True, exist_ok=True)
    LOG.unlink(missing_ok=True)
    return {"MEGURI_CONTRACT_LOG": str(LOG)}


def promised():
    """(operation, status) of every answer that the contract describes, status as text."""
    bundle = OUT / "openapi.json"
    subprocess.run([ROOT / "api" / "generate.py", "json", bundle], check=True)
    paths = json.loads(bundle.read_text("utf-8"))["paths"]
    return {(item[method]["operationId"], str(status)) for item in paths.values()
            for method in METHODS if method in item for status in item[method]["responses"]}


def excused():
    path = ROOT / "tests" / "api" / "not_exercised.txt"
    if not path.exists():
        return set()
    rows = [line.split(maxsplit=2) for line in path.read_text("utf-8").splitlines()
            if line.strip() and not line.startswith("#")]
    return {(row[0], row[1]) for row in rows if len(row) == 3}  # without a reason it does not count


def seen(all_promised):
    """What was noted; a status that an operation does not list stands for its `default`."""
    found = set()
    for line in LOG.read_text("utf-8").splitlines() if LOG.exists() else []:
        row = json.loads(line)
        answer = (row["operation"], str(row["status"]))
        found.add(answer if answer in all_promised else (row["operation"], "default"))
    return found


def check():
    wanted = promised()
    missing = sorted(wanted - seen(wanted) - excused())
    detail = "\n".join(["never seen:"] + [f"{operation} {status}" for operation, status in missing])
    return [Result(NAME, "server", "failed" if missing else "passed", 0, "scripts/test", detail)]
