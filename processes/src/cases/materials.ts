import { attachments, type AttachmentRow, type CaseMaterialRow, type CaseRow, type Tx } from '@lianban/storage'
import { dayOf, lastDayOfMonths, type Day } from '../clock/index.ts'
import type { MaterialManifest, MatterManifest } from '../manifest.ts'
import { MATERIAL_KINDS } from '../matters/material-kinds.ts'
import type { CaseContext } from './context.ts'
import { formInvalid, type PlacedProblem } from './errors.ts'
import { materialProblem as problem, missingMaterials } from './materials-needed.ts'
import { filedBy, type Filing } from './filing.ts'
import { reusedEntries, reuseOffers, takeAgain, type ReuseOffer } from './reuse.ts'

/** Material key → attachment ids, in order. */
export type GivenMaterials = Record<string, string[]>

/** What is handed in at once: fresh uploads, and papers that the county has already. */
export interface HandedIn {
  materials: GivenMaterials
  /** Ids of papers that were offered for this material; see reuse.ts. */
  reuse?: GivenMaterials
}

/** Media type of each format that a manifest may name. */
export const MEDIA_TYPES: Record<MaterialManifest['formats'][number], string> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  png: 'image/png',
}

/**
 * Checks handed-in materials: each key is one of the matter's, each file is his who hands in and not yet handed in, of an
 * allowed kind and size, what is used again is offered to the applicant, and nothing that is needed is missing.
 * @param needed null: a supplement brings only some; `spared`: keys of those that may be missing
 * @returns problems with paths `materials.<key>`
 */
export async function materialProblems(
  context: CaseContext,
  { by, applicant }: Filing,
  matter: MatterManifest,
  { materials: given, reuse = {} }: HandedIn,
  needed: { form: Record<string, unknown>; spared: readonly string[] } | null,
): Promise<PlacedProblem[]> {
  const ids = Object.values(given).flat()
  const files = new Map((await attachments(context.database).getMany(by.tenantId, ids)).map((file) => [file.id, file]))
  const offers = Object.keys(reuse).length > 0 ? await reuseOffers(context.database, applicant, matter, dayOf(context.clock())) : []
  const missing = needed ? missingMaterials(matter, { there: keysOf(given, reuse), ...needed }, context.clock()) : []
  const all = [...ids, ...Object.values(reuse).flat()]
  const doubled = new Set(all.filter((id, index) => all.indexOf(id) !== index))
  return [
    ...missing,
    ...[...new Set([...Object.keys(given), ...Object.keys(reuse)])].flatMap((key) => {
      const material = matter.materials.find((candidate) => candidate.key === key)
      if (!material) return [problem(key, 'MATERIAL_UNKNOWN', '本事项没有这项材料,请刷新页面后重新提交')]
      const [fresh, again] = [given[key] ?? [], reuse[key] ?? []]
      if (fresh.length + again.length > material.maxFiles)
        return [problem(key, 'TOO_MANY_FILES', `“${material.name}”最多上传${material.maxFiles}个文件`)]
      return [
        ...fresh.flatMap((id) => fileProblems(material, doubled.has(id) ? undefined : files.get(id), by)),
        ...again.flatMap((id) => reuseProblems(material, doubled.has(id) ? [] : offers, id)),
      ]
    }),
  ]
}

/** Materials that something is handed in for. */
const keysOf = (...all: GivenMaterials[]): string[] =>
  all.flatMap((given) => Object.entries(given).flatMap(([key, files]) => (files.length > 0 ? [key] : [])))

function reuseProblems(material: MaterialManifest, offers: readonly ReuseOffer[], id: string): PlacedProblem[] {
  const offered = offers.some((offer) => offer.materialKey === material.key && offer.file.id === id)
  return offered ? [] : [problem(material.key, 'REUSE_NOT_OFFERED', `“${material.name}”不能复用这份材料(可能已经过期),请重新选择或上传`)]
}

function fileProblems(material: MaterialManifest, file: AttachmentRow | undefined, by: Filing['by']): PlacedProblem[] {
  // Another person's file and one that is not there look the same: an id tells nothing.
  if (!file || file.owner_id !== by.userId || file.case_id !== null) {
    return [problem(material.key, 'FILE_NOT_FOUND', `“${material.name}”的文件不存在或已经用过,请重新上传`)]
  }
  if (!material.formats.some((format) => MEDIA_TYPES[format] === file.media_type)) {
    return [
      problem(
        material.key,
        'FILE_FORMAT',
        `“${material.name}”的文件“${file.name}”格式不符,请上传 ${material.formats.join('、').toUpperCase()} 文件`,
      ),
    ]
  }
  if (file.size > material.maxBytes) {
    return [
      problem(
        material.key,
        'FILE_TOO_LARGE',
        `“${material.name}”的文件“${file.name}”超过 ${Math.floor(material.maxBytes / 1024 / 1024)} MB,请压缩后重新上传`,
      ),
    ]
  }
  return []
}

