import { z } from 'zod'
import { REPORT_KINDS, REPORT_PERIODS, type ReportKind, type ReportPeriod } from './words.ts'

const Hour = z.number().int().min(0).max(23)
const id = z.string().min(1).max(64)

export const ReportDefinition = z.strictObject({
  kind: z.enum(Object.keys(REPORT_KINDS) as [ReportKind, ...ReportKind[]]),
  by: z.enum(['organ', 'matter']).default('organ'),
  period: z.enum(Object.keys(REPORT_PERIODS) as [ReportPeriod, ...ReportPeriod[]]),
  schedule: z.discriminatedUnion('every', [
    z.strictObject({ every: z.literal('day'), on: z.literal(1).default(1), hour: Hour, workdays: z.boolean() }),
    z.strictObject({ every: z.literal('week'), on: z.number().int().min(1).max(7), hour: Hour, workdays: z.boolean() }),
    z.strictObject({ every: z.literal('month'), on: z.number().int().min(1).max(28), hour: Hour, workdays: z.boolean() }),
  ]),
  recipients: z.strictObject({
    userIds: z.array(id).max(50).default([]),
    posts: z
      .array(z.strictObject({ post: id, organId: id.optional() }))
      .max(20)
      .default([]),
  }),
  formats: z
    .array(z.enum(['xlsx', 'pdf']))
    .min(1)
    .max(2),
})
export type ReportDefinition = z.infer<typeof ReportDefinition>

export const ReportGiven = z.strictObject({
  name: z.string().trim().min(1).max(100),
  /** null: the whole county. */
  organId: id.nullable(),
  definition: ReportDefinition,
})
export type ReportGiven = z.infer<typeof ReportGiven>
