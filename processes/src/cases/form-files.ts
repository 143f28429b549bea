import { attachments, type Database, type Tx } from '@lianban/storage'
import type { PlacedProblem } from './errors.ts'
import type { Caller } from './ports.ts'

/* Files that a form names: once it is handed in they are the case's, and whoever may read the case may look at them. */

/** Ids of the files in a form's values, however deep they stand. */
export function filesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(filesIn)
  if (typeof value !== 'object' || value === null) return []
  const { fileId } = value as { fileId?: unknown }
  return typeof fileId === 'string' ? [fileId] : Object.values(value).flatMap(filesIn)
}

/**
 * Files that are neither the caller's own, not yet handed in, nor the case's already.
 * @param caseId null: the case begins with this form
 */
export async function formFileProblems(
  db: Database | Tx,
  { tenantId, userId }: Caller,
  caseId: string | null,
  values: Readonly<Record<string, unknown>>,
): Promise<PlacedProblem[]> {
  const named = filesIn(values)
  if (named.length === 0) return []
  const files = new Map((await attachments(db).getMany(tenantId, [...new Set(named)])).map((file) => [file.id, file]))
  const isRight = (id: string): boolean => {
    const file = files.get(id)
    return file !== undefined && (file.case_id === null ? file.owner_id === userId : file.case_id === caseId)
  }
  return Object.entries(values).flatMap(([path, value]) =>
    filesIn(value).every(isRight) ? [] : [{ path, code: 'FILE_NOT_FOUND', message: '所附文件不存在或者已经用于其他办件,请重新上传' }],
  )
}

/** Those that are still free become the case's. */
export async function tieFormFiles(tx: Tx, { tenantId, userId }: Caller, caseId: string, values: unknown): Promise<void> {
  const ids = [...new Set(filesIn(values))]
  if (ids.length > 0) await attachments(tx).attach(tenantId, userId, ids, { case_id: caseId, kind: null, trust: 'C', valid_until: null })
}
