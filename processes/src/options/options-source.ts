import type { OptionsQuery, OptionsSource, OptionItem, OptionsRequest } from '@lianban/forms'
import { dictionaries, users, type Database } from '@lianban/storage'
import type { Organ, Tenants } from '@lianban/tenants'
import { dayOf } from '../clock/index.ts'
import { regionEntries } from './regions.ts'
import type { RemoteOptions } from './remote-options.ts'
import { TreeOptions } from './tree-options.ts'

export interface OptionsContext {
  database: Database
  tenants: { organs: Pick<Tenants['organs'], 'list' | 'tenant'> }
  /** Epoch milliseconds. */
  clock: () => number
  /** Data services that the installation names. */
  remote: RemoteOptions
}

/** The options that a tenant's tables hold today, and those of data services. Whoever asks is not looked at here. */
export const optionsOf =
  (context: OptionsContext) =>
  (tenantId: string): OptionsSource => ({
    async list(query, request) {
      return 'remote' in query ? context.remote.list(query.remote, request) : (await tableOf(context, tenantId, query)).list(request)
    },
    async find(query, values) {
      return 'remote' in query ? context.remote.find(query.remote, values) : (await tableOf(context, tenantId, query)).find(values)
    },
  })

interface Table {
  list(request: OptionsRequest): OptionItem[]
  find(values: readonly string[]): OptionItem[]
}

async function tableOf(context: OptionsContext, tenantId: string, query: Exclude<OptionsQuery, { remote: string }>): Promise<Table> {
  const { database, tenants } = context
  if ('dictionary' in query) {
    const row = await dictionaries(database).get(tenantId, query.dictionary)
    return new TreeOptions((row?.entries ?? []).map(({ code, name, ...rest }) => ({ value: code, label: name, ...rest })))
  }
  if ('regions' in query) return new TreeOptions(regionEntries(query.regions, await tenants.organs.tenant(tenantId)))
  if ('organs' in query) return organOptions(context, tenantId, query.organs)
  return userOptions(context, tenantId, query.users)
}

/** Organs of today by their names; those that were are still told, and not offered. */
async function organOptions({ tenants, clock }: OptionsContext, tenantId: string, { kind, under }: { kind?: string; under?: string }) {
  const [all, ever] = await Promise.all([tenants.organs.list(tenantId, { on: dayOf(clock()) }), tenants.organs.list(tenantId)])
  const today = new Set(all.map(({ id }) => id))
  const parents = new Map(all.map(({ id, parentId }) => [id, parentId]))
  const isBelow = (id: string): boolean => {
    const seen = new Set<string>()
    for (let at = parents.get(id); at != null && !seen.has(at); at = parents.get(at)) {
      if (at === under) return true
      seen.add(at)
    }
    return false
  }
  const fits = (organ: Organ) => (kind === undefined || organ.kind === kind) && (under === undefined || isBelow(organ.id))
  const offered = all.filter(fits).map(({ id, name, parentId }) => ({ value: id, label: name, parent: parentId }))
  const gone = ever.filter(({ id }) => !today.has(id)).map(({ id, name }) => ({ value: id, label: name, withdrawn: true }))
  return new TreeOptions([...offered, ...gone])
}

/** Staff who hold a post today, each once, behind the names of his organs. */
async function userOptions({ database, clock }: OptionsContext, tenantId: string, { post, organ }: { post?: string; organ?: string }) {
  const held = (await users(database).everyPostAt(tenantId, clock())).filter(
    (one) => (post === undefined || one.post === post) && (organ === undefined || one.organ_id === organ),
  )
  const people = new Map<string, OptionItem>()
  for (const { user_id, user_name, organ_name } of held) {
    const known = people.get(user_id) ?? { value: user_id, label: user_name, above: [], leaf: true }
    if (!known.above!.includes(organ_name)) known.above!.push(organ_name)
    people.set(user_id, known)
  }
  const all = [...people.values()].map((person) => ({ ...person, above: [person.above!.join('、')] }))
  return {
    list: ({ parent, search = '', limit }: OptionsRequest) =>
      parent ? [] : all.filter(({ label, above }) => `${above[0]} ${label}`.includes(search.trim())).slice(0, limit),
    find: (values: readonly string[]) => all.filter(({ value }) => values.includes(value)),
  }
}
