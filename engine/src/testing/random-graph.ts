import { aProcess, type ProcessBuilder } from './process-builder.ts'
import { seededRandom, type RandomProcess } from './random-process.ts'

const KINDS = ['user', 'user', 'service', 'task', 'exclusive', 'parallel', 'inclusive', 'timer', 'message', 'escalation', 'async'] as const

/**
 * A process that follows no block structure: nodes of random kinds, each with one to three flows to nodes chosen at random,
 * forwards, and backwards from those that wait. Joins may wait for ever and conditions may fail; what must hold all the
 * same is that every token ends, waits, or shows an incident.
 */
export function randomGraph(seed: number, size = 8): RandomProcess {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const builder = aProcess(`graph-${seed}`).startEvent('Start')
  const ids = Array.from({ length: size }, (_, index) => `N${index}`)
  const kinds = ids.map(() => KINDS[below(KINDS.length)]!)
  ids.forEach((id, index) => draw(builder, id, kinds[index]!))
  builder.endEvent('End')
  ids.forEach((id, index) => {
    for (let count = 1 + below(3); count > 0; count--) {
      builder.moveTo(id)
      if (isChoice(kinds[index]!) && random() < 0.7) builder.condition(`=decision${below(2)} = ${below(3)}`)
      // a loop without a wait would fill a whole turn
      const first = WAITING.has(kinds[index]!) ? 0 : index + 1
      builder.connectTo(random() < 0.25 || first >= size ? 'End' : ids[first + below(size - first)]!)
    }
  })
  return { seed, builder, decisions: ['decision0', 'decision1'] }
}

const WAITING: ReadonlySet<string> = new Set(['user', 'service', 'timer', 'message', 'async'])
const isChoice = (kind: string): boolean => kind === 'exclusive' || kind === 'inclusive'

function draw(builder: ProcessBuilder, id: string, kind: (typeof KINDS)[number]): void {
  switch (kind) {
    case 'user':
      return void builder.userTask(id)
    case 'service':
      return void builder.serviceTask(id, 'work')
    case 'task':
      return void builder.task(id)
    case 'exclusive':
      return void builder.exclusiveGateway(id)
    case 'parallel':
      return void builder.parallelGateway(id)
    case 'inclusive':
      return void builder.inclusiveGateway(id)
    case 'timer':
      return void builder.timerCatch(id, { duration: 'PT1H' })
    case 'message':
      return void builder.messageCatch(id, `message-${id}`)
    case 'escalation':
      return void builder.escalationThrow(id, 'LATE')
    case 'async':
      return void builder.task(id, { asyncBefore: true })
  }
}
