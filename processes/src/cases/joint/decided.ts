import type { JsonValue } from '@lianban/engine'
import type { CaseRow } from '@lianban/storage'
import type { Calendar } from '../../clock/index.ts'
import type { MatterManifest } from '../../manifest.ts'
import { deliveryLimits } from '../limits.ts'

interface Child {
  matter_key: string
  state: string
  result: string | null
}

/** All parts of a joint case are decided: it goes on to the one delivery, or ends where there is nothing to deliver. Pure. */
export function allDecided(children: readonly Child[], matter: MatterManifest, at: number, calendar: Calendar) {
  const toDeliver = children.filter(({ state }) => state === 'decided').length
  const results = children.map(({ matter_key, state, result }) => ({ matter: matter_key, state, result }))
  return {
    results,
    variables: { toDeliver, results } as Record<string, JsonValue>,
    patch: toDeliver > 0 ? deliveryLimits(matter, at, calendar) : ({} as Partial<CaseRow>),
    said: toDeliver > 0 ? '各事项均已决定,转统一出件' : '各事项均已了结,没有需要送达的决定',
  }
}
