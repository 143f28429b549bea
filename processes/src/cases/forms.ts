import { answersIn, mergeSubmission, validateForm, type FieldAccess, type FormSchema, type KnownOptions } from '@lianban/forms'
import { formOf, type Matter } from '../matters/matter-definition.ts'
import { formInvalid, type PlacedProblem } from './errors.ts'

type Values = Record<string, unknown>

/**
 * A new form as submitted: nothing may be there before, so every field the access does not open must be absent.
 * @param options of the county's tables that the values name, see `optionsIn`; unsure: nobody has looked, any is taken
 * @returns the values to store, computed fields included
 */
export function checkNewForm(
  schema: FormSchema,
  submitted: Values,
  access: FieldAccess,
  now: number,
  options?: KnownOptions | 'unsure',
): { values: Values; problems: PlacedProblem[] } {
  return checkChangedForm(schema, {}, submitted, access, now, options)
}

/** A form that is changed: what the access does not open keeps its stored value, and a forged one is a problem. */
export function checkChangedForm(
  schema: FormSchema,
  stored: Values,
  submitted: Values,
  access: FieldAccess,
  now: number,
  options?: KnownOptions | 'unsure',
): { values: Values; problems: PlacedProblem[] } {
  const merged = mergeSubmission(schema, stored, submitted, access)
  if (!merged.ok) return { values: stored, problems: merged.problems }
  const checked = validateForm(schema, merged.values, { access, now, ...(options === 'unsure' ? { unsure: true } : { options }) })
  return checked.ok ? { values: checked.values, problems: [] } : { values: merged.values, problems: checked.problems }
}

/** An application as conditions of the matter and of its model compare it: see `answersIn`. */
export const answersOf = (matter: Matter, form: Values): Values => answersIn(formOf(matter, matter.matter.applicationForm), form)

/** Problems as an error. @throws CaseError FORM_INVALID, FIELD_NOT_WRITABLE, UNKNOWN_FIELD */
export function refuseProblems(problems: PlacedProblem[]): void {
  if (problems.length > 0) throw formInvalid(problems)
}

/** Prefixes the paths of problems, to tell the form of the step from the fields of the action. */
export const under = (prefix: string, problems: PlacedProblem[]): PlacedProblem[] =>
  problems.map((problem) => ({ ...problem, path: `${prefix}.${problem.path}` }))
