import { z } from 'zod'

/*
 * A subclass of components 部件 or events 事件 with its standard of filing, disposal and closing 立案、处置、结案标准 (GB/T 30428.8).
 */

/** 工作时, 紧急工作时 (round the clock), 工作日. */
export const TARGET_UNITS = ['workhour', 'urgent-hour', 'workday'] as const
export type TargetUnit = (typeof TARGET_UNITS)[number]

const text = z.string().trim().min(1).max(500)
const organ = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

/** One thing to be reached, with a limit of its own. */
export const CategoryTarget = z.strictObject({
  name: z.string().trim().min(1).max(100),
  n: z.int().min(1).max(200),
  unit: z.enum(TARGET_UNITS),
  /** Absent: whoever leads. Else the organ that disposes of it, cooperating. */
  organ: organ.optional(),
})

export const CategoryContent = z.strictObject({
  /** Components 部件 or events 事件. */
  kind: z.enum(['component', 'event']),
  className: z.string().trim().min(1).max(50),
  name: z.string().trim().min(1).max(50),
  filing: text,
  /** 主管部门, which leads by default. */
  lead: organ,
  /** 权属单位, where all of them belong to one; null: differs, or nobody's. */
  owner: organ.nullable(),
  disposal: text,
  targets: z.array(CategoryTarget).min(1).max(8),
  closing: text,
  severity: z.enum(['normal', 'serious', 'urgent']),
  /** Within which another report is probably the same. */
  radiusM: z.int().min(5).max(2000),
  windowHours: z.int().min(24).max(72),
  /** The county has not decided it yet 拟. */
  proposed: z.boolean(),
})

export type CategoryContent = z.infer<typeof CategoryContent>
export type CategoryTarget = z.infer<typeof CategoryTarget>

export interface Category extends CategoryContent {
  code: string
  version: number
}
