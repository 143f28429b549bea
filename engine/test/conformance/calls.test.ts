import { describe, expect, it } from 'vitest'
import { World } from '../../src/testing/index.ts'
import { given, givenWorld, incidents, localsOf, terminated, tokenAt, xmlOf } from './given.ts'

describe('call activity', () => {
  it('starts an instance of another process with business key and variables, and goes on when it ends', () => {
    const world = givenWorld('call-activity')
    const s = world.start('call-activity', { number: 7 }, 'B-1').expectWaiting('Call')
    const called = world.instance('call-activity-called').expectWaiting('Called_Task')
    expect(called.state).toMatchObject({ businessKey: 'B-1', id: tokenAt(s, 'Call').calledInstanceId })
    expect(called.variables()).toEqual({ number: 7 })
    called.complete('Called_Task', { result: 'ok' }).expectEnded()
    expect(s.expectWaiting('After').variables()).toEqual({ number: 7, result: 'ok' })
  })

  it('a called instance that is deleted leaves its caller with an incident, and a retry calls again; Camunda deletes the caller (decision 0007)', () => {
    const world = givenWorld('call-activity')
    const s = world.start('call-activity')
    world.instance('call-activity-called').terminate('mistake').expectEnded('terminated')
    expect(incidents(s.expectWaiting('Call'))).toEqual(['Call CALLED_PROCESS_TERMINATED'])
    s.retry('Call').expectWaiting('Call')
    world.instancesOf('call-activity-called')[1]!.complete('Called_Task').expectEnded()
    s.expectWaiting('After')
  })

  it('deleting the caller deletes what it called', () => {
    const world = givenWorld('call-activity')
    world.start('call-activity').terminate('mistake').expectEnded('terminated')
    world.instance('call-activity-called').expectEnded('terminated')
  })

  it('in and out pass what they name, and nothing else', () => {
    const world = givenWorld('call-activity-mappings')
    const s = world.start('call-activity-mappings', { price: 21, secret: 1 })
    const called = world.instance('call-activity-mappings-called')
    expect(called.variables()).toEqual({ amount: 21, double: 42, note: 'only here' })
    called.complete('Called_Task', { result: 5, other: 1 })
    expect(s.expectWaiting('After').variables()).toEqual({ price: 21, secret: 1, outcome: 5, kept: 6 })
  })

  it('is bound to the latest version, the deployment, a version or a version tag', () => {
    const world = givenWorld('call-activity-bindings')
    const key = 'call-activity-bindings-called'
    const s = world.start('call-activity-bindings', { process: key })
    world.deploy(onlyCalled(), (process) => ({ ...process, versionTag: 'v1' }))
    world.instancesOf(key)[0]!.complete('Called_Task')
    for (const count of [2, 3, 4]) world.instancesOf(key)[count - 1]!.complete('Called_Task')
    s.expectEnded()
    expect(world.instancesOf(key).map(({ process }) => process.id)).toEqual([`${key}:1`, `${key}:1`, `${key}:1`, `${key}:2`])
    expect(world.start('call-activity-bindings', { process: key }).state.status).toBe('active')
    expect(world.instancesOf(key).at(-1)!.process.id).toBe(`${key}:2`)
  })

  it('a version tag that two versions have starts neither', () => {
    const tagged = (world: World) => world.deploy(onlyCalled(), (process) => ({ ...process, versionTag: 'v1' }))
    const world = tagged(tagged(givenWorld('call-activity-bindings')))
    const s = world.start('call-activity-bindings', { process: 'call-activity-bindings-called' })
    for (const count of [1, 2, 3]) world.instancesOf('call-activity-bindings-called')[count - 1]!.complete('Called_Task')
    expect(incidents(s.expectWaiting('Tag'))).toEqual(['Tag CALLED_PROCESS_NOT_FOUND'])
  })

  it('terminate in a called process ends that alone, and the caller goes on normally', () => {
    const world = givenWorld('call-activity-terminate')
    const s = world.start('call-activity-terminate')
    const called = world.instance('call-activity-terminate-called').complete('Called_Task').expectEnded('completed')
    expect(terminated(called)).toEqual(['Called_Beside'])
    s.expectWaiting('After')
  })

  it('a call of a process that is not there waits as an incident (decision 0006)', () => {
    const s = new World([xmlOf('boundary-on-every-activity').replace('id="boundary-called"', 'id="other"')]).start(
      'boundary-on-every-activity',
    )
    expect(incidents(s)).toEqual(['Call CALLED_PROCESS_NOT_FOUND'])
  })
})

/** The second file of a deployment that has the called process alone. */
const onlyCalled = () => xmlOf('call-activity-bindings').replace(/<bpmn:process id="call-activity-bindings" [\s\S]*?<\/bpmn:process>/, '')

describe('deployment', () => {
  it('every process with isExecutable="true" is there, the one that does not say so is not', () => {
    const world = givenWorld('several-processes')
    expect(world.definitions.all.map(({ process }) => process.key)).toEqual(['several-processes', 'several-processes-second'])
    world.start('several-processes').expectWaiting('Task')
    world.start('several-processes-second').expectEnded()
    expect(() => world.start('several-processes-drawing')).toThrow('no process')
  })
})

describe('local variables of a call activity', () => {
  it('an input parameter is seen by a local mapping alone', () => {
    const s = given('call-activity-mappings').start({ price: 1 })
    expect(localsOf(tokenAt(s, 'Call'))).toEqual({ note: 'only here' })
  })
})
