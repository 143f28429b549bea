import type { FormSchema } from '@lianban/forms'
import { valueAt } from '@lianban/forms'
import { holds } from '../condition.ts'
import type { JointManifest, JointPart } from './theme-manifest.ts'
import { topFields } from './union-form.ts'

/** The matters that a case needs, by what was answered. */
export const neededParts = ({ parts }: JointManifest, answers: Record<string, unknown>, now: number): JointPart[] =>
  parts.filter(({ when }) => holds(when, answers, now))

/** What one matter's form gets of the theme's, by its own names. */
export function formOfPart(part: Pick<JointPart, 'fields'>, schema: FormSchema, form: Record<string, unknown>): Record<string, unknown> {
  const given = topFields(schema).map((name) => [name, valueAt(form, part.fields[name] ?? name)] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== null))
}

/** Where a field of a matter's form stands in the theme's; a path into a table keeps what follows. */
export function pathInTheme({ fields }: Pick<JointPart, 'fields'>, path: string): string {
  const [name = '', ...rest] = path.split('.')
  return [fields[name] ?? name, ...rest].join('.')
}

/** Fields of a matter's form that nobody fills in, because a decision gives them. */
export const takenFields = ({ dependsOn }: Pick<JointPart, 'dependsOn'>): string[] => dependsOn.flatMap(({ take }) => Object.keys(take))
