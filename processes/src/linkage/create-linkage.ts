import type { Caller } from '../cases/ports.ts'
import type { LinkageContext } from './context.ts'
import * as categories from './categories-desk.ts'
import * as desk from './desk.ts'
import { figures } from './figures-desk.ts'
import { geoJson } from './grids.ts'
import * as hotline from './hotline.ts'
import { photoState, putPhotoPart } from './photos.ts'
import { rate } from './rating.ts'
import { categoryChoices, near, placeAt, report } from './report.ts'
import { SANHU_MAP } from './sanhu-map.ts'

export type Linkage = ReturnType<typeof createLinkage>

type Verb = (context: LinkageContext, ...args: never[]) => unknown
type Bound<V> = V extends (context: LinkageContext, ...args: infer Args) => infer Result ? (...args: Args) => Result : never

const VERBS = {
  ...{ report, near, categoryChoices, photoState, putPhotoPart, rate, figures },
  ...{ list: desk.list, get: desk.get, deferred: desk.deferred, precedents: desk.precedents },
  ...{ categories: categories.list, categoryVersions: categories.versions, changeCategory: categories.change },
  ...{
    receiveOrder: hotline.receive,
    answers: hotline.answers,
    confirmAnswer: hotline.confirm,
    order: hotline.order,
    rateOrder: hotline.rateOrder,
  },
} satisfies Record<string, Verb>

/** The desk of grid incidents 大联动: reports, the dispatcher's lists, categories, the hotline's door and the figures. */
export function createLinkage(context: LinkageContext) {
  const bound = Object.fromEntries(
    Object.entries(VERBS).map(([name, verb]) => [name, (...args: unknown[]) => (verb as (...all: unknown[]) => unknown)(context, ...args)]),
  ) as { [Name in keyof typeof VERBS]: Bound<(typeof VERBS)[Name]> }
  return {
    ...bound,
    placeAt,
    /** The county's towns and grids. */
    map: async (caller: Caller) => {
      await context.tenants.authorization.assert(caller, 'look', { type: 'incident-ledger' })
      return geoJson(SANHU_MAP)
    },
  }
}
