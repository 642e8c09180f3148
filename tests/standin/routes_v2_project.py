"""The operations of v2 on a project itself: settings, environment variables, checkout keys."""

from __future__ import annotations

from tests.standin import history
from tests.standin import objects_v2 as show
from tests.standin.bodies_v2 import check_fields, read_fields, require
from tests.standin.data import CheckoutKey, Project
from tests.standin.routes_v2 import PROJECT, message, page
from tests.standin.routing import Answer, Call, Refusal, Routes

routes = Routes()


@routes.add("GET", PROJECT)
def project(call: Call) -> Answer:
    return Answer(200, show.project(call.project))


@routes.add("DELETE", PROJECT)
def delete_project(call: Call) -> Answer:
    # The data stays: a test that asserts this never happened should fail on that alone.
    return message(200, f"Project {call.project.slug} deleted.")


@routes.add("POST", PROJECT)
def create_project(call: Call) -> Answer:
    read_fields(call, {})
    return _create_project(call, call.variables["repo"])


@routes.add("POST", "/organization/{vcs}/{org}/project")
def create_organization_project(call: Call) -> Answer:
    fields = read_fields(call, {"name": str})
    require(fields, "name")
    return _create_project(call, fields["name"])


def _create_project(call: Call, repo: str) -> Answer:
    organization = call.account.organization(call.variables["vcs"], call.variables["org"])
    if not organization:
        raise Refusal(404, "Organization not found")
    if any(existing.repo == repo for existing in organization):
        raise Refusal(400, "Project already exists")
    created = Project(organization[0].vcs, organization[0].org, repo)
    call.account.projects.append(created)
    return Answer(201, show.project(created))


@routes.add("GET", f"{PROJECT}/settings")
def settings(call: Call) -> Answer:
    return Answer(200, {"advanced": call.project.advanced})


@routes.add("PATCH", f"{PROJECT}/settings")
def change_settings(call: Call) -> Answer:
    advanced = call.project.advanced
    fields = read_fields(call, {"advanced": dict})
    types = {name: type(value) for name, value in advanced.items()}
    advanced |= check_fields(fields.get("advanced", {}), types)
    return Answer(200, {"advanced": advanced})


@routes.add("GET", f"{PROJECT}/envvar")
def environment_variables(call: Call) -> Answer:
    variables = call.project.environment_variables
    return page(call, [show.environment_variable(*pair) for pair in variables.items()])


@routes.add("POST", f"{PROJECT}/envvar")
def set_environment_variable(call: Call) -> Answer:
    fields = read_fields(call, {"name": str, "value": str})
    require(fields, "name", "value")
    call.project.environment_variables[fields["name"]] = fields["value"]
    return Answer(201, show.environment_variable(fields["name"], fields["value"]))


@routes.add("GET", f"{PROJECT}/envvar/{{name}}")
def environment_variable(call: Call) -> Answer:
    name = _environment_variable_name(call)
    return Answer(200, show.environment_variable(name, call.project.environment_variables[name]))


@routes.add("DELETE", f"{PROJECT}/envvar/{{name}}")
def delete_environment_variable(call: Call) -> Answer:
    del call.project.environment_variables[_environment_variable_name(call)]
    return message(200, "Environment variable deleted.")


def _environment_variable_name(call: Call) -> str:
    name = call.variables["name"]
    if name not in call.project.environment_variables:
        raise Refusal(404, "Environment variable not found.")
    return name


@routes.add("GET", f"{PROJECT}/checkout-key")
def checkout_keys(call: Call) -> Answer:
    digest = call.query.get("digest", "md5")
    return page(call, [show.checkout_key(key, digest) for key in call.project.checkout_keys])


@routes.add("POST", f"{PROJECT}/checkout-key")
def create_checkout_key(call: Call) -> Answer:
    fields = read_fields(call, {"type": str})
    require(fields, "type")
    if fields["type"] not in ("user-key", "deploy-key"):
        raise Refusal(400, "type: expected user-key or deploy-key")
    # The answer keeps the word of v1.1.
    kind = fields["type"].replace("user-key", "github-user-key")
    return Answer(201, show.checkout_key(history.create_key(call.project, kind)))


@routes.add("GET", f"{PROJECT}/checkout-key/{{fingerprint}}")
def checkout_key(call: Call) -> Answer:
    return Answer(200, show.checkout_key(_checkout_key(call)))


@routes.add("DELETE", f"{PROJECT}/checkout-key/{{fingerprint}}")
def delete_checkout_key(call: Call) -> Answer:
    call.project.checkout_keys.remove(_checkout_key(call))
    return message(200, "Checkout key deleted.")


def _checkout_key(call: Call) -> CheckoutKey:
    key = call.project.checkout_key(call.variables["fingerprint"])
    if key is None:
        raise Refusal(404, "Checkout key not found.")
    return key
