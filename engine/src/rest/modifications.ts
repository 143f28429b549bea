import { z } from 'zod'
import type { Modification } from '../core/modify.ts'
import { tokenOfActivityInstance } from './activity-tree.ts'
import { BODY_SUFFIX } from '../model/activity-types.ts'
import { invalidRequest } from './errors.ts'
import { typedValues } from './input.ts'
import { readVariables } from './typed-values.ts'

/** Instructions of one modification. */
const MAX_INSTRUCTIONS = 1000

const id = z.string().nullish()
const start = { activityId: id, transitionId: id, ancestorActivityInstanceId: id, variables: typedValues.nullish() }
const cancel = {
  activityId: id,
  activityInstanceId: id,
  transitionInstanceId: id,
  cancelCurrentActiveActivityInstances: z.boolean().nullish(),
}

/** Camunda's instructions: of a modification, of a start at given places (without `cancel`), or of both for many instances. */
const Instruction = z.strictObject({
  type: z.enum(['cancel', 'startBeforeActivity', 'startAfterActivity', 'startTransition']),
  ...cancel,
  ...start,
})
export const instructions = z.array(Instruction).max(MAX_INSTRUCTIONS)
export type Instruction = z.output<typeof Instruction>

/** @throws RestError 400 for an instruction that does not say where */
export function readInstructions(given: Instruction[]): Modification[] {
  if (given.length === 0) throw invalidRequest('instructions must not be empty')
  return given.map(readInstruction)
}

/** Where an instance begins instead of its start event. @throws RestError 400 */
export function readStartInstructions(given: Instruction[]): Modification[] {
  const wrong = given.find(({ type, ancestorActivityInstanceId }) => type === 'cancel' || ancestorActivityInstanceId != null)
  if (wrong) throw invalidRequest("startInstructions: nothing runs yet, so 'cancel' and 'ancestorActivityInstanceId' have no meaning")
  return given.map(readInstruction)
}

function readInstruction(instruction: Instruction): Modification {
  const { type, activityId, transitionId, ancestorActivityInstanceId, variables } = instruction
  if (type === 'cancel') return readCancel(instruction)
  const placed = {
    ...placement(variables),
    ...(ancestorActivityInstanceId != null && { ancestorId: tokenOfActivityInstance(ancestorActivityInstanceId) }),
  }
  if (type === 'startTransition') return { type, flowId: needed(type, 'transitionId', transitionId), ...placed }
  return {
    type: type === 'startBeforeActivity' ? 'startBefore' : 'startAfter',
    elementId: elementOf(needed(type, 'activityId', activityId)),
    ...placed,
  }
}

function readCancel({ activityId, activityInstanceId, transitionInstanceId }: Instruction): Modification {
  const instance = activityInstanceId ?? transitionInstanceId
  const given = [activityId, activityInstanceId, transitionInstanceId].filter((value) => value != null)
  if (given.length !== 1)
    throw invalidRequest(
      "For instruction type 'cancel': exactly one of 'activityId', 'activityInstanceId' and 'transitionInstanceId' must be set",
    )
  return instance != null
    ? { type: 'cancel', tokenId: tokenOfActivityInstance(instance) }
    : { type: 'cancelAll', elementId: elementOf(activityId!) }
}

function placement(typed: Instruction['variables']): Pick<Extract<Modification, { type: 'startBefore' }>, 'variables' | 'localVariables'> {
  const entries = Object.entries(typed ?? {})
  const part = (isLocal: boolean) => readVariables(Object.fromEntries(entries.filter(([, { local }]) => (local === true) === isLocal)))
  return { variables: part(false), localVariables: part(true) }
}

function needed(type: string, name: string, value: string | null | undefined): string {
  if (value == null || value === '') throw invalidRequest(`For instruction type '${type}': '${name}' must be set`)
  return value
}

/** The body of a loop and the activity itself stand at the same element. */
const elementOf = (activityId: string): string => (activityId.endsWith(BODY_SUFFIX) ? activityId.slice(0, -BODY_SUFFIX.length) : activityId)
