import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Event } from '../../index.ts'
import type { UserTaskChanges } from '../../core/commands.ts'
import { instanceOf } from '../../runtime/variables.ts'
import { answer, wireTenant, type Rest } from '../context.ts'
import { wireDate } from '../dates.ts'
import { invalidRequest } from '../errors.ts'
import { option } from '../parameters.ts'
import { querySpec, readListQuery } from '../query.ts'

const LINKS = querySpec({
  parameters: {
    taskId: option('string'),
    type: option('string'),
    userId: option('string'),
    groupId: option('string'),
    operationType: option('string'),
    assignerId: option('string'),
    dateBefore: option('date'),
    dateAfter: option('date'),
    processDefinitionId: option('string'),
    processDefinitionKey: option('string'),
  },
  sortKeys: { time: 'at', taskId: 'task_id', type: 'type', userId: 'user_id', groupId: 'group_id', operationType: 'operation' },
  order: [{ column: 'at', order: 'asc' }],
})

interface LinkChange {
  at: number
  userId: string | null
  groupId: string | null
  type: 'assignee' | 'owner' | 'candidate'
  operationType: 'add' | 'delete'
  assignerId: string | null
}

/** Who was linked to a task, and when: read from its instance's own events, hence for one task at a time. */
export function identityLinkLogRoutes(router: Router, { engine, tenantOf }: Rest): void {
  const read = async (ctx: Context) => {
    const { values, order, limit, offset } = readListQuery(ctx, LINKS)
    const { taskId, type, userId, groupId, operationType, assignerId, dateBefore, dateAfter } = values
    if (taskId === undefined) throw invalidRequest('links are read from the events of one task: taskId is needed')
    const row = await engine.instances.get(tenantOf(ctx), instanceOf(taskId) ?? taskId)
    const isOther =
      row &&
      ((values.processDefinitionId ?? row.definition_id) !== row.definition_id ||
        (values.processDefinitionKey ?? row.definition_key) !== row.definition_key)
    const all = row && !isOther ? changesOf(taskId, await engine.instances.history(tenantOf(ctx), row.id)) : []
    const chosen = all.filter(
      (one) =>
        (type ?? one.type) === one.type &&
        (userId ?? one.userId) === one.userId &&
        (groupId ?? one.groupId) === one.groupId &&
        (operationType ?? one.operationType) === one.operationType &&
        (assignerId ?? one.assignerId) === one.assignerId &&
        one.at <= (dateBefore ?? Infinity) &&
        one.at >= (dateAfter ?? 0),
    )
    if (order[0]!.order === 'desc') chosen.reverse()
    return { row, taskId, chosen, page: chosen.slice(offset, offset + limit) }
  }
  router.get('/history/identity-link-log', async (ctx) => {
    const { row, taskId, page } = await read(ctx)
    answer(
      ctx,
      page.map(({ at, ...change }, i) => ({
        id: `${taskId}.${at}.${i}`,
        time: wireDate(at),
        ...change,
        taskId,
        processDefinitionId: row!.definition_id,
        processDefinitionKey: row!.definition_key,
        rootProcessInstanceId: row!.root_instance_id,
        tenantId: wireTenant(row!.tenant_id),
        removalTime: null,
      })),
    )
  })
  router.get('/history/identity-link-log/count', async (ctx) => answer(ctx, { count: (await read(ctx)).chosen.length }))
}

type Links = Required<Pick<UserTaskChanges, 'assignee' | 'owner' | 'candidateUsers' | 'candidateGroups'>>

function changesOf(taskId: string, events: Event[]): LinkChange[] {
  const changes: LinkChange[] = []
  let now: Links = { assignee: null, owner: null, candidateUsers: [], candidateGroups: [] }
  const become = (next: Links, at: number, assignerId: string | null) => {
    const add = (operationType: 'add' | 'delete', type: LinkChange['type'], link: Partial<LinkChange>) =>
      changes.push({ at, userId: null, groupId: null, type, operationType, assignerId, ...link })
    for (const type of ['assignee', 'owner'] as const) {
      if (now[type] === next[type]) continue
      if (now[type] !== null) add('delete', type, { userId: now[type] })
      if (next[type] !== null) add('add', type, { userId: next[type] })
    }
    for (const [list, key] of [
      ['candidateUsers', 'userId'],
      ['candidateGroups', 'groupId'],
    ] as const) {
      for (const id of now[list]) if (!next[list].includes(id)) add('delete', 'candidate', { [key]: id })
      for (const id of next[list]) if (!now[list].includes(id)) add('add', 'candidate', { [key]: id })
    }
    now = next
  }
  for (const event of events) {
    if (event.type === 'userTaskCreated' && event.tokenId === taskId) {
      const { assignee, candidateUsers, candidateGroups } = event.task
      become({ assignee, owner: null, candidateUsers, candidateGroups }, event.at, null)
    }
    if (event.type === 'userTaskUpdated' && event.tokenId === taskId) {
      const {
        assignee = now.assignee,
        owner = now.owner,
        candidateUsers = now.candidateUsers,
        candidateGroups = now.candidateGroups,
      } = event.changes
      become({ assignee, owner, candidateUsers, candidateGroups }, event.at, event.actor.userId)
    }
  }
  return changes
}
