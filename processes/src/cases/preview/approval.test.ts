import { aProcess } from '@lianban/engine/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { openProcedure, type Procedure, type ProcedureOptions } from '../../testing/index.ts'
import type { PeopleItem, PeopleStep } from './people.ts'

type Approval = NonNullable<ProcedureOptions['tasks'][string]['approval']>

/** 起草 → 会审 by several → 批准 */
const panel = (sequential: boolean) =>
  aProcess('test-procedure')
    .startEvent()
    .userTask('Task_Draft', { name: '起草', 'camunda:candidateGroups': '${organ}:handler' })
    .userTask(
      'Task_Panel',
      { name: '会审', 'camunda:assignee': '=approver.userId', 'camunda:dueDate': '=workdays(2)' },
      { loop: { sequential, collection: '=approvers(caseId, "Task_Panel")', elementVariable: 'approver' } },
    )
    .userTask('Task_Decide', { name: '批准', 'camunda:candidateGroups': '${organ}:approver' })
    .endEvent('End')

describe('the path of a step that several persons decide', () => {
  let office: Procedure
  let caseId: string
  afterEach(() => office.close())

  const begin = async (approval: Approval) => {
    office = await openProcedure({
      model: panel(approval.mode === 'sequential'),
      tasks: {
        Task_Draft: { post: 'handler' },
        Task_Panel: { post: 'reviewer', approval: { approvers: [{ post: 'site-officer' }, { post: 'organ-leader' }], ...approval } },
        Task_Decide: { post: 'approver' },
      },
    })
    caseId = await office.begins()
  }
  const stepsOf = (items: readonly PeopleItem[]): PeopleStep[] => items.flatMap((item) => (item.kind === 'step' ? [item] : []))
  const step = async (elementId: string): Promise<PeopleStep> => {
    const { ahead } = await office.cases.previewCase(await office.person('juzhang').caller(), caseId)
    return stepsOf(ahead).find((one) => one.elementId === elementId)!
  }
  const day = (at: number | null) => (at === null ? null : new Date(at + 8 * 3_600_000 - 1).toISOString().slice(0, 10))

  it('names those of the posts that its manifest names before it begins, all of whom are asked, and it comes for certain', async () => {
    await begin({ mode: 'all' })
    const panel = await step('Task_Panel')
    expect(panel).toMatchObject({ state: 'certain', count: 3, each: 3, note: null })
    expect(panel.people.map(({ name }) => name).sort()).toEqual(['周明', '孙建国', '钱立'].sort())
    expect(await step('Task_Decide')).toMatchObject({ state: 'certain' })
  })

  it('of 或签 one is enough, and one that may be passed over is not promised', async () => {
    await begin({ mode: 'any', empty: 'pass' })
    expect(await step('Task_Panel')).toMatchObject({ state: 'possible', each: null, count: 3 })
  })

  it('one after the other each has his own limit: the step is done when the last one has had his', async () => {
    await begin({ mode: 'sequential' })
    // how many it will be is found when it begins
    expect((await step('Task_Panel')).dueAt).toBeNull()
    await office.person('chengban').does('Task_Draft', 'pass')
    // Friday: 2 workdays each for three, with a Sunday that is worked and the Mid-Autumn Festival on the way
    const [own] = (await office.person('takan1').inbox()).concat(await office.person('takan2').inbox())
    expect(day(own!.dueAt)).toBe('2026-09-21')
    expect(day((await step('Task_Panel')).dueAt)).toBe('2026-09-28')
  })
})
