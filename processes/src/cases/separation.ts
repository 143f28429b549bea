import { caseEvents, inTransaction, newId, separationWaivers, type SeparationWaiverRow, type UserTaskRow } from '@lianban/storage'
import { SEPARATION_RULES, type SeparationRuleName } from '@lianban/tenants'
import { elementName } from '../matters/matter-definition.ts'
import { caseLine, lineActor } from './case-lines.ts'
import { checkedReason } from './checked-reason.ts'
import type { CaseContext } from './context.ts'
import { taskNotFound, waiverNotGranted } from './errors.ts'
import { logEntry } from './log-entries.ts'
import { openTasks } from './open-tasks.ts'
import { holders, personName } from './people.ts'
import type { Caller, Decision } from './ports.ts'
import { readableCase, taskResource, type LoadedCase } from './resources.ts'
import { NOT_OF_POST } from './verbs/rules/offered.ts'
import type { OpenStepView, WaiverView } from './views.ts'

/** Open tasks of one case whose candidates are shown. */
const MAX_SHOWN = 50

/**
 * Who can take each open step of a case, and why the others cannot: everyone who holds the post that the step asks for
 * is judged by the same rules that will decide. @throws NOT_FOUND
 */
export async function whoCanTake(context: CaseContext, caller: Caller, caseId: string): Promise<OpenStepView[]> {
  const loaded = await readableCase(context, caller, caseId)
  const views: OpenStepView[] = []
  for (const task of await openTasks(context, loaded, MAX_SHOWN)) {
    const people = await candidates(context, loaded, task)
    views.push({
      elementId: task.element_id,
      stepName: task.name,
      people: await Promise.all(people.map((userId) => judged(context, loaded, task, userId))),
    })
  }
  return views
}

async function candidates(context: CaseContext, { row, matter }: LoadedCase, task: UserTaskRow): Promise<string[]> {
  const step = matter.matter.tasks[task.element_id]
  const ofPost = step === undefined ? [] : await holders(context, row.tenant_id, step.organ ?? row.organ_id, step.post)
  return [...new Set([...(task.assignee === null ? [] : [task.assignee]), ...ofPost.map(({ id }) => id)])]
}

/**
 * Why somebody cannot take a step: he holds none of its posts in the organ in charge, or a rule keeps him from it; null: he can.
 */
export async function mayTake(context: CaseContext, loaded: LoadedCase, task: UserTaskRow, userId: string): Promise<string | null> {
  const { row, matter } = loaded
  const manifest = matter.matter.tasks[task.element_id]
  const sources: { post: string; organ?: string }[] = manifest?.approval?.approvers ?? (manifest ? [manifest] : [])
  const ofPost = await Promise.all(sources.map(({ post, organ }) => holders(context, row.tenant_id, organ ?? row.organ_id, post)))
  if (!ofPost.flat().some(({ id }) => id === userId)) return NOT_OF_POST
  const person = await context.tenants.users.caller(row.tenant_id, userId)
  const { allowed, reason } = decideFor(context, loaded, task, person)
  return allowed ? null : reason
}

async function judged(
  context: CaseContext,
  loaded: LoadedCase,
  task: UserTaskRow,
  userId: string,
): Promise<OpenStepView['people'][number]> {
  const person = await context.tenants.users.caller(loaded.row.tenant_id, userId)
  const { allowed, rule, reason } = decideFor(context, loaded, task, person)
  return {
    userId,
    name: person.name,
    isAssignee: task.assignee === userId,
    allowed,
    rule,
    reason,
    canBeWaived: !allowed && isSeparationRule(rule),
  }
}

/** As if the task were the person's, so that only his right to the step is judged. */
const decideFor = (context: CaseContext, loaded: LoadedCase, task: UserTaskRow, person: Caller): Decision =>
  context.tenants.authorization.decide(person, `complete:${task.element_id}`, {
    ...taskResource({ ...loaded, task }),
    assignee: person.userId,
  })

const isSeparationRule = (rule: string): rule is SeparationRuleName => Object.hasOwn(SEPARATION_RULES, rule)

export interface WaiverRequest {
  /** The step, one that is open now. */
  elementId: string
  /** Who may take it all the same. */
  userId: string
  reason: string
}

/**
 * The unit's leader lifts the separation of duties for one person at one open step, once. He answers for it: reason and
 * name are on the time line, and the supervision gives a red card for it.
 * @throws CaseError REASON_REQUIRED, TASK_NOT_FOUND, WAIVER_NOT_GRANTED; NOT_FOUND, NOT_AUTHORIZED
 */
