import { caseEvents, type CaseEventRow } from '@lianban/storage'
import { parseDefinitions, type ExecutableProcess, type InstanceState, type JsonValue } from '@lianban/engine'
import { evaluateRules } from '@lianban/forms'
import { clockFunctions } from '../../clock/index.ts'
import { formOf, type Matter } from '../../matters/matter-definition.ts'
import type { CaseContext } from '../context.ts'
import { actionInvalid } from '../errors.ts'
import { openMatter } from '../../matters/open-matter.ts'
import { openTasks } from '../open-tasks.ts'
import { organOf } from '../people.ts'
import type { Caller } from '../ports.ts'
import { readableCase, readableTask, type LoadedCase } from '../resources.ts'
import { startVariables } from '../submit.ts'
import { taskManifest } from '../task-form.ts'
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
const STABLE = ['caseId', 'organ', 'organName', 'matterKey', 'matterName', 'applicantName', 'promisedDays', 'statutoryDays', APPLICATION]

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
  const given = Object.fromEntries((manifest.variables ?? []).map((name) => [name, (request.form?.[name] ?? null) as JsonValue]))
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
  const values = startVariables(context.calendarOf(tenantId), { matter, organ, form: filledIn, caseId: '', at })
  const model = await modelOf(context, tenantId, matter.definitionId, matter.matter.process.key)
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
    ahead: await withPeople(context, { tenant_id: tenantId, organ_id: organ.id, matter_key: matterKey }, matter, ahead),
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
    modelOf(context, row.tenant_id, matter.definitionId, matter.matter.process.key),
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
    ahead: await withPeople(context, row, matter, ahead, tasks),
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
  stable: STABLE,
})

const functionsAt =
  (context: CaseContext, tenantId: string): PreviewOptions['functionsAt'] =>
  (now) =>
    clockFunctions(context.calendarOf)({ tenantId, now })

const variablesOf = (state: InstanceState): Record<string, unknown> =>
  Object.fromEntries(Object.entries(state.scopes[state.id]!.variables).map(([name, { value }]) => [name, value]))

/** Everything that is under way, tasks with their own limits. */
function runningOf(state: InstanceState, tasks: readonly { element_id: string; created_at: number; due_at: number | null }[]) {
  const running = new Map<string, { since: number; dueAt: number | null }>()
  for (const { elementId, enteredAt } of Object.values(state.tokens)) running.set(elementId, { since: enteredAt, dueAt: null })
  for (const { element_id, created_at, due_at } of tasks) running.set(element_id, { since: created_at, dueAt: due_at })
  return running
}

const doneStep = ({ step_name, action_text, actor_name, at }: CaseEventRow): PathView['done'][number] => ({
  stepName: step_name,
  action: action_text,
  people: actor_name,
  at,
})

/** Models that are kept read; a deployed one never changes. */
const MAX_MODELS = 200
const models = new WeakMap<object, Map<string, ExecutableProcess>>()

async function modelOf(context: CaseContext, tenantId: string, definitionId: string, key: string): Promise<ExecutableProcess> {
  const known = models.get(context.engine) ?? new Map<string, ExecutableProcess>()
  models.set(context.engine, known)
  const name = `${tenantId}/${definitionId}`
  const found = known.get(name)
  if (found) return found
  const parsed = parseDefinitions(await context.engine.definitions.xml(tenantId, definitionId))
  const model = parsed.ok ? parsed.processes.find((process) => process.key === key) : undefined
  if (!model) throw new Error(`definition ${definitionId} cannot be read any more`)
  if (known.size >= MAX_MODELS) known.clear()
  known.set(name, model)
  return model
}
