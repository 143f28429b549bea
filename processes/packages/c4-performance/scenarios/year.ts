import { fileURLToPath } from 'node:url'
import { createAssessment } from '@lianban/processes'
import { tinyPng, type Actor, type Scenario } from '@lianban/processes/testing'

export const FOLDER = fileURLToPath(new URL('..', import.meta.url))
/** When a year begins: a Monday. */
export const BEGIN = '2026-01-05T09:00:00+08:00'
export const FRAME = '2026-D'
/** Indicators of the frame, by what they are. */
export const INVESTMENT = '2026-D-101'
export const TRADE = '2026-D-102'
export const OPINION = '2026-D-201'
export const WATCHED = '2026-D-202'
export const CARE = '2026-D-203'
export const EXTRA = '2026-D-204'
export const VETO = '2026-D-205'

export const UNITS = ['lianhu', 'luzhou', 'lingtang'] as const
export type Unit = (typeof UNITS)[number]

export const deskOf = (s: Scenario) => createAssessment({ ...s, calendarOf: (id) => s.calendars.of(id) })

/** Who takes part, by what they do. */
export const cast = (s: Scenario) => ({
  office: s.person('fgw-kaohe'),
  office2: s.person('fgw-kaohe2'),
  owner: s.person('swj-zhibiao'),
  owner2: s.person('fgw-zhibiao'),
  committee: s.person('xwb-changwei'),
  head: s.person('xianzhang'),
  checker: s.person('tjj-hecha'),
  judge1: s.person('fgw-pingfen1'),
  judge2: s.person('fgw-pingfen2'),
  reviewer1: s.person('fgw-fuhe1'),
  reviewer2: s.person('fgw-fuhe2'),
  inspector: s.person('dcs-ducha'),
  of: (unit: Unit) => s.person(`${unit}-mubiao`),
  leader: (unit: Unit) => s.person(`${unit}-zhenzhang`),
})

/** 责任分工表 of the year. */
export async function withDuties(s: Scenario): Promise<void> {
  const caller = await s.person('fgw-kaohe').caller()
  for (const duty of ['setting', 'progress', 'scoring'] as const)
    await deskOf(s).putDuty(caller, { year: 2026, family: 'region', duty, organ: 'fgw' })
}

export const FRAME_FORM = {
  ...{ name: '2026年度地区目标考核方案', year: 2026, family: 'region', base: '100', units: [...UNITS], owners: ['swj', 'fgw'] },
  ...{ reportDay: 5, adjustFrom: '2026-06-01', adjustUntil: '2026-07-31', tie: 'skip', missing: 'pending' },
  ...{ excellentPercent: 34, plusCap: 5 },
}

const indicator = (name: string, kind: string, source: string, more: object = {}) => ({
  ...{ name, definition: `${name}的统计口径`, measure: '分', kind, source, dataSource: '统计报表' },
  ...more,
})
const rows = (name: string, targets: Partial<Record<Unit, number | null>>) =>
  Object.entries(targets).map(([organ, target]) => ({ indicator: name, organ, ...(target !== null && { base: 1, target }) }))

export const OF_SWJ = {
  indicators: [
    indicator('招商引资到账额', 'formula', 'reported', { measure: '亿元', weight: 40, better: 'more', floor: 60, cap: 120 }),
    indicator('外贸进出口额', 'rank', 'reported', { measure: '亿元', weight: 20, better: 'more' }),
  ],
  targets: [
    ...rows('招商引资到账额', { lianhu: 10, luzhou: 8, lingtang: 6 }),
    ...rows('外贸进出口额', { lianhu: 3, luzhou: 3, lingtang: 3 }),
  ],
}
/**
 * @param opinion weight of the committee's opinion: 30 makes a hundred
 * @param figure where the figure of another system comes from
 */
