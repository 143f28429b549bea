import type { Progress } from './play.ts'

const BAR_WIDTH = 30

/** A bar that is redrawn where a person looks on; elsewhere one line for each simulated day. */
export function progressLine(out: NodeJS.WriteStream): { tell: (progress: Progress) => void; end: () => void } {
  const isTerminal = out.isTTY === true
  return {
    tell({ day, days, date, begun, deeds, isEndOfDay }) {
      const filled = Math.round((BAR_WIDTH * (isEndOfDay ? day : day - 1)) / days)
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
      const wrong = [...deeds.refusals.values()].reduce((sum, { count }) => sum + count, 0)
      const text = `${bar} ${day}/${days} ${date}  办件 ${begun} cases  送达 ${deeds.count('.deliver')} delivered  请求 ${deeds.requests}${wrong > 0 ? `  异常 ${wrong}` : ''}`
      if (isTerminal) out.write(`\r\x1b[K${text}`)
      else if (isEndOfDay) out.write(`${text}\n`)
    },
    end: () => void (isTerminal && out.write('\n')),
  }
}
