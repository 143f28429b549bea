import { expect, it } from 'vitest'
import { packageFile } from '../../test/models.ts'
import { conditionFields } from './desk.ts'
import type { MatterLike } from './draft.ts'
import { flowProblems } from './flow-problems.ts'
import { elementsById, readXml } from './model/moddle.ts'

it('a model of the county leaves no way open, and one whose button leads nowhere is told', async () => {
  const elements = elementsById(await readXml(packageFile('c3-licensing/administrative-licence.bpmn')))
  const matter = JSON.parse(packageFile('c3-licensing/matters/administrative-licence.json')) as MatterLike
  const known = { organs: [], posts: [], forms: [], documents: [], decisions: [] }
  const said = (of: MatterLike) =>
    flowProblems(elements, conditionFields(of, known, elements), of.tasks).map(({ elementId, message }) => `${elementId} ${message}`)
  expect(said(matter)).toEqual([])
  const task = matter.tasks!.Task_ApproveSpecial!
  const later = { ...task.actions[0]!, key: 'later', label: '暂缓', set: { specialResult: 'later' } }
  const changed = { ...matter, tasks: { ...matter.tasks, Task_ApproveSpecial: { ...task, actions: [...task.actions, later] } } }
  expect(said(changed)).toEqual(['GW_Special 特别程序审批结论为 暂缓 时没有去向,请补上条件或者设一条默认去向'])
})
