import { checkPlan, generatePlan, parseDefinitions, unmapped, type ExecutableProcess, type MigrationPlan } from '@lianban/engine'
import {
  caseEvents,
  inTransaction,
  studioFigures,
  studioFiles,
  studioReleases,
  type RunningCaseRow,
  type StudioMigratedCaseRow,
  type StudioReleaseRow,
  type Tx,
} from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { caseLine } from '../cases/case-lines.ts'
import { limitVariables } from '../cases/limits.ts'
import { procedureVariables } from '../cases/new-case.ts'
import type { Matter } from '../matters/matter-definition.ts'
import { readPackage } from '../packages/read-package.ts'
import { publishables } from '../packages/themes.ts'
import { assertStudio, studioEntry, type StudioContext } from './context.ts'
import { definitionsOf } from './overlay.ts'
import { releaseRow } from './release-view.ts'
import { StudioError } from './studio-error.ts'

/** Cases that are taken over at once; a county's matter has some hundred running. */
const MAX_CASES = 5000
const PAGE = 200
const SYSTEM = { userId: 'system', name: '系统' }

/** One case and what stands against its taking over, in words; [] if nothing does. */
export interface CaseVerdict {
  caseId: string
  caseNo: string
  matterKey: string
  version: number
  problems: string[]
}

/** What would become of the running cases, before or after the release is in force. Nothing is written. */
export async function dryRun(context: StudioContext, caller: Caller, releaseId: string): Promise<{ cases: CaseVerdict[] }> {
  await assertStudio(context, caller, 'read')
  const release = await releaseRow(context, caller.tenantId, releaseId)
  const verdicts: CaseVerdict[] = []
  for (const target of await targetsOf(context, release)) {
    const plans = planner(context, release, target)
    for (const running of await runningBefore(context, release.tenant_id, target)) {
      const { problems } = await judge(context, release.tenant_id, running, await plans(running.definitionId))
      verdicts.push({ caseId: running.caseId, caseNo: running.caseNo, matterKey: running.matterKey, version: running.version, problems })
    }
  }
  return { cases: verdicts }
}

/** Takes the running cases over, each by itself: what fails of one is noted and stays as it was. */
export async function carryOutMigration(context: StudioContext, release: StudioReleaseRow): Promise<void> {
  const { migration, busy_since } = release
  // Another server may be at it.
  const begun = { migration: 'running' as const, busy_since: context.clock() }
  if (!(await studioReleases(context.database).change(release, { migration, busy_since }, begun))) return
  for (const target of await targetsOf(context, release)) {
    const { matter } = target
    if (!matter) throw new Error(`release ${release.id} is not published`)
    const plans = planner(context, release, target)
    for (const running of await runningBefore(context, release.tenant_id, target)) {
      const plan = await plans(running.definitionId)
      const { problems } = await judge(context, release.tenant_id, running, plan)
      const move = { release, running, from: running.version, to: matter.version }
      if (problems.length > 0) await note(context, move, 'failed', problems.join(';'))
      else await take(context, move, { plan: plan.plan, matter })
    }
  }
  await finish(context, release, 'running', 'done', 'release.cases-migrated')
}

/** Takes back what was taken over, where the case has not gone on to where there is no way back. @throws StudioError NOTHING_MIGRATED */
export async function undoMigration(
  context: StudioContext,
  caller: Caller,
  releaseId: string,
): Promise<{ undone: number; stay: CaseVerdict[] }> {
  await assertStudio(context, caller, 'publish')
  const release = await releaseRow(context, caller.tenantId, releaseId)
  if (release.migration !== 'done') throw new StudioError('NOTHING_MIGRATED', '该版本没有可撤销的办件迁移')
  const { database, matters: store } = context
  const rows = (await studioReleases(database).migrated(release.tenant_id, release.id)).filter(({ state }) => state === 'migrated')
  const stay: CaseVerdict[] = []
  for (const row of rows) {
    const matter = (await store.version(database, release.tenant_id, row.matter_key, row.from_version))!
    const problems = await takeBack(context, { release, row, matter })
    if (problems.length > 0)
      stay.push({ caseId: row.case_id, caseNo: row.case_no, matterKey: row.matter_key, version: row.to_version, problems })
  }
  await finish(context, release, 'done', 'undone', 'release.migration-undone', caller)
  return { undone: rows.length - stay.length, stay }
}

