import { attachments, type CaseRow, type Database, type Tx } from '@lianban/storage'
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
 * @param row null: the case begins with this form; what its application named before stays right, whoever handed it in
 */
export async function formFileProblems(
  db: Database | Tx,
  { tenantId, userId }: Caller,
  row: Pick<CaseRow, 'id' | 'form'> | null,
  values: Readonly<Record<string, unknown>>,
): Promise<PlacedProblem[]> {
  const named = filesIn(values)
  if (named.length === 0) return []
  const known = new Set(filesIn(row?.form))
  const files = new Map((await attachments(db).getMany(tenantId, [...new Set(named)])).map((file) => [file.id, file]))
  const isRight = (id: string): boolean => {
    const file = files.get(id)
    return known.has(id) || (file !== undefined && (file.case_id === null ? file.owner_id === userId : file.case_id === row?.id))
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
