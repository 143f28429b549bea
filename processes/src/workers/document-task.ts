import { DocumentError } from '../documents/document-error.ts'
import type { Template } from '../documents/template.ts'

/* What a `render-document` task says of its document: browser-safe. */

/** A place for a signature in a template, `signatures.<step>`. */
const SIGNATURE_PLACE = /^signatures\.(\w+)$/

/** The steps whose signatures by hand the template has a place for. */
export const signedSteps = ({ variables }: Pick<Template, 'variables'>): string[] => [
  ...new Set(variables.flatMap((place) => SIGNATURE_PLACE.exec(place)?.[1] ?? [])),
]

/**
 * What a task's element says of its document: as a property, or as the name of the process variable that has it
 * (`templateFrom`, `documentNameFrom`), so that one model serves matters with papers of their own.
 * @throws DocumentError TEMPLATE_INVALID if the model says neither
 */
export function documentProperty(
  properties: Record<string, string> | undefined,
  name: 'template' | 'documentName',
  elementId: string,
  variables: Record<string, unknown>,
): string {
  const from = properties?.[`${name}From`]
  const value = from === undefined ? undefined : variables[from]
  return typeof value === 'string' && value !== '' ? value : requiredProperty(properties, name, elementId)
}

/** An extension property of the task's element. @throws DocumentError TEMPLATE_INVALID if the model does not say */
function requiredProperty(properties: Record<string, string> | undefined, name: string, elementId: string): string {
  const value = properties?.[name]
  if (value) return value
  throw new DocumentError('TEMPLATE_INVALID', `流程环节“${elementId}”没有设置扩展属性“${name}”，无法确定要生成的文书`)
}
