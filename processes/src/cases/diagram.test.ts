import { expect, test } from 'vitest'
import { labelled } from './diagram.ts'

const ELEMENTS = { Task_A: '评审<甲>"$&"' }
const NAMED = 'name="评审&lt;甲&gt;&quot;$&amp;&quot;"'

test.each([
  ['by an expression', '<bpmn:userTask id="Task_A" name="=step.name">', `<bpmn:userTask id="Task_A" ${NAMED}>`],
  ['by a template, before its id', '<bpmn:userTask name="评审 ${of}" id="Task_A"/>', `<bpmn:userTask ${NAMED} id="Task_A"/>`],
  [
    'with > in a value',
    '<bpmn:userTask id="Task_A" camunda:x="a > b" name="=a > b">',
    `<bpmn:userTask id="Task_A" camunda:x="a > b" ${NAMED}>`,
  ],
  ['over several lines', '<bpmn:userTask\n  id="Task_A"\n  name="=a"\n>', `<bpmn:userTask\n  id="Task_A"\n  ${NAMED}\n>`],
  ['in single quotes, without a prefix', `<userTask id='Task_A' name='="a"'>`, `<userTask id='Task_A' ${NAMED}>`],
])('a task that is named anew each time, %s, is drawn with the name of its step', (_, xml, drawn) => {
  expect(labelled(xml, ELEMENTS)).toBe(drawn)
})

test.each([
  ['has a name of its own', '<bpmn:userTask id="Task_A" name="评审">'],
  ['is not known', '<bpmn:userTask id="Task_B" name="=a">'],
  ['has no name', '<bpmn:userTask id="Task_A">'],
  ['is no user task', '<bpmn:userTaskX id="Task_A" name="=a"><bpmn:task id="Task_A" name="=a">'],
])('what %s stays', (_, xml) => {
  expect(labelled(xml, ELEMENTS)).toBe(xml)
})
