import { expect, test } from 'vitest'
import { describeInBrowser } from '../support/browser-walk.ts'
import { apply, reviewAndSiteCheck, until, waitForTask, work, type InboxItem } from '../support/licence-journey.ts'
import type { Person } from '../support/person.ts'

describeInBrowser('the verbs of approval in the browser', (site) => {
  const { at, client, sits, picture, noComplaints } = site
  const pictured = (person: Person, title: string) => picture(person, `verbs-${title}`)
  /** A case whose review lies with the handler. */
  const inReview = async () => {
    const { caseId } = await apply(await client('shenqing'))
    await work(await client('chuangkou'), caseId, 'Task_Intake', { action: 'accept' })
    const handler = await client('chengban')
    const { taskId } = await waitForTask(handler, caseId, 'Task_Review')
    await handler.post(`/api/tasks/${taskId}/claim`)
    return { caseId, taskId }
  }

  test('a handler asks the reviewer for his signature before he goes on', async () => {
    const { taskId } = await inReview()
    const handler = await sits('chengban', `/tasks/${taskId}`)
    await handler.click('verb-add-sign')
    await handler.pick('deed-people', '吴晓峰')
    await handler.type('#deed-reason', '请核对经营项目')
    await pictured(handler, 'add-sign')
    await handler.press('#confirm-deed')
    await handler.reads('前加签 吴晓峰')
    await pictured(handler, 'asked')

    const reviewer = await sits('shenhe', '/inbox')
    await reviewer.reads('审查(加签)')
    const [item] = (await (await client('shenhe')).get<{ items: { taskId: string }[] }>('/api/inbox')).body.items
    await reviewer.goto(at(`/tasks/${item!.taskId}`))
    await reviewer.reads('请核对经营项目')
    await reviewer.type('#sign-opinion', '经营项目与设施相符')
    await pictured(reviewer, 'sign')
    await reviewer.click('sign-pass')
    await reviewer.page.waitForFunction(() => location.pathname === '/inbox')

    await handler.page.reload()
    await handler.reads('经营项目与设施相符')
    noComplaints()
  })

  test('a signature that is refused leaves what was written', async () => {
    const { caseId, taskId } = await inReview()
    const handler = await client('chengban')
    await handler.post(`/api/tasks/${taskId}/signs`, { kind: 'before', people: ['shenhe'], reason: '请核对经营项目' })
    const reviewer = await client('shenhe')
    const asked = await until('the signature', async () =>
      (await reviewer.get<{ items: InboxItem[] }>('/api/inbox?limit=200')).body.items.find((item) => item.caseId === caseId),
    )
    const page = await sits('shenhe', `/tasks/${asked.taskId}`)
    await page.type('#sign-opinion', '经营项目与设施相符')
    const { body } = await handler.get<{ signs: { id: string }[] }>(`/api/tasks/${taskId}/verbs`)
    await handler.post(`/api/tasks/${taskId}/signs/${body.signs[0]!.id}/removal`, { reason: '不再需要' })
    await page.click('sign-pass')
    expect(await page.see('action-error')).toContain('这项任务已经办结或不存在')
    expect(await page.page.$eval('#sign-opinion', (node) => (node as HTMLTextAreaElement).value)).toBe('经营项目与设施相符')
    expect(new URL(page.page.url()).pathname).toBe(`/tasks/${asked.taskId}`)
  })

  test('the reviewer sends a case back, and gets it straight back', async () => {
    const { caseId } = await apply(await client('shenqing'))
    await work(await client('chuangkou'), caseId, 'Task_Intake', { action: 'accept' })
    await reviewAndSiteCheck(site.server.url, caseId)
    const auditor = await client('shenhe')
    const { taskId } = await waitForTask(auditor, caseId, 'Task_Audit')
    await auditor.post(`/api/tasks/${taskId}/claim`)
    const reviewer = await sits('shenhe', `/tasks/${taskId}`)
    await reviewer.click('verb-send-back')
    await reviewer.reads('退回到')
    await reviewer.pick('send-back-to', '审查')
    await reviewer.type('#deed-reason', '核查结论与经营项目不符')
    await pictured(reviewer, 'send-back')
    await reviewer.press('#confirm-deed')
    await reviewer.page.waitForFunction(() => location.pathname === '/inbox')

    const back = await waitForTask(await client('chengban'), caseId, 'Task_Review')
    const handler = await sits('chengban', `/tasks/${back.taskId}`)
    await handler.reads('由吴晓峰从“审核”退回:核查结论与经营项目不符')
    await pictured(handler, 'sent-back')
    noComplaints()
  })

  test('the head of the organ puts a case on hold, and the applicant takes his back', async () => {
    const { caseId, taskId } = await inReview()
    const leader = await sits('juzhang', `/cases/${caseId}`)
    await leader.click('case-verbs')
    await pictured(leader, 'case-verbs')
    await leader.click('case-verb-hold')
    await leader.type('#deed-reason', '等待上级核查')
    await leader.press('#confirm-deed')
    await leader.reads('钱立已挂起本办件:等待上级核查')
    // The time line beside tells it at once.
    await leader.reads('挂起办件(不停止计算时限)')
    const handler = await sits('chengban', `/tasks/${taskId}`)
    await handler.reads('办件已由钱立挂起')
    await pictured(handler, 'on-hold')

    const applicant = await sits('shenqing', `/my-cases/${caseId}`)
    await applicant.click('case-verbs')
    await applicant.click('case-verb-withdraw')
    await applicant.type('#deed-reason', '暂不开业')
    await applicant.press('#confirm-deed')
    await applicant.reads('申请人撤回')
    await pictured(applicant, 'withdrawn')
    noComplaints()
  })

  test('the window clerk accepts several applications at once, and sees what became of each', async () => {
    const applicant = await client('shenqing')
    const [first, second] = [await apply(applicant), await apply(applicant)]
    const clerk = await sits('chuangkou', '/inbox')
    for (const { caseNo } of [first, second]) await clerk.press(`[data-testid="inbox-row-${caseNo}"] input[type="checkbox"]`)
    await clerk.reads('已选 2 件')
    await clerk.click('batch')
    await clerk.click('batch-accept')
    await clerk.type('[data-testid="common-opinion"]', '材料齐全,符合法定形式')
    await clerk.click('fill-opinions')
    // Meanwhile one of them is taken back.
    await applicant.post(`/api/cases/${second.caseId}/withdrawal`, { reason: '暂不开业' })
    await clerk.click('confirm-batch')
    await clerk.reads('已办理 1 件,1 件没有办理,原因见各件')
    await pictured(clerk, 'batch')
    expect(await clerk.see(`batch-item-${first.caseNo}`)).toContain('已办理')
    expect(await clerk.see(`batch-item-${second.caseNo}`)).toContain('没有办理')
    await clerk.click('close-batch')

    const { body } = await (await client('chengban')).get<{ items: unknown[] }>(`/api/cases/${first.caseId}/timeline`)
    expect(JSON.stringify(body.items)).toContain('材料齐全,符合法定形式')
    expect(clerk.complaints).toEqual([])
  })
})
