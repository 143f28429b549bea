import { fileURLToPath } from 'node:url'
import { cases } from '@lianban/storage'
import type { Scenario } from '@lianban/processes/testing'

export const FOLDER = fileURLToPath(new URL('..', import.meta.url))
/** When a poor rating comes in: a Friday morning before the longest holidays of 2026. */
export const GIVEN_AT = '2026-09-18T09:00:00+08:00'

/** Who takes part in the follow-up of a rating of the market supervision bureau. */
export const cast = async (s: Scenario) => ({
  applicant: await s.person('shenqing').caller(),
  officer: await s.person('huifang').caller(),
  leader: await s.person('juzhang').caller(),
  supervisor: await s.person('zhuguan').caller(),
  auditor: await s.person('jianjian').caller(),
  clerk: await s.person('chuangkou').caller(),
})

/** A case of the bureau that was closed, as the case service leaves it. @returns its id */
export async function closedCase(s: Scenario, no = 1): Promise<string> {
  const now = s.clock()
  const id = `closed-${no}`
  await cases(s.database).insert({
    ...{ tenant_id: s.tenantId, id, case_no: `CASE-${no}`, instance_id: `instance-${no}` },
    ...{ matter_key: 'food-business-licence', matter_version: 1, matter_name: '食品经营许可', organ_id: 'scjg' },
    ...{ organ_name: '三湖县市场监督管理局', applicant_id: 'shenqing', applicant_name: '湖畔面馆' },
    ...{ form: { phone: '13800138000' }, status: 'granted', step_name: null, submitted_at: now - 2, received_at: now - 2 },
    ...{ accepted_at: now - 1, deemed_accepted: false, decided_at: now - 1, closed_at: now, intake_due_at: now },
    ...{ promised_due_at: null, statutory_due_at: null, delivery_due_at: null, warn_at: null, card: null },
    ...{ supplement: null, decision: null },
  })
  return id
}

/** The applicant rates a closed case badly. @returns the id of the follow-up */
export async function poorRating(s: Scenario, no = 1): Promise<string> {
  const { applicant, officer } = await cast(s)
  const caseId = await closedCase(s, no)
  await s.ratings.rate(applicant, caseId, { contact: 'closing', grade: 1, tags: ['rude'], text: '窗口人员态度生硬' })
  const { items } = await s.ratings.followUps.list(officer, { view: 'contact', limit: 10 })
  return items.find(({ caseNo }) => caseNo === `CASE-${no}`)!.id
}

export const founded = { result: 'founded' as const, text: '窗口值班人员言语不当,情况属实', note: '李先生,9 月 17 日上午 3 号窗口' }

/** A poor rating that was found to be so: the organ's turn. @returns the id of the follow-up */
export async function foundedRating(s: Scenario, no = 1): Promise<string> {
  const { officer } = await cast(s)
  const id = await poorRating(s, no)
  await s.ratings.followUps.contact(officer, id, founded)
  return id
}

export async function stateOf(s: Scenario, id: string) {
  const { auditor } = await cast(s)
  const { state, outcome, overdue, rounds } = await s.ratings.followUps.get(auditor, id)
  return { state, outcome, overdue, rounds }
}

export async function verbsOf(s: Scenario, id: string): Promise<string[]> {
  const { auditor } = await cast(s)
  return (await s.ratings.followUps.get(auditor, id)).lines.map(({ verb }) => verb)
}

export const china = (instant: string): number => Date.parse(`${instant}+08:00`)
