import { describe, expect } from 'vitest'
import { assessmentResults, projectMoney, projects } from '@lianban/storage'
import { scenario, type Scenario } from '@lianban/processes/testing'
import {
  assessedUnit,
  BEGIN,
  cast,
  deskOf,
  FOLDER,
  FRAME,
  INVESTMENT,
  issuedFrame,
  leaderOfOffice,
  MEETING,
  OPINION,
  TRADE,
  UNITS,
} from './year.ts'

const DECEMBER = '2026-12-07T09:00:00+08:00'
const refusedWith = (code: string) => ({ details: { problems: [{ code }] } })
const placesOf = async (s: Scenario, version: number) => {
  const { versions } = await deskOf(s).ranking(await cast(s).office.caller(), FRAME)
  return Object.fromEntries(versions[version - 1]!.lines.map(({ unit, place, total }) => [unit, [place, total]]))
}

/** A yellow card of the year: something for the supervision score to be about. */
async function cardedReport(s: Scenario): Promise<void> {
  await s.at('2026-02-09T09:00:00+08:00')
  await deskOf(s).sweepReports(s.tenantId)
  await s.supervise()
}

/** A project of a town: of three planned days two have come, one of them in time; of its budget a third is paid. */
async function projectOf(s: Scenario, organ: string): Promise<void> {
  const of = { tenant_id: s.tenantId, project_id: 'p1' }
  await projects(s.database).insert({
    ...{
      tenant_id: s.tenantId,
      id: 'p1',
      code: 'XM-1',
      name: '智慧农业应用',
      kind: 'informatisation',
      organ_id: organ,
      organ_name: '莲湖镇',
    },
    ...{ stage: 'designed', need: '田间监测', case_id: 'c1', entered_at: s.clock(), moved_at: s.clock() },
  })
  await projects(s.database).setStages([
    { ...of, stage: 'designed', planned_on: '2026-06-30', passed_at: Date.parse('2026-06-20T10:00:00+08:00'), case_id: 'c2', number: null },
    { ...of, stage: 'contracted', planned_on: '2026-09-30', passed_at: null, case_id: null, number: null },
    { ...of, stage: 'accepted', planned_on: '2027-06-30', passed_at: null, case_id: null, number: null },
  ])
  await projectMoney(s.database).addAmounts([
    { ...of, id: 'a1', kind: 'budget', year: 2026, contract_id: null, fen: 3_000_000, case_id: 'c3', at: s.clock() },
  ])
  await projectMoney(s.database).addPayment({
    ...{
      ...of,
      id: 'y1',
      contract_id: 'k1',
      milestone_no: 1,
      invoice_no: 'f1',
      invoice_used: 'f1',
      fen: 1_000_000,
      year: 2026,
      state: 'paid',
    },
    ...{ asked_at: s.clock(), accepted_on: '2026-08-01', paid_on: '2026-08-20', settled_at: s.clock(), interest_fen: 0 },
  })
}

