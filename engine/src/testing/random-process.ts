import type { ActivityOptions, LoopOptions } from './builder-options.ts'
import { aProcess, ProcessBuilder } from './process-builder.ts'

export interface RandomProcessOptions {
  /** Deepest nesting of blocks. Default 3. */
  maxDepth?: number
  /** Most blocks in one sequence. Default 3. */
  maxLength?: number
}

export interface RandomProcess {
  seed: number
  builder: ProcessBuilder
  /** Variables that decide gateways and loops; each must be set before the token comes to it. */
  decisions: string[]
}

/** Numbers from 0 to below 1, always the same for a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * A block-structured process: sequences of tasks, events, choices, parallel branches, loops, sub-processes and
 * activities with boundary events. However it runs, one token leaves each block for the one that entered, so it ends
 * at `End` exactly once. Side tracks of boundary events that do not interrupt end at `Side_n`.
 */
export function randomProcess(seed: number, { maxDepth = 3, maxLength = 3 }: RandomProcessOptions = {}): RandomProcess {
  const builder = aProcess(`random-${seed}`).startEvent('Start')
  const draw = new Drawer(seededRandom(seed), maxDepth, maxLength)
  draw.sequence(builder, 0)
  builder.endEvent('End')
  return { seed, builder, decisions: draw.decisions }
}

type Block = (builder: ProcessBuilder, depth: number) => void

class Drawer {
  readonly decisions: string[] = []
  private count = 0
  private readonly random: () => number
  private readonly maxDepth: number
  private readonly maxLength: number

  constructor(random: () => number, maxDepth: number, maxLength: number) {
    this.random = random
    this.maxDepth = maxDepth
    this.maxLength = maxLength
  }

  sequence(builder: ProcessBuilder, depth: number): void {
    const length = 1 + this.below(this.maxLength)
    for (let index = 0; index < length; index++) this.block(builder, depth)
  }

  private block(builder: ProcessBuilder, depth: number): void {
    const blocks = depth < this.maxDepth ? [...this.simpleBlocks, ...this.nestedBlocks] : this.simpleBlocks
    blocks[this.below(blocks.length)]!(builder, depth)
  }

  private readonly simpleBlocks: Block[] = [
    (builder) => builder.userTask(this.id('User')),
    (builder) =>
      builder.userTask(
        this.id('User'),
        {},
        { asyncBefore: this.maybe(), asyncAfter: this.maybe(), inputs: { local: '=1' }, outputs: { seen: '=local + 1' } },
      ),
    (builder) => builder.callActivity(this.id('Call'), 'other', { in: 'all', out: { result: 'result' } }),
    (builder) => builder.receiveTask(this.id('Receive')),
    (builder) => builder.expressionTask(this.id('Expression'), "${execution.setVariable('set', 1)}", { asyncBefore: this.maybe() }),
    (builder) => builder.signalThrow(this.id('Throw'), 'signal'),
    (builder) => builder.signalCatch(this.id('Signal'), 'signal'),
    (builder) => builder.conditionalCatch(this.id('Condition'), `=${this.decision()} = 0`),
    (builder) => builder.serviceTask(this.id('Service'), 'work'),
    (builder) => builder.task(this.id('Task')),
    (builder) => builder.milestone(this.id('Milestone')),
    (builder) => builder.timerCatch(this.id('Timer'), { duration: `PT${1 + this.below(48)}H` }),
    (builder) => {
      const id = this.id('Message')
      builder.messageCatch(id, `message-${id}`)
    },
  ]

  private readonly nestedBlocks: Block[] = [
    (builder, depth) => this.choice(builder, depth),
    (builder, depth) => this.parallel(builder, depth),
    (builder, depth) => this.loop(builder, depth),
    (builder, depth) => this.subProcess(builder, depth),
    (builder, depth) => this.interrupted(builder, depth),
    (builder, depth) => this.accompanied(builder, depth),
    (builder, depth) => this.inclusive(builder, depth),
    (builder) => this.eventChoice(builder),
    (builder, depth) => this.repeated(builder, depth),
    (builder, depth) => this.withEventSubProcess(builder, depth),
    (builder, depth) => this.escalating(builder, depth),
    (builder) => this.compensated(builder),
    (builder, depth) => this.undone(builder, depth),
    (builder, depth) => this.transaction(builder, depth),
  ]

  /** Branches by the value of a variable, the last by default. */
  private choice(builder: ProcessBuilder, depth: number): void {
    const [split, merge, variable] = [this.id('Choice'), this.id('Merge'), this.decision()]
    const branches = 2 + this.below(2)
    builder.exclusiveGateway(split)
    for (let branch = 0; branch < branches; branch++) {
      builder.moveTo(split)
      if (branch === branches - 1) builder.defaultFlow()
      else builder.condition(this.random() < 0.5 ? `=${variable} = ${branch}` : `\${${variable} == ${branch}}`)
      this.sequence(builder, depth + 1)
      if (branch === 0) builder.exclusiveGateway(merge)
      else builder.connectTo(merge)
    }
  }

