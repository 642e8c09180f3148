"""A reading is used again only where nothing that it saw has changed."""

from __future__ import annotations

from migrator.call.language import Project, Reading
from migrator.call.source import Source
from migrator.python.remembered import Remembered
from tests.python.programs import Files

PROGRAM = Source("main.py", "import settings")


def counted(most: int = 1000) -> tuple[Remembered, list[str]]:
    read: list[str] = []

    def reading(source: Source, project: Project) -> Reading:
        read.append(source.path)
        project.source("settings.py")
        return Reading()

    return Remembered(reading, most), read


def test_the_same_is_read_once() -> None:
    remembered, read = counted()
    first = remembered(PROGRAM, Files({"settings.py": "A = 1"}))
    assert remembered(PROGRAM, Files({"settings.py": "A = 1", "other.py": ""})) is first
    assert read == ["main.py"]


def test_another_text_of_itself_or_of_what_it_imports_is_read() -> None:
    remembered, read = counted()
    for text, settings in (("import a", "A = 1"), ("import b", "A = 1"), ("import b", "A = 2")):
        remembered(Source("main.py", text), Files({"settings.py": settings}))
    remembered(Source("main.py", "import b"), Files({}))
    remembered(Source("other.py", "import b"), Files({}))
    assert len(read) == 5


def test_what_was_read_speaks_of_the_project_of_now() -> None:
    projects: list[Project] = []

    def reading(source: Source, project: Project) -> Reading:
        project.source("settings.py")
        projects.append(project)
        return Reading()

    remembered = Remembered(reading)
    remembered(PROGRAM, Files({"settings.py": "A"}))
    remembered(PROGRAM, Files({"settings.py": "A", "late.py": "B"}))
    assert len(projects) == 1
    late = projects[0].source("late.py")
    assert late
    assert late.text == "B"


def test_only_so_much_is_kept() -> None:
    remembered, read = counted(most=30)
    for name in ("a.py", "b.py", "c.py", "a.py", "c.py"):
        remembered(Source(name, "x" * 12), Files({}))
    assert read == ["a.py", "b.py", "c.py", "a.py"]
    remembered(Source("long.py", "x" * 50), Files({}))
    remembered(Source("long.py", "x" * 50), Files({}))
    assert read[4:] == ["long.py", "long.py"]
