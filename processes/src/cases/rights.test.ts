import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewDelegation } from '@lianban/tenants'
import type { ProcessPackage } from '../packages/load-package.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { authenticatorCode } from '@lianban/tenants/testing'
import { Actor, FOOD_FORM, openOffice, type Office } from '../testing/index.ts'

const NOW = Date.parse('2026-09-18T09:00:00+08:00')
const DAY_MS = 86_400_000
const BY = { actor: { userId: 'system' } }

/** As if the county paid the network company for what the case is about. */
function withPayee({ manifest }: ProcessPackage): void {
  const matter = manifest.matters[0]!
  matter.parties = [{ role: 'payee', organ: 'yx' }]
  matter.separation.push({ rule: 'sod_payee_not_judge', text: '收款方不得核查和决定', elements: ['Task_SiteCheckA', 'Task_Decide'] })
}

const SITE = {
  checkedOn: '2026-09-18',
  premises: '符合',
  layout: '符合',
  facilities: '符合',
  system: '符合',
  health: '符合',
  conclusion: '符合',
}

describe('rights in cases', () => {
  let office: Office
  const person = (userId: string) => new Actor(office, userId)

  beforeEach(async () => {
    office = await openOffice({ packageFolder: `${PACKAGES_FOLDER}/c3-licensing`, startAt: NOW, alter: withPayee })
  })
  afterEach(() => office.close())

  const submitted = async (): Promise<string> => {
    const applicant = person('shenqing')
    const materials: Record<string, string[]> = {}
    for (const key of ['identity', 'floor-plan', 'safety-system', 'health-certificates']) materials[key] = [await applicant.uploads()]
    return applicant.submits('food-business-licence', FOOD_FORM, materials)
  }
  const audited = async (auditor = 'shenhe'): Promise<string> => {
    const caseId = await submitted()
    await person('chuangkou').does('Task_Intake', 'accept')
    await office.documents.make()
    await person('chengban').does('Task_Review', 'submit', {
      form: { finding: '齐全', siteDate: '2026-09-18', officerA: 'takan1', officerB: 'takan2' },
    })
    for (const [officer, step] of [
      ['takan1', 'Task_SiteCheckA'],
      ['takan2', 'Task_SiteCheckB'],
    ] as const)
      await person(officer).does(step, 'submit', { form: SITE })
    await person(auditor).does('Task_Audit', 'pass', { opinion: '同意' })
    return caseId
  }
  const delegated = async (principal: string, delegateId: string, change: Partial<NewDelegation> = {}): Promise<string> => {
    const { delegations } = office.tenants
    const asked = {
      delegateId,
      matters: null,
      actions: null,
      amountLimitFen: null,
      startsAt: NOW,
      endsAt: NOW + 3 * DAY_MS,
      reason: '外出学习',
      ...change,
    }
    const id = await delegations.propose(await person(principal).caller(), asked)
    await delegations.accept(await person(delegateId).caller(), id)
    return id
  }
  const grants = (userId: string, organId: string, post: string) =>
    office.tenants.users.grantPost({ tenantId: office.tenantId, userId, organId, post, by: BY })
  const logOf = async (caseId: string) =>
    (await office.tenants.supervision.entries(office.tenantId, { subject: `case:${caseId}`, limit: 200 })).items

  describe('a delegate', () => {
    it('can be narrowed to steps by their names: those that are one’s own', async () => {
      const matters = await office.cases.delegableMatters(await person('pizhun').caller())
      const [food] = matters.filter(({ key }) => key === 'food-business-licence')
      expect(food).toMatchObject({ name: '食品经营许可' })
      expect(food!.steps.filter(({ mine }) => mine).map(({ elementId }) => elementId)).toEqual([
        'Task_ApproveSpecial',
        'Task_ArrangeHearing',
        'Task_Decide',
        'Task_DecideCommitment',
      ])
      expect(food!.steps.map(({ name }) => name)).toEqual(expect.arrayContaining(['受理审查', '审查', '审核', '送达']))
      await expect(
        person('jianjian')
          .caller()
          .then((caller) => office.cases.delegableMatters(caller)),
      ).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    })

    it('finds the principal’s tasks in his inbox, takes and completes one, and is named 甲(代乙) everywhere', async () => {
      const caseId = await audited()
      expect(await person('chujian').inbox()).toEqual([])
      await delegated('pizhun', 'chujian')
      const { items } = await office.notices.list(await person('chujian').caller(), { limit: 10 })
      expect(items).toMatchObject([{ title: '郑国华请您代理其岗位', link: '/delegations' }])
      expect(await person('chujian').inbox()).toMatchObject([
        { elementId: 'Task_Decide', onBehalfOf: { id: 'pizhun', name: '郑国华' }, mine: false },
      ])
      expect(await office.cases.inboxMark(await person('chujian').caller())).toMatchObject({ count: 1 })
      expect(await person('chujian').opens('Task_Decide')).toMatchObject({ canClaim: true, reasonIfNot: '请先签收' })
      await person('chujian').does('Task_Decide', 'grant', { opinion: '准予' })
      const line = (await person('shenhe').timeline(caseId)).find(({ stepName }) => stepName === '决定')
      expect(line).toMatchObject({ actorName: '冯丽(代郑国华)', onBehalfOf: 'pizhun' })
      const done = (await logOf(caseId)).filter(({ action, actorId }) => actorId === 'chujian' && /^task\./.test(action))
      expect(done.map(({ action, actorName, onBehalfOf }) => [action, actorName, onBehalfOf])).toEqual([
        ['task.claimed', '冯丽(代郑国华)', 'pizhun'],
        ['task.completed', '冯丽(代郑国华)', 'pizhun'],
      ])
    })

    it('goes on with what the principal had taken already', async () => {
      await audited()
      const taskId = await person('pizhun').claims('Task_Decide')
      await delegated('pizhun', 'chujian')
      await person('chujian').completes(taskId, 'grant')
      expect(await person('chujian').inbox('done')).toMatchObject([{ elementId: 'Task_Decide' }])
    })

    it('is bound by separation of duties as himself: who reviewed does not decide for another', async () => {
      await audited()
      await delegated('pizhun', 'shenhe')
      const opened = await person('shenhe').opens('Task_Decide')
      expect(opened).toMatchObject({ canClaim: false, reasonIfNot: expect.stringContaining('不同人员') as string })
      await expect(person('shenhe').claims('Task_Decide')).rejects.toMatchObject({
        code: 'NOT_AUTHORIZED',
        details: { rule: 'sod_chain_distinct' },
      })
    })

    it('binds the principal too: what was done in his name he did', async () => {
      await grants('pizhun', 'scjg', 'reviewer')
      await delegated('pizhun', 'chujian', { actions: 'complete:Task_Audit' })
      await audited('chujian')
      await expect(person('pizhun').claims('Task_Decide')).rejects.toMatchObject({ details: { rule: 'sod_chain_distinct' } })
    })

    it('has what was lent and no more: the matters, the steps, the days; the clock ends it', async () => {
      await audited()
      await delegated('pizhun', 'chujian', { matters: ['another-matter'] })
      expect(await person('chujian').inbox()).toEqual([])
      await delegated('pizhun', 'takan1', { actions: 'complete:Task_Audit' })
      await expect(person('takan1').claims('Task_Decide')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
      const later = await delegated('pizhun', 'takan2', { startsAt: NOW + DAY_MS, endsAt: NOW + 2 * DAY_MS })
      expect(await person('takan2').inbox()).toEqual([])
      office.clock.set(NOW + DAY_MS)
      expect(await person('takan2').inbox()).toHaveLength(1)
      office.clock.set(NOW + 2 * DAY_MS)
      expect(await person('takan2').inbox()).toEqual([])
      const { delegations } = office.tenants
      expect((await delegations.list(await person('takan2').caller())).find(({ id }) => id === later)).toMatchObject({ status: 'expired' })
    })

    it('gives back what he had taken when it ends, by hand at once and by the clock within the minute', async () => {
      const caseId = await audited()
      const id = await delegated('pizhun', 'chujian')
      await person('chujian').claims('Task_Decide')
      await office.tenants.delegations.end(await person('pizhun').caller(), id)
      expect(await person('pizhun').inbox()).toMatchObject([{ elementId: 'Task_Decide', assignee: null }])
      await delegated('pizhun', 'chujian', { endsAt: NOW + DAY_MS })
      await person('chujian').claims('Task_Decide')
      await office.tenants.leavers.sweep()
      expect(await person('chujian').inbox()).toHaveLength(1)
      office.clock.set(NOW + DAY_MS)
      await office.tenants.leavers.sweep()
      expect(await person('pizhun').inbox()).toMatchObject([{ elementId: 'Task_Decide', assignee: null }])
      const lines = (await person('pizhun').timeline(caseId)).filter(({ action }) => action.includes('退回岗位待办'))
      expect(lines.map(({ opinion }) => opinion)).toEqual(Array(2).fill('郑国华对冯丽的委托代理已终止'))
    })

    it('cannot pass it on, and loses it when the principal takes it back or leaves', async () => {
      const caseId = await audited()
      const id = await delegated('pizhun', 'chujian')
      await delegated('chujian', 'takan1')
      expect(await person('takan1').inbox()).toEqual([])
      await office.tenants.delegations.end(await person('pizhun').caller(), id)
      expect(await person('chujian').inbox()).toEqual([])
      await delegated('pizhun', 'chujian')
      await office.tenants.users.disable({ tenantId: office.tenantId, userId: 'pizhun', by: BY })
      expect(await person('chujian').inbox()).toEqual([])
      await expect(person('chujian').claims('Task_Decide')).rejects.toThrow('has no task')
      expect((await person('chujian').sees(caseId)).currentTasks).toMatchObject([{ elementId: 'Task_Decide' }])
    })
  })

  describe('emergency access', () => {
    const enrolled = async (userId: string): Promise<() => string> => {
      const { secondFactor } = office.tenants
      const who = { tenantId: office.tenantId, userId }
      const { manualKey } = await secondFactor.begin(who)
      await secondFactor.confirm({ ...who, code: authenticatorCode(manualKey, office.clock()) })
      office.clock.set(office.clock() + 30_000)
      return () => authenticatorCode(manualKey, office.clock())
    }

    it('opens one case for two hours to whoever has no other right, tells those who watch, and is to be judged within a workday', async () => {
      const caseId = await submitted()
      const { caseNo } = await person('chuangkou').sees(caseId)
      const code = await enrolled('chengguan')
      await expect(person('chengguan').sees(caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const asks = async (given: string) =>
        office.cases.openEmergencyAccess(await person('chengguan').caller(), { caseNo, reason: '上级紧急调卷', code: given })
      await expect(asks('000000')).rejects.toMatchObject({ code: 'SECOND_FACTOR_REFUSED' })
      await asks(code())
      expect((await person('chengguan').sees(caseId)).caseNo).toBe(caseNo)
      expect(await person('chengguan').inbox(), 'it lets read, not work').toEqual([])
      for (const told of ['juzhang', 'anquan', 'anquan2', 'jianjian', 'jianjian2']) {
        expect(
          (await office.notices.list(await person(told).caller(), { limit: 10 })).items.map(({ title }) => title),
          told,
        ).toContain(`应急访问:张磊查阅办件 ${caseNo}`)
      }
      office.clock.set(office.clock() + 2 * 3_600_000)
      await expect(person('chengguan').sees(caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await office.supervise()
      await office.passTime(NOW + 5 * DAY_MS)
      await office.supervise()
      const { items } = await office.supervision.cards.list(await person('jianjian').caller(), { view: 'all', limit: 50 })
      expect(items.map(({ rule }) => rule.id)).toContain('E1')
    })
  })

  describe('separation of duties', () => {
    it('is judged when a person is named for a step, not only when he takes it', async () => {
      await grants('takan1', 'yx', 'partner')
      await submitted()
      await person('chuangkou').does('Task_Intake', 'accept')
      await office.documents.make()
      const form = { finding: '齐全', siteDate: '2026-09-18', officerA: 'takan1', officerB: 'takan2' }
      await expect(person('chengban').does('Task_Review', 'submit', { form })).rejects.toMatchObject({
        code: 'OFFICERS_INVALID',
        details: { problems: [{ path: 'officerA', message: expect.stringContaining('收款方') as string }] },
      })
    })

    it('keeps the payee’s people from judging what they are paid for, whatever posts they hold', async () => {
      const caseId = await audited()
      await grants('youxian', 'scjg', 'approver')
      await expect(person('youxian').claims('Task_Decide')).rejects.toMatchObject({ details: { rule: 'sod_payee_not_judge' } })
      await delegated('pizhun', 'chujian')
      await grants('chujian', 'yx', 'partner')
      expect(await person('chujian').inbox(), 'a partner acts for nobody').toEqual([])
      expect((await person('youxian').sees(caseId)).caseNo).toBeTruthy()
    })

    it('an external organisation sees the cases it is a party to, and no others', async () => {
      const caseId = await submitted()
      const list = async () =>
        (await office.cases.list(await person('youxian').caller(), { view: 'all', limit: 10 })).items.map(({ id }) => id)
      expect(await list()).toEqual([caseId])
      await office.database('case_party').delete()
      expect(await list()).toEqual([])
      await expect(person('youxian').sees(caseId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    })

    it('says for every open step who can take it, and why the others cannot', async () => {
      await grants('shenhe', 'scjg', 'approver')
      const caseId = await audited()
      expect(await office.cases.whoCanTake(await person('chengban').caller(), caseId)).toMatchObject([
        {
          elementId: 'Task_Decide',
          people: [
            {
              name: '吴晓峰',
              allowed: false,
              rule: 'sod_chain_distinct',
              canBeWaived: true,
              reason: expect.stringContaining('主要负责人') as string,
            },
            { name: '郑国华', allowed: true, rule: 'c3:approver:Task_Decide', canBeWaived: false, reason: '' },
          ],
        },
      ])
    })

    it('is lifted by the unit’s leader for one person and one step, with a reason, once', async () => {
      await grants('shenhe', 'scjg', 'approver')
      const caseId = await audited()
      const leader = await person('juzhang').caller()
      const request = { elementId: 'Task_Decide', userId: 'shenhe', reason: '分管领导住院,无其他批准人' }
      await expect(person('shenhe').claims('Task_Decide')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
      await office.cases.waiveSeparation(leader, caseId, request)
      await person('shenhe').does('Task_Decide', 'grant')
      const waived = (await logOf(caseId)).find(({ action }) => action === 'separation.waived')
      expect(waived).toMatchObject({
        actorId: 'juzhang',
        payload: { element: 'Task_Decide', userId: 'shenhe', rule: 'sod_chain_distinct', reason: request.reason },
      })
      await office.supervise()
      const { items } = await office.supervision.cards.list(leader, { view: 'all', limit: 10 })
      expect(items.filter(({ colour }) => colour === 'red').map(({ rule, caseId: about }) => [rule.id, about])).toEqual([['W1', caseId]])
      const detail = await person('chengban').sees(caseId)
      expect(detail.waivers).toMatchObject([{ stepName: '决定', userName: '吴晓峰', grantedBy: '钱立', usedAt: NOW }])
      expect(await person('shenqing').sees(caseId)).toMatchObject({ waivers: [] })
    })

    it.each([
      ['the reason is missing', { reason: ' ' }, 'REASON_REQUIRED'],
      ['the person can take the step anyway', { userId: 'pizhun' }, 'WAIVER_NOT_GRANTED'],
      ['the person does not hold the post', { userId: 'chujian' }, 'WAIVER_NOT_GRANTED'],
      ['the leader means himself', { userId: 'juzhang' }, 'WAIVER_NOT_GRANTED'],
      ['the step is not open', { elementId: 'Task_Audit' }, 'TASK_NOT_FOUND'],
    ])('is not lifted if %s', async (_what, change, code) => {
      await grants('shenhe', 'scjg', 'approver')
      const caseId = await audited()
      const request = { elementId: 'Task_Decide', userId: 'shenhe', reason: '无其他批准人', ...change }
      await expect(office.cases.waiveSeparation(await person('juzhang').caller(), caseId, request)).rejects.toMatchObject({ code })
    })

    it('is lifted by nobody else, nor by a leader who took part himself', async () => {
      await grants('shenhe', 'scjg', 'approver')
      await grants('juzhang', 'scjg', 'reviewer')
      const caseId = await audited()
      const request = { elementId: 'Task_Decide', userId: 'shenhe', reason: '无其他批准人' }
      for (const userId of ['pizhun', 'shenhe', 'xitong', 'jianjian']) {
        await expect(office.cases.waiveSeparation(await person(userId).caller(), caseId, request)).rejects.toMatchObject({
          status: expect.any(Number) as number,
        })
      }
      await grants('juzhang', 'scjg', 'window-clerk')
      const second = await submitted()
      await person('juzhang').does('Task_Intake', 'accept')
      await office.documents.make()
      await grants('juzhang', 'scjg', 'handler')
      await grants('chuangkou', 'scjg', 'handler')
      const own = { elementId: 'Task_Review', userId: 'juzhang', reason: '人手不足' }
      await expect(office.cases.waiveSeparation(await person('juzhang').caller(), second, own)).rejects.toMatchObject({
        code: 'WAIVER_NOT_GRANTED',
      })
    })
  })
})
