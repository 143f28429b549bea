import type { PublicationChangeRow, PublicationRow } from '@lianban/storage'
import { dayOf } from '../clock/index.ts'
import { PUBLICATION_KINDS, type PublicationKind } from './publication-kinds.ts'

/** A decision as anyone may read it. Days are YYYY-MM-DD. */
export interface PublicDecision {
  kindText: string
  matterName: string
  holderName: string
  holderKind: string
  holderCode: string | null
  documentName: string
  documentNumber: string
  category: string
  licenceName: string | null
  licenceNo: string | null
  content: string
  decidedOn: string
  validFrom: string | null
  validUntil: string | null
  organName: string
  organCode: string | null
  validity: '有效' | '无效'
  sourceName: string
  sourceCode: string | null
  publishedOn: string
}

/** The same as a desk sees it. Instants are epoch milliseconds. */
export interface PublicationView extends PublicDecision {
  id: string
  caseId: string
  kind: string
  state: PublicationRow['state']
  stateReason: string | null
  organId: string
  dueAt: number
  publishedAt: number
  /** After the seven workdays. */
  late: boolean
  version: number
  changes: {
    deed: PublicationChangeRow['deed']
    at: number
    byName: string
    reason: string
    fields: { field: string; label: string; before: string | null; after: string | null }[]
  }[]
}

export const publicDecision = (row: PublicationRow): PublicDecision => ({
  kindText: PUBLICATION_KINDS[row.kind as PublicationKind]?.text ?? row.kind,
  matterName: row.matter_name,
  holderName: row.holder_name,
  holderKind: row.holder_kind,
  holderCode: row.holder_code,
  documentName: row.document_name,
  documentNumber: row.document_number,
  category: row.category,
  licenceName: row.licence_name,
  licenceNo: row.licence_no,
  content: row.content,
  decidedOn: row.decided_on,
  validFrom: row.valid_from,
  validUntil: row.valid_until,
  organName: row.organ_name,
  organCode: row.organ_code,
  validity: row.validity === 'valid' ? '有效' : '无效',
  sourceName: row.source_name,
  sourceCode: row.source_code,
  publishedOn: dayOf(row.published_at),
})

/** What may be corrected: field of a correction → column, with its name in the national data standard. */
export const CORRECTABLE = {
  holderName: { column: 'holder_name', label: '行政相对人名称' },
  holderCode: { column: 'holder_code', label: '统一社会信用代码' },
  documentName: { column: 'document_name', label: '许可决定文书名称' },
  licenceName: { column: 'licence_name', label: '许可证书名称' },
  content: { column: 'content', label: '许可内容' },
  validFrom: { column: 'valid_from', label: '有效期自' },
  validUntil: { column: 'valid_until', label: '有效期至' },
  validity: { column: 'validity', label: '当前状态' },
} as const
export type CorrectableField = keyof typeof CORRECTABLE

export const publicationView = (row: PublicationRow, changes: readonly PublicationChangeRow[]): PublicationView => ({
  ...publicDecision(row),
  id: row.id,
  caseId: row.case_id,
  kind: row.kind,
  state: row.state,
  stateReason: row.state_reason,
  organId: row.organ_id,
  dueAt: row.due_at,
  publishedAt: row.published_at,
  late: row.published_at > row.due_at,
  version: row.version,
  changes: changes
    .filter(({ publication_id }) => publication_id === row.id)
    .map(({ deed, at, by_name, reason, fields }) => ({
      deed,
      at,
      byName: by_name,
      reason,
      fields: Object.entries(fields).map(([field, { before, after }]) => ({
        ...{ field, before, after },
        label: CORRECTABLE[field as CorrectableField]?.label ?? '公示状态',
      })),
    })),
})

/** Columns of the national data standard 行政许可双公示, in its order. */
export const STANDARD_COLUMNS: readonly { title: string; width: number; of: (decision: PublicDecision) => string | null }[] = [
  { title: '行政相对人名称', width: 32, of: (one) => one.holderName },
  { title: '行政相对人类别', width: 18, of: (one) => one.holderKind },
  { title: '行政相对人代码(统一社会信用代码)', width: 24, of: (one) => one.holderCode },
  { title: '行政许可决定文书名称', width: 28, of: (one) => one.documentName },
  { title: '行政许可决定文书号', width: 28, of: (one) => one.documentNumber },
  { title: '许可类别', width: 10, of: (one) => one.category },
  { title: '许可证书名称', width: 22, of: (one) => one.licenceName },
  { title: '许可编号', width: 24, of: (one) => one.licenceNo },
  { title: '许可内容', width: 40, of: (one) => one.content },
  { title: '许可决定日期', width: 14, of: (one) => one.decidedOn },
  { title: '有效期自', width: 14, of: (one) => one.validFrom },
  { title: '有效期至', width: 14, of: (one) => one.validUntil },
  { title: '许可机关', width: 28, of: (one) => one.organName },
  { title: '许可机关统一社会信用代码', width: 24, of: (one) => one.organCode },
  { title: '当前状态', width: 10, of: (one) => one.validity },
  { title: '数据来源单位', width: 28, of: (one) => one.sourceName },
  { title: '数据来源单位统一社会信用代码', width: 24, of: (one) => one.sourceCode },
]
