import { expect, test } from 'vitest'
import { namesIn, renamed } from './rename.ts'

const model = (groups: string) => `<bpmn:userTask id="Task_A" camunda:candidateGroups="${groups}" />`

test.each([
  ['${organ}:handler', '${organ}:officer'],
  ['zjj:handler,supervisor', 'zj:officer,supervisor'],
  ['=part.organ + &#34;:handler&#34;', '=part.organ + &#34;:officer&#34;'],
  ['=part.organ + &quot;:handler&quot;', '=part.organ + &quot;:officer&quot;'],
])('groups of a model name posts and organs: %s', (before, after) => {
  const files = { 'manifest.json': '{}', 'process.bpmn': model(before) }
  expect(namesIn(files).posts).toEqual(['handler'])
  expect(renamed(files, { posts: { handler: 'officer' }, organs: { zjj: 'zj' } })['process.bpmn']).toBe(model(after))
})
