import { newKey } from '../../api/new-key.ts'
import { dateText, dayOf } from '../../time.ts'
import type { FieldProblem } from '../../api/api-error.ts'
import type { UploadedFile, Values } from '../../api/cases.ts'
import type { MatterCommitment, MatterDetail, MatterMaterial, Prefill, ReusablePaper } from '../../api/matters.ts'

/** An application on its way: kept as a draft until it is handed in. */
export interface ApplicationDraft {
  values: Values
  materials: Record<string, UploadedFile[]>
  /** Papers that the county has already and that are used again, by material; absent in drafts of before. */
  reuse?: Record<string, ReusablePaper[]>
  /** Keys of materials that are to follow later. */
  deferred?: string[]
  /** The promise 告知承诺 was agreed to. */
  committed?: boolean
  /** Ids of those who get the case to read 抄送. */
  readers?: string[]
  /** Of an internal matter: for which of his organs. */
  organ?: string
  /** Fields that were filled in from what the county knows: path → where from. */
  prefilled?: Record<string, string>
  /** The same for every attempt to hand it in, also after a reload. */
  idempotencyKey: string
}

export const emptyDraft = (): ApplicationDraft => ({ values: {}, materials: {}, idempotencyKey: newKey() })

/** A draft that begins with what the county knows already. */
export function prefilledDraft({ fields }: Pick<Prefill, 'fields'>): ApplicationDraft {
  const values = Object.fromEntries(fields.map(({ path, value }) => [path, value]))
  return { ...emptyDraft(), values, prefilled: Object.fromEntries(fields.map(({ path, from }) => [path, from])) }
}

/** Without what was filled in for the person, and not what he has changed since. */
export function withoutPrefilled(draft: ApplicationDraft, { fields, last }: Prefill): ApplicationDraft {
  const given = { ...last?.values, ...Object.fromEntries(fields.map(({ path, value }) => [path, value])) }
  const isSame = (path: string) =>
    [given[path], last?.values[path]].some((value) => value !== undefined && JSON.stringify(value) === JSON.stringify(draft.values[path]))
  const values = Object.fromEntries(Object.entries(draft.values).filter(([path]) => !(path in (draft.prefilled ?? {}) && isSame(path))))
  return { ...draft, values, prefilled: undefined }
}

/** With the answers of the last application, over what is there. */
export const withLast = (draft: ApplicationDraft, last: NonNullable<Prefill['last']>): ApplicationDraft => ({
  ...draft,
  values: { ...draft.values, ...last.values },
  prefilled: Object.fromEntries(Object.keys(last.values).map((path) => [path, lastWords(last)])),
})

/** Where answers of the last application are from. */
export const lastWords = ({ submittedAt }: NonNullable<Prefill['last']>): string => `${dateText(dayOf(submittedAt))}提交的申请`

/** `{ identity: ['f1', 'f2'] }`: what is sent of the materials. */
export const fileIdsOf = (materials: Record<string, UploadedFile[]>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(materials).flatMap(([key, files]) => (files.length ? [[key, files.map(({ fileId }) => fileId)]] : [])))

/** What of a matter says which materials are needed. */
interface Asks {
  materials: Pick<MatterMaterial, 'key' | 'name' | 'required'>[]
  commitment: Pick<MatterCommitment, 'materials'> | null
}

/** Materials that the promise stands for: those it may, and of which nothing is there. */
export const promisedOf = (matter: Pick<Asks, 'commitment'>, draft: ApplicationDraft): string[] =>
  draft.committed ? (matter.commitment?.materials ?? []).filter((key) => !isThere(draft, key)) : []

/** Uploaded or used again: nothing more is needed. */
export const isThere = ({ materials, reuse = {} }: ApplicationDraft, key: string): boolean =>
  Boolean(materials[key]?.length) || Boolean(reuse[key]?.length)

/** What must be handed in, may neither follow nor be promised, and is not there. */
export function missingMaterials(matter: Asks, draft: ApplicationDraft): FieldProblem[] {
  const spared = new Set([...(draft.deferred ?? []), ...promisedOf(matter, draft)])
  return matter.materials
    .filter(({ key, required }) => required && !isThere(draft, key) && !spared.has(key))
    .map(({ key, name }) => ({ path: `materials.${key}`, code: 'REQUIRED', message: `请上传${name}` }))
}

/** The draft as it is sent. */
export const submissionOf = (matter: Asks & Pick<MatterDetail, 'key' | 'version' | 'readers'>, draft: ApplicationDraft) => ({
  matterKey: matter.key,
  ...(draft.organ !== undefined && { organ: draft.organ }),
  version: matter.version,
  form: draft.values,
  materials: fileIdsOf(draft.materials),
  reuse: fileIdsOf(draft.reuse ?? {}),
  deferred: (draft.deferred ?? []).filter((key) => !isThere(draft, key)),
  ...(draft.committed && matter.commitment && { commitment: { agreed: true as const, materials: promisedOf(matter, draft) } }),
  ...(readersOf(matter, draft).length > 0 && { readers: readersOf(matter, draft) }),
})

/** The readers that were chosen, without those whom the matter no longer offers. */
export const readersOf = ({ readers }: Pick<MatterDetail, 'readers'>, draft: ApplicationDraft): string[] =>
  (draft.readers ?? []).filter((chosen) => readers.some(({ id }) => id === chosen))

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
