import { linkageIncidents, type LinkageIncidentRow, type LinkageTargetRow, type Tx } from '@lianban/storage'
import type { EffectInput } from '../cases/effects/effect.ts'
import type { LedgerEntry, LedgerOutcome } from '../ledgers/ledger.ts'
import { addDeed, categoryOf, entry, incidentOf, refused, targetsVariable, writeTargets } from './ledger-tools.ts'
import { targetsOf, type Assignment } from './targets.ts'

/** How often a refused incident is dispatched anew before somebody rules. Source: domain paper 2.3, step 5 (拟). */
export const MAX_REDISPATCHES = 2

const organsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** 派遣: targets for the lead and those who cooperate, all counted from the first dispatch. */
export const dispatch: LedgerEntry = {
  async check({ form }) {
    if (organsIn(form.coops).includes(String(form.lead))) throw refused('LEAD_COOPERATES', '牵头单位不必同时列为协同单位')
    await Promise.resolve()
  },
  async apply(tx, input) {
    const { form } = input
    const outcome = await assigned(tx, input, { lead: String(form.lead), coops: organsIn(form.coops) })
    await addDeed(tx, input, { kind: 'dispatch', organ: String(form.lead), text: input.opinion })
    return { ...outcome, variables: { ...outcome.variables, forced: false } }
  },
}

/** Gives the incident to its organs. */
async function assigned(tx: Tx, input: EffectInput, assignment: Assignment): Promise<LedgerOutcome> {
  const incident = await incidentOf(tx, input)
  const category = (await categoryOf(tx, incident.tenant_id, incident.category, incident.category_version))!
  const from = incident.dispatched_at ?? input.at
  await linkageIncidents(tx).cancelOpenTargets(incident.tenant_id, incident.id)
  const planned = targetsOf(category, assignment, from, input.context.calendarOf(incident.tenant_id))
  const rows = await writeTargets(tx, incident, planned)
  await linkageIncidents(tx).update(incident.tenant_id, incident.id, {
    ...{ state: 'dispatched', lead: assignment.lead, dispatched_at: from },
    due_at: Math.max(...rows.map(({ due_at }) => due_at)),
  })
  return {
    variables: { leadOrgan: assignment.lead, targets: targetsVariable(rows) },
    parties: partiesOf(assignment, rows),
    entries: [entry('dispatched', { lead: assignment.lead, coops: [...assignment.coops], targets: rows.length })],
  }
}

const partiesOf = ({ lead, coops }: Assignment, rows: readonly LinkageTargetRow[]): NonNullable<LedgerOutcome['parties']> => [
  { role: 'lead', organ: lead },
  ...coops.map((organ) => ({ role: 'coop' as const, organ })),
  ...[...new Set(rows.map(({ organ }) => organ))].map((organ) => ({ role: 'disposal' as const, organ })),
]

/** 签收. Whoever does not in time is deemed to have received it: the model's timer says so. */
export const receive: LedgerEntry = {
  async apply(tx, input) {
    const { tenant_id, id } = await incidentOf(tx, input)
    await linkageIncidents(tx).update(tenant_id, id, { state: 'disposing' })
    return { entries: [entry('received', {})] }
  },
}

/** 退件: within the window, with its reason and what it rests on, and never after a ruling. No clock stops. */
export const refuse: LedgerEntry = {
  async check(input) {
    refuseLate(await incidentOf(input.context.database, input), input)
  },
  async apply(tx, input) {
    const incident = await incidentOf(tx, input)
    refuseLate(incident, input)
    const { code, basis } = input.fields as { code: string; basis: string }
    await addDeed(tx, input, { kind: 'refuse', organ: incident.lead, code, text: `${basis}${input.opinion ? `:${input.opinion}` : ''}` })
    return { entries: [entry('refused', { organ: incident.lead, code, basis })] }
  },
}

function refuseLate({ forced }: LinkageIncidentRow, { loaded: { task }, at }: EffectInput): void {
  if (forced) throw refused('FORCED', '本案经裁定强制派发,不得再次退件')
  if (task.due_at !== null && at > task.due_at)
    throw refused('REFUSAL_LATE', '退件期限已过,请签收处置;对权责有异议的,处置后提请指挥中心研究')
}

/** 同意退件: the dispatcher proposes anew, twice at most. */
export const redispatch: LedgerEntry = {
  async check(input) {
    const { redispatches } = await incidentOf(input.context.database, input)
    if (redispatches >= MAX_REDISPATCHES) throw refused('REDISPATCHED_TWICE', '本案已经改派两次,请提交仲裁')
  },
  async apply(tx, input) {
    const { tenant_id, id, lead } = await incidentOf(tx, input)
    await linkageIncidents(tx).count(tenant_id, id, 'redispatches')
    await linkageIncidents(tx).update(tenant_id, id, { state: 'filed' })
    await linkageIncidents(tx).cancelOpenTargets(tenant_id, id)
    await addDeed(tx, input, { kind: 'redispatch', organ: lead, text: input.opinion })
    return { entries: [entry('redispatched', { from: lead })] }
  },
}

/** 不同意退件: it goes to arbitration. */
export const dispute: LedgerEntry = {
  async apply(tx, input) {
    const { lead } = await incidentOf(tx, input)
    await addDeed(tx, input, { kind: 'dispute', organ: lead, text: input.opinion })
    return { entries: [entry('disputed', { organ: lead })] }
  },
}

/** 裁定、强制派发: the organ named may not refuse, and the next incident of this kind in this town is proposed to it. */
export const rule: LedgerEntry = {
  async apply(tx, input) {
    const { lead, text, coops } = input.fields as { lead: string; text: string; coops?: string[] }
    const others = organsIn(coops).filter((organ) => organ !== lead)
    const outcome = await assigned(tx, input, { lead, coops: others })
    const { tenant_id, id, category, town } = await incidentOf(tx, input)
    await linkageIncidents(tx).update(tenant_id, id, { forced: true })
    await linkageIncidents(tx).putPrecedent({
      ...{ tenant_id, category, town, organ: lead, incident_id: id, text, by_id: input.caller.userId, at: input.at },
    })
    await addDeed(tx, input, { kind: 'rule', organ: lead, text })
    return {
      ...outcome,
      variables: { ...outcome.variables, forced: true },
      entries: [...(outcome.entries ?? []), entry('ruled', { lead, category, town, text })],
    }
  },
}
