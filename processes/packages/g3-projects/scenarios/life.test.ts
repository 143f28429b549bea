import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import {
  cast,
  contracted,
  FOLDER,
  milestone,
  MONDAY,
  of,
  paymentPassed,
  paymentsNow,
  projectNow,
  recorded,
  refusal,
  request,
} from './project.ts'
import type { Scenario } from '@lianban/processes/testing'

const ACCEPTANCE = { archiveNo: 'DA-2026-18', securityReport: 'CP-2026-07', catalogue: '水质监测数据目录', report: '按合同建成' }

/** From the contract to the three months of trial. */
async function tried(s: Scenario): Promise<string> {
  const { tech, techHead } = cast(s)
  const code = await contracted(s)
  const preliminary = { acceptedOn: '2026-06-30', supervisor: '同意初验', report: '系统功能符合合同' }
  await recorded(s, 'preliminary-acceptance', { ...of(code), ...preliminary }, tech, techHead)
  const trial = { startedOn: '2026-07-01', endedOn: '2026-10-08', report: '运行稳定,无重大故障' }
  await recorded(s, 'trial-run', { ...of(code), ...trial }, tech, techHead)
  return code
}

async function gatesChecked(s: Scenario, results: Record<'Archive' | 'Security' | 'Data', 'pass' | 'fail'>): Promise<void> {
  const { archive, security, tech } = cast(s)
  for (const [name, actor] of Object.entries({ Archive: archive, Security: security, Data: tech }))
    await actor.does(`Task_${name}`, results[name as keyof typeof results], { form: { evidence: '已核对' }, opinion: '见核验情况' })
}

const ALL = { Archive: 'pass', Security: 'pass', Data: 'pass' } as const

describe('建设和验收', () => {
  scenario(
    'the progress of a month is sent back by leader and desk, and once it is not approved',
    FOLDER,
    async (s) => {
      const { officer, leader, office, officeHead } = cast(s)
      const code = await contracted(s)
      const month = { ...of(code), month: '2026-04', percent: 20, done: '完成设备采购', issues: '站点征地滞后' }
      expect(await refusal(officer.submits('project-progress', { ...month, month: '2026-13' }, {}))).toEqual(['WRONG_PATTERN'])
      const caseId = await officer.submits('project-progress', month, {})
      await leader.does('Task_Leader', 'return', { opinion: '写明滞后的站点' })
      const { projectCode: _, projectName: __, ...rest } = month
      await officer.does('Task_Revise', 'resubmit', { form: { ...rest, issues: '两处站点征地滞后' } })
      await leader.does('Task_Leader', 'pass')
      await office.does('Task_Desk', 'return', { opinion: '写明下月计划' })
      await officer.does('Task_Revise', 'resubmit', { form: { ...rest, issues: '两处站点征地滞后,下月完成' } })
      await leader.does('Task_Leader', 'pass')
      await office.does('Task_Desk', 'pass')
      await officeHead.does('Task_Approve', 'refuse', { opinion: '进度不实' })
      expect(await officer.sees(caseId)).toMatchObject({ status: 'refused' })
      expect(await projectNow(s, code)).toMatchObject({ stage: 'contracted' })
    },
    MONDAY,
    'county',
  )

  scenario(
    'final acceptance waits for archive, security test and data; after it the retention is paid, and the project goes on to its end',
    FOLDER,
    async (s) => {
      const { officer, planning, planningHead, finance, financeHead, tech, techHead, treasury } = cast(s)
      const code = await tried(s)
      expect(
        await refusal(officer.submits('project-operation', { ...of(code), operator: '信息中心', yearly: '90000.00', sla: '7×24' }, {})),
      ).toEqual(['GATE_CLOSED'])
      await recorded(s, 'milestone-acceptance', milestone(code, 3, '2026-03-20'), tech, techHead)
      const retention = request(code, { milestoneNo: 3, amount: '54000.00', invoiceNo: '26322000000000000003' })
      const caseId = await officer.submits('final-acceptance', { ...of(code), ...ACCEPTANCE }, {})
      for (const gate of ['Archive', 'Security', 'Data'] as const) {
        await gatesChecked(s, { ...ALL, [gate]: 'fail' })
        // One gate that is closed is enough.
        expect(await planningHead.inbox()).toEqual([])
        await officer.does('Task_Revise', 'resubmit', { form: { ...ACCEPTANCE, report: `按合同建成,已整改${gate}` } })
      }
      await gatesChecked(s, ALL)
      await planningHead.does('Task_Accept', 'return', { opinion: '补充用户报告' })
      await officer.does('Task_Revise', 'resubmit', { form: { ...ACCEPTANCE, report: '按合同建成,附用户报告' } })
      await gatesChecked(s, ALL)
      await planningHead.does('Task_Accept', 'pass', { opinion: '验收合格' })
      const [report] = await s.documents.make(caseId)
      expect(report).toMatchObject({ name: '竣工验收意见' })
      expect(await projectNow(s, code)).toMatchObject({ stage: 'accepted' })

      const paid = await officer.submits('payment-request', retention, {})
      await paymentPassed(s, paid)
      await treasury.does('Task_Pay', 'pay', { form: { paidOn: '2026-04-10', voucher: 'GK-3' } })
      expect(await paymentsNow(s, code)).toMatchObject([{ state: 'paid', fen: 5_400_000, interest_fen: 0 }])

      const accounts = { amount: '1800000.00', audit: 'SJ-2026-11', assets: '固定资产六十项,已登记' }
      await recorded(s, 'final-accounts', { ...of(code), ...accounts }, finance, financeHead)
      await recorded(s, 'project-operation', { ...of(code), operator: '信息中心', yearly: '90000.00', sla: '全年无间断' }, tech, techHead)
      await recorded(s, 'post-evaluation', { ...of(code), year: 2027, score: 88, report: '达到预期目标' }, planning, planningHead)
      expect(await projectNow(s, code)).toMatchObject({ stage: 'operating' })
      await recorded(s, 'project-retirement', { ...of(code), data: '数据移交公共平台', resources: '云资源已退回' }, tech, techHead)
      expect(await projectNow(s, code)).toMatchObject({ stage: 'retired' })
    },
    MONDAY,
    'county',
  )
})
