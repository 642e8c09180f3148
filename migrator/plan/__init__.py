"""The edits of all calls together."""

from migrator.plan.alone import Alone
from migrator.plan.apply import apply, overlap
from migrator.plan.plan import Outcome, plan
from migrator.plan.wish import Wish

__all__ = ["Alone", "Outcome", "Wish", "apply", "overlap", "plan"]
