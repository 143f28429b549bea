/** Most elements that one command may enter. Beyond it tokens stop with the incident TURN_TOO_LONG. */
export const MAX_TURN_ELEMENTS = 10_000
/** Longest message kept with an incident or a failed task, in characters. */
export const MAX_MESSAGE_CHARACTERS = 4_000
