import type { JsonValue } from '@lianban/engine'
import { caseEvents, cases, inTransaction, jointChildren, type CaseWithLamp, type JointChildRow } from '@lianban/storage'
import { DELIVERED_TOGETHER, type JointManifest } from '../../joint/index.ts'
import { caseLine } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { SYSTEM_ACTOR, systemEntry } from '../log-entries.ts'
import { matterOf } from '../resources.ts'
import type { DecisionRecord } from '../views.ts'
import { followClocks } from './follow-clocks.ts'
import { allDecided } from './decided.ts'
import { dependenciesOf, endedWith, givenBy, isAllSettled, isReady, partOf, SAID, stopOf } from './rules.ts'
import { startChild } from './start-child.ts'

/** Of one sweep; the rest waits for the next one. */
const MAX_SWEPT = 500
const MAX_REASON_CHARS = 500

interface Joint {
  context: CaseContext
  parent: CaseWithLamp
  joint: JointManifest
  children: JointChildRow[]
}

/**
 * Does what is due for a joint case 并联办件: starts the matters that wait for nothing any more, tells the parent when all are
 * decided, tells the children when the parent has delivered or has ended. Every deed is a transaction of its own that finds
 * out whether it was done already, so this may be interrupted anywhere, and done by several at once.
 */
export async function advanceJoint(context: CaseContext, tenantId: string, parentId: string): Promise<void> {
  const parent = await cases(context.database).get(tenantId, parentId, context.clock())
  if (!parent) return
  const matter = await matterOf(context, parent)
  const { joint } = matter.matter
  if (!joint) return
  const read = async (): Promise<Joint> => ({
    context,
    parent,
    joint,
    children: await jointChildren(context.database).of(tenantId, parentId),
  })
  if (parent.status === 'withdrawn' || parent.status === 'voided') return endAll(await read())
  await stopRefused(await read())
  await startReady(await read())
  const now = await read()
  await followClocks({ context, parent, matter, children: now.children })
  await deliverDecided(now)
  if (isAllSettled(parent, now.children)) await tellParent(now)
}

/** Once a minute: what a crash or another system's deed has left undone. @returns how many joint cases were looked at */
export async function sweepJoint(context: CaseContext, tenantId: string): Promise<number> {
  const open = await jointChildren(context.database).openParents(tenantId, { limit: MAX_SWEPT })
  for (const parentId of open) await advanceJoint(context, tenantId, parentId)
  return open.length
}

/** A matter that is nothing without another that was not granted is not started, nor what waits for it in the same way. */
async function stopRefused(work: Joint): Promise<void> {
  const { context, parent, joint, children } = work
  for (const child of children.filter(({ state }) => state === 'waiting')) {
    const stop = stopOf(joint, children, child)
    if (!stop) continue
    const { because, reason } = stop
    const at = context.clock()
    await inTransaction(context.database, async (tx) => {
      const stopped = { state: 'stopped', is_open: false, reason, settled_at: at } as const
      if (!(await jointChildren(tx).change(child, 'waiting', stopped))) return
      const own = partOf(joint, child)
      await caseEvents(tx).insert([
        caseLine({
          ...{ tenant_id: parent.tenant_id, case_id: parent.id, at, ...SAID.stopped(own, reason) },
        }),
      ])
      await context.tenants.supervision.record(tx, parent.tenant_id, [
        systemEntry('joint.stopped', {
          caseId: parent.id,
          organId: parent.organ_id,
          payload: { matter: child.matter_key, name: own.name, because: because.matter_key, result: because.result },
        }),
      ])
    })
    Object.assign(child, { state: 'stopped', is_open: false })
    // What waits for this one in turn is found in the next round.
    return stopRefused(work)
  }
}

async function startReady(work: Joint): Promise<void> {
  const { context, parent, joint, children } = work
  for (const child of children.filter((one) => isReady(joint, children, one))) {
    const decisions = new Map<string, DecisionRecord | null>()
    for (const { other } of dependenciesOf(joint, children, child)) decisions.set(other.matter_key, await decisionOf(context, other))
    try {
      await startChild(context, { parent, part: partOf(joint, child), child, decisions })
    } catch (error) {
      // One matter that cannot begin keeps none of the others from it; the page says why, and the next sweep tries again.
      const reason = `暂时不能开始办理:${(error as Error).message}`.slice(0, MAX_REASON_CHARS)
      await jointChildren(context.database).change(child, 'waiting', { reason })
    }
  }
}

