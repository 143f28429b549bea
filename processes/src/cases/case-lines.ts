import { newId, type CaseEventRow } from '@lianban/storage'
import { newLine } from './line.ts'
import type { Caller, Decision } from './ports.ts'

export { lineActor } from './line.ts'

/** One line of the time line, to be written: see `newLine`. */
export const caseLine = (line: Parameters<typeof newLine>[0]): CaseEventRow => ({ id: newId(), ...newLine(line) })

/** Who did it, for the engine: separation of duties counts both. */
export const engineActor = ({ userId, onBehalfOf }: Caller): { userId: string; onBehalfOf?: string } => ({
  userId,
  ...(onBehalfOf && { onBehalfOf: onBehalfOf.userId }),
})

/** The caller as the decision lets him act: for himself, or for the person whose right it is. */
export const actingBy = (caller: Caller, { onBehalfOf }: Pick<Decision, 'onBehalfOf'>): Caller =>
  onBehalfOf ? { ...caller, onBehalfOf: { userId: onBehalfOf.userId, name: onBehalfOf.name } } : caller
