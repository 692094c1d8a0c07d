"""The tree as the checks see it: every file that git tracks or would track, comments apart from code."""
import functools
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
CPP = (".cpp", ".hpp")
CODE = (*CPP, ".ts", ".tsx", ".css", ".mjs", ".py", ".sh", ".cmake")
BINARY = (".png", ".jpg", ".ico", ".woff2", ".pdf", ".sqlite", ".gz", ".y4m", ".webp", ".db", ".dump")


@functools.cache
def files():
    """Paths relative to the root, sorted; what .gitignore names is not part of the tree."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            capture_output=True, check=True).stdout.decode().split("\0")
    return sorted(name for name in set(listed) if name and (ROOT / name).is_file())


@functools.cache
def text(name):
    return "" if name.endswith(BINARY) else (ROOT / name).read_text("utf-8", "replace")


TEST_FILE = re.compile(r"(?:_test|/testing|/test_\w+)\.[ch]pp$")


def server(*suffixes, tests=True):
    """Files of the server; with tests=False without the tests and what only they include."""
    return [name for name in files() if name.startswith("server/") and name.endswith(suffixes or CPP)
            and (tests or not TEST_FILE.search(name))]


STRINGS_AND_COMMENTS = re.compile(
    r'R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/', re.S)


@functools.cache
def code(name):
    """A C++ file without its comments; line numbers stay as they are."""
    def blank(match):
        found = match.group(0)
        return found if found[0] in "R\"'" else "\n" * found.count("\n")
    return STRINGS_AND_COMMENTS.sub(blank, text(name))


def places(name, pattern, body=None):
    """`file:line: matched text` for each match."""
    body = text(name) if body is None else body
    for match in re.finditer(pattern, body):
        line = body.count("\n", 0, match.start()) + 1
        yield f"{name}:{line}: {' '.join(match.group(0).split())[:100]}"


def allowed(list_name):
    """tests/tree/LIST.txt: a path (or the beginning of one) and the reason why it may break the rule."""
    path = pathlib.Path(__file__).with_name(list_name)
    rows = [line.split(maxsplit=1) for line in path.read_text("utf-8").splitlines()
            if line.strip() and not line.startswith("#")]
    assert all(len(row) == 2 for row in rows), f"{list_name}: every exception states its reason"
    return tuple(row[0] for row in rows)
