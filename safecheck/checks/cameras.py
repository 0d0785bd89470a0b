"""Who can look through the cameras and doorbells at home: six doors, the same for every brand."""

from safecheck.model import TopicKind
from safecheck.told import check

CHECK = check(TopicKind.CAMERA, advice=("doorbell", "home-doors", "recovery-addresses"))