/** A matter as the release has it, which cases are taken over to. */
interface Target {
  matterKey: string
  process: ExecutableProcess
  /** Null while the release is not published: then nothing is carried out, only judged. */
  matter: Matter | null
}

/** The matters that a release brings, or brought. */
async function targetsOf(context: StudioContext, release: StudioReleaseRow): Promise<Target[]> {
  const { database, engine, matters: store } = context
  const { tenant_id: tenantId } = release
  if (release.state !== 'published') return proposedTargets(context, release)
  const brought = await studioReleases(database).matters(tenantId, release.id)
  const targets: Target[] = []
  for (const { matter_key: matterKey, version } of brought) {
    const matter = (await store.version(database, tenantId, matterKey, version))!
    targets.push({ matterKey, matter, process: await engine.definitions.process(tenantId, matter.definitionId) })
  }
  return targets
}

/** As they will be, read from the files. */
async function proposedTargets({ database }: StudioContext, release: StudioReleaseRow): Promise<Target[]> {
  const processPackage = readPackage(await studioFiles(database).get(release.tenant_id, release.files), release.name)
  return publishables(processPackage).flatMap(({ matter: { key: matterKey, process: of } }) => {
    const parsed = parseDefinitions(processPackage.models[of.file] ?? '')
    const process = parsed.ok ? parsed.processes.find(({ key }) => key === of.key) : undefined
    return process ? [{ matterKey, process, matter: null }] : []
  })
}

/** Running cases of the versions before, one definition after the other. */
async function runningBefore(context: StudioContext, tenantId: string, { matterKey, matter }: Target): Promise<RunningCaseRow[]> {
  const found: RunningCaseRow[] = []
  for (const definitionId of await definitionsOf(context, tenantId, matterKey)) {
    const of = { tenantId, matterKey, version: matter?.version ?? Number.MAX_SAFE_INTEGER, definitionIds: [definitionId] }
    for (let page: RunningCaseRow[] | null = null; page === null || page.length === PAGE;) {
      page = await studioFigures(context.database).running(of, PAGE, page?.at(-1)?.instanceId)
      found.push(...page)
      if (found.length >= MAX_CASES) return found
    }
  }
  return found
}

interface PlanVerdict {
  /** null: the case runs on the very same model. */
  plan: MigrationPlan | null
  source: ExecutableProcess
  problems: string[]
}

/** Makes the plan from a definition, once for each. */
function planner(context: StudioContext, release: StudioReleaseRow, { process }: Target): (definitionId: string) => Promise<PlanVerdict> {
  const known = new Map<string, Promise<PlanVerdict>>()
  return (definitionId) => {
    const made =
      known.get(definitionId) ?? planBetween(context, release.tenant_id, { from: definitionId, target: process }, release.mapping)
    known.set(definitionId, made)
    return made
  }
}

