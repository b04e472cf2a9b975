"""Who gets a piece of work: filtered by presence, skills and capacity, chosen by a policy, with the reason for each.

The policies are those of Salesforce's Omni-Channel: *least active* takes who has the fewest open pieces of work, *most
available* who has the most capacity left. Of equals, who got work longest ago; then by name, so that it is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from workflow.document import Frozen

Policy = Literal["least_active", "most_available"]


class Agent(Frozen):
    """A person who is present. Capacities are units of work, as weights of work are."""

    user: str
    name: str
    capacity: float
    used: float = 0.0  #: weights of the work that they have now
    open: int = 0  #: pieces of work that they have now
    last: str = ""  #: when they got work last, ISO 8601 in UTC; empty: not lately
    skills: Mapping[str, float] = {}  #: name → level
    away: bool = False
    declined: bool = False  #: has declined this very work

    @property
    def left(self) -> float:
        """Units of capacity that are free."""
        return self.capacity - self.used


class Wanted(Frozen):
    """What a piece of work needs."""

    weight: float = 1.0
    skills: Mapping[str, float] = {}  #: name → lowest level that will do; 0: any


class Considered(Frozen):
    """One agent with why they are chosen, come after, or are out of the question."""

    user: str
    name: str
    fits: bool
    reason: str


class Choice(Frozen):
    """All agents that were considered: those that fit first, best first."""

    considered: tuple[Considered, ...] = ()

    @property
    def ranked(self) -> tuple[Considered, ...]:
        """Those that fit, best first."""
        return tuple(each for each in self.considered if each.fits)


def choose(agents: Iterable[Agent], wanted: Wanted, policy: Policy) -> Choice:
    """Ranks the agents. Nobody is ranked whose capacity the work would exceed."""
    fitting: list[Agent] = []
    out: list[Considered] = []
    for agent in agents:
        why = _against(agent, wanted)
        if why:
            out.append(Considered(user=agent.user, name=agent.name, fits=False, reason=why))
        else:
            fitting.append(agent)
    fitting.sort(key=lambda agent: (_load(agent, policy), agent.last, agent.name, agent.user))
    ranked = [Considered(user=a.user, name=a.name, fits=True, reason=_told(a, policy)) for a in fitting]
    return Choice(considered=(*ranked, *sorted(out, key=lambda each: (each.name, each.user))))


def _against(agent: Agent, wanted: Wanted) -> str:
    """Why somebody is out of the question; '' where they are not."""
    if agent.away:
        return "is away"
    if agent.declined:
        return "has declined it"
    for skill, level in wanted.skills.items():
        if skill not in agent.skills:
            return f"lacks the skill {skill}"
        if agent.skills[skill] < level:
            return f"has {skill} at level {agent.skills[skill]:g}, and {level:g} is needed"
    if agent.left < wanted.weight:
        return f"has {agent.left:g} of {agent.capacity:g} units left, and it takes {wanted.weight:g}"
    return ""


def _load(agent: Agent, policy: Policy) -> float:
    return float(agent.open) if policy == "least_active" else -agent.left


def _told(agent: Agent, policy: Policy) -> str:
    units = f"{agent.left:g} of {agent.capacity:g} units left"
    return f"{agent.open} open, {units}" if policy == "least_active" else f"{units}, {agent.open} open"
