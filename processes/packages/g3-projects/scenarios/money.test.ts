import { describe, expect } from 'vitest'
import { dictionaries, projectMoney } from '@lianban/storage'
import { scenario } from '@lianban/processes/testing'
import {
  approved,
  awarded,
  budgeted,
  cast,
  contracted,
  contractForm,
  entered,
  estimated,
  FOLDER,
  milestone,
  MONDAY,
  of,
  paymentPassed,
  paymentsNow,
  projectNow,
  purchase,
  recorded,
  refusal,
  request,
  winner,
} from './project.ts'

describe('招标采购', () => {
  scenario(
    'a tender that fails twice needs another way to be approved, and a barred agent is refused and told to supervision',
    FOLDER,
    async (s) => {
      const { officer, leader, financeHead, group } = cast(s)
      const code = await entered(s)
      await approved(s, 'project-proposal', estimated(code, '10000000.00'))
      await approved(s, 'feasibility-study', estimated(code, '10000000.00'))
      await approved(s, 'preliminary-design', estimated(code, '10000000.00'))
      const big = purchase(code, { amount: '9000000.00' })
      expect(await refusal(officer.submits('procurement', big, {}))).toEqual(['BUDGET_MISSING'])
      await budgeted(s, code, 2026, '6000000.00')
      expect(await refusal(officer.submits('procurement', purchase(code, { amount: '10000000.01' }), {}))).toEqual(['TENDER_OVER_DESIGN'])
      const agent = { agentName: '三湖县某招标代理有限公司', agentCode: '91320899MA1XYX1272' }
      await dictionaries(s.database).insert({
        ...{ tenant_id: s.tenantId, key: 'barred-procurement-agents', name: '禁止参加采购代理的名单', version: 1, changed_at: 0 },
        ...{ changed_by: 'zhuguan', changed_by_name: '许文', entries: [{ code: agent.agentCode, name: '2025年围标,禁止三年' }] },
      })
      expect(await refusal(officer.submits('procurement', { ...big, ...agent }, {}))).toEqual(['AGENT_BARRED'])
      const told = await s.tenants.supervision.entries(s.tenantId, { subject: `project:${code}`, limit: 10 })
      expect(told.items.map(({ action }) => action)).toEqual(['project.agent-refused'])

      const caseId = await officer.submits('procurement', big, {})
      await leader.does('Task_Method', 'pass')
      const result = { publishedOn: '2026-03-01', closedOn: '2026-03-15', bidders: 3, ...winner('8900000.00') }
      expect(await refusal(officer.does('Task_Tender', 'awarded', { form: result }))).toEqual(['TENDER_TOO_SHORT'])
      const [task] = await officer.inbox()
      await officer.completes(task!.taskId, 'failed', { opinion: '投标人不足三家' })
      await officer.does('Task_Tender', 'failed', { opinion: '全部投标无效' })
      await financeHead.does('Task_Change', 'pass')
      await officer.does('Task_Purchase', 'awarded', { form: { method: 'negotiation', ...winner('8900000.00') } })
      const [notice] = await s.documents.make(caseId)
      expect(notice).toMatchObject({ name: '中标(成交)通知书' })
      expect(await projectNow(s, code)).toMatchObject({ stage: 'procured' })
      expect(await group.inbox()).toEqual([])
    },
    MONDAY,
    'county',
  )

  scenario(
    'a tender that is won, and one whose other way is not approved',
    FOLDER,
    async (s) => {
      const { officer, leader, financeHead } = cast(s)
      const code = await entered(s)
      await approved(s, 'project-proposal', estimated(code, '10000000.00'))
      await approved(s, 'feasibility-study', estimated(code, '10000000.00'))
      await approved(s, 'preliminary-design', estimated(code, '10000000.00'))
      await budgeted(s, code, 2026, '6000000.00')
      const big = purchase(code, { amount: '9000000.00' })
      const dropped = await officer.submits('procurement', big, {})
      await leader.does('Task_Method', 'pass')
      for (const reason of ['不足三家', '仍不足三家']) await officer.does('Task_Tender', 'failed', { opinion: reason })
      await financeHead.does('Task_Change', 'refuse', { opinion: '重新论证需求' })
      expect(await officer.sees(dropped)).toMatchObject({ status: 'closed' })
      const caseId = await officer.submits('procurement', big, {})
      await leader.does('Task_Method', 'pass')
      const result = { publishedOn: '2026-03-01', closedOn: '2026-03-21', bidders: 4, ...winner('8900000.00') }
      await officer.does('Task_Tender', 'awarded', { form: result })
      await s.documents.make(caseId)
      const { id } = await projectNow(s, code)
      expect(await projectMoney(s.database).awards({ tenantId: s.tenantId, projectIds: [id] })).toMatchObject([
        { method: 'tender', fen: 890_000_000 },
      ])
    },
    MONDAY,
    'county',
  )

  scenario(
    'a purchase below the line that the leader does not want, one that fails',
    FOLDER,
    async (s) => {
      const { officer, leader } = cast(s)
      const code = await entered(s, { estimate: '1900000.00' })
      await approved(s, 'implementation-plan', estimated(code, '1950000.00'))
      await budgeted(s, code, 2026, '1000000.00')
      await officer.submits('procurement', purchase(code), {})
      await leader.does('Task_Method', 'drop', { opinion: '先清理存量' })
      await officer.submits('procurement', purchase(code), {})
      await leader.does('Task_Method', 'pass')
      await officer.does('Task_Purchase', 'failed', { opinion: '没有成交' })
      expect(await projectNow(s, code)).toMatchObject({ stage: 'designed' })
    },
    MONDAY,
    'county',
  )
})

