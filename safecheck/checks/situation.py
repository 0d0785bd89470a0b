"""How someone lives: it decides the order of everything else."""

from safecheck.model import TopicKind
from safecheck.told import check

CHECK = check(TopicKind.SITUATION, advice=("child-device",))
