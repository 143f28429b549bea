import { describe, expect, it } from 'vitest'
import { aProcess, scenario, type ProcessBuilder } from '../testing/index.ts'

const listening = (model: ProcessBuilder, ...listeners: [event: string, expression: string][]) =>
  model
    .toXml()
    .replace(
      /(<bpmn:process [^>]*>)/,
      `$1<bpmn:extensionElements>${listeners.map(([event, expression]) => `<camunda:executionListener event="${event}" expression="${expression}"/>`).join('')}</bpmn:extensionElements>`,
    )
const simple = () => aProcess('p').startEvent().userTask('A').endEvent('E')

describe('execution listeners of the process', () => {
  it('know the instance and set variables of the process, also at its end', () => {
    const s = scenario(
      listening(
        simple(),
        ['start', "${execution.setVariable('from', execution.processBusinessKey.concat(' ').concat(execution.eventName))}"],
        ['end', "${execution.setVariableLocal('seen', from.concat(', ').concat(execution.eventName))}"],
      ),
    ).start({}, { businessKey: 'B-1' })
    expect(s.variables()).toEqual({ from: 'B-1 start' })
    expect(s.complete('A').expectEnded().variables()).toEqual({ from: 'B-1 start', seen: 'B-1 start, end' })
    expect(s.events.at(-1)!.type).toBe('instanceCompleted')
  })

  it('what a start listener sets is read by the conditions of the process', () => {
    const model = listening(
      simple().eventSubProcess('Esp', { condition: '${hot}' }, (esp) => esp.userTask('Handle')),
      ['start', "${execution.setVariable('hot', true)}"],
    )
    scenario(model).start().expectWaiting('Esp', 'Handle')
  })

  it('one that fails at the start refuses it; one that fails at the end waits at the last element', () => {
    expect(() => scenario(listening(simple(), ['start', '${missing}'])).start()).toThrow('START_FAILED')
    const s = scenario(listening(simple(), ['end', '${missing}']))
      .start()
      .complete('A')
      .expectWaiting('E')
    expect(s.incidentAt('E').code).toBe('EXPRESSION_FAILED')
    s.setVariables({ missing: 1 }).retry('E').expectEnded()
    expect(s.completed()).toEqual(['Start_1', 'A', 'E'])
  })

  it('one that fails where no token is left to wait cannot hold the end up, and is written to the history', () => {
    const undoing = aProcess('p')
      .startEvent()
      .transaction('T', (inner) => inner.startEvent().userTask('A').endEvent('C', { cancel: true }))
    const s = scenario(listening(undoing, ['end', '${missing}']))
      .start()
      .complete('A')
      .expectEnded()
    expect(s.events.filter(({ type }) => type === 'listenerFailed')).toMatchObject([{ elementId: 'p' }])
  })

  it('of a called process run before its caller hears of the end', () => {
    const s = scenario(listening(simple(), ['end', "${execution.setVariable('result', 7)}"]))
    s.send({
      type: 'startInstance',
      instanceId: 'inner',
      tenantId: 't',
      businessKey: null,
      variables: {},
      caller: { instanceId: 'outer', tokenId: 'outer:1', errors: [], escalations: [] },
    })
    s.complete('A')
    expect(s.lastEffects).toContainEqual({
      type: 'notifyCaller',
      caller: { instanceId: 'outer', tokenId: 'outer:1' },
      outcome: { type: 'completed' },
      variables: { result: { value: 7 } },
    })
  })
})
