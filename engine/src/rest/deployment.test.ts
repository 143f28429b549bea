import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { restServer, type RestServer } from '../../test/rest-server.ts'
import { aProcess } from '../testing/index.ts'

const invalid = new URL('../../test/fixtures/invalid/', import.meta.url)
const good = aProcess('licence', { name: '食品经营许可', 'camunda:versionTag': 'v1' })
  .startEvent('Start')
  .userTask('Review')
  .endEvent('End')
  .toXml()

interface WireProblem {
  message: string
  line: number
  column: number
  mainElementId: string | null
  elementIds: string[]
}
interface WireError {
  type: string
  message: string
  code: number
  details?: Record<string, { errors: WireProblem[]; warnings: [] }>
}

let server: RestServer
beforeAll(async () => {
  server = await restServer()
})
afterAll(() => server.close())
afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

/** What the Modeler sends: fields and one part per file. */
function deploy(files: Record<string, string | Uint8Array<ArrayBuffer>>, fields: Record<string, string> = {}): Promise<Response> {
  const form = new FormData()
  for (const [name, value] of Object.entries({ 'deployment-name': 'licence', 'deployment-source': 'Camunda Modeler', ...fields }))
    form.append(name, value)
  for (const [name, content] of Object.entries(files)) form.append(name, new Blob([content]), name)
  return fetch(`${server.baseUrl}/deployment/create`, { method: 'POST', body: form })
}

const get = (path: string) => fetch(`${server.baseUrl}${path}`)
const json = async <T>(response: Response | Promise<Response>) => (await (await response).json()) as T
const stored = async () => [await json(get('/deployment/count')), await json(get('/process-definition/count'))]
const NOTHING = [{ count: 0 }, { count: 0 }]

describe('a model that cannot be executed', () => {
  /** Each file says at its end what is wrong with it: `<!-- expect CODE elementId line -->`, `-` for no element. */
  test.each(readdirSync(invalid))('%s is a 400 that names elements and lines, and nothing is stored', async (name) => {
    // given
    const xml = readFileSync(new URL(name, invalid), 'utf8')
    const expected = [...xml.matchAll(/<!-- expect \S+ (\S+) (\d+) -->/g)].map(([, id, line]) => ({
      id: id === '-' ? null : id!,
      line: Number(line),
    }))
    // when
    const response = await deploy({ 'good.bpmn': good, [name]: xml })
    // then
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/json'])
    const error = await json<WireError>(response)
    expect(Object.keys(error)).toEqual(['type', 'message', 'code', 'details'])
    expect(error).toMatchObject({ type: 'ParseException', code: 0 })
    expect(error.message).toMatch(/^ENGINE-09005 Could not parse BPMN process\. Errors: \n\* /)
    const { errors, warnings } = error.details![name]!
    expect(Object.keys(error.details!)).toEqual([name])
    expect(errors.map(({ mainElementId, line }) => ({ id: mainElementId, line }))).toEqual(expected)
    expect(warnings).toEqual([])
    for (const { line } of expected) expect(error.message).toContain(`resource ${name} | line ${line} | column`)
    for (const { id } of expected.filter((one) => one.id !== null)) expect(error.message).toContain(`| element ${id}`)
    expect(await stored()).toEqual(NOTHING)
  })

  test('an entity is refused before it is read: no file and no address gets into the answer', async () => {
    const xml = `<?xml version="1.0"?>\n<!DOCTYPE d [ <!ENTITY secret SYSTEM "file:///etc/passwd"> ]>\n<definitions>&secret;</definitions>`
    const response = await deploy({ 'entity.bpmn': xml })
    expect(response.status).toBe(400)
    const { message } = await json<WireError>(response)
    expect(message).toContain('line 2')
    expect(message).not.toContain('root:')
  })

  test('a text that is no XML, an empty file and bytes that are no text are told apart from a server error', async () => {
    for (const content of ['流程', '', '{"bpmn": true}', new Uint8Array([0xff, 0xfe, 0x00]), new Uint8Array([0xc3, 0x28])]) {
      const response = await deploy({ 'text.bpmn': content })
      expect(response.status).toBe(400)
      expect(await json(response)).toMatchObject({
        type: 'ParseException',
        details: { 'text.bpmn': { errors: [{ message: expect.any(String) as string }] } },
      })
    }
    expect(await stored()).toEqual(NOTHING)
  })
})

