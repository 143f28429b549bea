import { newKey } from '../../api/new-key.ts'
import type { FieldProblem } from '../../api/api-error.ts'
import type { UploadedFile, Values } from '../../api/cases.ts'

/** An application on its way: kept on this device until it is handed in. */
export interface ApplicationDraft {
  values: Values
  materials: Record<string, UploadedFile[]>
  /** The same for every attempt to hand it in, also after a reload. */
  idempotencyKey: string
}

export const emptyDraft = (): ApplicationDraft => ({ values: {}, materials: {}, idempotencyKey: newKey() })

/** Drafts belong to a person and a matter. */
export const draftKey = (userId: string, matterKey: string): string => `lianban.draft.${userId}.${matterKey}`

/** `{ identity: ['f1', 'f2'] }`: what is sent of the materials. */
export const fileIdsOf = (materials: Record<string, UploadedFile[]>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(materials).flatMap(([key, files]) => (files.length ? [[key, files.map(({ fileId }) => fileId)]] : [])))

/** What must be handed in and is not. */
export const missingMaterials = (
  wanted: { key: string; name: string; required: boolean }[],
  given: Record<string, UploadedFile[]>,
): FieldProblem[] =>
  wanted
    .filter(({ key, required }) => required && !given[key]?.length)
    .map(({ key, name }) => ({ path: `materials.${key}`, code: 'REQUIRED', message: `请上传${name}` }))

const MATERIALS = 'materials.'

/** The key of the material that a problem is about, null for a field. */
export const materialOf = (path: string): string | null => (path.startsWith(MATERIALS) ? path.slice(MATERIALS.length).split('.')[0]! : null)

/** Problems of materials by key, the first of each. */
export function problemByMaterial(problems: FieldProblem[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { path, message } of problems) {
    const key = materialOf(path)
    if (key && !(key in found)) found[key] = message
  }
  return found
}
