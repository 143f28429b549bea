import { dayOf, plusDays, type TaskDetail } from '@lianban/processes'
import type { Answers } from '@lianban/processes/try-out'
import type { Conduct } from './clerks.ts'
import { BEFORE, FUND, PROJECT_OPINIONS, PROJECT_PACE, PROJECT_WEIGHTS, PROJECTS, type PlannedProject } from './projects-plan.ts'
import { paceOf } from './town.ts'

const ALWAYS = 10_000
const DAY_MS = 86_400_000
/** A tender is out for twenty days at least. */
const TENDER_DAYS = 20
/** When a grant is looked at half-way, days after it was paid. */
const MIDTERM_DAYS = [9, 20] as const

const formOf = ({ case: { form } }: TaskDetail): Record<string, unknown> => form.values
const projectOf = (task: TaskDetail): PlannedProject | undefined => PROJECTS.find(({ name }) => name === formOf(task).projectName)
const grantOf = (task: TaskDetail) => FUND.applications.find(({ name }) => name === formOf(task).projectName)

/** How those work who review, approve, buy and pay the county's projects, its operation and its special fund. */
export const projectsConduct: Conduct = {
  pace({ elementId, createdAt }, _visit, dice) {
    if (elementId === 'Task_Tender') return { at: createdAt + (TENDER_DAYS + 1) * DAY_MS }
    if (elementId === 'Task_Midterm') return { at: createdAt + dice.whole(...MIDTERM_DAYS) * DAY_MS }
    return { rounds: paceOf(dice, PROJECT_PACE) }
  },

  weights(task) {
    const weights = PROJECT_WEIGHTS[task.task.elementId] ?? {}
    if (projectOf(task)?.aim === 'merged' && task.task.elementId === 'Task_Reuse') return { merge: ALWAYS }
    return weights
  },

  answers: (task, now) => ({ ...reviewAnswers(task), ...purchaseAnswers(task, dayOf(now)), ...moneyAnswers(task) }),

  opinions: PROJECT_OPINIONS,
}

/** Whoever reviews. */
const reviewAnswers = (task: TaskDetail): Answers => ({
  register: () => (projectOf(task)?.aim === 'merged' ? 'same' : 'none'),
  resources: ({ dice }) => dice.weighted({ partly: 70, no: 30 }),
  note: ({ dice }) =>
    dice.pick(['云和数据库复用,应用部分需要新建', '与项目库没有重复,可以复用公共信息平台', '架构、共享和安全内容符合要求']),
  architecture: () => 'pass',
  sharing: () => 'pass',
  cloud: () => 'pass',
  crypto: () => 'pass',
  level: () => '3',
  interest: ({ dice }) => dice.weighted({ none: 95, yes: 5 }),
  conclusion: ({ dice, options }) =>
    options.includes('amend') ? dice.weighted({ agree: 92, amend: 8 }) : dice.weighted({ agree: 88, condition: 12 }),
  text: ({ dice }) => dice.pick(['方案可行,投资基本合理', '建议细化数据共享清单,其余同意', '同意,实施中注意与已建系统衔接']),
  heldOn: ({ today }) => today,
  present: () => '发改委、财政局、信息中心、公安局、档案局',
  minutes: () => '会议同意该项目,按各单位意见修改完善后报批。',
  evidence: ({ dice }) => dice.pick(['已核对,与监测平台记录一致', '资料齐全,已核对原件', '已核验,符合要求']),
  score: ({ dice }) => dice.whole(86, 98),
  reason: () => '个别工单响应超时',
  measures: () => '增设备用光缆和备用电源,完善中断公告流程',
  place: () => '三湖县人民政府网站',
  objections: () => '公示期内没有收到异议',
  percent: ({ dice }) => dice.whole(55, 85),
  report: () => '建设内容完成大半,已接入公共信息平台,绩效目标预期可以实现',
})

/** What a purchase has come to: of a project that was carried out before it came into the register, then. */
function purchaseAnswers(task: TaskDetail, today: string): Answers {
  const project = projectOf(task)
  if (!project?.purchase) return {}
  const { supplier, bid } = project.purchase
  const isOld = project.aim === 'accepted'
  return {
    method: () => 'negotiation',
    supplierName: () => supplier.name,
    supplierCode: () => supplier.code,
    bid: () => `${bid}.00`,
    awardedOn: () => (isOld ? plusDays(today, -BEFORE.awarded) : today),
    publishedOn: () => plusDays(today, -TENDER_DAYS - 1),
    closedOn: () => plusDays(today, -1),
    bidders: ({ dice }) => dice.whole(3, 6),
  }
}

/** Who pays, and what was granted. */
const moneyAnswers = (task: TaskDetail): Answers => ({
  granted: () => grantText(task),
  amount: () => grantText(task),
  spent: () => share(task, 0.6),
  used: () => share(task, 0.97),
  paidOn: ({ today }) => today,
  returnedOn: ({ today }) => today,
  voucher: ({ dice }) => `GK-${dice.whole(10_000, 99_999)}`,
  receiptNo: ({ dice }) => `SK-${dice.whole(10_000, 99_999)}`,
})

function grantText(task: TaskDetail): string | undefined {
  const granted = grantOf(task)?.granted
  return granted === undefined ? undefined : `${granted}.00`
}

const share = (task: TaskDetail, of: number): string => `${Math.round((grantOf(task)?.granted ?? 0) * of)}.00`
