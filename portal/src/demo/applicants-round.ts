import type { CaseDetail, CaseSummary } from '@lianban/processes'
import { tagsFor } from '@lianban/processes/labels'
import type { Applicant } from './applicants.ts'
import { apply, papersFor } from './applying.ts'
import type { Browser } from './browser.ts'
import { APPLICANT_PACE, HABITS, RATING_WEIGHTS, RATING_WORDS, REASONS } from './conduct.ts'
import { FAVOURITE, FIRST_LICENCE, WEEKEND_SHARE, type Arrival, type Plan } from './plan.ts'
import { paceOf, type Deed, type Town } from './town.ts'

/** Cases of one applicant that he looks at. */
const MINE = 100
/** Of those whose trade it is, so many are asked whether they have a licence to apply with. */
const MAX_ASKED = 6

/** Names of steps at which something is expected of the applicant. */
const WAITS_FOR_HIM = /听证|陈述/

/** What an applicant remembers of his cases. */
interface Memory {
  /** Applications by matter. */
  handedIn: Map<string, number>
  /** By case: day number on which he answers what he was asked for. */
  answersOn: Map<string, number>
  /** Cases that he is done with. */
  finished: Set<string>
}

/** The applicants: they apply by the plan, and look at their own cases once a day. */
export function createApplicantsRound(town: Town, applicants: readonly Applicant[], plan: Plan) {
  const memories = new Map(applicants.map(({ username }) => [username, newMemory()]))
  const memoryOf = ({ username }: Applicant): Memory => memories.get(username)!
  const isActive = (applicant: Applicant): boolean => memoryOf(applicant).handedIn.size > 0

  const handIn = async (arrival: Arrival, about: string): Promise<void> => {
    const dice = town.dice('who', arrival.matter, about)
    const fitting = applicants.filter(({ trade }) => arrival.trades.includes(trade))
    const asked = arrival.needsLicence ? fitting.filter((one) => memoryOf(one).handedIn.has(FIRST_LICENCE)) : fitting
    for (let i = 0; i < (arrival.needsLicence ? MAX_ASKED : 1) && asked.length > 0; i++) {
      const favourite = asked.find(({ username }) => username === FAVOURITE.username)
      const applicant = favourite && dice.chance(FAVOURITE.share) ? favourite : dice.pick(asked)
      const { handedIn } = memoryOf(applicant)
      const nth = handedIn.get(arrival.matter) ?? 0
      if (!(await apply(town, applicant, arrival, nth))) continue
      handedIn.set(arrival.matter, nth + 1)
      return
    }
  }

  return {
    /** Somebody had an application entered for him at the window: from now on he looks at it like at his own. */
    assisted(applicant: Applicant, matter: string): void {
      const { handedIn } = memoryOf(applicant)
      handedIn.set(matter, (handedIn.get(matter) ?? 0) + 1)
    },

    /** The applications of one of the rounds of a day. */
    arrivals(day: number, round: number, rounds: number, isWorkday: boolean): Deed[] {
      return plan.flatMap((arrival) => {
        const expected = (arrival.perDay * (isWorkday ? 1 : WEEKEND_SHARE)) / rounds
        const dice = town.dice('arrivals', arrival.matter, day, round)
        const count = Math.floor(expected) + (dice.chance(expected % 1) ? 1 : 0)
        return Array.from(
          { length: count },
          (_, i): Deed =>
            () =>
              handIn(arrival, `${day} ${round} ${i}`),
        )
      })
    },

    /** Whoever has something under way looks at it in one of the rounds of a day. */
    looks: (day: number, round: number, rounds: number): Deed[] =>
      applicants
        .filter((one) => isActive(one) && town.dice('looks', one.username, day).whole(0, rounds - 1) === round)
        .map(
          (applicant): Deed =>
            () =>
              lookAtCases(town, applicant, memoryOf(applicant), day),
        ),
  }
}

const newMemory = (): Memory => ({ handedIn: new Map(), answersOn: new Map(), finished: new Set() })

async function lookAtCases(town: Town, applicant: Applicant, memory: Memory, day: number): Promise<void> {
  const browser = await town.browserOf(applicant.username)
  const mine = await browser.get<{ items: CaseSummary[] }>(`/api/cases?view=mine&limit=${MINE}`)
  const cases = (mine?.items ?? []).filter(({ id }) => !memory.finished.has(id)).sort((a, b) => (a.caseNo < b.caseNo ? -1 : 1))
  for (const summary of cases) {
    const at = { town, browser, applicant, memory, summary, day }
    if (summary.closedAt !== null) await rate(at)
    else if (summary.status === 'supplementing') await supplement(at)
    else if (!(await urgeOrWithdraw(at))) await answer(at)
  }
}

interface AtCase {
  town: Town
  browser: Browser
  applicant: Applicant
  memory: Memory
  summary: CaseSummary
  day: number
}

