"""The page's scripts as one, each file before those that import it.

A page that is one file, opened from a disk, can load no module from beside it. So each file of
`page/` is an ES module to editors, the type checker and the linter, and a function in the page:
what it imports comes in as parameters, what it exports is what it returns.

    import { el } from "./dom.js";              landplan.zones = await (async ({ el }) => {
    export function draw(map) { … }             function draw(map) { … }
                                                return { draw };
                                                })(landplan.dom);

Names of one file thus never meet those of another. An import that asks for what is not there, or
goes in a circle, is an error here and not a missing value in somebody's browser. Only the forms
that the page uses are read; comments for the type checker are left out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_IMPORT: Final = re.compile(
    r'^import (?:\* as (?P<whole>\w+)|\{(?P<names>[^}]*)\}) from "\./(?P<file>\w+)\.js";\n', re.M
)
_EXPORT: Final = re.compile(r"^export (?=(?:(?:async )?function|const|class) (\w+)\b)", re.M)
_NOT_READ: Final = re.compile(r"^(?:import|export)\b.*", re.M)
_FOR_THE_CHECKER: Final = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/\n", re.M | re.S)


class ScriptError(Exception):
    """A script that cannot be joined: a mistake in the page's code, never in its data."""


@dataclass(frozen=True, slots=True)
class _Import:
    """What one import asks of a file: some exports by their names there, or all (none named)."""

    file: str
    names: tuple[str, ...]
    parameter: str


@dataclass(frozen=True, slots=True)
class _Module:
    imports: tuple[_Import, ...]
    exports: tuple[str, ...]
    body: str


def joined(scripts: Mapping[str, str], *, entry: str) -> str:
    """Return the file `entry` with all that it needs, as the text of one module script.

    What a file exports is in the page's one global name too: `landplan.zones.draw`.

    Parameters
    ----------
    scripts
        The text of each file by its name without `.js`.
    entry
        The file that comes last.

    Raises
    ------
    ScriptError
        If an import names a file or an export that is not there, if imports go in a circle, or
        if a file imports or exports in a way that is not read here.
    """
    modules = {name: _module(name, text) for name, text in scripts.items()}
    functions = [_function(name, modules[name]) for name in _order(modules, entry)]
    return "\n".join(["const landplan = (window.landplan = {});", *functions])


def _module(name: str, text: str) -> _Module:
    text = _FOR_THE_CHECKER.sub("", text)
    body = _EXPORT.sub("", _IMPORT.sub("", text))
    if found := _NOT_READ.search(body):
        raise ScriptError(f"{name}.js: an import or export of a kind that is not read: {found[0]}")
    return _Module(
        imports=tuple(_import(found) for found in _IMPORT.finditer(text)),
        exports=tuple(_EXPORT.findall(text)),
        body=body.strip("\n"),
    )


def _import(found: re.Match[str]) -> _Import:
    if found["whole"]:
        return _Import(found["file"], (), found["whole"])
    asked = [one.split(" as ") for one in re.split(r"\s*,\s*", found["names"].strip(" \n,"))]
    told = ", ".join(": ".join(one) for one in asked)
    return _Import(found["file"], tuple(one[0] for one in asked), f"{{ {told} }}")


def _order(modules: Mapping[str, _Module], entry: str) -> list[str]:
    """Return the files that `entry` needs and itself, in the order in which a browser runs them."""
    order: list[str] = []

    def visit(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            raise ScriptError(f"imports in a circle: {' → '.join([*way, name])}")
        if name in order:
            return
        for asked in modules[name].imports:
            _check(name, asked, modules)
            visit(asked.file, (*way, name))
        order.append(name)

    visit(entry, ())
    return order


def _check(name: str, asked: _Import, modules: Mapping[str, _Module]) -> None:
    if asked.file not in modules:
        raise ScriptError(f"{name}.js imports {asked.file}.js, which is not there")
    if missing := set(asked.names) - set(modules[asked.file].exports):
        raise ScriptError(
            f"{name}.js imports {', '.join(sorted(missing))} from {asked.file}.js, "
            "which does not export that"
        )


def _function(name: str, module: _Module) -> str:
    parameters = ", ".join(asked.parameter for asked in module.imports)
    arguments = ", ".join(f"landplan.{asked.file}" for asked in module.imports)
    return (
        f"\nlandplan.{name} = await (async ({parameters}) => {{\n{module.body}\n"
        f"return {{ {', '.join(module.exports)} }};\n}})({arguments});"
    )
