import { newAttachment, newId, type AttachmentRow } from '@lianban/storage'
import { z } from 'zod'
import type { DecisionRecord } from '../views.ts'
import type { PublicDocument, PublicLicence } from '../../verification/public-document.ts'
import { addEntry, addLine, type Draft, type Projector } from './draft.ts'

/** What the `render-document` worker hands back. A worker is another program: what it says is checked. */
const RenderedDocument = z.object({
  template: z.string().max(64),
  name: z.string().max(191),
  number: z.string().max(100).nullable(),
  /** Who signs it; an older worker does not say. */
  organName: z.string().max(191).optional(),
  /** A worker from before documents had codes of their own says nothing. */
  verifyCode: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().positive(),
  mediaType: z.literal('application/pdf'),
})

/**
 * A document was made: it is issued with this step or, if the step fails, not at all.
 * @throws ZodError if what came back is no document: then the worker's completion is refused
 */
export const externalTaskCompleted: Projector<'externalTaskCompleted'> = (event, draft) => {
  const { command } = draft.step
  if (command.type !== 'completeExternalTask' || !('document' in command.variables)) return
  const document = RenderedDocument.parse(command.variables.document!.value)
  const { row, matter } = draft
  const isLicence = document.template === matter.matter.licence?.document
  const decision = row.decision as DecisionRecord | null
  draft.documents.push({
    tenant_id: row.tenant_id,
    id: event.tokenId,
    case_id: row.id,
    template: document.template,
    name: document.name,
    number: document.number,
    sha256: document.sha256,
    size: document.size,
    media_type: document.mediaType,
    verify_code: document.verifyCode ?? (isLicence ? (decision?.verifyCode ?? null) : null),
    public_data: {
      organName: document.organName || row.organ_name,
      licence: isLicence && decision ? publicLicence(draft, decision) : null,
    } satisfies PublicDocument,
    created_at: event.at,
  })
  const kind = matter.matter.licence?.kind
  if (isLicence && decision && kind !== undefined) draft.papers.push(licencePaper(draft, decision, { kind, document, at: event.at }))
  addLine(draft, {
    at: event.at,
    type: 'document-issued',
    element_id: event.elementId,
    step_name: '文书',
    action_text: `出具${document.name}`,
  })
  addEntry(draft, 'document.issued', { name: document.name, number: document.number, sha256: document.sha256, size: document.size })
}

/** The face of the licence: nothing that is not printed on it. */
function publicLicence({ row }: Draft, decision: DecisionRecord): PublicLicence {
  return {
    licenceNo: decision.licenceNo ?? '',
    holderName: row.applicant_name,
    matterName: row.matter_name,
    issuedOn: decision.validFrom ?? decision.decidedOn,
    validUntil: decision.validUntil ?? '',
  }
}

/** The licence among its holder's own papers: issued by an organ, so it serves other matters without being seen again. */
function licencePaper(
  { row }: Draft,
  decision: DecisionRecord,
  { kind, document, at }: { kind: string; document: z.infer<typeof RenderedDocument>; at: number },
): AttachmentRow {
  return newAttachment({
    tenant_id: row.tenant_id,
    id: newId(),
    owner_id: row.applicant_id,
    case_id: row.id,
    sha256: document.sha256,
    name: `${document.name}${decision.licenceNo === null ? '' : ` ${decision.licenceNo}`}.pdf`,
    size: document.size,
    media_type: document.mediaType,
    kind,
    trust: 'A',
    valid_until: decision.validUntil,
    created_at: at,
  })
}
