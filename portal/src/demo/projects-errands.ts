import { plusDays } from '@lianban/processes'
import { yearPlayed } from './calendar.ts'
import type { Errand, Moment, Stop } from './errands.ts'
import { BEFORE, FUND, OPERATION, PROJECTS, type PlannedProject } from './projects-plan.ts'

const yuan = (amount: number): string => `${amount}.00`
/** What is kept back of a contract. */
const RETENTION_SHARE = 0.03
/** Of a contract is paid when the goods have come. */
const FIRST_SHARE = 0.5
/** What a change adds, as a share of the contract. */
const CHANGE_SHARE = 0.02

/**
 * Errands of projects, of the operation that is paid by the month, and of the special fund. What is paid from a year's budget begins
 * in that year: where a New Year lies among the days, after it.
 * @param days that are played   @param until `YYYY-MM-DD`
 */
export function projectErrands(days: number, until: string): Errand[] {
  const begins = Math.max(0, (Date.parse(`${yearPlayed(until)}-01-01`) - Date.parse(plusDays(until, -days))) / DAY_MS)
  return [
    ...PROJECTS.map((project): Errand => ({ key: project.name, stops: stopsOf({ ...project, fromDay: begins + project.fromDay }, days) })),
    ...monthsOver(until, days).map((month, nth): Errand => ({ key: `operation ${month}`, stops: [monthlyReport(month, nth)] })),
    ...fundErrands(begins),
  ]
}

const DAY_MS = 86_400_000

/** The life of a project as far as it is meant to come. */
function stopsOf(project: PlannedProject, days: number): Stop[] {
  const { aim, estimate } = project
  const entry = { ...at(project, 'project-entry', (moment) => Promise.resolve(needOf(project, moment))), fromDay: project.fromDay }
  const review = (matter: string, amount = estimate) =>
    at(project, matter, async (moment) => reviewed(project, await named(project, moment), amount))
  const inParts = [review('project-proposal'), review('feasibility-study'), review('preliminary-design', Math.round(estimate * 0.985))]
  switch (aim) {
    case 'pool':
    case 'merged':
      return [entry]
    case 'review':
      // What is asked for in the last days is still with the experts.
      return [entry, { ...inParts[0]!, fromDay: days - 3 }]
    case 'design':
      return [entry, ...inParts]
    case 'tender':
      return [entry, ...inParts, budget(project), procurement(project)]
    case 'contract':
      return [
        ...[entry, review('implementation-plan'), budget(project), procurement(project), contract(project, false)],
        ...[acceptance(project, 1), payment(project, 1), change(project), progress(project)],
        { ...acceptance(project, 2), fromDay: days - 4 },
        payment(project, 2),
      ]
    case 'accepted':
      return [
        ...[entry, review('implementation-plan'), budget(project), procurement(project), contract(project, true)],
        ...[acceptance(project, 1), payment(project, 1), ...testing(project), acceptance(project, 2), payment(project, 2)],
        ...[final(project), acceptance(project, 3), payment(project, 3), accounts(project)],
      ]
  }
}

type Named = { projectCode: string; projectName: string }
type Form = Record<string, unknown>

const at = ({ officer }: PlannedProject, matter: string, form: (moment: Moment) => Promise<Form | null>): Stop => ({
  who: officer,
  matter,
  form,
})

/** A matter about a project, which is named by the code that it has in the register. */
const about = (project: PlannedProject, matter: string, form: (moment: Moment, of: Named) => Form): Stop =>
  at(project, matter, async (moment) => form(moment, await named(project, moment)))

async function named({ name }: PlannedProject, { browser }: Moment): Promise<Named> {
  const found = await browser.get<{ items: { code: string; name: string }[] }>(`/api/projects?q=${encodeURIComponent(name)}`)
  return { projectCode: found?.items.find((one) => one.name === name)?.code ?? '', projectName: name }
}

