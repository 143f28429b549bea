import { organs, type Tx } from '@lianban/storage'
import { fieldInvalid, organKindMismatch } from '../errors.ts'
import { dayOf, plusDays } from './days.ts'
import { checkNewOrgan, type NewOrgan, type OrgansOn } from './organ-checks.ts'
import { notBefore, type Plan, type PlannedChange, type ReformDetails, type SplitPart } from './organ-plan.ts'
import { insertOrgan, rowOfOrgan, type Organ } from './organ-timeline.ts'
import type { OrgansOptions } from './organs.ts'

const isNew = (organ: NewOrgan | { id: string }): organ is NewOrgan => 'name' in organ

/** Organs whose duties pass to others. */
export const createOrganReforms = ({ clock }: OrgansOptions, plan: Plan) => ({
  /** Several organs become one, which is new or there already. @throws as `create`, ORGAN_KIND_MISMATCH */
  merge: (change: PlannedChange & { organIds: readonly string[]; into: NewOrgan | { id: string } }): Promise<string> =>
    plan(change, 'merge', async (tx, tree) => {
      notBefore(change.on, dayOf(clock()))
      const ids = [...new Set(change.organIds)]
      if (ids.length === 0 || ids.includes(change.into.id))
        throw fieldInvalid('organIds', '请选择被合并的单位,承接单位不能同时是被合并的单位。')
      const sources = ids.map((id) => tree.lasting(id))
      const { heir, created } = await successor(tx, change.tenantId, tree, change.into)
      const details = await reform(tx, change, tree, { sources, heir, created, parts: [] })
      return { organId: heir.id, details: { ...details } }
    }),

  /** One organ becomes several. @throws as `merge` */
  split: (change: PlannedChange & { organId: string; into: readonly SplitPart[] }): Promise<string> =>
    plan(change, 'split', async (tx, tree) => {
      notBefore(change.on, dayOf(clock()))
      const source = tree.lasting(change.organId)
      if (
        change.into.length < 2 ||
        change.into.filter(({ heir }) => heir).length !== 1 ||
        change.into.some(({ organ }) => organ.id === source.id)
      )
        throw fieldInvalid('into', '拆分至少要有两个承接单位,并指定其中一个承接在办事项;原单位不能是承接单位。')
      const parts: { organ: Organ; part: SplitPart }[] = []
      const created: string[] = []
      for (const part of change.into) {
        const made = await successor(tx, change.tenantId, tree, part.organ)
        created.push(...made.created)
        parts.push({ organ: made.heir, part })
      }
      const heir = parts.find(({ part }) => part.heir)!.organ
      const details = await reform(tx, change, tree, { sources: [source], heir, created, parts })
      return { organId: source.id, details: { ...details } }
    }),
})

async function successor(
  tx: Tx,
  tenantId: string,
  tree: OrgansOn,
  given: NewOrgan | { id: string },
): Promise<{ heir: Organ; created: string[] }> {
  if (!isNew(given)) return { heir: tree.lasting(given.id), created: [] }
  const heir = await checkNewOrgan(tx, tenantId, tree, given)
  await insertOrgan(tx, tenantId, heir)
  return { heir, created: [heir.id] }
}

interface Reform {
  sources: Organ[]
  heir: Organ
  created: string[]
  parts: { organ: Organ; part: SplitPart }[]
}

/** Ends the sources, tells who succeeds them, and puts what stands under them under their successors. */
async function reform(
  tx: Tx,
  { tenantId, on }: PlannedChange,
  tree: OrgansOn,
  { sources, heir, created, parts }: Reform,
): Promise<ReformDetails> {
  const targets = parts.length > 0 ? parts.map(({ organ }) => organ) : [heir]
  const isExternal = (organ: Organ) => organ.kind === 'external'
  if (targets.some((target) => sources.some((source) => isExternal(source) !== isExternal(target)))) throw organKindMismatch()
  const ids = sources.map(({ id }) => id)
  for (const source of sources) {
    await organs(tx).upsert(rowOfOrgan(tenantId, { ...source, validUntil: plusDays(on, -1), successorId: heir.id }))
    await organs(tx).insertSuccessions(
      targets.map(({ id }) => ({
        tenant_id: tenantId,
        from_id: source.id,
        to_id: id,
        on_day: on,
        heir: id === heir.id ? 1 : 0,
      })),
    )
  }
  const above = (id: string | null): string | null => (id !== null && ids.includes(id) ? above(tree.known(id).parentId) : id)
  const children: Record<string, string | null> = {}
  for (const { id, parentId } of tree.childrenOf(ids)) {
    if (ids.includes(id)) continue
    const chosen = parts.find(({ part }) => part.children.includes(id))?.organ.id ?? heir.id
    // a successor that stood under the organ it succeeds takes that organ's place
    children[id] = targets.some((target) => target.id === id) ? above(parentId) : chosen
    await organs(tx).putParent({ tenant_id: tenantId, organ_id: id, from_day: on, parent_id: children[id] })
  }
  for (const target of targets.filter(({ parentId }) => parentId !== null && ids.includes(parentId))) {
    if (target.id in children) continue
    children[target.id] = above(target.parentId)
    await organs(tx).putParent({
      tenant_id: tenantId,
      organ_id: target.id,
      from_day: on,
      parent_id: children[target.id]!,
    })
  }
  const people = Object.fromEntries(parts.flatMap(({ organ, part }) => part.people.map((userId) => [userId, organ.id])))
  return { sources: ids, heir: heir.id, created, children, people }
}
