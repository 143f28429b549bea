import { inTransaction, supervisionFolds, supervisionRules, type Database, type SupervisionRuleRow, type Tx } from '@lianban/storage'
import type { Caller, TenantsPort } from '../../cases/ports.ts'
import type { Supervision } from '@lianban/tenants'
import { DAY_MS, type CalendarOf } from '../../clock/index.ts'
import type { Notices } from '../../notices/index.ts'
import { proposalDecided, proposalOpen, ruleInvalid, ruleNotFound, ruleUnchanged, secondPersonNeeded } from '../errors.ts'
import { dryRun, type DryRun } from './dry-run.ts'
import { isSameRule } from './rule-store.ts'
import { Rule } from './rule.ts'

/** Days that a dry run looks back. */
export const DRY_RUN_DAYS = 30

/** One version of a rule for people. Instants are UTC epoch milliseconds. */
export interface RuleView {
  rule: Rule
  version: number
  state: SupervisionRuleRow['state']
  reason: string
  proposedBy: { id: string; name: string }
  proposedAt: number
  decidedBy: { id: string; name: string } | null
  decidedAt: number | null
}

export interface RuleDeskOptions {
  database: Database
  tenants: Pick<TenantsPort, 'authorization'> & { supervision: Pick<Supervision, 'record' | 'sealed' | 'status'> }
  notices: Pick<Notices, 'send'>
  calendarOf: CalendarOf
  clock: () => number
}

/** The rule library as its two persons work with it: 政务办 proposes, 纪委 confirms. */
export function ruleDesk(options: RuleDeskOptions) {
  const { database, tenants, clock } = options
  const { authorization, supervision } = tenants
  return {
    /** The rule in force and, where there are, the open proposal and the offer of a release of every rule. @throws NOT_AUTHORIZED */
    list: async (caller: Caller): Promise<RuleView[]> => {
      await authorization.assert(caller, 'list', { type: 'rule' })
      return (await supervisionRules(database).list(caller.tenantId, { states: ['active', 'proposed', 'offered'] })).map(present)
    },

    /** Every version of a rule, oldest first. @throws RULE_NOT_FOUND, NOT_AUTHORIZED */
    history: async (caller: Caller, ruleId: string): Promise<RuleView[]> => {
      await authorization.assert(caller, 'list', { type: 'rule' })
      const rows = await supervisionRules(database).list(caller.tenantId, { ruleId })
      if (rows.length === 0) throw ruleNotFound()
      return rows.map(present)
    },

    /** What a version would have done in the last 30 days. @throws RULE_INVALID, NOT_AUTHORIZED */
    dryRun: async (caller: Caller, definition: unknown): Promise<DryRun> => {
      await authorization.assert(caller, 'list', { type: 'rule' })
      const rule = checked(definition)
      const now = clock()
      return dryRun({ supervision, calendar: options.calendarOf(caller.tenantId), now }, caller.tenantId, rule, now - DRY_RUN_DAYS * DAY_MS)
    },

    /** Proposes a new version, or a new rule. It is not in force. @throws RULE_INVALID, RULE_UNCHANGED, PROPOSAL_OPEN, NOT_AUTHORIZED */
    propose: async (caller: Caller, proposal: { rule: unknown; reason: string }): Promise<{ version: number }> => {
      await authorization.assert(caller, 'propose', { type: 'rule' })
      return propose(options, caller, checked(proposal.rule), proposal.reason)
    },

    /** Proposes what a release offers, as it is. It is not in force. @throws RULE_NOT_FOUND, PROPOSAL_OPEN, PROPOSAL_DECIDED, NOT_AUTHORIZED */
    adopt: async (caller: Caller, offer: { ruleId: string; version: number; reason: string }): Promise<void> => {
      await authorization.assert(caller, 'propose', { type: 'rule', id: offer.ruleId })
      await adopt(options, caller, offer)
    },

    /** The second person puts a proposal in force. @throws RULE_NOT_FOUND, PROPOSAL_DECIDED, SECOND_PERSON_NEEDED, NOT_AUTHORIZED */
    confirm: (caller: Caller, ruleId: string, version: number): Promise<void> =>
      decide(options, caller, { ruleId, version, state: 'active', reason: '' }),

    /** The second person sends a proposal back. @throws as `confirm` */
    reject: (caller: Caller, ruleId: string, version: number, reason: string): Promise<void> =>
      decide(options, caller, { ruleId, version, state: 'rejected', reason }),
  }
}

/** @throws RULE_INVALID naming every place */
function checked(definition: unknown): Rule {
  const parsed = Rule.safeParse(definition)
  if (parsed.success) return parsed.data
  throw ruleInvalid(parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })))
}

