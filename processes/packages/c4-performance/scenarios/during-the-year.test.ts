import { describe, expect } from 'vitest'
import { scenario, type Actor } from '@lianban/processes/testing'
import { BEGIN, cast, deskOf, FOLDER, FRAME, INVESTMENT, issuedFrame, OPINION, TRADE } from './year.ts'

const quarter = (no: number, value: number) => ({
  ...{ level: 'quarter', name: `第${no}季度`, value },
  due: ['2026-03-31', '2026-06-30', '2026-09-30', '2026-12-31'][no - 1]!,
})
const quarters = (...values: number[]) => values.map((value, at) => quarter(at + 1, value))
const refusedWith = (code: string) => ({ details: { problems: [{ code }] } })
const last = async (person: Actor) => (await person.inbox())[0]!.taskId

describe('执行中', () => {
  scenario(
    'a target is split to quarters, organs and persons, and sums and dates are checked',
    FOLDER,
    async (s) => {
      await issuedFrame(s)
      const { office, of } = cast(s)
      const town = of('lianhu')
      const splits = (parts: object[], way = 'sum', indicatorId = INVESTMENT) =>
        town.submits('target-decomposition', { indicatorId, way, parts }, {})
      await expect(splits(quarters(1, 2, 3, 3))).rejects.toMatchObject(refusedWith('PARTS_DIFFER'))
      await expect(splits([quarter(2, 5), quarter(1, 5)])).rejects.toMatchObject({ details: { problems: [{ path: 'parts' }] } })
      await expect(splits([{ ...quarter(1, 10), due: '2027-01-05' }])).rejects.toMatchObject({
        details: { problems: [{ path: 'parts.0.due' }] },
      })
      await expect(splits(quarters(1, 2, 3, 9), 'reach')).rejects.toMatchObject(refusedWith('PARTS_DIFFER'))
      const organ = { level: 'organ', name: '经济发展办公室', value: 9, due: '2026-12-31' }
      await expect(splits([...quarters(1, 2, 3, 4), organ])).rejects.toMatchObject(refusedWith('PARTS_DIFFER'))
      await expect(splits(quarters(100), 'sum', '2026-D-999')).rejects.toMatchObject({ details: { problems: [{ path: 'indicatorId' }] } })

      const parts = [...quarters(1, 2, 3, 4), { ...organ, value: 10 }, { ...organ, level: 'person', name: '莲思远', value: 10 }]
      await splits(parts)
      await office.does('Task_Confirm', 'return', { opinion: '二季度偏低' })
      const better = [...quarters(1, 3, 3, 3), ...parts.slice(4)]
      await expect(town.does('Task_Revise', 'resubmit', { form: { way: 'sum', parts: quarters(1, 1, 1, 1) } })).rejects.toMatchObject(
        refusedWith('PARTS_DIFFER'),
      )
      await town.completes(await last(town), 'resubmit', { form: { way: 'sum', parts: better } })
      await office.does('Task_Confirm', 'confirm')
      const { indicators } = await deskOf(s).library(await town.caller(), FRAME)
      expect(indicators[0]!.targets[0]!.parts.map(({ value }) => value)).toEqual(['1', '3', '3', '3', '10', '10'])
    },
    BEGIN,
    'county',
  )

  scenario(
    'evidence is opened by whoever verifies the report; nobody hands in the file of another or of another case',
    FOLDER,
    async (s) => {
      await issuedFrame(s)
      const { owner, of } = cast(s)
      const [town, other] = [of('lianhu'), of('luzhou')]
      const proof = async (person: Actor) => ({ fileId: await person.uploads('到账凭证.pdf'), name: '到账凭证.pdf', size: 1000 })
      const report = (person: Actor, evidence: object[]) =>
        person.submits('progress-report', { indicatorId: INVESTMENT, month: '2026-01', value: 1, text: '按计划推进', evidence }, {})
      await s.at('2026-02-04T09:00:00+08:00')
      const own = await proof(town)
      await expect(report(other, [own])).rejects.toMatchObject(refusedWith('FILE_NOT_FOUND'))
      await expect(s.cases.openFile(await owner.caller(), own.fileId)).rejects.toMatchObject({ code: 'NOT_FOUND' })

      await report(town, [own])
      await s.cases.claim(await owner.caller(), await last(owner))
      expect(await s.cases.openFile(await owner.caller(), own.fileId)).toMatchObject({ name: '到账凭证.pdf' })
      await expect(s.cases.openFile(await s.person('shenqing').caller(), own.fileId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await owner.does('Task_Verify', 'return', { opinion: '请补充凭证' })

      // What was handed in stays, what is added comes to it.
      const more = await proof(town)
      await town.does('Task_Revise', 'resubmit', { form: { value: 1, text: '已补充', evidence: [own, more] } })
      await s.cases.claim(await owner.caller(), await last(owner))
      expect(await s.cases.openFile(await owner.caller(), more.fileId)).toMatchObject({ name: '到账凭证.pdf' })
      await expect(report(town, [own])).rejects.toMatchObject({ code: 'FORM_INVALID' })
    },
    BEGIN,
    'county',
  )

  scenario(
    'a report that does not come is told and carded, and is not zero; the owner verifies what comes',
    FOLDER,
    async (s) => {
      await issuedFrame(s)
      const { owner, of, office } = cast(s)
      const town = of('lianhu')
      const desk = deskOf(s)
      const report = (month: string, value: number, indicatorId = INVESTMENT) =>
        town.submits('progress-report', { indicatorId, month, value, text: '项目按计划推进' }, {})
      await expect(report('2026-01', 1e16)).rejects.toMatchObject({ details: { problems: [{ path: 'value' }] } })
      await expect(report('2026-02', 1)).rejects.toMatchObject({ details: { problems: [{ path: 'month' }] } })
      await expect(report('2026-01', 1, OPINION)).rejects.toMatchObject({ details: { problems: [{ path: 'indicatorId' }] } })

      // January is due on 5 February; the owner sends it back once.
      await s.at('2026-02-04T09:00:00+08:00')
      await report('2026-01', 1)
      await expect(report('2026-01', 2)).rejects.toMatchObject({ details: { problems: [{ path: 'month' }] } })
      await owner.does('Task_Verify', 'return', { opinion: '请核对到账凭证' })
      await town.does('Task_Revise', 'resubmit', { form: { value: 0.9, text: '已核对到账凭证' } })
      await owner.does('Task_Verify', 'verify')
      expect(await desk.sweepReports(s.tenantId)).toBe(0)

      await s.at('2026-02-06T09:00:00+08:00')
      // Of six targets that are reported every month one was: five are missing, each told once.
      expect(await desk.sweepReports(s.tenantId)).toBe(5)
      expect(await desk.sweepReports(s.tenantId)).toBe(0)
      const { items: notices } = await s.notices.list(await town.caller(), { limit: 10 })
      expect(notices[0]!.title).toBe('请报送2026-01的“外贸进出口额”进展')
      await s.supervise()
      const cards = await s.supervision.cards.list(await s.person('jianjian').caller(), { limit: 50 })
      const given = cards.items.filter(({ rule }) => rule.id === 'T11')
      expect(given).toHaveLength(5)
      expect(given.every(({ colour }) => colour === 'yellow')).toBe(true)

      const targetOf = async (id: string) => {
        const { indicators } = await desk.library(await town.caller(), FRAME)
        return indicators.find((it) => it.id === id)!.targets[0]!
      }
      expect(await targetOf(INVESTMENT)).toMatchObject({ light: 'on-time', value: '0.9', month: '2026-01' })
      expect(await targetOf(TRADE)).toMatchObject({ light: 'missing', value: null })
      // It comes late, and stays late.
      await report('2026-01', 0.2, TRADE)
      expect((await targetOf(TRADE)).reports).toMatchObject([{ month: '2026-01', status: 'handed-in', value: '0.2', late: true }])
      // Withdrawn before it was verified, it is missing again.
      const { caseId } = (await targetOf(TRADE)).reports[0]!
      await s.cases.withdraw(await town.caller(), caseId!, { reason: '数据有误' })
      expect(await targetOf(TRADE)).toMatchObject({ light: 'missing', value: null })

      // A unit sees its own, 考核办 all; who has nothing to do with it sees nothing.
      const seen = async (person: Actor) =>
        (await desk.library(await person.caller(), FRAME)).indicators[0]!.targets.map((it) => it.organId)
      expect(await seen(of('luzhou'))).toEqual(['luzhou'])
      expect(await seen(office)).toEqual(['lianhu', 'lingtang', 'luzhou'])
      await expect(seen(s.person('chengban'))).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    },
    BEGIN,
    'county',
  )

  scenario(
    'what an inspection finds is put right and checked by others',
    FOLDER,
    async (s) => {
      await issuedFrame(s)
      const { inspector, of } = cast(s)
      const form = {
        subject: '招商项目',
        frameId: FRAME,
        organ: 'lianhu',
        indicatorId: INVESTMENT,
        finding: '两个项目未开工',
        demand: '月底前开工',
      }
      await expect(inspector.submits('assessment-inspection', { ...form, organ: 'hewan' }, {})).rejects.toMatchObject({
        details: { problems: [{ path: 'organ' }] },
      })
      const id = await inspector.submits('assessment-inspection', form, {})
      await s.documents.make(id)
      await of('lianhu').does('Task_Rectify', 'rectified', { form: { measure: '一个已开工' } })
      await inspector.does('Task_Recheck', 'again', { opinion: '还有一个未开工' })
      await of('lianhu').does('Task_Rectify', 'rectified', { form: { measure: '均已开工' } })
      await inspector.does('Task_Recheck', 'pass', { opinion: '属实' })
      expect(await inspector.sees(id)).toMatchObject({ status: 'closed' })
    },
    BEGIN,
    'county',
  )

  scenario(
    'a target is changed in its weeks only, by owner, office and leaders, and both values are kept',
    FOLDER,
    async (s) => {
      await issuedFrame(s)
      const { owner, office, head, of } = cast(s)
      const town = of('lianhu')
      const asks = (after: number) => town.submits('target-adjustment', { indicatorId: INVESTMENT, after, reason: '重大项目调出' }, {})
      await expect(asks(9)).rejects.toMatchObject(refusedWith('ADJUSTMENT_CLOSED'))
      await s.at('2026-06-15T09:00:00+08:00')
      await expect(asks(1e16)).rejects.toMatchObject({ details: { problems: [{ path: 'after' }] } })
      await expect(asks(10)).rejects.toMatchObject({ details: { problems: [{ path: 'after' }] } })

      await asks(5)
      await owner.does('Task_Owner', 'oppose', { opinion: '降幅过大' })
      await office.does('Task_Review', 'refuse', { opinion: '不予调整' })
      await asks(7)
      await owner.does('Task_Owner', 'support', { opinion: '情况属实' })
      await office.does('Task_Review', 'pass', { opinion: '拟同意' })
      await head.does('Task_Approve', 'refuse', { opinion: '再研究' })
      await asks(9)
      await owner.does('Task_Owner', 'support', { opinion: '情况属实' })
      await office.does('Task_Review', 'pass', { opinion: '拟同意' })
      await head.does('Task_Approve', 'approve', { opinion: '同意' })
      const { indicators } = await deskOf(s).library(await town.caller(), FRAME)
      expect(indicators[0]!.targets[0]).toMatchObject({ target: '9', adjustments: [{ before: '10', after: '9', reason: '重大项目调出' }] })
      // Asked for twice at once: whoever agreed to the second change did so to another target than there is now.
      for (const after of [7, 6]) await asks(after)
      for (let i = 0; i < 2; i++) await owner.does('Task_Owner', 'support', { opinion: '情况属实' })
      for (let i = 0; i < 2; i++) await office.does('Task_Review', 'pass', { opinion: '拟同意' })
      await s.at('2026-06-16T09:00:00+08:00')
      await head.does('Task_Approve', 'approve')
      await expect(head.does('Task_Approve', 'approve')).rejects.toMatchObject(refusedWith('TARGET_CHANGED'))
      await s.at('2026-08-03T09:00:00+08:00')
      await expect(asks(8)).rejects.toMatchObject(refusedWith('ADJUSTMENT_CLOSED'))
    },
    BEGIN,
    'county',
  )
})
