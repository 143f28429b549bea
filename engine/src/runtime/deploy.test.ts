import { describeOnDatabases } from '@lianban/storage/testing'
import type { Database } from '@lianban/storage'
import { beforeAll, expect, test } from 'vitest'
import { aProcess, virtualClock } from '../testing/index.ts'
import { createEngine, type Engine } from './index.ts'

const county = 'sanhu'
const actor = { userId: 'li' }
const model = (key: string, task = 'Task') =>
  aProcess(key)
    .startEvent('Start', { message: `${key}-start` })
    .userTask(task)
    .endEvent('End')
    .toXml()
const dangling = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" id="D">
  <bpmn:process id="broken" isExecutable="true">
    <bpmn:startEvent id="Start" />
    <bpmn:sequenceFlow id="Lost" sourceRef="Start" targetRef="Nowhere" />
  </bpmn:process>
</bpmn:definitions>`

describeOnDatabases('deployment', (open) => {
  let database: Database
  let engine: Engine
  beforeAll(async () => {
    database = await open()
    engine = createEngine({ database, clock: virtualClock() })
  })
  const deploy = (name: string, files: Record<string, string | Buffer>, more: { skipIfSame?: boolean } = {}) =>
    engine.deploy({ tenantId: county, name, resources: Object.entries(files).map(([file, content]) => ({ name: file, content })), ...more })

  test('a model that is refused names file, element and line, and nothing of the deployment is stored', async () => {
    const before = await engine.deployments.count({ tenantId: county })
    const refused = deploy('bad', { 'good.bpmn': model('good'), 'bad.bpmn': dangling })
    await expect(refused).rejects.toMatchObject({
      code: 'INVALID_MODEL',
      message: expect.stringMatching(/bad\.bpmn line 5, element Lost/) as string,
      details: { problems: [{ resource: 'bad.bpmn', elementId: 'Lost', line: 5 }] },
    })
    expect(await engine.deployments.count({ tenantId: county })).toBe(before)
    expect(await engine.definitions.latest(county, 'good')).toBeNull()
  })

  test.each([
    ['no XML', 'this is no XML'],
    ['entities', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['bytes of another encoding', Buffer.from([0x3c, 0xff, 0xfe, 0xfd])],
  ])('%s is refused', async (_what, content) => {
    await expect(deploy('bad', { 'x.bpmn': content })).rejects.toMatchObject({ code: 'INVALID_MODEL' })
  })

  test('versions count per key and tenant, and the latest is started', async () => {
    await deploy('v', { 'v.bpmn': model('versioned', 'First') })
    const second = await deploy('v', { 'v.bpmn': model('versioned', 'Second'), 'form.form': '{}' })
    expect(second.definitions).toMatchObject([{ key: 'versioned', version: 2, id: `versioned:2:${second.id}`, resourceName: 'v.bpmn' }])
    const other = await engine.deploy({ tenantId: 'other', name: 'v', resources: [{ name: 'v.bpmn', content: model('versioned') }] })
    expect(other.definitions[0]!.version).toBe(1)
    const { instanceId } = await engine.correlate({ tenantId: county, messageName: 'versioned-start', actor })
    expect((await engine.instances.activity(county, instanceId)).active).toEqual(['Second'])
    expect((await engine.deployments.resourceByName(county, second.id, 'form.form'))!.content.toString()).toBe('{}')
    expect(await engine.definitions.xml(county, second.definitions[0]!.id)).toContain('Second')
  })

  test('the same content again is found instead of stored', async () => {
    const files = { 'same.bpmn': model('same'), 'a.txt': '<x/>' }
    const first = await deploy('same', files)
    const again = await deploy('same', { 'a.txt': '<x/>', 'same.bpmn': files['same.bpmn'] }, { skipIfSame: true })
    expect(again).toMatchObject({ id: first.id, isNew: false, definitions: [{ version: 1 }] })
    const changed = await deploy('same', { ...files, 'a.txt': '<y/>' }, { skipIfSame: true })
    expect(changed).toMatchObject({ isNew: true, definitions: [{ version: 2 }] })
    expect((await deploy('same', files)).definitions[0]!.version).toBe(3)
  })

  test('deployments at the same time get different versions', async () => {
    const done = await Promise.all(Array.from({ length: 4 }, (_, i) => deploy(`race${i}`, { 'r.bpmn': model('race') })))
    expect(done.map(({ definitions }) => definitions[0]!.version).sort()).toEqual([1, 2, 3, 4])
  })

  test('a failing `within` undoes the deployment', async () => {
    const failing = engine.deploy({
      tenantId: county,
      name: 'undone',
      resources: [{ name: 'u.bpmn', content: model('undone') }],
      within: () => Promise.reject(new Error('no')),
    })
    await expect(failing).rejects.toThrow('no')
    expect(await engine.definitions.latest(county, 'undone')).toBeNull()
  })

  test('a deleted deployment gives its messages back to the version before; with instances it stays unless they go too', async () => {
    const [first, second] = [
      await deploy('d', { 'd.bpmn': model('del', 'First') }),
      await deploy('d', { 'd.bpmn': model('del', 'Second') }),
    ]
    const { instanceId } = await engine.correlate({ tenantId: county, messageName: 'del-start', actor })
    await expect(engine.deleteDeployment({ tenantId: county, id: second.id })).rejects.toMatchObject({ code: 'DEPLOYMENT_IN_USE' })
    await engine.deleteDeployment({ tenantId: county, id: second.id, cascade: true })
    expect(await engine.instances.get(county, instanceId)).toBeUndefined()
    expect((await engine.definitions.latest(county, 'del'))!.deploymentId).toBe(first.id)
    const again = await engine.correlate({ tenantId: county, messageName: 'del-start', actor })
    expect((await engine.instances.activity(county, again.instanceId)).active).toEqual(['First'])
    await expect(engine.deleteDeployment({ tenantId: county, id: 'none' })).rejects.toMatchObject({ code: 'DEPLOYMENT_NOT_FOUND' })
  })

  test('names that cannot be stored are refused', async () => {
    await expect(deploy('x', {})).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(deploy('x'.repeat(192), { 'a.bpmn': model('a') })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(deploy('x', { 'a.bpmn': model('k'.repeat(129)) })).rejects.toMatchObject({ code: 'INVALID_MODEL' })
  })
})
