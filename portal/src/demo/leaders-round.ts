import { type Dice, fillIn } from '@lianban/processes/try-out'
import type {
  CardDetail,
  CardSummary,
  CaseDetail,
  CaseSummary,
  FollowUpDetail,
  LicenceDetail,
  LicenceSummary,
  MatterDetail,
} from '@lianban/processes'
import { applicantAnswers, officialAnswers } from './answers.ts'
import { firmOf } from './applicants.ts'
import { HABITS, REASONS } from './conduct.ts'
import { plainPdf } from './papers.ts'
import { onePixel } from './pictures.ts'
import { REVIEWS_PER_DAY } from './plan.ts'
import type { Deed, Town } from './town.ts'

const LIST = 100

/** Whose work it is, by user name. */
export interface Offices {
  /** Leaders of bureaus and the county's head. */
  leaders: readonly string[]
  auditors: readonly string[]
  supervisors: readonly string[]
  followUpOfficers: readonly string[]
  handlers: readonly string[]
  /** Everybody on the staff who may be asked something. */
  staff: readonly string[]
}

/** What is looked at once on a working day: cards, ratings, promises, suspensions, questions, licences that must be reviewed. */
export const leadersRound = (town: Town, offices: Offices, day: number): Deed[] => [
  ...[...offices.leaders, ...offices.auditors, ...offices.supervisors].map(
    (name): Deed =>
      () =>
        lookAtCards(town, name, day),
  ),
  ...[...offices.followUpOfficers, ...offices.leaders, ...offices.supervisors].map(
    (name): Deed =>
      () =>
        lookAtFollowUps(town, name, day),
  ),
  ...offices.handlers.flatMap((name): Deed[] => [() => endSuspensions(town, name, day), () => recordChecks(town, name, day)]),
  ...offices.staff.map(
    (name): Deed =>
      () =>
        answerQuestions(town, name),
  ),
  ...offices.handlers.map(
    (name): Deed =>
      () =>
        reviewALicence(town, name, day, REVIEWS_PER_DAY / offices.handlers.length),
  ),
]

const byText = <T>(items: readonly T[], text: (item: T) => string): T[] => [...items].sort((a, b) => (text(a) < text(b) ? -1 : 1))

async function lookAtCards(town: Town, username: string, day: number): Promise<void> {
  const browser = await town.browserOf(username)
  const list = await browser.get<{ items: CardSummary[] }>(`/api/cards?view=open&limit=${LIST}`)
  for (const { id, cardNo } of byText(list?.items ?? [], (card) => card.cardNo)) {
    const dice = town.dice('card', cardNo, username, day)
    if (!dice.chance(HABITS.answersCard)) continue
    const card = await browser.get<CardDetail>(`/api/cards/${id}`)
    const verbs = (card?.verbs ?? []).filter((verb) => verb !== 'withdraw')
    if (!card || verbs.length === 0) continue
    const verb = verbs.includes('appeal') && dice.chance(0.15) ? 'appeal' : verbs.find((one) => one !== 'appeal')!
    if (await browser.post(`/api/cards/${id}/${CARD_PATHS[verb] ?? verb}`, cardBody(verb, card, dice))) town.deeds.done(`card.${verb}`)
  }
}

const CARD_PATHS: Record<string, string> = { verify: 'verification', sign: 'signature' }

function cardBody(verb: string, card: CardDetail, dice: Dice): object {
  switch (verb) {
    case 'verify':
      return { result: dice.chance(0.8) ? 'confirm' : 'reject', text: dice.pick(REASONS.review) }
    case 'reply':
      return { kind: dice.pick(['explain', 'rectify']), text: dice.pick(REASONS.reply), fileIds: [] }
    case 'appeal':
      return { text: dice.pick(REASONS.appeal), fileIds: [] }
    case 'review': {
      const result = dice.weighted({ uphold: 70, cancel: card.verbs.includes('withdraw') ? 25 : 0, return: 5 })!
      const reasonCode = dice.pick(['self-corrected', 'force-majeure', 'other'])
      return { result, ...(result === 'cancel' && { reasonCode }), text: dice.pick(REASONS.review) }
    }
    case 'liability':
      return {
        shares: [{ name: card.personName ?? '承办人', role: 'handler', percent: 100 }],
        measure: 'advice',
        text: dice.pick(REASONS.liability),
      }
    default:
      return {}
  }
}

async function lookAtFollowUps(town: Town, username: string, day: number): Promise<void> {
  const browser = await town.browserOf(username)
  const list = await browser.get<{ items: { id: string; givenOn: string; matterName: string }[] }>(
    `/api/rating-follow-ups?view=open&limit=${LIST}`,
  )
  const items = byText(list?.items ?? [], ({ givenOn, matterName }) => givenOn + matterName)
  for (const [at, { id }] of items.entries()) {
    const dice = town.dice('follow-up', at, username, day)
    if (!dice.chance(HABITS.movesFollowUp)) continue
    const followUp = await browser.get<FollowUpDetail>(`/api/rating-follow-ups/${id}`)
    const verb = followUp?.verbs.find((one) => one !== 'appeal')
    if (verb && (await browser.post(`/api/rating-follow-ups/${id}/${FOLLOW_UP_PATHS[verb]}`, followUpBody(verb, dice))))
      town.deeds.done(`follow-up.${verb}`)
  }
}

