import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase } from '@lianban/storage/testing'
import type { Database } from '@lianban/storage'
import type { JsonValue } from '../../src/index.ts'
import { createEngine, type Engine } from '../../src/runtime/index.ts'
import { aProcess, type ProcessBuilder } from '../../src/testing/index.ts'

const tenantId = 'tenant'
const actor = { userId: 'tester' }
/** Longest that a bystander may have to wait while something hostile is done, milliseconds; a hostile command takes about 1 s. */
const BYSTANDER_MS = 10_000

let database: Database
let engine: Engine
beforeAll(async () => {
  database = await testDatabase()
  engine = createEngine({ database })
  await deploy(aProcess('bystander').startEvent().userTask('A').endEvent())
})
afterAll(async () => {
  await engine.close()
  await database.destroy()
})

const deploy = (model: ProcessBuilder | string, name = 'model.bpmn') =>
  engine.deploy({ tenantId, actor, name: 'test', resources: [{ name, content: typeof model === 'string' ? model : model.toXml() }] })

const start = (definitionKey: string, variables: Record<string, JsonValue> = {}) =>
  engine.start({ tenantId, actor, definitionKey, variables })

const incidentsOf = async (instanceId: string) =>
  Object.values((await engine.instances.state(tenantId, instanceId)).incidents).map(({ code, elementId }) => `${code} ${elementId}`)

/** The server is up, and others are served while `work` is under way. */
async function withBystander<T>(work: () => Promise<T>): Promise<T> {
  const from = performance.now()
  const [result] = await Promise.all([
    work(),
    (async () => {
      const { instanceId } = await start('bystander')
      const { items } = await engine.tasks.list({ tenantId, instanceId, limit: 1 })
      await engine.completeTask({ tenantId, actor, taskId: items[0]!.id })
      expect((await engine.instances.state(tenantId, instanceId)).status).toBe('completed')
    })(),
  ])
  expect(performance.now() - from).toBeLessThan(BYSTANDER_MS)
  return result
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: { code?: string; details?: { problems?: { code: string }[] } }) =>
      error.details?.problems?.[0]?.code ?? error.code ?? String(error),
  )

describe('a hostile model is refused with a reason', () => {
  it('a file of 10 MB', async () => {
    const large = aProcess('large')
      .startEvent()
      .toXml()
      .replace('</bpmn:definitions>', `<!-- ${'x'.repeat(10_000_000)} --></bpmn:definitions>`)
    expect(await withBystander(() => codeOf(deploy(large)))).toBe('MODEL_TOO_LARGE')
  })

  it('entities that grow', async () => {
    const entities = Array.from({ length: 9 }, (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`).join('')
    const xml = aProcess('bomb')
      .startEvent()
      .toXml()
      .replace('<bpmn:definitions', `<!DOCTYPE d [<!ENTITY e0 "boom">${entities}]><bpmn:definitions`)
    expect(await withBystander(() => codeOf(deploy(xml)))).toBe('XML_DTD_FORBIDDEN')
  })

  it('and more elements than are executed', async () => {
    let builder = aProcess('huge').startEvent()
    for (let index = 0; index < 10_001; index++) builder = builder.task(`T${index}`)
    expect(await withBystander(() => codeOf(deploy(builder)))).toBe('MODEL_TOO_LARGE')
  })
})

describe('a model that goes too far when it runs stops with an incident', () => {
  it('10,000 elements in a row without a wait: at the limit of one command, and goes on from there', async () => {
    let builder = aProcess('long').startEvent()
    for (let index = 0; index < 9_990; index++) builder = builder.task(`T${index}`)
    await deploy(builder.userTask('End'))
    const { instanceId } = await withBystander(() => start('long'))
    const { items } = await engine.tasks.list({ tenantId, instanceId, limit: 5 })
    expect(items.map(({ element_id }) => element_id)).toEqual(['End'])
  })

  it('a loop without a wait', async () => {
    await deploy(aProcess('endless').startEvent().exclusiveGateway('G').task('T').connectTo('G'))
    const { instanceId } = await withBystander(() => start('endless'))
    expect(await incidentsOf(instanceId)).toEqual([expect.stringMatching(/^TURN_TOO_LONG [GT]$/)])
  })

  it('call activities in a circle', async () => {
    await deploy(aProcess('circle').startEvent().callActivity('Call', 'circle').endEvent())
    const { instanceId } = await withBystander(() => start('circle'))
    const deepest = (await engine.incidents.list({ tenantId, limit: 200 })).items.filter(({ element_id }) => element_id === 'Call')
    expect(deepest.map(({ code }) => code)).toEqual(['CALLED_PROCESS_NOT_STARTED'])
    expect(deepest[0]!.message).toContain('call itself')
    expect((await engine.instances.state(tenantId, instanceId)).status).toBe('active')
  })

  it('FEEL that never ends', async () => {
    await deploy(
      aProcess('feel').startEvent().exclusiveGateway('G').condition('=every x in 1..1000000000000 satisfies x > 0').userTask('A'),
    )
    const { instanceId } = await withBystander(() => start('feel'))
    expect(await incidentsOf(instanceId)).toEqual(['EXPRESSION_FAILED G'])
  })

  it('too many instances of an activity', async () => {
    await deploy(
      aProcess('many')
        .startEvent()
        .userTask('A', {}, { loop: { cardinality: 1_000_000 } }),
    )
    const { instanceId } = await withBystander(() => start('many'))
    expect(await incidentsOf(instanceId)).toEqual(['TOO_MANY_INSTANCES A'])
  })
})

describe('a hostile variable is refused with a reason', () => {
  it('of 10 MB', async () => {
    expect(await withBystander(() => codeOf(start('bystander', { text: 'x'.repeat(10_000_000) })))).toBe('VALUE_TOO_LONG')
  })

  it('nested 100,000 levels deep', async () => {
    let value: JsonValue = 1
    for (let index = 0; index < 100_000; index++) value = [value]
    expect(await withBystander(() => codeOf(start('bystander', { value })))).toBe('VALUE_TOO_DEEP')
  })

  it("and names from an object's prototype are only names", async () => {
    const { instanceId } = await start('bystander', JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, JsonValue>)
    expect(Object.entries(await engine.instances.variables(tenantId, instanceId)).sort()).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ])
  })
})