describe('合同', () => {
  scenario(
    'a contract is what was bid, in time, with the winner; both reviews must pass; the payee signs nothing for the county',
    FOLDER,
    async (s) => {
      const { officer, legal, accountant, leader } = cast(s)
      const code = await awarded(s)
      const tries: [Record<string, unknown>, string[]][] = [
        [{ amount: '1790000.00' }, ['CONTRACT_NOT_BID', 'RETENTION_OVER', 'MILESTONES_DIFFER']],
        [{ payeeCode: '91320899MA1XYX1272' }, ['PAYEE_NOT_WINNER']],
        [{ signedOn: '2026-04-20' }, ['CONTRACT_LATE']],
      ]
      for (const [change, codes] of tries)
        expect(await refusal(officer.submits('project-contract', contractForm(code, change), {}))).toEqual(codes)
      const caseId = await officer.submits('project-contract', contractForm(code), {})
      await legal.does('Task_Legal', 'return', { opinion: '违约条款不完整' })
      await accountant.does('Task_Finance', 'pass')
      await officer.does('Task_Revise', 'resubmit', { form: { note: '补充违约条款' } })
      await legal.does('Task_Legal', 'pass')
      await accountant.does('Task_Finance', 'pass')
      await leader.does('Task_Sign', 'return', { opinion: '核对收款账号' })
      await officer.does('Task_Revise', 'resubmit', { form: { note: '已核对' } })
      await legal.does('Task_Legal', 'pass')
      await accountant.does('Task_Finance', 'pass')
      await leader.does('Task_Sign', 'sign')
      await officer.does('Task_Publish', 'publish')
      expect(await officer.sees(caseId)).toMatchObject({ status: 'closed' })
      const { id, stage } = await projectNow(s, code)
      const money = projectMoney(s.database)
      expect(stage).toBe('contracted')
      expect(await money.contracts({ tenantId: s.tenantId, projectIds: [id] })).toMatchObject([
        { fen: 180_000_000, payee_organ: 'yx', published_at: s.clock() },
      ])
      expect(await money.milestones(s.tenantId, [caseId])).toHaveLength(3)
    },
    MONDAY,
    'county',
  )

  scenario(
    'changes below 10 % are the leader’s, from there on they go up, and beyond the 概算 they are refused',
    FOLDER,
    async (s) => {
      const { officer, engineer, leader, planningHead } = cast(s)
      const code = await contracted(s)
      const change = (amount: string, direction = 'more') => ({
        ...{ ...of(code), contractNo: 'HT-2026-01', aspect: 'price', direction, amount, reason: '现场条件变化' },
      })
      expect(await refusal(officer.submits('change-order', change('150000.01'), {}))).toEqual(['CONTRACT_OVER_DESIGN'])
      const asks = (amount: string, direction?: string) => officer.submits('change-order', change(amount, direction), {})
      await asks('50000.00')
      await engineer.does('Task_Supervisor', 'pass')
      await leader.does('Task_Leader', 'pass')
      await asks('50000.00')
      await engineer.does('Task_Supervisor', 'refuse', { opinion: '没有必要' })
      await asks('60000.00')
      await engineer.does('Task_Supervisor', 'pass')
      await leader.does('Task_Leader', 'refuse', { opinion: '不批准' })
      // 50 000 and 130 000 are 10 % of 1 800 000.
      for (const end of ['none', 'refuse', 'pass'] as const) {
        await asks('130000.00', 'less')
        await engineer.does('Task_Supervisor', 'pass')
        await leader.does('Task_LeaderAgrees', end === 'none' ? 'refuse' : 'pass', { opinion: '按规定办理' })
        if (end !== 'none') await planningHead.does('Task_Upper', end, { opinion: '按规定办理' })
      }
      const { id } = await projectNow(s, code)
      const amounts = await projectMoney(s.database).amounts({ tenantId: s.tenantId, projectIds: [id] })
      expect(amounts.filter(({ kind }) => kind === 'change').map(({ fen }) => fen)).toEqual([5_000_000, -13_000_000])
    },
    MONDAY,
    'county',
  )
})