const needOf = ({ name, kind, need, reuse, estimate }: PlannedProject, { today }: Moment): Form => ({
  ...{ projectName: name, kind, need, reuse, estimate: yuan(estimate) },
  ...{ designOn: plusDays(today, 45), contractOn: plusDays(today, 100), acceptOn: plusDays(today, 330) },
})

const reviewed = ({ content, performance, reuse }: PlannedProject, of: Named, amount: number): Form => ({
  ...{ ...of, content, estimate: yuan(amount), architecture: `部署在县政务云,复用${reuse}` },
  ...{ dataSharing: true, securityLevel: '3', crypto: true, performance },
})

const budget = (project: PlannedProject): Stop =>
  about(project, 'annual-budget', ({ today }, of) => ({
    ...{
      ...of,
      year: Number(today.slice(0, 4)),
      amount: yuan(Math.min(project.estimate, project.purchase!.budget)),
      source: '县级财政预算安排',
    },
  }))

const procurement = (project: PlannedProject): Stop =>
  about(project, 'procurement', (_moment, of) => ({
    ...{ ...of, category: project.purchase!.category, amount: yuan(project.purchase!.budget), content: project.content },
  }))

/** In thirds: when the goods have come, when it is accepted, and what is kept back. */
function milestonesOf({ purchase }: PlannedProject): { name: string; amount: number }[] {
  const { bid } = purchase!
  const kept = Math.floor(bid * RETENTION_SHARE)
  const first = Math.round(bid * FIRST_SHARE)
  return [
    { name: '到货验收', amount: first },
    { name: '竣工验收', amount: bid - first - kept },
    { name: '质量保证金', amount: kept },
  ]
}

/** @param isOld it was concluded before the project came into the register */
const contract = (project: PlannedProject, isOld: boolean): Stop =>
  about(project, 'project-contract', ({ today }, of) => {
    const { supplier, bid, contractNo } = project.purchase!
    const milestones = milestonesOf(project)
    return {
      ...{ ...of, contractNo, payeeName: supplier.name, payeeCode: supplier.code, ...(supplier.organ && { payeeOrgan: supplier.organ }) },
      ...{ amount: yuan(bid), retention: yuan(milestones[2]!.amount), payDays: 30 },
      signedOn: isOld ? plusDays(today, -BEFORE.signed) : today,
      milestones: milestones.map(({ name, amount }, i) => ({ name, plannedOn: plusDays(today, 20 + i * 60), amount: yuan(amount) })),
    }
  })

const acceptance = (project: PlannedProject, milestoneNo: number): Stop =>
  about(project, 'milestone-acceptance', ({ today }, of) => ({
    ...{
      ...of,
      contractNo: project.purchase!.contractNo,
      milestoneNo,
      acceptedOn: today,
      report: '现场清点核对,数量、型号和功能符合合同约定',
    },
  }))

const payment = (project: PlannedProject, milestoneNo: number): Stop =>
  about(project, 'payment-request', (_moment, of) => ({
    ...{ ...of, contractNo: project.purchase!.contractNo, milestoneNo, amount: yuan(milestonesOf(project)[milestoneNo - 1]!.amount) },
    invoiceNo: `2632${String(PROJECTS.findIndex(({ name }) => name === project.name)).padStart(8, '0')}${String(milestoneNo).padStart(8, '0')}`,
  }))

const change = (project: PlannedProject): Stop =>
  about(project, 'change-order', (_moment, of) => ({
    ...{ ...of, contractNo: project.purchase!.contractNo, aspect: 'scope', direction: 'more' },
    ...{ amount: yuan(Math.round(project.purchase!.bid * CHANGE_SHARE)), reason: '一处取水口迁移,增加点位三处,单价按合同执行' },
  }))

const progress = (project: PlannedProject): Stop =>
  about(project, 'project-progress', ({ today }, of) => ({
    ...{
      ...of,
      month: today.slice(0, 7),
      percent: 45,
      done: '设备到货,完成一半点位的安装',
      issues: '一处点位供电尚未落实,下月完成安装和联调',
    },
  }))

