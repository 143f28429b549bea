import type { Command, JsonValue } from '@lianban/engine'
import { parseDefinitions, type ExecutableProcess } from '@lianban/engine'
import { randomProcess, scenario, seededRandom, type Scenario } from '@lianban/engine/testing'
import { expect, test } from 'vitest'
import { certainElements } from './certain.ts'
import type { CourseOptions } from './course.ts'
import { pathGraph, reachable, type PathGraph } from './graph.ts'
import { standing } from './standing.ts'

/*
 * What the preview calls certain is what happens, and what it leaves out does not: random processes are looked ahead with
 * values drawn by a seed, then run in the normal course with the same values. PATH_SEEDS=n tries more.
 */

/** Everything that may be come to. */
const possibleElements = ({ from, courses }: PathGraph): Set<string> => reachable(courses, from)

const SEEDS = Number(process.env.PATH_SEEDS ?? 60)
const MAX_COMMANDS = 600

const executable = (xml: string): ExecutableProcess => {
  const parsed = parseDefinitions(xml)
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '))
  return parsed.processes[0]!
}

const optionsOf = (
  model: ExecutableProcess,
  values: Record<string, JsonValue>,
  now: number,
  writesOfTask: CourseOptions['writesOfTask'] = () => [],
  isStable: CourseOptions['isStable'] = () => true,
): CourseOptions => ({
  process: model,
  knowledge: { values, functions: {}, now },
  writesOfTask,
  writesOfWorker: () => [],
  isStable,
})

/** One thing that may be done in the normal course: work is done, time passes; nothing fails and nothing interrupts. */
function goOn(run: Scenario, random: () => number, set: (elementId: string) => Record<string, { value: JsonValue }>): boolean {
  const { tokens, subscriptions } = run.state
  const actions: (() => unknown)[] = []
  const send = (body: Omit<Command, 'now' | 'actor'>) => () => run.send(body as never)
  const normal = (elementId: string) => !['boundaryEvent', 'startEvent'].includes(run.process.nodes[elementId]?.kind ?? '')
  for (const { id: tokenId, elementId, waitsFor } of Object.values(tokens)) {
    if (waitsFor === 'userTask') actions.push(send({ type: 'completeUserTask', tokenId, variables: set(elementId) } as never))
    if (waitsFor === 'externalTask')
      actions.push(send({ type: 'completeExternalTask', tokenId, variables: {}, localVariables: {} } as never))
    if (waitsFor === 'receive') actions.push(send({ type: 'signalToken', tokenId, variables: {} } as never))
    if (waitsFor === 'call') actions.push(send({ type: 'completeCall', tokenId, variables: {} } as never))
  }
  const waiting = Object.values(subscriptions).filter(({ elementId, kind }) => kind === 'job' || normal(elementId))
  for (const { id: subscriptionId, kind } of waiting) {
    if (kind === 'message') actions.push(send({ type: 'correlateMessage', subscriptionId, variables: {} } as never))
    if (kind === 'signal') actions.push(send({ type: 'deliverSignal', subscriptionId, variables: {} } as never))
    if (kind === 'timer' || kind === 'job') actions.push(send({ type: 'executeJob', subscriptionId } as never))
  }
  actions[Math.floor(random() * actions.length)]?.()
  return actions.length > 0
}

/** What was entered since, in order to be done; an activity that is undone is entered once more. */
const entered = (run: Scenario, since: number): Set<string> =>
  new Set(
    run.events
      .slice(since)
      .flatMap((event) => (event.type === 'elementEntered' && event.compensates === undefined ? [event.elementId] : [])),
  )

/** @returns whether it ended */
function play(run: Scenario, random: () => number, steps = MAX_COMMANDS, set: Parameters<typeof goOn>[2] = () => ({})): boolean {
  for (let n = 0; n < steps && run.state.status === 'active'; n++) if (!goOn(run, random, set)) return false
  return run.state.status === 'completed'
}

