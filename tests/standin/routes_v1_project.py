"""The operations of v1 and v1.1 on projects, their keys and variables, and on the user."""

from __future__ import annotations

from tests.standin import history
from tests.standin import objects_v1 as show
from tests.standin.data import CheckoutKey
from tests.standin.routes_v1 import PROJECT
from tests.standin.routing import Answer, Call, Refusal, Routes

routes = Routes()

_NOTHING = Answer(200, b"")
_OK = Answer(200, {"message": "ok"})


@routes.add("GET", "/me")
def me(call: Call) -> Answer:
    user = call.account.user
    return Answer(
        200,
        {
            "login": user.login,
            "name": user.name,
            "avatar_url": user.avatar_url,
            "admin": False,
            "basic_email_prefs": "smart",
            "selected_email": "mona@example.com",
            "all_emails": ["mona@example.com"],
            "days_left_in_trial": -1,
            "trial_end": None,
            "analytics_id": user.id,
            "pusher_id": user.id,
            "identities": {"github": {"login": user.login}},
            "projects": {p.vcs_url: {"emails": "default"} for p in call.account.projects},
        },
    )


@routes.add("GET", "/projects")
def projects(call: Call) -> Answer:
    shallow = call.query.get("shallow") == "true"
    followed = [p for p in call.account.projects if p.following]
    return Answer(200, [show.project(p, shallow=shallow) for p in followed])


@routes.add("GET", "/user/organizations")
def organizations(call: Call) -> Answer:
    found = {(p.vcs, p.org) for p in call.account.projects}
    return Answer(
        200,
        [{"name": org, "org": org, "vcs_type": vcs, "admin": True} for vcs, org in sorted(found)],
    )


@routes.add("GET", "/user/repos/{vcs}")
def repositories(call: Call) -> Answer:
    return Answer(
        200,
        [
            {"name": p.repo, "username": p.org, "vcs_url": p.vcs_url, "following": p.following}
            for p in call.account.projects
            if p.vcs == call.variables["vcs"]
        ],
    )


@routes.add("GET", "/organization/{vcs}/{org}/settings")
def organization_settings(call: Call) -> Answer:
    found = call.account.organization(call.variables["vcs"], call.variables["org"])
    shown = [show.project(p, shallow=True) for p in found]
    return Answer(200, {"name": call.variables["org"], "projects": shown})


@routes.add("GET", "/organization/{vcs}/{org}/plan")
def organization_plan(call: Call) -> Answer:
    return Answer(200, {"org": {"name": call.variables["org"]}, "containers": 1})


@routes.add("POST", "/user/heroku-key")
@routes.add("POST", "/user/ssh-key")
@routes.add("POST", f"{PROJECT}/ssh-key")
@routes.add("DELETE", f"{PROJECT}/ssh-key")
def change_key(call: Call) -> Answer:
    return _NOTHING


@routes.add("POST", f"{PROJECT}/follow")
def follow(call: Call) -> Answer:
    call.project.following = True
    return Answer(200, {"following": True, "workflow": False, "first_build": None})


@routes.add("POST", f"{PROJECT}/unfollow")
def unfollow(call: Call) -> Answer:
    call.project.following = False
    return Answer(200, {"following": False})


@routes.add("POST", f"{PROJECT}/enable")
def enable(call: Call) -> Answer:
    return Answer(200, show.project(call.project, shallow=True) | {"has_usable_key": True})


@routes.add("GET", f"{PROJECT}/settings")
def settings(call: Call) -> Answer:
    project = call.project
    flags = {name.replace("_", "-"): value for name, value in project.advanced.items()}
    skip = call.query.get("skip-branches") == "true"
    return Answer(200, show.project(project, shallow=skip) | {"feature_flags": flags})


@routes.add("PUT", f"{PROJECT}/settings")
def change_settings(call: Call) -> Answer:
    flags = call.body.fields().get("feature_flags", {})
    call.project.advanced |= {name.replace("-", "_"): value for name, value in flags.items()}
    return settings(call)


@routes.add("GET", f"{PROJECT}/envvar")
def environment_variables(call: Call) -> Answer:
    variables = call.project.environment_variables
    return Answer(200, [show.environment_variable(*pair) for pair in variables.items()])


@routes.add("POST", f"{PROJECT}/envvar")
def set_environment_variable(call: Call) -> Answer:
    fields = call.body.fields()
    if not {"name", "value"} <= set(fields):
        raise Refusal(400, "name and value are required")
    call.project.environment_variables[fields["name"]] = fields["value"]
    return Answer(201, show.environment_variable(fields["name"], fields["value"]))


@routes.add("GET", f"{PROJECT}/envvar/{{name}}")
def environment_variable(call: Call) -> Answer:
    name = _environment_variable_name(call)
    return Answer(200, show.environment_variable(name, call.project.environment_variables[name]))


@routes.add("DELETE", f"{PROJECT}/envvar/{{name}}")
def delete_environment_variable(call: Call) -> Answer:
    del call.project.environment_variables[_environment_variable_name(call)]
    return _OK


def _environment_variable_name(call: Call) -> str:
    name = call.variables["name"]
    if name not in call.project.environment_variables:
        raise Refusal(404, "env var not found")
    return name


@routes.add("GET", f"{PROJECT}/checkout-key")
def checkout_keys(call: Call) -> Answer:
    digest = call.query.get("digest", "md5")
    keys = call.project.checkout_keys
    return Answer(200, [show.checkout_key(call.account, key, digest) for key in keys])


@routes.add("POST", f"{PROJECT}/checkout-key")
def create_checkout_key(call: Call) -> Answer:
    kind = call.body.fields().get("type")
    if kind not in ("deploy-key", "github-user-key"):
        raise Refusal(400, "type: expected deploy-key or github-user-key")
    key = history.create_key(call.project, kind)
    return Answer(200, show.checkout_key(call.account, key))


@routes.add("GET", f"{PROJECT}/checkout-key/{{fingerprint}}")
def checkout_key(call: Call) -> Answer:
    return Answer(200, show.checkout_key(call.account, _checkout_key(call)))


@routes.add("DELETE", f"{PROJECT}/checkout-key/{{fingerprint}}")
def delete_checkout_key(call: Call) -> Answer:
    call.project.checkout_keys.remove(_checkout_key(call))
    return _OK


def _checkout_key(call: Call) -> CheckoutKey:
    key = call.project.checkout_key(call.variables["fingerprint"])
    if key is None:
        raise Refusal(404, "checkout key not found")
    return key
