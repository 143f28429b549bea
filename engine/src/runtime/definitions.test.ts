import { describeOnDatabases } from '@lianban/storage/testing'
import { beforeAll, expect, test } from 'vitest'
import { aProcess } from '../testing/index.ts'
import { actor, county, testEngine, type TestEngine } from './engine-fixture.ts'
import { createEngine } from './index.ts'
import type { Database } from '@lianban/storage'

const decision = (fee: number) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="fees" name="Fees" namespace="t">
  <decision id="fee" name="Fee" camunda:versionTag="v${fee}">
    <decisionTable id="table" hitPolicy="FIRST">
      <input id="in" label="area"><inputExpression id="e" typeRef="number"><text>area</text></inputExpression></input>
      <output id="out" name="fee" typeRef="number" />
      <rule id="small"><inputEntry id="i1"><text>&lt; 100</text></inputEntry><outputEntry id="o1"><text>${fee}</text></outputEntry></rule>
      <rule id="large"><inputEntry id="i2"><text></text></inputEntry><outputEntry id="o2"><text>${fee * 10}</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>`

describeOnDatabases('definitions', (open) => {
  let database: Database
  let on: TestEngine
  beforeAll(async () => {
    database = await open()
    on = testEngine(database)
  })
  const deploy = (
    name: string,
    files: Record<string, string>,
    more: { skipIfSame?: boolean; changedOnly?: boolean; activateAt?: number } = {},
  ) =>
    on.engine.deploy({
      tenantId: county,
      name,
      resources: Object.entries(files).map(([file, content]) => ({ name: file, content })),
      ...more,
    })
  const ruled = (binding?: string) =>
    aProcess('ruled')
      .startEvent()
      .businessRuleTask('Decide', 'fee', {
        resultVariable: 'fee',
        mapDecisionResult: 'singleEntry',
        attributes: binding ? { 'camunda:decisionRefBinding': binding } : {},
      })
      .userTask('Pay')
      .endEvent()
      .toXml()

  test('a business rule task gets the newest decision, or the one that was deployed with it', async () => {
    const first = await deploy('rules', { 'fee.dmn': decision(5), 'ruled.bpmn': ruled() })
    expect(first.decisions).toMatchObject([{ key: 'fee', version: 1, versionTag: 'v5', requirementsKey: 'fees' }])
    await deploy('rules', { 'fee.dmn': decision(7) })
    expect(await on.variables(await on.start('ruled', { area: 50 }))).toMatchObject({ fee: 7 })
    await deploy('rules', { 'fee.dmn': decision(9), 'ruled.bpmn': ruled('deployment') })
    await deploy('rules', { 'fee.dmn': decision(11) })
    const id = await on.start('ruled', { area: 500 })
    expect(await on.variables(id)).toMatchObject({ fee: 90 })
    const evaluated = (await on.engine.instances.history(county, id)).find(({ type }) => type === 'decisionEvaluated')
    expect(evaluated).toMatchObject({ decision: { key: 'fee', definitionId: expect.stringMatching(/^fee:3:/) as string } })
    expect((await on.engine.decisions.evaluate({ tenantId: county, key: 'fee', variables: { area: 1 } })).rules).toEqual([{ fee: 11 }])
    await expect(on.engine.decisions.evaluate({ tenantId: 'other', key: 'fee', variables: {} })).rejects.toMatchObject({
      code: 'DECISION_NOT_FOUND',
    })
  })

  test('a decision that is not deployed is an incident, and is found by a retry', async () => {
    await deploy('lost', {
      'lost.bpmn': aProcess('lost')
        .startEvent()
        .businessRuleTask('Decide', 'nothing', { resultVariable: 'r' })
        .userTask('T')
        .endEvent()
        .toXml(),
    })
    const id = await on.start('lost', { area: 1 })
    const {
      items: [incident],
    } = await on.engine.incidents.list({ tenantId: county, instanceId: id, limit: 1 })
    expect(incident).toMatchObject({ code: 'DECISION_NOT_FOUND' })
    await deploy('found', { 'nothing.dmn': decision(1).replace('id="fee"', 'id="nothing"') })
    await on.engine.retryIncident({ tenantId: county, incidentId: incident!.id, actor })
    expect(await on.at(id)).toEqual(['T'])
  })

  test('a broken decision table is refused with its file', async () => {
    await expect(deploy('bad', { 'bad.dmn': '<x/>' })).rejects.toMatchObject({
      code: 'INVALID_MODEL',
      details: { problems: [{ resource: 'bad.dmn' }] },
    })
  })

  test('only what has changed is stored where that is asked for', async () => {
    const model = (task: string) => aProcess('partly').startEvent().userTask(task).endEvent().toXml()
    await deploy('partly', { 'partly.bpmn': model('One'), 'notes.txt': 'a' })
    const second = await deploy('partly', { 'partly.bpmn': model('Two'), 'notes.txt': 'a' }, { changedOnly: true })
    expect(await on.engine.deployments.resources(county, second.id)).toMatchObject([{ name: 'partly.bpmn' }])
    expect(await deploy('partly', { 'partly.bpmn': model('Two'), 'notes.txt': 'a' }, { changedOnly: true })).toMatchObject({
      isNew: false,
      id: second.id,
    })
  })

  test('scripts are refused where they are switched off, naming the element; and run where they are on', async () => {
    const scripted = aProcess('scripted')
      .startEvent()
      .scriptTask('Add', 'a + 1', { format: 'javascript', resultVariable: 'b' })
      .userTask('T')
      .endEvent()
      .toXml()
    const refused = deploy('scripted', { 'scripted.bpmn': scripted })
    await expect(refused).rejects.toMatchObject({
      code: 'INVALID_MODEL',
      details: { problems: [{ code: 'SCRIPTS_DISABLED', elementId: 'Add' }] },
    })
    const engine = createEngine({ database, clock: on.clock, scripts: {} })
    await engine.deploy({ tenantId: county, name: 'scripted', resources: [{ name: 'scripted.bpmn', content: scripted }] })
    const { instanceId } = await engine.start({ tenantId: county, definitionKey: 'scripted', variables: { a: 1 }, actor })
    expect(await engine.instances.variables(county, instanceId)).toMatchObject({ b: 2 })
    await engine.close()
  })

  test('a timer starts the newest version, again and again; the one before when the newest is deleted', async () => {
    const timed = (task: string) =>
      aProcess('timed')
        .startEvent('Start', { timer: { cycle: 'R2/PT1H' } })
        .userTask(task)
        .endEvent()
        .toXml()
    await deploy('timed', { 'timed.bpmn': timed('Old') })
    const second = await deploy('timed', { 'timed.bpmn': timed('New') })
    on.clock.advance('PT1H')
    await on.engine.runDueJobs()
    expect(await Promise.all((await on.running('timed')).map(on.at))).toEqual([['New']])
    await on.engine.deleteDeployment({ tenantId: county, id: second.id, cascade: true })
    expect(await on.running('timed')).toEqual([])
    on.clock.advance('PT1H')
    await on.engine.runDueJobs()
    expect(await Promise.all((await on.running('timed')).map(on.at))).toEqual([['Old']])
    on.clock.advance('PT1H')
    await on.engine.runDueJobs()
    on.clock.advance('P1D')
    await on.engine.runDueJobs()
    expect(await on.running('timed')).toHaveLength(2)
  })

  test('a deployment with a date begins then', async () => {
    const model = aProcess('future')
      .startEvent('Start', { timer: { duration: 'PT1M' } })
      .userTask('T')
      .endEvent()
      .toXml()
    await deploy('future', { 'future.bpmn': model }, { activateAt: on.clock() + 3_600_000 })
    expect(await on.engine.definitions.latest(county, 'future')).toMatchObject({ suspended: true })
    on.clock.advance('PT2M')
    await on.engine.runDueJobs()
    expect(await on.running('future')).toEqual([])
    on.clock.advance('PT1H')
    await on.engine.runDueJobs()
    expect(await on.engine.definitions.latest(county, 'future')).toMatchObject({ suspended: false })
    expect(await on.running('future')).toHaveLength(1)
  })

  test('a suspended definition starts nothing and its jobs wait; with its instances nothing of them goes on', async () => {
    await on.deploy(aProcess('halted').startEvent().task('Work', { asyncBefore: true }).userTask('After').endEvent())
    const [waiting, standing] = [await on.start('halted'), await on.start('halted')]
    await on.engine.runDueJobs()
    const job = await on.start('halted')
    await on.engine.suspendDefinitions({ tenantId: county, definitionKey: 'halted', suspended: true, actor })
    await expect(on.start('halted')).rejects.toMatchObject({ code: 'DEFINITION_SUSPENDED' })
    expect(await on.engine.runDueJobs()).toBe(0)
    await on.complete(waiting!)
    await on.engine.suspendDefinitions({ tenantId: county, definitionKey: 'halted', suspended: true, includeInstances: true, actor })
    await expect(on.complete(standing!)).rejects.toMatchObject({ code: 'INSTANCE_SUSPENDED' })
    await on.engine.suspendDefinitions({
      tenantId: county,
      definitionKey: 'halted',
      suspended: false,
      includeInstances: true,
      at: on.clock() + 1000,
      actor,
    })
    expect(await on.engine.runDueJobs()).toBe(0)
    on.clock.advance(1000)
    await on.engine.runDueJobs()
    await on.complete(standing!)
    expect([await on.at(job), await on.status(standing!)]).toEqual([['After'], 'completed'])
    await expect(
      on.engine.suspendDefinitions({ tenantId: 'other', definitionKey: 'halted', suspended: true, actor }),
    ).rejects.toMatchObject({ code: 'DEFINITION_NOT_FOUND' })
  })
})
