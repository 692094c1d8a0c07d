"""Which module may include which: the drawing of ARCHITECTURE.md, as a test."""
import re

from source import code, server, text

LEVEL = {"base": 0, "ledger": 1, "store": 2, "engine": 3, "views": 4, "audit": 4, "gateway": 4, "print": 4, "access": 4,
         "vault": 4, "http": 5, "service": 6, "features": 7, "app": 8}
# `meguri verify` must be able to find the mistakes of these two, so it cannot share their code.
NOT_FOR_AUDIT = ("ledger", "engine")
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def module(path):
    return path.removeprefix("server/").split("/")[0]


def includes(name):
    """(included path, module) of every include of our own server code, made relative to server/."""
    here = name.removeprefix("server/").rsplit("/", 1)[0]
    for path in INCLUDE.findall(code(name)):
        if path.startswith("generated/"):
            continue
        yield path if path.split("/")[0] in LEVEL else f"{here}/{path}"


def check_downwards():
    """server includes point downwards only."""
    for name in server():
        mine = module(name)
        if mine not in LEVEL:
            yield f"{name}: server/{mine} has no level in tests/tree/check_includes.py"
            continue
        for path in includes(name):
            other = module(path)
            if other != mine and LEVEL.get(other, 99) >= LEVEL[mine]:
                yield f"{name}: {mine} must not include {path}"


def check_audit():
    """audit shares nothing with ledger or engine."""
    for name in server(tests=False): # its tests make their books by the real rules
        if module(name) == "audit":
            yield from (f"{name}: includes {path}" for path in includes(name)
                        if module(path) in NOT_FOR_AUDIT)


def check_features():
    """features never include each other."""
    for name in server():
        parts = name.split("/")
        if parts[1] != "features" or len(parts) < 4:
            continue
        for path in includes(name):
            other = path.split("/")
            if other[0] == "features" and len(other) > 2 and other[1] != parts[2]:
                yield f"{name}: includes {path}"


def declared_modules():
    """Module -> modules it links, from CMakeLists.txt, with what those link in turn."""
    rows = re.findall(r"^meguri_module\((\w+)\s+DEPS([^)]*)\)", text("CMakeLists.txt"), re.M)
    direct = {name: re.findall(r"meguri_(\w+)", words) for name, words in rows}
    closed = {}
    for name in direct:  # lowest first, so what it links is closed already
        closed[name] = {name}.union(*({each} | closed.get(each, set()) for each in direct[name]))
    return closed


def check_linked():
    """a module includes only what CMakeLists.txt lets it link."""
    linked = declared_modules()
    for name in server():
        for path in includes(name):
            if module(path) not in linked.get(module(name), {module(path)}):
                yield (f"{name}: includes {path}, but meguri_module({module(name)}) "
                       f"does not link {module(path)}")


def check_circles():
    """no header includes itself by a detour."""
    graph = {name.removeprefix("server/"): set(includes(name)) for name in server(".hpp")}
    done = set()

    def visit(name, path):
        if name in path:
            yield " -> ".join([*path[path.index(name):], name])
        elif name in graph and name not in done:
            for each in sorted(graph[name]):
                yield from visit(each, [*path, name])
            done.add(name)

    for name in graph:
        yield from visit(name, [])
