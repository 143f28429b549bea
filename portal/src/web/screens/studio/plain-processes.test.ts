import { expect, test } from 'vitest'
import { plainProcessesIn, withPlainProcess, withRoles } from './plain-processes.ts'

const json = (value: unknown) => JSON.stringify(value)
const entry = {
  name: '监察件',
  process: { file: 'supervision.bpmn', key: 'supervision' },
  tasks: { Task_Sign: { posts: ['leader'], actions: [{ key: 'sign', label: '签收', set: {} }] } },
}
const files = {
  'manifest.json': json({ key: 'p', roles: { leader: '主要负责人' }, processes: [entry] }),
  'supervision.bpmn': '<definitions/>',
}
const manifest = (changed: Record<string, string>) => JSON.parse(changed['manifest.json']!) as { roles: object; processes: object[] }

test('processes that are no matters are those of the manifest', () => {
  expect(plainProcessesIn(files)).toEqual([entry])
  expect(plainProcessesIn({ 'manifest.json': '{' })).toEqual([])
})

test('one takes the place of its entry, a new one stands besides', () => {
  const changed = { ...entry, tasks: {} }
  expect(manifest(withPlainProcess(files, changed)).processes).toEqual([changed])
  const other = { ...changed, process: { file: 'other.bpmn', key: 'other' } }
  expect(manifest(withPlainProcess(files, other)).processes).toEqual([entry, other])
})

test('a post that a step now goes to is one of the package, called as the county calls it', () => {
  const posts = [
    { key: 'leader', name: '负责人' },
    { key: 'auditor', name: '监察人员' },
  ]
  expect(manifest(withRoles(files, ['leader', 'auditor', 'unknown'], posts)).roles).toEqual({ leader: '主要负责人', auditor: '监察人员' })
  expect(withRoles(files, ['leader'], posts)).toEqual({})
})
