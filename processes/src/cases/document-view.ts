import type { IssuedDocumentRow } from '@lianban/storage'
import type { CaseDetail } from './views.ts'

/** An issued document as pages list it. */
export const documentView = (document: IssuedDocumentRow): CaseDetail['documents'][number] => ({
  id: document.id,
  name: document.name,
  number: document.number,
  createdAt: document.created_at,
  sha256: document.sha256,
  size: document.size,
})
