import {
  inTransaction,
  newId,
  policies,
  policyChanges,
  type PolicyChangeRow,
  type PolicyHistoryRow,
  type PolicyRow,
  type Tx,
} from '@lianban/storage'
import { actorOf, type Caller } from '../caller.ts'
import { alreadyDecided, notFound, policyChangeEmpty, policyChangeStale, policyInvalid, secondPersonNeeded } from '../errors.ts'
import type { JsonValue } from '../json.ts'
import { personView, type PersonView } from '../people/person-view.ts'
import type { Action } from './permissions.ts'
import type { Authorization } from './authorization.ts'
import { checkedReason } from '../checked-reason.ts'
import { checkPolicies, policyOfRow, policyRows, type Policy } from './policy.ts'
import { addHistory, rowText, type PolicyStoreOptions } from './policy-store.ts'

export interface PolicyDeskOptions extends PolicyStoreOptions {
  authorization: Pick<Authorization, 'assert'>
}

export interface PolicyProposal {
  /** Rules to add, or to put in the place of those of the same id. */
  put: readonly Policy[]
  /** Ids of rules to remove. */
  remove: readonly string[]
  reason: string
}

export interface PolicyChange {
  id: string
  status: PolicyChangeRow['status']
  reason: string
  /** What becomes of each rule; null = it is not there. */
  rules: { id: string; before: Policy | null; after: Policy | null }[]
  proposedBy: PersonView
  proposedAt: number
  decidedBy: PersonView | null
  decidedAt: number | null
  note: string | null
  version: number | null
}

/** Rules that a person changes belong to the tenant's own set unless they came with another. */
const TENANT_SOURCE = 'tenant'
/** What holds the three administrators and the auditors to their own (三员分立); no proposal touches it. Source: GB/T 22239-2019, 8.1.5. */
const PROTECTED_RULES: readonly string[] = ['administrator-no-business', 'auditor-decides-nothing', 'node_mismatch']
const MAX_RULES = 100
const MAX_PAGE = 200

export type PolicyDesk = ReturnType<typeof createPolicyDesk>

/**
 * Changes of policies by people: one proposes, another confirms, and every version can be looked up again. Each step is
 * in the supervision log.
 */
export const createPolicyDesk = (options: PolicyDeskOptions) => ({
  ...reading(options),
  ...proposing(options),
  ...deciding(options),
})

const resource = { type: 'policy' } as const

const reading = ({ database, authorization }: PolicyDeskOptions) => ({
  /** All rules with the version they stand at. */
  list: async (caller: Caller): Promise<{ version: number; rules: (Policy & { source: string; isProtected: boolean })[] }> => {
    await authorization.assert(caller, 'list', resource)
    const version = await policies(database).version(caller.tenantId)
    const rows = (await policies(database).list(caller.tenantId)).filter(({ ptype }) => ptype === 'p')
    return {
      version,
      rules: rows.map((row) => ({
        ...policyOfRow(row),
        source: row.source,
        isProtected: PROTECTED_RULES.includes(row.id),
      })),
    }
  },

  /** Proposals, newest first. `after` is the id of the last one seen. */
  changes: async (
    caller: Caller,
    page: { status?: PolicyChangeRow['status']; limit: number; after?: string },
  ): Promise<{ items: PolicyChange[]; next: string | null }> => {
    await authorization.assert(caller, 'list', resource)
    const limit = Math.min(page.limit, MAX_PAGE)
    const rows = await policyChanges(database).list(caller.tenantId, { ...page, limit })
    const items = await Promise.all(rows.map((row) => present(database, row)))
    return { items, next: rows.length < limit ? null : rows.at(-1)!.id }
  },

  /** What each version changed, newest first. `before` is the version of the last one seen. */
  history: async (
    caller: Caller,
    page: { ruleId?: string; limit: number; before?: number },
  ): Promise<
    {
      version: number
      at: number
      changeId: string | null
      ruleId: string
      before: Policy | null
      after: Policy | null
    }[]
  > => {
    await authorization.assert(caller, 'list', resource)
    const rows = await policyChanges(database).history(caller.tenantId, {
      ...page,
      limit: Math.min(page.limit, MAX_PAGE),
    })
    return rows.map((row) => ({
      version: row.version,
      at: Number(row.at),
      changeId: row.change_id,
      ruleId: row.rule_id,
      before: policyOfText(row.before),
      after: policyOfText(row.after),
    }))
  },

  /** The rules as they stood at a version, for a decision that names it. */
  rulesAt: async (caller: Caller, version: number): Promise<Policy[]> => {
    await authorization.assert(caller, 'list', resource)
    const rows = new Map((await policies(database).list(caller.tenantId)).map((row) => [row.id, rowText(row)]))
    for (const change of await policyChanges(database).since(caller.tenantId, version)) undo(rows, change)
    return [...rows.values()].flatMap((text) => policyOfText(text) ?? [])
  },
})

