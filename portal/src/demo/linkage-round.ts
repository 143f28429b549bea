import type { Dice } from '@lianban/processes/try-out'
import type { Applicant } from './applicants.ts'
import type { Browser } from './browser.ts'
import {
  AREAS,
  HOTLINE_PER_DAY,
  INCIDENT_RATES,
  INCIDENT_RATING_WORDS,
  RATING_OF_INCIDENTS,
  REPEATED,
  REPORTERS,
  REPORTS_PER_DAY,
  SELF_HANDLED,
  SIGHTS,
  type Sight,
} from './linkage-plan.ts'
import { photo } from './pictures.ts'
import type { Deed, Town } from './town.ts'

/** Whoever looks at his report after so many days has it closed or not; later nobody rates. */
const LOOKS_DAYS = 12
/** Degrees, some metres: nobody stands at the same point twice. */
const STEP_ASIDE = 0.0001

type Position = { longitude: number; latitude: number }
type Corner = readonly [longitude: number, latitude: number]

interface CountyMap {
  map: { features: { properties: { layer: string; name: string }; geometry: { coordinates: Corner[][] } }[] }
}

interface Report {
  caseId: string
  caseNo: string
  reporter: string
  day: number
  /** What was written. */
  said: Record<string, unknown> & { position: Position }
}

interface Incident {
  state: string
  canRate: boolean
}

export interface LinkageStaff {
  /** User names by organ. */
  gridWorkers: ReadonlyMap<string, string>
  callTaker: string
  securityAdmin: string
}

/** Those who report what they see 大联动: grid workers, the public, the call taker for those who ring up, and the hotline 12345. */
export function createLinkageRound(town: Town, applicants: readonly Applicant[], staff: LinkageStaff) {
  const reports: Report[] = []
  /** Case numbers of repeated reports, with the number of what was reported first. */
  const repeats = new Map<string, string>()
  let map: CountyMap | null = null
  let hotline: Browser | null = null

  const reporterOf = (dice: Dice, organ: string): string => {
    const kind = dice.weighted(REPORTERS)!
    return kind === 'call' ? staff.callTaker : kind === 'grid' ? staff.gridWorkers.get(organ)! : dice.pick(applicants).username
  }

  const placeOf = async (dice: Dice, sight: Sight) => {
    map ??= await (await town.browserOf(staff.callTaker)).get<CountyMap>('/api/linkage/map')
    const fitting = AREAS.filter(({ isTown }) => sight.where === 'anywhere' || isTown === (sight.where === 'town'))
    const organ = dice.weighted(Object.fromEntries(fitting.map((one) => [one.organ, one.weight])))!
    const area = fitting.find((one) => one.organ === organ)!
    const grids = (map?.map.features ?? []).filter(({ properties }) => properties.layer === 'grid' && properties.name.startsWith(area.name))
    return { organ, place: `${area.name}${dice.pick(area.places)}`, position: within(dice.pick(grids).geometry.coordinates[0]!, dice) }
  }

  const report = async (day: number, about: string): Promise<void> => {
    const dice = town.dice('incident', about)
    const before = reports.filter((one) => one.day >= day - 1 && !repeats.has(one.caseNo))
    if (before.length > 0 && dice.chance(REPEATED)) return repeat(day, dice, dice.pick(before))
    const seen = dice.weighted(weightsOfSights())
    const sight = SIGHTS.find(({ category }) => category === seen)!
    const { organ, place, position } = await placeOf(dice, sight)
    const reporter = reporterOf(dice, organ)
    const said = { category: sight.category, position, place, summary: dice.pick(sight.summaries) }
    const isSelfHandled = reporter === staff.gridWorkers.get(organ) && dice.chance(SELF_HANDLED)
    await send(day, dice, reporter, { ...said, ...(isSelfHandled && { selfHandled: true }) })
  }

  /** Somebody else reports the same, a few steps aside. */
  const repeat = async (day: number, dice: Dice, { caseNo, said }: Report): Promise<void> => {
    const position = { ...said.position, longitude: Math.round((said.position.longitude + STEP_ASIDE) * 1e6) / 1e6 }
    const { selfHandled: _, ...rest } = said
    const sent = await send(day, dice, dice.pick(applicants).username, { ...rest, position })
    if (sent) repeats.set(sent.caseNo, caseNo)
  }

  const send = async (day: number, dice: Dice, reporter: string, said: Report['said']): Promise<Report | null> => {
    const browser = await town.browserOf(reporter)
    const photos: string[] = []
    // Whoever rings up has no photo to send.
    const count = reporter === staff.callTaker ? 0 : dice.whole(1, 2)
    for (let i = 0; i < count; i++) {
      const key = await browser.photo(`photo-${day}-${reports.length}-${i}`, photo(dice))
      if (key) photos.push(key)
    }
    const sent = await browser.post<{ caseId: string; caseNo: string }>('/api/linkage/reports', { ...said, photos })
    if (!sent) return null
    town.deeds.done('incident.reported')
    const kept = { ...sent, reporter, day, said }
    reports.push(kept)
    return kept
  }

  return {
    repeats,

    /** What is reported in one of the rounds of a day. */
    arrivals(day: number, round: number, rounds: number, isWorkday: boolean): Deed[] {
      const expected = (isWorkday ? REPORTS_PER_DAY.workday : REPORTS_PER_DAY.free) / rounds
      const dice = town.dice('incidents', day, round)
      const count = Math.floor(expected) + (dice.chance(expected % 1) ? 1 : 0)
      return Array.from(
        { length: count },
        (_, i): Deed =>
          () =>
            report(day, `${day} ${round} ${i}`),
      )
    },

    /** Whoever has reported something looks at it, and rates what became of it. */
    looks: (day: number): Deed[] =>
      reports
        .filter((one) => one.day < day && day - one.day <= LOOKS_DAYS)
        .map(
          (one): Deed =>
            () =>
              lookAt(town, one, day),
        ),

    /** The hotline hands in an order now and then, and fetches the answers. */
    hotline: (day: number): Deed[] => [
      async () => {
        hotline ??= await openHotline(town, staff.securityAdmin)
        if (hotline) await exchange(town, hotline, day, placeOf)
      },
    ],
  }
}

