import { kindOf, mergeSubmission, validateForm, type FieldAccess, type FieldSchema, type FormSchema } from '@lianban/forms'
import { formOf, type Matter } from '../matters/matter-definition.ts'
import { formInvalid, type PlacedProblem } from './errors.ts'

type Values = Record<string, unknown>

/**
 * A new form as submitted: nothing may be there before, so every field the access does not open must be absent.
 * @returns the values to store, computed fields included
 */
export function checkNewForm(
  schema: FormSchema,
  submitted: Values,
  access: FieldAccess,
  now: number,
): { values: Values; problems: PlacedProblem[] } {
  return checkChangedForm(schema, {}, submitted, access, now)
}

/** A form that is changed: what the access does not open keeps its stored value, and a forged one is a problem. */
export function checkChangedForm(
  schema: FormSchema,
  stored: Values,
  submitted: Values,
  access: FieldAccess,
  now: number,
): { values: Values; problems: PlacedProblem[] } {
  const merged = mergeSubmission(schema, stored, submitted, access)
  if (!merged.ok) return { values: stored, problems: merged.problems }
  const checked = validateForm(schema, merged.values, { access, now })
  return checked.ok ? { values: checked.values, problems: [] } : { values: merged.values, problems: checked.problems }
}

/** An application as the matter's conditions are asked about it: see `withBlanks`. */
export const answersOf = (matter: Matter, form: Values): Values => withBlanks(formOf(matter, matter.matter.applicationForm), form)

/**
 * The values with what was not filled in as conditions mean it: a list without entries, a box that is not ticked, else nothing.
 * The same as the rules of forms do (forms/rules.ts).
 */
function withBlanks(schema: FormSchema, values: Values): Values {
  const blanks = (properties: Record<string, FieldSchema>): [string, unknown][] =>
    Object.entries(properties).flatMap(([key, field]) =>
      kindOf(field) === 'void' ? blanks(field.properties ?? {}) : [[key, blankOf(field)] as [string, unknown]],
    )
  return { ...Object.fromEntries(blanks(schema.properties)), ...values }
}

const blankOf = ({ type }: FieldSchema): unknown => (type === 'array' ? [] : type === 'boolean' ? false : null)

/** Problems as an error. @throws CaseError FORM_INVALID, FIELD_NOT_WRITABLE, UNKNOWN_FIELD */
export function refuseProblems(problems: PlacedProblem[]): void {
  if (problems.length > 0) throw formInvalid(problems)
}

/** Prefixes the paths of problems, to tell the form of the step from the fields of the action. */
export const under = (prefix: string, problems: PlacedProblem[]): PlacedProblem[] =>
  problems.map((problem) => ({ ...problem, path: `${prefix}.${problem.path}` }))
