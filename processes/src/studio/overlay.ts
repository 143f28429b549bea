import { matters, studioFigures } from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { DAY_MS } from '../clock/index.ts'
import { assertStudio, type StudioContext } from './context.ts'
import { studioNotFound } from './studio-error.ts'

/** Elements at which somebody or something works for a while. */
const MEASURED = new Set(['userTask', 'serviceTask', 'receiveTask', 'intermediateCatchEvent', 'callActivity', 'subProcess'])

export interface OverlayFigures {
  here: number
  overdue: number
  doneCount: number
  medianMs: number | null
  p95Ms: number | null
  returns: number
}

export interface OverlayQuery {
  /** Only cases of this version of the matter. @default every version */
  version?: number
  /** What was done longer ago is not counted. @default everything is */
  days?: number
}

/**
 * Figures of a matter's cases at each element of its model. `here` and `overdue` count cases now; what is done is of the period:
 * times a step was done, how long by the clock (nights and holidays with it), and how often a case was sent back to it.
 */
export async function overlay(
  context: StudioContext,
  caller: Caller,
  matterKey: string,
  { version, days }: OverlayQuery = {},
): Promise<{ elements: Record<string, OverlayFigures>; at: number }> {
  await assertStudio(context, caller, 'read')
  const { database, engine, clock } = context
  const { tenantId } = caller
  const at = clock()
  const definitionIds = await definitionsOf(context, tenantId, matterKey, version)
  if (definitionIds.length === 0) throw studioNotFound('事项')
  const of = { tenantId, matterKey, version, definitionIds }
  const processes = await Promise.all(definitionIds.map((id) => engine.definitions.process(tenantId, id)))
  const measured = [
    ...new Set(processes.flatMap(({ nodes }) => Object.values(nodes).flatMap(({ id, kind }) => (MEASURED.has(kind) ? [id] : [])))),
  ]
  const since = days === undefined ? 0 : at - days * DAY_MS
  const figures = studioFigures(database)
  const [standing, durations, returns] = await Promise.all([
    figures.standing(of, at),
    figures.durations(of, measured, since),
    figures.returns(of, stepsOf(processes), since),
  ])
  const elements: Record<string, OverlayFigures> = {}
  const ofElement = (id: string) => (elements[id] ??= { here: 0, overdue: 0, doneCount: 0, medianMs: null, p95Ms: null, returns: 0 })
  for (const { elementId, here, overdue } of standing) Object.assign(ofElement(elementId), { here, overdue })
  for (const { elementId, ...done } of durations) Object.assign(ofElement(elementId), done)
  for (const [elementId, times] of returns) ofElement(elementId).returns = times
  return { elements, at }
}

/** Steps of people: what the system does is nothing to send back to. */
function stepsOf(processes: readonly Process[]): { elementIds: string[]; repeated: string[] } {
  const elementIds = new Set<string>()
  const repeated = new Set<string>()
  for (const { nodes } of processes)
    for (const { id, kind, scopeId } of Object.values(nodes)) {
      if (kind !== 'userTask') continue
      elementIds.add(id)
      for (let around = nodes[scopeId]; around; around = nodes[around.scopeId]) if (around.loop) repeated.add(id)
    }
  return { elementIds: [...elementIds], repeated: [...repeated] }
}

type Process = Awaited<ReturnType<StudioContext['engine']['definitions']['process']>>

/** Definitions that cases of a matter run on, of one version or of all. */
export async function definitionsOf(
  { database, matters: store }: Pick<StudioContext, 'database' | 'matters'>,
  tenantId: string,
  matterKey: string,
  version?: number,
): Promise<string[]> {
  const versions = (await matters(database).versions(tenantId, matterKey)).filter((one) => version === undefined || one.version === version)
  const found = await Promise.all(versions.map((one) => store.version(database, tenantId, matterKey, one.version)))
  return [...new Set(found.map((matter) => matter!.definitionId))]
}