describe('a request that is no deployment', () => {
  const refused = async (response: Response, message: RegExp) => {
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/json'])
    expect(await json(response)).toEqual({ type: 'InvalidRequestException', message: expect.stringMatching(message) as string, code: null })
    expect(await stored()).toEqual(NOTHING)
  }
  const post = (body: string, type: string) =>
    fetch(`${server.baseUrl}/deployment/create`, { method: 'POST', headers: { 'Content-Type': type }, body })

  test('without files', async () => refused(await deploy({}), /No deployment resources/))
  test('with a part that is not known', async () =>
    refused(await deploy({ 'a.bpmn': good }, { 'deployment-owner': 'li' }), /deployment-owner/))
  test('with a date that is none', async () =>
    refused(await deploy({ 'a.bpmn': good }, { 'deployment-activation-time': 'soon' }), /deployment-activation-time/))
  test('for another tenant', async () => refused(await deploy({ 'a.bpmn': good }, { 'tenant-id': 'other' }), /other/))
  test('with one process in two files', async () => {
    const response = await deploy({ 'a.bpmn': good, 'b.bpmn': good })
    expect([response.status, await json(response)]).toMatchObject([
      400,
      { type: 'ParseException', details: { 'b.bpmn': { errors: [{ mainElementId: 'licence' }] } } },
    ])
    expect(await stored()).toEqual(NOTHING)
  })
  test('as JSON', async () => refused(await post('{}', 'application/json'), /multipart/))
  test('as JSON that is none', async () => refused(await post('{', 'application/json'), /not JSON/))
  test('cut off', async () =>
    refused(
      await post('--x\r\nContent-Disposition: form-data; name="a"; filename="a.bpmn"\r\n\r\n<bpmn', 'multipart/form-data; boundary=x'),
      /could not be read/,
    ))
  test('without a boundary', async () => refused(await post('x', 'multipart/form-data'), /could not be read/))

  test('with a file over 16 MiB', async () => refused(await deploy({ 'a.bpmn': new Uint8Array(16 * 1024 * 1024 + 1) }), /too large/i))

  test('an unknown query parameter is refused by name, and so is half a sorting', async () => {
    for (const [path, message] of [
      ['/deployment?withoutSauce=true', /did you mean 'withoutSource'/],
      ['/process-definition?startableBy=li', /host/],
      ['/process-instance?caseInstanceId=x', /CMMN/],
      ['/deployment?sortBy=deploymentTime', /sortOrder/],
      ['/deployment?maxResults=many', /maxResults/],
      ['/deployment?before=yesterday', /before/],
    ] as const)
      await refused(await get(path), message)
  })

  test('a path that is not there is 404 in the same shape', async () => {
    const response = await get('/no-such-thing')
    expect([response.status, response.headers.get('content-type'), await json(response)]).toEqual([
      404,
      'application/json',
      { type: 'NotFoundException', message: 'HTTP 404 Not Found', code: null },
    ])
    expect((await get('/deployment/none')).status).toBe(404)
    expect((await fetch(`${server.baseUrl}/deployment/none`, { method: 'DELETE' })).status).toBe(404)
  })
})

