#!/usr/bin/python3
"""Turns api/ into what programs read.

    generate.py cpp OUTDIR    refusals.inc, reasons.inc, operations.inc and openapi_json.inc for the server
    generate.py json OUTFILE  the whole contract as one JSON document, for type generators and linters

api/refusals.json is the one list of refusals; api/openapi.yaml (which may be split over files by $ref) the
one contract. An input that does not exist counts as empty. Files are rewritten only when they change, so
that nothing is compiled again without a reason. Anything doubtful in the input stops the build with a
sentence that names the place.
"""
import json
import pathlib
import re
import sys

import yaml

API = pathlib.Path(__file__).resolve().parent
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
CLASSES = ("pay", "read", "bulk")
WORD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# A key of the contract tells what kind of component an external $ref below it is; anything else is a schema.
KINDS = {"parameters": "parameters", "responses": "responses", "requestBody": "requestBodies",
         "headers": "headers", "examples": "examples", "links": "links"}


class ContractError(Exception):
    pass


class Yaml12Loader(yaml.SafeLoader):
    """YAML 1.2's idea of plain words, which is JSON's: `no`, `on` and 2026-04-01 stay text."""


Yaml12Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers
            if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Yaml12Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def load_refusals():
    path = API / "refusals.json"
    if not path.exists():
        return []
    try:
        refusals = json.loads(path.read_text("utf-8"))["refusals"]
    except (ValueError, KeyError) as problem:
        raise ContractError(f"{path.name}: {problem!r}")
    words, numbers = set(), set()
    for row in refusals:
        word = row.get("word", "?")
        missing = [key for key in ("word", "number", "status", "retry", "ja", "ja_next", "en", "en_next")
                   if row.get(key) in (None, "")]
        if missing:
            raise ContractError(f"{path.name}: {word}: no {', '.join(missing)}")
        if not WORD.fullmatch(word) or not WORD.fullmatch(row["retry"]):
            raise ContractError(f"{path.name}: {word}: word and retry are written in snake_case")
        if word in words or row["number"] in numbers:
            raise ContractError(f"{path.name}: {word}: word or number {row['number']} is used twice")
        words.add(word)
        numbers.add(row["number"])
    return refusals


def load_reasons():
    """Why terms were refused: word and sentences of each reason, beside the refusals in their file."""
    path = API / "refusals.json"
    if not path.exists():
        return []
    reasons = json.loads(path.read_text("utf-8")).get("reasons", [])
    for row in reasons:
        if not WORD.fullmatch(row.get("word", "")) or not row.get("ja") or not row.get("en"):
            raise ContractError(f"{path.name}: a reason has a word in snake_case, ja and en: {row}")
    if len({row["word"] for row in reasons}) != len(reasons):
        raise ContractError(f"{path.name}: a reason's word is used twice")
    return reasons


class Bundle:
    """openapi.yaml with everything it refers to, in one document whose $refs are all local."""

    def __init__(self, root_path):
        self.root_path = root_path.resolve()
        self.files = {}
        self.names = {}  # (file, pointer) -> local $ref
        root = self.load(self.root_path)
        self.out = {key: value for key, value in root.items() if key not in ("paths", "components")}
        self.out["paths"] = {}
        self.out["components"] = {}
        self.claim_component_names(root)
        for kind, members in (root.get("components") or {}).items():
            for name, value in (members or {}).items():
                self.put(kind, name, self.follow_alias(value, self.root_path))
        for path, item in (root.get("paths") or {}).items():
            self.out["paths"][path] = self.walk(*self.follow_alias(item, self.root_path), "")

    def load(self, path):
        if path not in self.files:
            if not path.exists():
                raise ContractError(f"{path}: a $ref points here, but there is no such file")
            try:
                text = path.read_text("utf-8")
                self.files[path] = json.loads(text) if path.suffix == ".json" \
                    else yaml.load(text, Yaml12Loader)  # noqa: S506 (a SafeLoader)
            except (ValueError, yaml.YAMLError) as problem:
                raise ContractError(f"{path}: {problem}")
        return self.files[path]

    def target(self, ref, base):
        """The file and pointer that a $ref written in file `base` names."""
        if "://" in ref:
            raise ContractError(f"{base}: $ref to another host: {ref}")
        file, _, pointer = ref.partition("#")
        return ((base.parent / file).resolve() if file else base), pointer

    def lookup(self, path, pointer):
        value = self.load(path)
        for part in [p for p in pointer.split("/") if p]:
            part = part.replace("~1", "/").replace("~0", "~")
            try:
                value = value[int(part)] if isinstance(value, list) else value[part]
            except (KeyError, IndexError, ValueError, TypeError):
                raise ContractError(f"{path}#{pointer}: a $ref points here, but there is nothing")
        return value

    def claim_component_names(self, root):
        """Root components come first, so that every $ref to the same place gets the name chosen there."""
        for kind, members in (root.get("components") or {}).items():
            for name, value in (members or {}).items():
                local = f"#/components/{kind}/{name}"
                self.names[(self.root_path, f"/components/{kind}/{name}")] = local
                if isinstance(value, dict) and set(value) == {"$ref"}:
                    self.names.setdefault(self.target(value["$ref"], self.root_path), local)

    def follow_alias(self, value, base):
        """A value that is nothing but a $ref is replaced by what it names (path items, root components)."""
        seen = set()
        while isinstance(value, dict) and set(value) == {"$ref"}:
            base, pointer = self.target(value["$ref"], base)
            if (base, pointer) in seen:
                raise ContractError(f"{base}#{pointer}: $refs in a circle")
            seen.add((base, pointer))
            value = self.lookup(base, pointer)
        return value, base

    def put(self, kind, name, value_and_base):
        value, base = value_and_base
        self.out["components"].setdefault(kind, {})[name] = None  # keeps the order, ends recursion
        self.out["components"][kind][name] = self.walk(value, base, KINDS.get(kind, ""))

    def local_ref(self, ref, base, kind):
        place = self.target(ref, base)
        if place not in self.names:
            value = self.lookup(*place)
            stem = place[1].rsplit("/", 1)[-1] or place[0].stem
            members = self.out["components"].setdefault(kind, {})
            name = stem
            if name in members:
                name = f"{place[0].stem}_{stem}"
            if name in members:
                raise ContractError(f"{place[0]}#{place[1]}: the name {name} is used twice")
            self.names[place] = f"#/components/{kind}/{name}"
            self.put(kind, name, self.follow_alias(value, place[0]))
        return self.names[place]

    def walk(self, value, base, under):
        """Copies a value of file `base`, making every $ref in it local."""
        if isinstance(value, list):
            return [self.walk(each, base, under) for each in value]
        if not isinstance(value, dict):
            return value
        out = {}
        for key, each in value.items():
            key = str(key)
            if key == "$ref" and isinstance(each, str):
                out[key] = self.local_ref(each, base, KINDS.get(under, "schemas"))
            elif key in KINDS and under != "properties":
                out[key] = self.walk(each, base, key)
            elif under in ("parameters", "responses", "headers", "examples", "links", "requestBody") \
                    and key not in ("schema", "content"):
                out[key] = self.walk(each, base, under)
            else:
                out[key] = self.walk(each, base, "properties" if key == "properties" else "")
        return out


