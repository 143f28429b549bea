import { expect, it } from 'vitest'
import { aProcess, scenario } from '../testing/index.ts'

/** A task done with the caller's word where the instance goes on (`instead`): as a whole or not at all. */
const model = (listener: string | null) =>
  aProcess('p')
    .startEvent()
    .userTask('A', {}, { taskListeners: listener === null ? [] : [{ event: 'complete', expression: listener }] })
    .userTask('B')
    .subProcess('Sub', (inner) => inner.startEvent().userTask('X').userTask('Y').endEvent())
    .boundaryTimer('Sub', 'Late', { duration: '${patience}' })
    .endEvent('EL')

type Scenario = ReturnType<typeof scenario>
const completeTo = (s: Scenario, elementId: string) =>
  s.send({
    type: 'completeUserTask',
    tokenId: Object.values(s.state.tokens).find((token) => token.elementId === 'A')!.id,
    variables: { done: { value: true } },
    instead: { instructions: [{ type: 'startBefore', elementId }], reason: '送回退回人' },
  })

it('goes on there and not by its own way out', () => {
  const s = scenario(model(null)).start({ patience: 'P1D' })
  expect(completeTo(s, 'Y')).toBeNull()
  s.expectWaiting('Sub', 'Y')
})

it('is refused where a listener of the task fails: an incident would forget where it was to go', () => {
  const s = scenario(model('${missing}')).start({ patience: 'P1D' })
  const before = s.state
  expect(completeTo(s, 'Y')).toMatchObject({ code: 'MODIFICATION_NOT_POSSIBLE', message: expect.stringContaining('missing') as string })
  expect(s.state).toBe(before)
})

it('is refused where what has to be opened on the way there cannot be computed', () => {
  const s = scenario(model(null)).start()
  const before = s.state
  expect(completeTo(s, 'Y')).toMatchObject({ code: 'MODIFICATION_NOT_POSSIBLE', message: expect.stringContaining('patience') as string })
  expect(s.state).toBe(before)
})

it('so is a modification', () => {
  const s = scenario(model(null)).start()
  expect(s.send({ type: 'modifyInstance', instructions: [{ type: 'startBefore', elementId: 'Y' }], reason: null })).toMatchObject({
    code: 'MODIFICATION_NOT_POSSIBLE',
  })
})
