import type { LogEntry } from '../../api/log.ts'

/** Who did it. `甲(代乙)` is recorded as the name; where names were erased by law, the ids are left. */
export const actorText = ({ actorName, actorId, onBehalfOf }: Pick<LogEntry, 'actorName' | 'actorId' | 'onBehalfOf'>): string =>
  actorName ?? `${actorId === 'system' ? '系统' : actorId}${onBehalfOf ? `(代${onBehalfOf})` : ''}`