export async function waiveSeparation(context: CaseContext, caller: Caller, caseId: string, request: WaiverRequest): Promise<void> {
  const loaded = await readableCase(context, caller, caseId)
  const { row } = loaded
  await context.tenants.authorization.assert(caller, 'grant', { type: 'separation-waiver', id: caseId, organId: row.organ_id })
  const reason = checkedReason(request.reason)
  const task = (await openTasks(context, loaded)).find(({ element_id }) => element_id === request.elementId)
  if (!task) throw taskNotFound()
  const rules = await rulesInTheWay(context, caller, loaded, task, request.userId)
  const at = context.clock()
  const person = await personName(context, caller.tenantId, request.userId)
  await inTransaction(context.database, async (tx) => {
    for (const rule of rules) await separationWaivers(tx).insert(newWaiver(caller, { ...request, reason, caseId, rule, at }))
    const labels = rules.map((rule) => SEPARATION_RULES[rule].label).join('、')
    await caseEvents(tx).insert([
      caseLine({
        tenant_id: caller.tenantId,
        case_id: caseId,
        at,
        type: 'separation-waived',
        element_id: task.element_id,
        step_name: task.name,
        action_text: `批准${person}办理,豁免岗位分离(${labels})`,
        opinion: reason,
        ...lineActor(caller),
      }),
    ])
    const payload = {
      element: task.element_id,
      step: task.name,
      userId: request.userId,
      userName: person,
      rule: rules.join('|'),
      ruleText: labels,
      reason,
    }
    await context.tenants.supervision.record(tx, caller.tenantId, [
      logEntry(caller, 'separation.waived', { caseId, organId: row.organ_id, payload }),
    ])
  })
}

/** Every separation rule that keeps the person from the step; nothing else may keep him from it. */
async function rulesInTheWay(
  context: CaseContext,
  caller: Caller,
  loaded: LoadedCase,
  task: UserTaskRow,
  userId: string,
): Promise<SeparationRuleName[]> {
  if (userId === caller.userId) throw waiverNotGranted('不能为本人豁免。请由其他人员办理,或由上级决定。')
  if (!(await candidates(context, loaded, task)).includes(userId)) throw waiverNotGranted('该人员不在本环节的岗位任职,请重新选择。')
  const person = await context.tenants.users.caller(caller.tenantId, userId)
  const rules: SeparationRuleName[] = []
  let at = loaded
  for (;;) {
    const { allowed, rule, reason } = decideFor(context, at, task, person)
    if (allowed) break
    if (!isSeparationRule(rule) || rules.includes(rule)) throw waiverNotGranted(`豁免岗位分离后该人员仍不能办理:${reason}`)
    rules.push(rule)
    at = {
      ...at,
      waivers: [...at.waivers, newWaiver(caller, { caseId: loaded.row.id, elementId: task.element_id, userId, rule, reason: '', at: 0 })],
    }
  }
  if (rules.length === 0) throw waiverNotGranted('该人员可以直接办理本环节,无需豁免。')
  if (rules.some((rule) => tookPart(caller, loaded, rule))) throw waiverNotGranted('您已办理本办件中受该规则约束的环节,不能由您批准豁免。')
  return rules
}

/** Whoever did a step that the rule keeps apart does not lift the rule. */
const tookPart = ({ userId }: Caller, { matter, participants }: LoadedCase, rule: string): boolean =>
  matter.matter.separation.some((one) => one.rule === rule && one.elements.some((element) => participants[element]?.includes(userId)))

const newWaiver = (caller: Caller, waiver: WaiverRequest & { caseId: string; rule: string; at: number }): SeparationWaiverRow => ({
  tenant_id: caller.tenantId,
  id: newId(),
  case_id: waiver.caseId,
  element_id: waiver.elementId,
  rule: waiver.rule,
  user_id: waiver.userId,
  reason: waiver.reason,
  granted_by: caller.userId,
  granted_at: waiver.at,
  used_at: null,
})

/** What was lifted in a case, for its page. */
export async function waiverViews(context: CaseContext, { row, matter, waivers }: LoadedCase): Promise<WaiverView[]> {
  return Promise.all(
    waivers.map(async ({ element_id, rule, user_id, granted_by, granted_at, used_at, reason }) => ({
      stepName: elementName(matter, element_id),
      ruleText: isSeparationRule(rule) ? SEPARATION_RULES[rule].label : rule,
      userName: await personName(context, row.tenant_id, user_id),
      grantedBy: await personName(context, row.tenant_id, granted_by),
      grantedAt: granted_at,
      usedAt: used_at,
      reason,
    })),
  )
}
