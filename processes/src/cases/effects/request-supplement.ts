import { countOf, lengthWords } from '../../clock/index.ts'
import { supplementOnce } from '../errors.ts'
import { isStillOpen } from './amendment.ts'
import type { SupplementRecord } from '../views.ts'
import { nextNumber, type CaseEffect } from './effect.ts'

/** 补正: everything that is missing is told once, in one paper. Source: 行政许可法 article 32 (4). */
export const requestSupplement: CaseEffect = {
  isOffered: ({ loaded }) => isStillOpen(loaded.row.supplement),
  check({ loaded }) {
    if (!isStillOpen(loaded.row.supplement)) throw supplementOnce()
  },
  async apply(tx, input) {
    const { at, fields, loaded } = input
    const { matter } = loaded.matter
    const number = await nextNumber(tx, input, 'supplement')
    const missing = fields.missing as { key?: string; text: string }[]
    const nameOf = (key: string | undefined) => matter.materials.find((material) => material.key === key)?.name
    const record: SupplementRecord = { missing, number, notifiedAt: at, openedAt: null, dueAt: null, supplementedAt: null }
    return {
      variables: {
        supplement: {
          number,
          items: missing.map(({ key, text }) => (nameOf(key) ? `${nameOf(key)}:${text}` : text)),
          notifiedAt: at,
          limit: lengthWords(matter.limits.supplement),
          limitDays: countOf(matter.limits.supplement),
        },
      },
      patch: { status: 'supplementing', supplement: record, warn_at: null },
    }
  },
}