async function planBetween(
  { engine }: StudioContext,
  tenantId: string,
  { from, target }: { from: string; target: ExecutableProcess },
  mapping: Record<string, string>,
): Promise<PlanVerdict> {
  const source = await engine.definitions.process(tenantId, from)
  if (source.id === target.id) return { plan: null, source, problems: [] }
  const generated = generatePlan(source, target)
  const own = Object.entries(mapping).filter(([element]) => Object.hasOwn(source.nodes, element))
  const replaced = new Set(own.map(([element]) => element))
  // What hangs on an activity that becomes another one is begun anew with that one.
  const hangs = (id: string): boolean => {
    const node = source.nodes[id]
    return node?.kind === 'boundaryEvent' && replaced.has(node.attachedTo)
  }
  const instructions = [
    ...generated.instructions.filter(({ source: element }) => !replaced.has(element) && !hangs(element)),
    ...own.map(([element, becomes]) => ({ source: element, target: becomes })),
  ]
  const plan = { ...generated, instructions }
  const nameOf = (process: ExecutableProcess, id: string) => process.nodes[id]?.name ?? id
  const problems = checkPlan(source, target, plan).map(({ instruction }) =>
    instruction
      ? `“${nameOf(source, instruction.source)}”不能对应到“${nameOf(target, instruction.target)}”:两者的类型或者所在位置不同`
      : '两个版本的流程不能对应',
  )
  return { plan, source, problems: [...new Set(problems)] }
}

/** What stands against taking over this case. */
async function judge(
  { engine }: StudioContext,
  tenantId: string,
  { instanceId }: RunningCaseRow,
  { plan, source, problems }: PlanVerdict,
): Promise<{ problems: string[] }> {
  if (plan === null) return { problems: [] }
  const state = await engine.instances.state(tenantId, instanceId)
  const open = unmapped(state, plan).map((id) => `办件停留在“${source.nodes[id]?.name ?? id}”,新版本中没有对应的环节,请指定`)
  return { problems: [...problems, ...open] }
}

interface Move {
  release: StudioReleaseRow
  running: Pick<RunningCaseRow, 'caseId' | 'caseNo' | 'matterKey' | 'instanceId' | 'organId'>
  from: number
  to: number
}

/** The case runs under the other version from now on, in one transaction with its process. */
async function take(context: StudioContext, move: Move, { plan, matter }: { plan: MigrationPlan | null; matter: Matter }): Promise<void> {
  const { database, engine } = context
  const { release, running } = move
  const within = (tx: Tx) => moved(tx, context, move, 'migrated')
  try {
    if (plan === null) return await inTransaction(database, within)
    await giveMissing(context, move, matter)
    await engine.migrate({ tenantId: release.tenant_id, instanceId: running.instanceId, plan, actor: { userId: SYSTEM.userId }, within })
  } catch (error) {
    await note(context, move, 'failed', words(error))
  }
}

/** Variables that the other version's model reads and a case from before does not have; what it has was promised and stays. */
async function giveMissing({ engine }: StudioContext, { release, running }: Move, { matter }: Matter): Promise<void> {
  const present = await engine.instances.variables(release.tenant_id, running.instanceId)
  const wanted: Record<string, unknown> = { ...limitVariables(matter), ...procedureVariables(matter) }
  const missing = Object.fromEntries(Object.entries(wanted).filter(([name]) => !Object.hasOwn(present, name)))
  const steps = { ...(wanted.stepLimits as object), ...((present.stepLimits as object | null) ?? {}) }
  const variables = { ...missing, stepLimits: steps } as Parameters<StudioContext['engine']['setVariables']>[0]['variables']
  await engine.setVariables({ tenantId: release.tenant_id, instanceId: running.instanceId, actor: { userId: SYSTEM.userId }, variables })
}

/** @returns why it stays; [] if it was taken back */
async function takeBack(
  context: StudioContext,
  { release, row, matter }: { release: StudioReleaseRow; row: StudioMigratedCaseRow; matter: Matter },
): Promise<string[]> {
  const { database, engine } = context
  const [running] = await studioFigures(database).runningOf(row.tenant_id, row.case_id)
  const move: Move = { release, running: running ?? caseOf(row), from: row.to_version, to: row.from_version }
  const stays = async (problems: string[]) => {
    await note(context, move, 'stays', problems.join(';'))
    return problems
  }
  if (!running || running.version !== row.to_version) return stays(['办件已办结,或者已按其他版本办理'])
  const inverse = Object.fromEntries(Object.entries(release.mapping).map(([from, to]) => [to, from]))
  const target = await engine.definitions.process(row.tenant_id, matter.definitionId)
  const verdict = await planBetween(context, row.tenant_id, { from: running.definitionId, target }, inverse)
  const { problems } = await judge(context, row.tenant_id, running, verdict)
  if (problems.length > 0) return stays(problems)
  const within = (tx: Tx) => moved(tx, context, move, 'undone')
  try {
    if (verdict.plan === null) await inTransaction(database, within)
    else
      await engine.migrate({
        ...{ tenantId: row.tenant_id, instanceId: running.instanceId, plan: verdict.plan, actor: { userId: SYSTEM.userId } },
        within,
      })
    return []
  } catch (error) {
    return stays([words(error)])
  }
}

