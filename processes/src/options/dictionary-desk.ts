import { dictionaries, inTransaction, type Database, type DictionaryEntry, type DictionaryRow } from '@lianban/storage'
import { actorOf, type Caller, type Tenants } from '@lianban/tenants'
import { OptionsError } from './options-error.ts'

interface DictionaryContext {
  database: Database
  tenants: Pick<Tenants, 'authorization' | 'supervision'>
  /** Epoch milliseconds. */
  clock: () => number
}

/** A dictionary without its entries. */
export interface DictionarySummary {
  key: string
  name: string
  /** Entries that are offered. */
  offered: number
  version: number
  changedAt: number
  changedBy: string
}

export interface Dictionary extends DictionarySummary {
  entries: DictionaryEntry[]
}

const MAX_ENTRIES = 5_000
const MAX_DICTIONARIES = 500
const KEY = /^[a-z][a-z0-9-]{0,63}$/
const CODE = /^[A-Za-z0-9_\u4e00-\u9fff][\w.\-\u4e00-\u9fff]{0,63}$/
const MAX_NAME_CHARS = 100

/** 数据字典: the county's code lists, kept by those who design procedures. */
export const createDictionaries = ({ database, tenants, clock }: DictionaryContext) => ({
  /** @throws NOT_AUTHORIZED */
  async list(caller: Caller): Promise<DictionarySummary[]> {
    await tenants.authorization.assert(caller, 'read', { type: 'studio' })
    return (await dictionaries(database).list(caller.tenantId)).map(summary)
  },

  /** @throws NOT_AUTHORIZED, OptionsError DICTIONARY_NOT_FOUND */
  async get(caller: Caller, key: string): Promise<Dictionary> {
    await tenants.authorization.assert(caller, 'read', { type: 'studio' })
    const row = await dictionaries(database).get(caller.tenantId, key)
    if (!row) throw notFound()
    return { ...summary(row), entries: row.entries }
  },

  /**
   * Saves a dictionary in the place of the version that is known; version 0: a new one. An entry that was there cannot go, as
   * filled-in forms name it: it is withdrawn.
   * @throws NOT_AUTHORIZED, OptionsError DICTIONARY_EXISTS, DICTIONARY_CHANGED, DICTIONARY_INVALID, DICTIONARY_NOT_FOUND
   */
  async save(
    caller: Caller,
    key: string,
    { version, name, entries }: { version: number; name: string; entries: DictionaryEntry[] },
  ): Promise<{ version: number }> {
    await tenants.authorization.assert(caller, 'edit', { type: 'studio' })
    const { tenantId } = caller
    const row: DictionaryRow = {
      ...{ tenant_id: tenantId, key, name: name.trim(), entries: entries.map(tidied), version: version + 1 },
      ...{ changed_at: clock(), changed_by: caller.userId, changed_by_name: caller.name },
    }
    assertGood(row)
    await inTransaction(database, async (tx) => {
      const before = await dictionaries(tx).get(tenantId, key)
      if (version === 0) {
        if (before) throw new OptionsError('DICTIONARY_EXISTS', `数据字典“${before.name}”已经使用标识 ${key},请换一个标识`)
        if ((await dictionaries(tx).list(tenantId)).length >= MAX_DICTIONARIES)
          throw invalid(`数据字典已有 ${MAX_DICTIONARIES} 部,不能再增加`)
        await dictionaries(tx).insert(row)
      } else {
        if (!before) throw notFound()
        if (!(await dictionaries(tx).replace({ ...row, entries: keepingOld(before.entries, row.entries) })))
          throw new OptionsError('DICTIONARY_CHANGED', `${before.changed_by_name}已修改这部字典,请刷新后重新修改`, {
            ...{ by: before.changed_by_name, at: before.changed_at, version: before.version },
          })
      }
      const payload = { name: row.name, before: entriesOf(before), after: entriesOf(row) }
      await tenants.supervision.record(tx, tenantId, [
        { action: 'dictionary.changed', subject: `dictionary:${key}`, actor: actorOf(caller), ip: caller.ip, payload },
      ])
    })
    return { version: row.version }
  },
})

export type Dictionaries = ReturnType<typeof createDictionaries>

/** What was not sent again stays, withdrawn, at the end. */
function keepingOld(before: readonly DictionaryEntry[], after: readonly DictionaryEntry[]): DictionaryEntry[] {
  const there = new Set(after.map(({ code }) => code))
  return [...after, ...before.filter(({ code }) => !there.has(code)).map((entry) => ({ ...entry, withdrawn: true as const }))]
}

const entriesOf = (row: DictionaryRow | undefined) => (row?.entries ?? []).map((entry) => ({ ...entry }))

const tidied = ({ code, name, parent, withdrawn }: DictionaryEntry): DictionaryEntry => ({
  ...{ code: code.trim(), name: name.trim() },
  ...(parent?.trim() && { parent: parent.trim() }),
  ...(withdrawn && { withdrawn }),
})

function assertGood({ key, name, entries }: DictionaryRow): void {
  if (!KEY.test(key)) throw invalid('字典标识以小写字母开头,只含小写字母、数字和连字符,不超过 64 个字符')
  if (name === '' || name.length > MAX_NAME_CHARS) throw invalid(`字典名称应为 1 至 ${MAX_NAME_CHARS} 个字`)
  if (entries.length > MAX_ENTRIES) throw invalid(`一部字典不能超过 ${MAX_ENTRIES} 项`)
  const parents = new Map(entries.map(({ code, parent }) => [code, parent]))
  const seen = new Set<string>()
  for (const [index, { code, name: said, parent }] of entries.entries()) {
    const place = `第 ${index + 1} 项“${code || said}”`
    if (!CODE.test(code)) throw invalid(`${place}的代码应为 1 至 64 个字母、数字或者汉字`)
    if (said === '' || said.length > MAX_NAME_CHARS) throw invalid(`${place}的名称应为 1 至 ${MAX_NAME_CHARS} 个字`)
    if (seen.has(code)) throw invalid(`${place}的代码与前面的重复`)
    seen.add(code)
    if (parent !== undefined && !parents.has(parent)) throw invalid(`${place}的上级代码 ${parent} 不在字典中`)
    const above = new Set([code])
    for (let at = parent; at !== undefined; at = parents.get(at)) {
      if (above.has(at)) throw invalid(`${place}的上级循环`)
      above.add(at)
    }
  }
}

const summary = ({ key, name, entries, version, changed_at: changedAt, changed_by_name: changedBy }: DictionaryRow): DictionarySummary => ({
  ...{ key, name, version, changedAt, changedBy },
  offered: entries.filter(({ withdrawn }) => !withdrawn).length,
})

const invalid = (message: string) => new OptionsError('DICTIONARY_INVALID', message)
const notFound = () => new OptionsError('DICTIONARY_NOT_FOUND', '没有这部数据字典,请刷新列表')
