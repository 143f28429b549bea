import { z } from 'zod'
import { MaterialRecord } from '../matters/record.ts'
import { key, text } from './values.ts'

export const material = z.strictObject({
  key,
  name: text,
  /** `conditional`: needed when `requiredIf` (FEEL over the application form) is true. */
  required: z.enum(['required', 'conditional', 'optional']),
  requiredIf: z.string().optional(),
  description: text,
  /** Fields of the application form that it proves: a clerk sees them beside it. @default none */
  proves: z.array(z.string()).min(1).max(30).optional(),
  formats: z.array(z.enum(['pdf', 'jpg', 'png'])).min(1),
  /** Of one file. */
  maxBytes: z.int().positive(),
  maxFiles: z.int().min(1).max(50),
  basis: text,
  ...MaterialRecord.shape,
})

export type MaterialManifest = z.infer<typeof material>
