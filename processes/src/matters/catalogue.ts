import { organs } from '@lianban/storage'
import type { CaseContext } from '../cases/context.ts'
import { isPublic } from '../cases/opened.ts'
import type { MatterSummary } from '../cases/views.ts'
import { dayOf, lengthWords } from '../clock/index.ts'
import type { MatterManifest } from '../manifest.ts'
import { LIFE_EVENT_NAMES, LIFE_EVENTS, type LifeEvent } from './life-events.ts'
import type { Matter } from './matter-definition.ts'
import { closedText } from './open-matter.ts'
import { createQuestion, searchable, type Searchable, type SearchField } from './search.ts'

export interface CatalogueQuery {
  /** Words, pinyin or initials; at most 100 characters count. */
  q?: string
  theme?: string
  /** Key of a life event. */
  event?: string
  /** Id of the organ in charge. */
  organ?: string
}

/** A way into the catalogue, with the number of matters that it leads to. */
export interface CatalogueEntry {
  key: string
  name: string
  count: number
}

export interface Catalogue {
  /** What answers a question best comes first; without one by theme, what joins several matters first. */
  items: MatterSummary[]
  /** Of everything that answers the question, whatever else was chosen. */
  ways: { themes: CatalogueEntry[]; events: (CatalogueEntry & Pick<LifeEvent, 'group'>)[]; organs: CatalogueEntry[] }
}

export const OTHER_THEME = '其他事项'
const MAX_QUESTION = 100

/** What can be applied for 事项目录, also what takes no new cases now. @param isShown to whoever asks; @default to the public */
export async function catalogue(
  context: CaseContext,
  tenantId: string,
  query: CatalogueQuery,
  isShown: (matter: Matter) => boolean = isPublic,
): Promise<Catalogue> {
  const today = dayOf(context.clock())
  const [found, names] = await Promise.all([context.matters.listOn(context.database, tenantId, today), organNames(context, tenantId)])
  // What the organ begins itself is nothing to apply for, and internal matters are there for those who may open them.
  const all = found
    .filter((matter) => matter.matter.licenceAct?.by !== 'organ' && isShown(matter))
    .map((matter) => summary(matter, names, closedOn(matter, today)))
  const answering = query.q?.trim() ? best(all, found, query.q.slice(0, MAX_QUESTION)) : all
  return {
    items: answering.filter(
      ({ theme, events, organId }) =>
        (query.theme === undefined || (theme || OTHER_THEME) === query.theme) &&
        (query.event === undefined || events.includes(query.event)) &&
        (query.organ === undefined || organId === query.organ),
    ),
    ways: waysInto(answering),
  }
}

/** The version's own words are prepared once, as a published version never changes; a new one brings its own. */
const prepared = new WeakMap<MatterManifest, SearchField[]>()

function best(all: readonly MatterSummary[], found: readonly Matter[], q: string): MatterSummary[] {
  const ask = createQuestion(q)
  const byKey = new Map(found.map(({ matter }) => [matter.key, matter]))
  const organsSaid = new Map<string, Searchable>()
  const organOf = (name: string) => organsSaid.get(name) ?? organsSaid.set(name, searchable(name, { abbreviable: true })).get(name)!
  return all
    .map((one) => ({ one, worth: ask([...fieldsOf(byKey.get(one.key)!), [ORGAN_WEIGHT, organOf(one.organName)]]) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth || (a.one.key < b.one.key ? -1 : 1))
    .map(({ one }) => one)
}

const ORGAN_WEIGHT = 4

function fieldsOf(matter: MatterManifest): SearchField[] {
  const known = prepared.get(matter)
  if (known) return known
  const of = (weight: number, texts: readonly string[]) => texts.map((text): SearchField => [weight, searchable(text)])
  const fields = [
    ...of(10, [matter.name]),
    ...of(8, matter.synonyms),
    ...of(6, [matter.theme, ...matter.events.map((event) => LIFE_EVENT_NAMES.get(event) ?? '')]),
    ...of(5, [...matter.results.map(({ name }) => name), ...(matter.joint?.parts ?? []).map(({ name }) => name)]),
    ...of(3, [matter.kind]),
    ...of(2, [...matter.conditions, ...matter.materials.map(({ name }) => name)]),
  ]
  prepared.set(matter, fields)
  return fields
}

function waysInto(items: readonly MatterSummary[]): Catalogue['ways'] {
  const count = (by: (item: MatterSummary) => readonly (readonly [string, string])[]) => {
    const counts = new Map<string, CatalogueEntry>()
    for (const item of items) for (const [key, name] of by(item)) counts.set(key, { key, name, count: (counts.get(key)?.count ?? 0) + 1 })
    return counts
  }
  const events = count(({ events: keys }) => keys.map((key) => [key, key]))
  const most = (counts: Map<string, CatalogueEntry>) => [...counts.values()].sort((a, b) => b.count - a.count)
  return {
    themes: most(count(({ theme }) => [[theme || OTHER_THEME, theme || OTHER_THEME]])),
    events: LIFE_EVENTS.flatMap(({ key, name, group }) => {
      const found = events.get(key)
      return found ? [{ key, name, group, count: found.count }] : []
    }),
    organs: most(count(({ organId, organName }) => [[organId, organName]])),
  }
}

/** @param closed why it takes no new cases now */
export function summary({ matter }: Pick<Matter, 'matter'>, names: OrgansInCharge, closed: string | null): MatterSummary {
  const organ = names.get(matter.organ)
  return {
    closed,
    key: matter.key,
    name: matter.name,
    organId: organ?.id ?? matter.organ,
    organName: organ?.name ?? matter.organ,
    kind: matter.kind,
    theme: matter.theme,
    events: matter.events,
    isJoint: matter.joint !== undefined,
    isInternal: matter.openedBy !== undefined,
    page: matter.openedBy?.page ?? null,
    statutory: lengthWords(matter.limits.statutory),
    promised: lengthWords(matter.limits.promised),
  }
}

const closedOn = ({ matter, version, validFrom, validUntil }: Matter, today: string): string | null =>
  closedText([{ key: matter.key, version, valid_from: validFrom, valid_until: validUntil, created_at: 0 }], today)

export type OrgansInCharge = ReadonlyMap<string, { id: string; name: string }>

/** The organ in charge today by the id that a matter names: where the duties have passed to another, that one. */
export async function organNames(context: CaseContext, tenantId: string): Promise<OrgansInCharge> {
  const rows = new Map((await organs(context.database).list(tenantId)).map((row) => [row.id, row]))
  const today = dayOf(context.clock())
  const inCharge = (id: string, steps = rows.size): { id: string; name: string } => {
    const { valid_until, successor_id, name } = rows.get(id)!
    return steps > 0 && valid_until !== null && valid_until < today && successor_id !== null && rows.has(successor_id)
      ? inCharge(successor_id, steps - 1)
      : { id, name }
  }
  return new Map([...rows.keys()].map((id) => [id, inCharge(id)]))
}
