import { parseCycle } from '../../expression/cycle.ts'
import { dueAt } from '../../expression/due.ts'
import type { TimerTrigger } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import { childOf, label } from './attributes.ts'
import type { CompileContext } from './context.ts'
import { elementExpression } from './language.ts'

const FORMS = { timeDate: 'date', timeCycle: 'cycle', timeDuration: 'duration' } as const

/** null, and reported, if there is no time or the time cannot be read. */
export function timerTrigger(element: XmlElement, definition: XmlElement, context: CompileContext): TimerTrigger | null {
  const name = (['timeDate', 'timeCycle', 'timeDuration'] as const).find((candidate) => childOf(definition, `bpmn:${candidate}`))
  const time = name && childOf(definition, `bpmn:${name}`)
  if (!time || time.text.trim() === '') {
    context.report('NO_TIMER', element, `${label(element)} has no timeDate, no timeDuration and no timeCycle`, time ?? definition)
    return null
  }
  const form = FORMS[name]
  const value = elementExpression(element, time, 'the time of', context)
  if (!value) return null
  if (value.kind === 'literal' && !isTime(form, value.text)) {
    const expected =
      form === 'cycle'
        ? 'is neither an ISO 8601 repetition such as R3/PT1H nor six fields of cron'
        : 'is neither an ISO 8601 date nor a duration such as P3D'
    context.report('INVALID_TIMER', element, `the time of ${label(element)}, "${value.text}", ${expected}`, time)
    return null
  }
  return { type: 'timer', form, value }
}

function isTime(form: TimerTrigger['form'], text: string): boolean {
  return form === 'cycle' ? parseCycle(text) !== null : dueAt(text, 0) !== null
}
