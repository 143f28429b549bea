import type { TaskDetail } from '@lianban/processes'
import type { Answers, Dice } from '@lianban/processes/try-out'
import { indicatorNo } from './assessment-errands.ts'
import { APPEAL, ASSESSMENT_OPINIONS, ASSESSMENT_WEIGHTS, MARKS, REPORTED, SCORED, UNITS, type Unit } from './assessment-plan.ts'
import type { Conduct } from './clerks.ts'
import { PROJECT_PACE } from './projects-plan.ts'
import { paceOf } from './town.ts'

/** How those work who set targets, verify, score and decide 绩效考核. @param year that whose targets are set, not scored */
export const assessmentConduct = (year: number): Conduct => ({
  pace: (_item, _visit, dice) => ({ rounds: paceOf(dice, PROJECT_PACE) }),
  weights: (task) => ASSESSMENT_WEIGHTS[task.task.elementId] ?? {},
  answers: (task, _now, who) => ({ ...proposalAnswers(task, yearOf(task) === year, who), ...scoringAnswers(task) }),
  opinions: ASSESSMENT_OPINIONS,
})

/** Form of the case. */
const formOf = ({ case: { form } }: TaskDetail) =>
  form.values as { year?: number; frameId?: string; values?: { indicatorId: string; value: number }[] }
const yearOf = (task: TaskDetail): number => formOf(task).year ?? Number((formOf(task).frameId ?? '0').slice(0, 4))

/** 指标责任部门 proposes. */
function proposalAnswers(task: TaskDetail, isNow: boolean, who: string): Answers {
  const isTrade = who.startsWith('swj')
  return {
    indicators: () => (isTrade ? REPORTED.map(reportedRow) : scoredRows(isNow)),
    targets: () => (isTrade ? reportedTargets(isNow ? 'now' : 'last') : scoredTargets(isNow)),
    weights: () => [],
    meetingOn: ({ today }) => today,
    meetingNo: ({ today, dice }) => `三委纪〔${today.slice(0, 4)}〕${dice.whole(20, 60)}号`,
    measure: () => '已补办施工许可,施工单位进场,附现场照片和进度安排',
  }
}

const reportedRow = ({ name, definition, measure, kind, weight, dataSource }: (typeof REPORTED)[number]) => ({
  ...{ name, definition, measure, kind, source: 'reported', weight, better: 'more', dataSource },
  ...(kind === 'formula' && { floor: 60, cap: 120 }),
})

const reportedTargets = (which: 'last' | 'now') =>
  REPORTED.flatMap(({ name, targets }) =>
    UNITS.map((organ) => ({ indicator: name, organ, base: Math.round(targets[which][organ] * 9) / 10, target: targets[which][organ] })),
  )

/** Last year has no figures of the supervision, which was not there yet. */
const workOf = (isNow: boolean) => (isNow ? { ...SCORED.watched, source: 'supervision' } : { ...SCORED.work, source: 'group' })

function scoredRows(isNow: boolean) {
  const work = workOf(isNow)
  const common = { measure: '分', dataSource: '考核组评分' }
  const formula = { kind: 'formula', better: 'more', floor: 0, cap: 100 }
  return [
    {
      ...common,
      ...formula,
      name: SCORED.opinion.name,
      definition: '县领导和部门综合评价',
      source: 'group',
      weight: SCORED.opinion.weight,
    },
    {
      ...common,
      ...formula,
      name: work.name,
      definition: '重点工作按期办结情况',
      source: work.source,
      weight: work.weight,
      dataSource: isNow ? '电子监察系统' : '督查通报',
    },
    {
      ...common,
      name: SCORED.extra.name,
      definition: '获得上级表彰推广的创新工作',
      kind: 'plus-minus',
      source: 'group',
      plusCap: SCORED.extra.cap,
      minusCap: SCORED.extra.cap,
    },
    { ...common, name: SCORED.veto.name, definition: '发生较大以上安全责任事故', kind: 'veto', source: 'group', dataSource: '安监局认定' },
  ]
}

const scoredTargets = (isNow: boolean) =>
  [SCORED.opinion.name, workOf(isNow).name].flatMap((indicator) => UNITS.map((organ) => ({ indicator, organ, base: 80, target: 100 })))

/** Whoever verifies, scores, and reviews an appeal. */
function scoringAnswers(task: TaskDetail): Answers {
  const year = yearOf(task)
  const unit = unitOf(task)
  return {
    values: () => (formOf(task).values ?? []).map(({ indicatorId, value }) => ({ indicatorId, value, reason: '与统计报表一致' })),
    judges: ({ dice, options }) => judges(dice, options.map(String)),
    declared: () => true,
    marks: ({ dice }) => marksOf(dice, year, unit),
    result: () => 'change',
    value: () => APPEAL.value,
    reasons: () => '补充的报关单真实有效,予以认定',
    uses: () => [
      { organ: 'lianhu', kind: 'bonus', text: '年度综合奖励,予以通报表扬' },
      { organ: 'lingtang', kind: 'interview', text: '由分管县领导约谈,提出改进措施' },
    ],
  }
}

/** The unit of a year-end case is whoever handed in these values. */
const unitOf = (task: TaskDetail): Unit =>
  UNITS.find((unit) => REPORTED.every(({ reached }, nth) => formOf(task).values?.[nth]?.value === reached[unit])) ?? UNITS[0]

/** Two of those who may judge. */
function judges(dice: Dice, options: string[]): string[] {
  const first = dice.pick(options)
  return [first, dice.pick(options.filter((one) => one !== first))]
}

function marksOf(dice: Dice, year: number, unit: Unit) {
  const { opinion, work, extra } = MARKS[unit]
  const marks = [dice.whole(...opinion), dice.whole(...work), dice.whole(...extra), 0]
  return marks.map((mark, nth) => ({
    indicatorId: indicatorNo(year, 'fgw', nth),
    mark,
    reason: mark === 0 ? '没有发生' : '按考核细则评分',
  }))
}