const caseOf = ({ case_id, case_no, matter_key }: StudioMigratedCaseRow): Move['running'] => ({
  ...{ caseId: case_id, caseNo: case_no, matterKey: matter_key, instanceId: '', organId: '' },
})

/** The case file, its time line, the log and the release's own list. @throws Error if it ended meanwhile: nothing is done then */
async function moved(tx: Tx, context: StudioContext, move: Move, state: 'migrated' | 'undone'): Promise<void> {
  const { release, running, from, to } = move
  const { tenant_id: tenantId } = release
  const at = context.clock()
  if (!(await studioFigures(tx).moveCase(tenantId, running.caseId, from, to))) throw new Error('办件已办结,或者已按其他版本办理')
  const text = state === 'migrated' ? '按事项新版本继续办理' : '恢复按事项原版本办理'
  const line = { tenant_id: tenantId, case_id: running.caseId, at, type: 'version-changed', step_name: '事项版本', action_text: text }
  await caseEvents(tx).insert([caseLine({ ...line, actor_name: SYSTEM.name, data: { release: release.id, from, to } })])
  await studioReleases(tx).putMigrated(migratedRow(move, state, null, at))
  await context.tenants.supervision.record(tx, tenantId, [
    {
      ...{ action: 'case.version-changed', subject: `case:${running.caseId}`, organId: running.organId, actor: SYSTEM },
      payload: { matter: running.matterKey, from, to, release: release.id },
    },
  ])
}

const note = ({ database, clock }: StudioContext, move: Move, state: 'failed' | 'stays', message: string): Promise<void> =>
  studioReleases(database).putMigrated(migratedRow(move, state, message.slice(0, 2000), clock()))

/** Always told as it was first done, from the version before to that of the release. */
function migratedRow(
  { release, running, from, to }: Move,
  state: StudioMigratedCaseRow['state'],
  message: string | null,
  at: number,
): StudioMigratedCaseRow {
  const isBack = state === 'undone' || state === 'stays'
  return {
    ...{
      tenant_id: release.tenant_id,
      release_id: release.id,
      case_id: running.caseId,
      case_no: running.caseNo,
      matter_key: running.matterKey,
    },
    ...{ from_version: isBack ? to : from, to_version: isBack ? from : to, state, message, at },
  }
}

async function finish(
  { database, tenants }: StudioContext,
  release: StudioReleaseRow,
  from: 'running' | 'done',
  to: 'done' | 'undone',
  action: string,
  by?: Caller,
): Promise<void> {
  await inTransaction(database, async (tx) => {
    if (!(await studioReleases(tx).change(release, { migration: from }, { migration: to }))) return
    const cases = (await studioReleases(tx).migrated(release.tenant_id, release.id)).map(({ case_id, state }) => ({ case: case_id, state }))
    const subject = `studio-release:${release.id}`
    const entry = by
      ? studioEntry(by, action, subject, { package: release.package_key, cases })
      : { action, subject, actor: SYSTEM, payload: { package: release.package_key, cases } }
    await tenants.supervision.record(tx, release.tenant_id, [entry])
  })
}

const words = (error: unknown): string => {
  const { code, message } = error as { code?: string; message?: string }
  return code === 'MIGRATION_NOT_POSSIBLE' ? '办件所在的位置在新版本中没有对应' : (message ?? '迁移失败')
}
