import { inTransaction, organChanges, organs, policies, type OrganChangeRow, type Tx } from '@lianban/storage'
import { changeNotPlanned, fieldInvalid, organInUse } from '../errors.ts'
import type { ByWhom } from '../supervision/supervision.ts'
import { dayOf, plusDays } from './days.ts'
import { carryOut } from './organ-carry.ts'
import { checkedReason } from '../checked-reason.ts'
import { checkNewOrgan, checkOrganNames, type NewOrgan } from './organ-checks.ts'
import { createPlan, notBefore, type Plan, type PlannedChange, type ReformDetails } from './organ-plan.ts'
import { footprintOf } from './organ-preview.ts'
import { createOrganReforms } from './organ-reforms.ts'
import { insertOrgan, rowOfOrgan } from './organ-timeline.ts'
import type { OrgansOptions } from './organs.ts'

/** How the tree of organs changes: each with its day, its reason and its entry in the log. */
export function createOrganChanges(options: OrgansOptions) {
  const plan = createPlan(options)
  return { ...singleChanges(options, plan), ...createOrganReforms(options, plan), ...plannedChanges(options) }
}

const singleChanges = (options: OrgansOptions, plan: Plan) => ({
  /** A new organ. @throws FIELD_INVALID, ORGAN_EXISTS, ORGAN_NOT_FOUND, ORGAN_NOT_VALID, DAY_INVALID, REASON_MISSING */
  create: (change: PlannedChange & { organ: NewOrgan }): Promise<string> =>
    plan(change, 'create', async (tx, tree) => {
      const organ = await checkNewOrgan(tx, change.tenantId, tree, change.organ)
      await insertOrgan(tx, change.tenantId, organ)
      return { organId: organ.id, details: { ...organ } }
    }),

  /** Another name from the day on. @throws as `create` */
  rename: (change: PlannedChange & { organId: string; name: string; shortName: string }): Promise<string> =>
    plan(change, 'rename', async (tx, tree) => {
      checkOrganNames(change)
      const organ = tree.lasting(change.organId)
      const names = { name: change.name.trim(), short_name: change.shortName.trim() }
      if (organ.name === names.name && organ.shortName === names.short_name) throw fieldInvalid('name', '名称没有变化,请填写新的名称。')
      await organs(tx).putName({ tenant_id: change.tenantId, organ_id: organ.id, from_day: change.on, ...names })
      return { organId: organ.id, details: { name: names.name, shortName: names.short_name, before: organ.name } }
    }),

  /** Under another parent from the day on. @throws as `create`, ORGAN_CYCLE */
  move: (change: PlannedChange & { organId: string; parentId: string | null }): Promise<string> =>
    plan(change, 'move', async (tx, tree) => {
      const organ = tree.lasting(change.organId)
      if (change.parentId !== null) tree.lasting(change.parentId)
      if (organ.parentId === change.parentId) throw fieldInvalid('parentId', '上级单位没有变化,请另选一个。')
      tree.assertNoCycle(organ.id, change.parentId)
      await organs(tx).putParent({
        tenant_id: change.tenantId,
        organ_id: organ.id,
        from_day: change.on,
        parent_id: change.parentId,
      })
      return { organId: organ.id, details: { parentId: change.parentId, before: organ.parentId } }
    }),

  /** The organ ends with nobody in its place. @throws as `create`, ORGAN_IN_USE */
  close: (change: PlannedChange & { organId: string }): Promise<string> =>
    plan(change, 'close', async (tx, tree) => {
      notBefore(change.on, dayOf(options.clock()))
      const organ = tree.lasting(change.organId)
      const [child] = tree.childrenOf([organ.id])
      if (child) throw organInUse(organ.shortName, `下级单位“${child.shortName}”`)
      const { openCases, openTasks, matters } = await footprintOf(tx, options, change.tenantId, [organ.id])
      if (openCases > 0 || openTasks > 0) throw organInUse(organ.shortName, ` ${openCases} 个在办办件、${openTasks} 个待办任务`)
      if (matters.length > 0) throw organInUse(organ.shortName, ` ${matters.length} 个事项`)
      await organs(tx).upsert(rowOfOrgan(change.tenantId, { ...organ, validUntil: plusDays(change.on, -1) }))
      return { organId: organ.id, details: {} }
    }),
})

const plannedChanges = (options: OrgansOptions) => {
  const { database, clock, record, onChanged, onPostsEnded } = options
  return {
    /** Takes a planned change back. @throws CHANGE_NOT_PLANNED */
    cancel: async ({
      tenantId,
      changeId,
      reason,
      by,
    }: {
      tenantId: string
      changeId: string
      reason: string
      by: ByWhom
    }): Promise<void> => {
      checkedReason(reason)
      await inTransaction(database, async (tx) => {
        const change = await organChanges(tx).get(tenantId, changeId)
        if (!change || !(await organChanges(tx).leavePlanned(tenantId, changeId, 'cancelled', clock()))) throw changeNotPlanned()
        await undo(tx, change)
        await policies(tx).bumpVersion(tenantId, clock())
        const payload = { kind: change.kind, on: change.on_day, reason: reason.trim() }
        await record(tx, tenantId, [
          {
            action: 'organ.change-cancelled',
            subject: `organ:${change.organ_id}`,
            organId: change.organ_id,
            ...by,
            payload,
          },
        ])
      })
      await onChanged(tenantId)
    },

    /** Carries out what holds from today on; a sweep calls it each minute. @returns how many */
    carryOutDue: async (tenantId: string): Promise<number> => {
      const due = await organChanges(database).due(tenantId, dayOf(clock()))
      for (const change of due) {
        const by = { actor: { userId: change.created_by, name: change.created_by_name ?? undefined } }
        await inTransaction(database, (tx) => carryOut(tx, options, change, by))
      }
      if (due.length > 0) {
        await onChanged(tenantId)
        await onPostsEnded(tenantId)
      }
      return due.length
    },
  }
}

/** Nothing has happened yet: what the plan wrote for its day goes. @throws CHANGE_NOT_PLANNED if a later plan builds on it */
async function undo(tx: Tx, { tenant_id: tenantId, organ_id: organId, on_day: on, kind, details }: OrganChangeRow): Promise<void> {
  const reformed = details as ReformDetails
  const own = kind === 'merge' || kind === 'split' ? [...reformed.created, ...reformed.sources] : [organId]
  const later = (await organChanges(tx).planned(tenantId)).filter((other) => other.on_day >= on)
  if (later.some((other) => own.includes(other.organ_id) || own.some((id) => JSON.stringify(other.details).includes(JSON.stringify(id)))))
    throw changeNotPlanned()
  if (kind === 'rename') await organs(tx).removeName(tenantId, organId, on)
  if (kind === 'move') await organs(tx).removeParent(tenantId, organId, on)
  if (kind === 'create') await organs(tx).remove(tenantId, organId)
  if (kind === 'close') await reopen(tx, tenantId, organId)
  if (kind !== 'merge' && kind !== 'split') return
  for (const id of Object.keys(reformed.children)) await organs(tx).removeParent(tenantId, id, on)
  for (const id of reformed.sources) await reopen(tx, tenantId, id)
  await organs(tx).removeSuccessions(tenantId, reformed.sources)
  for (const id of reformed.created) await organs(tx).remove(tenantId, id)
}

async function reopen(tx: Tx, tenantId: string, organId: string): Promise<void> {
  const row = await organs(tx).get(tenantId, organId)
  if (row) await organs(tx).upsert({ ...row, valid_until: null, successor_id: null })
}