def load_contract(refusals):
    path = API / "openapi.yaml"
    if not path.exists():
        return None
    contract = Bundle(path).out
    if refusals:
        schema = contract["components"].setdefault("schemas", {}).setdefault("Refusal", {"type": "string"})
        schema["enum"] = [row["word"] for row in refusals]
    return contract


def operations(contract):
    found, ids = [], set()
    for path, item in (contract or {}).get("paths", {}).items():
        for method in METHODS:
            if method not in item:
                continue
            operation = item[method]
            name = operation.get("operationId")
            kind = operation.get("x-class", "read")
            where = f"openapi.yaml: {method.upper()} {path}"
            if not name or name in ids:
                raise ContractError(f"{where}: operationId is missing or used twice: {name}")
            if not re.fullmatch(r"[A-Za-z_]\w*", name):
                raise ContractError(f"{where}: operationId {name} is no identifier")
            if kind not in CLASSES:
                raise ContractError(f"{where}: x-class is one of {', '.join(CLASSES)}, not {kind}")
            ids.add(name)
            found.append((name, method.upper(), path, kind))
    return found


def quoted(text):
    """A C++ string literal of UTF-8 text."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("?", "\\?")
    return f'"{escaped}"'


HEADER = "// Made from api/ by api/generate.py. Change the files there, never this one.\n"


def refusals_inc(refusals):
    return HEADER + "".join(
        "MEGURI_REFUSAL({}, {}, {}, {}, {}, {}, {}, {})\n".format(
            row["word"], int(row["number"]), int(row["status"]), row["retry"],
            quoted(row["ja"]), quoted(row["ja_next"]), quoted(row["en"]), quoted(row["en_next"]))
        for row in refusals)


def reasons_inc(reasons):
    return HEADER + "".join(
        f"MEGURI_REASON({row['word']}, {quoted(row['ja'])})\n" for row in reasons)


def operations_inc(contract):
    return HEADER + "".join(
        f"MEGURI_OPERATION({name}, {quoted(method)}, {quoted(path)}, {kind})\n"
        for name, method, path, kind in operations(contract))


def openapi_json_inc(contract):
    """Adjacent raw strings of modest size: one literal would pass some compilers' limits."""
    text = json.dumps(contract or {}, ensure_ascii=False, separators=(",", ":"))
    if ')MEGURI"' in text:
        raise ContractError('openapi.yaml: the text )MEGURI" cannot be stored')
    chunks = [text[at:at + 4000] for at in range(0, len(text), 4000)]
    body = "\n".join(f'    R"MEGURI({chunk})MEGURI"' for chunk in chunks)
    return HEADER + f"inline constexpr std::string_view openapi_json{{\n{body}, {len(text.encode())}}};\n"


def write_if_changed(path, text):
    data = text.encode("utf-8")
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def main(arguments):
    if len(arguments) != 2 or arguments[0] not in ("cpp", "json"):
        print(__doc__, file=sys.stderr)
        return 2
    out = pathlib.Path(arguments[1])
    try:
        refusals = load_refusals()
        reasons = load_reasons()
        contract = load_contract(refusals)
        if arguments[0] == "json":
            operations(contract)  # the same checks, whoever asks
            write_if_changed(out, json.dumps(contract or {}, ensure_ascii=False, indent=2) + "\n")
        else:
            write_if_changed(out / "refusals.inc", refusals_inc(refusals))
            write_if_changed(out / "reasons.inc", reasons_inc(reasons))
            write_if_changed(out / "operations.inc", operations_inc(contract))
            write_if_changed(out / "openapi_json.inc", openapi_json_inc(contract))
    except ContractError as problem:
        print(f"api/generate.py: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
