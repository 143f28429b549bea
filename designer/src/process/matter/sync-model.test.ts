import { describe, expect, it } from 'vitest'
import { parseDefinitions, type UserTaskNode } from '@lianban/engine'
import type { MatterLike, ProcessDraft } from '../draft.ts'
import { editTask, editTree, settleDraft } from '../edit-draft.ts'
import { removeItem } from '../tree/edit-tree.ts'
import { makeLength } from './limits.ts'
import { changeStep, changeTask } from './tasks.ts'
import { taskSentence, withWay } from './words.ts'

const aModel = (
  attributes: string,
) => `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="D" targetNamespace="https://lianban.example/t"><process id="p" isExecutable="true">
<startEvent id="S"/><userTask id="Task_A" name="审核" ${attributes}/><endEvent id="E"/><sequenceFlow id="F1" sourceRef="S" targetRef="Task_A"/><sequenceFlow id="F2" sourceRef="Task_A" targetRef="E"/></process></definitions>`

const matter: MatterLike = {
  steps: [{ name: '审核', task: 'Task_A', phase: 'examination', limit: makeLength(2, 'workday'), special: null }],
  tasks: {
    Task_A: {
      post: 'reviewer',
      applicationAccess: { '*': 'read' },
      actions: [
        { key: 'pass', label: '同意', kind: 'primary', opinion: 'none', set: {}, next: { text: '办结', people: '' } },
        { key: 'refuse', label: '不同意', kind: 'danger', opinion: 'required', set: {}, next: { text: '办结', people: '' } },
      ],
    },
  },
  separation: [{ rule: 'sod_chain_distinct', text: '不同人员', elements: ['Task_A'] }],
  outcomes: { E: 'closed' },
  unknown: { kept: true },
}
const aDraft = (attributes = ''): ProcessDraft => ({ xml: aModel(attributes), matter })
const known = {
  organs: [{ id: 'scjg', name: '市场监督管理局' }],
  posts: [{ key: 'reviewer', name: '审核人' }],
  forms: [],
  documents: [],
  decisions: [],
}
const taskOf = ({ xml }: ProcessDraft): UserTaskNode => {
  const parsed = parseDefinitions(xml)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.processes[0]!.nodes.Task_A as UserTaskNode
}

describe('a step of the model', () => {
  it('is given to the post of the matter, by the limit of the matter', async () => {
    const changed = await editTask(aDraft(), 'Task_A', changeTask(matter, 'Task_A', { organ: 'scjg' }))
    expect(changed.xml).toContain('camunda:candidateGroups="scjg:reviewer"')
    expect(taskOf(changed).dueDate).toMatchObject({ kind: 'feel', source: 'workdays(stepLimits.Task_A)' })
    expect(taskSentence(changed.matter, 'Task_A', known)).toBe('由市场监督管理局的审核人签收,限 2个工作日')
  })

  it('keeps what counts its time from elsewhere, and who is named by a field', async () => {
    const draft = aDraft('camunda:assignee="${officer}" camunda:dueDate="=workdays(stepLimits.Task_A, clockFrom)"')
    const changed = await editTask(draft, 'Task_A', changeStep(matter, 'Task_A', '审核', { limit: makeLength(4, 'workhour') }))
    expect(changed.xml).toContain('camunda:dueDate="=workhours(stepLimits.Task_A, clockFrom)"')
    expect(changed.xml).toContain('camunda:assignee="${officer}"')
    expect(changed.xml).not.toContain('candidateGroups')
    const other = await editTask(aDraft('camunda:dueDate="=suspension.plannedEndAt"'), 'Task_A', matter)
    expect(other.xml).toContain('camunda:dueDate="=suspension.plannedEndAt"')
  })

  it('is drawn as a loop over its approvers, and as one step again', async () => {
    const together = await editTask(aDraft(), 'Task_A', changeTask(matter, 'Task_A', withWay(matter.tasks!.Task_A!, 'vote')))
    const node = taskOf(together)
    expect(node.loop).toMatchObject({
      type: 'multiInstance',
      sequential: false,
      elementVariable: 'approver',
      output: { collection: 'votes', element: 'vote' },
    })
    expect(together.matter.tasks!.Task_A!.approval).toEqual({ mode: 'vote', pass: { percent: 50 } })
    expect(together.matter.tasks!.Task_A!.actions.map(({ vote }) => vote)).toEqual(['pass', 'reject'])
    const single = await editTask(
      together,
      'Task_A',
      changeTask(together.matter, 'Task_A', withWay(together.matter.tasks!.Task_A!, 'grab')),
    )
    expect(taskOf(single).loop).toBeNull()
    expect(single.matter.tasks!.Task_A).toMatchObject({ take: 'grab' })
    expect(single.matter.tasks!.Task_A).not.toHaveProperty('approval')
    expect(single.xml).toContain('camunda:candidateGroups="${organ}:reviewer"')
  })

  it('takes its entries along when it goes, in the tree and in the diagram', async () => {
    const { draft } = await editTree(aDraft(), (tree) => {
      removeItem(tree, 'Task_A')
      return {}
    })
    const gone = { steps: [], tasks: {}, separation: [], outcomes: { E: 'closed' }, unknown: { kept: true } }
    expect(draft.matter).toEqual(gone)
    const byHand = { xml: draft.xml, matter }
    expect((await settleDraft(byHand, aModel(''))).matter).toEqual(gone)
  })
})
