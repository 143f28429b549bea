import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { restCalls } from '../../test/rest-calls.ts'
import { restServer, type RestServer } from '../../test/rest-server.ts'
import { aProcess } from '../testing/index.ts'

const jobs = aProcess('jobs')
  .startEvent('Start')
  .parallelGateway('Fork')
  .timerCatch('Wait', { duration: 'PT1H' })
  .endEvent('End')
  .moveTo('Fork')
  .userTask('Later', {}, { asyncBefore: true })
  .connectTo('End')
  .moveTo('Fork')
  .expressionTask('Boom', '${x}', { inputs: { x: '${nothing.there}' } })
  .connectTo('End')
  .toXml()

let server: RestServer
const { call, get, pick, start, done, count } = restCalls(() => server)

describeOnDatabases('jobs', (open) => {
  let id: string
  beforeAll(async () => {
    server = await restServer(undefined, await open())
    await server.deploy(jobs)
    id = await start('jobs')
  })
  afterAll(() => server.close())
  afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))
  const job = async (activityId: string) => (await get<{ id: string }[]>(`/job?processInstanceId=${id}&activityId=${activityId}`))[0]!

  test('one of them, field by field', async () => {
    const timer = await job('Wait')
    const [definition] = await get('/process-definition?key=jobs')
    const [place] = await pick('id', '/job-definition?activityIdIn=Wait')
    expect(await get(`/job/${timer.id}`)).toEqual({
      id: timer.id,
      jobDefinitionId: place,
      processInstanceId: id,
      processDefinitionId: definition!.id,
      processDefinitionKey: 'jobs',
      executionId: expect.any(String) as string,
      exceptionMessage: null,
      failedActivityId: null,
      retries: expect.any(Number) as number,
      dueDate: '2025-03-03T02:00:00.000+0000',
      suspended: false,
      priority: 0,
      tenantId: null,
      createTime: '2025-03-03T01:00:00.000+0000',
      batchId: null,
    })
    expect((await call('GET', '/job/none')).status).toBe(404)
  })

  test.each([
    ['timers=true', ['Wait']],
    ['messages=true&withRetriesLeft=true', ['Later']],
    ['executable=true', ['Later']],
    ['noRetriesLeft=true', ['Boom']],
    ['withException=true', ['Boom']],
    ['failedActivityId=Boom', ['Boom']],
    ['dueDates=gt_2025-03-03T01:30:00.000%2B0000', ['Wait']],
    ['dueDates=lt_2025-03-03T01:30:00.000%2B0000', []],
    ['priorityHigherThanOrEquals=1', []],
    ['suspended=true', []],
  ])('%s finds %j', async (query, expected) => {
    const ids = await pick('id', `/job?processInstanceId=${id}&${query}`)
    const places = await Promise.all(
      ids.map(async (found) => {
        for (const activity of ['Wait', 'Later', 'Boom']) if ((await job(activity)).id === found) return activity
        return 'other'
      }),
    )
    expect(places).toEqual(expected)
    expect(await count(`/job/count?processInstanceId=${id}&${query}`)).toBe(expected.length)
  })

  test('as JSON, with dates', async () => {
    const { body } = await call<object[]>('POST', '/job', {
      processInstanceId: id,
      dueDates: [{ operator: 'gt', value: '2025-03-03T01:30:00.000+0000' }],
      sorting: [{ sortBy: 'jobDueDate', sortOrder: 'asc' }],
    })
    expect(body).toHaveLength(1)
    expect(await call('POST', '/job', { dueDates: [{ operator: 'near', value: 'noon' }] })).toMatchObject({ status: 400 })
    expect(await call('GET', '/job?acquired=true')).toMatchObject({ status: 400 })
  })

  test('a place of jobs, field by field, with its priority', async () => {
    const [place] = await get<{ id: string; processDefinitionId: string; deploymentId: string }[]>('/job-definition?activityIdIn=Later')
    expect(place).toEqual({
      id: place!.id,
      processDefinitionId: place!.processDefinitionId,
      processDefinitionKey: 'jobs',
      jobType: 'async-continuation',
      jobConfiguration: 'async-before',
      activityId: 'Later',
      suspended: false,
      overridingJobPriority: null,
      tenantId: null,
      deploymentId: place!.processDefinitionId.split(':')[2],
    })
    await done('PUT', `/job-definition/${place!.id}/jobPriority`, { priority: 7, includeJobs: true })
    expect(await get(`/job-definition/${place!.id}`)).toMatchObject({ overridingJobPriority: 7 })
    expect(await job('Later')).toMatchObject({ priority: 7 })
    expect(await count('/job-definition/count?withOverridingJobPriority=true')).toBe(1)
    await done('PUT', `/job-definition/${place!.id}/suspended`, { suspended: true, includeJobs: true })
    expect(await job('Later')).toMatchObject({ suspended: true })
    await done('PUT', '/job-definition/suspended', { processDefinitionKey: 'jobs', suspended: false, includeJobs: true })
    expect(await job('Later')).toMatchObject({ suspended: false })
  })

  test('a timer is moved, counted anew, held back and carried out', async () => {
    const timer = await job('Wait')
    await done('PUT', `/job/${timer.id}/duedate`, { duedate: '2025-03-05T00:00:00.000+0000' })
    expect(await job('Wait')).toMatchObject({ dueDate: '2025-03-05T00:00:00.000+0000' })
    server.clock.advance('PT30M')
    await done('POST', `/job/${timer.id}/duedate/recalculate?creationDateBased=false`)
    expect(await job('Wait')).toMatchObject({ dueDate: '2025-03-03T02:30:00.000+0000' })
    await done('POST', `/job/${timer.id}/duedate/recalculate`)
    expect(await job('Wait')).toMatchObject({ dueDate: '2025-03-03T02:00:00.000+0000' })
    await done('PUT', `/job/${timer.id}/priority`, { priority: 3 })
    await done('PUT', `/job/${timer.id}/suspended`, { suspended: true })
    expect(await job('Wait')).toMatchObject({ priority: 3, suspended: true })
    await done('PUT', '/job/suspended', { processInstanceId: id, suspended: false })
    await done('POST', `/job/${timer.id}/execute`)
    expect((await call('GET', `/job/${timer.id}`)).status).toBe(404)
    expect(await call('DELETE', `/job/${(await job('Later')).id}`)).toMatchObject({ status: 400 })
  })

  test('a failed job is an incident: annotated, and gone when it is tried again with success', async () => {
    const failed = await job('Boom')
    const [incident] = await get<{ id: string }[]>(`/incident?processInstanceId=${id}`)
    expect(incident).toEqual({
      id: failed.id,
      processDefinitionId: expect.stringContaining('jobs:1:') as string,
      processInstanceId: id,
      executionId: expect.any(String) as string,
      incidentTimestamp: expect.any(String) as string,
      incidentType: 'failedJob',
      activityId: 'Boom',
      failedActivityId: 'Boom',
      causeIncidentId: failed.id,
      rootCauseIncidentId: failed.id,
      configuration: failed.id,
      incidentMessage: expect.stringContaining('nothing') as string,
      tenantId: null,
      jobDefinitionId: expect.any(String) as string,
      annotation: null,
    })
    expect(await (await fetch(`${server.baseUrl}/job/${failed.id}/stacktrace`)).text()).toContain('nothing')
    await done('PUT', `/incident/${failed.id}/annotation`, { annotation: 'ask the modeller' })
    expect(await get(`/incident/${failed.id}`)).toMatchObject({ annotation: 'ask the modeller' })
    await done('DELETE', `/incident/${failed.id}/annotation`)
    expect(await count('/incident/count?incidentType=failedJob&activityId=Boom')).toBe(1)
    expect(await count(`/incident/count?configuration=${failed.id}`)).toBe(1)
    // when what it needs is there
    await done('PUT', `/process-instance/${id}/variables/nothing`, { value: '{"there": 1}', type: 'Json' })
    const { body } = await call('POST', '/job/retries', { jobIds: [failed.id], retries: 1 })
    expect(body).toMatchObject({ type: 'set-job-retries', totalJobs: 1 })
    expect(await count(`/incident/count?processInstanceId=${id}`)).toBe(0)
    expect((await call('DELETE', '/incident/none')).status).toBe(404)
  })

  test('more jobs than one batch has: all of a definition are suspended, and a batch of them is refused', async () => {
    const many = aProcess('many').startEvent('Start').timerCatch('Wait', { duration: 'PT1H' }).endEvent('End').toXml()
    await server.deploy(many)
    // not all at once: a busy system resets connections beyond what it holds back
    for (let group = 0; group < 7; group++) await Promise.all(Array.from({ length: 143 }, () => start('many')))
    const refused = await call<{ message: string }>('POST', '/job/retries', { jobQuery: { processDefinitionKey: 'many' }, retries: 3 })
    expect([refused.status, refused.body.message]).toEqual([400, expect.stringContaining('more than 1000 are selected')])
    await done('PUT', '/job/suspended', { processDefinitionKey: 'many', suspended: true })
    expect(await count('/job/count?processDefinitionKey=many&suspended=true')).toBe(1001)
  })
})
