import { deployments, inTransaction, instances, jobDefinitions, jobs, type ProcessDefinitionRow, type Tx } from '@lianban/storage'
import type { DeployContext } from './deploy.ts'
import { EngineError } from './errors.ts'
import { MAX_RESOURCES } from './resources.ts'
import { registerStarts } from './starts.ts'
import { loadsNothing } from './not-loaded.ts'

/** Instances deleted by one statement. */
const REMOVE_CHUNK = 500

/**
 * Deletes a deployment with its definitions. Events start the versions before again.
 * @param cascade also delete its instances with their history; without it a deployment that has instances stays
 * @throws EngineError DEPLOYMENT_NOT_FOUND, DEPLOYMENT_IN_USE
 */
export async function deleteDeployment(
  context: DeployContext,
  { tenantId, id, cascade = false }: { tenantId: string; id: string; cascade?: boolean },
): Promise<void> {
  const { removed, dueAt } = await inTransaction(context.database, async (tx) => {
    if (!(await deployments(tx).get(tenantId, id))) throw new EngineError('DEPLOYMENT_NOT_FOUND', `there is no deployment ${id}`)
    const definitions = await deployments(tx).listDefinitions({ tenantId, deploymentId: id }, { limit: MAX_RESOURCES })
    return removeAll(tx, context, { tenantId, id, definitions, cascade })
  })
  context.definitions.forget(removed)
  if (dueAt !== null) context.expect(dueAt)
}

/**
 * Deletes definitions of a key or by id, but not the files they came with.
 * @throws EngineError DEFINITION_NOT_FOUND, DEPLOYMENT_IN_USE
 */
export async function deleteDefinitions(
  context: DeployContext,
  { tenantId, ids, cascade = false }: { tenantId: string; ids: string[]; cascade?: boolean },
): Promise<void> {
  const { removed, dueAt } = await inTransaction(context.database, async (tx) => {
    const definitions = await deployments(tx).definitions([tenantId], ids)
    const missing = ids.find((id) => !definitions.some((row) => row.id === id))
    if (missing !== undefined || ids.length === 0)
      throw new EngineError('DEFINITION_NOT_FOUND', `there is no process definition with id ${missing}`)
    return removeAll(tx, context, { tenantId, id: null, definitions, cascade })
  })
  context.definitions.forget(removed)
  if (dueAt !== null) context.expect(dueAt)
}

interface Removal {
  tenantId: string
  /** The deployment; null: only definitions. */
  id: string | null
  definitions: ProcessDefinitionRow[]
  cascade: boolean
}

async function removeAll(
  tx: Tx,
  context: DeployContext,
  { tenantId, id, definitions, cascade }: Removal,
): Promise<{ removed: string[]; dueAt: number | null }> {
  for (const definition of definitions) {
    await removeInstances(tx, definition, cascade)
    await jobs(tx).removeAll({ tenantId, definitionId: definition.id })
  }
  const ids = definitions.map((row) => row.id)
  await jobDefinitions(tx).removeOf(tenantId, ids)
  if (id === null) await deployments(tx).removeDefinitions(tenantId, ids)
  else await deployments(tx).remove(tenantId, id)
  return {
    removed: ids,
    dueAt: await restoreStarts(
      tx,
      context,
      tenantId,
      definitions.map(({ key }) => key),
    ),
  }
}

async function restoreStarts(tx: Tx, context: DeployContext, tenantId: string, keys: string[]): Promise<number | null> {
  const now = context.clock()
  const latest = await deployments(tx).latestDefinitions([tenantId], keys)
  const restored = []
  for (const row of latest) restored.push({ row, process: await context.definitions.of(tx, row) })
  return registerStarts(
    tx,
    { tenantId, now, functions: context.functions({ tenantId, now, command: null, load: loadsNothing }) },
    keys,
    restored,
  )
}

async function removeInstances(tx: Tx, { tenant_id: tenantId, id: definitionId }: ProcessDefinitionRow, cascade: boolean): Promise<void> {
  for (;;) {
    const rows = await instances(tx).list({ tenantId, definitionId }, { limit: REMOVE_CHUNK })
    if (rows.length === 0) return
    if (!cascade)
      throw new EngineError(
        'DEPLOYMENT_IN_USE',
        `definition ${definitionId} has process instances; delete them too (cascade) or keep the deployment`,
      )
    await instances(tx).remove(
      tenantId,
      rows.map((row) => row.id),
    )
  }
}
