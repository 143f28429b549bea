import { describe, expect, test } from 'vitest'
import { aProcess, parsed, scenario, type ProcessBuilder } from '../testing/index.ts'
import { activityTree, tokenOfActivityInstance, type ActivityInstance } from './activity-tree.ts'

const play = (builder: ProcessBuilder) => scenario(parsed(builder.toXml()))
/** The tree as text: `A[B C(job)]`. */
function shape({ activityId, childActivityInstances, childTransitionInstances }: ActivityInstance): string {
  const children = [...childActivityInstances.map(shape), ...childTransitionInstances.map((one) => `${one.targetActivityId}(job)`)]
  return children.length === 0 ? activityId : `${activityId}[${children.join(' ')}]`
}

describe('the tree of activity instances', () => {
  test('the process with one task, field by field', () => {
    const run = play(aProcess('p', { name: 'Permit' }).startEvent('S').userTask('A', { name: 'Check' }).endEvent('E')).start()
    const token = Object.keys(run.state.tokens)[0]!
    const blank = {
      processInstanceId: 'instance',
      processDefinitionId: 'p',
      incidentIds: [],
      incidents: [],
      childActivityInstances: [],
      childTransitionInstances: [],
    }
    expect(activityTree(run.state, run.process)).toEqual({
      ...blank,
      id: 'instance',
      parentActivityInstanceId: null,
      activityId: 'p',
      activityName: 'Permit',
      name: 'Permit',
      activityType: 'processDefinition',
      executionIds: ['instance'],
      childActivityInstances: [
        {
          ...blank,
          id: `A:${token}`,
          parentActivityInstanceId: 'instance',
          activityId: 'A',
          activityName: 'Check',
          name: 'Check',
          activityType: 'userTask',
          executionIds: [token],
        },
      ],
    })
    expect(tokenOfActivityInstance(`A:${token}`)).toBe(token)
    expect(tokenOfActivityInstance('instance')).toBe('instance')
  })

  test('a multi-instance sub-process: the body, its instances, what is in them', () => {
    const run = play(
      aProcess('p')
        .startEvent('S')
        .subProcess('Sub', (inner) => inner.startEvent('S2').userTask('A').endEvent('E2'), { loop: { cardinality: 2 } })
        .endEvent('E'),
    ).start()
    const tree = activityTree(run.state, run.process)
    expect(shape(tree)).toBe('p[Sub#multiInstanceBody[Sub[A] Sub[A]]]')
    expect(tree.childActivityInstances[0]!.activityType).toBe('multiInstanceBody')
    expect(tree.childActivityInstances[0]!.childActivityInstances[0]!.activityType).toBe('subProcess')
  })

  test('an asynchronous continuation is a transition instance, in front of and behind its activity', () => {
    const run = play(aProcess('p').startEvent('S').userTask('A', {}, { asyncBefore: true, asyncAfter: true }).endEvent('E')).start()
    const [transition] = activityTree(run.state, run.process).childTransitionInstances
    const token = Object.keys(run.state.tokens)[0]!
    expect(transition).toEqual({
      id: token,
      parentActivityInstanceId: 'instance',
      processInstanceId: 'instance',
      processDefinitionId: 'p',
      activityId: 'A',
      targetActivityId: 'A',
      activityName: null,
      activityType: 'userTask',
      executionId: token,
      incidentIds: [],
      incidents: [],
    })
    // when its job is done it is an activity instance, and behind it again a transition
    run.send({ type: 'executeJob', subscriptionId: run.subscription('A').id })
    expect(shape(activityTree(run.state, run.process))).toBe('p[A]')
    run.complete('A')
    expect(shape(activityTree(run.state, run.process))).toBe('p[A(job)]')
  })

  test('the body of an asynchronous multi-instance activity is one transition', () => {
    const run = play(
      aProcess('p')
        .startEvent('S')
        .userTask('A', {}, { asyncBefore: true, loop: { cardinality: 3 } })
        .endEvent('E'),
    ).start()
    expect(shape(activityTree(run.state, run.process))).toBe('p[A#multiInstanceBody(job)]')
  })

  test('a job that failed for good keeps its transition, with the incident', () => {
    const run = play(
      aProcess('p')
        .startEvent('S')
        .expressionTask('A', '=missing.value > 1', { asyncBefore: true, resultVariable: 'x', inputs: { y: '${nothing.there}' } })
        .endEvent('E'),
    ).start()
    run.send({ type: 'executeJob', subscriptionId: run.subscription('A').id })
    const tree = activityTree(run.state, run.process)
    expect(shape(tree)).toBe('p[A(job)]')
    const [incident] = Object.keys(run.state.incidents)
    expect(tree.childTransitionInstances[0]).toMatchObject({ incidentIds: [incident], incidents: [{ id: incident, activityId: 'A' }] })
  })

  test('tokens at a join are instances of the gateway; events have the type of their trigger', () => {
    const run = play(
      aProcess('p')
        .startEvent('S')
        .parallelGateway('Fork')
        .userTask('A')
        .parallelGateway('Join')
        .messageCatch('M', 'paid')
        .endEvent('E')
        .moveTo('Fork')
        .userTask('B')
        .connectTo('Join')
        .moveTo('Fork')
        .timerCatch('T', { duration: 'P1D' })
        .endEvent('E2'),
    )
      .start()
      .complete('A')
    const types = activityTree(run.state, run.process).childActivityInstances.map(({ activityId, activityType }) => [
      activityId,
      activityType,
    ])
    expect(types.sort()).toEqual([
      ['B', 'userTask'],
      ['Join', 'parallelGateway'],
      ['T', 'intermediateTimer'],
    ])
  })

  test('an event sub-process stands in the scope that it serves', () => {
    const run = play(
      aProcess('p')
        .startEvent('S')
        .userTask('A')
        .endEvent('E')
        .eventSubProcess('Aside', { message: 'ask', interrupting: false }, (inner) => inner.userTask('Reply').endEvent('E3')),
    )
      .start()
      .correlate('ask')
    expect(shape(activityTree(run.state, run.process))).toBe('p[A Aside[Reply]]')
  })
})
