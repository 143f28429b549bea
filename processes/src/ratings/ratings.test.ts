import { join } from 'node:path'
import { cases, issuedDocuments, issuedNumbers, ratingFollowUps, ratings as rows } from '@lianban/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { openOffice, type Office } from '../testing/index.ts'

const START = Date.parse('2026-09-18T09:00:00+08:00')
const CODE = 'ab'.repeat(16)

let office: Office
beforeAll(async () => {
  office = await openOffice({ packageFolder: join(PACKAGES_FOLDER, 'c3-rating'), startAt: START })
})
afterAll(() => office.close())

let last = 0
/** A case as the case service leaves it. @returns its id */
async function aCase(change: Partial<Parameters<ReturnType<typeof cases>['insert']>[0]> = {}): Promise<string> {
  const id = `c${++last}`
  await cases(office.database).insert({
    ...{ tenant_id: office.tenantId, id, case_no: `NO${last}`, instance_id: `i${last}`, matter_key: 'food', matter_version: 1 },
    ...{ matter_name: '食品经营许可', organ_id: 'scjg', organ_name: '三湖县市场监督管理局', applicant_id: 'shenqing' },
    ...{ applicant_name: '湖畔面馆', form: {}, status: 'granted', step_name: null, submitted_at: START, received_at: START },
    ...{ accepted_at: START, deemed_accepted: false, decided_at: START, closed_at: START, intake_due_at: START },
    ...{ promised_due_at: null, statutory_due_at: null, delivery_due_at: null, warn_at: null, card: null },
    ...{ supplement: null, decision: null, ...change },
  })
  return id
}
const caller = (userId: string) => office.tenants.users.caller(office.tenantId, userId)
const good = { contact: 'closing' as const, grade: 5, tags: ['fast'], text: ' 很好 ' }
const entriesOf = async (subject: string) => (await office.tenants.supervision.entries(office.tenantId, { subject, limit: 20 })).items

