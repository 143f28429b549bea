import type { Config } from '../server/config.ts'
import type { DemoResult } from './play.ts'
import type { State } from './summary.ts'

const COLUMNS: readonly [State, string][] = [
  ['open', '在办'],
  ['granted', '准予'],
  ['refused', '不予许可'],
  ['not-accepted', '不予受理'],
  ['other', '其他办结'],
]
/** Cells, full-width characters counting two. */
const NAME_CELLS = 44
const COLUMN_CELLS = 10

/** What the month has brought, for people; and what went wrong. */
export function report(
  result: DemoResult,
  { config, seconds, seed, until }: { config: Config; seconds: number; seed: string; until: string },
): string {
  const { summary, deeds, isWhole } = result
  const row = (name: string, cells: (string | number)[]) =>
    `  ${fit(name, NAME_CELLS)}${cells.map((cell) => pad(String(cell), COLUMN_CELLS)).join('')}`
  const matters = [...summary.matters].sort(([a], [b]) => (a < b ? -1 : 1))
  const facts: [string, string | number][] = [
    ['办件 cases', summary.caseNos.length],
    ['补正、更正、修改 supplements', deeds.count('Task_Intake.supplement', 'Task_Intake.correct', 'Task_PreCheck.advise')],
    ['退回 returns', deeds.count('.return', 'task.send-back')],
    ['特别程序(暂停计时) suspensions', deeds.count('Task_ApproveSpecial.approve')],
    ['听证 hearings', deeds.count('Task_ArrangeHearing.arrange')],
    ['延期 extensions', deeds.count('Task_DecideExtension.grant')],
    ['撤回 withdrawals', deeds.count('case.withdrawal')],
    ['视为受理 deemed acceptances', summary.deemedAccepted],
    ['黄牌、红牌办件 overdue', summary.overdue],
    [
      '监察牌 cards',
      Object.entries(summary.cards)
        .map(([colour, count]) => `${CARD_NAMES[colour] ?? colour} ${count}`)
        .join('、'),
    ],
    ['证照 licences', summary.licences],
    ['双公示 publications', summary.publications],
    ['评价(差评) ratings (poor)', `${summary.ratings}(${summary.poorRatings})`],
    ['请求 HTTP requests', deeds.requests],
    ['用时 seconds', Math.round(seconds)],
  ]
  return [
    isWhole ? '' : '\n  已中断,数据不完整:请换一个数据目录重新演示 stopped on the way; take another folder to play it whole\n',
    row(
      '事项',
      COLUMNS.map(([, name]) => name),
    ),
    ...matters.map(([name, states]) =>
      row(
        name,
        COLUMNS.map(([state]) => states[state]),
      ),
    ),
    '',
    ...facts.map(([name, value]) => `  ${fit(name, NAME_CELLS)}${value}`),
    '',
    ...flowFacts(result).map(([name, value]) => `  ${fit(name, NAME_CELLS)}${value}`),
    '',
    `  种子 seed ${seed},截止 until ${until};账号密码 password of all accounts:Lianban@2026`,
    `  启动 start:npm start -- --data-dir ${config.dataDir}`,
    '  登录 log in:shenqing 申请人、chuangkou 窗口、chengban 承办、pizhun 批准、zhuguan 政务办主管、jianjian 纪检监察',
    ...refusals(result),
  ].join('\n')
}

/** What there is to see of the flows beside licensing. */
function flowFacts({ flows, deeds }: DemoResult): [string, string | number][] {
  return [
    ['大联动案件 grid incidents', states(flows.incidents, INCIDENT_NAMES)],
    ['退件、仲裁 refusals, rulings', `${deeds.count('Task_Receive.refuse')}、${deeds.count('Task_Arbitrate.rule', 'Task_Meeting.rule')}`],
    [
      '缓办、返工、重开 deferred, redone, reopened',
      `${flows.deferred}、${deeds.count('Task_Verify.rework')}、${deeds.count('incident.reopened')}`,
    ],
    ['12345 工单 hotline orders', deeds.count('hotline.order')],
    ['项目 projects', states(flows.projects)],
    ['运营服务费 months of the operation', states(flows.botMonths, MONEY_NAMES)],
    ['专项资金申报 applications for the fund', states(flows.grants, MONEY_NAMES)],
    ['考核方案 assessment frames', `${states(flows.frames, FRAME_NAMES)},已公示名次 ${flows.rankings} 版`],
    ['目标分解、进展月报 splits, reports', `${deeds.count('target-decomposition.handed-in')}、${deeds.count('progress-report.handed-in')}`],
    ['大厅办结排队号 numbers served', flows.tickets],
    ['窗口代办 assisted applications', deeds.count('case.assisted')],
    ['咨询投诉 consultations, complaints', states(flows.consultations, { open: '待答复', answered: '已答复' })],
  ]
}

const INCIDENT_NAMES: Record<string, string> = {
  ...{ reported: '已上报', filed: '已立案', dispatched: '已派遣', disposing: '处置中', verifying: '核查中', closing: '待结案' },
  ...{ closed: '已结案', invalid: '不予受理', duplicate: '并入', rejected: '不予立案', 'self-handled': '自处置', withdrawn: '撤回' },
}
const MONEY_NAMES: Record<string, string> = {
  ...{ filed: '已报送', scored: '已评分', paid: '已支付', handed: '已移交', gap: '未报送' },
  ...{ asked: '评审中', issued: '已下达', allocated: '已拨付', evaluated: '已评价', refused: '不予支持' },
}
const FRAME_NAMES: Record<string, string> = { drafting: '制定中', started: '执行中', closed: '已审定' }

const states = (counts: Record<string, number>, names: Record<string, string> = {}): string =>
  Object.entries(counts)
    .map(([state, count]) => `${names[state] ?? state} ${count}`)
    .join('、') || '0'

const CARD_NAMES: Record<string, string> = { warning: '预警', yellow: '黄牌', red: '红牌' }

function refusals({ deeds }: DemoResult): string[] {
  if (deeds.refusals.size === 0) return []
  const lines = [...deeds.refusals]
    .sort(([, a], [, b]) => b.count - a.count)
    .flatMap(([key, { count, examples }]) => [
      `  ${count} × ${key}`,
      ...examples.map(({ username, path, text }) => `      ${username} ${path}\n      ${text}`),
    ])
  return ['', '  服务器没有办的请求,都是缺陷 requests that the server refused, each a defect:', ...lines]
}

const cellsOf = (text: string): number => [...text].reduce((sum, character) => sum + (character > '\u2e80' ? 2 : 1), 0)
const pad = (text: string, cells: number): string => text.padStart(text.length + Math.max(0, cells - cellsOf(text)))

/** Cut or filled up to so many cells. */
function fit(text: string, cells: number): string {
  let cut = text
  while (cellsOf(cut) > cells - 2) cut = [...cut].slice(0, -1).join('')
  const shown = cut === text ? text : `${cut}…`
  return shown + ' '.repeat(Math.max(0, cells - cellsOf(shown)))
}
