import { issuedDocuments } from '@lianban/storage'
import type { CaseContext } from './context.ts'
import { documentView } from './document-view.ts'
import type { Caller } from './ports.ts'
import { caseResource, loadCases } from './resources.ts'
import type { CaseDetail } from './views.ts'

/** As many cases as are judged in one query. */
const CHUNK = 100

/**
 * The papers of several cases by case, oldest first, without those that the caller may not read: for pages about what cases have in
 * common. Whoever opens one is judged once more, and that is recorded; see `openFile`.
 */
export async function documentsOf(
  context: CaseContext,
  caller: Caller,
  caseIds: readonly string[],
): Promise<Map<string, CaseDetail['documents']>> {
  const found = new Map<string, CaseDetail['documents']>()
  for (let at = 0; at < caseIds.length; at += CHUNK) {
    const loaded = await loadCases(context, caller.tenantId, caseIds.slice(at, at + CHUNK), caller)
    const readable = loaded.filter(
      (one) => context.tenants.authorization.decide(caller, 'read', { ...caseResource(one), type: 'document' }).allowed,
    )
    const ids = readable.map(({ row }) => row.id)
    for (const document of await issuedDocuments(context.database).forCases(caller.tenantId, ids))
      found.set(document.case_id, [...(found.get(document.case_id) ?? []), documentView(document)])
  }
  return found
}
