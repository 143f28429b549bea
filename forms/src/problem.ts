/** What is wrong with a schema: for the person who made it. */
export interface Problem {
  /** JSON pointer (RFC 6901) into the schema, '' for the root. */
  path: string
  code: string
  message: string
}

/** What is wrong with a value: for the person who fills in the form. */
export interface FieldProblem {
  /** Path of the value, rows by their index from 0: `staff.0.name`. */
  path: string
  code: string
  /** Chinese: what is wrong, where, and what to do. */
  message: string
}

/** The schema handed over is not in the closed subset. It should have been refused when it was stored. */
export class FormSchemaError extends Error {
  readonly code = 'INVALID_FORM_SCHEMA'
  readonly problems: Problem[]

  constructor(problems: Problem[]) {
    const first = problems[0]
    super(`form schema is invalid at "${first?.path ?? ''}": ${first?.message ?? 'unknown'} (${problems.length} in all)`)
    this.problems = problems
  }
}
