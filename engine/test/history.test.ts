import type { Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Event, InstanceState } from '../src/index.ts'
import { HistoryActivityWriter } from '../src/runtime/writers/history-activities.ts'
import type { StepRows } from '../src/runtime/writers/table-writer.ts'
import { VariableWriter, variableOf } from '../src/runtime/writers/variables.ts'
import { parsed, randomProcess, randomSteps, type RandomProcess, type Scenario } from '../src/testing/index.ts'

const seed = fc.integer({ min: 0, max: 0xffffffff })
/** Things done in one run at most. */
const MAX_ACTIONS = 40

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.destroy())

/** Plays a random process and writes it in batches of one to four steps. `check` sees the state that was written. */
async function play(process: RandomProcess, runSeed: number, check: (state: InstanceState, run: Scenario) => Promise<void>): Promise<void> {
  await database('variable').delete()
  await database('history_activity').delete()
  const model = parsed(process.builder)
  const { run, random, next } = randomSteps(process, runSeed)
  let [before, seen] = [null as InstanceState | null, 0]
  let batch = [new VariableWriter(true), new HistoryActivityWriter(true)]
  for (let actions = 0; actions < MAX_ACTIONS; actions++) {
    const events: Event[] = run.events.slice(seen)
    const command = { type: 'evaluateConditions', now: run.clock(), actor: { userId: 'li' } } as const
    const step: StepRows = { command, process: model, before, state: run.state, events, effects: [], firstSeq: seen, errorDetails: null }
    for (const writer of batch) writer.add(step)
    ;[before, seen] = [run.state, run.events.length]
    const goesOn = next()
    if (goesOn && random() < 0.6) continue
    for (const writer of batch) await writer.write(database)
    batch = [new VariableWriter(true), new HistoryActivityWriter(true)]
    await check(before, run)
    if (!goesOn) return
  }
}

/** Every living variable as `<holder> <name> <value>`. */
function variablesOf({ status, scopes, tokens }: InstanceState): string[] {
  if (status !== 'active') return []
  const holders = [...Object.values(scopes), ...Object.values(tokens)]
  return holders
    .flatMap(({ id, variables = {} }) => Object.entries(variables).map(([name, { value }]) => `${id} ${name} ${JSON.stringify(value)}`))
    .sort()
}

async function writtenVariables(): Promise<string[]> {
  const rows = (await database('variable').where({ alive: 1 })) as (Parameters<typeof variableOf>[0] & {
    holder_id: string
    name: string
  })[]
  return rows.map((row) => `${row.holder_id} ${row.name} ${JSON.stringify(variableOf(row).value)}`).sort()
}

describe('the tables of random processes, however their steps fall into batches', () => {
  it('hold the variables of what lives, with their values', async () => {
    await fc.assert(
      fc.asyncProperty(seed, seed, (model, runSeed) =>
        play(randomProcess(model), runSeed, async (state) => {
          expect(await writtenVariables()).toEqual(variablesOf(state))
        }),
      ),
      { numRuns: 25 },
    )
  })

  it('tell of each token in which element it is or was, once', async () => {
    await fc.assert(
      fc.asyncProperty(seed, seed, async (model, runSeed) => {
        const process = randomProcess(model)
        const { nodes } = parsed(process.builder)
        await play(process, runSeed, async (state, run) => {
          const rows = (await database('history_activity')) as {
            id: string
            element_id: string
            ended_at: number | null
            canceled: number
          }[]
          const tokens = Object.values(state.status === 'active' ? state.tokens : {})
          // what waits for the job that begins it has not begun, links are not shown
          const isTold = (elementId: string) =>
            !nodes[elementId]!.asyncBefore && !(nodes[elementId]!.loop as { asyncBefore?: boolean } | null)?.asyncBefore
          const standing = rows
            .filter((row) => row.ended_at === null)
            .map((row) => `${row.id} ${row.element_id}`)
            .sort()
          const expected = tokens.map(({ id, elementId }) => `${id} ${elementId}`).sort()
          expect(expected).toEqual(expect.arrayContaining(standing))
          expect(expected.filter((one) => !standing.includes(one)).every((one) => !isTold(one.split(' ')[1]!))).toBe(true)
          const terminated = new Set(run.events.flatMap((event) => (event.type === 'elementTerminated' ? [event.tokenId] : [])))
          for (const row of rows) if (row.canceled === 1) expect(terminated).toContain(row.id)
        })
      }),
      { numRuns: 25 },
    )
  })
})
