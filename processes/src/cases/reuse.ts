import { attachments, cases, newAttachment, newId, type AttachmentRow, type CaseRow, type Database, type Tx } from '@lianban/storage'
import { chineseDay, dayOf, lastDayOfMonths, type Day } from '../clock/index.ts'
import type { MaterialManifest, MatterManifest } from '../manifest.ts'
import type { Matter } from '../matters/matter-definition.ts'
import { MATERIAL_KINDS } from '../matters/material-kinds.ts'
import type { CaseContext } from './context.ts'
import { formInvalid, notFound } from './errors.ts'
import { logEntry } from './log-entries.ts'
import { MEDIA_TYPES, type GivenMaterials } from './materials.ts'
import { organOf } from './people.ts'
import type { Caller, SupervisionEntry } from './ports.ts'
import type { ReusableView } from './views.ts'
import { gradeText } from '../labels.ts'

/*
 * Papers that the county has already and that an applicant need not hand in again. Only his own are offered to him, by the
 * kind of the material: issued by an organ (A) or seen in the original at a window (B) as they are, his own uploads (C) with
 * the remark that the original is still to be seen, declarations (D) never. Source: 国办函〔2016〕108号.
 */

/** Of all his papers; an applicant with more uploads what he means. */
const MAX_LOOKED_AT = 200
const MAX_OFFERED_PER_MATERIAL = 5
/** How long a personal paper may be used for the matter it is used again for, unless it ends before. */
const USE_MONTHS = 6

export interface ReuseOffer {
  materialKey: string
  file: AttachmentRow
}

/** What may be used again for each material of the matter, best first; one offer for one content. */
export async function reuseOffers(db: Database | Tx, caller: Caller, matter: MatterManifest, today: Day): Promise<ReuseOffer[]> {
  const wanted = matter.materials.filter(({ kind, declared }) => kind !== null && !declared)
  const kinds = [...new Set(wanted.map(({ kind }) => kind!))]
  const files = await attachments(db).reusable(caller.tenantId, caller.userId, kinds, today, MAX_LOOKED_AT)
  return wanted.flatMap((material) => {
    const fitting = files.filter((file) => file.kind === material.kind && fits(material, file))
    const once = fitting.filter((file, index) => fitting.findIndex(({ sha256 }) => sha256 === file.sha256) === index)
    return once.slice(0, MAX_OFFERED_PER_MATERIAL).map((file) => ({ materialKey: material.key, file }))
  })
}

const fits = ({ formats, maxBytes }: MaterialManifest, { media_type, size }: AttachmentRow): boolean =>
  size <= maxBytes && formats.some((format) => MEDIA_TYPES[format] === media_type)

/** What the caller may use again for a matter, with where it comes from. @throws CaseError NOT_FOUND; NOT_AUTHORIZED */
export async function reusableMaterials(context: CaseContext, caller: Caller, matterKey: string): Promise<ReusableView[]> {
  const today = dayOf(context.clock())
  const matter = await context.matters.validOn(context.database, caller.tenantId, matterKey, today)
  if (!matter) throw notFound('事项')
  await context.tenants.authorization.assert(caller, 'create', { type: 'case', organId: matter.matter.organ, applicantId: caller.userId })
  return reusableFor(context, caller, matter)
}

/** What an applicant may use again, for whoever may know. */
export async function reusableFor(context: CaseContext, applicant: Caller, matter: Matter): Promise<ReusableView[]> {
  const today = dayOf(context.clock())
  const offers = await reuseOffers(context.database, applicant, matter.matter, today)
  const ids = [...new Set(offers.map(({ file }) => sourceCaseOf(file)))]
  const sources = new Map((await cases(context.database).getMany(applicant.tenantId, ids, context.clock())).map((row) => [row.id, row]))
  const organ = await organOf(context, applicant.tenantId, matter.matter.organ)
  return offers.map(({ materialKey, file }) => {
    const source = sources.get(sourceCaseOf(file))
    return {
      materialKey,
      fileId: file.id,
      name: file.name,
      size: file.size,
      mediaType: file.media_type,
      grade: file.trust,
      gradeText: gradeText(file.trust),
      mustShowOriginal: file.trust === 'C',
      handedInAt: file.created_at,
      validUntil: file.valid_until,
      sourceCaseNo: source?.case_no ?? null,
      sourceMatterName: source?.matter_name ?? null,
      watermark: watermarkOf(file, { organ_name: organ.name, matter_name: matter.matter.name, case_no: null }, today),
    }
  })
}