/** 初步验收 and the three months of trial, which lie before the month. */
const testing = (project: PlannedProject): Stop[] => [
  about(project, 'preliminary-acceptance', ({ today }, of) => ({
    ...{
      ...of,
      acceptedOn: plusDays(today, -BEFORE.accepted),
      supervisor: '施工和资料符合要求,同意初验',
      report: '系统功能、性能符合合同约定',
    },
  })),
  about(project, 'trial-run', ({ today }, of) => ({
    ...{ ...of, startedOn: plusDays(today, -BEFORE.trialFrom), endedOn: plusDays(today, -BEFORE.trialUntil) },
    report: '试运行期间系统稳定,数据有效传输率百分之九十七',
  })),
]

const final = (project: PlannedProject): Stop =>
  about(project, 'final-acceptance', (_moment, of) => ({
    ...{ ...of, archiveNo: 'DA-2026-0118', securityReport: 'DJCP-2026-037', catalogue: '污染源在线监测数据目录,共十二项' },
    report: '按合同建成监测站点二十四处、监测应用一套,完成试运行',
  }))

const accounts = (project: PlannedProject): Stop =>
  about(project, 'final-accounts', (_moment, of) => ({
    ...{ ...of, amount: yuan(project.purchase!.bid), audit: 'SJ-2026-052', assets: '固定资产二十六项,已登记入账' },
  }))

/** Months of the operation that are over at the beginning of the month or within it, as many as the days allow, the latest of them. */
function monthsOver(until: string, days: number): string[] {
  const last = plusDays(`${until.slice(0, 7)}-01`, -1).slice(0, 7)
  const months: string[] = []
  for (let month = last; month >= OPERATION.firstMonth; month = plusDays(`${month}-01`, -1).slice(0, 7)) months.unshift(month)
  return months.slice(-Math.max(1, Math.round(days * OPERATION.monthsPerDay)))
}

const monthlyReport = (month: string, nth: number): Stop => ({
  // One on a day: those that were not filed yet come in their order.
  ...{ who: OPERATION.operator, matter: 'bot-monthly-payment', fromDay: nth },
  form: ({ today }) => {
    if (today.slice(0, 7) <= month) return null
    const { availability, outages, outageMinutes, report } = OPERATION.reports[nth % OPERATION.reports.length]!
    const orders = 36 + ((nth * 7) % 19)
    return {
      ...{ month, availability, outages, outageMinutes, orders, inTime: orders - (nth % 3), report },
      ...{ invoiceNo: `26329${month.replace('-', '').padStart(15, '0')}`, amount: yuan(OPERATION.fee) },
    }
  },
})

/** The year is called; then the organs ask for their part. */
function fundErrands(begins: number): Errand[] {
  const call: Stop = {
    fromDay: begins,
    ...{ who: FUND.caller, matter: 'fund-call' },
    form: ({ today }) => ({
      ...{ title: `${today.slice(0, 4)}年度智慧城市专项资金申报通知`, year: Number(today.slice(0, 4)), amount: yuan(FUND.amount) },
      ...{ closesOn: plusDays(today, FUND.openDays), scope: '支持公共平台、数据共享和城市安全运行项目,须承诺数据接入公共信息平台' },
    }),
  }
  const asked = FUND.applications.map(({ officer, name, asked, content, target }, i): Errand => ({
    key: `fund ${name}`,
    stops: [
      {
        ...{ who: officer, matter: 'special-fund', after: ['fund'], fromDay: begins + 1 + i },
        form: ({ today }) => ({
          ...{ year: Number(today.slice(0, 4)), projectName: name, amount: yuan(asked), content, target },
          ...{ indicators: [{ name: '数据接入率', value: '95%' }], dataSharing: true, reuse: '政务云、视频共享平台、公共信息平台' },
        }),
      },
    ],
  }))
  return [{ key: 'fund', stops: [call] }, ...asked]
}
