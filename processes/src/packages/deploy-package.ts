import { createHash } from 'node:crypto'
import { parseDefinitions, type JsonValue } from '@lianban/engine'
import type { Tenants } from '@lianban/tenants'
import type { Engine } from '@lianban/engine/runtime'
import { inTransaction, matters, type Database, type MatterRow, type Tx } from '@lianban/storage'
import type { TenantsPort } from '../cases/ports.ts'
import { dayOf, type Day } from '../clock/index.ts'
import type { MatterManifest } from '../manifest.ts'
import type { MatterDefinition } from '../matters/matter-definition.ts'
import type { ProcessPackage } from './load-package.ts'
import { matterWatch } from './matter-watch.ts'
import { stepNames } from './step-names.ts'
import { stepPolicies } from './step-policies.ts'
import { publishables } from './themes.ts'

export interface DeployPackageOptions {
  database: Database
  engine: Pick<Engine, 'deploy'>
  tenants: {
    supervision: Pick<TenantsPort['supervision'], 'record'>
    authorization: Pick<Tenants['authorization'], 'shipPolicies'>
  }
  tenantId: string
  processPackage: ProcessPackage
  /** First day on which what is new takes cases, YYYY-MM-DD. @default what the matter says, today at the earliest */
  effectiveOn?: Day | null
  /** @default the system itself */
  actor?: { userId: string; name?: string }
  /** UTC epoch milliseconds. @default Date.now */
  clock?: () => number
}

export interface DeployedMatter {
  key: string
  version: number
  /** The version before it; null: it is the first. */
  previous: number | null
  /** false: this content is deployed already, nothing was written. */
  isNew: boolean
}

/** What the engine's deployments of a package are called. */
export const deploymentName = (packageKey: string): string => `process-package:${packageKey}`

/**
 * Deploys the models of a package and publishes its matters and themes. The same content again writes nothing; what differs becomes
 * the next version, and cases keep the version they were handed in under. Interrupted half-way, it is simply run again.
 * @throws EngineError INVALID_MODEL
 */
export async function deployPackage(options: DeployPackageOptions): Promise<DeployedMatter[]> {
  const { engine, tenants, tenantId, processPackage, actor = { userId: 'system', name: '系统' } } = options
  const { manifest, models, decisions } = processPackage
  const all = publishables(processPackage)
  const deployment = await engine.deploy({
    tenantId,
    name: deploymentName(manifest.key),
    source: 'process package',
    resources: Object.entries({ ...models, ...decisions }).map(([name, content]) => ({ name, content })),
    actor: { userId: actor.userId },
    skipIfSame: true,
  })
  const policies = stepPolicies(
    manifest.key,
    all.map(({ matter }) => matter),
  )
  if (policies.length > 0)
    await tenants.authorization.shipPolicies({ tenantId, source: `process:${manifest.key}`, policies, by: { actor } })
  const published: DeployedMatter[] = []
  const namesIn = elementNames()
  for (const { processPackage: source, matter } of all) {
    const definition = deployment.definitions.find(({ key }) => key === matter.process.key)
    if (!definition) throw new Error(`${matter.process.file} has no process ${matter.process.key}`)
    published.push(await publish({ ...options, processPackage: source, actor, namesIn }, matter, definition.id))
  }
  return published
}

