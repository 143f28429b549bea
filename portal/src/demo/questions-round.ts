import type { CaseSummary } from '@lianban/processes'
import type { Applicant } from './applicants.ts'
import { ANSWER_GRADES, ANSWERED, ASKED_PER_DAY, COMPLAINTS, GRADES_ANSWER, QUESTIONS } from './hall-plan.ts'
import type { Deed, Town } from './town.ts'

const LIST = 100

interface Consultation {
  id: string
  kind: 'consultation' | 'complaint'
  text: string
  answer: string | null
  grade: number | null
  canAnswer?: boolean
}

/** Consultations and complaints 咨询投诉: applicants and people without an account ask, the organs answer, and the answer is graded. */
export function createQuestionsRound(town: Town, applicants: readonly Applicant[], answerers: readonly string[]) {
  const outside = town.deviceOf('访客')
  /** Who has asked and has not graded yet. */
  const askers = new Set<string>()

  const asks = async (day: number, nth: number): Promise<void> => {
    const dice = town.dice('asks', day, nth)
    const { matter, text } = dice.pick(QUESTIONS)
    const { username } = dice.pick(applicants)
    if (!(await (await town.browserOf(username)).post('/api/consultations', { kind: 'consultation', matterKey: matter, text }))) return
    askers.add(username)
    town.deeds.done('consultation.asked')
  }

  const asksOutside = async (day: number, nth: number): Promise<void> => {
    const dice = town.dice('asks-outside', day, nth)
    const { matter, text } = dice.pick(QUESTIONS)
    const { name, phone } = dice.pick(applicants)
    const asked = { kind: 'consultation', matterKey: matter, text, name, phone }
    if (await outside.post('/api/public-consultations', asked)) town.deeds.done('consultation.asked')
  }

  /** Whoever has a case under way complains of it. */
  const complains = async (day: number, nth: number): Promise<void> => {
    const dice = town.dice('complains', day, nth)
    const { username } = dice.pick(applicants)
    const browser = await town.browserOf(username)
    const mine = await browser.get<{ items: CaseSummary[] }>(`/api/cases?view=mine&status=open&limit=${LIST}`)
    const [about] = [...(mine?.items ?? [])].sort((a, b) => (a.caseNo < b.caseNo ? -1 : 1))
    if (!about) return
    if (!(await browser.post('/api/consultations', { kind: 'complaint', caseId: about.id, text: dice.pick(COMPLAINTS).text }))) return
    askers.add(username)
    town.deeds.done('complaint.made')
  }

  const grades = async (username: string, day: number): Promise<void> => {
    const dice = town.dice('grades', username, day)
    const browser = await town.browserOf(username)
    const mine = await browser.get<{ items: Consultation[] }>(`/api/consultations/mine?limit=${LIST}`)
    const answered = (mine?.items ?? []).filter((one) => one.answer !== null && one.grade === null)
    if ((mine?.items ?? []).every((one) => one.answer !== null)) askers.delete(username)
    for (const { id } of answered) {
      if (!dice.chance(GRADES_ANSWER)) continue
      const grade = Number(dice.weighted(ANSWER_GRADES))
      if (await browser.post(`/api/consultations/${id}/grade`, { grade })) town.deeds.done('consultation.graded')
    }
  }

  return {
    /** What is asked on a day. */
    asked: (day: number): Deed[] => [
      ...times(town, 'account', day).map((nth) => () => asks(day, nth)),
      ...times(town, 'nobody', day).map((nth) => () => asksOutside(day, nth)),
      ...times(town, 'complaint', day).map((nth) => () => complains(day, nth)),
      ...[...askers].sort().map((username) => () => grades(username, day)),
    ],

    /** Whoever may answer looks once a day. */
    answers: (day: number): Deed[] => answerers.map((username) => () => answer(town, username, day)),
  }
}

/** Numbers of what happens on a day, from 0. */
function times(town: Town, kind: keyof typeof ASKED_PER_DAY, day: number): number[] {
  const expected = ASKED_PER_DAY[kind]
  const count = Math.floor(expected) + (town.dice('asked', kind, day).chance(expected % 1) ? 1 : 0)
  return Array.from({ length: count }, (_, nth) => nth)
}

async function answer(town: Town, username: string, day: number): Promise<void> {
  const browser = await town.browserOf(username)
  const list = await browser.get<{ items: Consultation[] }>(`/api/consultations?state=open&limit=${LIST}`)
  const open = (list?.items ?? []).filter(({ canAnswer }) => canAnswer)
  for (const [at, { id, text }] of open.entries()) {
    if (!town.dice('answers', username, day, at).chance(ANSWERED)) continue
    const found = [...QUESTIONS, ...COMPLAINTS].find((one) => one.text === text)
    const words = found?.answer ?? '您的问题已经收悉,请按办事指南准备材料,窗口可以现场指导。'
    if (await browser.post(`/api/consultations/${id}/answer`, { text: words }, { expected: ['CONSULTATION_ANSWERED'] }))
      town.deeds.done('consultation.answered')
  }
}
