"""Why an input is not accepted. A refused input changes nothing and may be sent again."""

from __future__ import annotations

ACCEPTED = 0
NOTHING = 1
CLOSED = 2
NOT_PICKING = 3
MORE_THAN_ASKED = 4
SHORT_PICK = 5
NOT_COMING = 6
NOT_WORKING = 7
DOWN_ALREADY = 8
UP_ALREADY = 9
UNKNOWN_PLACE = 10
NO_CARD_TO_SCAN = 11
NOT_COLLECTING = 12
PROMISED_AWAY = 13
NEVER_RUNS_OUT = 14
NOT_TO_CANCEL = 15
PART_OF_A_PULL = 16
NOTHING_RESTS = 17
NOT_WAITING = 18
NUMBER_PASSED = 22
NOT_FOR_LATER = 30
PARTS_TOGETHER = 31
BEHIND_IS_FROZEN = 35
FROZEN = 36
NOTHING_FREEZES = 37

DUPLICATE = 100
CONFLICT = 101

REASONS = {
    NOTHING: "a quantity of 0 says nothing",
    CLOSED: "what it speaks of is closed already",
    NOT_PICKING: "no pick of this pull is under way",
    MORE_THAN_ASKED: "it is more than was asked",
    SHORT_PICK: "it is less than was asked, and what it is picked from is not counted",
    NOT_COMING: "nothing of this pull is on its way",
    NOT_WORKING: "no work on this job is under way",
    DOWN_ALREADY: "it is down already",
    UP_ALREADY: "it is not down",
    UNKNOWN_PLACE: "there is no such place",
    NO_CARD_TO_SCAN: "no card of an emptied container waits to be scanned",
    PROMISED_AWAY: "less is there than is promised, and the promises are not taken back",
    NOT_WAITING: "no order waits there",
    NOT_FOR_LATER: "no order for later is meant here",
    NUMBER_PASSED: "a higher number of the sequence has gone already",
    BEHIND_IS_FROZEN: "it would go before an order of the sequence that is frozen already",
    FROZEN: "its place in the sequence is frozen already",
    NOTHING_FREEZES: "no place in a sequence is frozen here",
    NEVER_RUNS_OUT: "it never runs out, so nobody counts it",
    NOT_TO_CANCEL: "nobody was asked for it yet, or it is on its way or in work",
    PART_OF_A_PULL: "it is cancelled whole or not at all",
    PARTS_TOGETHER: "the parts of a job are picked together, for all that it makes",
    NOTHING_RESTS: "nothing was cancelled that waits to be asked for again",
    NOT_COLLECTING: "no card waits for others",
    DUPLICATE: "the same key with the same content came before",
    CONFLICT: "the same key came before with other content",
}
"""What a person reads for each reason."""
