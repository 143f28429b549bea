import { plusDays } from '@lianban/processes'
import { APPEAL, INSPECTOR, OFFICE, OWNERS, REPORTED, UNIT_NAMES, UNITS, type Unit } from './assessment-plan.ts'
import { yearPlayed } from './calendar.ts'
import type { Errand, Moment, Stop } from './errands.ts'

/** Number of the frame of a year: 地区目标. */
const frameOf = (year: number): string => `${year}-D`
/** Number of the n-th indicator of an owner, from 0. */
export const indicatorNo = (year: number, owner: (typeof OWNERS)[number], nth: number): string =>
  `${frameOf(year)}-${(OWNERS.indexOf(owner) + 1) * 100 + nth + 1}`

const officerOf = (unit: Unit): string => `${unit}-mubiao`

/** Errands of 绩效考核: last year's from the frame to the publication, this year's with its targets, reports and findings. */
export function assessmentErrands(days: number, until: string): Errand[] {
  const year = yearPlayed(until)
  const selves = UNITS.map((unit): Errand => ({ key: `self ${unit}`, stops: [selfAssessment(year - 1, unit)] }))
  return [
    { key: 'last', stops: [frame(year - 1)] },
    { key: 'now', stops: [frame(year)] },
    ...selves,
    { key: 'appeal', stops: [appeal(year - 1)] },
    { key: 'published', stops: [publication(year - 1)] },
    ...UNITS.map((unit): Errand => ({ key: `split ${unit}`, stops: REPORTED.map((_, nth) => decomposition(year, unit, nth)) })),
    ...UNITS.flatMap((unit) => REPORTED.map((_, nth) => reports(year, plusDays(until, -Math.max(MONTHS_BACK_DAYS, days)), unit, nth))),
    { key: 'inspection', stops: [inspection(year)] },
    { key: 'adjustment', stops: [adjustment(year)] },
  ]
}

/** Who makes the frame of a year first writes down which organ has which duty. */
const frame = (year: number): Stop => ({
  ...{ who: OFFICE, matter: 'assessment-frame' },
  async form({ browser }) {
    for (const duty of ['setting', 'progress', 'scoring'] as const)
      await browser.post('/api/assessment/duties', { year, family: 'region', duty, organ: 'fgw' })
    return {
      ...{ name: `${year}年度地区目标考核方案`, year, family: 'region', base: '100', units: [...UNITS], owners: [...OWNERS] },
      ...{ reportDay: 5, adjustFrom: `${year}-06-01`, adjustUntil: `${year}-12-15`, tie: 'skip', missing: 'pending' },
      ...{ excellentPercent: 34, plusCap: 5 },
    }
  },
})

const selfAssessment = (year: number, unit: Unit): Stop => ({
  ...{ who: officerOf(unit), matter: 'year-end-assessment', after: ['last'] },
  // The year's own December is the first month in which it may assess itself.
  form: ({ today }) => (today < `${year}-12-01` ? null : assessedBySelf(year, unit)),
})

const assessedBySelf = (year: number, unit: Unit) => ({
  frameId: frameOf(year),
  values: REPORTED.map(({ reached }, nth) => ({ indicatorId: indicatorNo(year, 'swj', nth), value: reached[unit], text: '见统计报表' })),
  report: `${UNIT_NAMES[unit]}围绕年度目标,招商引资、外贸和民生实事按计划推进,主要指标完成情况如上。`,
})

const appeal = (year: number): Stop => ({
  ...{ who: officerOf(APPEAL.unit), matter: 'score-appeal', after: [`self ${APPEAL.unit}`] },
  form: () => ({ indicatorId: indicatorNo(year, 'swj', APPEAL.indicator), reason: APPEAL.reason }),
})

const publication = (year: number): Stop => ({
  ...{ who: OFFICE, matter: 'result-publication', after: [...UNITS.map((unit) => `self ${unit}`), 'appeal'] },
  form: () => ({ frameId: frameOf(year), note: `${year}年度地区目标考核结果` }),
})

/** Shares of the year that the quarters have. */
const QUARTERS = [0.2, 0.3, 0.3, 0.2] as const
const QUARTER_ENDS = ['03-31', '06-30', '09-30', '12-31'] as const
const tenths = (value: number): number => Math.round(value * 10) / 10

const decomposition = (year: number, unit: Unit, nth: number): Stop => ({
  ...{ who: officerOf(unit), matter: 'target-decomposition', after: ['now'] },
  form: () => {
    const target = REPORTED[nth]!.targets.now[unit]
    const quarters = QUARTERS.map((share) => tenths(target * share))
    quarters[3] = tenths(target - quarters[0]! - quarters[1]! - quarters[2]!)
    const whole = { value: target, due: `${year}-12-31` }
    return {
      ...{ indicatorId: indicatorNo(year, 'swj', nth), way: 'sum' },
      parts: [
        ...quarters.map((value, i) => ({ level: 'quarter', name: `第${i + 1}季度`, value, due: `${year}-${QUARTER_ENDS[i]!}` })),
        { level: 'organ', name: '经济发展办公室', ...whole },
        { level: 'person', name: '分管负责人', ...whole },
      ],
    }
  },
})

/** One report for each month of the year that is over when its turn comes, from the one before the month that is played. */
function reports(year: number, since: string, unit: Unit, nth: number): Errand {
  // One town is late with one of its reports: that is what the reminder and the card are for.
  const isSlow = unit === 'lingtang' && nth === 1
  const months = Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`).filter(
    (month) => month >= since.slice(0, 7),
  )
  return {
    key: `reports ${unit} ${nth}`,
    stops: months.map((month): Stop => ({
      ...{ who: officerOf(unit), matter: 'progress-report', after: [`split ${unit}`] },
      form: (moment) => (isTime(month, moment, isSlow ? SLOW_DAYS : 0) ? progress(year, unit, nth, month) : null),
    })),
  }
}

/** So many days before the end the first month lies that is reported, at least. */
const MONTHS_BACK_DAYS = 85
const SLOW_DAYS = 9

/** The month is over, and so many days more. */
const isTime = (month: string, { today }: Moment, days: number): boolean => plusDays(today, -days).slice(0, 7) > month

function progress(year: number, unit: Unit, nth: number, month: string) {
  const { targets, monthly, measure, name } = REPORTED[nth]!
  const value = Math.round(targets.now[unit] * monthly[unit] * Number(month.slice(5)) * 100) / 100
  return {
    ...{ indicatorId: indicatorNo(year, 'swj', nth), month, value },
    text: `截至当月,${name}累计完成${value}${measure},重点项目按计划推进。`,
  }
}

const inspection = (year: number): Stop => ({
  ...{ who: INSPECTOR, matter: 'assessment-inspection', after: ['now'], fromDay: 4 },
  form: () => ({
    ...{ subject: '重点招商项目开工情况', frameId: frameOf(year), organ: 'luzhou', indicatorId: indicatorNo(year, 'swj', 0) },
    ...{ finding: '申报的两个项目中有一个尚未办理施工许可,现场没有施工', demand: '十个工作日内完成手续,报送进度安排和责任人' },
  }),
})

/** Asked for in the time that the frame allows. */
const adjustment = (year: number): Stop => ({
  ...{ who: officerOf('luzhou'), matter: 'target-adjustment', after: ['now'], fromDay: 6 },
  form: ({ today }) =>
    today >= `${year}-06-01` && today <= `${year}-12-15`
      ? {
          ...{ indicatorId: indicatorNo(year, 'swj', 0), after: 8.5 },
          reason: '一个省重大项目按上级安排调整到开发区实施',
        }
      : null,
})
