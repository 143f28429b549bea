import type { FieldProblem } from '@lianban/forms'

/** What a try-out refused, in words, with its places in the form. */
export interface TryOutProblem {
  code: string
  message: string
  problems: FieldProblem[]
}

/** @throws what is no refusal but our own mistake */
export function tryOutProblem(error: unknown): TryOutProblem {
  const { code, message, details } = error as { code?: unknown; message: string; details?: { problems?: FieldProblem[] } }
  if (typeof code !== 'string') throw error
  return { code, message, problems: details?.problems ?? [] }
}

/** Problems of the step's form; those of an action's fields stand in a dialog of their own. */
export const formProblems = (problem: TryOutProblem | null): FieldProblem[] =>
  (problem?.problems ?? []).filter(({ path }) => !path.startsWith('fields.') && !path.startsWith('materials.'))

/** Problems of the action's fields, by their own names. */
export const fieldsProblems = (problem: TryOutProblem | null): FieldProblem[] =>
  (problem?.problems ?? []).flatMap((one) => (one.path.startsWith('fields.') ? [{ ...one, path: one.path.slice('fields.'.length) }] : []))
