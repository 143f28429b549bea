import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Event, InstanceState, Modification } from '../src/index.ts'
import { apply, step } from '../src/index.ts'
import type { RandomProcess, Scenario } from '../src/testing/index.ts'
import { parsed, randomGraph, randomProcess, randomRun, randomSteps, scenario } from '../src/testing/index.ts'

const seeds = fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 0xffffffff }))
const RUNS = { numRuns: 150 }

/** Tokens that entered are those that went and those that stand there. */
function checkBalance(run: Scenario): void {
  const count = (type: Event['type']) => run.events.filter((event) => event.type === type).length
  const standing = Object.keys(run.state.tokens).length
  expect(count('elementEntered')).toBe(count('elementCompleted') + count('elementTerminated') + standing)
  const taken = run.events.flatMap((event) => (event.type === 'flowTaken' ? event.flowId : []))
  const entered = run.events.flatMap((event) => (event.type === 'elementEntered' && event.flowId !== null ? event.flowId : []))
  expect(entered).toEqual(taken)
}

/** Each id is given once. */
function checkIds(run: Scenario): void {
  const ids = run.events.flatMap((event) => {
    if (event.type === 'elementEntered') return event.tokenId
    if (event.type === 'subscriptionOpened') return event.subscription.id
    if (event.type === 'incidentRaised') return event.incidentId
    return event.type === 'scopeOpened' ? event.scopeId : []
  })
  expect(new Set(ids).size).toBe(ids.length)
}

describe('random block-structured processes', () => {
  it('end, by `End` exactly once, with no token lost or doubled; tables and folded events agree after every command', () => {
    fc.assert(
      fc.property(seeds, ([model, run]) => {
        const { scenario: played } = randomRun(randomProcess(model), run)
        played.expectEnded()
        checkBalance(played)
        checkIds(played)
        expect(played.completed().filter((id) => id === 'End')).toEqual(['End'])
      }),
      RUNS,
    )
  })

  it('give the same events for the same commands, also if the state was written and read in between', () => {
    fc.assert(
      fc.property(seeds, ([model, seed]) => {
        const process = randomProcess(model)
        const first = randomRun(process, seed).scenario
        const second = replayed(process, seed)
        expect(second.events).toEqual(first.events)
        expect(JSON.stringify(second.state)).toBe(JSON.stringify(first.state))
      }),
      { numRuns: 60 },
    )
  })

  it('may be terminated at any moment and leave nothing behind', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 12 }), ([model, seed], commands) => {
        let left = commands
        let stopped: Scenario | null = null
        const stop = new Error('stop')
        try {
          randomRun(randomProcess(model), seed, (run) => {
            if (left-- === 0 && run.state.status === 'active') {
              stopped = run
              throw stop
            }
          })
        } catch (error) {
          if (error !== stop) throw error
        }
        const run = stopped as Scenario | null
        run?.terminate('chance').expectEnded('terminated')
        if (run) checkBalance(run)
      }),
      { numRuns: 80 },
    )
  })
})

/** Plays the same seed, but every step starts from a state that went through JSON, as it does in the runtime. */
function replayed(process: RandomProcess, seed: number): Scenario {
  return randomRun(process, seed, (run) => {
    const read = JSON.parse(JSON.stringify(run.state)) as InstanceState
    Object.assign(run, { current: read })
  }).scenario
}

describe('random processes without block structure', () => {
  it('end, wait or show an incident, with no token lost or doubled', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 3, max: 10 }), ([model, seed], size) => {
        const { run, next } = randomSteps(randomGraph(model, size), seed)
        for (let count = 0; count < 25 && Object.keys(run.state.tokens).length < 50 && next(); count++) checkBalance(run)
        checkBalance(run)
        checkIds(run)
      }),
      { numRuns: 120 },
    )
  })
})

describe('modification', () => {
  it('keeps the scope tree well formed, whatever is cancelled and started', () => {
    fc.assert(
      fc.property(seeds, ([model, seed]) => {
        const process = randomProcess(model)
        const { run, random, next } = randomSteps(process, seed)
        const elementIds = Object.values(run.process.nodes)
          .filter(({ kind }) => kind !== 'boundaryEvent')
          .map(({ id }) => id)
        for (let count = 0; count < 15 && run.state.status === 'active'; count++) {
          run.send({ type: 'modifyInstance', instructions: randomInstructions(run, elementIds, random), reason: 'chance' })
          checkBalance(run)
          if (!next()) break
        }
      }),
      { numRuns: 100 },
    )
  })
})

/** Cancels a token or starts somewhere, once or twice. */
function randomInstructions(run: Scenario, elementIds: string[], random: () => number): Modification[] {
  const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)]!
  return Array.from({ length: 1 + Math.floor(random() * 2) }, (): Modification =>
    random() < 0.5
      ? { type: 'cancel', tokenId: pick(Object.keys(run.state.tokens)) }
      : { type: 'startBefore', elementId: pick(elementIds) },
  )
}

describe('apply', () => {
  it('may be folded from any point of the history', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 1, noNaN: true }), ([model, seed], share) => {
        const { events, state } = randomRun(randomProcess(model), seed).scenario
        const middle = Math.floor(events.length * share)
        const half = events.slice(0, middle).reduce<InstanceState | null>(apply, null)
        const rest = events.slice(middle).reduce<InstanceState | null>(apply, half && (JSON.parse(JSON.stringify(half)) as InstanceState))
        expect(rest).toEqual(state)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a command that does not belong', () => {
  it('is rejected and never throws, whatever ids it names', () => {
    fc.assert(
      fc.property(seeds, fc.string(), ([model, seed], id) => {
        const process = randomProcess(model)
        const run = scenario(process.builder).start(Object.fromEntries(process.decisions.map((name) => [name, seed % 3])))
        const base = { now: 1, actor: { userId: 'x' } }
        for (const command of [
          { type: 'completeUserTask', tokenId: id, variables: {}, ...base } as const,
          { type: 'executeJob', subscriptionId: id, ...base } as const,
          { type: 'retryIncident', incidentId: id, retries: 1, ...base } as const,
        ]) {
          expect(step(parsed(process.builder), run.state, command, { functions: {} }).ok).toBe(false)
        }
      }),
      { numRuns: 30 },
    )
  })
})