/** What proposing and deciding share. */
function tools({ database, clock, record, authorization }: PolicyDeskOptions) {
  const write = (tx: Tx, caller: Caller, action: string, id: string, payload: JsonValue): Promise<void> =>
    record(tx, caller.tenantId, [{ action, subject: `policy-change:${id}`, actor: actorOf(caller), ip: caller.ip, payload }])
  return {
    write,
    open: async (caller: Caller, action: Action, id: string): Promise<PolicyChangeRow> => {
      await authorization.assert(caller, action, resource)
      const row = await policyChanges(database).get(caller.tenantId, id)
      if (!row) throw notFound()
      if (row.status !== 'proposed') throw alreadyDecided()
      return row
    },
    close: (caller: Caller, id: string, status: 'rejected' | 'withdrawn', note: string): Promise<void> =>
      inTransaction(database, async (tx) => {
        const decision = { status, decided_by: caller.userId, decided_at: clock(), decision_note: note, version: null }
        if (!(await policyChanges(tx).decide(caller.tenantId, id, decision))) throw alreadyDecided()
        await write(tx, caller, `policy.change-${status}`, id, { note })
      }),
  }
}

function proposing(options: PolicyDeskOptions) {
  const { database, clock, conditions, authorization } = options
  const { write, open, close } = tools(options)
  return {
    /** @returns the id. @throws POLICY_INVALID, POLICY_CHANGE_EMPTY, REASON_MISSING, NOT_AUTHORIZED */
    propose: async (caller: Caller, proposal: PolicyProposal): Promise<string> => {
      await authorization.assert(caller, 'propose', resource)
      const reason = checkedReason(proposal.reason)
      checkProposal(proposal, conditions)
      const before = await policies(database).some(caller.tenantId, touched(proposal))
      if (isEmpty(caller.tenantId, proposal, before)) throw policyChangeEmpty()
      const row = newChange(caller, proposal, { reason, before, at: clock() })
      await inTransaction(database, async (tx) => {
        await policyChanges(tx).insert(row)
        await write(tx, caller, 'policy.change-proposed', row.id, { ...(JSON.parse(row.change) as object), reason })
      })
      return row.id
    },

    /** The proposer takes his proposal back. @throws NOT_FOUND, ALREADY_DECIDED */
    withdraw: async (caller: Caller, id: string): Promise<void> => {
      const row = await open(caller, 'propose', id)
      if (row.proposed_by !== caller.userId) throw notFound()
      await close(caller, id, 'withdrawn', '')
    },
  }
}

function deciding(options: PolicyDeskOptions) {
  const { database, clock, conditions, reload } = options
  const { write, open, close } = tools(options)
  return {
    /**
     * Another person confirms, and the change takes effect at once, here and in every other process.
     * @returns the new version. @throws SECOND_PERSON_NEEDED, POLICY_CHANGE_STALE, ALREADY_DECIDED, NOT_FOUND
     */
    confirm: async (caller: Caller, id: string): Promise<number> => {
      const row = await open(caller, 'confirm', id)
      if (row.proposed_by === caller.userId) throw secondPersonNeeded()
      const proposal = JSON.parse(row.change) as Change
      // What was registered at the proposal may be gone since.
      checkProposal(proposal, conditions)
      const version = await inTransaction(database, async (tx) => {
        const at = clock()
        const made = await apply(tx, caller.tenantId, row, proposal, at)
        const decision = { decided_by: caller.userId, decided_at: at, decision_note: null, version: made }
        if (!(await policyChanges(tx).decide(caller.tenantId, id, { ...decision, status: 'confirmed' }))) throw alreadyDecided()
        const payload = { version: made, proposedBy: row.proposed_by, ...(JSON.parse(row.change) as object) }
        await write(tx, caller, 'policy.change-confirmed', id, payload)
        return made
      })
      await reload(caller.tenantId)
      return version
    },

    /** @throws SECOND_PERSON_NEEDED (one's own proposal is withdrawn), REASON_MISSING, ALREADY_DECIDED, NOT_FOUND */
    reject: async (caller: Caller, id: string, note: string): Promise<void> => {
      const row = await open(caller, 'confirm', id)
      if (row.proposed_by === caller.userId) throw secondPersonNeeded()
      await close(caller, id, 'rejected', checkedReason(note))
    },
  }
}

