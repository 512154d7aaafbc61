"""The house keeps its own rules: floors, no circles, no heavy imports, small files, one name for one thing."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "mt").rglob("*.py"))
FLOORS = [
    {"document", "errors", "edits", "numerals", "pools"},
    {
        "plugins",
        "packages",
        "readers",
        "segment",
        "names",
        "models",
        "engines",
        "memory",
        "anaphora",
        "appositions",
        "beside",
        "bylines",
        "phrasing",
        "requests",
        "verbatim",
        "typography",
        "markup",
        "translation",
        "lost_names",
        "windows",
        "soft_links",
        "align",
        "checks",
        "writers",
        "training",
    },
    {"config", "pipeline", "batch", "processes", "cluster", "evaluation", "review", "serving"},
    {"__init__", "commands", "cli", "__main__"},
]
HEAVY = {"torch", "transformers", "ctranslate2"}
MAY_BE_HEAVY = ("mt/engines/", "mt/align/", "mt/training/")


def room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def floor(name: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room(name) in rooms)


def imports(path: Path) -> list[tuple[str, bool]]:
    """Every imported module of a file, and whether the import stands at module level."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {id(node) for node in tree.body}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inside = node.module == "mt" or (ROOT / Path(*node.module.split("."))).is_dir()
            names = [f"{node.module}.{alias.name}" for alias in node.names] if inside else [node.module]
            found += [(name, id(node) in top) for name in names]
    return found


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_run_downwards(path: Path):
    if path == ROOT / "mt/__init__.py":
        return
    for name, _ in imports(path):
        if name.split(".")[0] == "mt" and name != "mt.__version__":
            assert floor(name) <= floor(module_name(path)), f"{module_name(path)} may not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_rooms_of_plug_ins_do_not_know_each_other(path: Path):
    rooms = {"readers", "writers", "engines"}
    own = room(module_name(path))
    if own in rooms:
        others = {room(name) for name, _ in imports(path) if name.startswith("mt.")} & (rooms - {own})
        assert not others


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_heavy_libraries_are_imported_late_and_in_few_places(path: Path):
    for name, top in imports(path):
        if name.split(".")[0] in HEAVY:
            assert not top and path.relative_to(ROOT).as_posix().startswith(MAY_BE_HEAVY), name


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_files_and_functions_stay_small(path: Path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 60, f"{node.name} is {node.end_lineno - node.lineno + 1} lines"


def test_no_module_bears_the_name_of_a_public_function_of_its_package():
    for package in (path.parent for path in MODULES if path.name == "__init__.py"):
        tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
        public = {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"}
        inside = {path.stem for path in package.iterdir() if path.suffix == ".py" or path.is_dir()}
        assert not public & inside, package


def fresh(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_help_and_mistakes_load_nothing_heavy(tmp_path: Path):
    code = (
        "import sys; sys.argv = ['mt', 'translate', 'missing.txt']\n"
        "from mt import cli\n"
        "try: cli.main()\n"
        "except SystemExit as end: print(end.code)\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)))"
    )
    assert fresh(code).split("\n")[:2] == ["2", "[]"]


def test_a_run_in_which_all_is_finished_imports_nothing_that_translates(tmp_path: Path):
    (tmp_path / "a.txt").write_text("Bonjour.\n", encoding="utf-8")
    line = ["mt", "translate", f"{tmp_path}/a.txt", "-o", f"{tmp_path}/out", "--engine", "echo", "--no-memory"]
    code = (
        f"import sys; sys.argv = {line}\n"
        "from mt import cli\n"
        "cli.app(standalone_mode=False)\n"
        "print({'numpy', 'mt.pipeline', 'mt.names', 'mt.checks'} & set(sys.modules) or 'none')"
    )
    assert fresh(code).split("\n")[-2] != "none"
    again = fresh(code)
    assert "1 finished before" in again
    assert again.split("\n")[-2] == "none"


def test_imports_form_no_circle():
    names = {module_name(path).removesuffix(".__init__") for path in MODULES}
    edges = {
        module_name(path).removesuffix(".__init__"): {
            name if name in names else name.rpartition(".")[0] for name, top in imports(path) if top and "mt" in name
        }
        & names
        for path in MODULES
    }
    while leaves := {name for name, below in edges.items() if not below}:
        edges = {name: below - leaves for name, below in edges.items() if name not in leaves}
    assert not edges
