import { fileURLToPath } from 'node:url'
import { describe, expect } from 'vitest'
import { fundGrants } from '@lianban/storage'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { EXPERTS, opines, panel, refusal, signs } from '../../g3-projects/scenarios/project.ts'

const FOLDER = fileURLToPath(new URL('..', import.meta.url))
const MONDAY = '2026-03-02T09:00:00+08:00'

const cast = (s: Scenario) => ({
  officer: s.person('hbj-xiangmu'),
  office: s.person('zhb-shenhe'),
  finance: s.person('czj-shenhe'),
  financeHead: s.person('czj-pizhun'),
  group: s.person('ldxz-zuzhang'),
  treasury: s.person('czj-guoku'),
})

const yearly = (amount: string) => ({
  ...{ title: '二〇二六年度智慧城市专项资金申报', year: 2026, amount, closesOn: '2026-03-31', scope: '公共平台和数据共享' },
})

/** The fund of 2026 is open. */
async function called(s: Scenario, amount = '1000000.00'): Promise<void> {
  const { office, finance, group } = cast(s)
  const caseId = await office.submits('fund-call', yearly(amount), {})
  await finance.does('Task_Finance', 'pass')
  await group.does('Task_Group', 'pass', { opinion: '同意' })
  await s.documents.make(caseId)
}

const asked = (change: Record<string, unknown> = {}) => ({
  ...{ year: 2026, projectName: '河道视频共享平台', amount: '600000.00', content: '接入河道视频一百二十路', target: '重点河道视频全覆盖' },
  ...{ indicators: [{ name: '视频在线率', value: '95%' }], dataSharing: true, reuse: '政务云、视频平台' },
  ...change,
})
const revised = () => {
  const { year: _, projectName: __, amount: ___, ...rest } = asked({ reuse: '政务云、视频平台、公共信息平台' })
  return rest
}

const passedDuplicates = (s: Scenario) =>
  cast(s).office.does('Task_Duplicate', 'pass', { form: { register: 'none', note: '没有相同项目' } })

/** As far as the leading group. */
async function reviewed(s: Scenario, change: Record<string, unknown> = {}): Promise<string> {
  const caseId = await cast(s).officer.submits('special-fund', asked(change), {})
  await passedDuplicates(s)
  for (const expert of await panel(s)) await opines(s, expert)
  await cast(s).finance.does('Task_Finance', 'pass')
  return caseId
}

const granted = (s: Scenario, amount: string) => cast(s).group.does('Task_Group', 'pass', { form: { granted: amount }, opinion: '同意' })

/** Published without objection, issued and paid out. */
async function allocated(s: Scenario, caseId: string, until: string, amount: string): Promise<void> {
  const { office, financeHead, treasury } = cast(s)
  await s.at(until)
  await office.does('Task_Publicity', 'pass', { form: { place: '县政府网站', objections: '无' } })
  await financeHead.does('Task_Issue', 'issue', { opinion: '同意下达' })
  await s.documents.make(caseId)
  await treasury.does('Task_Allocate', 'pay', { form: { amount, paidOn: '2026-03-16', voucher: 'GK-9' } })
}

const grants = (s: Scenario) => fundGrants(s.database).ofYear(s.tenantId, 2026)

