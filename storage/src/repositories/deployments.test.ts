import { beforeAll, expect, test } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { deployments, type ProcessDefinitionRow } from './deployments.ts'
import { eventStarts, type EventStartRow } from './event-starts.ts'

const aDefinition = (key: string, version: number, more: Partial<ProcessDefinitionRow> = {}): ProcessDefinitionRow => ({
  tenant_id: 'county',
  id: `${key}:${version}:dep`,
  key,
  version,
  name: key,
  version_tag: null,
  deployment_id: 'dep',
  resource_name: `${key}.bpmn`,
  deployed_at: 1000,
  history_time_to_live: null,
  suspended: 0,
  startable_in_tasklist: 1,
  ...more,
})

describeOnDatabases('deployments', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await deployments(db).insert({
      tenant_id: 'county',
      id: 'dep',
      name: '食品经营许可',
      source: null,
      deployed_at: 1000,
      deployed_by: 'zhao',
      content_hash: 'h',
    })
    await deployments(db).insertDefinitions([
      aDefinition('licence', 1),
      aDefinition('licence', 2, { version_tag: 'spring' }),
      aDefinition('permit', 10),
      aDefinition('permit', 9),
      aDefinition('licence', 7, { tenant_id: 'other' }),
    ])
  })

  test('the latest version of a key is found per tenant', async () => {
    const rows = await deployments(db).latestDefinitions(['county'], ['licence', 'permit', 'none'])
    expect(rows.map((row) => row.id).sort()).toEqual(['licence:2:dep', 'permit:10:dep'])
    expect(await deployments(db).listDefinitions({ tenantId: 'county', latest: true, key: 'licence' }, { limit: 5 })).toEqual([
      aDefinition('licence', 2, { version_tag: 'spring' }),
    ])
    expect(await deployments(db).countDefinitions({ tenantId: 'county' })).toBe(4)
    expect(await deployments(db).countDefinitions({ tenantId: 'county', latest: true })).toBe(2)
  })

  test('a version is found by number, by tag, by deployment, or as the newest', async () => {
    const find = async (more: { version?: number; versionTag?: string; deploymentId?: string }) =>
      (await deployments(db).findDefinition({ tenantId: 'county', key: 'licence', ...more }))?.version
    expect([await find({}), await find({ version: 1 }), await find({ versionTag: 'spring' }), await find({ deploymentId: 'dep' })]).toEqual(
      [2, 1, 2, 2],
    )
    expect([await find({ version: 7 }), await find({ versionTag: 'autumn' }), await find({ deploymentId: 'none' })]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  test('an event starts what was set last', async () => {
    const aStart = (event_name: string, definition_id: string): EventStartRow => ({
      tenant_id: 'county',
      definition_key: 'licence',
      element_id: event_name,
      definition_id,
      kind: 'message',
      event_name,
      created_at: 1000,
    })
    await eventStarts(db).replace('county', ['licence'], [aStart('apply', 'licence:1:dep'), aStart('renew', 'licence:1:dep')])
    await eventStarts(db).replace('county', ['licence'], [aStart('apply', 'licence:2:dep')])
    expect(await eventStarts(db).waiting('county', { kind: 'message', eventName: 'apply' }, 5)).toEqual([aStart('apply', 'licence:2:dep')])
    expect(await eventStarts(db).waiting('county', { kind: 'message', eventName: 'renew' }, 5)).toEqual([])
    expect(await eventStarts(db).waiting('county', { kind: 'signal', eventName: 'apply' }, 5)).toEqual([])
  })

  test('resources keep their bytes', async () => {
    const content = Buffer.from([0, 255, 200, 10])
    await deployments(db).insertResources([{ tenant_id: 'county', deployment_id: 'dep', id: 'r', name: 'a.bpmn', content }])
    expect(Buffer.compare((await deployments(db).resource('county', 'dep', 'a.bpmn'))!.content, content)).toBe(0)
    expect(await deployments(db).resources('county', 'dep')).toEqual([
      { tenant_id: 'county', deployment_id: 'dep', id: 'r', name: 'a.bpmn' },
    ])
  })
})
