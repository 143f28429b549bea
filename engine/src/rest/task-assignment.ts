import type Router from '@koa/router'
import type { UserTaskRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import type { UserTaskChanges } from '../core/commands.ts'
import { answer, answerNothing, type Rest } from './context.ts'
import { invalidRequest } from './errors.ts'
import { keyText, readBody, typedValues } from './input.ts'
import { option } from './parameters.ts'
import { readParameters } from './query.ts'
import { foundTask, taskCall } from './task.ts'
import { readVariables } from './typed-values.ts'

const UserBody = z.strictObject({ userId: keyText.nullish() })
const Resolve = z.strictObject({ variables: typedValues.nullish() })
const Link = z.object({ userId: keyText.nullish(), groupId: keyText.nullish(), type: z.string().nullish() })

/** Who works on a task: claim, delegate, and the links of people and groups to it. */
export function taskAssignmentRoutes(router: Router, rest: Rest): void {
  const { engine } = rest
  router.post('/task/:id/claim', async (ctx) => {
    const { userId } = readBody(ctx, UserBody)
    if (!userId) throw invalidRequest('Invalid body userId: who claims the task?')
    await engine.assignTask({ ...taskCall(ctx, rest), assignee: userId, expectedAssignee: null })
    answerNothing(ctx)
  })
  router.post('/task/:id/unclaim', async (ctx) => {
    await engine.assignTask({ ...taskCall(ctx, rest), assignee: null })
    answerNothing(ctx)
  })
  router.post('/task/:id/assignee', async (ctx) => {
    await engine.assignTask({ ...taskCall(ctx, rest), assignee: readBody(ctx, UserBody).userId ?? null })
    answerNothing(ctx)
  })
  router.post('/task/:id/delegate', async (ctx) => {
    const { userId } = readBody(ctx, UserBody)
    if (!userId) throw invalidRequest('Invalid body userId: to whom is the task delegated?')
    const { assignee, owner } = await foundTask(ctx, rest)
    const changes: UserTaskChanges = { assignee: userId, delegationState: 'PENDING', ...(owner === null && { owner: assignee }) }
    await engine.updateTask({ ...taskCall(ctx, rest), changes, expectedAssignee: assignee })
    answerNothing(ctx)
  })
  router.post('/task/:id/resolve', async (ctx) => {
    const variables = readVariables(readBody(ctx, Resolve).variables)
    const { owner, instance_id: instanceId } = await foundTask(ctx, rest)
    const { tenantId, actor } = taskCall(ctx, rest)
    if (Object.keys(variables).length > 0) await engine.setVariables({ tenantId, actor, instanceId, typedVariables: variables })
    await engine.updateTask({ ...taskCall(ctx, rest), changes: { delegationState: 'RESOLVED', assignee: owner } })
    answerNothing(ctx)
  })
  linkRoutes(router, rest)
}

function linkRoutes(router: Router, rest: Rest): void {
  const path = '/task/:id/identity-links'
  router.get(path, async (ctx) => {
    const { type } = readParameters(ctx, { type: option('string') })
    answer(
      ctx,
      identityLinks(await foundTask(ctx, rest)).filter((link) => type === undefined || link.type === type),
    )
  })
  router.post(path, (ctx) => change(ctx, rest, true))
  router.post(`${path}/delete`, (ctx) => change(ctx, rest, false))
}

async function change(ctx: Context, rest: Rest, isAdded: boolean): Promise<void> {
  const { userId = null, groupId = null, type } = readBody(ctx, Link)
  const row = await foundTask(ctx, rest)
  if ((userId === null) === (groupId === null)) throw invalidRequest('Identity Link requires userId or groupId, but not both.')
  if (!type) throw invalidRequest('Identity link type is required')
  await rest.engine.updateTask({ ...taskCall(ctx, rest), changes: linkChange(row, { userId, groupId, type }, isAdded) })
  answerNothing(ctx)
}

function linkChange(
  row: UserTaskRow,
  { userId, groupId, type }: { userId: string | null; groupId: string | null; type: string },
  isAdded: boolean,
): UserTaskChanges {
  if (type === 'candidate') {
    const after = (links: string[], id: string) => (isAdded ? [...new Set([...links, id])] : links.filter((link) => link !== id))
    return userId === null
      ? { candidateGroups: after(row.candidate_groups, groupId!) }
      : { candidateUsers: after(row.candidate_users, userId) }
  }
  if (userId === null) throw invalidRequest(`a group can be linked as candidate only, not as ${type}`)
  if (type === 'assignee') return { assignee: isAdded ? userId : null }
  if (type === 'owner') return { owner: isAdded ? userId : null }
  throw invalidRequest(`identity links are of type assignee, owner or candidate in this engine, not ${type}`)
}

const identityLinks = (row: UserTaskRow) => [
  ...(row.assignee === null ? [] : [{ userId: row.assignee, groupId: null, type: 'assignee' }]),
  ...(row.owner === null ? [] : [{ userId: row.owner, groupId: null, type: 'owner' }]),
  ...row.candidate_users.map((userId) => ({ userId, groupId: null, type: 'candidate' })),
  ...row.candidate_groups.map((groupId) => ({ userId: null, groupId, type: 'candidate' })),
]
