import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect } from 'vitest'
import { botMonths } from '@lianban/storage'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { COUNTY_RULES } from '../../../src/projects/county-rules.ts'
import { createProjects } from '../../../src/projects/create-projects.ts'

const FOLDER = fileURLToPath(new URL('..', import.meta.url))
/** The month before is over, and it is the 3rd: in time. */
const START = '2026-03-03T09:00:00+08:00'
const KEY = 'bot-monthly-payment'

const report = (change: Record<string, unknown> = {}) => ({
  ...{ month: '2026-02', availability: 99.75, outages: 1, outageMinutes: 70, orders: 40, inTime: 38 },
  ...{ invoiceNo: '26322000000000000201', amount: '850000.00', report: '中断一次,其余达到服务级别' },
  ...change,
})

const MONTHS = COUNTY_RULES.bot.months
afterEach(() => void (COUNTY_RULES.bot.months = MONTHS))

const cast = (s: Scenario) => ({
  operator: s.person('youxian'),
  units: [s.person('zjj-xiangmu'), s.person('cgj-xiangmu'), s.person('xxzx-xiangmu')] as const,
  office: s.person('zhb-shenhe'),
  officeHead: s.person('zhb-pizhun'),
  evidence: s.person('xxzx-jishu'),
  data: s.person('xxzx-pizhun'),
  finance: s.person('czj-shenhe'),
  county: s.person('xianzhang'),
  treasury: s.person('czj-guoku'),
})

async function scored(s: Scenario, scores: readonly [number, number, number]): Promise<void> {
  for (const [at, unit] of cast(s).units.entries())
    await unit.does('Task_Score', 'score', { form: { score: scores[at]!, ...(scores[at]! < 90 && { reason: '中断未提前告知' }) } })
}

const collected = async (s: Scenario, caseId: string): Promise<void> => {
  await cast(s).office.does('Task_Collect', 'collect')
  await s.documents.make(caseId)
}

/** From the evidence to the receipt. */
async function paid(s: Scenario, caseId: string, paidOn = '2026-03-20'): Promise<void> {
  const { operator, evidence, finance, county, treasury } = cast(s)
  await evidence.does('Task_Evidence', 'pass', { form: { evidence: '与监测平台记录一致' } })
  await finance.does('Task_Finance', 'pass')
  await county.does('Task_Sign', 'pass', { opinion: '同意支付' })
  await s.documents.make(caseId)
  await treasury.does('Task_Pay', 'pay', { form: { paidOn, voucher: 'GK-02' } })
  await operator.does('Task_Receipt', 'file', { form: { receiptNo: 'SK-02' } })
}

async function refusal(deed: Promise<unknown>): Promise<string[]> {
  try {
    await deed
  } catch (error) {
    const { details } = error as { details?: { problems?: { code: string }[] } }
    if (!details?.problems) throw error
    return details.problems.map(({ code }) => code)
  }
  return []
}

type Person = ReturnType<Scenario['person']>
/** Titles of the notices of one, without what follows a colon. */
const told = async (s: Scenario, one: Person) =>
  (await s.notices.list(await one.caller(), { limit: 20 })).items.map(({ title }) => title.split(':')[0]!)

const monthsNow = (s: Scenario) => botMonths(s.database).list(s.tenantId, 'yx-operation')

