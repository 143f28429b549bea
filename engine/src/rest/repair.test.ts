import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { restCalls } from '../../test/rest-calls.ts'
import { restServer, type RestServer } from '../../test/rest-server.ts'
import { aProcess } from '../testing/index.ts'

const version = (second: boolean) => {
  const draft = aProcess('p')
    .startEvent('S')
    .userTask('A', { name: second ? 'A new' : 'A' }, second ? {} : {})
    .userTask('Votes', {}, { loop: { cardinality: 2 } })
  return (second ? draft.userTask('C') : draft).endEvent('E').toXml()
}

let server: RestServer
const { call, get, pick, start, done } = restCalls(() => server)
let source: string
let target: string
beforeAll(async () => {
  server = await restServer()
  await server.deploy(version(false))
})
afterAll(() => server.close())
afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

test('many instances are modified by one call', async () => {
  const ids = [await start('p', 'many'), await start('p', 'many')]
  const instructions = [
    { type: 'cancel', activityId: 'A' },
    { type: 'startBeforeActivity', activityId: 'Votes#multiInstanceBody' },
  ]
  await done('POST', '/modification/execute', { processInstanceQuery: { businessKey: 'many' }, instructions })
  for (const id of ids) expect(await pick('taskDefinitionKey', `/task?processInstanceId=${id}`)).toEqual(['Votes', 'Votes'])
  // the body of a loop is an activity of its own
  const counts = await get<{ id: string; instances: number }[]>('/process-definition/key/p/statistics')
  expect(counts.map(({ id, instances }) => `${id} ${instances}`).sort()).toEqual(['Votes 4', 'Votes#multiInstanceBody 2'])
  expect(await pick('id', '/process-instance?activityIdIn=Votes%23multiInstanceBody')).toHaveLength(2)
  expect(await pick('id', '/execution?activityId=Votes')).toHaveLength(4)
  const back = await call('POST', '/modification/executeAsync', {
    processInstanceIds: ids,
    instructions: [
      { type: 'cancel', activityId: 'Votes' },
      { type: 'startBeforeActivity', activityId: 'A' },
    ],
  })
  expect(back.body).toMatchObject({ type: 'instance-modification', totalJobs: 2 })
  for (const id of ids) expect(await pick('taskDefinitionKey', `/task?processInstanceId=${id}`)).toEqual(['A'])
})

test('a plan of migration is made and checked', async () => {
  await server.deploy(version(true))
  ;[target, source] = (await pick('id', '/process-definition?key=p&sortBy=version&sortOrder=desc')) as [string, string]
  const { body: plan } = await call<{ instructions: object[] }>('POST', '/migration/generate', {
    sourceProcessDefinitionId: source,
    targetProcessDefinitionId: target,
  })
  const same = (id: string) => ({ sourceActivityIds: [id], targetActivityIds: [id], updateEventTrigger: false })
  expect(plan).toMatchObject({ sourceProcessDefinitionId: source, targetProcessDefinitionId: target })
  expect(plan.instructions).toEqual(expect.arrayContaining([same('A'), same('Votes#multiInstanceBody'), same('Votes')]))
  expect((await call('POST', '/migration/validate', plan)).body).toEqual({ instructionReports: [], variableReports: {} })
  const wrong = { ...plan, instructions: [{ sourceActivityIds: ['A'], targetActivityIds: ['E'] }] }
  const report = {
    instructionReports: [
      {
        instruction: { sourceActivityIds: ['A'], targetActivityIds: ['E'], updateEventTrigger: false },
        failures: [expect.any(String) as string],
      },
    ],
    variableReports: {},
  }
  expect((await call('POST', '/migration/validate', wrong)).body).toEqual(report)
  expect(await call('POST', '/migration/execute', { migrationPlan: wrong, processInstanceIds: ['x'] })).toMatchObject({
    status: 400,
    body: { type: 'MigrationPlanValidationException', validationReport: report },
  })
})

test('running instances are migrated, in the call or as a batch', async () => {
  const start1 = async () => (await call<{ id: string }>('POST', `/process-definition/${source}/start`, {})).body.id
  const [first, second] = [await start1(), await start1()]
  const { body: plan } = await call<{ instructions: object[] }>('POST', '/migration/generate', {
    sourceProcessDefinitionId: source,
    targetProcessDefinitionId: target,
  })
  await done('POST', '/migration/execute', { migrationPlan: plan, processInstanceIds: [first] })
  expect(await get(`/process-instance/${first}`)).toMatchObject({ definitionId: target })
  expect(await pick('processDefinitionId', `/task?processInstanceId=${first}`)).toEqual([target])
  expect((await call('POST', '/migration/executeAsync', { migrationPlan: plan, processInstanceIds: [second] })).body).toMatchObject({
    type: 'instance-migration',
    totalJobs: 1,
  })
  // what the plan does not say is not done
  const third = await start1()
  const partial = { ...plan, instructions: [] }
  expect(await call('POST', '/migration/execute', { migrationPlan: partial, processInstanceIds: [third] })).toMatchObject({
    status: 400,
    body: { type: 'MigratingProcessInstanceValidationException' },
  })
})