/** Whether the day has come on which he answers this. */
function isTime({ town, memory, summary, day }: AtCase, what: string): boolean {
  const key = `${summary.caseNo} ${what}`
  const on = memory.answersOn.get(key) ?? day + paceOf(town.dice('answers', key), APPLICANT_PACE)
  memory.answersOn.set(key, on)
  return day >= on
}

/** 补正, 当场更正, or what the pre-check advised. */
async function supplement(at: AtCase): Promise<void> {
  const { town, browser, applicant, summary } = at
  const detail = await browser.get<CaseDetail>(`/api/cases/${summary.id}`)
  if (!detail?.allowed.includes('supplement') || !detail.supplement) return
  if (!isTime(at, `supplement ${detail.supplement.notifiedAt}`)) return
  const materials: Record<string, string[]> = {}
  const missing = new Set(detail.supplement.missing.flatMap(({ key }) => (key === undefined ? [] : [key])))
  for (const material of detail.materials.filter(({ key }) => missing.has(key)))
    materials[material.key] = await papersFor({ browser, applicant }, material)
  if (await browser.post(`/api/cases/${summary.id}/supplement`, { materials })) town.deeds.done('case.supplement')
}

/** @returns whether he has taken it back */
async function urgeOrWithdraw({ town, browser, summary, day }: AtCase): Promise<boolean> {
  const dice = town.dice('moods', summary.caseNo, day)
  if (dice.chance(HABITS.withdraws)) {
    const verbs = await browser.get<{ verbs?: string[]; withdraw?: unknown }>(`/api/cases/${summary.id}/verbs`)
    if (!JSON.stringify(verbs).includes('withdraw')) return false
    const taken = await browser.post(`/api/cases/${summary.id}/withdrawal`, { reason: dice.pick(REASONS.withdraw) })
    if (taken) town.deeds.done('case.withdrawal')
    return taken !== null
  }
  if (dice.chance(HABITS.urges)) {
    const urged = await browser.post(
      `/api/cases/${summary.id}/urge`,
      { note: dice.pick(REASONS.urge) },
      { expected: ['URGE_TOO_SOON', 'NOBODY_TO_URGE'] },
    )
    if (urged) town.deeds.done('case.urge')
  }
  return false
}

/** 听证, 陈述申辩, and papers that were to follow 容缺后补. */
async function answer(at: AtCase): Promise<void> {
  const { town, browser, applicant, summary } = at
  // What waits for him is told him; beside that he opens a case now and then.
  const isTold = WAITS_FOR_HIM.test(summary.stepName ?? '')
  if (!isTold && !town.dice('opens', summary.caseNo, at.day).chance(HABITS.opensCase)) return
  const dice = town.dice('answers', summary.caseNo)
  const detail = await browser.get<CaseDetail>(`/api/cases/${summary.id}`)
  if (!detail) return
  if (detail.allowed.includes('request-hearing') && isTime(at, 'hearing') && dice.chance(HABITS.asksForHearing)) {
    if (await browser.post(`/api/cases/${summary.id}/hearing-requests`, { reason: dice.pick(REASONS.hearing) }))
      town.deeds.done('case.hearing-request')
  }
  if (detail.statement && isTime(at, 'statement') && dice.chance(HABITS.defendsHimself)) {
    if (await browser.post(`/api/cases/${summary.id}/statement`, { text: dice.pick(REASONS.statement) })) town.deeds.done('case.statement')
  }
  for (const debt of detail.debts.filter(({ canSettle }) => canSettle)) {
    if (!town.dice('settles', summary.caseNo, debt.materialKey, at.day).chance(HABITS.settlesDebt)) continue
    const material = detail.materials.find(({ key }) => key === debt.materialKey)
    if (!material) continue
    const materials = { [material.key]: await papersFor({ browser, applicant }, material) }
    if (await browser.post(`/api/cases/${summary.id}/debts/${material.key}/settlement`, { materials })) town.deeds.done('case.debt-settled')
  }
}

/** 好差评, once the case is closed: of each contact, if at all. */
async function rate(at: AtCase): Promise<void> {
  const { town, browser, memory, summary } = at
  if (!isTime(at, 'rating')) return
  memory.finished.add(summary.id)
  const dice = town.dice('rates', summary.caseNo)
  if (!dice.chance(HABITS.rates)) return
  const ratable = await browser.get<{ items: { contact: string; rating: unknown }[] }>(`/api/cases/${summary.id}/ratings`)
  for (const { contact } of (ratable?.items ?? []).filter(({ rating }) => rating === null)) {
    const grade = Number(dice.weighted(RATING_WEIGHTS))
    const tags = tagsFor(grade).map(({ value }) => value)
    const text = dice.pick(RATING_WORDS[grade]!)
    const rating = { contact, grade, tags: tags.length > 0 ? [dice.pick(tags)] : [], ...(text !== '' && { text }) }
    if (await browser.post(`/api/cases/${summary.id}/ratings`, rating)) town.deeds.done(grade <= 2 ? 'rating.poor' : 'rating.good')
  }
}