const sourceCaseOf = ({ source_case_id, case_id }: AttachmentRow): string => source_case_id ?? case_id ?? ''

type Use = Pick<CaseRow, 'organ_name' | 'matter_name'> & { case_no: string | null }

/** Words over a personal paper: for whom and what, and until when. Null for papers that are no person's. */
export function watermarkOf(
  { kind, valid_until }: Pick<AttachmentRow, 'kind' | 'valid_until'>,
  { organ_name, matter_name, case_no }: Use,
  today: Day,
): string | null {
  if (kind === null || !MATERIAL_KINDS.get(kind)?.personal) return null
  const end = lastDayOfMonths(today, USE_MONTHS)
  const until = valid_until !== null && valid_until < end ? valid_until : end
  const number = case_no === null ? '' : `(办件编号${case_no})`
  return `仅供${organ_name}办理“${matter_name}”${number}使用,${chineseDay(until)}前有效,挪作他用无效`
}

export interface TakenAgain {
  material: MaterialManifest
  /** The paper of the new case. */
  file: AttachmentRow
}

/**
 * Makes papers of this case of those that are used again, with the content, grade and end that they have. In the
 * transaction that hands them in. @throws CaseError FORM_INVALID if one is no longer offered
 */
export async function takeAgain(
  tx: Tx,
  caller: Caller,
  { row, matter, reuse, at }: { row: Use & Pick<CaseRow, 'id'>; matter: MatterManifest; reuse: GivenMaterials; at: number },
): Promise<TakenAgain[]> {
  const asked = Object.entries(reuse).flatMap(([key, ids]) => ids.map((id) => ({ key, id })))
  if (asked.length === 0) return []
  const today = dayOf(at)
  const offers = await reuseOffers(tx, caller, matter, today)
  const taken = asked.map(({ key, id }): TakenAgain => {
    const offer = offers.find(({ materialKey, file }) => materialKey === key && file.id === id)
    if (!offer) throw formInvalid([{ path: `materials.${key}`, code: 'REUSE_NOT_OFFERED', message: '所选材料已不能复用,请重新选择或上传' }])
    const material = matter.materials.find((candidate) => candidate.key === key)!
    return { material, file: copyOf(offer.file, row, today, at) }
  })
  for (const { file } of taken) await attachments(tx).insert(file)
  return taken
}

const copyOf = (file: AttachmentRow, row: Use & Pick<CaseRow, 'id'>, today: Day, at: number): AttachmentRow =>
  newAttachment({
    ...file,
    id: newId(),
    case_id: row.id,
    created_at: at,
    source_id: file.source_id ?? file.id,
    source_case_id: sourceCaseOf(file),
    watermark: watermarkOf(file, row, today),
  })

/** One entry for each material that was used again. `round`: 0 with the application, later ones after it. */
export function reusedEntries(
  caller: Caller,
  row: Pick<CaseRow, 'id' | 'organ_id'>,
  taken: readonly TakenAgain[],
  round: number,
): SupervisionEntry[] {
  return taken.map(({ material, file }) =>
    logEntry(caller, 'material.reused', {
      caseId: row.id,
      organId: row.organ_id,
      payload: {
        material: material.key,
        name: material.name,
        kind: material.kind,
        grade: file.trust,
        file: file.id,
        sha256: file.sha256,
        source: file.source_id,
        sourceCase: file.source_case_id,
        validUntil: file.valid_until,
        watermark: file.watermark,
        round,
      },
    }),
  )
}