export const ofFgw = (opinion = 30, figure = 'supervision') => ({
  indicators: [
    indicator('综合评价', 'formula', 'group', { weight: opinion, floor: 0, cap: 100 }),
    indicator('电子监察', 'formula', figure, { weight: 10, floor: 0, cap: 100 }),
    indicator('工作落实', 'formula', 'group', { weight: 10, floor: 0, cap: 100 }),
    indicator('创新加分', 'plus-minus', 'group', { plusCap: 5, minusCap: 5 }),
    indicator('重大事故', 'veto', 'group'),
  ],
  targets: [
    ...rows('综合评价', { lianhu: 100, luzhou: 100, lingtang: 100 }),
    ...rows('电子监察', { lianhu: 100 }),
    ...rows('工作落实', { luzhou: 100, lingtang: 100 }),
  ],
})

/** Writes a signature by hand. @returns its id */
export async function signatureOf(s: Scenario, person: Actor): Promise<string> {
  const stored = await s.objects.put(tinyPng(400, 160))
  return (await s.cases.registerSignature(await person.caller(), stored)).signatureId
}

/** The frame as proposed, up to the balancing. @returns its case */
export async function proposedFrame(s: Scenario, opinion = 30, figure?: string): Promise<string> {
  const { office, owner, owner2, of } = cast(s)
  await withDuties(s)
  const id = await office.submits('assessment-frame', FRAME_FORM, {})
  await owner.does('Task_Propose', 'propose', { form: OF_SWJ })
  await owner2.does('Task_Propose', 'propose', { form: ofFgw(opinion, figure) })
  for (const unit of UNITS) await of(unit).does('Task_Comment', 'comment', { opinion: '无意见' })
  return id
}

/** The year's targets are issued. */
export async function issuedFrame(s: Scenario, figure?: string): Promise<string> {
  const { office, committee, leader } = cast(s)
  const id = await proposedFrame(s, 30, figure)
  await office.does('Task_Balance', 'balanced', { form: {} })
  await committee.does('Task_Approve', 'approve', { form: MEETING })
  for (const unit of UNITS) await leader(unit).does('Task_Sign', 'sign', { signature: await signatureOf(s, leader(unit)) })
  await s.documents.make(id)
  return id
}

export const MEETING = { meetingOn: '2026-01-20', meetingNo: '三委纪〔2026〕2号' }

export interface YearEnd {
  investment: number
  trade: number
  /** Of the two members, for the general opinion. */
  opinion?: readonly [number, number]
  extra?: number
  veto?: 0 | 1
}

/** A unit from its self-assessment to the feedback. @returns its case */
export async function assessedUnit(s: Scenario, unit: Unit, { investment, trade, opinion = [90, 95], extra = 0, veto = 0 }: YearEnd) {
  const { office, owner, checker, judge1, judge2, of } = cast(s)
  const values = [
    { indicatorId: INVESTMENT, value: investment },
    { indicatorId: TRADE, value: trade },
  ]
  const id = await of(unit).submits('year-end-assessment', { frameId: FRAME, values, report: '完成年度目标' }, {})
  await owner.does('Task_Verify', 'verify', { form: { values } })
  await checker.does('Task_DataCheck', 'pass')
  await office.does('Task_Group', 'named', { form: { judges: [judge1.userId, judge2.userId] } })
  for (const [at, judge] of [judge1, judge2].entries()) {
    const marks = [
      { indicatorId: OPINION, mark: opinion[at]! },
      ...(unit === 'lianhu' ? [] : [{ indicatorId: CARE, mark: 80 }]),
      { indicatorId: EXTRA, mark: extra },
      { indicatorId: VETO, mark: veto },
    ]
    await judge.does('Task_Score', 'score', { form: { declared: true, marks } })
  }
  await office.does('Task_Conclude', 'conclude')
  await s.documents.make(id)
  await of(unit).does('Task_Feedback', 'received')
  return id
}

/** Somebody who heads 考核办's organ, and may move its cases. */
export async function leaderOfOffice(s: Scenario): Promise<Actor> {
  const by = { actor: { userId: 'anquan' } }
  await s.tenants.users.grantPost({ tenantId: s.tenantId, userId: 'fgw-pingfen2', organId: 'fgw', post: 'organ-leader', by })
  return s.person('fgw-pingfen2')
}
