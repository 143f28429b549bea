import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import { accepted, aDelivery, aReview, aSiteCheck, audited, cast, checkedOnSite, FOLDER, submitted } from './food-business.ts'

describe('食品经营许可: granted', () => {
  scenario('straight grant', FOLDER, async (s) => {
    const { applicant, windowClerk, handler, officerA, officerB, reviewer, approver, deliveryClerk, auditor } = cast(s)
    const caseId = await submitted(s)

    const receipt = await applicant.sees(caseId)
    expect(receipt).toMatchObject({
      caseNo: '32089920260918013100001',
      status: 'submitted',
      stepName: '受理审查',
      lamp: 'normal',
      promised: null,
      statutory: null,
    })

    await s.at('2026-09-18T15:00:00+08:00')
    const task = await windowClerk.opens('Task_Intake')
    expect(task.actions.map(({ label }) => label)).toEqual(['受理', '补正', '当场更正', '不予受理', '不需要许可'])
    expect(task.actions[0]!.confirm).toMatchObject({ nextStep: '审查', nextPeople: '赵志强' })
    expect(task).toMatchObject({ canClaim: true, canComplete: false })
    await windowClerk.does('Task_Intake', 'accept')
    expect((await s.documents.make()).map(({ name, number }) => [name, number])).toEqual([['受理通知书', '三市监许受〔2026〕1号']])

    // 20 workdays from 18 September cross the National Day week of 2026: 22 October, not 16 October.
    const inHand = await applicant.sees(caseId)
    expect(inHand).toMatchObject({ status: 'accepted', stepName: '审查', lamp: 'normal' })
    expect(inHand.statutory).toMatchObject({ dueDay: '2026-10-22', workdaysLeft: 20 })
    expect(inHand.promised?.explanation).toContain('调休上班')

    await handler.does('Task_Review', 'submit', { form: aReview() })
    expect((await officerA.sees(caseId)).stepName).toBe('现场核查')
    await officerA.does('Task_SiteCheckA', 'submit', { form: aSiteCheck() })
    expect((await officerB.opens('Task_SiteCheckB')).case.form.values).not.toHaveProperty('citizenId')
    await officerB.does('Task_SiteCheckB', 'submit', { form: aSiteCheck() })
    const audit = await reviewer.opens('Task_Audit')
    expect(audit.case.records.map(({ stepName }) => stepName)).toEqual(['审查', '现场核查', '现场核查'])
    await audited(s)

    await s.at('2026-09-21T10:00:00+08:00')
    await approver.does('Task_Decide', 'grant')
    expect(await s.documents.make()).toMatchObject([{ name: '准予行政许可决定书', number: '三市监许准〔2026〕1号' }])
    const [licence] = await s.documents.make()
    expect(licence?.number).toMatch(/^JY2320899000001\d$/)
    expect(licence?.html).toContain('三湖县湖畔面馆')

    await deliveryClerk.does('Task_Deliver', 'deliver', { form: aDelivery })
    await s.documents.make()
    const closed = await applicant.sees(caseId)
    expect(closed).toMatchObject({ status: 'granted', stepName: null, lamp: 'done', currentTasks: [] })
    expect(closed.documents.map(({ name }) => name)).toEqual([
      '申请材料收件凭证',
      '受理通知书',
      '准予行政许可决定书',
      '食品经营许可证',
      '送达回证',
    ])

    const code = closed.verificationUrl!.split('/').at(-1)!
    const organName = '三湖县市场监督管理局'
    expect(await s.verification.document(s.tenantId, code)).toMatchObject({
      ...{ name: '食品经营许可证', number: licence!.number, organName, issuedOn: '2026-09-21', sha256: licence!.sha256, voidedOn: null },
      licence: {
        valid: true,
        licenceNo: licence!.number,
        holderName: '三湖县湖畔面馆',
        matterName: '食品经营许可',
        issuedOn: '2026-09-21',
        validUntil: '2031-09-20',
      },
    })
    // Every paper has a code of its own, and shows no more than is printed on it.
    const codes: string[] = await s.database('issued_document').where('case_id', caseId).pluck('verify_code')
    expect(new Set(codes).size).toBe(5)
    const papers = await Promise.all(codes.map((each) => s.verification.document(s.tenantId, each)))
    expect(papers.map((paper) => [paper!.name, paper!.licence !== null]).sort()).toEqual([
      ['准予行政许可决定书', false],
      ['受理通知书', false],
      ['申请材料收件凭证', false],
      ['送达回证', false],
      ['食品经营许可证', true],
    ])
    for (const wrong of ['0'.repeat(32), 'x', code.toUpperCase()]) expect(await s.verification.document(s.tenantId, wrong)).toBeNull()

    const lines = (await auditor.timeline(caseId)).map(({ stepName, action }) => `${stepName} ${action}`)
    expect(lines).toEqual([
      '申请 提交申请',
      '文书 出具申请材料收件凭证',
      '受理审查 受理',
      '文书 出具受理通知书',
      '审查 提交',
      '现场核查 提交核查结果',
      '现场核查 提交核查结果',
      '审核 通过',
      '决定 准予',
      '文书 出具准予行政许可决定书',
      '文书 出具食品经营许可证',
      '公示 公示准予许可决定',
      '送达 送达',
      '文书 出具送达回证',
      '办结 准予许可',
      '归档 归档,档号 三市监-ZW·2026-D30-00001',
    ])
    const log = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 100 })
    expect(log.items.map(({ action }) => action).filter((action) => action === 'task.completed')).toHaveLength(7)
    expect(log.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['case.submitted', 'document.issued', 'case.closed', 'supervision.looked-up']),
    )
  })

  scenario('materials are asked for once, come, and the licence is granted', FOLDER, async (s) => {
    const { applicant, windowClerk, handler, approver, deliveryClerk } = cast(s)
    const caseId = await submitted(s)
    await windowClerk.does('Task_Intake', 'supplement', {
      fields: { missing: [{ key: 'floor-plan', fault: 'defective', text: '缺少设备设施位置' }] },
    })
    expect((await applicant.sees(caseId)).allowed).toEqual([])
    const [notice] = await s.documents.make()
    expect(notice?.html).toContain('经营场所平面布局图(不符合法定形式):缺少设备设施位置')

    const waiting = await applicant.sees(caseId)
    expect(waiting).toMatchObject({ status: 'supplementing', stepName: '等待申请人补正', lamp: 'suspended', allowed: ['supplement'] })
    expect(waiting.supplement).toMatchObject({
      missing: [{ key: 'floor-plan', fault: 'defective', text: '缺少设备设施位置' }],
      dueDay: '2026-10-19',
    })

    await s.at('2026-09-22T10:00:00+08:00')
    await applicant.supplements(caseId, { materials: { 'floor-plan': [await applicant.uploads('平面图(补).pdf')] } })
    const again = await windowClerk.opens('Task_Intake')
    expect(again.task.dueAt).toBe(Date.parse('2026-09-30T17:30:00+08:00'))
    expect(again.actions.map(({ key }) => key)).toEqual(['accept', 'not-accept', 'not-required'])
    expect(again.case.materials.find(({ key }) => key === 'floor-plan')?.files).toHaveLength(2)

    await accepted(s)
    expect((await handler.sees(caseId)).acceptedAt).toBe(Date.parse('2026-09-22T10:00:00+08:00'))
    await checkedOnSite(s)
    await audited(s)
    await approver.does('Task_Decide', 'grant')
    await s.documents.make()
    await s.documents.make()
    await deliveryClerk.does('Task_Deliver', 'deliver', { form: aDelivery })
    await s.documents.make()
    expect((await applicant.sees(caseId)).status).toBe('granted')
  })

  scenario('returned to review and to audit before the grant', FOLDER, async (s) => {
    const { reviewer, approver, handler } = cast(s)
    const caseId = await submitted(s)
    await accepted(s)
    await checkedOnSite(s)
    await reviewer.does('Task_Audit', 'return', { opinion: '核查记录不完整' })
    expect((await handler.opens('Task_Review')).form?.values).toMatchObject({ officerA: 'takan1' })
    await checkedOnSite(s)
    await audited(s)
    await approver.does('Task_Decide', 'return', { opinion: '请补充审核意见' })
    expect((await handler.sees(caseId)).stepName).toBe('审核')
    await audited(s)
    await approver.does('Task_Decide', 'grant')
    expect((await handler.sees(caseId)).status).toBe('granted')
  })
})
