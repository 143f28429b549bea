import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { restCalls } from '../../test/rest-calls.ts'
import { restServer, type RestServer } from '../../test/rest-server.ts'

const table = (
  id: string,
  requires = '',
) => `<decision id="${id}" name="${id}">${requires}<decisionTable hitPolicy="COLLECT" id="t_${id}"><input id="i_${id}"><inputExpression id="e_${id}" typeRef="integer"><text>days</text></inputExpression></input>
  <output id="o_${id}" name="answer" typeRef="string"/><rule id="r1_${id}"><inputEntry id="ie_${id}"><text>&gt; 3</text></inputEntry><outputEntry id="oe_${id}"><text>"long"</text></outputEntry></rule>
  <rule id="r2_${id}"><inputEntry id="ie2_${id}"><text>&gt; 5</text></inputEntry><outputEntry id="oe2_${id}"><text>"very long"</text></outputEntry></rule></decisionTable></decision>`
const dmn = (id: string, ...decisions: string[]) =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${id}" name="${id} graph" namespace="n">${decisions.join('')}</definitions>`
const graph = dmn(
  'graph',
  table('inner'),
  table('outer', '<informationRequirement id="q"><requiredDecision href="#inner"/></informationRequirement>'),
)

let server: RestServer
const { call, get, pick, done, count } = restCalls(() => server)
beforeAll(async () => {
  server = await restServer()
  const deploy = (name: string, content: string) =>
    server.engine.deploy({ tenantId: 'default', name, resources: [{ name: `${name}.dmn`, content }] })
  await deploy('single', dmn('file', table('single')))
  await deploy('single', dmn('file', table('single')).replace('"long"', '"rather long"'))
  await deploy('graph', graph)
})
afterAll(() => server.close())
afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

test('a decision, field by field, by id and by key', async () => {
  const [newest] = await get<{ id: string; deploymentId: string }[]>('/decision-definition?key=single&latestVersion=true')
  const expected = {
    id: newest!.id,
    key: 'single',
    category: null,
    name: 'single',
    version: 2,
    resource: 'single.dmn',
    deploymentId: newest!.deploymentId,
    tenantId: null,
    decisionRequirementsDefinitionId: null,
    decisionRequirementsDefinitionKey: null,
    historyTimeToLive: null,
    versionTag: null,
  }
  expect(newest).toEqual(expected)
  expect(await get('/decision-definition/key/single')).toEqual(expected)
  expect(await get(`/decision-definition/${newest!.id}/xml`)).toEqual({
    id: newest!.id,
    dmnXml: expect.stringContaining('rather long') as string,
  })
  expect((await call('GET', '/decision-definition/key/single/diagram')).status).toBe(204)
  expect((await call('GET', '/decision-definition/key/none')).status).toBe(404)
  expect((await call('GET', '/decision-definition/key/single/tenant-id/other')).status).toBe(404)
  await done('PUT', '/decision-definition/key/single/history-time-to-live', { historyTimeToLive: 9 })
  expect(await get('/decision-definition/key/single')).toEqual({ ...expected, historyTimeToLive: 9 })
})

test('decisions are found by their graph and sorted', async () => {
  const [requirements] = await pick('id', '/decision-requirements-definition')
  expect(
    await pick('key', `/decision-definition?decisionRequirementsDefinitionId=${String(requirements)}&sortBy=key&sortOrder=desc`),
  ).toEqual(['outer', 'inner'])
  expect(await count('/decision-definition/count?decisionRequirementsDefinitionId=none')).toBe(0)
  expect(await count('/decision-definition/count?nameLike=%25er')).toBe(2)
  expect(await count('/decision-definition/count?version=1')).toBe(3)
})

test('a decision is evaluated: every rule of the result with typed values', async () => {
  const evaluate = (key: string, days: unknown) =>
    call('POST', `/decision-definition/key/${key}/evaluate`, { variables: { days: { value: days, type: 'Integer' } } })
  expect(await evaluate('single', 6)).toEqual({
    status: 200,
    body: [
      { answer: { type: 'String', value: 'rather long', valueInfo: {} } },
      { answer: { type: 'String', value: 'very long', valueInfo: {} } },
    ],
  })
  expect(await evaluate('outer', 4)).toMatchObject({ body: [{ answer: { value: 'long' } }] })
  expect((await evaluate('single', 1)).body).toEqual([])
  expect((await evaluate('none', 1)).status).toBe(404)
})

test('a graph of decisions has its own resource', async () => {
  const [one] = await get<{ id: string; deploymentId: string }[]>('/decision-requirements-definition')
  expect(one).toEqual({
    id: one!.id,
    key: 'graph',
    category: null,
    name: 'graph graph',
    version: 1,
    resource: 'graph.dmn',
    deploymentId: one!.deploymentId,
    tenantId: null,
  })
  expect(await get(`/decision-requirements-definition/${one!.id}`)).toEqual(one)
  expect(await get('/decision-requirements-definition/key/graph/xml')).toEqual({ id: one!.id, dmnXml: graph })
  expect(await count('/decision-requirements-definition/count?keyLike=gr%25&latestVersion=true')).toBe(1)
  expect(await count('/decision-requirements-definition/count?name=other')).toBe(0)
  expect((await call('GET', '/decision-requirements-definition/none')).status).toBe(404)
})
