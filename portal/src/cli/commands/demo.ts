import { parseArgs } from 'node:util'
import { dayOf } from '@lianban/processes'
import { playDemo } from '../../demo/play.ts'
import { DemoError } from '../../demo/preconditions.ts'
import type { PaperMode } from '../../demo/papers.ts'
import { progressLine } from '../../demo/progress.ts'
import { report } from '../../demo/report.ts'
import { environment } from './environment.ts'
import type { Command } from './index.ts'

const MAX_DAYS = 366
const USAGE = `用法 usage:
  lianban demo [--days 30] [--seed 1] [--until YYYY-MM-DD] [--documents some|all|none] [--data-dir <目录>]

  --days       模拟多少天 simulated days, 1–${MAX_DAYS}
  --seed       同一种子、同一截止日,结果相同 the same seed and last day give the same month
  --until      演示到这一天的零点(默认今天) played until midnight before this day (default: today)
  --documents  some:部分办件的文书由 Chromium 排版,其余只印文字(默认);all:全部排版(慢);none:不用 Chromium`

/** `lianban demo`: a month of cases in an empty installation. */
export const demo: Command = {
  summary: '演示:在空库里模拟一个月的办件 play a month of cases in an empty installation (demo --days 30)',
  async run(args) {
    const text = { type: 'string' } as const
    const { values } = parseArgs({
      args,
      options: { days: text, seed: text, until: text, documents: text, 'data-dir': text, help: { type: 'boolean' } },
    })
    if (values.help) {
      console.log(USAGE)
      return
    }
    const { config, logger } = environment({ 'data-dir': values['data-dir'] })
    if (!process.env.LOG_LEVEL) logger.level = 'error'
    const options = { ...checked(values), config, logger }
    let isStopped = false
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (isStopped = true))
    const line = progressLine(process.stdout)
    const startedAt = performance.now()
    const result = await playDemo({ ...options, onRound: line.tell, isStopped: () => isStopped })
    line.end()
    console.log(report(result, { ...options, seconds: (performance.now() - startedAt) / 1000 }))
    return result.isWhole && result.deeds.refusals.size === 0 ? 0 : 1
  },
}

/** @throws DemoError DEMO_ARGUMENT */
function checked({ days = '30', seed = '1', until, documents = 'some' }: Partial<Record<'days' | 'seed' | 'until' | 'documents', string>>) {
  const today = dayOf(Date.now())
  const last = until ?? today
  if (!/^\d+$/.test(days) || Number(days) < 1 || Number(days) > MAX_DAYS)
    throw new DemoError('DEMO_ARGUMENT', `--days ${days}:应为 1 至 ${MAX_DAYS} 的整数 a whole number from 1 to ${MAX_DAYS}\n\n${USAGE}`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(last) || Number.isNaN(Date.parse(last)) || last > today)
    throw new DemoError('DEMO_ARGUMENT', `--until ${last}:应为不晚于今天的日期 a day that is not after today, YYYY-MM-DD\n\n${USAGE}`)
  if (!['some', 'all', 'none'].includes(documents))
    throw new DemoError('DEMO_ARGUMENT', `--documents ${documents}:应为 some、all 或者 none\n\n${USAGE}`)
  return { days: Number(days), seed, until: last, papers: documents as PaperMode }
}
