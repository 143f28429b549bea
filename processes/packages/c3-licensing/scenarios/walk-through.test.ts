import { describe, expect } from 'vitest'
import { newId } from '@lianban/storage'
import { scenario, type Scenario } from '@lianban/processes/testing'
import { aDelivery } from './food-business.ts'
import { aReview, bureau, checksOnSite, DELIVERY, FOLDER, handedIn, textOf } from './matters.ts'
import { aForm, childrenOf, decided, HYGIENE, onFourShortMatters, people, ROAD, THEME, thePapers } from './restaurant.ts'

/*
 * One licence from its first paper to its refusal, with all that the law gives the applicant on the way; and several at once, of which
 * one is refused. Days of 2026: 25 to 27 September (Mid-Autumn) and 1 to 7 October (National Day) are holidays, Sunday 20 September and
 * Saturday 10 October are workdays.
 */

const START = '2026-09-18T09:00:00+08:00'
const ASKED_FOR = [
  { key: 'charter', fault: 'defective', text: '缺少首届理事会组成人员名单' },
  { key: 'fire-safety', fault: 'defective', text: '消防检查合格证明已过有效期' },
]
const HEARING = {
  ...{ day: '2026-10-15', time: '09:30', place: '三湖县政务服务中心四楼听证室' },
  ...{ presider: 'jyj-fazhi', recorder: '赵敏', manner: '公开举行' },
}
const MINUTES = {
  attendees: '申请人李春华、邻居王大伟',
  statements: '邻居陈述共用安全出口,申请人说明分时使用。',
  summary: '共用安全出口的情况属实,须现场复核',
  signed: true,
}
const REASONS = '办学场所与住宅共用唯一安全出口,不符合消防安全条件'

const DEEDS = [
  ...['case.submitted', 'document.issued 申请材料收件凭证'],
  ...['task.completed 受理审查 补正', 'document.issued 补正材料一次性告知书', 'case.supplemented'],
  ...['task.completed 受理审查 受理', 'document.issued 受理通知书'],
  ...['task.completed 审查 告知听证权利', 'hearing.rights-told', 'document.issued 听证告知书', 'hearing.requested'],
  ...[
    'task.completed 组织听证 发出听证通知',
    'clock.suspended',
    'special-procedure.opened',
    'hearing.arranged',
    'document.issued 听证通知书',
  ],
  ...['task.completed 举行听证 提交听证笔录', 'clock.resumed', 'special-procedure.closed', 'hearing.held'],
  ...['task.completed 审查 提交', 'task.completed 审核 退回审查'],
  ...['extension.requested', 'task.completed 延期审批 同意延期', 'limit.extended', 'document.issued 延期决定书'],
  ...['task.completed 审查 提交', 'task.completed 现场核查 提交核查结果', 'task.completed 现场核查 提交核查结果'],
  ...['task.completed 审核 通过', 'task.completed 法制审核 通过'],
  ...['task.completed 决定 不予许可', 'document.issued 不予行政许可决定书', 'decision.published'],
  ...['task.completed 送达 送达', 'document.issued 送达回证', 'task.completed 监管签收 签收监管', 'case.closed', 'case.archived'],
]

