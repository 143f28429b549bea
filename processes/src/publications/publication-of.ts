import { fieldAt, isBlank, valueAt } from '@lianban/forms'
import { newId, type CaseRow, type IssuedDocumentRow, type PublicationRow } from '@lianban/storage'
import type { DecisionRecord } from '../cases/views.ts'
import { addWorkdays, type Calendar } from '../clock/index.ts'
import { formOf, type Matter } from '../matters/matter-definition.ts'
import { holdsCitizenId, publicHolder, type PublicHolder } from './holder.ts'
import { PUBLICATION_KINDS, type PublicationKind } from './publication-kinds.ts'

/** 双公示: within seven workdays of the decision. */
export const PUBLISH_WORKDAYS = 7
const MAX_CONTENT_CHARS = 2000

export interface Decided {
  row: CaseRow
  matter: Matter
  decision: DecisionRecord
  kind: PublicationKind
  documents: readonly IssuedDocumentRow[]
}

/** The public record of a decision, by the national data standard for 行政许可. Pure but for its new id. @param at epoch milliseconds */
export function publicationOf({ row, matter, decision, kind, documents }: Decided, calendar: Calendar, at: number): PublicationRow {
  const { publicity, licence, creditCode, organ } = matter.matter
  const holder = publicHolder(row.applicant_name, formOf(matter, matter.matter.applicationForm), row.form, publicity.holderCode)
  const isGranted = kind !== 'refusal'
  // A successor of the organ has a code of its own, which the matter does not know.
  const code = row.organ_id === organ ? creditCode : null
  return {
    tenant_id: row.tenant_id,
    id: newId(),
    case_id: row.id,
    kind,
    state: publicity.withheld === null ? 'public' : 'withheld',
    state_reason: publicity.withheld,
    matter_key: row.matter_key,
    matter_name: row.matter_name,
    organ_id: row.organ_id,
    organ_name: row.organ_name,
    organ_code: code,
    source_name: row.organ_name,
    source_code: code,
    holder_name: holder.name,
    holder_kind: holder.kind,
    holder_code: holder.code,
    document_name: documents.find(({ number }) => number === decision.number)?.name ?? PUBLICATION_KINDS[kind].document,
    document_number: decision.number,
    category: publicity.category,
    licence_name: isGranted && licence ? licence.name : null,
    licence_no: isGranted ? decision.licenceNo : null,
    content: contentOf(row, matter, kind, holder),
    decided_on: decision.decidedOn,
    valid_from: isGranted ? decision.validFrom : null,
    valid_until: isGranted ? decision.validUntil : null,
    validity: PUBLICATION_KINDS[kind].ends ? 'invalid' : 'valid',
    due_at: addWorkdays(row.decided_at ?? at, PUBLISH_WORKDAYS, calendar),
    published_at: at,
    version: 1,
  }
}

/** 许可内容: what was decided on, and the fields that the matter names for it. */
function contentOf(row: CaseRow, matter: Matter, kind: PublicationKind, holder: PublicHolder): string {
  const schema = formOf(matter, matter.matter.applicationForm)
  const lines = matter.matter.publicity.content.flatMap((path) => {
    const value = valueAt(row.form, path)
    const given = Array.isArray(value) ? value.join('、') : String((value ?? '') as string | number)
    const text = holder.code === null ? given.replaceAll(row.applicant_name, holder.name) : given
    // Free text may hold what nobody expected there.
    if (isBlank(value) || holdsCitizenId(text)) return []
    return [`${fieldAt(schema, path)?.title ?? path}:${text}`]
  })
  return [`${PUBLICATION_KINDS[kind].text}:${row.matter_name}`, ...lines].join(';').slice(0, MAX_CONTENT_CHARS)
}
