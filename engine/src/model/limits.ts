/** Longest BPMN file, in UTF-16 characters. A drawn county procedure has 50–200 thousand. */
export const MAX_XML_CHARACTERS = 8_000_000
/** Deepest nesting of XML elements of any kind. */
export const MAX_XML_DEPTH = 256
/** Most XML elements in a file, the diagram included. */
export const MAX_XML_ELEMENTS = 200_000
/** Most flow nodes and sequence flows in one process. */
export const MAX_PROCESS_ELEMENTS = 20_000
/** Deepest nesting of sub-processes. */
export const MAX_SUB_PROCESS_DEPTH = 16
/** Longest expression, in characters. */
export const MAX_EXPRESSION_CHARACTERS = 10_000
/** Most problems told at once. */
export const MAX_PROBLEMS = 500
/** Longest script, in characters. */
export const MAX_SCRIPT_CHARACTERS = 100_000
/** Most pairs of a flow into an inclusive join and a node before it, in one process. */
export const MAX_JOIN_REACH = 250_000
