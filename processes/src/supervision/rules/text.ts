import { chineseDay, dayOf } from '../../clock/index.ts'
import type { RuleContext } from './feel.ts'

const PLACE = /\{([a-z]+(?:\.\w+)*)\}/gi

/** The words of a card: `{state.caseNo}` and the like are filled in; what is not known becomes 未知. */
export function fillText(template: string, context: RuleContext): string {
  return template.replace(PLACE, (_, path: string) => {
    const value = path
      .split('.')
      .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined), context)
    return words(value, path)
  })
}

function words(value: unknown, path: string): string {
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.map((one) => words(one, path)).join('、')
  if (typeof value === 'number' && path.endsWith('At')) return chineseDay(dayOf(value))
  if (typeof value === 'number') return String(Math.round(value * 100) / 100)
  return typeof value === 'string' && value !== '' ? value : '未知'
}
