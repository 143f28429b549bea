import { fieldsOf } from '@lianban/forms'
import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import { accepted, aDelivery, aForm as aFoodForm, audited, checkedOnSite, FOLDER } from './food-business.ts'
import { aReview, bureau, papersMade } from './matters.ts'
import { aForm, childrenOf, decided, FOOD, HYGIENE, onShortMatters, people, SIGN, submitted, THEME, thePapers } from './restaurant.ts'

const START = '2026-09-18T09:00:00+08:00'

describe('开餐馆一件事', () => {
  scenario(
    'all matters of the theme granted, delivered at once',
    FOLDER,
    async (s) => {
      const who = await people(s)
      const { applicant } = who
      const guide = await s.cases.getMatter(await applicant.caller(), THEME)
      expect(guide.joint?.parts.map(({ name, organName, whenText }) => [name, organName, whenText !== null])).toEqual([
        ['食品经营许可', '三湖县市场监督管理局', false],
        ['公共场所卫生许可', '三湖县卫生和计划生育委员会', true],
        ['户外广告设置许可', '三湖县城市管理局', true],
      ])
      // Fourteen fields of three forms are seven in one; two kinds of paper serve two matters.
      expect(guide.materials.map(({ key, requirement }) => [key, requirement])).toEqual([
        ['identity', '必要'],
        ['floor-plan', '必要'],
        ['water', '符合条件时必要'],
        ['drawing', '符合条件时必要'],
      ])
      const caseId = await submitted(s, who)
      expect(await applicant.sees(caseId)).toMatchObject({ status: 'submitted', stepName: '分发', lamp: 'normal', promised: null })
      expect(Object.values(await childrenOf(applicant, caseId)).map(({ stateText }) => stateText)).toEqual([
        '等待分发',
        '等待分发',
        '等待分发',
      ])

      await who.lead.does('Task_Distribute', 'distribute')
      const begun = await childrenOf(applicant, caseId)
      expect([begun[FOOD]!.state, begun[HYGIENE]!.state, begun[SIGN]!.state]).toEqual(['started', 'started', 'waiting'])
      expect(begun[SIGN]!.stateText).toBe('等待“食品经营许可”作出决定')
      const parent = await applicant.sees(caseId)
      expect(parent).toMatchObject({ status: 'accepted', stepName: '并联办理' })
      // 45 workdays from the receipt on 18 September, over the National Day week.
      expect(parent.statutory).toMatchObject({ dueDay: '2026-11-26' })

      const hygiene = await who.hygiene.clerk.sees(begun[HYGIENE]!.caseId!)
      expect(hygiene).toMatchObject({ applicantName: '三湖县湖畔人家', parent: { caseNo: parent.caseNo, id: caseId } })
      expect(hygiene.form.values).toMatchObject({ unitName: '三湖县湖畔人家', rooms: 6, area: 85 })
      expect(hygiene.materials.map(({ key, files }) => [key, files.map(({ name }) => name)])).toEqual([
        ['id-card', ['身份证.pdf']],
        ['plan', ['平面图.pdf']],
        ['water', ['水质.pdf']],
      ])
      expect(hygiene.materials[0]!.files[0]).toMatchObject({ sourceCaseNo: parent.caseNo })
      expect(hygiene.materials[0]!.files[0]!.watermark).toContain('仅供三湖县卫生和计划生育委员会办理“公共场所卫生许可”使用')

      await decided(s, who, 'hygiene', 'grant')
      await decided(s, who, 'food', 'grant')
      const food = await who.food.clerk.sees(begun[FOOD]!.caseId!)
      expect(food).toMatchObject({ status: 'granted', stepName: '等待统一出件' })
      const sign = (await childrenOf(applicant, caseId))[SIGN]!
      expect(sign.state).toBe('started')
      const licenceNo = food.documents.find(({ name }) => name === '许可证')!.number
      expect((await who.sign.clerk.sees(sign.caseId!)).form.values).toEqual({
        operatorName: '三湖县湖畔人家',
        phone: '13800138000',
        area: 12,
        licenceReference: licenceNo,
      })
      await decided(s, who, 'sign', 'grant')
      expect(await applicant.sees(caseId)).toMatchObject({ status: 'accepted', stepName: '统一出件' })

      await who.delivery.does('Task_DeliverAll', 'deliver', { form: aDelivery })
      const proof = (await s.documents.make()).find(({ name }) => name === '送达回证')
      for (const name of ['食品经营许可', '公共场所卫生许可', '户外广告设置许可'])
        expect(proof?.html).toContain(`${name}：准予行政许可决定书`)
      const done = await applicant.sees(caseId)
      expect(done).toMatchObject({ status: 'closed', lamp: 'done' })
      for (const child of done.joint!.children) {
        expect(child).toMatchObject({ state: 'delivered', stateText: '准予许可,已统一送达' })
        expect(child.documents.map(({ name }) => name)).toEqual(['准予行政许可决定书', '许可证'])
        expect((await applicant.sees(child.caseId!)).closedAt).not.toBeNull()
      }
      expect(await s.database('joint_child').where('is_open', true)).toEqual([])
      const log = await s.tenants.supervision.entries(s.tenantId, { subject: `case:${caseId}`, limit: 100 })
      expect(log.items.map(({ action }) => action).filter((action) => action.startsWith('joint.'))).toHaveLength(3 + 3 + 3)
    },
    START,
    'bureau',
    onShortMatters(),
  )

  scenario(
    'a matter that needs a refused one is not started and the parent says why',
    FOLDER,
    async (s) => {
      const who = await people(s)
      const caseId = await submitted(s, who)
      await who.lead.does('Task_Distribute', 'distribute')
      await decided(s, who, 'food', 'refuse')
      const sign = (await childrenOf(who.applicant, caseId))[SIGN]!
      expect(sign).toMatchObject({ state: 'stopped', caseId: null, reason: '“食品经营许可”不予许可,本事项以它准予为前提,不再办理' })
      const lines = (await who.lead.timeline(caseId)).map(({ stepName, action, opinion }) => [stepName, action, opinion])
      expect(lines).toContainEqual(['户外广告设置许可', '不再办理', sign.reason])
      expect(await s.cases.inbox(await who.sign.clerk.caller(), { view: 'todo', limit: 10 })).toMatchObject({ items: [] })
      await decided(s, who, 'hygiene', 'grant')
      expect(await who.applicant.sees(caseId)).toMatchObject({ stepName: '统一出件' })
      // Nobody delivers in time: the limit passes and supervision knows.
      await s.at('2026-10-20T10:00:00+08:00')
      const warned = (await s.person('jianjian').timeline(caseId)).map(({ action }) => action)
      expect(warned).toContainEqual(expect.stringMatching(/^黄牌:.*送达/))
      await who.delivery.does('Task_DeliverAll', 'deliver', { form: aDelivery })
    },
    START,
    'bureau',
    onShortMatters(),
  )

  scenario(
    'nothing of the theme comes to a decision, nothing is delivered',
    FOLDER,
    async (s) => {
      const who = await people(s)
      const { applicant } = who
      const papers = await thePapers(applicant)
      const form = aForm({ otherPlaces: [] })
      delete form.rooms
      const caseId = await applicant.submits(THEME, form, {
        identity: papers.identity!,
        'floor-plan': papers['floor-plan']!,
        drawing: papers.drawing!,
      })
      expect(Object.keys(await childrenOf(applicant, caseId))).toEqual([FOOD, SIGN])
      // The lead sits on it for half a working day.
      await s.at('2026-09-21T09:30:00+08:00')
      expect((await applicant.sees(caseId)).lamp).toBe('red')
      await who.lead.does('Task_Distribute', 'distribute')
      await who.food.clerk.does('Task_Intake', 'not-accept', { opinion: '不属于许可范围' })
      expect(await applicant.sees(caseId)).toMatchObject({ status: 'closed', stepName: null, documents: [{ name: '申请材料收件凭证' }] })
      const children = await childrenOf(applicant, caseId)
      expect(children[FOOD]).toMatchObject({ state: 'ended', stateText: '不予受理' })
      expect(children[SIGN]).toMatchObject({ state: 'stopped', caseId: null })
      expect(await s.database('joint_child').where('is_open', true)).toEqual([])
    },
    START,
    'bureau',
    onShortMatters(),
  )

  scenario(
    'the whole is late on day 46, cards on child and parent, and longer once by the head of the county',
    FOLDER,
    async (s) => {
      const who = await people(s)
      const caseId = await submitted(s, who)
      await who.lead.does('Task_Distribute', 'distribute')
      const food = (await childrenOf(who.lead, caseId))[FOOD]!.caseId!
      await decided(s, who, 'hygiene', 'grant')
      await who.food.clerk.does('Task_Intake', 'accept')

      // Asked for once in vain, then granted: only the head of the government of the county may.
      await s.at('2026-11-20T10:00:00+08:00')
      await who.handler.requestsExtension(caseId, '申请人正在整改')
      await expect(who.lead.claims('Task_DecideExtension')).rejects.toThrow()
      await who.head.does('Task_DecideExtension', 'refuse', { opinion: '请按期办结' })
      await who.handler.requestsExtension(caseId, '整改需要复查')
      await who.head.does('Task_DecideExtension', 'grant')
      const paper = (await s.documents.make()).find(({ name }) => name === '延期决定书')
      expect(paper?.html).toContain('15个工作日')
      expect((await who.applicant.sees(caseId)).statutory).toMatchObject({ dueDay: '2026-12-17' })

      const cards = async (id: string) =>
        (await s.person('jianjian').timeline(id)).map(({ action }) => action).filter((action) => action.startsWith('红牌'))
      // The child's own twenty days are over long since; the whole has time until 17 December.
      await s.at('2026-12-17T17:00:00+08:00')
      expect(await cards(food)).toEqual(['红牌:超过法定时限未作决定'])
      expect(await cards(caseId)).toEqual([])
      await s.at('2026-12-18T18:00:00+08:00')
      expect(await cards(caseId)).toEqual(['红牌:超过法定时限未作决定'])
      await expect(who.handler.requestsExtension(caseId, '再次延期')).rejects.toMatchObject({ code: 'EXTENSION_ONCE' })
    },
    START,
    'bureau',
    onShortMatters(),
  )

  scenario(
    'two who start the matters at once start each of them once',
    FOLDER,
    async (s) => {
      const who = await people(s)
      const caseId = await submitted(s, who)
      await who.lead.does('Task_Distribute', 'distribute')
      const again = () => s.cases.sweepJoint(s.tenantId)
      await Promise.all([again(), again(), decided(s, who, 'food', 'grant'), again(), again()])
      await Promise.all([again(), again(), again()])
      const cases: { matter_key: string }[] = await s.database('case_file').where('parent_case_id', caseId).select('matter_key')
      expect(cases.map(({ matter_key }) => matter_key).sort()).toEqual([FOOD, SIGN, HYGIENE].sort())
      const numbers: { number: string }[] = await s.database('issued_number').where('kind', 'case').select('number')
      expect(numbers).toHaveLength(1 + 3)
    },
    START,
    'bureau',
    onShortMatters(),
  )

  scenario(
    'what a matter asks for reaches the applicant through the parent',
    FOLDER,
    async (s) => {
      const who = await people(s)
      const { applicant } = who
      const caseId = await submitted(s, who)
      await who.lead.does('Task_Distribute', 'distribute')
      await who.hygiene.clerk.does('Task_Intake', 'supplement', {
        fields: { missing: [{ key: 'form', fault: 'defective', text: '房间数与平面图不一致' }] },
      })
      const asked = (await childrenOf(applicant, caseId))[HYGIENE]!
      const child = await applicant.sees(asked.caseId!)
      expect(asked).toMatchObject({ asksApplicant: true, stateText: '等待申请人补正' })
      expect(child).toMatchObject({
        allowed: ['supplement'],
        supplement: { missing: [{ key: 'form', fault: 'defective', text: '房间数与平面图不一致' }] },
      })
      await applicant.supplements(asked.caseId!, { form: { ...child.form.values, rooms: 5 } })
      expect((await childrenOf(applicant, caseId))[HYGIENE]).toMatchObject({ asksApplicant: false, stateText: '受理审查' })
      expect((await who.hygiene.clerk.sees(asked.caseId!)).form.values).toMatchObject({ rooms: 5 })
    },
    START,
    'bureau',
    onShortMatters(),
  )

  scenario(
    'the whole is taken back, and not after something was decided',
    FOLDER,
    async (s) => {
      const who = await people(s)
      const { applicant } = who
      const kept = await submitted(s, who)
      await who.lead.does('Task_Distribute', 'distribute')
      await decided(s, who, 'food', 'grant')
      await expect(s.cases.withdraw(await applicant.caller(), kept, { reason: '不开了' })).rejects.toMatchObject({
        code: 'PARTS_DECIDED',
        message: '“食品经营许可”已经作出决定,不能整体撤回申请;尚未决定的事项可以在各自的办件里单独撤回申请',
      })
      const taken = await submitted(s, who)
      await who.lead.does('Task_Distribute', 'distribute')
      await s.cases.withdraw(await applicant.caller(), taken, { reason: '不开了' })
      const children = await childrenOf(applicant, taken)
      expect(Object.values(children).map(({ state, stateText }) => [state, stateText])).toEqual(Array(3).fill(['ended', '申请人撤回']))
      expect((await applicant.sees(children[HYGIENE]!.caseId!)).status).toBe('withdrawn')
      expect(await s.database('joint_child').where({ parent_id: taken, is_open: true })).toEqual([])
    },
    START,
    'bureau',
    onShortMatters(),
  )

  scenario(
    'what is wrong is said at the one place where it was asked',
    FOLDER,
    async (s) => {
      const who = await people(s)
      const refused = async (form: Record<string, unknown>) => {
        try {
          await submitted(s, who, form)
        } catch (error) {
          return (error as { details: { problems: { path: string; code: string }[] } }).details.problems.map(({ path, code }) => [
            path,
            code,
          ])
        }
        return []
      }
      // The hygiene permit wants ten square metres and a shorter name than the others.
      expect((await refused(aForm({ area: 5 }))).map(([path]) => path)).toEqual(['area'])
      expect((await refused(aForm({ operatorName: '湖'.repeat(80) }))).map(([path]) => path)).toEqual(['operatorName'])
      const { applicant } = who
      await expect(applicant.submits(THEME, aForm(), {})).rejects.toMatchObject({ code: 'FORM_INVALID' })
      const needs = await s.cases.jointNeeds(await applicant.caller(), THEME, { form: { hasSignboard: true } })
      expect(needs).toEqual({
        matters: [FOOD, SIGN],
        materials: [
          { key: 'identity', required: true },
          { key: 'floor-plan', required: true },
          { key: 'drawing', required: true },
        ],
      })
    },
    START,
    'bureau',
    onShortMatters(),
  )

  scenario(
    'the theme on the matters of the county: each bureau gets its own form and papers',
    FOLDER,
    async (s) => {
      const applicant = s.person('shenqing')
      const { form, materials } = await s.cases.getMatter(await applicant.caller(), THEME)
      // Forms of 15, 13 and 13 fields and two questions: of the others only 5 and 6 are not asked for already.
      expect(fieldsOf(form.schema).filter(({ table }) => table === null)).toHaveLength(2 + 15 + 5 + 6)
      const own = ['identity', 'floor-plan', 'safety-system', 'health-certificates', 'hygiene-test', 'hygiene-system']
      expect(materials.map(({ key }) => key)).toEqual(expect.arrayContaining(own))
      const papers: Record<string, string[]> = {}
      for (const key of own) papers[key] = [await applicant.uploads(`${key}.pdf`)]
      const caseId = await applicant.submits(
        THEME,
        {
          ...aFoodForm(),
          ...{ otherPlaces: ['住宿'], hasSignboard: false, placeKind: '宾馆、旅店', waterSupply: '集中式供水' },
          ...{ centralAir: false, hygieneManager: '周敏', staffCount: 3 },
        },
        papers,
      )
      await s.person('chuangkou').does('Task_Distribute', 'distribute')
      const children = await childrenOf(applicant, caseId)
      expect(Object.values(children).map(({ name, state }) => [name, state])).toEqual([
        ['食品经营许可', 'started'],
        ['公共场所卫生许可', 'started'],
      ])
      const hygiene = await applicant.sees(children[HYGIENE]!.caseId!)
      expect(hygiene.form.values).toMatchObject({ placeKind: '宾馆、旅店', operatorName: '三湖县湖畔面馆', area: 85 })
      expect(hygiene.form.values).not.toHaveProperty('businessForm')
      expect(hygiene.materials.filter(({ files }) => files.length > 0).map(({ key }) => key)).toEqual([
        'identity',
        'floor-plan',
        'hygiene-test',
        'hygiene-system',
      ])
      // each is examined by its own bureau; what is decided first waits for the other
      await accepted(s)
      await checkedOnSite(s)
      await audited(s)
      await s.person('pizhun').does('Task_Decide', 'grant')
      await papersMade(s)
      expect((await applicant.sees(children[FOOD]!.caseId!)).stepName).toBe('统一出件完成')
      const { clerk, handler, reviewer, approver } = bureau(s, 'wjw')
      await clerk.does('Task_Intake', 'accept')
      await papersMade(s)
      await handler.does('Task_Review', 'submit', { form: aReview([]) })
      await reviewer.does('Task_Audit', 'pass', { opinion: '同意' })
      await approver.does('Task_Decide', 'grant')
      await papersMade(s)
      // one delivery ends them all
      await s.at('2026-09-20T09:00:00+08:00')
      await s.person('chujian').does('Task_DeliverAll', 'deliver', { form: aDelivery })
      expect(await papersMade(s)).toContain('送达回证')
      expect((await applicant.sees(caseId)).status).toBe('closed')
      for (const child of [FOOD, HYGIENE])
        expect(await applicant.sees(children[child]!.caseId!)).toMatchObject({ status: 'granted', stepName: null })
    },
    START,
    'county',
  )
})
