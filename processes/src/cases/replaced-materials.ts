import { attachments, type CaseMaterialRow, type Tx } from '@lianban/storage'
import type { JsonValue } from '@lianban/engine'
import type { ActionManifest } from '../manifest.ts'
import type { CaseContext } from './context.ts'
import type { EffectEntry } from './effects/index.ts'
import { actionInvalid, type PlacedProblem } from './errors.ts'
import { byHimself } from './filing.ts'
import { handIn, materialProblems, type GivenMaterials } from './materials.ts'
import type { Caller } from './ports.ts'
import type { LoadedCase } from './resources.ts'

/*
 * Materials that are handed in anew with a changed application (effect `amend`): they count from then on. What they take the place of
 * stays with the case, for whoever looks into it later.
 */

/** From this round on files take the place of those that their material had; those of earlier rounds stand beside each other. */
const FIRST_REPLACEMENT = 3

/** What counts now of the files of a case, and what it has taken the place of, each oldest first. */
export function versionsOf<Row extends Pick<CaseMaterialRow, 'material_key' | 'round'>>(
  given: readonly Row[],
): { current: Row[]; earlier: Row[] } {
  const since = new Map<string, number>()
  for (const { material_key, round } of given)
    if (round >= FIRST_REPLACEMENT) since.set(material_key, Math.max(round, since.get(material_key) ?? 0))
  const counts = ({ material_key, round }: Row) => round >= (since.get(material_key) ?? 0)
  return { current: given.filter(counts), earlier: given.filter((row) => !counts(row)) }
}

/**
 * What is wrong with materials handed in with an action, or missing by the changed application.
 * @throws CaseError ACTION_INVALID if the action changes no application
 */
export async function replacementProblems(
  context: CaseContext,
  caller: Caller,
  { row, matter }: LoadedCase,
  { action, form, materials = {} }: { action: ActionManifest; form: Record<string, unknown>; materials?: GivenMaterials },
): Promise<PlacedProblem[]> {
  if (action.effect !== 'amend') {
    if (Object.keys(materials).length > 0) throw actionInvalid(action.label)
    return []
  }
  const there = await attachments(context.database).materials(row.tenant_id, row.id)
  const spared = there.map(({ material_key }) => material_key)
  return materialProblems(context, byHimself(caller), matter.matter, { materials }, { form, spared })
}

/** Takes them to the case. @returns what supervision is to know */
export async function replaceMaterials(
  tx: Tx,
  context: CaseContext,
  caller: Caller,
  { loaded: { row, matter }, materials: given = {}, at }: { loaded: LoadedCase; materials?: GivenMaterials; at: number },
): Promise<EffectEntry[]> {
  const fresh = Object.fromEntries(Object.entries(given).filter(([, files]) => files.length > 0))
  if (Object.keys(fresh).length === 0) return []
  const before = await attachments(tx).materials(row.tenant_id, row.id)
  const round = Math.max(FIRST_REPLACEMENT - 1, ...before.map((one) => one.round)) + 1
  const { materials } = await handIn(tx, context, byHimself(caller), { row, matter: matter.matter, round, given: { materials: fresh }, at })
  const replaced = versionsOf(before).current.flatMap(({ material_key, file_id }) => (material_key in fresh ? [file_id] : []))
  return [{ action: 'materials.replaced', payload: { round, materials: materials as JsonValue, replaced } }]
}
