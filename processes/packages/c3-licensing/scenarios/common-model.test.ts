import { describe, expect } from 'vitest'
import { newId } from '@lianban/storage'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { aReview, bureau, checksOnSite, DELIVERY, FOLDER, handedIn, papersMade } from './matters.ts'

const START = '2026-09-18T09:00:00+08:00'
const county = (title: string, play: (s: Scenario) => Promise<void>) => scenario(title, FOLDER, play, START, 'county')

const HEARING = {
  day: '2026-10-20',
  time: '09:30',
  place: '三湖县政务服务中心四楼听证室',
  presider: 'jyj-fazhi',
  recorder: '赵敏',
  manner: '公开举行',
}
const MINUTES = {
  attendees: '申请人李春华、邻居王某',
  statements: '邻居陈述噪声影响,申请人说明隔音措施。',
  summary: '隔音措施可行,建议准予',
  signed: true,
}
const EXPERT = { conclusion: '通过', text: '课程和师资符合标准', independent: true }

describe('行政许可: the parts of the common model', () => {
  county('pre-check advises, errors are put right on the spot, owners are asked in parallel and one of them twice', async (s) => {
    const { clerk, handler, officer, reviewer, approver } = bureau(s, 'zjj')
    const applicant = s.person('shenqing')
    // given an application to dig up a road, looked at before it is accepted
    const caseId = await handedIn(s, 'road-occupation-permit')
    expect((await applicant.sees(caseId)).stepName).toBe('网上预审')
    await clerk.does('Task_PreCheck', 'advise', { fields: { items: [{ text: '恢复方案写明回填材料' }] } })
    expect((await applicant.sees(caseId)).supplement).toMatchObject({ kind: 'advice', missing: [{ text: '恢复方案写明回填材料' }] })
    const { items: told } = await s.notices.list(await applicant.caller(), { limit: 5 })
    expect(told).toMatchObject([
      { title: expect.stringMatching(/等待您处理$/) as string, text: expect.stringMatching(/提交:恢复方案写明回填材料/) as string },
    ])
    // when he changes it, it is pre-checked anew, and its days count from now
    await s.at('2026-09-21T10:00:00+08:00')
    await applicant.supplements(caseId, { materials: { 'works-plan': [await applicant.uploads('方案(改).pdf')] } })
    await clerk.does('Task_PreCheck', 'pass')
    // the same clerk may accept; a slip of the pen is put right on the spot, which is no 补正
    await clerk.does('Task_Intake', 'correct', { fields: { items: [{ text: '面积与平面图不一致' }] } })
    await applicant.supplements(caseId, { form: { ...(await applicant.sees(caseId)).form.values, area: 66 } })
    const intake = await clerk.opens('Task_Intake')
    expect(intake.task.dueAt).toBe(Date.parse('2026-09-29T17:30:00+08:00'))
    expect(intake.actions.map(({ key }) => key)).toContain('supplement')
    await clerk.does('Task_Intake', 'accept')
    await papersMade(s)
    // who pre-checked or accepted does not review
    const chosen = aReview(['site-check', 'consult'], { officerA: 'zjj-chengban', officerB: 'zjj-takan', consulted: ['gaj', 'jtj'] })
    await handler.does('Task_Review', 'submit', { form: chosen })
    const asked = await s.person('gaj-jiaojing').opens('Task_Consult')
    expect(asked.case.caseNo).toBe((await applicant.sees(caseId)).caseNo)
    // the police answers; whoever is asked reads the papers of the case while the question is his
    const task = await s.person('gaj-jiaojing').claims('Task_Consult')
    const [paper] = asked.case.materials.find(({ key }) => key === 'site-plan')!.files
    await expect(s.cases.openFile(await s.person('gaj-jiaojing').caller(), paper!.fileId)).resolves.toMatchObject({ name: '材料.pdf' })
    // and finds colleagues to ask, as long as it is his
    const colleagues = async () => s.cases.colleagues(await s.person('gaj-jiaojing').caller(), caseId, '韦通达')
    expect((await colleagues()).people).toMatchObject([{ name: '韦通达' }])
    await s.person('gaj-jiaojing').completes(task, 'reply', { form: { conclusion: '有条件同意', text: '夜间施工,保留一条车道' } })
    await checksOnSite(handler, officer)
    // the roads bureau says nothing in its five workdays, and is asked again
    await s.at('2026-09-30T09:00:00+08:00')
    expect((await handler.timeline(caseId)).map(({ action }) => action)).toContain('协办部门逾期未答复,再次征求意见')
    await s.person('jtj-luzheng').does('Task_Consult', 'reply', { form: { conclusion: '同意' } })
    await reviewer.does('Task_Audit', 'pass', { opinion: '同意' })
    await approver.does('Task_Decide', 'grant')
    expect(await papersMade(s)).toEqual(['准予行政许可决定书', '占用、挖掘城市道路许可证'])
    expect((await applicant.sees(caseId)).stepName).toBe('送达')
    await clerk.does('Task_Deliver', 'deliver', { form: DELIVERY })
    await papersMade(s)
    // then the permit ends on the day asked for, not after its year
    const closed = await handler.sees(caseId)
    expect(closed).toMatchObject({ status: 'granted', lamp: 'done', stepName: null })
    const row = await s.database('case_file').where('id', caseId).first('decision')
    expect(JSON.parse(String((row as { decision: string }).decision))).toMatchObject({ validUntil: '2026-12-31' })
  })

  county('experts, 法制审核 that sends back, a hearing that was asked for, and the supervising unit that signs', async (s) => {
    const { clerk, handler, officer, reviewer, lawyer, approver } = bureau(s, 'jyj')
    const applicant = s.person('shenqing')
    const caseId = await handedIn(s, 'private-school-permit')
    await clerk.does('Task_Intake', 'accept')
    await papersMade(s)
    // neighbours have an interest: they and the applicant are told of their right
    const told = { reasons: '办学场所与住宅共用通道', interested: '王大伟' }
    await handler.does('Task_Review', 'hearing-rights', { fields: told })
    expect(await papersMade(s)).toEqual(['听证告知书'])
    expect((await applicant.sees(caseId)).hearing).toMatchObject({ askUntil: '2026-09-24', result: null })
    expect((await applicant.sees(caseId)).allowed).toContain('request-hearing')
    // an interested person asks at the organ, which writes it down
    await s.at('2026-09-21T10:00:00+08:00')
    const request = { reason: '噪声影响', onBehalfOf: '王大伟', idempotencyKey: newId() }
    await s.cases.requestHearing(await handler.caller(), caseId, request)
    await expect(
      s.cases.requestHearing(await applicant.caller(), caseId, { reason: '也要听证', idempotencyKey: newId() }),
    ).rejects.toMatchObject({ code: 'HEARING_NOT_EXPECTED' })
    // the day: seven days ahead, within twenty of the asking, a workday, and not chaired by a reviewer
    const arranging = (change: Record<string, unknown>) =>
      approver.does('Task_ArrangeHearing', 'arrange', { form: { ...HEARING, ...change } })
    await expect(arranging({ day: '2026-09-28' })).rejects.toMatchObject({ code: 'HEARING_INVALID', message: /七日前/ })
    const { taskId } = (await approver.inbox())[0]!
    const arrange = (change: Record<string, unknown>) => approver.completes(taskId, 'arrange', { form: { ...HEARING, ...change } })
    await expect(arrange({ day: '2026-10-27' })).rejects.toMatchObject({ code: 'HEARING_INVALID', message: /二十日内/ })
    await expect(arrange({ day: '2026-10-18' })).rejects.toMatchObject({ code: 'HEARING_INVALID', message: /工作日/ })
    await arrange({})
    expect(await papersMade(s)).toEqual(['听证通知书'])
    // the clock of the case stands still from the notice to the minutes
    expect(await handler.sees(caseId)).toMatchObject({ lamp: 'suspended', statutory: { suspended: '听证' } })
    await expect(lawyer.does('Task_HoldHearing', 'held', { form: MINUTES })).rejects.toMatchObject({ code: 'HEARING_INVALID' })
    await s.at('2026-10-20T11:00:00+08:00')
    const { taskId: hearing } = (await lawyer.inbox())[0]!
    await lawyer.completes(hearing, 'held', { form: MINUTES })
    // 20 September was a workday: two were used when the clock stopped, so eighteen are left after 20 October
    expect(await handler.sees(caseId)).toMatchObject({ lamp: 'normal', statutory: { dueDay: '2026-11-13' }, hearing: { result: 'held' } })
    expect((await handler.sees(caseId)).records.map(({ stepName }) => stepName)).toContain('举行听证')
    const chosen = aReview(['site-check', 'expert'], {
      officerA: 'jyj-chengban',
      officerB: 'jyj-takan',
      experts: ['jyj-zhuanjia1', 'jyj-zhuanjia2'],
    })
    await handler.does('Task_Review', 'submit', { form: chosen })
    await s.person('jyj-zhuanjia1').does('Task_Expert', 'submit', { form: EXPERT })
    await checksOnSite(handler, officer)
    await s.person('jyj-zhuanjia2').does('Task_Expert', 'submit', { form: { ...EXPERT, conclusion: '修改后通过' } })
    await reviewer.does('Task_Audit', 'pass', { opinion: '同意' })
    // who chaired the hearing does not review, not even the law; his colleague sends it back once
    await expect(lawyer.does('Task_Legal', 'pass', { opinion: '合法' })).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    const colleague = s.person('jyj-faguan')
    await colleague.does('Task_Legal', 'return', { opinion: '请补充听证意见的采纳情况' })
    await handler.does('Task_Review', 'submit', { form: aReview([]) })
    await reviewer.does('Task_Audit', 'pass', { opinion: '已补充' })
    await colleague.does('Task_Legal', 'pass', { opinion: '合法' })
    await approver.does('Task_Decide', 'grant')
    await papersMade(s)
    await clerk.does('Task_Deliver', 'deliver', { form: DELIVERY })
    await papersMade(s)
    expect((await handler.sees(caseId)).stepName).toBe('监管签收')
    await s.person('jyj-jianguan').does('Task_SignSupervision', 'sign')
    await papersMade(s)
    expect(await handler.sees(caseId)).toMatchObject({ status: 'granted', stepName: null })
  })

  county('nobody asks for a hearing; one of the organ’s own is given up; silence of an organ is consent', async (s) => {
    const { clerk, handler, reviewer, approver } = bureau(s, 'wjw')
    const caseId = await handedIn(s, 'public-place-hygiene-permit')
    await clerk.does('Task_Intake', 'accept')
    await papersMade(s)
    await handler.does('Task_Review', 'hearing-rights', { fields: { reasons: '与相邻住户有利害关系' } })
    await papersMade(s)
    await s.at('2026-09-29T09:00:00+08:00')
    expect((await handler.sees(caseId)).hearing).toMatchObject({ result: 'not-asked' })
    expect((await handler.opens('Task_Review')).actions.map(({ key }) => key)).not.toContain('hearing-rights')
    await handler.does('Task_Review', 'hearing', { opinion: '涉及公共利益' })
    await approver.does('Task_ArrangeHearing', 'drop', { opinion: '经核实不涉及公共利益' })
    await handler.does('Task_Review', 'submit', { form: aReview(['consult'], { consulted: ['xfdd'] }) })
    await s.at('2026-10-12T09:00:00+08:00')
    expect((await handler.timeline(caseId)).map(({ action }) => action)).toContain('协办部门逾期未答复,视为无意见')
    await reviewer.does('Task_Audit', 'pass', { opinion: '同意' })
    await approver.does('Task_Decide', 'refuse', { opinion: '不符合选址要求' })
    expect(await papersMade(s)).toEqual(['不予行政许可决定书'])
  })

  county('a hearing of the organ’s own that is not over by its day is told to the supervision', async (s) => {
    const { clerk, handler, approver, lawyer } = bureau(s, 'jyj')
    const caseId = await handedIn(s, 'private-school-permit')
    await clerk.does('Task_Intake', 'accept')
    await papersMade(s)
    await handler.does('Task_Review', 'hearing', { opinion: '涉及公共利益' })
    await approver.does('Task_ArrangeHearing', 'arrange', { form: { ...HEARING, day: '2026-10-12' } })
    await papersMade(s)
    await s.at('2026-10-13T09:00:00+08:00')
    expect((await lawyer.timeline(caseId)).map(({ action }) => action)).toContain('计划结束日已过,特别程序尚未结束')
    await lawyer.does('Task_HoldHearing', 'held', { form: MINUTES })
    expect((await handler.sees(caseId)).stepName).toBe('审查')
  })

  county('silence at the pre-check leads on; advice that nobody follows ends the case; what is not put right stays open', async (s) => {
    const { clerk } = bureau(s, 'cgj')
    const applicant = s.person('shenqing')
    const silent = await handedIn(s, 'outdoor-advertising-permit')
    const advised = await handedIn(s, 'outdoor-advertising-permit')
    const [first, second] = await clerk.inbox()
    const of = (id: string) => [first!, second!].find(({ caseId }) => caseId === id)!.taskId
    await s.cases.claim(await clerk.caller(), of(advised))
    await clerk.completes(of(advised), 'advise', { fields: { items: [{ text: '效果图标注尺寸' }] } })
    await s.at('2026-09-22T09:00:00+08:00')
    expect((await applicant.sees(silent)).stepName).toBe('受理审查')
    await clerk.does('Task_Intake', 'correct', { fields: { items: [{ text: '期满日期有误' }] } })
    await s.at('2026-09-24T09:00:00+08:00')
    expect(await applicant.sees(silent)).toMatchObject({ status: 'submitted', stepName: '受理审查', allowed: [] })
    await s.at('2026-10-21T09:00:00+08:00')
    expect(await applicant.sees(advised)).toMatchObject({ status: 'closed', stepName: null })
    // and of the other the five workdays ran on from its receipt: accepted by silence
    expect(await applicant.sees(silent)).toMatchObject({ deemedAccepted: true })
  })

  county('no licence is needed; another organ is competent; the decision is another authority’s', async (s) => {
    const { clerk, handler, reviewer, approver } = bureau(s, 'rsj')
    const applicant = s.person('shenqing')
    const needless = await handedIn(s, 'labour-dispatch-permit')
    await clerk.does('Task_Intake', 'not-required', { opinion: '只从事职业介绍,不需要取得劳务派遣许可' })
    const [notice] = await s.documents.make()
    expect(notice).toMatchObject({ name: '不需要取得行政许可告知书', number: '三人社许告〔2026〕1号' })
    expect((await applicant.sees(needless)).status).toBe('not-accepted')
    const elsewhere = await handedIn(s, 'labour-dispatch-permit')
    await clerk.does('Task_Intake', 'not-accept', {
      opinion: '不属于本机关职权范围',
      fields: { competentOrgan: '淮安市人力资源和社会保障局' },
    })
    expect((await s.documents.make())[0]?.html).toContain('由淮安市人力资源和社会保障局办理')
    expect((await applicant.sees(elsewhere)).status).toBe('not-accepted')
    const handedUp = await handedIn(s, 'labour-dispatch-permit')
    await clerk.does('Task_Intake', 'accept')
    await papersMade(s)
    await handler.does('Task_Review', 'submit', { form: aReview([]) })
    await reviewer.does('Task_Audit', 'pass', { opinion: '同意上报' })
    await approver.does('Task_Decide', 'transfer', { opinion: '跨区域经营,由市级决定', fields: { receiver: '淮安市人力资源和社会保障局' } })
    const [letter] = await s.documents.make()
    expect(letter).toMatchObject({ name: '行政许可转报函', number: '三人社许转〔2026〕1号' })
    expect(await applicant.sees(handedUp)).toMatchObject({ status: 'transferred', statusText: '转报上级机关', lamp: 'done' })
  })
})
