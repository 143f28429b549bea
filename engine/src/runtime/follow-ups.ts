import { deployments, type ProcessDefinitionRow, type Tx } from '@lianban/storage'
import type { Command } from '../core/commands.ts'
import type { Effect } from '../core/effects.ts'
import { MAX_CALL_DEPTH } from '../core/limits.ts'
import type { InstanceState } from '../core/state.ts'
import type { Batch } from './batch.ts'
import { deploymentOf, referenceOf } from './definitions.ts'
import { EngineError } from './errors.ts'
import type { CommittedStep, InstanceCommand } from './submission.ts'

/** Process instances that the commands of one transaction may start by call activities. */
const MAX_CALLED_INSTANCES = 10_000

type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>

interface FollowUp {
  /** What the instance was told that asks for it. */
  cause: InstanceCommand
  tenantId: string
  deploymentId: string
  effect: EffectOf<'startCalled' | 'cancelCalled' | 'notifyCaller'>
}

/**
 * What steps ask of other instances: to start a called one, to end it, to tell the caller. Each is a command, carried out
 * in the same transaction, in the order in which they were asked for, until none are left.
 *
 * Locks: callers and called instances are locked in both directions (a caller ends what it called, a called one tells its
 * caller), so that two engine processes may wait for each other; the database then chooses a victim, and `inTransaction`
 * does it again. Within one engine process batches follow each other.
 */
export class FollowUps {
  readonly #tx: Tx
  readonly #batch: Batch
  #waiting: FollowUp[] = []
  #started = 0
  readonly #definitions = new Map<string, ProcessDefinitionRow | undefined>()

  constructor(tx: Tx, batch: Batch) {
    this.#tx = tx
    this.#batch = batch
  }

  add(cause: InstanceCommand, { tenantId, definitionId }: InstanceState, effects: Effect[]): void {
    for (const effect of effects) {
      if (effect.type !== 'startCalled' && effect.type !== 'cancelCalled' && effect.type !== 'notifyCaller') continue
      this.#waiting.push({ cause, tenantId, deploymentId: deploymentOf(definitionId), effect })
    }
  }

  async settle(): Promise<CommittedStep[]> {
    const steps: CommittedStep[] = []
    while (this.#waiting.length > 0) {
      const round = this.#waiting
      this.#waiting = []
      await this.#load(round)
      for (const followUp of round) {
        const step = await this.#carryOut(followUp)
        if (step) steps.push(step)
      }
    }
    return steps
  }

  /** All instances of a round in one query; each definition is looked up once. */
  async #load(round: FollowUp[]): Promise<void> {
    const definitionIds: string[] = []
    for (const { tenantId, deploymentId, effect } of round) {
      if (effect.type !== 'startCalled') continue
      const id = callId(tenantId, deploymentId, effect)
      if (!this.#definitions.has(id))
        this.#definitions.set(id, await deployments(this.#tx).findDefinition(referenceOf(tenantId, deploymentId, effect.call)))
      const definition = this.#definitions.get(id)
      if (definition) definitionIds.push(definition.id)
    }
    const instanceIds = round.flatMap(({ effect }) =>
      effect.type === 'cancelCalled' ? [effect.calledInstanceId] : [effect.caller.instanceId],
    )
    await this.#batch.load([...new Set(round.map(({ tenantId }) => tenantId))], instanceIds, definitionIds)
  }

  #carryOut(followUp: FollowUp): Promise<CommittedStep | null> {
    const {
      effect,
      cause: { now, actor },
      tenantId,
    } = followUp
    if (effect.type === 'startCalled') return this.#start(followUp, effect)
    const instanceId = effect.type === 'cancelCalled' ? effect.calledInstanceId : effect.caller.instanceId
    const command: Command =
      effect.type === 'cancelCalled'
        ? { type: 'terminateInstance', now, actor, reason: effect.reason, byCaller: true }
        : tellCaller(effect, { now, actor })
    return this.#send(tenantId, instanceId, command)
  }

  /** That the other side is gone already is fine. @throws EngineError INSTANCE_SUSPENDED if it would have to wait */
  async #send(tenantId: string, instanceId: string, command: Command): Promise<CommittedStep | null> {
    try {
      return await this.#batch.carryOut({ tenantId, instanceId, command })
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === 'INSTANCE_SUSPENDED' || error.code === 'VALUE_TOO_LONG') throw error
      return null
    }
  }

  async #start(followUp: FollowUp, effect: EffectOf<'startCalled'>): Promise<CommittedStep | null> {
    const {
      tenantId,
      deploymentId,
      cause: { now, actor },
    } = followUp
    const { calledInstanceId: instanceId, caller, call } = effect
    const outer = this.#batch.instance(tenantId, caller.instanceId)
    if (outer?.state.tokens[caller.tokenId]?.calledInstanceId !== instanceId) return null
    const fail = (code: 'CALLED_PROCESS_NOT_FOUND' | 'CALLED_PROCESS_NOT_STARTED', message: string) =>
      this.#send(tenantId, caller.instanceId, { type: 'failCall', now, actor, tokenId: caller.tokenId, code, message })
    const definition = this.#definitions.get(callId(tenantId, deploymentId, effect))
    if (!definition) return fail('CALLED_PROCESS_NOT_FOUND', `there is no process ${call.key} (${describe(call)})`)
    if (outer.row.call_depth >= MAX_CALL_DEPTH) {
      return fail(
        'CALLED_PROCESS_NOT_STARTED',
        `${call.key} would be the ${MAX_CALL_DEPTH + 1}th process inside of another: does it call itself for ever?`,
      )
    }
    if (++this.#started > MAX_CALLED_INSTANCES) {
      return fail(
        'CALLED_PROCESS_NOT_STARTED',
        `more than ${MAX_CALLED_INSTANCES} processes were called at once: does ${call.key} call itself for ever?`,
      )
    }
    const { businessKey, variables } = call
    try {
      const command: Command = { type: 'startInstance', now, actor, instanceId, tenantId, businessKey, variables, caller }
      return await this.#batch.carryOut({ tenantId, instanceId, command }, definition)
    } catch (error) {
      if (!(error instanceof EngineError)) throw error
      return fail('CALLED_PROCESS_NOT_STARTED', error.message)
    }
  }
}

function tellCaller({ caller: { tokenId }, outcome, variables }: EffectOf<'notifyCaller'>, base: Pick<Command, 'now' | 'actor'>): Command {
  switch (outcome.type) {
    case 'completed':
      return { ...base, type: 'completeCall', tokenId, variables }
    case 'error':
      return { ...base, type: 'throwFromCall', tokenId, errorCode: outcome.errorCode, errorMessage: outcome.errorMessage, variables }
    case 'escalation':
      return { ...base, type: 'escalateFromCall', tokenId, escalationCode: outcome.escalationCode, ended: outcome.ended, variables }
    case 'terminated':
      return {
        ...base,
        type: 'failCall',
        tokenId,
        code: 'CALLED_PROCESS_TERMINATED',
        message: `the called process was ended: ${outcome.reason}`,
      }
  }
}

const callId = (tenantId: string, deploymentId: string, { call }: EffectOf<'startCalled'>): string =>
  JSON.stringify(referenceOf(tenantId, deploymentId, call))

function describe({ binding, version, versionTag }: EffectOf<'startCalled'>['call']): string {
  if (binding === 'version') return `version ${version}`
  if (binding === 'versionTag') return `version tag ${versionTag}`
  return binding === 'deployment' ? 'in the same deployment' : 'latest version'
}
