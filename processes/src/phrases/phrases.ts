import { inTransaction, phraseLists, type Database, type PhraseListRow, type PhraseOwner, type Tx } from '@lianban/storage'
import { actorOf, type Caller, type Tenants } from '@lianban/tenants'
import { dayOf } from '../clock/index.ts'
import { phrasesChanged, phrasesInvalid } from './phrase-error.ts'

/** Phrases of one list. */
export const MAX_PHRASES = 50
export const MAX_PHRASE_CHARS = 200

/** Ready-made words for an opinion 常用语. */
export interface Phrase {
  text: string
  /** Kind of action that it fits: consent, refusal, anything between; null: any. */
  kind: 'primary' | 'default' | 'danger' | null
}

export interface PhraseListView {
  items: Phrase[]
  /** To be given back with a change; 0: nobody has written one yet. */
  version: number
}

export interface OrganPhrases extends PhraseListView {
  organId: string
  organName: string
}

export interface PhrasesOptions {
  database: Database
  tenants: Pick<Tenants, 'authorization' | 'organs' | 'supervision'>
  clock: () => number
}

/** Phrases of a person, for him alone, and of an organ, for all who work there. */
export interface Phrases {
  /** What is offered to the caller: his own, and those of the organs where he holds a post. */
  offered(caller: Caller): Promise<{ own: PhraseListView; organs: OrganPhrases[] }>
  /** The lists that the caller may change, organ by organ; empty: none. */
  kept(caller: Caller): Promise<{ items: { organId: string; organName: string }[] }>
  /** One organ's list, for whoever keeps it. @throws NOT_AUTHORIZED */
  ofOrgan(caller: Caller, organId: string): Promise<OrganPhrases>
  /** Puts a whole list in the place of the one that was read. @throws PhraseError PHRASES_CHANGED, PHRASES_INVALID */
  changeOwn(caller: Caller, list: PhraseListView): Promise<PhraseListView>
  /** The same for an organ, recorded. @throws NOT_AUTHORIZED, PhraseError PHRASES_CHANGED, PHRASES_INVALID */
  changeOfOrgan(caller: Caller, organId: string, list: PhraseListView): Promise<PhraseListView>
}

export function createPhrases({ database, tenants, clock }: PhrasesOptions): Phrases {
  const nameOf = (tenantId: string, organId: string) => tenants.organs.nameOn(tenantId, organId, dayOf(clock()))
  const organsNow = ({ tenantId }: Caller) => tenants.organs.list(tenantId, { on: dayOf(clock()) })
  const own = ({ userId }: Caller): PhraseOwner => ({ kind: 'user', id: userId })

  const assertKeeps = async (caller: Caller, organId: string): Promise<void> => {
    await tenants.authorization.assert(caller, 'keep', { type: 'phrase', id: organId, organId })
    // Whoever may for the whole county may not for an organ that there is not.
    if (!(await organsNow(caller)).some(({ id }) => id === organId)) throw phrasesInvalid('没有这个单位,请重新选择')
  }

  const change = async (tx: Tx, caller: Caller, owner: PhraseOwner, { items, version }: PhraseListView): Promise<PhraseListView> => {
    const cleaned = checked(items)
    const row: PhraseListRow = {
      ...{ tenant_id: caller.tenantId, owner_kind: owner.kind, owner_id: owner.id, items: cleaned, version: version + 1 },
      ...{ changed_at: clock(), changed_by: caller.userId },
    }
    if (!(await phraseLists(tx).replace(row))) throw phrasesChanged()
    return { items: cleaned, version: row.version }
  }

  return {
    async offered(caller) {
      const organIds = [...new Set(caller.posts.map(({ organId }) => organId))]
      const [mine, rows] = await Promise.all([
        phraseLists(database).get(caller.tenantId, own(caller)),
        phraseLists(database).ofOrgans(caller.tenantId, organIds),
      ])
      const nameByOrgan = new Map(caller.posts.map(({ organId, organName }) => [organId, organName]))
      const organs = rows
        .filter(({ items }) => items.length > 0)
        .map((row) => ({ organId: row.owner_id, organName: nameByOrgan.get(row.owner_id)!, ...listOf(row) }))
      return { own: listOf(mine), organs }
    },

    async kept(caller) {
      const grants = tenants.authorization.grants(caller, 'keep', 'phrase')
      if (grants.length === 0) return { items: [] }
      const all = await organsNow(caller)
      const may = all.filter(({ id }) => tenants.authorization.decide(caller, 'keep', { type: 'phrase', id, organId: id }).allowed)
      return { items: may.map(({ id, name }) => ({ organId: id, organName: name })) }
    },

    async ofOrgan(caller, organId) {
      await assertKeeps(caller, organId)
      const row = await phraseLists(database).get(caller.tenantId, { kind: 'organ', id: organId })
      return { organId, organName: await nameOf(caller.tenantId, organId), ...listOf(row) }
    },

    // A person's own words are his tool like the size of his letters: what he says with them is on record, not the list.
    changeOwn: (caller, list) => inTransaction(database, (tx) => change(tx, caller, own(caller), list)),

    async changeOfOrgan(caller, organId, list) {
      await assertKeeps(caller, organId)
      const owner: PhraseOwner = { kind: 'organ', id: organId }
      return inTransaction(database, async (tx) => {
        const before = await phraseLists(tx).get(caller.tenantId, owner)
        const now = await change(tx, caller, owner, list)
        const payload = { before: textsOf(before?.items ?? []), after: textsOf(now.items) }
        await tenants.supervision.record(tx, caller.tenantId, [
          { action: 'phrases.changed', subject: `organ:${organId}`, organId, actor: actorOf(caller), ip: caller.ip, payload },
        ])
        return now
      })
    },
  }
}

const listOf = (row: PhraseListRow | undefined): PhraseListView => ({ items: row?.items ?? [], version: row?.version ?? 0 })
const textsOf = (items: readonly Phrase[]): string[] => items.map(({ text }) => text)

/** Trimmed. @throws PhraseError PHRASES_INVALID: too many, empty, too long, or twice */
function checked(items: readonly Phrase[]): Phrase[] {
  if (items.length > MAX_PHRASES) throw phrasesInvalid(`最多保存 ${MAX_PHRASES} 条常用语,请先删除不用的`)
  const cleaned = items.map(({ text, kind }) => ({ text: text.trim(), kind }))
  const seen = new Set<string>()
  for (const { text } of cleaned) {
    if (text === '' || [...text].length > MAX_PHRASE_CHARS) throw phrasesInvalid(`每条常用语应为 1 至 ${MAX_PHRASE_CHARS} 字`)
    if (seen.has(text)) throw phrasesInvalid(`“${text.slice(0, 20)}”已经在常用语里`)
    seen.add(text)
  }
  return cleaned
}