describe('资金拨付', () => {
  scenario(
    'is paid for what was accepted, once for each invoice, within budget; what is late bears interest',
    FOLDER,
    async (s) => {
      const { officer, lead, tech, techHead, treasury } = cast(s)
      const code = await contracted(s)
      const asks = (change: Record<string, unknown> = {}) => refusal(officer.submits('payment-request', request(code, change), {}))
      expect(await asks()).toEqual(['MILESTONE_NOT_ACCEPTED'])
      await recorded(s, 'milestone-acceptance', milestone(code, 1, '2026-03-20'), tech, techHead)
      expect(await asks({ contractNo: 'HT-9' })).toEqual(['CONTRACT_UNKNOWN'])
      expect(await asks({ amount: '1000000.01' })).toEqual(['OVER_MILESTONE', 'OVER_BUDGET'])
      const caseId = await officer.submits('payment-request', request(code), {})
      // The money is reserved at once: neither it nor the invoice can be used again.
      expect(await asks({ amount: '100000.01', invoiceNo: '26322000000000000002' })).toEqual(['OVER_MILESTONE', 'OVER_BUDGET'])
      expect(await asks({ amount: '0.01' })).toEqual(['OVER_MILESTONE', 'INVOICE_USED'])
      // Whoever asks does not judge, though he holds the post.
      await expect(officer.does('Task_Lead', 'pass')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
      await lead.does('Task_Lead', 'refuse', { opinion: '发票抬头有误' })
      expect(await paymentsNow(s, code)).toMatchObject([{ id: caseId, state: 'released', invoice_used: null }])

      const again = await officer.submits('payment-request', request(code), {})
      await paymentPassed(s, again)
      await treasury.does('Task_Pay', 'pay', { form: { paidOn: '2026-04-29', voucher: 'GK-1' } })
      expect((await paymentsNow(s, code)).at(-1)).toMatchObject({
        state: 'paid',
        paid_on: '2026-04-29',
        fen: 90_000_000,
        interest_fen: 450_000,
      })
    },
    MONDAY,
    'county',
  )

  scenario(
    'is refused at every step, and every time the money is free again',
    FOLDER,
    async (s) => {
      const { officer, lead, engineer, accountant, leader, finance, tech, techHead } = cast(s)
      const code = await contracted(s)
      await recorded(s, 'milestone-acceptance', milestone(code, 1, '2026-03-20'), tech, techHead)
      const way = [
        [engineer, 'Task_Supervisor'],
        [accountant, 'Task_Finance'],
        [leader, 'Task_Head'],
        [finance, 'Task_Treasury'],
      ] as const
      for (const at of way.keys()) {
        await officer.submits('payment-request', request(code), {})
        await lead.does('Task_Lead', 'pass')
        for (const [index, [actor, step]] of way.slice(0, at + 1).entries())
          await actor.does(step, index === at ? 'refuse' : 'pass', { opinion: '资料不全' })
      }
      expect((await paymentsNow(s, code)).map(({ state }) => state)).toEqual(Array(4).fill('released'))
    },
    MONDAY,
    'county',
  )
})