describe('民办培训学校', () => {
  scenario(
    'licence with 补正, hearing, extension, refusal and remedy text',
    FOLDER,
    async (s) => {
      const { clerk, handler, officer, reviewer, lawyer, approver, leader } = bureau(s, 'jyj')
      const applicant = s.person('shenqing')

      // 18 September: handed in. No clock of a decision runs before the acceptance.
      const caseId = await handedIn(s, 'private-school-permit')
      const progress = () => progressOf(s, caseId)
      expect(await progress()).toEqual(['已提交,待受理', '受理审查', 'normal', null, null, []])

      // Everything that is missing is told at once, with its list, and may come within thirty days: the 18th is a Sunday.
      await clerk.does('Task_Intake', 'supplement', { fields: { missing: ASKED_FOR } })
      const told = await paperOf(s)
      expect(told).toMatchObject({ name: '补正材料一次性告知书', number: '三教许补〔2026〕1号' })
      expect(told.text).toContain(
        '1．学校章程和管理制度(不符合法定形式):缺少首届理事会组成人员名单\n2．消防安全证明(不符合法定形式):消防检查合格证明已过有效期',
      )
      expect(await progress()).toEqual(['待补正', '等待申请人补正', 'suspended', null, null, ['supplement']])
      expect((await applicant.sees(caseId)).supplement).toMatchObject({ missing: ASKED_FOR, dueDay: '2026-10-19' })

      // 21 September: it comes. It was told once; the clerk can ask for nothing more.
      await s.at('2026-09-21T10:00:00+08:00')
      const [charter, fire] = [await applicant.uploads('章程(补).pdf'), await applicant.uploads('消防证明.pdf')]
      await applicant.supplements(caseId, { materials: { charter: [charter], 'fire-safety': [fire] } })
      expect(await progress()).toEqual(['已提交,待受理', '受理审查', 'normal', null, null, []])
      expect((await clerk.opens('Task_Intake')).actions.map(({ key }) => key)).toEqual(['accept', 'not-accept', 'not-required'])

      // 22 September: accepted, and from here both clocks run, this day not counted. 23, 24, 28, 29, 30 September are 5 workdays,
      // 8 to 10 October make 8, 12 to 16 make 13, 19 and 20 make the 15 of the promise; 21 to 23, 26, 27 the 20 of the law.
      await s.at('2026-09-22T15:00:00+08:00')
      await clerk.does('Task_Intake', 'accept')
      const accepted = await paperOf(s)
      expect(accepted.text).toContain('决定于2026年9月22日予以受理')
      expect(accepted.text).toContain('法定办理期限｜至2026年10月27日届满')
      expect(accepted.text).toContain('承诺办理期限｜至2026年10月20日届满')
      expect(await progress()).toEqual(['已受理,办理中', '审查', 'normal', '2026-10-20', '2026-10-27', []])

      // 23 September: told of the right to a hearing; five workdays to ask: 24, 28, 29, 30 September, 8 October.
      await s.at('2026-09-23T09:30:00+08:00')
      const why = { reasons: '办学场所与住宅共用安全出口', interested: '王大伟' }
      await handler.does('Task_Review', 'hearing-rights', { fields: why })
      expect((await paperOf(s)).text).toMatch(/^.*三湖县湖畔面馆、王大伟：$[^]*应当自收到本告知书之日起五日内向本机关提出/m)
      expect(await progress()).toEqual(['已受理,办理中', '等待听证申请', 'normal', '2026-10-20', '2026-10-27', ['request-hearing']])
      expect((await applicant.sees(caseId)).hearing).toMatchObject({ askUntil: '2026-10-08', result: null })

      // 28 September: the applicant asks in time.
      await s.at('2026-09-28T10:00:00+08:00')
      const request = { reason: '申请人要求说明分时使用的安排', idempotencyKey: newId() }
      await s.cases.requestHearing(await applicant.caller(), caseId, request)
      expect(await progress()).toEqual(['已受理,办理中', '组织听证', 'normal', '2026-10-20', '2026-10-27', []])

      // 29 September: announced seven days before: 30 September, 8 to 10, 12 to 14 October lie between. The clock stops.
      await s.at('2026-09-29T11:00:00+08:00')
      const taskId = await approver.claims('Task_ArrangeHearing')
      await expect(approver.completes(taskId, 'arrange', { form: { ...HEARING, day: '2026-10-14' } })).rejects.toMatchObject({
        code: 'HEARING_INVALID',
        message: /七日前/,
      })
      await approver.completes(taskId, 'arrange', { form: HEARING })
      expect((await paperOf(s)).text).toMatch(/时间｜2026年10月15日9时30分[^]*申请回避/)
      expect(await progress()).toEqual(['已受理,办理中', '举行听证', 'suspended', '2026-10-20', '2026-10-27', []])
      expect((await applicant.sees(caseId)).statutory).toMatchObject({ suspended: '听证', left: '暂停计时，恢复后还剩 16 个工作日' })

      // 15 October: held, with minutes. 23, 24, 28 and 29 September were used: 11 are left of the promise, 16 of the law. From
      // 16 October, 19 to 23 make 6, 26 to 30 make 11; 2 to 6 November make 16.
      await s.at('2026-10-15T11:00:00+08:00')
      await lawyer.does('Task_HoldHearing', 'held', { form: MINUTES })
      expect(await progress()).toEqual(['已受理,办理中', '审查', 'normal', '2026-10-30', '2026-11-06', []])
      expect((await handler.opens('Task_Review')).case.records.at(-1)).toMatchObject({
        stepName: '举行听证',
        form: { values: { summary: MINUTES.summary } },
      })

      // 21 October: reviewed, and sent back for what the minutes say. So the leader lengthens the limit, before its end: ten workdays
      // from 30 October are 2 to 6 and 9 to 13 November, from 6 November 9 to 13 and 16 to 20.
      await s.at('2026-10-21T10:00:00+08:00')
      await handler.does('Task_Review', 'submit', { form: aReview([]) })
      await reviewer.does('Task_Audit', 'return', { opinion: '听证笔录记载的安全出口问题须现场核查' })
      await handler.requestsExtension(caseId, '听证笔录记载的安全出口问题须现场核查')
      expect(await progress()).toEqual(['已受理,办理中', '审查、延期审批', 'normal', '2026-10-30', '2026-11-06', []])
      await leader.does('Task_DecideExtension', 'grant')
      const longer = await paperOf(s)
      expect(longer).toMatchObject({ name: '延期决定书', number: '三教许延〔2026〕1号' })
      expect(longer.text).toContain('理由如下：\n听证笔录记载的安全出口问题须现场核查')
      expect(longer.text).toContain('延长10个工作日，法定办理期限延长后至2026年11月20日届满')
      expect(await progress()).toEqual(['已受理,办理中', '审查', 'normal', '2026-11-13', '2026-11-20', []])

      // 26 October to 6 November: two officers on site, audit, law. The first days of both limits pass and nothing is late.
      await s.at('2026-10-26T10:00:00+08:00')
      const named = { officerA: 'jyj-chengban', officerB: 'jyj-takan' }
      await handler.does('Task_Review', 'submit', { form: aReview(['site-check'], named) })
      await s.at('2026-11-02T10:00:00+08:00')
      await checksOnSite(handler, officer, { checkedOn: '2026-11-02', premises: '不符合', conclusion: '不符合', note: '共用安全出口' })
      await s.at('2026-11-04T10:00:00+08:00')
      await reviewer.does('Task_Audit', 'pass', { opinion: '建议不予许可' })
      expect(await progress()).toEqual(['已受理,办理中', '法制审核', 'normal', '2026-11-13', '2026-11-20', []])
      await s.at('2026-11-06T10:00:00+08:00')
      await s.person('jyj-faguan').does('Task_Legal', 'pass', { opinion: '程序合法' })

      // 10 November: refused, with reasons, and with what can be done against it, where and until when.
      await s.at('2026-11-10T10:00:00+08:00')
      await expect(approver.does('Task_Decide', 'refuse')).rejects.toMatchObject({ code: 'OPINION_REQUIRED' })
      await approver.completes((await approver.inbox())[0]!.taskId, 'refuse', { opinion: REASONS })
      const refusal = await paperOf(s)
      expect(refusal).toMatchObject({ name: '不予行政许可决定书', number: '三教许不准〔2026〕1号' })
      expect(refusal.text).toContain(`理由如下：\n${REASONS}`)
      expect(refusal.text).toContain(
        '如不服，可以自收到本决定书之日起六十日内向三湖县人民政府申请行政复议，也可以自收到本决定书之日起六个月内依法向三湖县人民法院提起行政诉讼。',
      )
      expect(await progress()).toEqual(['不予许可', '送达', 'normal', '2026-11-13', '2026-11-20', []])

      // 12 November: delivered, passed to the supervising unit, closed.
      await s.at('2026-11-12T10:00:00+08:00')
      await clerk.does('Task_Deliver', 'deliver', { form: { ...DELIVERY, deliveredOn: '2026-11-12' } })
      expect((await paperOf(s)).text).toContain('不予行政许可决定书　三教许不准〔2026〕1号')
      await s.person('jyj-jianguan').does('Task_SignSupervision', 'sign')
      await s.documents.make()
      expect(await progress()).toEqual(['不予许可', null, 'done', '2026-11-13', '2026-11-20', []])
      expect((await applicant.sees(caseId)).documents.map(({ name }) => name)).toEqual([
        ...['申请材料收件凭证', '补正材料一次性告知书', '受理通知书', '听证告知书', '听证通知书'],
        ...['延期决定书', '不予行政许可决定书', '送达回证'],
      ])

      // He did not have to look: every letter was told to him, with the last day of what he could do.
      const { items: notices } = await s.notices.list(await applicant.caller(), { limit: 20 })
      expect(notices.map(({ title }) => /《(.*)》$/.exec(title)?.[1]).reverse()).toEqual([
        ...['补正材料一次性告知书', '受理通知书', '听证告知书', '听证通知书', '延期决定书', '不予行政许可决定书'],
      ])
      expect(notices.at(-1)).toMatchObject({
        title: '“民办培训学校办学许可”:已出具《补正材料一次性告知书》',
        text: expect.stringContaining(
          '请在2026年10月19日前提交:学校章程和管理制度(不符合法定形式):缺少首届理事会组成人员名单;消防安全证明',
        ) as string,
        link: `/my-cases/${caseId}`,
      })
      expect(notices.at(-3)!.text).toContain('要求听证的,请在2026年10月8日前提出,逾期视为放弃')

      // The log tells every step once and in order; nothing was late, no card was given; and all of it is proved.
      expect(await deedsOf(s, caseId)).toEqual(DEEDS)
      expect(await s.tenants.supervision.verifyDatabase(s.tenantId)).toMatchObject({ ok: true })
    },
    START,
    'county',
  )
})