describe('年终考评', () => {
  for (const [title, figure, value, points] of [
    ['the planned days of its projects that a unit kept are a figure of its year', 'milestone', '50', 5_000],
    ['what a unit paid of the budget of its projects is a figure of its year', 'budget', '33.333333', 3_333],
  ] as const)
    scenario(
      title,
      FOLDER,
      async (s) => {
        await issuedFrame(s, figure)
        await projectOf(s, 'lianhu')
        await s.at(DECEMBER)
        await assessedUnit(s, 'lianhu', { investment: 10, trade: 3 })
        const { items } = await deskOf(s).sheet(await cast(s).of('lianhu').caller(), FRAME, 'lianhu')
        const item = items.find(({ source }) => source === figure)!
        expect(item).toMatchObject({ value, points, snapshots: [{ source: figure, value }] })
        const query = JSON.parse(item.snapshots[0]!.query) as Record<string, unknown>
        expect(query).toMatchObject({ of: figure, organ: 'lianhu', until: '2026-12-07' })
        expect(query).toMatchObject(figure === 'milestone' ? { inTime: 1, due: 2 } : { paidFen: 1_000_000, budgetFen: 3_000_000 })
      },
      BEGIN,
      'county',
    )

  scenario(
    'a unit without projects has no such figure, and that is not zero',
    FOLDER,
    async (s) => {
      await issuedFrame(s, 'budget')
      await s.at(DECEMBER)
      await assessedUnit(s, 'lianhu', { investment: 10, trade: 3 })
      const { items } = await deskOf(s).sheet(await cast(s).of('lianhu').caller(), FRAME, 'lianhu')
      expect(items.find(({ source }) => source === 'budget')).toMatchObject({ value: null, points: null, snapshots: [{ value: null }] })
    },
    BEGIN,
    'county',
  )

  scenario(
    'yearly target changed mid-year and appealed',
    FOLDER,
    async (s) => {
      const { owner, office, head, of, reviewer1, reviewer2, committee } = cast(s)
      await issuedFrame(s)
      await cardedReport(s)
      await s.at('2026-06-15T09:00:00+08:00')
      const town = of('lianhu')
      await town.submits('target-adjustment', { indicatorId: INVESTMENT, after: 8, reason: '重大项目调出' }, {})
      await owner.does('Task_Owner', 'support', { opinion: '情况属实' })
      await office.does('Task_Review', 'pass', { opinion: '拟同意' })
      await head.does('Task_Approve', 'approve', { opinion: '同意' })

      await s.at(DECEMBER)
      await assessedUnit(s, 'lianhu', { investment: 6, trade: 3 })
      await assessedUnit(s, 'luzhou', { investment: 8, trade: 2 })
      await assessedUnit(s, 'lingtang', { investment: 6, trade: 1 })
      // After the self-assessment the target stands.
      const sheet = async () => deskOf(s).sheet(await town.caller(), FRAME, 'lianhu')
      const before = await sheet()
      expect(before.items[0]).toMatchObject({ value: '6', target: '8', points: 30_000, words: '完成率75%,权重40分 × 75%' })
      // The figure of the supervision stands with what it was computed from.
      const watched = before.items.find(({ source }) => source === 'supervision')!
      expect(watched.snapshots).toHaveLength(1)
      expect(watched.snapshots[0]!.logSize).toBeGreaterThan(0)
      expect(watched.value).toBe(watched.snapshots[0]!.value)

      const id = await office.submits('result-publication', { frameId: FRAME }, {})
      await office.does('Task_Publish', 'publish')
      const first = (await assessmentResults(s.database).versions(s.tenantId, FRAME))[0]!
      expect((await placesOf(s, 1)).lianhu![0]).toBe(2)

      // The town appeals in time; nothing is decided while it is open.
      await town.submits('score-appeal', { indicatorId: INVESTMENT, reason: '另有两亿元已到账' }, {})
      await expect(town.submits('score-appeal', { indicatorId: TRADE, reason: '再次申诉' }, {})).rejects.toMatchObject({
        details: { problems: [{ path: 'indicatorId' }] },
      })
      await reviewer1.does('Task_Review', 'reviewed', { form: { result: 'keep', reasons: '凭证不足' } })
      await expect(reviewer1.does('Task_Confirm', 'return')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
      await reviewer2.does('Task_Confirm', 'return', { opinion: '凭证已补' })
      await reviewer1.does('Task_Review', 'reviewed', { form: { result: 'change', value: 8, reasons: '补充的到账凭证齐全' } })
      await reviewer2.does('Task_Confirm', 'confirm', { opinion: '同意' })
      const [paper] = await s.documents.make()
      expect(paper!.html).toMatch(/变更得分.*复核后40分/s)

      // All places are computed anew in a version of its own; the one before is the same, byte by byte.
      const versions = await assessmentResults(s.database).versions(s.tenantId, FRAME)
      expect(versions.map(({ no, kind }) => [no, kind])).toEqual([
        [1, 'public'],
        [2, 'public'],
      ])
      expect(versions[0]).toEqual(first)
      expect((await placesOf(s, 1)).lianhu![0]).toBe(2)
      expect((await placesOf(s, 2)).lianhu![0]).toBe(1)

      await s.at('2026-12-18T09:00:00+08:00')
      await committee.does('Task_Decide', 'return', { opinion: '请重新公示' })
      await office.does('Task_Publish', 'publish')
      await s.at('2026-12-28T09:00:00+08:00')
      await committee.does('Task_Decide', 'decide', { form: MEETING })
      await s.documents.make(id)
      const uses = [{ organ: 'lianhu', kind: 'bonus', text: '年度考核奖励' }]
      await office.does('Task_Use', 'used', { form: { uses } })
      expect(await office.sees(id)).toMatchObject({ status: 'closed' })
      const { versions: all, frame } = await deskOf(s).ranking(await town.caller(), FRAME)
      expect(frame.status).toBe('closed')
      expect(all.at(-1)).toMatchObject({ no: 4, kind: 'final' })
      // A unit sees all places, and of itself how they came about.
      expect(all.at(-1)!.lines.map(({ unit, place, items }) => [unit, place, items !== null])).toEqual([
        ['lianhu', 1, true],
        ['luzhou', 2, false],
        ['lingtang', 3, false],
      ])
      expect((await assessmentResults(s.database).uses(s.tenantId, FRAME)).map(({ organ_id, kind }) => [organ_id, kind])).toEqual([
        ['lianhu', 'bonus'],
      ])
      // Nothing more can be handed in.
      await expect(town.submits('score-appeal', { indicatorId: TRADE, reason: '再次申诉' }, {})).rejects.toMatchObject({
        code: 'FORM_INVALID',
      })
    },
    BEGIN,
    'county',
  )

  scenario(
    'nobody judges his own unit, the cable company judges nobody, and who scored first reviews no appeal',
    FOLDER,
    async (s) => {
      const { owner, office, checker, judge1, reviewer1, of } = cast(s)
      await issuedFrame(s)
      const values = [
        { indicatorId: INVESTMENT, value: 8 },
        { indicatorId: TRADE, value: 2 },
      ]
      const self = (rows: object[]) => of('luzhou').submits('year-end-assessment', { frameId: FRAME, values: rows, report: '自评' }, {})
      await expect(self(values)).rejects.toMatchObject({ details: { problems: [{ path: 'frameId' }] } })
      await s.at(DECEMBER)
      await expect(self(values.slice(1))).rejects.toMatchObject(refusedWith('INDICATOR_MISSING'))
      await expect(self([...values, { indicatorId: OPINION, value: 99 }])).rejects.toMatchObject(refusedWith('INDICATOR_UNEXPECTED'))
      const id = await self(values)
      await owner.does('Task_Verify', 'verify', { form: { values } })
      await checker.does('Task_DataCheck', 'return', { opinion: '外贸数据与统计不符' })
      await owner.does('Task_Verify', 'verify', { form: { values: [values[0]!, { ...values[1]!, value: 1.8, reason: '以统计数据为准' }] } })
      await checker.does('Task_DataCheck', 'pass')

      // Somebody of the cable company, and somebody of the town, hold the post as well: naming them is refused already.
      for (const [userId, organId, post] of [
        ['youxian', 'fgw', 'assessment-judge'],
        ['fgw-pingfen2', 'luzhou', 'handler'],
      ] as const)
        await s.tenants.users.grantPost({ tenantId: s.tenantId, userId, organId, post, by: { actor: { userId: 'anquan' } } })
      await expect(office.does('Task_Group', 'named', { form: { judges: ['youxian', judge1.userId] } })).rejects.toMatchObject({
        details: { problems: [{ path: 'judges', message: expect.stringContaining('收款方') as string }] },
      })
      const naming = (await office.inbox()).find((it) => it.elementId === 'Task_Group')!.taskId
      const names = (judges: string[]) => office.completes(naming, 'named', { form: { judges } })
      await expect(names(['fgw-pingfen2', judge1.userId])).rejects.toMatchObject({
        details: { problems: [{ path: 'judges', message: expect.stringContaining('被考核单位') as string }] },
      })
      await names(['fgw-kaohe2', judge1.userId])
      const marks = ['2026-D-201', '2026-D-203'].map((indicatorId) => ({ indicatorId, mark: 90 }))
      const whole = [...marks, { indicatorId: '2026-D-204', mark: 2 }, { indicatorId: '2026-D-205', mark: 0 }]
      await expect(judge1.does('Task_Score', 'score', { form: { declared: true, marks } })).rejects.toMatchObject(
        refusedWith('INDICATOR_MISSING'),
      )
      await expect(
        judge1.completes((await judge1.inbox())[0]!.taskId, 'score', {
          form: { declared: true, marks: [...whole.slice(0, 2), { indicatorId: '2026-D-204', mark: 9 }, whole[3]!] },
        }),
      ).rejects.toMatchObject({ details: { problems: [{ path: 'marks.2.mark' }] } })
      await judge1.completes((await judge1.inbox())[0]!.taskId, 'score', { form: { declared: true, marks: whole } })
      await s.person('fgw-kaohe2').does('Task_Score', 'avoid', { opinion: '配偶在该镇任职' })
      // One member is no group.
      await expect(office.does('Task_Conclude', 'conclude')).rejects.toMatchObject(refusedWith('TOO_FEW_JUDGES'))
      await office.completes((await office.inbox()).find((it) => it.elementId === 'Task_Conclude')!.taskId, 'regroup', {
        opinion: '补足成员',
      })
      await office.does('Task_Group', 'named', { form: { judges: [judge1.userId, 'fgw-pingfen3'] } })
      for (const judge of [judge1, s.person('fgw-pingfen3')])
        await judge.does('Task_Score', 'score', { form: { declared: true, marks: whole } })
      await office.does('Task_Conclude', 'conclude')
      await s.documents.make(id)
      // What was told is changed by an appeal only, however the case is moved.
      const leader = await leaderOfOffice(s)
      await s.cases.jump(await leader.caller(), id, { to: 'Task_Conclude', reason: '试图重新汇总' })
      await expect(office.does('Task_Conclude', 'conclude')).rejects.toMatchObject(refusedWith('UNIT_TOLD'))
      const sheet = await deskOf(s).sheet(await of('luzhou').caller(), FRAME, 'luzhou')
      expect(sheet.items.find((it) => it.indicator === TRADE)!.values.map(({ value }) => value)).toEqual(['2', '1.8'])
      await expect(deskOf(s).sheet(await of('lianhu').caller(), FRAME, 'luzhou')).rejects.toMatchObject({ code: 'NOT_FOUND' })

      // Whoever settled a value of it does not review it, whatever posts he holds by then.
      await of('luzhou').submits('score-appeal', { indicatorId: TRADE, reason: '统计口径有误' }, {})
      await s.database('assessment_value').where({ indicator_id: TRADE }).update({ by_user: reviewer1.userId })
      await expect(reviewer1.does('Task_Review', 'reviewed', { form: { result: 'keep', reasons: '维持' } })).rejects.toMatchObject({
        code: 'PERSON_NOT_ELIGIBLE',
      })
      // Nor is anything published while a unit has no scores, or an appeal is open.
      await expect(office.submits('result-publication', { frameId: FRAME }, {})).rejects.toMatchObject(refusedWith('UNITS_NOT_SCORED'))
      expect(UNITS).toHaveLength(3)
      // Five workdays after the feedback it is too late.
      await s.at('2026-12-21T09:00:00+08:00')
      await expect(of('luzhou').submits('score-appeal', { indicatorId: OPINION, reason: '分数偏低' }, {})).rejects.toMatchObject(
        refusedWith('APPEAL_LATE'),
      )
    },
    BEGIN,
    'county',
  )
})
