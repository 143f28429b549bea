import { createHash } from 'node:crypto'
import { idempotency, isUniqueViolation, type Tx } from '@lianban/storage'
import { DAY_MS } from '../clock/index.ts'
import type { CaseContext } from './context.ts'
import { idempotencyKeyReused } from './errors.ts'
import type { Caller } from './ports.ts'

export interface OnceRequest {
  caller: Caller
  /** Chosen by the client, the same for a second click. */
  key: string
  operation: string
  body: unknown
}

/**
 * Does the work once per key: a second request with the same key gets the first one's answer. `work` calls `remember`
 * in the transaction that changes something, so that answer and change are stored together or not at all.
 * @throws CaseError IDEMPOTENCY_KEY_REUSED if the key came with another request before
 */
export async function once<T>(
  context: CaseContext,
  request: OnceRequest,
  work: (remember: (tx: Tx, response: T) => Promise<void>) => Promise<T>,
): Promise<T> {
  const { caller, key } = request
  const requestHash = createHash('sha256')
    .update(stableJson([request.operation, request.body]))
    .digest('hex')
  const answered = await earlierAnswer<T>(context, request, requestHash)
  if (answered) return answered.response
  try {
    return await work((tx, response) =>
      idempotency(tx).insert({
        tenant_id: caller.tenantId,
        user_id: caller.userId,
        key,
        request_hash: requestHash,
        response,
        created_at: context.clock(),
      }),
    )
  } catch (error) {
    // The first click may have been under way: its answer is this one's too, whatever this one ran into.
    const meanwhile = await earlierAnswer<T>(context, request, requestHash)
    if (meanwhile && (isUniqueViolation(error) || hasCode(error))) return meanwhile.response
    throw error
  }
}

/** How long a second click may come after the first, in milliseconds: a browser left open over a long holiday. */
const ANSWERS_KEPT_MS = 14 * DAY_MS

/** Forgets answers that nobody will ask for again. @returns how many */
export const forgetOldAnswers = (context: CaseContext, tenantId: string): Promise<number> =>
  idempotency(context.database).deleteBefore(tenantId, context.clock() - ANSWERS_KEPT_MS)

async function earlierAnswer<T>(context: CaseContext, { caller, key }: OnceRequest, requestHash: string): Promise<{ response: T } | null> {
  const row = await idempotency(context.database).get(caller.tenantId, caller.userId, key)
  if (!row) return null
  if (row.request_hash !== requestHash) throw idempotencyKeyReused()
  return { response: row.response as T }
}

const hasCode = (error: unknown): boolean => typeof (error as { code?: unknown }).code === 'string'

/** JSON with sorted keys: the order in which a browser sends fields means nothing. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
