import { aProcess } from '@lianban/engine/testing'
import { afterEach } from 'vitest'
import { openProcedure, type Actor, type Procedure, type ProcedureOptions } from '../../testing/index.ts'

/** Attributes of a user task for a post. */
export const group = (post: string, name: string) => ({ name, 'camunda:candidateGroups': `\${organ}:${post}` })

/** 起草 → 初审 → 审核 → 批准, one after the other. */
export const chain = (): ProcedureOptions => ({
  model: aProcess('test-procedure')
    .startEvent()
    .userTask('Task_Draft', group('handler', '起草'))
    .userTask('Task_First', group('site-officer', '初审'))
    .userTask('Task_Audit', group('reviewer', '审核'))
    .userTask('Task_Decide', group('approver', '批准'))
    .endEvent('End'),
  tasks: {
    Task_Draft: { post: 'handler' },
    Task_First: { post: 'site-officer' },
    Task_Audit: { post: 'reviewer' },
    Task_Decide: { post: 'approver' },
  },
})

/** 起草 → split → 甲审 → 甲核 | 乙审 → join → 汇总 */
export const parallel = (): ProcedureOptions => ({
  model: aProcess('test-procedure')
    .startEvent()
    .userTask('Task_Draft', group('handler', '起草'))
    .exclusiveGateway('M')
    .parallelGateway('F')
    .userTask('Task_A1', group('site-officer', '甲审'))
    .userTask('Task_A2', group('site-officer', '甲核'))
    .parallelGateway('J')
    .userTask('Task_Sum', group('approver', '汇总'))
    .endEvent('End')
    .moveTo('F')
    .userTask('Task_B1', group('reviewer', '乙审'))
    .connectTo('J'),
  tasks: {
    Task_Draft: { post: 'handler' },
    Task_A1: { post: 'site-officer' },
    Task_A2: { post: 'site-officer' },
    Task_B1: { post: 'reviewer' },
    Task_Sum: { post: 'approver' },
  },
})

/**
 * A procedure with one case for each test, and what tests ask about it. `begin` opens it; it is closed after the test. The
 * functions may be taken off it; `office` and `caseId` are those of the running test.
 */
export function aDesk() {
  let office: Procedure
  let caseId: string
  afterEach(() => office.close())

  const person = (userId: string): Actor => office.person(userId)
  const caller = (userId: string) => person(userId).caller()
  const claims = (userId: string, elementId: string) => person(userId).claims(elementId)
  return {
    get office() {
      return office
    },
    get caseId() {
      return caseId
    },
    async begin(options: ProcedureOptions): Promise<void> {
      office = await openProcedure(options)
      caseId = await office.begins()
    },
    person,
    caller,
    claims,
    /** Id of the person's task of this step. */
    async taskOf(userId: string, elementId: string): Promise<string> {
      const item = (await person(userId).inbox()).find((one) => one.elementId === elementId)
      if (!item) throw new Error(`${userId} has no task ${elementId}`)
      return item.taskId
    },
    async sendBack(userId: string, elementId: string, to: string, mode: 'forward' | 'direct' = 'forward'): Promise<void> {
      const taskId = await claims(userId, elementId)
      await office.cases.sendBack(await caller(userId), taskId, { to, mode, reason: '数据有误' })
    },
    /** Open steps, each with who has it. */
    waits: async (): Promise<string[]> =>
      (await person('juzhang').sees(caseId)).currentTasks
        .map(({ name, assigneeName }) => `${name}${assigneeName ? ` ${assigneeName}` : ''}`)
        .sort(),
    /** The time line: step and what was done. */
    lines: async (): Promise<string[]> => (await person('juzhang').timeline(caseId)).map(({ stepName, action }) => `${stepName}:${action}`),
    /** How many entries of this action the log has. */
    entries: async (action: string): Promise<number> =>
      (await office.database('supervision_entry').where({ tenant_id: office.tenantId, action })).length,
  }
}
