import { limitVariables } from '../limits.ts'
import { caseEvents, type CaseEventRow, type UserTaskRow } from '@lianban/storage'
import type { ExecutableProcess, InstanceState, JsonValue } from '@lianban/engine'
import { evaluateRules } from '@lianban/forms'
import { clockFunctions, runningDue } from '../../clock/index.ts'
import { formOf, type Matter } from '../../matters/matter-definition.ts'
import type { CaseContext } from '../context.ts'
import { actionInvalid } from '../errors.ts'
import { stepVariables } from '../judged.ts'
import { openMatter } from '../../matters/open-matter.ts'
import { openTasks } from '../open-tasks.ts'
import { lowerOrganOf, organOf } from '../people.ts'
import type { Caller } from '../ports.ts'
import { amountOf, readableCase, readableTask, type LoadedCase } from '../resources.ts'
import { startVariables, procedureVariables } from '../new-case.ts'
import { taskManifest } from '../task-form.ts'
import type { Running } from './dates.ts'
import { withPeople, type PeopleItem } from './people.ts'
import { previewPath, type PreviewOptions } from './preview.ts'
import { localNames, standing } from './standing.ts'
import { APPLICATION } from './words.ts'

/** The path of a case: what was done, what runs, what is to come. Instants are UTC epoch milliseconds. */
export interface PathView {
  /** When and by what it was looked ahead. */
  at: number
  done: { stepName: string; action: string; people: string | null; at: number }[]
  ahead: PeopleItem[]
}

/** Set when a case begins and by nobody afterwards; the application itself changes by a supplement only. */
const STABLE = ['caseId', 'organ', 'organName', 'matterKey', 'matterName', 'applicantName', 'licenceAct', 'exOfficio', APPLICATION]

/** The path of a running or closed case. @throws NOT_FOUND */
export async function previewCase(context: CaseContext, caller: Caller, caseId: string): Promise<PathView> {
  const loaded = await readableCase(context, caller, caseId)
  return pathOf(context, loaded, {})
}

export interface ActionPreview {
  /** Key of one of the step's actions. */
  action: string
  /** The step's form as filled in so far. */
  form?: Record<string, unknown>
}

/** The path if this action were taken now; nothing is done. @throws CaseError TASK_NOT_FOUND, ACTION_INVALID; NOT_FOUND */
export async function previewAction(context: CaseContext, caller: Caller, taskId: string, request: ActionPreview): Promise<PathView> {
  const loaded = await readableTask(context, caller, taskId)
  const manifest = taskManifest(loaded)
  const action = manifest.actions.find(({ key }) => key === request.action)
  if (!action) throw actionInvalid(loaded.task.name)
  const given = manifest.form === undefined ? {} : stepVariables(formOf(loaded.matter, manifest.form), manifest, request.form ?? {})
  return pathOf(context, loaded, { decided: loaded.task.element_id, values: { ...given, ...action.set } })
}

/** The path of an application as filled in so far, before it is handed in. @throws CaseError NOT_FOUND; NOT_AUTHORIZED */
export async function previewApplication(
  context: CaseContext,
  caller: Caller,
  matterKey: string,
  { form }: { form: Record<string, unknown> },
): Promise<PathView> {
  const { tenantId } = caller
  await context.tenants.authorization.assert(caller, 'read', { type: 'matter', id: matterKey })
  const matter = await openMatter(context, tenantId, matterKey)
  const organ = await organOf(context, tenantId, matter.matter.organ)
  const at = context.clock()
  const filledIn = evaluateRules(formOf(matter, matter.matter.applicationForm), form, { now: at }).values
  const lower = await lowerOrganOf(context, tenantId, matter.matter, filledIn)
  const values = {
    ...startVariables(context.calendarOf(tenantId), { matter, organ, lower, form: filledIn, caseId: '', at }),
    // Its number is given out when it is handed in.
    receipt: { number: matter.matter.documentNumbers.types.receipt ?? null },
  }
  const model = await context.engine.definitions.process(tenantId, matter.definitionId)
  const start = model.scopes[model.key]?.start
  const ahead =
    start == null
      ? []
      : previewPath({
          ...basics(context, tenantId, matter, model),
          from: [start],
          running: new Map(),
          knowledge: { values, open: [APPLICATION], functions: functionsAt(context, tenantId)(at), now: at },
        })
  return {
    at,
    done: [],
    ahead: await withPeople(
      context,
      { tenant_id: tenantId, organ_id: organ.id, matter_key: matterKey, amountFen: amountOf(filledIn, matter) },
      matter,
      ahead,
    ),
  }
}

