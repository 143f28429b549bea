import { describe, expect, it } from 'vitest'
import type { ProcessBuilder } from '../../testing/index.ts'
import { aProcess, scenario } from '../../testing/index.ts'

/** A user task with a handler that is a user task too. */
const undoable = (builder: ProcessBuilder, id: string, handler = `Undo${id}`) =>
  builder.userTask(id).boundaryCompensation(id, `${id}_Undo`, handler)

const handlers = (builder: ProcessBuilder, ...ids: string[]) => {
  for (const id of ids) builder.moveTo('').raw(`<bpmn:userTask id="Undo${id}" isForCompensation="true"/>`)
  return builder
}

const booking = () => {
  const builder = aProcess('booking').startEvent('S')
  undoable(builder, 'Hotel')
  undoable(builder, 'Flight')
  return handlers(builder.userTask('Pay').compensationThrow('Undo').userTask('After').endEvent('E'), 'Hotel', 'Flight')
}

describe('compensation', () => {
  it('starts the handlers of all completed activities at once and waits for all', () => {
    const s = scenario(booking()).start().complete('Hotel').complete('Flight').complete('Pay')
    s.expectWaiting('Undo', 'UndoFlight', 'UndoHotel')
    s.complete('UndoFlight').expectWaiting('Undo', 'UndoHotel').complete('UndoHotel').expectWaiting('After')
    s.complete('After').expectEnded()
  })

  it('undoes only what was completed', () => {
    const builder = aProcess('p').startEvent().parallelGateway('F')
    undoable(builder, 'A')
    builder.compensationThrow('Undo').endEvent().moveTo('F')
    undoable(builder, 'B')
    handlers(builder.endEvent(), 'A', 'B')
    scenario(builder).start().complete('A').expectWaiting('B', 'Undo', 'UndoA')
  })

  it('undoes each activity once', () => {
    const builder = aProcess('p').startEvent()
    undoable(builder, 'A')
    handlers(builder.compensationThrow('First').compensationThrow('Second').userTask('After'), 'A')
    scenario(builder).start().complete('A').expectWaiting('First', 'UndoA').complete('UndoA').expectWaiting('After')
  })

  it('of one activity leaves the others', () => {
    const builder = aProcess('p').startEvent()
    undoable(builder, 'A')
    undoable(builder, 'B')
    handlers(builder.compensationThrow('UndoOne', 'A').compensationThrow('UndoRest').userTask('After'), 'A', 'B')
    const s = scenario(builder).start().complete('A').complete('B').expectWaiting('UndoA', 'UndoOne')
    s.complete('UndoA').expectWaiting('UndoB', 'UndoRest')
  })

  it('passes if there is nothing to undo', () => {
    scenario(aProcess('p').startEvent().compensationThrow('Undo').userTask('After')).start().expectWaiting('After')
  })

  it('reaches into completed sub-processes, with their variables as they were', () => {
    const builder = aProcess('p')
      .startEvent()
      .subProcess(
        'Sub',
        (inner) => {
          undoable(inner.startEvent(), 'A')
          handlers(inner.endEvent(), 'A')
        },
        { inputs: { price: '7' } },
      )
    const s = scenario(builder.compensationThrow('Undo').userTask('After')).start().complete('A').expectWaiting('Sub', 'Undo', 'UndoA')
    const handler = Object.values(s.state.tokens).find(({ elementId }) => elementId === 'UndoA')!
    expect(Object.keys(s.state.scopes[handler.scopeId]!.variables)).toEqual(['price'])
    s.complete('UndoA').expectWaiting('After')
  })

  it('of a sub-process with a handler of its own uses that alone', () => {
    const builder = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) => {
        undoable(inner.startEvent(), 'A')
        handlers(inner.endEvent(), 'A')
      })
    builder.boundaryCompensation('Sub', 'Sub_Undo', 'UndoSub').compensationThrow('Undo').userTask('After')
    scenario(handlers(builder, 'Sub')).start().complete('A').expectWaiting('Undo', 'UndoSub')
  })

  it('by an event sub-process replaces the default, which it may throw itself', () => {
    const builder = aProcess('p')
      .startEvent()
      .subProcess('Sub', (inner) => {
        undoable(inner.startEvent(), 'A')
        handlers(inner.endEvent(), 'A').eventSubProcess('Esp', { compensation: true }, (esp) =>
          esp.userTask('Ask').compensationThrow('Inner').endEvent(),
        )
      })
    const s = scenario(builder.compensationThrow('Undo').userTask('After')).start().complete('A')
    s.expectWaiting('Ask', 'Esp', 'Sub', 'Undo').complete('Ask').expectWaiting('Esp', 'Inner', 'Sub', 'Undo', 'UndoA')
    s.complete('UndoA').expectWaiting('After')
  })

  it('of a multi-instance activity runs once for each instance, with its own item, and not for a half-done one', () => {
    const build = (throwWhen: 'beside' | 'after') => {
      const builder = aProcess('p')
        .startEvent()
        .parallelGateway('F')
        .userTask('A', {}, { loop: { collection: 'list', elementVariable: 'item' } })
      builder.boundaryCompensation('A', 'A_Undo', 'UndoA')
      if (throwWhen === 'after') builder.compensationThrow('Undo')
      builder.endEvent().moveTo('F').userTask('B')
      if (throwWhen === 'beside') builder.compensationThrow('Undo')
      return handlers(builder.endEvent(), 'A')
    }
    const done = scenario(build('after'))
      .start({ list: ['x', 'y'] })
      .complete('A')
      .complete('A')
    const undoing = Object.values(done.state.tokens).filter(({ elementId }) => elementId === 'UndoA')
    expect(undoing.map(({ variables }) => variables!['item']!.value).sort()).toEqual(['x', 'y'])
    scenario(build('beside'))
      .start({ list: ['x', 'y'] })
      .complete('A')
      .complete('B')
      .expectWaiting('A', 'A')
  })

  it('by an end event ends after the handlers', () => {
    const builder = aProcess('p').startEvent()
    undoable(builder, 'A')
    scenario(handlers(builder.endEvent('E', { compensation: true }), 'A'))
      .start()
      .complete('A')
      .expectWaiting('E', 'UndoA')
      .complete('UndoA')
      .expectEnded()
  })

  it('may have a receive task or a sub-process as its handler', () => {
    const builder = aProcess('p').startEvent().userTask('A').boundaryCompensation('A', 'A_Undo', 'Wait')
    builder.compensationThrow('Undo').userTask('After').receiveTask('Wait', 'undone', { forCompensation: true })
    scenario(builder).start().complete('A').expectWaiting('Undo', 'Wait').correlate('undone').expectWaiting('After')
  })
})

