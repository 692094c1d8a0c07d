"""Words that must not stand in the tree, sentences that must, and the size of files."""
import json
import re
import subprocess

from source import CODE, ROOT, allowed, files, places, text

UNFINISHED = r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b"
# Paths of the place where somebody happened to work; in web/ a relative import may begin like the second.
WORKPLACE = r"/wo" + r"rk/|\.\./sha" + r"red/(?:spec|reading|visual|hooks|design)"
LONGEST = 400


def check_unfinished():
    """nothing is left unfinished with a mark in the text."""
    for name in files():
        yield from places(name, UNFINISHED)


def check_workplace():
    """no path of anybody's own machine."""
    for name in files():
        yield from places(name, WORKPLACE)


def check_length():
    """no source file is longer than 400 lines."""
    exceptions = allowed("long_files.txt")
    for name in files():
        lines = text(name).count("\n")
        if name.endswith(CODE) and lines > LONGEST and name not in exceptions:
            yield f"{name}: {lines} lines"


def check_refusals():
    """every refusal says in Japanese and English what happened and what to do next."""
    lists = json.loads(text("api/refusals.json"))
    for row in lists["reasons"]:
        if not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", row.get("ja", "")) or not row.get("en"):
            yield f"api/refusals.json: the reason {row['word']} is not told in Japanese and English"
    for row in lists["refusals"]:
        for key in ("ja", "ja_next", "en", "en_next"):
            if not str(row.get(key, "")).strip():
                yield f"api/refusals.json: {row['word']} has no {key}"
        if not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", row.get("ja", "") + row.get("ja_next", "")):
            yield f"api/refusals.json: {row['word']}: ja is not Japanese"


def check_requirement_ids():
    """every requirement that a test names exists."""
    known = set(re.findall(r"^\| ([A-Z]{3})-([a-z0-9]+) \|", text("docs/requirements.md"), re.M))
    for name in files():
        if name.endswith("_test.cpp"):
            found = re.findall(r"(?<=_)([A-Z]{3})_([a-z0-9]+)(?=[_,) ])", text(name))
        elif re.search(r"\.test\.(?:mjs|tsx?)$", name):
            found = [each for words in re.findall(r"\[([^\]\n]*)\]", text(name))
                     for each in re.findall(r"\b([A-Z]{3})-([a-z0-9]+)\b", words)]
        else:
            continue
        for area, letter in sorted(set(found) - known):
            yield f"{name}: there is no requirement {area}-{letter}"


def check_commands():
    """every command in scripts/ can be run and has no slip of syntax."""
    for name in files():
        if name != ".ci/run" and not re.fullmatch(r"scripts/[a-z-]+", name):
            continue
        if not (ROOT / name).stat().st_mode & 0o111:
            yield f"{name}: has no run bit"
        if text(name).startswith("#!/usr/bin/env bash"):
            done = subprocess.run(["bash", "-n", name], cwd=ROOT, capture_output=True, text=True)
            yield from (f"{name}: {line}" for line in done.stderr.splitlines())


def check_links():
    """every link from one page to another leads somewhere."""
    for name in files():
        if not name.endswith(".md"):
            continue
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text(name)):
            if ":" not in target and not (ROOT / name).parent.joinpath(target).exists():
                yield f"{name}: {target}"
