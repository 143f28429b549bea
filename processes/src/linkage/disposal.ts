import { linkageIncidents, type LinkageTargetRow } from '@lianban/storage'
import type { LedgerEntry, LedgerInput } from '../ledgers/ledger.ts'
import { addDeed, entry, refused, targetOf, targetVariable } from './ledger-tools.ts'
import { extendedDue, resumedDue } from './targets.ts'

const lookAt = (input: LedgerInput): Promise<LinkageTargetRow> => targetOf(input.context.database, input)

/** 反馈: the target is reached, which the photos show. */
export const done: LedgerEntry = {
  async apply(tx, input) {
    const target = await targetOf(tx, input)
    await linkageIncidents(tx).updateTarget(target.tenant_id, target.id, { state: 'done', done_at: input.at })
    const rest = (await linkageIncidents(tx).targetsOf(target.tenant_id, [target.incident_id])).filter(({ state }) => state === 'open')
    await linkageIncidents(tx).update(target.tenant_id, target.incident_id, { state: rest.length === 0 ? 'verifying' : 'disposing' })
    return { entries: [entry('target-done', { target: target.name, organ: target.organ, onTime: input.at <= target.due_at })] }
  },
}

/** Asked once, before the limit, for no longer than the limit itself. Source: domain paper 2.3, step 6 (拟). */
export const askExtension: LedgerEntry = {
  async check(input) {
    const target = await lookAt(input)
    const n = Number(input.fields.n)
    if (target.extended !== null) throw refused('EXTENDED_ONCE', '该项处置已经延期一次,不能再次延期')
    if (input.at > target.due_at) throw refused('EXTENSION_LATE', '处置时限已过,不能申请延期')
    if (n > target.n) throw refused('EXTENSION_LONG', `延期不得超过原时限(${target.n})`)
  },
  async apply(tx, input) {
    const target = await targetOf(tx, input)
    const n = Number(input.fields.n)
    await addDeed(tx, input, {
      ...{ kind: 'extend-asked', target_id: target.id, organ: target.organ, code: String(n), text: String(input.fields.reason) },
    })
    return { entries: [entry('extension-asked', { target: target.name, n })] }
  },
}

/** The extension that was asked for last. */
async function askedFor(tx: Parameters<LedgerEntry['apply']>[0], target: LinkageTargetRow): Promise<number> {
  const deeds = await linkageIncidents(tx).deedsOf(target.tenant_id, [target.incident_id])
  return Number(deeds.findLast(({ kind, target_id }) => kind === 'extend-asked' && target_id === target.id)?.code)
}

export const extend: LedgerEntry = {
  async apply(tx, input) {
    const before = await targetOf(tx, input)
    const extended = await askedFor(tx, before)
    const target = { ...before, extended, due_at: extendedDue(before, extended, input.context.calendarOf(before.tenant_id)) }
    await linkageIncidents(tx).updateTarget(target.tenant_id, target.id, { extended, due_at: target.due_at })
    await moveDue(tx, target)
    await addDeed(tx, input, { kind: 'extended', target_id: target.id, organ: target.organ, text: input.opinion })
    return {
      variables: { target: targetVariable(target) },
      entries: [entry('extended', { target: target.name, organ: target.organ, by: extended })],
    }
  },
}

/** Said no to; the target goes on as it was. */
const declined = (kind: 'extend-refused' | 'defer-refused', action: string): LedgerEntry => ({
  async apply(tx, input) {
    const target = await targetOf(tx, input)
    await addDeed(tx, input, { kind, target_id: target.id, organ: target.organ, text: input.opinion })
    return { entries: [entry(action, { target: target.name })] }
  },
})

export const refuseExtension = declined('extend-refused', 'extension-refused')
export const refuseDeferral = declined('defer-refused', 'deferral-refused')

/** 缓办 (season, weather) or 挂账 (cannot be done now): with the organ's written reason. */
export const askDeferral: LedgerEntry = {
  async apply(tx, input) {
    const target = await targetOf(tx, input)
    const { kind, reason } = input.fields as { kind: string; reason: string }
    await addDeed(tx, input, { kind: 'defer-asked', target_id: target.id, organ: target.organ, code: kind, text: reason })
    return { entries: [entry('deferral-asked', { target: target.name, kind })] }
  },
}

/** It stands in the list of 缓办、挂账, is reviewed every month, and leaves the denominators until it goes on. */
export const defer: LedgerEntry = {
  async apply(tx, input) {
    const target = await targetOf(tx, input)
    await linkageIncidents(tx).updateTarget(target.tenant_id, target.id, { state: 'deferred', deferred_at: input.at })
    await addDeed(tx, input, { kind: 'deferred', target_id: target.id, organ: target.organ, text: input.opinion })
    return { entries: [entry('deferred', { target: target.name, organ: target.organ })] }
  },
}

export const keepDeferral: LedgerEntry = {
  async apply(tx, input) {
    const target = await targetOf(tx, input)
    await addDeed(tx, input, { kind: 'defer-kept', target_id: target.id, organ: target.organ, text: input.opinion })
    return { entries: [entry('deferral-kept', { target: target.name })] }
  },
}

/** 恢复处置: with the time that was left when it was deferred. */
export const resume: LedgerEntry = {
  async apply(tx, input) {
    const before = await targetOf(tx, input)
    const target = { ...before, due_at: resumedDue(before, input.at) }
    await linkageIncidents(tx).updateTarget(target.tenant_id, target.id, { state: 'open', deferred_at: null, due_at: target.due_at })
    await moveDue(tx, target)
    await addDeed(tx, input, { kind: 'resumed', target_id: target.id, organ: target.organ, text: input.opinion })
    return { variables: { target: targetVariable(target) }, entries: [entry('resumed', { target: target.name })] }
  },
}

/** The incident is due when its last target is. */
async function moveDue(tx: Parameters<LedgerEntry['apply']>[0], { tenant_id, incident_id }: LinkageTargetRow): Promise<void> {
  const targets = await linkageIncidents(tx).targetsOf(tenant_id, [incident_id])
  const due = targets.filter(({ state }) => state !== 'canceled').map(({ due_at }) => due_at)
  await linkageIncidents(tx).update(tenant_id, incident_id, { due_at: Math.max(...due) })
}
