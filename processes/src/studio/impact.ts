import { parseDefinitions } from '@lianban/engine'
import { matters, studioFiles, studioFigures } from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { PackageError, readPackage } from '../packages/read-package.ts'
import { publishables } from '../packages/themes.ts'
import { assertStudio, type StudioContext } from './context.ts'
import { draftRow } from './drafts.ts'
import { definitionsOf } from './overlay.ts'

export interface MatterImpact {
  key: string
  name: string
  /** Cases that are running now. */
  running: number
  /** Where they stand. `lost`: the draft has no element of that id, so that a mapping must say where they go. */
  steps: { elementId: string; name: string; count: number; lost: boolean }[]
}

/** What a draft touches: running cases of its matters, and where they stand. */
export async function draftImpact(context: StudioContext, caller: Caller, id: string): Promise<{ matters: MatterImpact[] }> {
  await assertStudio(context, caller, 'read')
  const { database, engine } = context
  const { tenantId } = caller
  const row = await draftRow(context, tenantId, id)
  const elements = elementsOf(await studioFiles(database).get(tenantId, row.files))
  const owned = (await matters(database).owners(tenantId)).filter(({ package_key }) => package_key === row.package_key)
  const found: MatterImpact[] = []
  for (const { key, name, definition_id } of owned) {
    const definitionIds = await definitionsOf(context, tenantId, key)
    const standing = await studioFigures(database).standing({ tenantId, matterKey: key, definitionIds }, context.clock())
    const { nodes } = await engine.definitions.process(tenantId, definition_id)
    const names = new Map(Object.values(nodes).map((node) => [node.id, node.name ?? node.id]))
    found.push({
      ...{ key, name, running: await studioFigures(database).countOpen(tenantId, key) },
      steps: standing
        // What contains others is no place where a case stands.
        .filter(({ elementId }) => names.has(elementId) && nodes[elementId]?.kind !== 'subProcess')
        .map(({ elementId, here }) => ({ elementId, name: names.get(elementId)!, count: here, lost: !elements.get(key)?.has(elementId) })),
    })
  }
  return { matters: found }
}

/** Elements of the model of each matter of a draft; none while it cannot be read. */
function elementsOf(files: Record<string, string>): Map<string, Set<string>> {
  try {
    const processPackage = readPackage(files)
    return new Map(
      publishables(processPackage).map(({ matter }) => {
        const parsed = parseDefinitions(processPackage.models[matter.process.file] ?? '')
        const process = parsed.ok ? parsed.processes.find(({ key }) => key === matter.process.key) : undefined
        return [matter.key, new Set(Object.keys(process?.nodes ?? {}))]
      }),
    )
  } catch (error) {
    if (error instanceof PackageError) return new Map()
    throw error
  }
}