const weightsOfSights = (): Record<string, number> => Object.fromEntries(SIGHTS.map(({ category, weight }) => [category, weight]))

/** A point in a grid: between its four corners. */
function within(ring: readonly Corner[], dice: Dice): Position {
  const [a, b, c, d] = ring as [Corner, Corner, Corner, Corner]
  const [u, v] = [dice.whole(15, 85) / 100, dice.whole(15, 85) / 100]
  const at = (i: 0 | 1) => (1 - u) * (1 - v) * a[i] + u * (1 - v) * b[i] + u * v * c[i] + (1 - u) * v * d[i]
  const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6
  return { longitude: rounded(at(0)), latitude: rounded(at(1)) }
}

async function lookAt(town: Town, report: Report, day: number): Promise<void> {
  const dice = town.dice('incident-rating', report.caseNo)
  const browser = await town.browserOf(report.reporter)
  const incident = await browser.get<Incident>(`/api/linkage/incidents/${report.caseId}`)
  if (!incident || incident.state === 'duplicate') return
  if (!incident.canRate || !dice.chance(INCIDENT_RATES)) return
  const grade = Number(town.dice('incident-grade', report.caseNo, day).weighted(RATING_OF_INCIDENTS))
  const text = dice.pick(grade <= 2 ? INCIDENT_RATING_WORDS.poor : INCIDENT_RATING_WORDS.good)
  const rated = await browser.post<{ reopened: boolean }>(
    `/api/linkage/incidents/${report.caseId}/rating`,
    { grade, ...(text && { text }) },
    { expected: ['LEDGER_REFUSED'] },
  )
  if (rated) town.deeds.done(rated.reopened ? 'incident.reopened' : 'incident.rated')
}

/** The security administrator gives the hotline its token. */
async function openHotline(town: Town, securityAdmin: string): Promise<Browser | null> {
  const admin = await town.browserOf(securityAdmin)
  const token = { name: '12345热线', organId: 'xxzx', topics: [], rights: ['hotline:exchange'], addresses: [], days: 365 }
  const made = await admin.post<{ token: string }>('/api/api-tokens', token)
  return made && town.systemOf('12345', made.token)
}

async function exchange(
  town: Town,
  hotline: Browser,
  day: number,
  placeOf: (dice: Dice, sight: Sight) => Promise<{ place: string; position: Position }>,
): Promise<void> {
  const dice = town.dice('hotline', day)
  if (dice.chance(HOTLINE_PER_DAY)) {
    const sight = dice.pick(SIGHTS.filter(({ where }) => where !== 'country'))
    const { place, position } = await placeOf(dice, sight)
    const order = {
      ...{ orderNo: `12345-${town.today()}-${dice.whole(1000, 9999)}`, kind: 'normal', category: sight.category, position, place },
      ...{ summary: dice.pick(sight.summaries), callerName: '热线来电人', callerPhone: `139${dice.whole(10_000_000, 99_999_999)}` },
    }
    if (await hotline.post('/api/hotline/orders', order)) town.deeds.done('hotline.order')
  }
  const answered = await hotline.get<{ items: { orderNo: string }[] }>('/api/hotline/answers')
  for (const { orderNo } of answered?.items ?? [])
    if (await hotline.post(`/api/hotline/orders/${orderNo}/confirmation`)) town.deeds.done('hotline.answer')
}
