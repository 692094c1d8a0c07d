"""What may be written where: SQL, JSON, the clock."""
from source import allowed, code, places, server

SQL = (r"(?i)\b(?:insert\s+into\s|delete\s+from\s|create\s+(?:unique\s+)?(?:table|index)\s"
       r"|(?<!#)pragma\s+(?!once)\w+|select\b[^;]{1,300}?\bfrom\s|update\s+\w+\s+set\s)")
SQL_HOMES = ("server/store/", "server/views/", "server/audit/", "server/vault/")
CLOCK = r"\b\w+::now\(|\bclock_gettime\(|\bgettimeofday\(|\bstd::time\(|\brandom_device\b"


def check_sql():
    """SQL stands only in store, views, audit, vault and *_store files."""
    for name in server(tests=False):
        stem = name.rsplit(".", 1)[0]
        if not name.startswith(SQL_HOMES) and not stem.endswith("_store"):
            yield from places(name, SQL, code(name))


def check_json():
    """JSON stands only at the edges: http, gateway and the features' routes."""
    exceptions = allowed("json_elsewhere.txt")
    for name in server(tests=False):
        at_edge = name.startswith(("server/http/", "server/gateway/")) or (
            name.startswith("server/features/") and "routes" in name.rsplit("/", 1)[1])
        if not at_edge and not name.startswith(exceptions):
            yield from places(name, r"boost/json|boost::json", code(name))


def check_clock():
    """clock and chance are passed in: only base and app ask the machine for them."""
    exceptions = ("server/base/", "server/app/", *allowed("clock_elsewhere.txt"))
    for name in server(tests=False):
        if not name.startswith(exceptions):
            yield from places(name, CLOCK, code(name))
