/** Most decisions and business knowledge models in one file. A county's largest graphs have about 30. */
export const MAX_DECISIONS = 1_000
/** Deepest nesting of calls of business knowledge models and boxed functions within each other. */
export const MAX_CALL_DEPTH = 50
/** Most calls of them in one evaluation, required decisions included: about a second. */
export const MAX_CALLS = 2_000
/** Most expressions given to the FEEL interpreter in one evaluation: a few seconds. Constants and plain names do not count. */
export const MAX_INTERPRETED_EXPRESSIONS = 10_000
