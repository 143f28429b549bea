import { aProcess } from '@lianban/engine/testing'
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

/** A procedure with one case, and what tests ask about it. */
export interface Desk {
  office: Procedure
  caseId: string
  person(userId: string): Actor
  caller(userId: string): ReturnType<Actor['caller']>
  claims(userId: string, elementId: string): Promise<string>
  /** Id of the person's task of this step. */
  taskOf(userId: string, elementId: string): Promise<string>
  sendBack(userId: string, elementId: string, to: string, mode?: 'forward' | 'direct'): Promise<void>
  /** Open steps, each with who has it. */
  waits(): Promise<string[]>
  /** The time line: step and what was done. */
  lines(): Promise<string[]>
  /** How many entries of this action the log has. */
  entries(action: string): Promise<number>
}

export async function openDesk(options: ProcedureOptions): Promise<Desk> {
  const office = await openProcedure(options)
  const caseId = await office.begins()
  const person = (userId: string) => office.person(userId)
  const taskOf: Desk['taskOf'] = async (userId, elementId) => {
    const item = (await person(userId).inbox()).find((one) => one.elementId === elementId)
    if (!item) throw new Error(`${userId} has no task ${elementId}`)
    return item.taskId
  }
  return {
    office,
    caseId,
    person,
    taskOf,
    caller: (userId) => person(userId).caller(),
    claims: (userId, elementId) => person(userId).claims(elementId),
    async sendBack(userId, elementId, to, mode = 'forward') {
      const taskId = await person(userId).claims(elementId)
      await office.cases.sendBack(await person(userId).caller(), taskId, { to, mode, reason: '数据有误' })
    },
    waits: async () =>
      (await person('juzhang').sees(caseId)).currentTasks
        .map(({ name, assigneeName }) => `${name}${assigneeName ? ` ${assigneeName}` : ''}`)
        .sort(),
    lines: async () => (await person('juzhang').timeline(caseId)).map(({ stepName, action }) => `${stepName}:${action}`),
    entries: async (action) => (await office.database('supervision_entry').where({ tenant_id: office.tenantId, action })).length,
  }
}
