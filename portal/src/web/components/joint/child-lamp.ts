import type { LampName } from '../../api/cases.ts'
import type { JointChild } from '../../api/joint.ts'

/** The lamp of a matter: that of its case, or none before it is started. */
export const lampOf = ({ summary, state }: Pick<JointChild, 'summary' | 'state'>): LampName =>
  summary?.lamp ?? (state === 'stopped' || state === 'ended' || state === 'delivered' ? 'done' : 'none')
