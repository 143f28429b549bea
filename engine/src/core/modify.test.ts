import { describe, expect, it } from 'vitest'
import { aProcess, scenario } from '../testing/index.ts'

const model = () =>
  aProcess('p')
    .startEvent('S')
    .userTask('A')
    .subProcess('Sub', (inner) => inner.startEvent('SubStart').userTask('X').userTask('Y').endEvent('SubEnd'))
    .userTask('B')
    .endEvent('E')
    .boundaryTimer('Sub', 'Late', { duration: 'P1D' })
    .userTask('L')

describe('modification', () => {
  it('moves a token: cancel and start before', () => {
    const s = scenario(model()).start()
    s.modify(
      [
        { type: 'startBefore', elementId: 'B' },
        { type: 'cancelAll', elementId: 'A' },
      ],
      '错退',
    ).expectWaiting('B')
    expect(s.lastEvents).toContainEqual(expect.objectContaining({ type: 'instanceModified', reason: '错退' }))
    s.complete('B').expectEnded()
  })

  it('opens the scopes around an element, with their boundary events, or uses the one that is open', () => {
    const s = scenario(model()).start()
    s.modify([{ type: 'startBefore', elementId: 'Y' }]).expectWaiting('A', 'Sub', 'Y')
    expect(s.tables.subscriptions.size).toBe(1)
    s.modify([{ type: 'startBefore', elementId: 'X' }]).expectWaiting('A', 'Sub', 'X', 'Y')
    s.complete('X').complete('Y').complete('Y').expectWaiting('A', 'B')
  })

  it('starts after an element or on a flow', () => {
    scenario(model())
      .start()
      .modify([{ type: 'startAfter', elementId: 'X' }])
      .expectWaiting('A', 'Sub', 'Y')
    const flow = aProcess('p').startEvent().userTask('A').flow('f').userTask('B')
    scenario(flow)
      .start()
      .modify([{ type: 'startTransition', flowId: 'f' }])
      .expectWaiting('A', 'B')
  })

  it('sets variables on the process and locally', () => {
    const s = scenario(model()).start()
    s.modify([{ type: 'startBefore', elementId: 'B', variables: { a: { value: 1 } }, localVariables: { b: { value: 2 } } }])
    expect(s.variables()).toEqual({ a: 1 })
    expect(Object.values(s.state.tokens).find(({ elementId }) => elementId === 'B')!.variables).toEqual({ b: { value: 2 } })
  })

  it('ends scopes of which everything was cancelled, and the instance', () => {
    const s = scenario(model()).start().complete('A').expectWaiting('Sub', 'X')
    s.modify([{ type: 'cancelAll', elementId: 'X' }]).expectEnded('terminated')
    expect(s.tables.subscriptions.size).toBe(0)
  })

  it('adds an instance to a running multi-instance activity, and takes one out', () => {
    const votes = aProcess('p')
      .startEvent()
      .userTask('V', {}, { loop: { collection: 'list', elementVariable: 'who' } })
      .userTask('After')
    const s = scenario(votes).start({ list: ['li', 'wang'] })
    const body = Object.values(s.state.scopes).find(({ kind }) => kind === 'loop')!
    s.modify([{ type: 'startBefore', elementId: 'V', ancestorId: body.id, localVariables: { who: { value: 'zhao' } } }]).expectWaiting(
      'V',
      'V',
      'V',
      'V',
    )
    expect(s.state.scopes[body.id]!.variables['nrOfInstances']!.value).toBe(3)
    const first = Object.values(s.state.tokens).find(({ waitsFor }) => waitsFor === 'userTask')!
    s.modify([{ type: 'cancel', tokenId: first.id }]).expectWaiting('V', 'V', 'V')
    s.complete('V').complete('V').expectWaiting('After')
  })

  it('needs to be told in which of several scopes to start', () => {
    const many = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) => inner.startEvent().userTask('X').userTask('Y').endEvent(), { loop: { cardinality: 2 } })
      .userTask('After')
    const s = scenario(many).start()
    const before = s.state
    expect(s.send({ type: 'modifyInstance', instructions: [{ type: 'startBefore', elementId: 'Y' }], reason: null })).toMatchObject({
      code: 'AMBIGUOUS_SCOPE',
    })
    expect(s.state).toBe(before)
    const scope = Object.values(s.state.scopes).find(({ kind }) => kind === 'subProcess')!
    s.modify([{ type: 'startBefore', elementId: 'Y', ancestorId: scope.id }]).expectWaiting('Sub', 'Sub', 'Sub', 'X', 'X', 'Y')
  })

  it('in an event sub-process: before its interrupting start event interrupts, inside it does not', () => {
    const esp = () =>
      aProcess('p')
        .startEvent()
        .userTask('A')
        .eventSubProcess('Esp', { message: 'm' }, (inner) => inner.userTask('H').endEvent())
    scenario(esp())
      .start()
      .modify([{ type: 'startBefore', elementId: 'H' }])
      .expectWaiting('A', 'Esp', 'H')
    scenario(esp())
      .start()
      .modify([{ type: 'startBefore', elementId: 'Esp_Start' }])
      .expectWaiting('Esp', 'H')
  })

  it('is refused as a whole if it names what is not there', () => {
    const s = scenario(model()).start()
    const refused = (instruction: Parameters<typeof s.modify>[0][number]) =>
      s.send({ type: 'modifyInstance', instructions: [instruction], reason: null })?.code
    expect(refused({ type: 'startBefore', elementId: 'None' })).toBe('ELEMENT_NOT_FOUND')
    expect(refused({ type: 'startTransition', flowId: 'None' })).toBe('ELEMENT_NOT_FOUND')
    expect(refused({ type: 'cancel', tokenId: 'instance:99' })).toBe('TOKEN_NOT_FOUND')
    expect(refused({ type: 'startAfter', elementId: 'E' })).toBe('MODIFICATION_NOT_POSSIBLE')
    expect(refused({ type: 'startBefore', elementId: 'Y', ancestorId: 'nowhere' })).toBe('SCOPE_NOT_FOUND')
  })

  it('begins an instance at any element', () => {
    const s = scenario(model())
    s.send({
      type: 'startInstance',
      instanceId: 'instance',
      tenantId: 't',
      businessKey: null,
      variables: {},
      instructions: [
        { type: 'startBefore', elementId: 'Y' },
        { type: 'startBefore', elementId: 'A' },
      ],
    })
    s.expectWaiting('A', 'Sub', 'Y')
  })
})

describe('suspension', () => {
  it('holds everything but its end, its variables and its resumption', () => {
    const s = scenario(model()).start()
    const tokenId = Object.keys(s.state.tokens)[0]!
    s.send({ type: 'suspendInstance' })
    expect(s.send({ type: 'completeUserTask', tokenId, variables: {} })).toMatchObject({ code: 'INSTANCE_SUSPENDED' })
    s.setVariables({ a: 1 })
    expect(s.send({ type: 'resumeInstance' })).toBeNull()
    expect(s.send({ type: 'resumeInstance' })).toMatchObject({ code: 'INSTANCE_NOT_SUSPENDED' })
    s.complete('A').expectWaiting('Sub', 'X')
  })
})
