import type { SupplementRecord } from '../views.ts'
import { CaseError } from '../errors.ts'
import type { CaseEffect } from './effect.ts'

const ONLY_BEFORE: Record<'correction' | 'advice', string> = {
  correction: '本办件已经补正,不能再要求当场更正',
  advice: '本办件已经受理审查,不能再提预审建议',
}

/**
 * The applicant may change what he handed in before anything is decided about it: small errors on the spot 当场更正
 * (行政许可法 article 32 (3)), or what the pre-check 预审 advises. Neither is a 补正, nor a refusal, and neither has a number.
 */
const amendment = (kind: 'correction' | 'advice'): CaseEffect => ({
  isOffered: ({ loaded }) => isStillOpen(loaded.row.supplement),
  check({ loaded }) {
    if (!isStillOpen(loaded.row.supplement)) throw new CaseError('SUPPLEMENT_NOT_EXPECTED', ONLY_BEFORE[kind])
  },
  apply(_tx, { at, fields }) {
    const missing = (fields.items as { text: string }[]).map(({ text }) => ({ text }))
    const record: SupplementRecord = { kind, missing, number: '', notifiedAt: at, openedAt: null, dueAt: null, supplementedAt: null }
    return Promise.resolve({
      variables: {},
      patch: { status: 'supplementing', supplement: record, ...(kind === 'advice' && { warn_at: null }) },
    })
  },
})

/** Whether no 补正 has been asked for yet: that one is told once, and it ends the informal ways. */
export const isStillOpen = (record: unknown): boolean => record === null || (record as SupplementRecord).kind !== undefined

export const requestCorrection = amendment('correction')
export const advise = amendment('advice')
