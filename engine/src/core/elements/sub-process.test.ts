import { describe, expect, it } from 'vitest'
import { aProcess, scenario } from '../../testing/index.ts'

describe('embedded sub-process', () => {
  const model = () =>
    aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) => inner.startEvent('I').userTask('A').moveTo('I').userTask('B').endEvent())
      .userTask('After')

  it('is done when its last token has gone, with or without an end event', () => {
    const s = scenario(model()).start().expectWaiting('A', 'B', 'Sub')
    s.complete('B').expectWaiting('A', 'Sub').complete('A').expectWaiting('After')
    expect(Object.keys(s.state.scopes)).toEqual(['instance'])
  })

  it('sees the variables around it, the nearest first, and its own end with it', () => {
    const reading = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) => inner.startEvent().userTask('A').userTask('B', { 'camunda:assignee': '${who}' }))
    const s = scenario(reading.userTask('C', { 'camunda:assignee': '${who}' })).start({ who: 'outer' })
    const scopeId = Object.keys(s.state.scopes).find((id) => id !== 'instance')!
    s.setVariables({ who: 'inner' }, scopeId).complete('A')
    expect([...s.tables.userTasks.values()][0]!.task.assignee).toBe('inner')
    s.complete('B')
    expect([...s.tables.userTasks.values()][0]!.task.assignee).toBe('outer')
  })

  it('raises its incident on itself if leaving it fails', () => {
    const s = scenario(
      aProcess('p')
        .startEvent()
        .subProcess('Sub', (inner) => inner.startEvent().userTask('A'))
        .condition('${go}')
        .userTask('B'),
    )
      .start()
      .complete('A')
    expect(s.incidentAt('Sub')).toMatchObject({ code: 'EXPRESSION_FAILED', phase: 'leave' })
    s.setVariables({ go: true }).retry('Sub').expectWaiting('B')
  })

  it('runs anew each time it is entered', () => {
    const loop = aProcess('p')
      .startEvent()
      .exclusiveGateway('L')
      .subProcess('Sub', (inner) => inner.startEvent().userTask('A'))
      .exclusiveGateway('G')
      .condition('=again')
      .connectTo('L')
      .moveTo('G')
      .defaultFlow()
      .endEvent()
    scenario(loop).start().complete('A', { again: true }).complete('A', { again: true }).complete('A', { again: false }).expectEnded()
  })

  it('may be empty but for its start', () => {
    scenario(
      aProcess('p')
        .startEvent()
        .subProcess('Sub', (inner) => inner.startEvent())
        .endEvent(),
    )
      .start()
      .expectEnded()
  })
})