describe('专项资金', () => {
  scenario(
    'the year is called once finance and the leading group agree',
    FOLDER,
    async (s) => {
      const { office, finance, group, officer } = cast(s)
      expect(await refusal(officer.submits('special-fund', asked(), {}))).toEqual(['FUND_NOT_CALLED'])
      await office.submits('fund-call', yearly('1000000.00'), {})
      await finance.does('Task_Finance', 'return', { opinion: '超出预算安排' })
      const { title: _, year: __, ...rest } = yearly('800000.00')
      await office.does('Task_Revise', 'resubmit', { form: rest })
      await finance.does('Task_Finance', 'pass')
      await group.does('Task_Group', 'refuse', { opinion: '暂缓' })
      expect(await refusal(officer.submits('special-fund', asked(), {}))).toEqual(['FUND_NOT_CALLED'])
      await called(s)
      expect(await refusal(officer.submits('special-fund', asked({ amount: '1000000.01' }), {}))).toEqual(['FUND_OVER_YEAR'])
      await officer.submits('special-fund', asked(), {})
      expect(await refusal(officer.submits('special-fund', asked(), {}))).toEqual(['FUND_TWICE'])
      await s.at('2026-04-01T09:00:00+08:00')
      expect(await refusal(officer.submits('special-fund', asked({ projectName: '水质监测平台' }), {}))).toEqual(['FUND_CLOSED'])
    },
    MONDAY,
    'county',
  )

  scenario(
    'a grant is published, issued and paid, its use is evaluated, and the balance is there for others',
    FOLDER,
    async (s) => {
      const { officer, office, finance, group, treasury } = cast(s)
      await called(s)
      const caseId = await reviewed(s)
      await granted(s, '600000.00')
      // Two grants never exceed the year: 400 000 yuan are left.
      await reviewed(s, { projectName: '湖泊水质共享平台' })
      await expect(granted(s, '400000.01')).rejects.toMatchObject({ details: { reason: 'GRANT_OVER_FUND' } })
      const [open] = await group.inbox()
      await group.completes(open!.taskId, 'refuse', { opinion: '资金不足' })
      // Nobody cuts the fund below what is granted.
      expect(await refusal(office.submits('fund-call', yearly('500000.00'), {}))).toEqual(['FUND_BELOW_GRANTED'])

      await s.at('2026-03-10T10:00:00+08:00')
      await office.does('Task_Publicity', 'objection', { form: { place: '县政府网站', objections: '金额偏高' }, opinion: '异议成立' })
      await granted(s, '500000.00')
      await allocated(s, caseId, '2026-03-18T10:00:00+08:00', '500000.00')
      const midterm = { percent: 60, spent: '300000.00', report: '完成视频接入八十路' }
      await officer.does('Task_Midterm', 'report', { form: midterm })
      await office.does('Task_MidCheck', 'rectify', { opinion: '进度滞后' })
      await officer.does('Task_Midterm', 'report', { form: { ...midterm, percent: 80 } })
      await office.does('Task_MidCheck', 'pass')
      const evaluation = (used: string) => ({ form: { score: 86, used, report: '达到绩效目标' } })
      await expect(finance.does('Task_Evaluate', 'evaluate', evaluation('500000.01'))).rejects.toMatchObject({
        details: { reason: 'USED_OVER_ALLOCATED' },
      })
      const [task] = await finance.inbox()
      await finance.completes(task!.taskId, 'evaluate', evaluation('450000.00'))
      await treasury.does('Task_Return', 'returned', { form: { returnedOn: '2026-03-16', voucher: 'JK-1' } })
      expect(await officer.sees(caseId)).toMatchObject({ status: 'granted' })
      expect(await grants(s)).toMatchObject([
        { id: caseId, state: 'evaluated', granted_fen: 50_000_000, allocated_fen: 50_000_000, returned_fen: 5_000_000 },
        { state: 'refused', granted_fen: null },
      ])

      // What was given back can be granted anew: 550 000 yuan.
      const next = await reviewed(s, { projectName: '地下水位共享平台' })
      await granted(s, '550000.00')
      await allocated(s, next, '2026-03-26T10:00:00+08:00', '550000.00')
      await officer.does('Task_Midterm', 'report', { form: midterm })
      await office.does('Task_MidCheck', 'pass')
      await finance.does('Task_Evaluate', 'evaluate', evaluation('550000.00'))
      expect(await officer.sees(next)).toMatchObject({ status: 'granted' })
    },
    MONDAY,
    'county',
  )

  scenario(
    'what lacks a promise to share data is sent back, what is there already is merged, what experts or finance do not want is not paid',
    FOLDER,
    async (s) => {
      const { officer, office, finance } = cast(s)
      await called(s)
      await officer.submits('special-fund', asked({ dataSharing: false }), {})
      await office.does('Task_Duplicate', 'return', { opinion: '没有数据共享承诺' })
      await officer.does('Task_Revise', 'resubmit', { form: revised() })
      await passedDuplicates(s)
      const [first, ...rest] = await panel(s)
      await first!.does('Task_Expert', 'submit', { form: { interest: 'yes', text: '曾任申报单位顾问' }, signature: await signs(s, first!) })
      for (const expert of rest) await opines(s, expert, 'amend')
      for (const expert of await panel(s)) await opines(s, expert)
      await officer.does('Task_Revise', 'resubmit', { form: revised() })
      await passedDuplicates(s)
      const drawn = await panel(s)
      expect(drawn).toHaveLength(3)
      expect(EXPERTS).toEqual(expect.arrayContaining(drawn.map(({ userId }) => userId)))
      for (const expert of drawn) await opines(s, expert)
      await finance.does('Task_Finance', 'refuse', { opinion: '不属于支持范围' })
      await officer.submits('special-fund', asked({ projectName: '环境视频共享平台' }), {})
      await office.does('Task_Duplicate', 'merge', { form: { register: 'same', note: '公安局已建' }, opinion: '并入公安局视频平台' })
      expect((await grants(s)).map(({ state }) => state)).toEqual(['refused', 'refused'])
    },
    MONDAY,
    'county',
  )
})
