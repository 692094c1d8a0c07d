"""What g++ 12 compiles wrongly in a coroutine: it destroys the side of `?:`, `&&` and `||` that was not taken.

Seen as a heap that is freed twice, long after: a string, vector or shared pointer of the other side goes although it
never came to be. So nothing that chooses stands in one statement with `co_await`: the choice is made before, by `if`.
"""
import re

from source import code, places, server

STATEMENT = r"[^;{}]*\bco_await\b[^;{}]*[;{}]"
CHOICE = re.compile(r"\?|&&(?=[\s!])|\|\|")


def check_awaits():
    """no `?:`, `&&` or `||` in one statement with `co_await`"""
    for name in server():
        body = re.sub(r'"(?:\\.|[^"\\\n])*"', lambda found: '"' + "_" * (len(found.group(0)) - 2) + '"', code(name))
        for statement in re.finditer(STATEMENT, body):
            if CHOICE.search(statement.group(0)):
                yield from places(name, re.escape(statement.group(0)), body)
