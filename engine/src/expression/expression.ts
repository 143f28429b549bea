import type { Bean, Writes } from './bean.ts'
import type { JuelTemplate } from './juel-syntax.ts'

/**
 * A value of the model that may have to be computed. Plain JSON, so that a compiled process can be stored:
 * - `literal`: the text itself;
 * - `feel`: a FEEL expression, written `=…` or in a condition with language="feel";
 * - `juel`: text with `${…}` or `#{…}` in it, parsed once at deployment;
 * - `script`: JavaScript, run in a sandbox where scripts are switched on.
 */
export type Expression =
  | { kind: 'literal'; text: string }
  | { kind: 'feel'; source: string }
  | { kind: 'juel'; source: string; template: JuelTemplate }
  | { kind: 'script'; format: 'javascript'; source: string }

/** What an expression can see. All of it comes in with the command, so the same command gives the same value. */
export interface EvaluationContext {
  /** Visible variables, the nearest scope's value where a name occurs twice. */
  variables: Readonly<Record<string, unknown>>
  /** Named functions handed in by the runtime, e.g. `workdays`. */
  functions: Readonly<Record<string, (...args: never[]) => unknown>>
  /** The command's instant, UTC epoch milliseconds: what now() and today() say. */
  now: number
  /** Runs JavaScript in the sandbox; absent where scripts are switched off. @throws ExpressionFailure */
  runScript?: (source: string) => unknown
  /** Objects of JUEL by name, e.g. `execution`, `task`, `externalTask`; and plain values, e.g. `authenticatedUserId`. */
  beans?: Readonly<Record<string, Bean | string | number | boolean | null>>
  /** What beans have recorded: a variable that JUEL has just set is read back from here. */
  writes?: Writes
  /** `execution` in JUEL where `beans` has none. Absent: no instance, ids are empty. */
  execution?: { processInstanceId: string; processBusinessKey: string | null; currentActivityId: string }
}

/** Of an expression that is computed outside of any instance. */
export const NO_EXECUTION: NonNullable<EvaluationContext['execution']> = {
  processInstanceId: '',
  processBusinessKey: null,
  currentActivityId: '',
}

/** The modeller's mistake: a value could not be computed. The core turns it into an incident. */
export class ExpressionFailure extends Error {
  readonly code = 'EXPRESSION_FAILED'
  readonly source: string
  /** A script threw it for the process to catch; it is no failure then. */
  readonly bpmnError: { code: string; message: string | null } | null = null
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

/** A function cannot answer yet: what it asks for has to be fetched, and the whole be done again. No failure: it passes through. */
export class NotYetKnown extends Error {}
