import { inboxViewLists, inTransaction, type Database, type InboxSort, type InboxViewListRow, type ListOwner } from '@lianban/storage'
import { actorOf, type Caller, type Tenants } from '@lianban/tenants'
import type { InboxChoice } from '../cases/inbox-filter.ts'
import { dayOf } from '../clock/index.ts'
import { viewsChanged, viewsInvalid } from './worklist-error.ts'

/** Tabs of one list. */
export const MAX_INBOX_VIEWS = 12
export const MAX_VIEW_NAME_CHARS = 12

/** A filter of the inbox that is kept as a tab. */
export interface InboxView {
  name: string
  choice: InboxChoice & { sort?: InboxSort }
}

export interface InboxViewList {
  items: InboxView[]
  /** To be given back with a change; 0: nobody has made one yet. */
  version: number
}

export interface OrganViewList extends InboxViewList {
  organId: string
  organName: string
}

export interface SavedViewsOptions {
  database: Database
  tenants: Pick<Tenants, 'authorization' | 'organs' | 'supervision'>
  clock: () => number
}

/** Saved filters of the inbox: a person's own in his order, and those that the head of an organ shares with all who work there. */
export function createSavedViews({ database, tenants, clock }: SavedViewsOptions) {
  const organsNow = ({ tenantId }: Caller) => tenants.organs.list(tenantId, { on: dayOf(clock()) })

  const change = async (tx: Database, caller: Caller, owner: ListOwner, { items, version }: InboxViewList): Promise<InboxViewList> => {
    const row: InboxViewListRow = {
      ...{ tenant_id: caller.tenantId, owner_kind: owner.kind, owner_id: owner.id, version: version + 1 },
      items: checked(items).map(({ name, choice }) => ({ name, choice: { ...choice } })),
      changed_at: clock(),
      changed_by: caller.userId,
    }
    if (!(await inboxViewLists(tx).replace(row))) throw viewsChanged()
    return listOf(row)
  }

  return {
    /** The caller's own, those shared by the organs where he holds a post, and the organs with which he may share. */
    async offered(
      caller: Caller,
    ): Promise<{ own: InboxViewList; organs: OrganViewList[]; kept: { organId: string; organName: string }[] }> {
      const nameByOrgan = new Map(caller.posts.map(({ organId, organName }) => [organId, organName]))
      const [mine, shared, kept] = await Promise.all([
        inboxViewLists(database).get(caller.tenantId, { kind: 'user', id: caller.userId }),
        inboxViewLists(database).ofOrgans(caller.tenantId, [...nameByOrgan.keys()]),
        mayShareWith(caller),
      ])
      const organs = shared.map((row) => ({ organId: row.owner_id, organName: nameByOrgan.get(row.owner_id)!, ...listOf(row) }))
      return { own: listOf(mine), organs, kept }
    },

    /** Puts a whole list in the place of the one that was read. @throws WorklistError VIEWS_CHANGED, VIEWS_INVALID */
    changeOwn: (caller: Caller, list: InboxViewList): Promise<InboxViewList> =>
      inTransaction(database, (tx) => change(tx, caller, { kind: 'user', id: caller.userId }, list)),

    /** The same for an organ, recorded. @throws NOT_AUTHORIZED, WorklistError VIEWS_CHANGED, VIEWS_INVALID */
    async changeOfOrgan(caller: Caller, organId: string, list: InboxViewList): Promise<InboxViewList> {
      await tenants.authorization.assert(caller, 'share', { type: 'inbox-view', id: organId, organId })
      if (!(await organsNow(caller)).some(({ id }) => id === organId)) throw viewsInvalid('没有这个单位,请重新选择')
      const owner: ListOwner = { kind: 'organ', id: organId }
      return inTransaction(database, async (tx) => {
        const before = await inboxViewLists(tx).get(caller.tenantId, owner)
        const now = await change(tx, caller, owner, list)
        const payload = { before: namesOf(listOf(before)), after: namesOf(now) }
        await tenants.supervision.record(tx, caller.tenantId, [
          { action: 'inbox-views.shared', subject: `organ:${organId}`, organId, actor: actorOf(caller), ip: caller.ip, payload },
        ])
        return now
      })
    },
  }

  async function mayShareWith(caller: Caller): Promise<{ organId: string; organName: string }[]> {
    if (tenants.authorization.grants(caller, 'share', 'inbox-view').length === 0) return []
    const all = await organsNow(caller)
    const may = all.filter(({ id }) => tenants.authorization.decide(caller, 'share', { type: 'inbox-view', id, organId: id }).allowed)
    return may.map(({ id, name }) => ({ organId: id, organName: name }))
  }
}

const listOf = (row: InboxViewListRow | undefined): InboxViewList => ({
  items: (row?.items ?? []) as unknown as InboxView[],
  version: row?.version ?? 0,
})
const namesOf = ({ items }: InboxViewList): string[] => items.map(({ name }) => name)

/** Names trimmed. @throws WorklistError VIEWS_INVALID: too many, without a name, one too long, or twice */
function checked(items: readonly InboxView[]): InboxView[] {
  if (items.length > MAX_INBOX_VIEWS) throw viewsInvalid(`最多保存 ${MAX_INBOX_VIEWS} 个筛选,请先删除不用的`)
  const cleaned = items.map(({ name, choice }) => ({ name: name.trim(), choice }))
  const seen = new Set<string>()
  for (const { name } of cleaned) {
    if (name === '' || [...name].length > MAX_VIEW_NAME_CHARS) throw viewsInvalid(`筛选的名称应为 1 至 ${MAX_VIEW_NAME_CHARS} 字`)
    if (seen.has(name)) throw viewsInvalid(`已经有名为“${name}”的筛选,请换一个名称`)
    seen.add(name)
  }
  return cleaned
}
