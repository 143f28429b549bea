import type { JuelTemplate } from './juel-syntax.ts'

/**
 * A value of the model that may have to be computed. Plain JSON, so that a compiled process can be stored:
 * - `literal`: the text itself;
 * - `feel`: a FEEL expression, written `=…` or in a condition with language="feel";
 * - `juel`: text with `${…}` or `#{…}` in it, parsed once at deployment.
 */
export type Expression =
  | { kind: 'literal'; text: string }
  | { kind: 'feel'; source: string }
  | { kind: 'juel'; source: string; template: JuelTemplate }

/** What an expression can see. All of it comes in with the command, so the same command gives the same value. */
export interface EvaluationContext {
  /** Visible variables, the nearest scope's value where a name occurs twice. */
  variables: Readonly<Record<string, unknown>>
  /** Named functions handed in by the runtime, e.g. `workdays`. */
  functions: Readonly<Record<string, (...args: never[]) => unknown>>
  /** The command's instant, UTC epoch milliseconds: what now() and today() say. */
  now: number
  /** `execution` in JUEL. */
  execution: { processInstanceId: string; processBusinessKey: string | null; currentActivityId: string }
}

/** The modeller's mistake: a value could not be computed. The core turns it into an incident. */
export class ExpressionFailure extends Error {
  readonly code = 'EXPRESSION_FAILED'
  readonly source: string
  constructor(source: string, reason: string) {
    super(`"${source}": ${reason}`)
    this.name = 'ExpressionFailure'
    this.source = source
  }
}

/** The modeller's mistake seen at deployment: text that is no expression. `offset` counts from the text's start. */
export class ExpressionSyntaxError extends Error {
  readonly code = 'EXPRESSION_INVALID'
  readonly source: string
  readonly offset: number
  constructor(source: string, offset: number, reason: string) {
    super(`"${source}": ${reason} (at character ${offset + 1})`)
    this.name = 'ExpressionSyntaxError'
    this.source = source
    this.offset = offset
  }
}