  private parallel(builder: ProcessBuilder, depth: number): void {
    const [fork, join] = [this.id('Fork'), this.id('Join')]
    builder.parallelGateway(fork)
    const branches = 2 + this.below(2)
    for (let branch = 0; branch < branches; branch++) {
      builder.moveTo(fork)
      this.sequence(builder, depth + 1)
      if (branch === 0) builder.parallelGateway(join)
      else builder.connectTo(join)
    }
  }

  /** Runs its body again while the variable is 0. */
  private loop(builder: ProcessBuilder, depth: number): void {
    const [entry, exit, variable] = [this.id('LoopEntry'), this.id('LoopExit'), this.decision()]
    builder.exclusiveGateway(entry).userTask(this.id('User'))
    this.sequence(builder, depth + 1)
    builder.exclusiveGateway(exit).condition(`=${variable} = 0`).connectTo(entry)
    builder.moveTo(exit).defaultFlow().task(this.id('Task'))
  }

  private subProcess(builder: ProcessBuilder, depth: number, options: ActivityOptions = {}): string {
    const id = this.id('Sub')
    builder.subProcess(
      id,
      (inner) => {
        inner.startEvent(`${id}_Start`)
        this.sequence(inner, depth + 1)
        inner.endEvent(`${id}_End`)
      },
      options,
    )
    return id
  }

  /** A sub-process or task that a timer, a message or an error may end; both ways meet again. */
  private interrupted(builder: ProcessBuilder, depth: number): void {
    const host = this.random() < 0.5 ? this.subProcess(builder, depth) : this.id('Host')
    if (host.startsWith('Host')) builder.serviceTask(host, 'work')
    const merge = this.id('Merge')
    builder.exclusiveGateway(merge)
    const event = this.id('Boundary')
    const kind = this.below(3)
    if (kind === 0) builder.boundaryTimer(host, event, { duration: `PT${1 + this.below(24)}H` })
    else if (kind === 1) builder.boundaryMessage(host, event, `message-${event}`)
    else builder.boundaryError(host, event)
    builder.connectTo(merge)
  }

  /** A user task with a boundary event beside it that starts a side track. */
  private accompanied(builder: ProcessBuilder, _depth: number): void {
    const [host, event] = [this.id('User'), this.id('Beside')]
    builder.userTask(host)
    if (this.random() < 0.5) builder.boundaryTimer(host, event, { duration: `PT${1 + this.below(24)}H` }, { interrupting: false })
    else builder.boundaryMessage(host, event, `message-${event}`, { interrupting: false })
    builder.task(this.id('Task')).endEvent(this.id('Side')).moveTo(host)
  }

  /** Some of the branches, by conditions that do not depend on each other. */
  private inclusive(builder: ProcessBuilder, depth: number): void {
    const [split, join] = [this.id('Some'), this.id('All')]
    const branches = 2 + this.below(2)
    builder.inclusiveGateway(split)
    for (let branch = 0; branch < branches; branch++) {
      builder.moveTo(split)
      if (branch === branches - 1) builder.defaultFlow()
      else builder.condition(`=${this.decision()} = 0`)
      this.sequence(builder, depth + 1)
      if (branch === 0) builder.inclusiveGateway(join)
      else builder.connectTo(join)
    }
  }

  private eventChoice(builder: ProcessBuilder): void {
    const [gateway, merge, message] = [this.id('First'), this.id('Merge'), this.id('Message')]
    builder
      .eventBasedGateway(gateway)
      .timerCatch(this.id('Timer'), { duration: `PT${1 + this.below(24)}H` })
      .exclusiveGateway(merge)
    builder.moveTo(gateway).messageCatch(message, `message-${message}`).connectTo(merge)
    builder.moveTo(gateway).signalCatch(this.id('Signal'), 'signal').connectTo(merge)
  }

  /** Several times: one after the other, side by side, or while a condition holds. */
  private repeated(builder: ProcessBuilder, depth: number): void {
    const loops: LoopOptions[] = [
      { cardinality: this.below(4), asyncBefore: this.maybe() },
      { sequential: true, cardinality: this.below(3) },
      { collection: '=[1, 2, 3]', elementVariable: 'item', completionCondition: '=nrOfCompletedInstances = 2' },
      { standard: true, maximum: 1 + this.below(3), testBefore: this.maybe(), condition: '=true' },
    ]
    const loop = loops[this.below(loops.length)]!
    if (this.maybe()) builder.userTask(this.id('Each'), {}, { loop })
    else this.subProcess(builder, Math.max(depth + 1, this.maxDepth - 1), { loop })
  }