describe('a rating by the applicant', () => {
  it('is given once, is in the log without his name, and gets one comment', async () => {
    const [applicant, id] = [await caller('shenqing'), await aCase()]
    await office.ratings.rate(applicant, id, good)
    await expect(office.ratings.rate(applicant, id, { ...good, grade: 1, tags: [] })).rejects.toMatchObject({ code: 'RATING_GIVEN' })
    await office.ratings.comment(applicant, id, 'closing', '补充')
    await expect(office.ratings.comment(applicant, id, 'closing', '再补充')).rejects.toMatchObject({ code: 'COMMENT_GIVEN' })
    expect(await office.ratings.ofCase(applicant, id)).toMatchObject([
      { contact: 'closing', rating: { grade: 5, text: '很好', channel: 'web', comment: '补充' } },
    ])
    await office.supervise()
    const entries = await entriesOf(`case:${id}`)
    expect(entries.map(({ action }) => action)).toEqual(['case.rated', 'case.rating-commented'])
    expect(JSON.stringify(entries)).not.toMatch(/shenqing|李春华|湖畔面馆/)
  })

  it('is of a contact that has been: the end of the case, or a notice of what is missing', async () => {
    const applicant = await caller('shenqing')
    const open = await aCase({
      status: 'supplementing',
      closed_at: null,
      supplement: { missing: [], notifiedAt: START, dueAt: null, supplementedAt: null },
    })
    await expect(office.ratings.rate(applicant, open, good)).rejects.toMatchObject({ code: 'CONTACT_NOT_RATABLE' })
    await office.ratings.rate(applicant, open, { ...good, contact: 'supplement' })
    await expect(office.ratings.rate(applicant, open, { ...good, contact: 'supplement' })).rejects.toMatchObject({ code: 'RATING_GIVEN' })
  })

  it('has the tags of its grade and no others', async () => {
    const applicant = await caller('shenqing')
    for (const tags of [['rude'], ['constructor']])
      await expect(office.ratings.rate(applicant, await aCase(), { ...good, tags })).rejects.toMatchObject({ code: 'RATING_TAGS_INVALID' })
  })

  it('is his alone: nobody of the organ, and no other applicant, rates in his place', async () => {
    const id = await aCase()
    for (const person of ['chuangkou', 'juzhang', 'zhuguan', 'huifang', 'jianjian'])
      await expect(office.ratings.rate(await caller(person), id, good)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const other = { ...(await caller('shenqing')), userId: 'other' }
    await expect(office.ratings.rate(other, id, good)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a rating by the code of a receipt', () => {
  const aReceipt = (caseId: string, code: string, template: string) =>
    issuedDocuments(office.database).insertOnce({
      ...{ tenant_id: office.tenantId, id: `d-${code}`, case_id: caseId, template, name: template, number: null },
      ...{ sha256: 'a'.repeat(64), size: 1, media_type: 'application/pdf', verify_code: code, public_data: null, created_at: START },
    })

  it('needs no account, is told to the applicant, and tells nothing that is not on the receipt', async () => {
    const id = await aCase()
    await aReceipt(id, CODE, 'receipt')
    expect(await office.ratings.byCode.get(office.tenantId, CODE)).toEqual({
      matterName: '食品经营许可',
      organName: '三湖县市场监督管理局',
      contacts: [{ contact: 'closing', at: START, rating: null }],
    })
    await office.ratings.byCode.rate(office.tenantId, CODE, good, { channel: 'window' })
    const [notice] = (await office.notices.list(await caller('shenqing'), { limit: 1 })).items
    expect(notice).toMatchObject({ title: '您的办件已收到评价:非常满意', link: `/my-cases/${id}` })
    expect(await rows(office.database).ofCase(office.tenantId, id)).toMatchObject([{ channel: 'window', grade: 5 }])
    await expect(office.ratings.byCode.rate(office.tenantId, CODE, good, { channel: 'code' })).rejects.toMatchObject({
      code: 'RATING_GIVEN',
    })
  })

  it('is of receipts only, or of what is printed on one: the code of a licence on the wall rates nothing', async () => {
    const id = await aCase()
    const caseNo = `NO${last}`
    await aReceipt(id, 'cd'.repeat(16), 'food-business-licence')
    await issuedNumbers(office.database).insert({
      ...{ tenant_id: office.tenantId, kind: 'case', number: caseNo, organ_id: 'scjg', run_organ: 'scjg', run_type: 'case' },
      ...{ run_period: 2026, sequence: last, type: 'case', year: 2026, case_id: id, query_code: '042817', issued_at: START },
      ...{ voided_at: null, voided_by: null, voided_by_name: null, void_reason: null },
    })
    for (const code of ['cd'.repeat(16), 'ef'.repeat(16), `${caseNo}.042818`, `${caseNo}.`, caseNo, '', "x' or 1=1"])
      await expect(office.ratings.byCode.get(office.tenantId, code)).rejects.toMatchObject({ code: 'RATING_CODE_UNKNOWN' })
    expect((await office.ratings.byCode.get(office.tenantId, `${caseNo}.042817`)).contacts).toHaveLength(1)
  })
})

describe('a rating by telephone', () => {
  it('is written down by someone outside the rated organ', async () => {
    const id = await aCase()
    const caseNo = `NO${last}`
    await expect(office.ratings.rateByPhone(await caller('chuangkou'), caseNo, good)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    await office.ratings.rateByPhone(await caller('huifang'), caseNo, good)
    expect(await rows(office.database).ofCase(office.tenantId, id)).toMatchObject([{ channel: 'phone', recorded_by: 'huifang' }])
  })

  it('is not written down by the rated organ itself', async () => {
    await aCase({ organ_id: 'zwb' })
    await expect(office.ratings.rateByPhone(await caller('huifang'), `NO${last}`, good)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  })
})

describe('what the rated see', () => {
  it('grade, words and day, but neither who nor which case; who is outside the organ sees the case', async () => {
    const id = await aCase()
    await office.ratings.rate(await caller('shenqing'), id, { ...good, grade: 2, tags: ['slow'], text: '等了两小时' })
    const of = async (person: string) => (await office.ratings.list(await caller(person), { grade: 'poor', limit: 10 })).items[0]!
    for (const person of ['chuangkou', 'juzhang']) {
      const seen = await of(person)
      expect(seen).toMatchObject({ grade: 2, tags: ['slow'], text: '等了两小时', givenOn: '2026-09-18', case: null })
      expect(JSON.stringify(seen)).not.toMatch(new RegExp(`shenqing|湖畔面馆|NO${last}|${START}|"${id}"`))
    }
    for (const person of ['zhuguan', 'jianjian', 'huifang']) expect((await of(person)).case).toMatchObject({ id, no: `NO${last}` })
    expect((await office.ratings.list(await caller('chengguan'), { limit: 10 })).items).toEqual([])
    await expect(office.ratings.list(await caller('shenqing'), { limit: 10 })).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  })

  it('a rating of the organ that follows up is followed up by nobody of it', async () => {
    await aCase({ organ_id: 'zwb' })
    const own = (await cases(office.database).byNumber(office.tenantId, `NO${last}`, START))!
    await office.ratings.rate(await caller('shenqing'), own.id, { contact: 'closing', grade: 1, tags: [] })
    const [rating] = await rows(office.database).ofCase(office.tenantId, own.id)
    expect(await ratingFollowUps(office.database).get(office.tenantId, rating!.id)).toMatchObject({ desk_organ_id: null, state: 'contact' })
    const officer = await caller('huifang')
    expect(await office.ratings.followUps.get(officer, rating!.id)).toMatchObject({ rater: null, verbs: [] })
    await expect(office.ratings.followUps.contact(officer, rating!.id, { result: 'founded', text: '自查' })).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
    })
    const [told] = (await office.notices.list(await caller('zhuguan'), { limit: 1 })).items
    expect(told!.text).toContain('被评价单位以外没有回访专员')
  })
})

describe('figures', () => {
  const period = { by: 'matter' as const, from: START - 1, to: START + 1000 }
  const rowOf = async (person: string) =>
    (await office.ratings.figures(await caller(person), period)).rows.find(({ matterKey }) => matterKey === 'counted')

  it('few ratings are hidden from the rated, and from nobody else', async () => {
    const applicant = await caller('shenqing')
    for (const grade of [5, 4, 3, 1])
      await office.ratings.rate(applicant, await aCase({ matter_key: 'counted', matter_name: '计数事项' }), {
        contact: 'closing',
        grade,
        tags: [],
      })
    await aCase({ matter_key: 'counted', matter_name: '计数事项' })
    expect(await rowOf('juzhang')).toMatchObject({
      matterName: '计数事项',
      closed: 5,
      rated: null,
      grades: null,
      satisfaction: null,
      poor: null,
    })
    expect(await rowOf('zhuguan')).toMatchObject({
      ...{ closed: 5, rated: 4, satisfaction: 0.75, poor: 1, dismissed: 0 },
      grades: { 5: 1, 4: 1, 3: 1, 2: 0, 1: 1 },
    })
    expect(await rowOf('jianjian')).toEqual(await rowOf('zhuguan'))
    await expect(office.ratings.figures(await caller('chuangkou'), period)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  })

  it('from five on the rated see them too', async () => {
    await office.ratings.rate(await caller('shenqing'), `c${last}`, { contact: 'closing', grade: 5, tags: [] })
    expect(await rowOf('juzhang')).toMatchObject({ rated: 5, satisfaction: 0.8 })
  })
})