function publish(
  options: DeployPackageOptions & { actor: { userId: string; name?: string }; namesIn: ElementNames },
  matter: MatterManifest,
  definitionId: string,
): Promise<DeployedMatter> {
  const { database, tenants, tenantId, processPackage, actor, namesIn, effectiveOn = null, clock = Date.now } = options
  const definition = definitionOf(processPackage, matter, namesIn)
  const watch = matterWatch(processPackage, matter)
  const samples = samplesOf(processPackage, matter)
  const hash = createHash('sha256')
    .update(JSON.stringify([definition, definitionId, watch]))
    .update(Buffer.concat(Object.values(samples)))
    .digest('hex')
  return inTransaction(database, async (tx) => {
    const latest = await matters(tx).latest(tenantId, matter.key)
    if (latest?.content_hash === hash)
      return { key: matter.key, version: latest.version, previous: await versionBefore(tx, latest), isNew: false }
    const row: MatterRow = {
      tenant_id: tenantId,
      key: matter.key,
      version: (latest?.version ?? 0) + 1,
      name: matter.name,
      organ_id: matter.organ,
      package_key: processPackage.manifest.key,
      definition,
      content_hash: hash,
      definition_id: definitionId,
      created_at: clock(),
      ...validity(matter, latest !== undefined || effectiveOn !== null, later(effectiveOn, dayOf(clock()))),
    }
    await matters(tx).insert(row)
    await matters(tx).insertSamples(row, samples)
    const payload: JsonValue = {
      version: row.version,
      name: matter.name,
      contentHash: hash,
      definitionId,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      watch: { ...watch },
    }
    await tenants.supervision.record(tx, tenantId, [
      { action: 'matter.published', subject: `matter:${matter.key}`, organId: matter.organ, actor, payload },
    ])
    return { key: matter.key, version: row.version, previous: latest?.version ?? null, isNew: true }
  })
}

/** The samples that the matter names, by file name; one that is not there is left out: `checkPackage` finds it before deployment. */
function samplesOf({ samples }: ProcessPackage, matter: MatterManifest): Record<string, Uint8Array> {
  return Object.fromEntries(sampleNames(matter).flatMap((name) => (samples[name] ? [[name, samples[name]]] : [])))
}

/** Every sample that a matter names, once, in order. */
export const sampleNames = ({ materials, results }: MatterManifest): string[] =>
  [...new Set([...materials, ...results].flatMap(({ sample }) => sample ?? []))].sort()

const later = (day: Day | null, today: Day): Day => (day !== null && day > today ? day : today)

async function versionBefore(tx: Tx, { tenant_id, key, version }: MatterRow): Promise<number | null> {
  const versions = await matters(tx).versions(tenant_id, key)
  return versions.find((one) => one.version < version)?.version ?? null
}

/** A version that follows another begins today, or when its release does, at the earliest: what was handed in before ran on the one before. */
function validity(
  { validity: { from, until } }: MatterManifest,
  followsAnother: boolean,
  today: Day,
): Pick<MatterRow, 'valid_from' | 'valid_until'> {
  return { valid_from: followsAnother && (from === null || from < today) ? today : from, valid_until: until }
}

/** What a version of the matter is made of: its manifest entry, the forms it uses, the names in its model. */
export function definitionOf(
  { manifest, models, forms }: ProcessPackage,
  matter: MatterManifest,
  namesIn: ElementNames = elementNames(),
): MatterDefinition {
  const keys = formKeys(matter)
  const names = namesIn(models[matter.process.file] ?? '', matter.process.key)
  return {
    package: { key: manifest.key, name: manifest.name, lead: manifest.lead },
    matter,
    forms: Object.fromEntries(Object.entries(forms).filter(([key]) => keys.has(key))),
    elements: stepNames(names, matter),
    ...(Object.keys(manifest.numbering).length > 0 && { numbering: manifest.numbering }),
  }
}

/** Element id → name, of the elements of a process that have one. */
type ElementNames = (model: string, processKey: string) => Record<string, string>

/** Reads each model once: the matters of a package share theirs. */
function elementNames(): ElementNames {
  const parsed = new Map<string, ReturnType<typeof parseDefinitions>>()
  return (model, processKey) => {
    const found = parsed.get(model) ?? parseDefinitions(model)
    parsed.set(model, found)
    const process = found.ok ? found.processes.find(({ key }) => key === processKey) : undefined
    return Object.fromEntries(Object.values(process?.nodes ?? {}).flatMap(({ id, name }) => (name === null ? [] : [[id, name]])))
  }
}

/** Keys of all forms that a matter uses. */
export function formKeys({ applicationForm, tasks }: MatterManifest): Set<string> {
  const ofTasks = Object.values(tasks).flatMap(({ form, actions }) => [form, ...actions.map(({ fields }) => fields)])
  return new Set([applicationForm, ...ofTasks.filter((key) => key !== undefined)])
}