  /** A sub-process with an event sub-process in it, by a message or an error of the work inside. */
  private withEventSubProcess(builder: ProcessBuilder, depth: number): void {
    const [id, esp, interrupting] = [this.id('Sub'), this.id('Esp'), this.maybe()]
    const start = this.maybe() ? { message: `message-${esp}`, interrupting } : { error: true as const }
    builder.subProcess(id, (inner) => {
      inner.startEvent(`${id}_Start`).serviceTask(this.id('Service'), 'work')
      this.sequence(inner, depth + 1)
      inner.endEvent(`${id}_End`).eventSubProcess(esp, start, (body) => body.userTask(this.id('User')).endEvent(`${esp}_End`))
    })
  }

  /** A sub-process that escalates; the boundary event's way ends at a side, or meets the other again. */
  private escalating(builder: ProcessBuilder, depth: number): void {
    const [id, event, interrupting] = [this.id('Sub'), this.id('Escalated'), this.maybe()]
    builder.subProcess(id, (inner) => {
      inner.startEvent(`${id}_Start`).escalationThrow(this.id('Throw'), 'LATE')
      this.sequence(inner, depth + 1)
      inner.endEvent(`${id}_End`)
    })
    const merge = this.id('Merge')
    builder.exclusiveGateway(merge).boundaryEscalation(id, event, 'LATE', { interrupting })
    if (interrupting) builder.connectTo(merge)
    else builder.task(this.id('Task')).endEvent(this.id('Side')).moveTo(merge)
  }

  private compensated(builder: ProcessBuilder): void {
    const id = this.undoable(builder)
    builder.compensationThrow(this.id('Compensate'), this.maybe() ? id : undefined)
  }

  /** A user task with a handler: a person's, a worker's, or a sub-process. */
  private undoable(builder: ProcessBuilder): string {
    const [id, handler] = [this.id('User'), this.id('Undo')]
    builder.userTask(id, {}, this.maybe() ? { loop: { cardinality: 2 } } : {}).boundaryCompensation(id, `${id}_Compensation`, handler)
    const forCompensation = `id="${handler}" isForCompensation="true"`
    const inner = `<bpmn:startEvent id="${handler}_Start"/><bpmn:sequenceFlow id="${handler}_Flow" sourceRef="${handler}_Start" targetRef="${handler}_Task"/><bpmn:userTask id="${handler}_Task"/>`
    const handlers = [
      `<bpmn:userTask ${forCompensation}/>`,
      `<bpmn:serviceTask ${forCompensation} camunda:type="external" camunda:topic="work"/>`,
      `<bpmn:subProcess ${forCompensation}>${inner}</bpmn:subProcess>`,
    ]
    builder.raw(handlers[this.below(handlers.length)]!)
    return id
  }

  /** A sub-process, once or several times, that is undone as a whole when it is done. */
  private undone(builder: ProcessBuilder, depth: number): void {
    const id = this.id('Sub')
    const loops: ActivityOptions[] = [
      {},
      { loop: { cardinality: 2 } },
      { loop: { sequential: true, cardinality: 2 } },
      { loop: { standard: true, maximum: 2 } },
    ]
    builder.subProcess(
      id,
      (inner) => {
        this.undoable(inner.startEvent(`${id}_Start`))
        this.sequence(inner, Math.max(depth + 1, this.maxDepth - 1))
        inner.endEvent(`${id}_End`)
      },
      loops[this.below(loops.length)],
    )
    builder.compensationThrow(this.id('Compensate'))
  }

  private transaction(builder: ProcessBuilder, depth: number): void {
    const [id, merge, variable] = [this.id('Tx'), this.id('Merge'), this.decision()]
    builder.transaction(id, (inner) => {
      inner.startEvent(`${id}_Start`)
      this.compensated(inner)
      this.sequence(inner, depth + 1)
      const gateway = this.id('Choice')
      inner
        .exclusiveGateway(gateway)
        .condition(`=${variable} = 0`)
        .endEvent(`${id}_Cancel`, { cancel: true })
        .moveTo(gateway)
        .defaultFlow()
        .endEvent(`${id}_End`)
    })
    builder.exclusiveGateway(merge).boundaryCancel(id, this.id('Cancelled')).connectTo(merge)
  }

  private maybe(): boolean {
    return this.random() < 0.5
  }

  private decision(): string {
    const name = `decision${this.decisions.length}`
    this.decisions.push(name)
    return name
  }

  private id(kind: string): string {
    return `${kind}_${++this.count}`
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit)
  }
}