describe('deploying from the Modeler', () => {
  test('asks for the version, checks the connection, deploys, and finds nothing new the second time', async () => {
    // when
    expect(await json(get('/version'))).toEqual({ version: '7.24.0' })
    expect(await json(get('/deployment?maxResults=0'))).toEqual([])
    const first = await deploy({ '许可.bpmn': good, 'form.json': '{}' }, { 'enable-duplicate-filtering': 'true' })
    // then
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'application/json'])
    const deployment = await json<{ id: string; links: { href: string }[]; deployedProcessDefinitions: Record<string, object> }>(first)
    expect(deployment).toMatchObject({
      name: 'licence',
      source: 'Camunda Modeler',
      deploymentTime: '2025-03-03T01:00:00.000+0000',
      tenantId: null,
    })
    const [self] = deployment.links
    expect(self!.href).toBe(`${server.baseUrl}/deployment/${deployment.id}`)
    expect(await json(fetch(self!.href))).toMatchObject({ id: deployment.id })
    expect(Object.values(deployment.deployedProcessDefinitions)).toMatchObject([
      {
        key: 'licence',
        name: '食品经营许可',
        version: 1,
        versionTag: 'v1',
        resource: '许可.bpmn',
        deploymentId: deployment.id,
        tenantId: null,
      },
    ])
    // when it is sent again
    const second = await json(deploy({ '许可.bpmn': good, 'form.json': '{}' }, { 'enable-duplicate-filtering': 'true' }))
    // then
    expect(second).toMatchObject({ id: deployment.id, deployedProcessDefinitions: null, deployedDecisionDefinitions: null })
    expect(await stored()).toEqual([{ count: 1 }, { count: 1 }])
    // and its files come back as they were
    const resources = await json<{ id: string; name: string }[]>(get(`/deployment/${deployment.id}/resources`))
    expect(resources.map(({ name }) => name).sort()).toEqual(['form.json', '许可.bpmn'])
    const bpmn = resources.find(({ name }) => name === '许可.bpmn')!
    expect(await (await get(`/deployment/${deployment.id}/resources/${bpmn.id}/data`)).text()).toBe(good)
  })

  test('starts what it deployed; then the deployment goes with its instances only', async () => {
    // given
    const [definition] = await json<{ id: string; deploymentId: string }[]>(get('/process-definition?key=licence&latestVersion=true'))
    const started = await fetch(`${server.baseUrl}/engine/default/process-definition/${definition!.id}/start`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ businessKey: 'case-1', variables: { area: { value: 120 } } }),
    })
    const instance = await json<{ links: { href: string }[] }>(started)
    expect(await json(fetch(instance.links[0]!.href))).toMatchObject({ businessKey: 'case-1' })
    expect([started.status, instance]).toMatchObject([200, { definitionId: definition!.id, businessKey: 'case-1', ended: false }])
    const remove = (query = '') => fetch(`${server.baseUrl}/deployment/${definition!.deploymentId}${query}`, { method: 'DELETE' })
    // when
    const refused = await remove()
    // then
    expect([refused.status, await json(refused)]).toMatchObject([500, { type: 'ProcessEngineException', code: 10_001 }])
    expect((await remove('?cascade=true')).status).toBe(204)
    expect(await json(get('/process-instance/count'))).toEqual({ count: 0 })
    expect(await stored()).toEqual(NOTHING)
  })

  test('of files that changed one by one only those are deployed again', async () => {
    // given
    const other = aProcess('other').startEvent('Start').endEvent('End').toXml()
    await deploy({ 'good.bpmn': good, 'other.bpmn': other }, { 'deployment-name': 'two' })
    // when
    const changed = await deploy(
      { 'good.bpmn': good, 'other.bpmn': other.replace('id="End"', 'id="End" name="Done"') },
      { 'deployment-name': 'two', 'deploy-changed-only': 'true' },
    )
    // then
    const { id, deployedProcessDefinitions } = await json<{ id: string; deployedProcessDefinitions: object }>(changed)
    expect(Object.values(deployedProcessDefinitions)).toMatchObject([{ key: 'other', version: 2 }])
    expect(await json(get(`/deployment/${id}/resources`))).toMatchObject([{ name: 'other.bpmn' }])
  })

  test('before its activation time nothing can be started; then it can', async () => {
    // given
    const later = aProcess('later').startEvent('Start').endEvent('End').toXml()
    await deploy({ 'later.bpmn': later }, { 'deployment-name': 'later', 'deployment-activation-time': '2025-03-03T10:00:00.000+0800' })
    const start = () =>
      fetch(`${server.baseUrl}/process-definition/key/later/start`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{}',
      })
    // then
    expect(await json(start())).toMatchObject({ type: 'SuspendedEntityInteractionException' })
    // when
    server.clock.advance('PT2H')
    await server.engine.runDueJobs()
    // then
    expect((await start()).status).toBe(200)
  })

  test('some files of a deployment are deployed again as they were', async () => {
    const [first] = await json<{ id: string }[]>(get('/deployment?name=two&sortBy=id&sortOrder=asc&maxResults=1'))
    const again = (body: object) =>
      fetch(`${server.baseUrl}/deployment/${first!.id}/redeploy`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect(await json(again({ resourceNames: ['good.bpmn'], source: 'again' }))).toMatchObject({
      name: 'two',
      source: 'again',
      deployedProcessDefinitions: expect.any(Object) as object,
    })
    expect((await again({ resourceIds: ['none'] })).status).toBe(404)
    expect(await json(get('/deployment/count?source=again'))).toEqual({ count: 1 })
  })

  test('of a DMN file the answer tells the decisions and their graph', async () => {
    const table = (
      id: string,
      requires = '',
    ) => `<decision id="${id}" name="${id}">${requires}<decisionTable hitPolicy="FIRST"><input id="i_${id}"><inputExpression id="e_${id}" typeRef="integer"><text>days</text></inputExpression></input>
      <output id="o_${id}" name="${id}" typeRef="string"/><rule id="r_${id}"><inputEntry id="ie_${id}"><text>&gt; 3</text></inputEntry><outputEntry id="oe_${id}"><text>"long"</text></outputEntry></rule></decisionTable></decision>`
    const dmn = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="graph" name="Graph" namespace="n">${table('inner')}${table('outer', '<informationRequirement id="q"><requiredDecision href="#inner"/></informationRequirement>')}</definitions>`
    const deployment = await json<{
      id: string
      deployedDecisionDefinitions: Record<string, object>
      deployedDecisionRequirementsDefinitions: Record<string, object>
    }>(deploy({ 'graph.dmn': dmn }))
    expect(Object.values(deployment.deployedDecisionDefinitions)).toMatchObject([
      { key: 'inner', decisionRequirementsDefinitionId: `graph:1:${deployment.id}`, decisionRequirementsDefinitionKey: 'graph' },
      { key: 'outer', version: 1 },
    ])
    expect(Object.values(deployment.deployedDecisionRequirementsDefinitions)).toEqual([
      {
        id: `graph:1:${deployment.id}`,
        key: 'graph',
        category: null,
        name: 'Graph',
        version: 1,
        resource: 'graph.dmn',
        deploymentId: deployment.id,
        tenantId: null,
      },
    ])
  })
})