test('what is certain happens, what is left out does not (random processes, all values known)', () => {
  let ended = 0
  let certainSteps = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const drawn = randomProcess(seed)
    const random = seededRandom(seed + 7919)
    const values = Object.fromEntries(drawn.decisions.map((name) => [name, Math.floor(random() * 3)]))
    const model = executable(drawn.builder.toXml())
    const run = scenario(drawn.builder)
    run.start(values)
    const graph = pathGraph(optionsOf(model, values, run.clock()), [model.scopes[model.key]!.start!])
    const certain = certainElements(graph)
    const possible = possibleElements(graph)
    const isDone = play(run, random)
    const seen = entered(run, 0)
    for (const id of seen) if (isForeseen(model, id)) expect(possible.has(id), `seed ${seed}: ${id} happened and was left out`).toBe(true)
    if (!isDone) continue
    ended++
    certainSteps += certain.size
    for (const id of certain) expect(seen.has(id), `seed ${seed}: ${id} was certain and did not happen`).toBe(true)
  }
  // The property must not hold for want of anything to hold for.
  expect(ended).toBeGreaterThan(SEEDS / 2)
  expect(certainSteps).toBeGreaterThan(ended * 3)
})

test('the same from the middle of a case, with half of the values unknown', () => {
  let pending = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const drawn = randomProcess(seed)
    const random = seededRandom(seed + 104_729)
    const values = Object.fromEntries(drawn.decisions.map((name) => [name, Math.floor(random() * 3)]))
    const known = Object.fromEntries(Object.entries(values).filter(() => random() < 0.5))
    const model = executable(drawn.builder.toXml())
    const run = scenario(drawn.builder)
    run.start(values)
    play(run, random, 1 + Math.floor(random() * 6))
    if (run.state.status !== 'active') continue
    const from = standing(model, run.state)
    const graph = pathGraph(optionsOf(model, known, run.clock()), from)
    const certain = certainElements(graph)
    const possible = possibleElements(graph)
    pending += [...graph.courses.values()].filter(({ ways }) => ways.some(({ state }) => state === 'pending')).length
    const before = run.events.length
    const isDone = play(run, random)
    const seen = entered(run, before)
    for (const id of seen) if (isForeseen(model, id)) expect(possible.has(id), `seed ${seed}: ${id} happened and was left out`).toBe(true)
    if (!isDone) continue
    for (const id of certain) expect(seen.has(id) || from.includes(id), `seed ${seed}: ${id} was certain and did not happen`).toBe(true)
  }
  expect(pending).toBeGreaterThan(SEEDS / 4)
})

test('the same where steps set values anew on the way', () => {
  let decided = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const drawn = randomProcess(seed)
    const random = seededRandom(seed + 15_485_863)
    const value = () => Math.floor(random() * 3)
    const values = Object.fromEntries(drawn.decisions.map((name) => [name, value()]))
    const model = executable(drawn.builder.toXml())
    // every third user task sets one of the values, whatever it was
    const writes = new Map<string, string[]>()
    for (const { id, kind } of Object.values(model.nodes))
      if (kind === 'userTask' && drawn.decisions.length > 0 && value() === 0)
        writes.set(id, [drawn.decisions[Math.floor(random() * drawn.decisions.length)]!])
    const set = (elementId: string) => Object.fromEntries((writes.get(elementId) ?? []).map((name) => [name, { value: value() }]))
    const run = scenario(drawn.builder)
    run.start(values)
    const graph = pathGraph(
      optionsOf(
        model,
        values,
        run.clock(),
        (id) => writes.get(id) ?? [],
        () => false,
      ),
      [model.scopes[model.key]!.start!],
    )
    const possible = possibleElements(graph)
    const isDone = play(run, random, MAX_COMMANDS, set)
    const seen = entered(run, 0)
    for (const id of seen) if (isForeseen(model, id)) expect(possible.has(id), `seed ${seed}: ${id} happened and was left out`).toBe(true)
    if (!isDone) continue
    for (const id of certainElements(graph)) expect(seen.has(id), `seed ${seed}: ${id} was certain and did not happen`).toBe(true)
    decided += [...graph.courses].filter(
      ([id, { ways }]) => model.nodes[id]!.kind === 'exclusiveGateway' && model.nodes[id]!.outgoing.length > 1 && ways.length === 1,
    ).length
  }
  expect(decided).toBeGreaterThan(0)
})

/** Handlers that undo, and what an event sub-process does, are no part of the normal course. */
function isForeseen(model: ExecutableProcess, id: string): boolean {
  for (let node = model.nodes[id]; node; node = model.nodes[node.scopeId]) {
    if (node.isForCompensation || node.kind === 'eventSubProcess') return false
  }
  return true
}