async function decisionOf({ database, clock }: CaseContext, { tenant_id, case_id }: JointChildRow): Promise<DecisionRecord | null> {
  if (case_id === null) return null
  return givenBy(await cases(database).get(tenant_id, case_id, clock()))
}

/** All are decided: the joint case goes on to the one delivery, or ends where there is nothing to deliver. */
async function tellParent({ context, parent, joint, children }: Joint): Promise<void> {
  const { tenant_id: tenantId, id, organ_id: organId } = parent
  const at = context.clock()
  const matter = (await matterOf(context, parent)).matter
  const { results, variables, patch, said } = allDecided(children, matter, at, context.calendarOf(tenantId))
  await context.engine
    .correlate({
      tenantId,
      messageName: joint.decided,
      instanceId: parent.instance_id,
      actor: { userId: SYSTEM_ACTOR.userId },
      variables,
      within: async (tx) => {
        if (Object.keys(patch).length > 0) await cases(tx).update(tenantId, id, patch)
        await caseEvents(tx).insert([caseLine({ tenant_id: tenantId, case_id: id, at, ...SAID.allDecided(parent, said) })])
        await context.tenants.supervision.record(tx, tenantId, [
          systemEntry('joint.decided', { caseId: id, organId, payload: { results: results as JsonValue } }),
        ])
      },
    })
    .catch(ignoreNotAwaited)
}

/** What was delivered with the others: the child goes on from where it waits for that. */
async function deliverDecided({ context, children }: Joint): Promise<void> {
  for (const child of children.filter(({ state, is_open }) => state === 'delivered' && is_open)) {
    const row = await cases(context.database).get(child.tenant_id, child.case_id!, context.clock())
    if (!row || row.closed_at !== null) {
      await jointChildren(context.database).change(child, 'delivered', { is_open: false })
      continue
    }
    await context.engine
      .correlate({
        tenantId: child.tenant_id,
        messageName: DELIVERED_TOGETHER,
        instanceId: row.instance_id,
        actor: { userId: SYSTEM_ACTOR.userId },
        variables: { deliveredTogether: true },
      })
      // Its papers are still being made, or it is delivered by itself: it is asked again when it has come there.
      .catch(ignoreNotAwaited)
  }
}

/** The whole was taken back or voided: what has not been decided ends with it, what was never begun is not begun. */
async function endAll({ context, parent, children }: Joint): Promise<void> {
  const reason = endedWith(parent)
  const { status } = parent as { status: 'withdrawn' | 'voided' }
  for (const child of children.filter(({ is_open }) => is_open)) {
    const ended = { state: 'ended', is_open: false, result: status, settled_at: context.clock() } as const
    if (child.state === 'planned' || child.state === 'waiting') await jointChildren(context.database).change(child, child.state, ended)
    if (child.state !== 'started') continue
    const row = await cases(context.database).get(child.tenant_id, child.case_id!, context.clock())
    if (!row || row.decided_at !== null || row.closed_at !== null) continue
    await context.engine
      .terminate({
        tenantId: row.tenant_id,
        instanceId: row.instance_id,
        reason,
        actor: { userId: SYSTEM_ACTOR.userId },
        within: async (tx) => {
          await cases(tx).update(row.tenant_id, row.id, { status, hold: null })
          await context.tenants.supervision.record(tx, row.tenant_id, [
            systemEntry(status === 'withdrawn' ? 'case.withdrawn' : 'case.voided', {
              caseId: row.id,
              organId: row.organ_id,
              payload: { reason, parent: parent.id },
            }),
          ])
        },
      })
      .catch((error: unknown) => {
        if ((error as { code?: string }).code !== 'INSTANCE_NOT_FOUND') throw error
      })
  }
}

function ignoreNotAwaited(error: unknown): void {
  if ((error as { code?: string }).code !== 'MESSAGE_NOT_CORRELATED') throw error
}
