import { z } from 'zod'
import { hallInvalid } from './queue-error.ts'

/** Windows of one hall. */
const MAX_WINDOWS = 200
const MAX_CLASSES = 26

const HallSettingsShape = z.strictObject({
  /** Classes of business that people take numbers for. */
  classes: z
    .array(z.strictObject({ letter: z.string().regex(/^[A-Z]$/), name: z.string().trim().min(1).max(30) }))
    .min(1)
    .max(MAX_CLASSES),
  /** Windows are numbered from 1 to this. */
  windows: z.int().min(1).max(MAX_WINDOWS),
  /** So many numbers without priority are called before the next one with priority, while both wait. */
  ordinaryPerPriority: z.int().min(0).max(20),
  /** What the card reader of the windows types. */
  reader: z.strictObject({
    /** `number`: the number alone; `fields`: several fields, parted. */
    format: z.enum(['number', 'fields']),
    separator: z.enum(['|', '\t', ',']),
    /** Where each field stands, from 0. */
    fields: z.strictObject({ name: z.int().min(0).max(20).nullable(), number: z.int().min(0).max(20) }),
  }),
})

/** How a hall is set up. */
export type HallSettings = z.infer<typeof HallSettingsShape>

/** Name | sex | nation | birth | address | number: the order on the card itself. */
export const DEFAULT_READER: HallSettings['reader'] = { format: 'fields', separator: '|', fields: { name: 0, number: 5 } }

/** @throws QueueError HALL_INVALID naming the place and the remedy */
export function checkedSettings(given: unknown): HallSettings {
  const parsed = HallSettingsShape.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw hallInvalid(`大厅设置的“${labelOf(issue!.path)}”不正确,请核对后重新保存`)
  }
  const letters = parsed.data.classes.map(({ letter }) => letter)
  const doubled = letters.find((letter, index) => letters.indexOf(letter) !== index)
  if (doubled !== undefined) throw hallInvalid(`业务类别的字母“${doubled}”重复,每类业务应使用不同的字母`)
  return parsed.data
}

const LABELS: Record<string, string> = {
  classes: '业务类别',
  windows: '窗口数',
  ordinaryPerPriority: '优先号间隔',
  reader: '读卡器',
}
const labelOf = (path: readonly PropertyKey[]): string => LABELS[String(path[0])] ?? '内容'
