import { describe, expect, it } from 'vitest'
import { editTask } from '../edit-draft.ts'
import type { MatterLike } from '../draft.ts'
import { withAssignedBy, withDistinct, withOrgans, withPerson } from './people.ts'
import { addRule, apartFrom, changeRule, removeRule } from './separation.ts'
import { changeTask, newTask } from './tasks.ts'

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="D" targetNamespace="t">
<bpmn:process id="p" isExecutable="true"><bpmn:userTask id="A" camunda:candidateGroups="\${organ}:handler"/><bpmn:userTask id="B" camunda:candidateGroups="\${organ}:reviewer"/></bpmn:process></bpmn:definitions>`
const matter = (): MatterLike => ({ tasks: { A: { ...newTask('handler'), form: 'check' }, B: newTask('reviewer') } })

describe('people whom a form names', () => {
  it('become variables, and take the step that is theirs instead of the holders of its post', async () => {
    const named = changeTask(matter(), 'A', withPerson(matter().tasks!.A!, 'officer', 'site-officer'))
    expect(named.tasks!.A).toMatchObject({ people: { officer: 'site-officer' }, variables: ['officer'] })
    const assigned = withAssignedBy(named, 'B', 'officer')
    expect(assigned.tasks!.B).toMatchObject({ assignedBy: 'officer', post: 'site-officer' })
    const given = await editTask({ xml: XML, matter: named }, 'B', assigned)
    expect(given.xml).toContain('<bpmn:userTask id="B" camunda:assignee="${officer}"')
    const back = await editTask(given, 'B', withAssignedBy(assigned, 'B', undefined))
    expect(back.xml).toContain('<bpmn:userTask id="B" camunda:candidateGroups="${organ}:site-officer"')
  })

  it('are forgotten everywhere when their field names nobody any more', () => {
    let task = { ...newTask('handler'), form: 'check' }
    for (const field of ['a', 'b']) task = { ...task, ...withPerson(task, field, 'site-officer') }
    task = { ...task, ...withDistinct(['a', 'b']) }
    expect(task).toMatchObject({ distinct: [['a', 'b']], variables: ['a', 'b'] })
    task = { ...task, ...withPerson(task, 'b', undefined) }
    expect(task).toMatchObject({ people: { a: 'site-officer' }, distinct: undefined, variables: ['a'] })
    expect(withOrgans(task, 'asked', ['czj'])).toEqual({ organs: { asked: ['czj'] } })
    expect(withOrgans({ ...task, organs: { asked: ['czj'] } }, 'asked', [])).toEqual({ organs: undefined })
  })
})

describe('separation of duties', () => {
  const rule = { rule: 'sod_chain_distinct', text: '分离', elements: ['A', 'B', 'C'] }

  it('says of a step from which others it is kept apart, without those that one person may do', () => {
    const kept = addRule({}, { ...rule, together: [['A', 'B']] })
    expect(apartFrom(kept, 'A')).toEqual(['C'])
    expect(apartFrom(kept, 'C')).toEqual(['A', 'B'])
  })

  it('drops exceptions that compare nothing any more', () => {
    const kept = addRule({}, { ...rule, together: [['A', 'B']] })
    expect(changeRule(kept, 0, { elements: ['B', 'C'] }).separation).toEqual([{ ...rule, elements: ['B', 'C'] }])
    expect(removeRule(kept, 0).separation).toEqual([])
  })
})
