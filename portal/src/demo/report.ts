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
    `  种子 seed ${seed},截止 until ${until};账号密码 password of all accounts:Lianban@2026`,
    `  启动 start:npm start -- --data-dir ${config.dataDir}`,
    '  登录 log in:shenqing 申请人、chuangkou 窗口、chengban 承办、pizhun 批准、zhuguan 政务办主管、jianjian 纪检监察',
    ...refusals(result),
  ].join('\n')
}

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
