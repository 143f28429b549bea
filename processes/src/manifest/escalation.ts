import { z } from 'zod'
import { elementId, key } from './values.ts'

/** Colour of an order 督办单; `notice`: a notice only. */
export const ESCALATION_ORDERS = { notice: '提醒', blue: '蓝单', orange: '橙单', red: '红单' } as const

/** 升级督办: who is told when a step has used this share of its limit and is still open. */
export const escalation = z.strictObject({
  tasks: z.array(elementId).min(1),
  percent: z.int().min(1).max(1000),
  order: z.enum(['notice', 'blue', 'orange', 'red']),
  /** Holders of these posts: of the organ that has the step, unless one is named. */
  to: z.array(z.strictObject({ post: key, organ: key.optional() })).min(1),
  /**
   * Variable with `from` (ISO instant) and `unit` of the limit, where the model gives each its own. @default the step's beginning,
   * and the unit that the matter's steps have
   */
  clock: key.optional(),
})

export type EscalationManifest = z.infer<typeof escalation>