/**
 * Ties what is handed in to the case, in the transaction that hands it in: uploads become papers of their material with its
 * kind and grade and the applicant's own, what is used again becomes a paper of this case with the grade it has.
 * @returns all files by material, and the keys of the materials that the county had already
 * @throws CaseError FORM_INVALID if one of them was used, or is no longer offered, meanwhile
 */
export async function handIn(
  tx: Tx,
  context: CaseContext,
  filing: Filing,
  { row, matter, round, given: { materials: given, reuse = {} }, at }: HandingIn,
): Promise<{ materials: GivenMaterials; reused: string[] }> {
  const { applicant } = filing
  const { tenantId } = applicant
  const known = await knownBefore(tx, applicant, given)
  for (const [key, ids] of Object.entries(given)) await attachUploads(tx, filing, row.id, matter, { key, ids, at })
  const again = await takeAgain(tx, applicant, { row, matter, reuse, at })
  const materials: GivenMaterials = {}
  for (const [key, ids] of [...Object.entries(given), ...again.map(({ material, file }) => [material.key, [file.id]] as const)])
    materials[key] = [...(materials[key] ?? []), ...ids]
  await attachments(tx).insertMaterials(materialRows(tenantId, { caseId: row.id, round, materials, at }))
  if (again.length > 0) await context.tenants.supervision.record(tx, tenantId, reusedEntries(filedBy(filing), row, again, round))
  return { materials, reused: [...new Set([...known, ...again.map(({ material }) => material.key)])] }
}

interface HandingIn {
  row: Pick<CaseRow, 'id' | 'case_no' | 'organ_id' | 'organ_name' | 'matter_name'>
  matter: MatterManifest
  /** 0 with the application, 1 with the supplement, 2 what was owed. */
  round: number
  given: HandedIn
  at: number
}

/** Materials whose every file this person had handed in before under whatever name: by content. Asked before they are tied to the new case. */
async function knownBefore(tx: Tx, applicant: Filing['applicant'], given: GivenMaterials): Promise<string[]> {
  const files = await attachments(tx).getMany(applicant.tenantId, Object.values(given).flat())
  const contentOf = new Map(files.map(({ id, sha256 }) => [id, sha256]))
  const known = await attachments(tx).handedIn(applicant.tenantId, applicant.userId, [...new Set(contentOf.values())])
  return Object.entries(given).flatMap(([key, ids]) =>
    ids.length > 0 && ids.every((id) => known.has(contentOf.get(id) ?? '')) ? [key] : [],
  )
}

async function attachUploads(
  tx: Tx,
  { by, applicant }: Filing,
  caseId: string,
  matter: MatterManifest,
  { key, ids, at }: { key: string; ids: string[]; at: number },
): Promise<void> {
  if (ids.length === 0) return
  const material = matter.materials.find((candidate) => candidate.key === key)!
  const attached = await attachments(tx).attach(by.tenantId, by.userId, ids, {
    owner_id: applicant.userId,
    case_id: caseId,
    kind: material.kind,
    trust: material.declared ? 'D' : 'C',
    valid_until: validUntil(material, dayOf(at)),
  })
  if (attached !== ids.length)
    throw formInvalid([{ path: 'materials', code: 'FILE_NOT_FOUND', message: '有文件已在其他办件中使用,请重新上传' }])
}

/** How long a paper counts that nobody has looked at: as its kind does. */
function validUntil({ kind }: MaterialManifest, today: Day): Day | null {
  const months = kind === null ? null : (MATERIAL_KINDS.get(kind)?.validMonths ?? null)
  return months === null ? null : lastDayOfMonths(today, months)
}

const materialRows = (
  tenantId: string,
  { caseId, round, materials, at }: { caseId: string; round: number; materials: GivenMaterials; at: number },
): CaseMaterialRow[] =>
  Object.entries(materials).flatMap(([key, fileIds]) =>
    fileIds.map((fileId, position) => ({
      tenant_id: tenantId,
      case_id: caseId,
      round,
      material_key: key,
      position,
      file_id: fileId,
      created_at: at,
    })),
  )