describe('开餐馆一件事', () => {
  scenario(
    '并联 theme of 4 units where one refuses',
    FOLDER,
    async (s) => {
      const who = await people(s)
      const { applicant } = who
      // Handed in once: one form, each paper once.
      const papers = { ...(await thePapers(applicant)), works: [await applicant.uploads('施工方案.pdf')] }
      const caseId = await applicant.submits(THEME, aForm({ roadArea: 20 }), papers)
      const states = async () => Object.values(await childrenOf(applicant, caseId)).map(({ name, stateText }) => [name, stateText])

      // The lead passes it on within half a working day: three begin side by side, the sign waits for the licence it is for.
      await s.at('2026-09-18T11:00:00+08:00')
      await who.lead.does('Task_Distribute', 'distribute')
      expect(await states()).toEqual([
        ['食品经营许可', '受理审查'],
        ['公共场所卫生许可', '受理审查'],
        ['户外广告设置许可', '等待“食品经营许可”作出决定'],
        ['占用城市道路许可', '受理审查'],
      ])
      const begun = await childrenOf(applicant, caseId)
      const road = await who.road.clerk.sees(begun[ROAD]!.caseId!)
      // Each unit has its own form and papers, of what was handed in once, and nothing of the others'.
      expect(road).toMatchObject({ organName: '三湖县住房和城乡建设局', form: { values: { operatorName: '三湖县湖畔人家', area: 20 } } })
      expect(road.form.values).not.toHaveProperty('rooms')
      expect(road.materials.map(({ files }) => files[0]!.name)).toEqual(['平面图.pdf', '施工方案.pdf'])
      await expect(who.road.clerk.sees(begun[HYGIENE]!.caseId!)).rejects.toMatchObject({ code: 'NOT_FOUND' })

      // The fourth refuses, with its own reasons and remedies. It ends nothing but itself.
      await who.road.clerk.does('Task_Intake', 'accept')
      await who.road.approver.does('Task_Decide', 'refuse', { opinion: '占用路段为消防车通道' })
      const [refusal] = await s.documents.make()
      expect(refusal).toMatchObject({ name: '不予行政许可决定书', number: '三住建许不准〔2026〕1号' })
      for (const text of ['占用路段为消防车通道', '六十日内向三湖县人民政府申请行政复议', '六个月内依法向三湖县人民法院提起行政诉讼'])
        expect(refusal!.html).toContain(text)
      expect(await applicant.sees(caseId)).toMatchObject({ status: 'accepted', stepName: '并联办理', lamp: 'normal' })
      await decided(s, who, 'hygiene', 'grant')
      await decided(s, who, 'food', 'grant')
      await decided(s, who, 'sign', 'grant')

      // All four are decided: one delivery, with the refusal among the licences.
      expect(await applicant.sees(caseId)).toMatchObject({ status: 'accepted', stepName: '统一出件' })
      await who.delivery.does('Task_DeliverAll', 'deliver', { form: aDelivery })
      const proof = (await s.documents.make()).find(({ name }) => name === '送达回证')
      for (const text of ['食品经营许可：准予', '公共场所卫生许可：准予', '户外广告设置许可：准予', '占用城市道路许可：不予行政许可决定书'])
        expect(proof?.html).toContain(text)
      expect(await states()).toEqual([
        ['食品经营许可', '准予许可,已统一送达'],
        ['公共场所卫生许可', '准予许可,已统一送达'],
        ['户外广告设置许可', '准予许可,已统一送达'],
        ['占用城市道路许可', '不予许可,已统一送达'],
      ])
      expect(await applicant.sees(caseId)).toMatchObject({ status: 'closed', lamp: 'done' })
      // The log of the whole tells when each matter began and what became of it, and is proved.
      await s.supervise()
      const log = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 100 })
      const joint = log.items.filter(({ action }) => action.startsWith('joint.'))
      const told = joint.map(({ action, payload }) => {
        const { name, result } = payload as { name?: string; result?: string }
        return [action, name, result].filter(Boolean).join(' ')
      })
      expect(told).toEqual([
        'joint.distributed',
        'joint.started 食品经营许可',
        'joint.started 公共场所卫生许可',
        'joint.started 占用城市道路许可',
        'joint.settled 占用城市道路许可 refused',
        'joint.settled 公共场所卫生许可 granted',
        'joint.settled 食品经营许可 granted',
        'joint.started 户外广告设置许可',
        'joint.settled 户外广告设置许可 granted',
        'joint.decided',
        'joint.delivered',
      ])
      expect(await s.tenants.supervision.verifyDatabase(s.tenantId)).toMatchObject({ ok: true })
    },
    START,
    'bureau',
    onFourShortMatters(),
  )
})

/** What the applicant's page says: status, step, lamp, both last days, and what is expected of him. */
async function progressOf(s: Scenario, caseId: string) {
  const { statusText, stepName, lamp, promised, statutory, allowed } = await s.person('shenqing').sees(caseId)
  return [statusText, stepName, lamp, promised?.dueDay ?? null, statutory?.dueDay ?? null, allowed]
}

/** The one paper that is made now, as it reads. */
async function paperOf(s: Scenario) {
  const [paper, ...others] = await s.documents.make()
  expect(others).toEqual([])
  return { name: paper!.name, number: paper!.number, text: textOf(paper!.html) }
}

/** What the log tells of a case, in its order, without steps that came up or were taken, and without 预警, which tells of no breach. */
async function deedsOf(s: Scenario, caseId: string): Promise<string[]> {
  await s.supervise()
  const { items } = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 200 })
  return items
    .filter(({ action }) => !['task.opened', 'task.claimed', 'card.warning'].includes(action))
    .map(({ action, payload }) => {
      const { step, label, name } = payload as { step?: string; label?: string; name?: string }
      return [action, step, label ?? name].filter(Boolean).join(' ')
    })
}
