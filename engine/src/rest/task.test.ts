import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { restServer, type RestServer } from '../../test/rest-server.ts'
import { aProcess } from '../testing/index.ts'

const HOUR = 3_600_000
const licence = aProcess('licence', { name: '许可' })
  .startEvent('Start')
  .userTask('Review', {
    name: '审查',
    'camunda:candidateGroups': 'handlers,chiefs',
    'camunda:candidateUsers': 'zhao',
    'camunda:dueDate': '=now() + duration("PT2H")',
    'camunda:priority': '${urgent ? 80 : 20}',
  })
  .endEvent('End')
  .toXml()
const bpmn = (id: string, body: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
<bpmn:error id="E" errorCode="refused"/><bpmn:escalation id="C" escalationCode="late"/>
<bpmn:process id="${id}" isExecutable="true" camunda:historyTimeToLive="P30D">${body}</bpmn:process></bpmn:definitions>`
const flows = (...pairs: [string, string][]) =>
  pairs.map(([from, to], i) => `<bpmn:sequenceFlow id="f${i}" sourceRef="${from}" targetRef="${to}"/>`).join('')
const form = bpmn(
  'form',
  `<bpmn:startEvent id="S"/>
  <bpmn:userTask id="Fill" camunda:assignee="li"><bpmn:extensionElements><camunda:formData>
    <camunda:formField id="area" type="long" defaultValue="12"><camunda:validation><camunda:constraint name="min" config="1"/><camunda:constraint name="max" config="500"/></camunda:validation></camunda:formField>
    <camunda:formField id="kind" type="enum"><camunda:value id="a" name="A"/><camunda:value id="b" name="B"/></camunda:formField>
    <camunda:formField id="name" type="string"><camunda:validation><camunda:constraint name="required"/><camunda:constraint name="maxlength" config="5"/></camunda:validation></camunda:formField>
  </camunda:formData></bpmn:extensionElements></bpmn:userTask>
  <bpmn:boundaryEvent id="Refused" attachedToRef="Fill"><bpmn:errorEventDefinition errorRef="E"/></bpmn:boundaryEvent>
  <bpmn:boundaryEvent id="Late" attachedToRef="Fill" cancelActivity="false"><bpmn:escalationEventDefinition escalationRef="C"/></bpmn:boundaryEvent>
  <bpmn:userTask id="Hurry"/><bpmn:userTask id="Repair"/><bpmn:endEvent id="End"/>${flows(['S', 'Fill'], ['Fill', 'End'], ['Refused', 'Repair'], ['Late', 'Hurry'], ['Repair', 'End'], ['Hurry', 'End'])}`,
)

let server: RestServer
beforeAll(async () => {
  server = await restServer()
  await server.deploy(licence)
  await server.deploy(form)
})
afterAll(() => server.close())
afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

interface Reply<T = Record<string, unknown>> {
  status: number
  body: T
}
async function call<T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Reply<T>> {
  const response = await fetch(`${server.baseUrl}${path}`, {
    method,
    headers: { ...(body && { 'Content-Type': 'application/json' }), ...headers },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T }
}
type Task = Record<string, string | number | null> & { id: string }
const get = async <T = Task>(path: string): Promise<T> => (await call<T>('GET', path)).body
const start = async (key: string, businessKey: string, variables: object = {}) =>
  (await call<{ id: string }>('POST', `/process-definition/key/${key}/start`, { businessKey, variables })).body.id
const taskOf = async (instanceId: string) => (await get<Task[]>(`/task?processInstanceId=${instanceId}`))[0]!
const keys = async (query: string | object) => {
  const { body } = typeof query === 'string' ? await call<Task[]>('GET', `/task?${query}`) : await call<Task[]>('POST', '/task', query)
  const byId = new Map((await call<Task[]>('GET', '/task')).body.map(({ id, processInstanceId }) => [id, processInstanceId]))
  return body.map(({ id }) => named.get(String(byId.get(id)))).join(' ')
}
const named = new Map<string, string>()

describe('the task query', () => {
  beforeAll(async () => {
    named.set(
      await start('licence', 'slow-1', { urgent: { value: false }, title: { value: 'Hotel', type: 'String' }, fee: { value: 5 } }),
      'slow',
    )
    server.clock.advance(HOUR)
    named.set(
      await start('licence', 'fast-1', { urgent: { value: true }, title: { value: 'hostel', type: 'String' }, fee: { value: 50 } }),
      'fast',
    )
    server.clock.advance(HOUR)
    named.set(await start('form', 'form-1'), 'form')
  })

  test.each([
    ['candidateGroup=handlers', 'slow fast'],
    ['candidateGroup=others', ''],
    ['candidateUser=zhao', 'slow fast'],
    ['candidateGroupLike=hand%25', 'slow fast'],
    ['candidateGroups=others,chiefs&sortBy=priority&sortOrder=desc', 'fast slow'],
    ['candidateGroup=handlers&sortBy=dueDate&sortOrder=desc&maxResults=1&firstResult=1', 'slow'],
    ['assignee=li', 'form'],
    ['assigneeLike=l%25', 'form'],
    ['assigneeIn=li,wang', 'form'],
    ['involvedUser=zhao', 'slow fast'],
    ['involvedUser=li', 'form'],
    ['unassigned=true', 'slow fast'],
    ['assigned=true', 'form'],
    ['taskDefinitionKey=Review', 'slow fast'],
    ['taskDefinitionKeyIn=Fill,Other', 'form'],
    ['taskDefinitionKeyLike=Rev%25', 'slow fast'],
    ['taskDefinitionKeyNotIn=Review', 'form'],
    ['priority=80', 'fast'],
    ['minPriority=50', 'fast form'],
    ['maxPriority=50', 'slow form'],
    ['processInstanceBusinessKey=slow-1', 'slow'],
    ['processInstanceBusinessKeyIn=slow-1,form-1', 'slow form'],
    ['processInstanceBusinessKeyLike=%25-1', 'slow fast form'],
    ['processDefinitionKey=form', 'form'],
    ['processDefinitionKeyIn=form,licence', 'slow fast form'],
    ['processDefinitionName=%E8%AE%B8%E5%8F%AF', 'slow fast'],
    ['name=%E5%AE%A1%E6%9F%A5', 'slow fast'],
    ['nameNotEqual=%E5%AE%A1%E6%9F%A5', 'form'],
    ['withoutDueDate=true', 'form'],
    ['withCandidateGroups=true', 'slow fast'],
    ['withoutCandidateUsers=true', 'form'],
    ['processVariables=title_eq_Hotel', 'slow'],
    ['processVariables=title_like_ho%25&variableValuesIgnoreCase=true', 'slow fast'],
    ['active=true', 'slow fast form'],
    ['suspended=true', ''],
    ['withoutTenantId=true', 'slow fast form'],
    ['tenantIdIn=other', ''],
    ['delegationState=PENDING', ''],
  ])('%s gives %j', async (query, expected) => {
    expect(await keys(query)).toBe(expected)
    expect(await get(`/task/count?${query.replace(/&?(maxResults|firstResult|sortBy|sortOrder)=\w+/g, '')}`)).toEqual({
      count: expected.split(' ').filter(Boolean).length + (query.includes('firstResult') ? 1 : 0),
    })
  })

  test('times, variables and alternatives by POST', async () => {
    const now = new Date(server.clock()).toISOString().replace('Z', '+0000')
    expect(await keys({ dueBefore: now })).toBe('')
    expect(await keys({ dueDate: now })).toBe('slow')
    expect(await keys({ createdBefore: now, sorting: [{ sortBy: 'created', sortOrder: 'desc' }] })).toBe('fast slow')
    expect(await keys({ createdOn: now })).toBe('form')
    expect(await keys({ processVariables: [{ name: 'fee', operator: 'gteq', value: 6 }] })).toBe('fast')
    expect(await keys({ processVariables: [{ name: 'FEE', operator: 'neq', value: 5 }], variableNamesIgnoreCase: true })).toBe('fast')
    expect(await keys({ orQueries: [{ assignee: 'li', priority: 80 }] })).toBe('fast form')
    expect(
      await keys({
        processDefinitionKey: 'licence',
        sorting: [{ sortBy: 'processVariable', sortOrder: 'desc', parameters: { variable: 'fee', type: 'Integer' } }],
      }),
    ).toBe('fast slow')
  })

  test('what cannot be answered is refused, not passed over', async () => {
    expect(await call('GET', '/task?assignee_=x')).toMatchObject({
      status: 400,
      body: { type: 'InvalidRequestException', message: expect.stringContaining("'assignee'") as string },
    })
    expect(await call('POST', '/task', { assigneeExpression: '${currentUser()}' })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('expressions') as string },
    })
    expect(await call('GET', '/task?sortBy=created')).toMatchObject({ status: 400 })
    expect(await call('POST', '/task/create', { name: 'x' })).toMatchObject({ status: 400 })
  })

  test('in the form that Camunda tasklists ask for', async () => {
    const hal = { Accept: 'application/hal+json, application/json; q=0.5' }
    const list = await call<{ _embedded: { task: Task[]; processDefinition: object[] } }>(
      'GET',
      '/task?processDefinitionKey=licence&maxResults=1',
      undefined,
      hal,
    )
    expect(list.body).toMatchObject({
      count: 2,
      _links: { self: { href: '/task' } },
      _embedded: { task: [{ name: '审查', _links: { self: {} } }], processDefinition: [{ key: 'licence' }] },
    })
    expect((await call('GET', `/task/${list.body._embedded.task[0]!.id}`, undefined, hal)).body).toMatchObject({
      name: '审查',
      _embedded: { processDefinition: [{ key: 'licence' }] },
    })
  })
})

describe('a task', () => {
  test('is delegated, comes back and is done', async () => {
    const { id } = await taskOf(await start('licence', 'delegated', { urgent: { value: false } }))
    await call('POST', `/task/${id}/claim`, { userId: 'wang' })
    expect((await call('POST', `/task/${id}/delegate`, { userId: 'zhao' })).status).toBe(204)
    expect(await get(`/task/${id}`)).toMatchObject({
      owner: 'wang',
      assignee: 'zhao',
      delegationState: 'PENDING',
      taskState: 'Updated',
      lastUpdated: expect.any(String) as string,
    })
    expect((await call('POST', `/task/${id}/resolve`, { variables: { opinion: { value: 'yes' } } })).status).toBe(204)
    expect(await get(`/task/${id}`)).toMatchObject({ owner: 'wang', assignee: 'wang', delegationState: 'RESOLVED' })
    expect(await call('POST', `/task/${id}/complete`, { withVariablesInReturn: true })).toMatchObject({
      status: 200,
      body: { opinion: { value: 'yes', type: 'String' } },
    })
    expect((await call('GET', `/task/${id}`)).status).toBe(404)
  })

  test('may be completed by whom it is delegated to, as in Camunda', async () => {
    const { id } = await taskOf(await start('licence', 'delegated and done', { urgent: { value: false } }))
    await call('POST', `/task/${id}/delegate`, { userId: 'zhao' })
    expect((await call('POST', `/task/${id}/complete`, {})).status).toBe(204)
    expect((await call('GET', `/task/${id}`)).status).toBe(404)
  })

  test('is changed as a whole, and linked to people', async () => {
    const { id } = await taskOf(await start('licence', 'changed', { urgent: { value: false } }))
    const task = await get(`/task/${id}`)
    expect(
      (
        await call('PUT', `/task/${id}`, {
          ...task,
          description: 'urgent',
          priority: 99,
          due: null,
          followUp: '2025-03-05T08:00:00.000+0800',
          owner: 'sun',
        })
      ).status,
    ).toBe(204)
    expect(await get(`/task/${id}`)).toMatchObject({
      name: '审查',
      description: 'urgent',
      priority: 99,
      due: null,
      followUp: '2025-03-05T00:00:00.000+0000',
      owner: 'sun',
    })
    expect((await call('POST', `/task/${id}/identity-links`, { groupId: 'others', type: 'candidate' })).status).toBe(204)
    expect((await call('POST', `/task/${id}/identity-links/delete`, { userId: 'zhao', type: 'candidate' })).status).toBe(204)
    expect(await get(`/task/${id}/identity-links`)).toEqual([
      { userId: 'sun', groupId: null, type: 'owner' },
      ...['handlers', 'chiefs', 'others'].map((groupId) => ({ userId: null, groupId, type: 'candidate' })),
    ])
    expect(await get<Task[]>('/task?candidateGroup=others')).toHaveLength(1)
    expect(await call('POST', `/task/${id}/identity-links`, { userId: 'a', type: 'guest' })).toMatchObject({ status: 400 })
    expect(await call('DELETE', `/task/${id}`)).toMatchObject({ status: 500 })
  })

  test('has comments, which stay when it is done', async () => {
    const { id } = await taskOf(await start('licence', 'comments', { urgent: { value: false } }))
    const { body: comment } = await call<{ id: string }>('POST', `/task/${id}/comment/create`, { message: '缺材料' })
    expect(await get(`/task/${id}/comment/${comment.id}`)).toMatchObject({ message: '缺材料', taskId: id, userId: 'rest' })
    await call('PUT', `/task/${id}/comment`, { id: comment.id, message: '齐全' })
    await call('POST', `/task/${id}/complete`, {})
    expect(await get(`/task/${id}/comment`)).toMatchObject([{ message: '齐全' }])
    expect((await call('POST', `/task/${id}/comment/create`, { message: 'x' })).status).toBe(400)
  })

  test('waits while its instance is suspended', async () => {
    const instanceId = await start('licence', 'suspended', { urgent: { value: false } })
    const { id } = await taskOf(instanceId)
    expect((await call('PUT', `/process-instance/${instanceId}/suspended`, { suspended: true })).status).toBe(204)
    expect(await get(`/task/${id}`)).toMatchObject({ suspended: true })
    expect(await get<Task[]>('/task?suspended=true')).toHaveLength(1)
    expect(await call('POST', `/task/${id}/complete`, {})).toMatchObject({ status: 500 })
    await call('PUT', `/process-instance/${instanceId}/suspended`, { suspended: false })
    expect((await call('POST', `/task/${id}/complete`, {})).status).toBe(204)
  })

  test('has variables of its own, and sees those around it', async () => {
    const instanceId = await start('licence', 'variables', { urgent: { value: false } })
    const { id } = await taskOf(instanceId)
    await call('PUT', `/task/${id}/localVariables/note`, { value: 'mine', type: 'String' })
    await call('PUT', `/task/${id}/variables/urgent`, { value: true, type: 'Boolean' })
    await call('POST', `/task/${id}/variables`, { modifications: { note: { value: 'changed' }, far: { value: 1 } } })
    expect(await get(`/task/${id}/localVariables`)).toMatchObject({ note: { value: 'changed' } })
    expect(Object.keys(await get(`/process-instance/${instanceId}/variables`)).sort()).toEqual(['far', 'urgent'])
    expect(Object.keys(await get(`/task/${id}/variables`)).sort()).toEqual(['far', 'note', 'urgent'])
    expect(await get<Task[]>('/task?taskVariables=note_eq_changed')).toHaveLength(1)
    expect((await call('DELETE', `/task/${id}/localVariables/note`)).status).toBe(204)
    expect((await call('GET', `/task/${id}/localVariables/note`)).status).toBe(404)
    // files
    await call('PUT', `/task/${id}/variables/paper`, {
      type: 'File',
      value: Buffer.from('材料').toString('base64'),
      valueInfo: { filename: '材料.txt', mimeType: 'text/plain', encoding: 'utf-8' },
    })
    expect(await get(`/task/${id}/variables/paper`)).toEqual({
      type: 'File',
      value: null,
      valueInfo: { filename: '材料.txt', mimeType: 'text/plain', encoding: 'utf-8' },
    })
    const file = await fetch(`${server.baseUrl}/task/${id}/variables/paper/data`)
    expect([await file.text(), file.headers.get('content-type')]).toEqual(['材料', 'text/plain; charset=utf-8'])
    expect(await call('PUT', `/task/${id}/variables/big`, { type: 'String', value: 'x'.repeat(10 * 1024 * 1024) })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('4194304') as string },
    })
  })

  test('has a form whose submission is checked, by field', async () => {
    const instanceId = await start('form', 'submitted')
    const { id } = await taskOf(instanceId)
    expect(await get(`/task/${id}/form`)).toEqual({
      key: `embedded:engine://engine/:engine/task/${id}/rendered-form`,
      camundaFormRef: null,
      contextPath: null,
    })
    expect(await get(`/task/${id}/form-variables`)).toMatchObject({
      area: { value: 12, type: 'Long' },
      kind: { value: null },
      name: { value: null },
    })
    expect(await (await fetch(`${server.baseUrl}/task/${id}/rendered-form`)).text()).toContain('cam-variable-name="area"')
    const submit = (variables: object) => call('POST', `/task/${id}/submit-form`, { variables })
    expect(await submit({})).toMatchObject({ status: 400, body: { message: expect.stringContaining("'name'") as string } })
    expect(await submit({ name: { value: 'a long name' } })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("'name'") as string },
    })
    expect(await submit({ name: { value: 'ok' }, area: { value: 501 } })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("'area'") as string },
    })
    expect(await submit({ name: { value: 'ok' }, kind: { value: 'c' } })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("'kind'") as string },
    })
    expect(await submit({ name: { value: 'ok' }, kind: { value: 'b' } })).toMatchObject({ status: 204 })
    expect(await get(`/history/variable-instance?processInstanceId=${instanceId}&variableName=area`)).toMatchObject([
      { value: 12, type: 'Long' },
    ])
  })

  test('throws errors and escalations that the model catches', async () => {
    const instanceId = await start('form', 'thrown')
    const { id } = await taskOf(instanceId)
    expect((await call('POST', `/task/${id}/bpmnEscalation`, { escalationCode: 'late' })).status).toBe(204)
    expect((await call('POST', `/task/${id}/bpmnError`, { errorCode: 'refused', variables: { why: { value: 'no' } } })).status).toBe(204)
    const open = await get<Task[]>(`/task?processInstanceId=${instanceId}`)
    expect(open.map((task) => task.taskDefinitionKey).sort()).toEqual(['Hurry', 'Repair'])
    expect((await call('POST', `/task/${id}/bpmnError`, {})).status).toBe(400)
  })
})