function propose(
  { database, tenants, notices, clock }: RuleDeskOptions,
  caller: Caller,
  rule: Rule,
  reason: string,
): Promise<{ version: number }> {
  const { tenantId } = caller
  return inTransaction(database, async (tx) => {
    const current = await supervisionRules(tx).list(tenantId, { ruleId: rule.id, states: ['active', 'proposed'] })
    if (current.some(({ state }) => state === 'proposed')) throw proposalOpen()
    const active = current.find(({ state }) => state === 'active')
    if (active && isSameRule(active, rule)) throw ruleUnchanged()
    const version = (await supervisionRules(tx).lastVersion(tenantId, rule.id)) + 1
    await supervisionRules(tx).insert({
      tenant_id: tenantId,
      rule_id: rule.id,
      version,
      state: 'proposed',
      definition: rule,
      reason,
      proposed_by: caller.userId,
      proposed_by_name: caller.name,
      proposed_at: clock(),
      decided_by: null,
      decided_by_name: null,
      decided_at: null,
    })
    await tellProposed({ tenants, notices }, tx, caller, { rule, version, reason })
    return { version }
  })
}

function adopt(
  { database, tenants, notices, clock }: RuleDeskOptions,
  caller: Caller,
  { ruleId, version, reason }: { ruleId: string; version: number; reason: string },
): Promise<void> {
  const { tenantId, userId, name } = caller
  return inTransaction(database, async (tx) => {
    const row = await supervisionRules(tx).get(tenantId, ruleId, version)
    if (!row) throw ruleNotFound()
    if ((await supervisionRules(tx).list(tenantId, { ruleId, states: ['proposed'] })).length > 0) throw proposalOpen()
    if (!(await supervisionRules(tx).adopt(tenantId, ruleId, version, { userId, name, at: clock(), reason }))) throw proposalDecided()
    await tellProposed({ tenants, notices }, tx, caller, { rule: Rule.parse(row.definition), version, reason })
  })
}

/** A proposal goes on record and to those who confirm it. */
async function tellProposed(
  { tenants, notices }: Pick<RuleDeskOptions, 'tenants' | 'notices'>,
  tx: Tx,
  caller: Caller,
  { rule, version, reason }: { rule: Rule; version: number; reason: string },
): Promise<void> {
  const payload = { rule: rule.id, version, enabled: rule.enabled, reason, definition: JSON.parse(JSON.stringify(rule)) as never }
  await tenants.supervision.record(tx, caller.tenantId, [
    { action: 'rule.proposed', subject: `rule:${rule.id}`, actor: { userId: caller.userId, name: caller.name }, ip: caller.ip, payload },
  ])
  await notices.send(tx, caller.tenantId, {
    kind: 'rule',
    to: { posts: [{ post: 'disciplinary-auditor' }] },
    title: `监察规则 ${rule.id} 待确认`,
    text: `${caller.name}提出修改“${rule.name}”:${reason}`,
    link: '/supervision/rules',
  })
}

interface Decision {
  ruleId: string
  version: number
  state: 'active' | 'rejected'
  reason: string
}

async function decide(
  { database, tenants, notices, clock }: RuleDeskOptions,
  caller: Caller,
  { ruleId, version, state, reason }: Decision,
): Promise<void> {
  const { tenantId } = caller
  await tenants.authorization.assert(caller, 'confirm', { type: 'rule', id: ruleId })
  const row = await supervisionRules(database).get(tenantId, ruleId, version)
  if (!row) throw ruleNotFound()
  if (row.proposed_by === caller.userId) throw secondPersonNeeded('规则修改的确认')
  const rule = Rule.parse(row.definition)
  await inTransaction(database, async (tx) => {
    const active = (await supervisionRules(tx).list(tenantId, { ruleId, states: ['active'] }))[0]
    if (!(await supervisionRules(tx).decide(tenantId, ruleId, version, { state, by: caller.userId, byName: caller.name, at: clock() })))
      throw proposalDecided()
    if (state === 'active') {
      await supervisionRules(tx).replaceOthers(tenantId, ruleId, version)
      if (!rule.enabled) await supervisionFolds(tx).clearDeadlinesOfRule(tenantId, ruleId)
    }
    const payload = {
      rule: ruleId,
      version,
      enabled: rule.enabled,
      wasEnabled: active ? Rule.parse(active.definition).enabled : false,
      proposedBy: row.proposed_by,
      reason: reason || row.reason,
    }
    const action = state === 'active' ? 'rule.confirmed' : 'rule.rejected'
    await tenants.supervision.record(tx, tenantId, [
      { action, subject: `rule:${ruleId}`, actor: { userId: caller.userId, name: caller.name }, ip: caller.ip, payload },
    ])
    const title = `监察规则 ${ruleId} 的修改已${state === 'active' ? '确认' : '退回'}`
    await notices.send(tx, tenantId, {
      kind: 'rule',
      to: { userIds: [row.proposed_by] },
      title,
      text: reason || rule.name,
      link: '/supervision/rules',
    })
  })
}

const present = (row: SupervisionRuleRow): RuleView => ({
  rule: Rule.parse(row.definition),
  version: row.version,
  state: row.state,
  reason: row.reason,
  proposedBy: { id: row.proposed_by, name: row.proposed_by_name },
  proposedAt: row.proposed_at,
  decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: row.decided_by_name ?? row.decided_by },
  decidedAt: row.decided_at,
})
