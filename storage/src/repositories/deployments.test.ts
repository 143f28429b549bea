import { beforeAll, expect, test } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { deployments, type ProcessDefinitionRow } from './deployments.ts'

const aDefinition = (key: string, version: number, more: Partial<ProcessDefinitionRow> = {}): ProcessDefinitionRow => ({
  tenant_id: 'county', id: `${key}:${version}:dep`, key, version, name: key, version_tag: null, deployment_id: 'dep', resource_name: `${key}.bpmn`,
  deployed_at: 1000, message_starts: [], ...more,
})

describeOnDatabases('deployments', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await deployments(db).insert({ tenant_id: 'county', id: 'dep', name: '食品经营许可', source: null, deployed_at: 1000, deployed_by: 'zhao', content_hash: 'h' })
    await deployments(db).insertDefinitions([
      aDefinition('licence', 1), aDefinition('licence', 2, { message_starts: ['apply'] }), aDefinition('permit', 10), aDefinition('permit', 9),
      aDefinition('licence', 7, { tenant_id: 'other' }),
    ])
  })

  test('the latest version of a key is found per tenant', async () => {
    const rows = await deployments(db).latestDefinitions(['county'], ['licence', 'permit', 'none'])
    expect(rows.map((row) => row.id).sort()).toEqual(['licence:2:dep', 'permit:10:dep'])
    expect(await deployments(db).listDefinitions({ tenantId: 'county', latest: true, key: 'licence' }, { limit: 5 })).toEqual([
      aDefinition('licence', 2, { message_starts: ['apply'] }),
    ])
    expect(await deployments(db).countDefinitions({ tenantId: 'county' })).toBe(4)
    expect(await deployments(db).countDefinitions({ tenantId: 'county', latest: true })).toBe(2)
  })

  test('a message starts the version that was set last', async () => {
    await deployments(db).setMessageStarts('county', 'licence', aDefinition('licence', 1, { message_starts: ['apply', 'renew'] }))
    await deployments(db).setMessageStarts('county', 'licence', aDefinition('licence', 2, { message_starts: ['apply'] }))
    expect(await deployments(db).messageStarts('county', 'apply')).toEqual([{ definition_key: 'licence', definition_id: 'licence:2:dep' }])
    expect(await deployments(db).messageStarts('county', 'renew')).toEqual([])
  })

  test('resources keep their bytes', async () => {
    const content = Buffer.from([0, 255, 200, 10])
    await deployments(db).insertResources([{ tenant_id: 'county', deployment_id: 'dep', id: 'r', name: 'a.bpmn', content }])
    expect(Buffer.compare((await deployments(db).resource('county', 'dep', 'a.bpmn'))!.content, content)).toBe(0)
    expect(await deployments(db).resources('county', 'dep')).toEqual([{ tenant_id: 'county', deployment_id: 'dep', id: 'r', name: 'a.bpmn' }])
  })
})
