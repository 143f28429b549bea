import { decisionDefinitions, deployments, type DecisionDefinitionRow, type Tx } from '@lianban/storage'
import type { DeployedDecision, Environment } from '../core/step-result.ts'
import { evaluateDecision, parseDecisions, type DecisionModel, type DecisionResult } from '../decision/index.ts'
import type { EvaluationContext } from '../index.ts'
import { referenceOf } from './definitions.ts'
import { Lru } from './lru.ts'
import { NotLoaded } from './not-loaded.ts'
import { decodeXml } from './xml-encoding.ts'

/** A deployed decision as callers see it. */
export interface DecisionDefinition {
  tenantId: string
  /** `<key>:<version>:<deployment id>` */
  id: string
  key: string
  version: number
  name: string | null
  versionTag: string | null
  deploymentId: string
  resourceName: string
  deployedAt: number
  historyTimeToLive: string | null
  /** Id and name of the DMN file around it. */
  requirementsKey: string | null
  requirementsName: string | null
}

type Reference = Parameters<NonNullable<Environment['decision']>>[0]

/** The parsed DMN files that were used last. */
export class Decisions {
  readonly #models: Lru<string, DecisionModel>

  constructor(maxCached: number) {
    this.#models = new Lru(maxCached)
  }

  async evaluate(tx: Tx, row: DecisionDefinitionRow, context: EvaluationContext): Promise<DecisionResult> {
    return evaluateDecision(await this.model(tx, row), row.key, context)
  }

  async model(tx: Tx, row: DecisionDefinitionRow): Promise<DecisionModel> {
    const fileId = `${row.deployment_id}\n${row.resource_name}`
    const known = this.#models.get(fileId)
    if (known) return known
    const resource = await deployments(tx).resource(row.tenant_id, row.deployment_id, row.resource_name)
    if (!resource) throw new Error(`resource ${row.resource_name} of decision ${row.id} is gone`)
    const parsed = parseDecisions(decodeXml(resource.content))
    if (!parsed.ok) throw new Error(`decision ${row.id} was deployed but is not understood any more: ${parsed.problems[0]?.message}`)
    this.#models.set(fileId, parsed.decisions)
    return parsed.decisions
  }
}

/** The decisions that the steps of one transaction ask for; which version is the newest is looked up once. */
export class DecisionLookUp {
  readonly #decisions: Decisions
  readonly #found = new Map<string, DeployedDecision | null>()

  constructor(decisions: Decisions) {
    this.#decisions = decisions
  }

  /** @throws NotLoaded */
  find(tenantId: string, deploymentId: string, reference: Reference): DeployedDecision | null {
    const wanted = referenceOf(tenantId, deploymentId, reference)
    const id = JSON.stringify(wanted)
    const found = this.#found.get(id)
    if (found !== undefined) return found
    throw new NotLoaded(`decision ${reference.key}`, async (tx) => {
      const row = await decisionDefinitions(tx).find(wanted)
      this.#found.set(id, row ? deployed(row, await this.#decisions.model(tx, row)) : null)
    })
  }
}

const deployed = ({ id, key }: DecisionDefinitionRow, model: DecisionModel): DeployedDecision => ({
  key,
  definitionId: id,
  evaluate: (context) => evaluateDecision(model, key, context),
})

export const presentDecision = (row: DecisionDefinitionRow): DecisionDefinition => ({
  tenantId: row.tenant_id,
  id: row.id,
  key: row.key,
  version: row.version,
  name: row.name,
  versionTag: row.version_tag,
  deploymentId: row.deployment_id,
  resourceName: row.resource_name,
  deployedAt: row.deployed_at,
  historyTimeToLive: row.history_time_to_live,
  requirementsKey: row.requirements_key,
  requirementsName: row.requirements_name,
})