const newChange = (
  caller: Caller,
  { put, remove }: Change,
  { reason, before, at }: { reason: string; before: readonly PolicyRow[]; at: number },
): PolicyChangeRow => ({
  tenant_id: caller.tenantId,
  id: newId(at),
  status: 'proposed',
  change: JSON.stringify({ put, remove }),
  before: JSON.stringify(Object.fromEntries(before.map((row) => [row.id, rowText(row)]))),
  reason,
  proposed_by: caller.userId,
  proposed_at: at,
  decided_by: null,
  decided_at: null,
  decision_note: null,
  version: null,
})

type Change = Pick<PolicyProposal, 'put' | 'remove'>

const touched = ({ put, remove }: Change): string[] => [...new Set([...put.map(({ id }) => id), ...remove])]

function checkProposal({ put, remove }: Change, conditions: PolicyStoreOptions['conditions']): void {
  checkPolicies(put, conditions)
  const ids = touched({ put, remove })
  if (ids.length > MAX_RULES) throw policyInvalid(ids[MAX_RULES]!, `一次最多修改 ${MAX_RULES} 条规则。`)
  const kept = ids.find((id) => PROTECTED_RULES.includes(id))
  if (kept) throw policyInvalid(kept, '该规则保障三员分立和监督独立,不能修改或删除。')
  const both = put.find(({ id }) => remove.includes(id))
  if (both) throw policyInvalid(both.id, '同一规则不能既修改又删除。')
}

function isEmpty(tenantId: string, { put, remove }: Change, before: readonly PolicyRow[]): boolean {
  const known = new Map(before.map((row) => [row.id, row]))
  const isSame = (row: PolicyRow): boolean => {
    const was = known.get(row.id)
    return was !== undefined && rowText({ ...row, source: was.source }) === rowText(was)
  }
  return policyRows(tenantId, TENANT_SOURCE, put, []).every(isSame) && remove.every((id) => !known.has(id))
}

/** Writes the change as the next version. @throws POLICY_CHANGE_STALE if a rule differs from what the proposer saw */
async function apply(tx: Tx, tenantId: string, row: PolicyChangeRow, proposal: Change, at: number): Promise<number> {
  const version = await policies(tx).bumpVersion(tenantId, at)
  const ids = touched(proposal)
  const now = await policies(tx).some(tenantId, ids)
  const seen = JSON.parse(row.before) as Record<string, string>
  const texts = new Map(now.map((one) => [one.id, rowText(one)]))
  const stale = ids.filter((id) => seen[id] !== texts.get(id))
  if (stale.length > 0) throw policyChangeStale(stale)
  const sources = new Map(now.map((one) => [one.id, one.source]))
  const after = policyRows(tenantId, TENANT_SOURCE, proposal.put, []).map((one) => ({
    ...one,
    source: sources.get(one.id) ?? TENANT_SOURCE,
  }))
  await policies(tx).put(after)
  await policies(tx).remove(tenantId, proposal.remove)
  await addHistory(tx, { tenantId, version, at, changeId: row.id }, now, after)
  return version
}

function undo(rows: Map<string, string>, { rule_id, before }: PolicyHistoryRow): void {
  if (before === null) rows.delete(rule_id)
  else rows.set(rule_id, before)
}

/** @returns the rule; null for none, and for links between roles, which are no rules */
function policyOfText(text: string | null): Policy | null {
  const row = text === null ? null : (JSON.parse(text) as PolicyRow)
  return row?.ptype === 'p' ? policyOfRow(row) : null
}

async function present(db: Tx, row: PolicyChangeRow): Promise<PolicyChange> {
  const { put, remove } = JSON.parse(row.change) as Change
  const before = JSON.parse(row.before) as Record<string, string>
  const person = (userId: string) => personView(db, row.tenant_id, userId)
  return {
    id: row.id,
    status: row.status,
    reason: row.reason,
    rules: touched({ put, remove }).map((id) => ({
      id,
      before: policyOfText(before[id] ?? null),
      after: put.find((rule) => rule.id === id) ?? null,
    })),
    proposedBy: await person(row.proposed_by),
    proposedAt: row.proposed_at,
    decidedBy: row.decided_by === null ? null : await person(row.decided_by),
    decidedAt: row.decided_at,
    note: row.decision_note,
    version: row.version,
  }
}