const FOLLOW_UP_PATHS = { contact: 'contact', rectify: 'rectification', appeal: 'appeal', review: 'review', revisit: 'revisit' } as const

function followUpBody(verb: keyof typeof FOLLOW_UP_PATHS, dice: Dice): object {
  const text = dice.pick(REASONS.followUp)
  const results = {
    contact: dice.weighted({ founded: 75, unfounded: 25 }),
    rectify: undefined,
    appeal: undefined,
    review: 'uphold',
    revisit: dice.weighted({ resolved: 85, unresolved: 15 }),
  }
  const result = results[verb]
  return result === undefined ? { text } : { result, text }
}

/** The handler writes down that the test, the inspection, the experts have come to an end. */
async function endSuspensions(town: Town, username: string, day: number): Promise<void> {
  const browser = await town.browserOf(username)
  const list = await browser.get<{ items: CaseSummary[] }>(`/api/cases?view=organ&status=open&limit=${LIST}`)
  const waiting = (list?.items ?? []).filter(({ lamp }) => lamp === 'suspended')
  for (const { id, caseNo } of byText(waiting, (one) => one.caseNo)) {
    const dice = town.dice('suspension', caseNo, day)
    if (!dice.chance(HABITS.endsSuspension)) continue
    const detail = await browser.get<CaseDetail>(`/api/cases/${id}`)
    if (!detail?.allowed.includes('end-suspension')) continue
    if (await browser.post(`/api/cases/${id}/suspension-end`, { result: dice.pick(REASONS.suspensionEnd) }))
      town.deeds.done('case.suspension-end')
  }
}

/** 承诺核查: what was promised is looked at. */
async function recordChecks(town: Town, username: string, day: number): Promise<void> {
  const browser = await town.browserOf(username)
  const list = await browser.get<{ items: { caseId: string; caseNo: string; canRecord: boolean }[] }>(`/api/checks?limit=${LIST}`)
  for (const { caseId, caseNo } of byText(
    (list?.items ?? []).filter(({ canRecord }) => canRecord),
    (one) => one.caseNo,
  )) {
    const dice = town.dice('check', caseNo, day)
    if (!dice.chance(HABITS.recordsCheck)) continue
    const kept = dice.chance(0.9)
    if (await browser.post(`/api/cases/${caseId}/check`, { kept, finding: REASONS.check[kept ? 0 : 1] }))
      town.deeds.done(kept ? 'check.kept' : 'check.broken')
  }
}

async function answerQuestions(town: Town, username: string): Promise<void> {
  if (!town.asked.delete(username)) return
  const browser = await town.browserOf(username)
  const list = await browser.get<{ items: { id: string }[] }>(`/api/questions?side=asked&state=open&limit=${LIST}`)
  for (const { id } of list?.items ?? [])
    if (await browser.post(`/api/questions/${id}/answer`, { text: REASONS.answer[0] })) town.deeds.done('task.answer')
}

/** 依职权: the organ begins a procedure about a licence that it has granted. */
async function reviewALicence(town: Town, username: string, day: number, probability: number): Promise<void> {
  const dice = town.dice('review', username, day)
  if (!dice.chance(probability)) return
  const browser = await town.browserOf(username)
  const list = await browser.get<{ items: LicenceSummary[] }>(`/api/licences?state=valid&limit=${LIST}`)
  const licences = byText(list?.items ?? [], (one) => one.licenceNo)
  if (licences.length === 0) return
  const licence = await browser.get<LicenceDetail>(`/api/licences/${dice.pick(licences).id}`)
  const acts = byText(
    (licence?.acts ?? []).filter(({ blocked }) => blocked === null),
    (act) => act.matterKey,
  )
  if (!licence || acts.length === 0) return
  const { matterKey } = dice.pick(acts)
  const matter = await browser.get<MatterDetail>(`/api/matters/${matterKey}`)
  if (!matter) return
  const holder = { username: licence.licenceNo, name: licence.holderName, citizenId: '', phone: '', trade: 'food' } as const
  const answers = { ...officialAnswers(matterKey, licence.holderName), ...applicantAnswers(holder, firmOf(town.seed, holder, 0)) }
  const form = fillIn(
    { schema: matter.form.schema, access: matter.access },
    { dice, now: town.now(), answers, favoursFirst: false, isWorkday: town.isWorkday },
  )
  const materials: Record<string, string[]> = {}
  for (const { key, name, requirement, formats } of matter.materials.filter(({ requirement }) => requirement !== '非必要')) {
    const isPdf = formats.includes('pdf')
    const file = await browser.upload(
      `${name}.${isPdf ? 'pdf' : formats[0]!}`,
      isPdf ? plainPdf([name, requirement]) : onePixel(formats[0]!),
    )
    if (file) materials[key] = [file]
  }
  if (await browser.post(`/api/licences/${licence.id}/reviews`, { matterKey, form, materials })) town.deeds.done('case.ex-officio')
}
