import type { NumberKind, NumberSequenceKey } from '@lianban/storage'
import type { Schemes } from './known-schemes.ts'
import type { NumberScheme } from './scheme.ts'
import { codeOf, partOf, type NumberFacts } from './write-number.ts'

/** What a number is asked for. */
export interface NumberRequest {
  tenantId: string
  kind: NumberKind
  /** Name of the scheme. @default the kind */
  scheme?: string
  /** Schemes of the matter's package. */
  schemes?: Schemes
  /** Organ that the number belongs to, in whose register it stands. */
  organId: string
  /** Organ whose code stands in the number and whose run it draws from: a successor goes on with both. @default organId */
  runOrganId?: string
  /** Case that the number is of. */
  caseId: string
  facts: NumberFacts
  /** Epoch milliseconds. */
  at: number
}

/** The run of numbers that a request draws from. */
export function runOf(
  { tenantId, kind, scheme: name = kind, organId, runOrganId = organId, facts }: NumberRequest,
  scheme: NumberScheme,
): NumberSequenceKey {
  const parts = scheme.scope.flatMap((by) => {
    if (by === 'organ') return []
    if (by === 'type') return [partOf('type', facts)]
    return [by === 'matter' ? partOf('matterNo', facts) : codeOf(by, scheme, facts)]
  })
  const head = name === kind ? kind : `${kind}:${name}`
  return {
    tenantId,
    organId: scheme.scope.includes('organ') ? runOrganId : '',
    type: [head, ...parts].join(':'),
    period: periodOf(scheme, facts),
  }
}

function periodOf({ period }: NumberScheme, { day }: NumberFacts): number {
  const digits = day.replaceAll('-', '')
  return { year: Number(digits.slice(0, 4)), month: Number(digits.slice(0, 6)), day: Number(digits), none: 0 }[period]
}
