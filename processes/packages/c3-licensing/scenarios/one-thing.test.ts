import { describe, expect } from 'vitest'
import { scenario } from '@lianban/processes/testing'
import { aDelivery, cardsAnswered, FOLDER } from './food-business.ts'
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
      // Three forms with twelve fields between them, one form with ten, none twice; two kinds of paper serve two matters.
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
    onShortMatters(),
  )
})
