/** Most elements that one command may enter. Beyond it tokens stop with the incident TURN_TOO_LONG. */
export const MAX_TURN_ELEMENTS = 10_000
/** Most instances of one multi-instance activity. */
export const MAX_LOOP_INSTANCES = 5_000
/** Longest message kept with an incident or a failed task, in characters. */
export const MAX_MESSAGE_CHARACTERS = 4_000
/** Deepest nesting of call activities: beyond it a process most likely calls itself for ever. */
export const MAX_CALL_DEPTH = 32
