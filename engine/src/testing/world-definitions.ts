import type { CalledProcess } from '../core/events.ts'
import { timerDue } from '../core/subscriptions.ts'
import type { Subscription, Variables } from '../core/state.ts'
import { nextDue, parseCycle } from '../expression/cycle.ts'
import { evaluateCondition } from '../expression/evaluate.ts'
import type { EvaluationContext } from '../expression/expression.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { CatchTrigger, ExecutableProcess } from '../model/executable.ts'

/** A deployed process; deploying the same key again gives it the next version. */
export interface WorldDefinition {
  process: ExecutableProcess
  version: number
  /** Counts deployments from 1. */
  deployment: number
}

/** An event start of a newest definition. */
export interface EventStart {
  definition: WorldDefinition
  nodeId: string
  trigger: CatchTrigger
}

/** A timer start event's next instant. */
interface StartTimer extends Pick<Subscription, 'dueAt' | 'cycle'> {
  start: EventStart
}

/** What is deployed, in memory: which version a call means, and what a message, signal, instant or condition starts. */
export class WorldDefinitions {
  readonly all: WorldDefinition[] = []
  private deployments = 0
  private timers: StartTimer[] = []

  /** All processes of one file. A new version takes over the start timers of the one before. */
  deploy(processes: ExecutableProcess[], now: number): void {
    this.deployments++
    for (const process of processes) {
      const version = this.versionsOf(process.key).length + 1
      const definition = { process: { ...process, id: `${process.key}:${version}` }, version, deployment: this.deployments }
      this.all.push(definition)
      this.timers = this.timers.filter(({ start }) => start.definition.process.key !== process.key)
      for (const start of startsOf(definition)) {
        if (start.trigger.type === 'timer') this.timers.push({ start, ...timerDue(start.nodeId, start.trigger, contextFor({}, now)) })
      }
    }
  }

  versionsOf(key: string): WorldDefinition[] {
    return this.all.filter(({ process }) => process.key === key)
  }

  /** The one of a reference; a version tag that two have means none (Camunda fails). */
  find({ key, binding, version, versionTag }: CalledProcess, deployment: number): WorldDefinition | null {
    const versions = this.versionsOf(key)
    switch (binding) {
      case 'latest':
        return versions.at(-1) ?? null
      case 'deployment':
        return versions.find((definition) => definition.deployment === deployment) ?? null
      case 'version':
        return versions.find((definition) => definition.version === version) ?? null
      case 'versionTag': {
        const tagged = versions.filter(({ process }) => process.versionTag === versionTag)
        return tagged.length === 1 ? tagged[0]! : null
      }
    }
  }

  /** Start events of the newest versions for this message or signal. */
  startsBy(type: 'message' | 'signal', name: string): EventStart[] {
    // the name of a start event is a literal: nothing is there that an expression could see
    return this.newestStarts().filter(({ trigger }) => trigger.type === type && 'text' in trigger.name && trigger.name.text === name)
  }

  /** Conditional start events that hold for these variables, as if they had just been created. */
  startsByCondition(variables: Variables, now: number): EventStart[] {
    const plain = Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))
    return this.newestStarts().filter(({ trigger }) => {
      if (trigger.type !== 'conditional' || (trigger.variableName !== null && !Object.hasOwn(variables, trigger.variableName))) return false
      try {
        return evaluateCondition(trigger.condition, contextFor(plain, now))
      } catch (error) {
        if (error instanceof ExpressionFailure) return false
        throw error
      }
    })
  }

  nextStart(): { start: EventStart; dueAt: number } | null {
    const first = this.timers.reduce<StartTimer | null>((before, timer) => (before && before.dueAt! <= timer.dueAt! ? before : timer), null)
    return first && { start: first.start, dueAt: first.dueAt! }
  }

  /** The timer has started an instance: a cycle gets its next instant. */
  startFired({ start }: { start: EventStart }, now: number): void {
    this.timers = this.timers.flatMap((timer) => {
      if (timer.start !== start) return timer
      const cycle = timer.cycle && parseCycle(timer.cycle.text)
      const dueAt = cycle ? nextDue(cycle, timer.cycle!.startAt, Math.max(now, timer.dueAt!)) : null
      return dueAt === null ? [] : { ...timer, dueAt }
    })
  }

  private newestStarts(): EventStart[] {
    const keys = [...new Set(this.all.map(({ process }) => process.key))]
    return keys.flatMap((key) => startsOf(this.versionsOf(key).at(-1)!))
  }
}

function startsOf(definition: WorldDefinition): EventStart[] {
  const { process } = definition
  return process.scopes[process.key]!.eventStarts.map(({ nodeId, trigger }) => ({ definition, nodeId, trigger }))
}

const contextFor = (variables: Record<string, unknown>, now: number): EvaluationContext => ({
  variables,
  functions: {},
  now,
})
