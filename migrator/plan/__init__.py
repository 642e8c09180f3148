"""The edits of all calls together."""

from migrator.plan.apply import apply, overlap
from migrator.plan.plan import Outcome, Wish, plan

__all__ = ["Outcome", "Wish", "apply", "overlap", "plan"]
