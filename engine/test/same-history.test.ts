import { newId, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { Command, Event } from '../src/index.ts'
import { commitBatch, type CommitContext } from '../src/runtime/commit.ts'
import { Decisions } from '../src/runtime/decisions.ts'
import { Definitions } from '../src/runtime/definitions.ts'
import { createEngine, type Engine } from '../src/runtime/index.ts'
import { States } from '../src/runtime/states.ts'
import { aProcess, randomProcess, randomRun, type RandomProcess } from '../src/testing/index.ts'

const tenantId = 'tenant'
const actor = { userId: 'tester' }
const seeds = fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 0xffffffff }))

describeOnDatabases('the durable engine gives the same history as the core alone, however commands fall into batches', (open) => {
  let database: Database
  let engine: Engine

  beforeAll(async () => {
    database = await open()
    engine = createEngine({ database })
    // what random processes call: it waits, and what it tells its caller is the random run's choice
    await deploy('other', aProcess('other').startEvent().receiveTask('Wait').endEvent().toXml())
  })

  const deploy = (name: string, content: string) => engine.deploy({ tenantId, actor, name, resources: [{ name: `${name}.bpmn`, content }] })

  async function replay(process: RandomProcess, commands: Command[], seed: number): Promise<Event[]> {
    const {
      definitions: [definition],
    } = await deploy(`random-${process.seed}`, process.builder.toXml())
    const context: CommitContext = {
      database,
      definitions: new Definitions(10),
      decisions: new Decisions(10),
      // a small cache forgets states in the middle
      states: new States(seed % 2 === 0 ? 2_000 : 10_000_000),
      functions: () => ({}),
      onCommit: [],
      committed: () => undefined,
    }
    const instanceId = newId()
    const own = (command: Command): Command =>
      JSON.parse(JSON.stringify(command).replaceAll('"instance:', `"${instanceId}:`).replaceAll('"instance"', `"${instanceId}"`)) as Command
    for (let from = 0; from < commands.length;) {
      const size = 1 + ((seed >>> (from % 16)) % 4)
      const batch = commands.slice(from, from + size).map(own)
      const outcomes = await commitBatch(
        context,
        batch.map((command) => ({
          tenantId,
          instanceId,
          command,
          ...(command.type === 'startInstance' && { definition: { id: definition!.id } }),
        })),
      )
      for (const outcome of outcomes) if (!outcome.ok) throw outcome.error
      from += size
    }
    const events = await engine.instances.history(tenantId, instanceId)
    return plain(
      JSON.stringify(events)
        .replaceAll(instanceId, 'instance')
        .replaceAll(definition!.id, process.builder.toXml().match(/process id="([^"]+)"/)![1]!),
    )
  }

  it('on random processes of every kind of block', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async ([model, seed]) => {
        const process = randomProcess(model)
        const { scenario } = randomRun(process, seed)
        expect(await replay(process, scenario.commands, seed)).toEqual(plain(JSON.stringify(scenario.events)))
      }),
      { numRuns: 25 },
    )
  })
})

/** Ids of called instances are the runtime's own. */
const plain = (json: string): Event[] => JSON.parse(json.replace(/"calledInstanceId":"[^"]+"/g, '"calledInstanceId":"called"')) as Event[]