describe('transaction', () => {
  const transaction = (boundary: boolean) => {
    const builder = aProcess('p')
      .startEvent()
      .transaction('Tx', (inner) => {
        inner.startEvent().parallelGateway('F')
        undoable(inner, 'A')
        inner
          .exclusiveGateway('G')
          .condition('=cancel')
          .endEvent('Cancel', { cancel: true })
          .moveTo('G')
          .defaultFlow()
          .endEvent()
          .moveTo('F')
          .userTask('B')
          .endEvent()
        handlers(inner, 'A')
      })
    builder.userTask('After')
    return boundary ? builder.boundaryCancel('Tx', 'Cancelled').userTask('Failed') : builder
  }

  it('is undone by a cancel end event, then left by its cancel boundary event', () => {
    const s = scenario(transaction(true)).start().complete('A', { cancel: true })
    s.expectWaiting('Cancel', 'Tx', 'UndoA')
    s.complete('UndoA').expectWaiting('Failed')
    expect(s.events.filter((event) => event.type === 'elementTerminated').map(({ elementId }) => elementId)).toContain('B')
  })

  it('goes on normally if it is not cancelled, and can be undone later', () => {
    scenario(transaction(true)).start().complete('A', { cancel: false }).complete('B').expectWaiting('After')
  })

  it('without a cancel boundary event ends there', () => {
    scenario(transaction(false)).start().complete('A', { cancel: true }).complete('UndoA').expectEnded()
  })
})

describe('what was done and is undone', () => {
  const trip = (options: object = {}) =>
    aProcess('p')
      .startEvent()
      .subProcess(
        'Sub',
        (inner) => {
          undoable(inner.startEvent(), 'A', 'UndoA')
          inner.moveTo('').raw('<bpmn:serviceTask id="UndoA" isForCompensation="true" camunda:type="external" camunda:topic="undo"/>')
          inner.eventSubProcess('Esp', { error: 'LOST' }, (esp) => esp.userTask('Inside'))
        },
        options,
      )

  it('has ended: neither its listeners nor its outputs run again', () => {
    const options = {
      listeners: [{ event: 'end', expression: "${execution.setVariable('ends', ends + 1)}" }],
      outputs: { total: '=price' },
      inputs: { price: '=7' },
    }
    const s = scenario(trip(options).compensationThrow('Undo').userTask('After'))
      .start({ ends: 0 })
      .complete('A')
      .setVariables({ total: 100 })
    expect(s.completeExternal('UndoA').expectWaiting('After').variables()).toEqual({ ends: 1, total: 100 })
  })

  it('catches nothing any more: an error of a handler goes on to what is around the throw event', () => {
    const model = trip().compensationThrow('Undo').userTask('After').boundaryError('Sub', 'OnLost', 'LOST').userTask('Caught')
    const s = scenario(model).start().complete('A').throwError('UndoA', 'LOST').expectWaiting('Sub', 'Undo', 'UndoA')
    expect(s.incidentAt('UndoA').code).toBe('UNHANDLED_ERROR')
    const around = scenario(
      trip()
        .compensationThrow('Undo')
        .eventSubProcess('Outer', { error: 'LOST' }, (esp) => esp.userTask('Handle')),
    ).start()
    around.complete('A').throwError('UndoA', 'LOST').expectWaiting('Handle', 'Outer')
  })
})

describe('a handler that is interrupted', () => {
  it('by its boundary event lets the throw event go on', () => {
    const builder = aProcess('p').startEvent()
    undoable(builder, 'A')
    handlers(builder.compensationThrow('Undo').userTask('After'), 'A')
      .boundaryTimer('UndoA', 'Late', { duration: 'P1D' })
      .userTask('Remind')
    scenario(builder).start().complete('A').expectWaiting('Undo', 'UndoA').advance('P1D').expectWaiting('After', 'Remind')
  })
})
