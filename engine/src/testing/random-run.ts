import type { Variables } from '../core/state.ts'
import type { RandomProcess } from './random-process.ts'
import { seededRandom } from './random-process.ts'
import type { Scenario } from './scenario.ts'
import { scenario } from './scenario.ts'

/** A run that goes on after so many commands is taken to never end. */
const MAX_COMMANDS = 2_000

export interface RandomRun {
  scenario: Scenario
  /** Commands sent. */
  commands: number
}

/**
 * Plays a random process to its end: at every wait it does something that may be done there, chosen by the seed.
 * Time is the only thing left to do when a timer is all that is waited for.
 * @param check called after every command
 * @throws Error if the process stops without ending, or does not end
 */
export function randomRun(process: RandomProcess, seed: number, check: (run: Scenario) => void = () => undefined): RandomRun {
  const { run, next } = randomSteps(process, seed)
  check(run)
  let commands = 1
  for (; run.state.status === 'active'; commands++) {
    if (commands > MAX_COMMANDS) throw new Error(`still running after ${MAX_COMMANDS} commands`)
    if (!next()) throw new Error(`stuck at [${run.waiting().join(', ')}]`)
    check(run)
  }
  return { scenario: run, commands }
}

/** The same step by step: `next` does one thing that may be done, and says false if there is none. */
export function randomSteps(process: RandomProcess, seed: number): { run: Scenario; random: () => number; next: () => boolean } {
  const random = seededRandom(seed)
  const run = scenario(process.builder)
  const decide = () => Object.fromEntries(process.decisions.map((name) => [name, Math.floor(random() * 3)]))
  run.start(decide())
  const next = () => {
    const actions = run.state.status === 'active' ? possibleActions(run, decide) : []
    actions[Math.floor(random() * actions.length)]?.()
    return actions.length > 0
  }
  return { run, random, next }
}

function possibleActions(run: Scenario, decide: () => Record<string, number>): (() => unknown)[] {
  const { tokens, subscriptions } = run.state
  const variables = Object.fromEntries(Object.entries(decide()).map(([name, value]) => [name, { value }]))
  const actions: (() => unknown)[] = []
  for (const { id: tokenId, waitsFor } of Object.values(tokens)) {
    if (waitsFor === 'userTask') actions.push(() => run.send({ type: 'completeUserTask', tokenId, variables }))
    if (waitsFor === 'externalTask') {
      actions.push(() => run.send({ type: 'completeExternalTask', tokenId, variables, localVariables: {} }))
      actions.push(() => failOrThrow(run, tokenId))
    }
    if (waitsFor === 'receive') actions.push(() => run.send({ type: 'signalToken', tokenId, variables }))
    if (waitsFor === 'call') actions.push(() => endCall(run, tokenId, variables))
    if (waitsFor === 'incident') {
      const incident = Object.values(run.state.incidents).find((candidate) => candidate.tokenId === tokenId)!
      actions.push(() => run.send({ type: 'retryIncident', incidentId: incident.id, retries: 1 }))
    }
  }
  for (const { id: subscriptionId, kind, dueAt } of Object.values(subscriptions)) {
    if (kind === 'message') actions.push(() => run.send({ type: 'correlateMessage', subscriptionId, variables: {} }))
    else if (kind === 'signal') actions.push(() => run.send({ type: 'deliverSignal', subscriptionId, variables: {} }))
    else if (kind === 'conditional') actions.push(() => run.send({ type: 'setVariables', scopeId: run.state.id, variables }))
    else if (kind === 'job') actions.push(() => run.send({ type: 'executeJob', subscriptionId }))
    else actions.push(() => run.advanceTo(Math.max(dueAt!, run.clock())))
  }
  return actions
}

/** By its number the called process ends, or could not be started. */
function endCall(run: Scenario, tokenId: string, variables: Variables): void {
  if (Number(run.state.tokens[tokenId]!.calledInstanceId!.split('.').at(-1)) % 3 > 0) run.send({ type: 'completeCall', tokenId, variables })
  else run.send({ type: 'failCall', tokenId, code: 'CALLED_PROCESS_NOT_FOUND', message: 'random failure' })
}

const numberOf = (tokenId: string): number => Number(tokenId.slice(tokenId.lastIndexOf(':') + 1))

/** By the number of its token a task fails for good or throws an error, caught or not. */
function failOrThrow(run: Scenario, tokenId: string): void {
  if (numberOf(tokenId) % 2 === 0) {
    run.send({ type: 'failExternalTask', tokenId, retries: 0, retryAt: run.clock(), errorMessage: 'random failure' })
  } else run.send({ type: 'throwBpmnError', tokenId, errorCode: 'RANDOM', errorMessage: null, variables: {} })
}
