# ruff: noqa: E501
"""Calls of which a part stands in another module of the project."""

from __future__ import annotations

import pytest

from migrator.call.call import Call
from tests.python.programs import Files, shown

API = "https://circleci.com/api/v1.1"
CONFIG = f"API = '{API}'\n"
GET = "import requests\nrequests.get({})\n"


def only(files: dict[str, str], path: str = "main.py") -> Call:
    [call] = [call for call in Files(files).calls(path) if call.method]
    return call


@pytest.mark.parametrize(
    ("path", "statement", "base"),
    [
        ("config.py", "from config import API", "API"),
        ("config.py", "from config import API as BASE", "BASE"),
        ("config.py", "import config", "config.API"),
        ("config.py", "import config as settings", "settings.API"),
        ("config.py", "from config import *", "API"),
        ("ci/config.py", "from ci.config import API", "API"),
        ("ci/config.py", "from ci import config", "config.API"),
        ("ci/config.py", "import ci.config", "ci.config.API"),
        ("ci/config.py", "import ci.config as c", "c.API"),
        ("ci/__init__.py", "from ci import API", "API"),
        ("ci/__init__.py", "import ci", "ci.API"),
        ("src/ci/config.py", "from ci.config import API", "API"),
        ("lib/config.py", "from config import API", "API"),
        ("config.py", "try:\n    from config import API\nexcept ImportError:\n    raise", "API"),
    ],
)
def test_a_constant_of_another_module(path: str, statement: str, base: str) -> None:
    program = f"{statement}\n" + GET.format(f"{base} + '/me'")
    call = only({path: CONFIG, "main.py": program})
    assert shown(call) == f"{API}/me"
    assert {use.binding.definition.path for use in call.uses} == {path}


@pytest.mark.parametrize(
    ("statement", "base"),
    [
        ("from .config import API", "API"),
        ("from . import config", "config.API"),
        ("from ..ci.config import API", "API"),
        ("from .. import ci", "ci.config.API"),
        ("from acme.ci.config import API", "API"),
    ],
)
def test_a_module_of_the_same_package(statement: str, base: str) -> None:
    files = {
        "src/acme/__init__.py": "",
        "src/acme/ci/__init__.py": "",
        "src/acme/ci/config.py": CONFIG,
        "src/acme/ci/main.py": f"{statement}\n" + GET.format(f"{base} + '/me'"),
    }
    assert shown(only(files, "src/acme/ci/main.py")) == f"{API}/me"


def test_a_script_sees_the_folders_above_it() -> None:
    files = {
        "ci/config.py": CONFIG,
        "scripts/main.py": "from ci.config import API\n" + GET.format("API + '/me'"),
    }
    assert shown(only(files, "scripts/main.py")) == f"{API}/me"


def test_a_name_that_a_package_passes_on() -> None:
    files = {
        "ci/__init__.py": "from .config import API as BASE\n",
        "ci/config.py": CONFIG,
        "main.py": "import ci\n" + GET.format("ci.BASE + '/me'"),
    }
    assert shown(only(files)) == f"{API}/me"


def test_modules_that_import_each_other() -> None:
    files = {
        "a.py": "import b\nAPI = '" + API + "'\ndef me():\n    b.get('/me')\n",
        "b.py": "import requests\nimport a\ndef get(path):\n    requests.get(a.API + path)\n",
    }
    assert shown(only(files, "a.py")) == f"{API}/me"
    assert [call for call in Files(files).calls("b.py") if call.urls[0].known == f"{API}/me"] == []


@pytest.mark.parametrize(
    "files",
    [
        # A package's own module is not what an absolute import of the same name means.
        {"app/__init__.py": "", "app/config.py": CONFIG, "app/main.py": "from config import API\n"},
        # A library is not replaced by a folder of the same name further up.
        {"requests.py": "def get(url): pass\n", "app/main.py": "API = ''\n"},
        # Nothing is there, or nothing of that name.
        {"app/main.py": "from config import API\n"},
        {"app/config.py": "OTHER = 1\n", "app/main.py": "from config import API\n"},
        # What does not parse says nothing.
        {"app/config.py": CONFIG + "def (\n", "app/main.py": "from config import API\n"},
    ],
)  # fmt: skip
def test_nothing_is_taken_for_another_module(files: dict[str, str]) -> None:
    files["app/main.py"] += GET.format("API + '/api/v1.1/me'")
    call = only(files, "app/main.py")
    assert shown(call).endswith("/api/v1.1/me")
    assert API not in shown(call)


def test_the_nearest_module_is_meant() -> None:
    files = {
        "config.py": "API = 'https://other.example/api/v1.1'\n",
        "ci/config.py": CONFIG,
        "ci/main.py": "from config import API\n" + GET.format("API + '/me'"),
    }
    assert shown(only(files, "ci/main.py")) == f"{API}/me"