describe('运营服务费', () => {
  scenario(
    'BOT month with deduction and 有线 locked out of scoring',
    FOLDER,
    async (s) => {
      const { operator, office } = cast(s)
      const caseId = await operator.submits(KEY, report(), {})
      // Months that nobody filed are shown, not forgotten.
      const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 50 })
      expect(items.find(({ action }) => action === 'bot.filed')?.payload).toMatchObject({ no: 2, isLate: false, gaps: ['2026-01'] })

      // The operator is no using unit.
      const [unit] = cast(s).units
      await expect(operator.does('Task_Score', 'score', { form: { score: 100 } })).rejects.toThrow('Task_Score')
      await expect(unit.does('Task_Score', 'score', { form: { score: 86 } })).rejects.toMatchObject({ code: 'FORM_INVALID' })
      const [task] = await unit.inbox()
      await unit.completes(task!.taskId, 'score', { form: { score: 90 } })
      for (const one of cast(s).units.slice(1)) await one.does('Task_Score', 'score', { form: { score: 86, reason: '中断未提前告知' } })
      await office.does('Task_Collect', 'collect')
      const [notice] = await s.documents.make(caseId)
      expect(notice).toMatchObject({ name: '考核扣款通知书' })
      // 2.667 points and 1.5 tenths of a percent are 3.417 % of the fee.
      for (const text of ['87.333', '29,044.50', '820,955.50', '第 2 个月(共 120 个月)', '2026-01']) expect(notice!.html).toContain(text)
      await operator.does('Task_Confirm', 'accept')
      await paid(s, caseId)
      expect(await operator.sees(caseId)).toMatchObject({ status: 'closed' })
      expect(await monthsNow(s)).toMatchObject([
        { no: 2, state: 'paid', score: 87_333, deduction_fen: 2_904_450, paid_on: '2026-03-20', interest_fen: 0 },
      ])

      // Whoever works for a using unit and for the operator as well is refused too, and the log tells it.
      await operator.submits(KEY, report({ month: '2026-01', invoiceNo: '26322000000000000101' }), {})
      const grant = { tenantId: s.tenantId, userId: unit.userId, organId: 'yx', post: 'partner', by: { actor: { userId: 'system' } } }
      await s.tenants.users.grantPost(grant)
      const [other] = await unit.inbox()
      await expect(unit.does('Task_Score', 'score', { form: { score: 100 } })).rejects.toMatchObject({
        code: 'NOT_AUTHORIZED',
        message: expect.stringContaining('收款方') as string,
      })
      const log = (await s.tenants.supervision.entries(s.tenantId, { subject: `task:${other!.taskId}`, limit: 20 })).items
      expect(log).toMatchObject([{ action: 'access.refused', actorId: unit.userId, payload: { rule: 'sod_payee_not_judge' } }])
    },
    START,
    'county',
  )

  scenario(
    'a month is filed once, by the operator, when it is over and for the fee of the contract',
    FOLDER,
    async (s) => {
      const { operator } = cast(s)
      const tries: [Record<string, unknown>, string[]][] = [
        [{ month: '2026-03' }, ['MONTH_NOT_OVER']],
        [{ month: '2025-12' }, ['MONTH_OUTSIDE']],
        [{ amount: '850000.01' }, ['FEE_DIFFERS']],
      ]
      for (const [change, codes] of tries) expect(await refusal(operator.submits(KEY, report(change), {}))).toEqual(codes)
      // The 监理 is a partner too, of another organ.
      expect(await refusal(s.person('jlgs-jianli').submits(KEY, report(), {}))).toEqual(['NOT_OPERATOR'])
      await operator.submits(KEY, report({ month: '2026-01' }), {})
      expect(await refusal(operator.submits(KEY, report({ month: '2026-01' }), {}))).toEqual(['MONTH_TWICE', 'INVOICE_USED'])
      expect(await refusal(operator.submits(KEY, report(), {}))).toEqual(['INVOICE_USED'])
    },
    START,
    'county',
  )

  scenario(
    'what is disputed is checked together and scored again; whoever finds a fault sends it back to be collected',
    FOLDER,
    async (s) => {
      const { operator, officeHead, office, evidence, finance, county } = cast(s)
      const caseId = await operator.submits(KEY, report(), {})
      await scored(s, [60, 80, 88])
      await collected(s, caseId)
      await operator.does('Task_Confirm', 'dispute', { opinion: '中断由停电引起' })
      const minutes = { form: { heldOn: '2026-03-05', present: '使用单位、有线', minutes: '住建局重新核对停电记录' } }
      await officeHead.does('Task_Meeting', 'rescore', { ...minutes, opinion: '重新评分' })
      await scored(s, [90, 90, 90])
      await collected(s, caseId)
      await operator.does('Task_Confirm', 'dispute', { opinion: '可用率计算有误' })
      await officeHead.does('Task_Meeting', 'uphold', minutes)
      const again = async () => {
        await office.does('Task_Collect', 'collect')
        await s.documents.make(caseId)
        await operator.does('Task_Confirm', 'accept')
      }
      await evidence.does('Task_Evidence', 'return', { opinion: '可用率与监测记录不符' })
      await again()
      await evidence.does('Task_Evidence', 'pass', { form: { evidence: '已核对' } })
      await finance.does('Task_Finance', 'return', { opinion: '核对发票' })
      await again()
      await evidence.does('Task_Evidence', 'pass', { form: { evidence: '已核对' } })
      await finance.does('Task_Finance', 'pass')
      await county.does('Task_Sign', 'return', { opinion: '补充说明' })
      await again()
      await paid(s, caseId, '2026-04-05')
      // Only the availability is left: 1.5 tenths of a percent. Three days late: 843 625 yuan × 0.05 % × 3.
      expect(await monthsNow(s)).toMatchObject([{ score: 90_000, deduction_fen: 637_500, state: 'paid', interest_fen: 126_544 }])
      const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 200 })
      expect(items.find(({ action }) => action === 'bot.paid')?.payload).toMatchObject({ paidOn: '2026-04-05', interestFen: 126_544 })
    },
    START,
    'county',
  )

  scenario(
    'below the line the operator puts it right first; a month that is suspended is filed anew',
    FOLDER,
    async (s) => {
      const { operator, office } = cast(s)
      for (const end of ['suspend', 'pass'] as const) {
        const caseId = await operator.submits(KEY, report(), {})
        await scored(s, [60, 70, 70])
        await collected(s, caseId)
        await operator.does('Task_Confirm', 'accept')
        await operator.does('Task_Rectify', 'submit', { form: { measures: '增设备用电源' } })
        await office.does('Task_Check', end, { opinion: '见核验情况' })
        if (end === 'suspend') {
          expect(await operator.sees(caseId)).toMatchObject({ status: 'refused' })
          expect(await monthsNow(s)).toEqual([])
        } else await paid(s, caseId)
      }
      expect(await monthsNow(s)).toMatchObject([{ no: 2, state: 'paid' }])
    },
    START,
    'county',
  )

  scenario(
    'an operator that is silent holds nothing up: no answer is no objection, no rectification suspends the month; both are told',
    FOLDER,
    async (s) => {
      const { operator, office, officeHead, evidence, finance, county, treasury } = cast(s)
      const logged = async (caseId: string) =>
        (await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 200 })).items.filter(({ action }) =>
          action.startsWith('silence.'),
        )
      const caseId = await operator.submits(KEY, report(), {})
      await scored(s, [86, 90, 90])
      await collected(s, caseId)
      // Three workdays from Tuesday, 3rd of March: until the end of the 6th it may still object.
      await s.at('2026-03-06T16:00:00+08:00')
      expect((await operator.inbox()).map(({ elementId }) => elementId)).toEqual(['Task_Confirm'])
      await s.at('2026-03-07T09:00:00+08:00')
      expect(await operator.inbox()).toEqual([])
      expect((await operator.timeline(caseId)).map(({ action }) => action)).toContain('3个工作日内逾期未答复,视为无异议')
      for (const one of [operator, office, officeHead]) expect(await told(s, one)).toContain('“运营单位确认”逾期未答复,视为无异议')
      expect(await told(s, evidence)).toEqual([])
      expect(await logged(caseId)).toMatchObject([{ action: 'silence.agreed', actorId: 'system', payload: { step: '运营单位确认' } }])
      // It goes on as if it had agreed; the payment needs no receipt to be one.
      await evidence.does('Task_Evidence', 'pass', { form: { evidence: '已核对' } })
      await finance.does('Task_Finance', 'pass')
      await county.does('Task_Sign', 'pass', { opinion: '同意支付' })
      await s.documents.make(caseId)
      await treasury.does('Task_Pay', 'pay', { form: { paidOn: '2026-03-09', voucher: 'GK-02' } })
      await s.at('2026-03-20T09:00:00+08:00')
      expect(await operator.sees(caseId)).toMatchObject({ status: 'closed' })
      expect(await monthsNow(s)).toMatchObject([{ no: 2, state: 'paid', paid_on: '2026-03-09' }])

      // Below the line: ten workdays to put it right, or the month is not paid; it is filed anew when it is.
      const january = report({ month: '2026-01', invoiceNo: '26322000000000000101' })
      const below = await operator.submits(KEY, january, {})
      await scored(s, [60, 70, 70])
      await collected(s, below)
      await operator.does('Task_Confirm', 'accept')
      await s.at('2026-04-03T18:00:00+08:00')
      expect(await operator.sees(below)).toMatchObject({ status: 'refused' })
      for (const one of [operator, office]) expect(await told(s, one)).toContain('“运营单位整改”逾期未办理,按规定终止')
      expect(await logged(below)).toMatchObject([{ action: 'silence.ended' }])
      expect(await monthsNow(s)).toMatchObject([{ no: 2 }])
      await operator.submits(KEY, january, {})
    },
    START,
    'county',
  )

  scenario(
    'a month that is not filed in time is told to both sides, once',
    FOLDER,
    async (s) => {
      const { operator, office } = cast(s)
      const { sweepMonths } = createProjects(s)
      const asked = async (one: Person) => (await told(s, one)).filter((title) => title.includes('月报逾期未报'))
      // Before its first month is filed the operation is not run with this system.
      expect(await sweepMonths(s.tenantId)).toBe(0)
      const february = await operator.submits(KEY, report(), {})
      await s.at('2026-04-05T23:00:00+08:00')
      expect(await sweepMonths(s.tenantId)).toBe(0)

      await s.at('2026-04-06T09:00:00+08:00')
      expect([await sweepMonths(s.tenantId), await sweepMonths(s.tenantId)]).toEqual([1, 0])
      for (const one of [operator, office]) expect(await asked(one)).toEqual(['“智慧建设运营服务”2026-03月报逾期未报'])
      const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: 'bot:yx-operation:2026-03', limit: 5 })
      expect(items).toMatchObject([{ action: 'bot.missing', organId: 'yx', payload: { month: '2026-03', no: 3, lastDay: '2026-04-05' } }])

      // Filed late after all, nothing more is said of it; February is nobody's gap.
      await operator.submits(KEY, report({ month: '2026-03', invoiceNo: '26322000000000000301' }), {})
      expect(await sweepMonths(s.tenantId)).toBe(0)
      expect((await operator.sees(february)).status).not.toBe('refused')
    },
    START,
    'county',
  )

  scenario(
    'after the last month the assets are counted, appraised, registered and handed over',
    FOLDER,
    async (s) => {
      const { operator, data } = cast(s)
      // No calendar reaches ten years ahead: the contract ends with its second month.
      COUNTY_RULES.bot.months = 2
      const caseId = await operator.submits(KEY, report({ availability: 100 }), {})
      await scored(s, [95, 95, 95])
      await collected(s, caseId)
      await operator.does('Task_Confirm', 'accept')
      await paid(s, caseId)
      await data.does('Task_Handover', 'hand', {
        form: { assets: '机房一处、光缆一百公里', appraisal: '12000000.00', appraisalNo: 'PG-1', property: 'CQ-1' },
        opinion: '已清点',
      })
      const [list] = await s.documents.make(caseId)
      expect(list).toMatchObject({ name: '移交清单' })
      expect(list!.html).toContain('850,000.00')
      expect(await monthsNow(s)).toMatchObject([{ no: 2, state: 'handed', deduction_fen: 0 }])
    },
    START,
    'county',
  )
})