async function pathOf(
  context: CaseContext,
  loaded: LoadedCase,
  { decided, values = {} }: { decided?: string; values?: Record<string, JsonValue> },
): Promise<PathView> {
  const { row, matter } = loaded
  const at = context.clock()
  const [model, state, events, tasks] = await Promise.all([
    context.engine.definitions.process(row.tenant_id, matter.definitionId),
    context.engine.instances.state(row.tenant_id, row.instance_id),
    caseEvents(context.database).forCase(row.tenant_id, row.id),
    openTasks(context, loaded),
  ])
  const ahead =
    state.status !== 'active'
      ? []
      : previewPath({
          ...basics(context, row.tenant_id, matter, model),
          from: standing(model, state),
          running: runningOf(state, tasks),
          localNames: localNames(state),
          knowledge: { values: { ...variablesOf(state), ...values }, functions: functionsAt(context, row.tenant_id)(at), now: at },
          decided,
        })
  return {
    at,
    done: events.filter(({ task_id }) => task_id !== null).map(doneStep),
    ahead: await withPeople(context, { ...row, amountFen: amountOf(row.form, matter) }, matter, ahead, tasks),
  }
}

const basics = (
  context: CaseContext,
  tenantId: string,
  definition: Matter,
  process: ExecutableProcess,
): Pick<PreviewOptions, 'process' | 'definition' | 'calendar' | 'functionsAt' | 'stable'> => ({
  process,
  definition,
  calendar: context.calendarOf(tenantId),
  functionsAt: functionsAt(context, tenantId),
  stable: [...STABLE, ...Object.keys({ ...limitVariables(definition.matter), ...procedureVariables(definition.matter) })],
})

const functionsAt =
  (context: CaseContext, tenantId: string): PreviewOptions['functionsAt'] =>
  (now) =>
    clockFunctions(context.calendarOf)({ tenantId, now })

const variablesOf = (state: InstanceState): Record<string, unknown> =>
  Object.fromEntries(Object.entries(state.scopes[state.id]!.variables).map(([name, { value }]) => [name, value]))

/** Everything that is under way; of several tasks of one step it runs since the first and until the last. */
function runningOf(
  state: InstanceState,
  tasks: readonly Pick<UserTaskRow, 'element_id' | 'created_at' | 'due_at'>[],
): Map<string, Running> {
  const running = new Map<string, Running>()
  for (const { elementId, enteredAt } of Object.values(state.tokens)) running.set(elementId, { since: enteredAt, dueAt: null, toCome: 0 })
  const seen = new Set<string>()
  for (const { element_id, created_at, due_at } of tasks) {
    const dueAt = runningDue(due_at)
    const before = seen.has(element_id) ? running.get(element_id)! : null
    seen.add(element_id)
    running.set(element_id, {
      since: Math.min(created_at, before?.since ?? created_at),
      // One without a limit leaves the step without a date.
      dueAt: before === null ? dueAt : before.dueAt === null || dueAt === null ? null : Math.max(before.dueAt, dueAt),
      toCome: 0,
    })
  }
  for (const { elementId, loop } of Object.values(state.scopes)) {
    const step = running.get(elementId)
    if (step && loop?.total != null) step.toCome = loop.total - loop.begun
  }
  return running
}

const doneStep = ({ step_name, action_text, actor_name, at }: CaseEventRow): PathView['done'][number] => ({
  stepName: step_name,
  action: action_text,
  people: actor_name,
  at,
})