def test_a_local_name_hides_the_import() -> None:
    files = {
        "config.py": CONFIG,
        "main.py": "from config import API\nAPI = 'https://ci.example/api/v1.1'\n"
        + GET.format("API + '/me'"),
    }
    assert shown(only(files)) == "https://ci.example/api/v1.1/me"


def test_two_definitions_are_two_values() -> None:
    files = {
        "config.py": f"import os\nif os.environ.get('X'):\n    API = '{API}'\nelse:\n    API = 'https://ci.example/api/v1.1'\n",
        "main.py": "import config\n" + GET.format("config.API + '/me'"),
    }
    assert len(only(files).urls) == 2


@pytest.mark.parametrize(
    "helper",
    [
        "def post(path):\n    return requests.post(API + path)\n",
        "class Client:\n    def post(self, path):\n        return requests.post(API + path)\npost = Client().post\n",
        "class Base:\n    def send(self, verb, path):\n        return requests.request(verb, API + path)\nclass Client(Base):\n    def post(self, path):\n        return self.send('POST', path)\n_client = Client()\ndef post(path):\n    return _client.post(path)\n",
    ],
)  # fmt: skip
def test_a_helper_of_another_module(helper: str) -> None:
    files = {
        "config.py": CONFIG,
        "client.py": "import requests\nfrom config import API\n" + helper,
        "main.py": "from client import post\npost('/project/gh/o/r/tree/main')\n",
    }
    call = only(files)
    assert (call.method, shown(call)) == ("POST", f"{API}/project/gh/o/r/tree/main")
    assert Files(files).files["main.py"][call.span.start :].startswith("post(")
    assert {span.path for span in call.through} == {"client.py"}


def test_a_class_that_extends_one_of_another_module() -> None:
    files = {
        "base.py": f"import requests\nclass Base:\n    api = '{API}'\n    def get(self, path):\n        return requests.get(self.api + path)\n",
        "main.py": "from base import Base\nclass Circle(Base):\n    def me(self):\n        return self.get('/me')\n",
    }
    assert shown(only(files)) == f"{API}/me"


def test_what_another_module_calls_is_told_there_alone() -> None:
    files = {
        "client.py": "import requests\ndef me():\n    return requests.get('" + API + "/me')\n",
        "main.py": "import client\nclient.me()\n",
    }
    assert Files(files).calls("main.py") == ()
    assert len(Files(files).calls("client.py")) == 1


@pytest.mark.parametrize(
    ("definition", "name", "doubts"),
    [
        ("import enum\nclass Api(str, enum.Enum):\n    V1 = '{}'\n", "Api.V1", 0),
        ("import enum\nclass Api(enum.Enum):\n    V1 = '{}'\n", "Api.V1.value", 0),
        ("class Config:\n    API = '{}'\n", "Config.API", 0),
        ("import dataclasses\n@dataclasses.dataclass\nclass Config:\n    api: str = '{}'\nconfig = Config()\n", "config.api", 1),
        ("from pydantic import BaseModel\nclass Config(BaseModel):\n    api: str = '{}'\nconfig = Config()\n", "config.api", 1),
        ("from pydantic import Field\nfrom pydantic_settings import BaseSettings\nclass Config(BaseSettings):\n    api: str = Field(default='{}')\nconfig = Config()\n", "config.api", 1),
        ("import os\nAPI = os.environ.get('CIRCLE_API', '{}')\n", "API", 1),
        ("from decouple import config\nAPI = config('CIRCLE_API', default='{}')\n", "API", 1),
        ("URLS = {{'api': '{}'}}\n", "URLS['api']", 0),
    ],
)  # fmt: skip
def test_places_that_hold_an_address(definition: str, name: str, doubts: int) -> None:
    files = {
        "settings.py": definition.format(API),
        "main.py": "from settings import *\n" + GET.format(f"{name} + '/me'"),
    }
    call = only(files)
    assert shown(call) == f"{API}/me"
    assert bool(call.doubts) == bool(doubts)


def test_a_module_is_read_once_and_only_when_it_is_imported() -> None:
    files = Files(
        {
            "config.py": CONFIG,
            "other.py": CONFIG,
            "main.py": "import config\n" + GET.format("config.API + '/me'"),
        }
    )
    files.calls("main.py")
    assert "other.py" not in files.asked


def test_a_long_chain_of_imports_comes_to_an_end() -> None:
    files = {f"m{n}.py": f"from m{n + 1} import API\n" for n in range(500)}
    files["main.py"] = "from m0 import API\n" + GET.format("API + '/api/v1.1/me'")
    assert only(files).urls
