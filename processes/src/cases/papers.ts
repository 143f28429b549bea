import { attachments, cases, type AttachmentRow } from '@lianban/storage'
import { gradeText } from '../labels.ts'
import { materialView } from '../matters/material-view.ts'
import { materialsOf } from './assist/power-of-attorney.ts'
import type { CaseContext } from './context.ts'
import { versionsOf } from './replaced-materials.ts'
import type { Caller } from './ports.ts'
import { caseResource, type LoadedCase } from './resources.ts'
import type { CaseDetail, PaperView } from './views.ts'

/** The materials of a case with their files, each with how far it may be trusted and where it comes from. */
export async function paperViews(context: CaseContext, caller: Caller, loaded: LoadedCase): Promise<CaseDetail['materials']> {
  const { row, matter } = loaded
  const given = await attachments(context.database).materials(row.tenant_id, row.id)
  const sources = [...new Set(given.flatMap(({ file }) => file.source_case_id ?? []))]
  const numbers = new Map(
    (await cases(context.database).getMany(row.tenant_id, sources, context.clock())).map(({ id, case_no }) => [id, case_no]),
  )
  const resource = { ...caseResource(loaded), type: 'attachment' as const }
  const mayVerify = row.closed_at === null && context.tenants.authorization.decide(caller, 'verify', resource).allowed
  const keys = given.map(({ material_key }) => material_key)
  const { current, earlier } = versionsOf(given)
  const viewsOf = (rows: typeof given, key: string, canVerify: boolean) =>
    rows
      .filter(({ material_key }) => material_key === key)
      .map(({ file, created_at }) => paperView(file, created_at, numbers.get(file.source_case_id ?? '') ?? null, canVerify))
  return materialsOf(matter.matter, keys).map((material) => ({
    ...materialView(material, matter.matter),
    files: viewsOf(current, material.key, mayVerify),
    earlier: viewsOf(earlier, material.key, false),
  }))
}

const paperView = (file: AttachmentRow, handedInAt: number, sourceCaseNo: string | null, mayVerify: boolean): PaperView => ({
  fileId: file.id,
  handedInAt,
  name: file.name,
  size: file.size,
  mediaType: file.media_type,
  grade: file.trust,
  gradeText: gradeText(file.trust),
  validUntil: file.valid_until,
  watermark: file.watermark,
  sourceCaseNo,
  mustShowOriginal: file.trust === 'C' && file.source_id !== null,
  verified: file.verified_at === null ? null : { by: file.verified_name ?? '', at: file.verified_at },
  canVerify: mayVerify && file.trust === 'C',
})
