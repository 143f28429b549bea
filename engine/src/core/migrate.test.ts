import { describe, expect, it } from 'vitest'
import { aProcess, parsed, scenario } from '../testing/index.ts'
import { checkPlan, generatePlan } from './migration-plan.ts'

const first = () =>
  aProcess('p')
    .startEvent('S')
    .userTask('A')
    .subProcess('Sub', (inner) => inner.startEvent('I').userTask('X').endEvent('J'))
    .userTask('B')
    .endEvent('E')
    .boundaryTimer('A', 'Late', { duration: 'P1D' })
    .endEvent('L')

/** X is followed by Y, A has a message beside its timer, and the timer is longer. */
const second = () =>
  aProcess('p')
    .startEvent('S')
    .userTask('A')
    .subProcess('Sub', (inner) => inner.startEvent('I').userTask('X').userTask('Y').endEvent('J'))
    .userTask('B')
    .endEvent('E')
    .boundaryTimer('A', 'Late', { duration: 'P9D' })
    .endEvent('L')
    .boundaryMessage('A', 'Stop', 'stop')
    .endEvent('M')

describe('migration', () => {
  it('keeps tasks and variables, and goes on in the new model', () => {
    const s = scenario(first()).start({ a: 1 }).complete('A')
    const [task] = s.tables.userTasks.keys()
    expect(s.migrate(second())).toBeNull()
    expect([...s.tables.userTasks.keys()]).toEqual([task])
    expect(s.lastEffects).toContainEqual(expect.objectContaining({ type: 'migrateRows', definitionKey: 'p' }))
    s.complete('X').expectWaiting('Sub', 'Y').complete('Y').complete('B').expectEnded()
    expect(s.variables()).toEqual({ a: 1 })
  })

  it('keeps what is listened to, and begins to listen to what is new', () => {
    const s = scenario(first()).start()
    const timer = s.subscription('Late')
    s.migrate(second())
    expect(s.subscription('Late')).toEqual(timer)
    expect(s.subscription('Stop').eventName).toBe('stop')
    s.correlate('stop').expectEnded()
  })

  it('renews a trigger where the plan says so, and gives up what is not mapped', () => {
    const renewed = scenario(first()).start()
    renewed.migrate(second(), { instructions: generatePlan(parsed(first()), parsed(second()), true).instructions })
    expect(renewed.subscription('Late').dueAt).toBe(renewed.clock() + 9 * 86_400_000)
    const without = scenario(first()).start()
    without.migrate(aProcess('p').startEvent('S').userTask('A').endEvent('E'))
    expect(without.tables.subscriptions.size).toBe(0)
  })

  it('renames elements as the plan says, in the middle of a multi-instance activity too', () => {
    const votes = (id: string) =>
      aProcess('p')
        .startEvent('S')
        .userTask(id, {}, { loop: { cardinality: 2 } })
        .userTask('After')
    const s = scenario(votes('Vote')).start().complete('Vote')
    expect(s.migrate(votes('Ballot'), { instructions: [{ source: 'Vote', target: 'Ballot' }] })).toBeNull()
    s.expectWaiting('Ballot', 'Ballot').complete('Ballot').expectWaiting('After')
  })

  it('is refused for an instance that stands where the plan says nothing', () => {
    const s = scenario(first()).start().complete('A')
    const before = s.state
    const gone = aProcess('p').startEvent('S').userTask('A').endEvent('E')
    expect(s.migrate(gone)).toMatchObject({ code: 'MIGRATION_NOT_POSSIBLE', message: expect.stringContaining('Sub, X') })
    expect(s.state).toBe(before)
  })
})

describe('a migration plan', () => {
  it('is generated from what has the same id, kind and place', () => {
    const ids = generatePlan(parsed(first()), parsed(second())).instructions.map(({ source }) => source)
    expect(ids).toEqual(expect.arrayContaining(['A', 'Sub', 'X', 'B', 'Late']))
    const moved = aProcess('p')
      .startEvent('S')
      .subProcess('Sub', (inner) => inner.startEvent('I').userTask('A').endEvent('J'))
      .serviceTask('B', 'b')
      .endEvent('E')
    expect(
      generatePlan(parsed(first()), parsed(moved))
        .instructions.map(({ source }) => source)
        .sort(),
    ).toEqual(['E', 'I', 'J', 'S', 'Sub'])
  })

  it('is checked before it is used', () => {
    const check = (instructions: { source: string; target: string }[]) =>
      checkPlan(parsed(first()), parsed(second()), { sourceDefinitionId: 'a', targetDefinitionId: 'b', instructions }).map(
        ({ code }) => code,
      )
    expect(check([{ source: 'A', target: 'A' }])).toEqual([])
    expect(check([{ source: 'Q', target: 'A' }])).toEqual(['ELEMENT_NOT_FOUND'])
    expect(check([{ source: 'A', target: 'Sub' }])).toEqual(['KIND_DIFFERS'])
    expect(check([{ source: 'X', target: 'X' }])).toEqual(['SCOPE_NOT_KEPT'])
    expect(check([{ source: 'Late', target: 'Late' }])).toEqual(['HOST_NOT_KEPT'])
    expect(
      check([
        { source: 'A', target: 'A' },
        { source: 'A', target: 'B' },
      ]),
    ).toEqual(['DUPLICATE_INSTRUCTION'])
  })
})
