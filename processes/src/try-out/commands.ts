import { z } from 'zod'

/*
 * What can be done in a try-out. The same commands are saved in a regression case: everything that they need is in them, so
 * that the state is a fold over them.
 */

const values = z.record(z.string(), z.unknown())
const elementId = z.string().min(1).max(191)
const personId = z.string().min(1).max(191)
const text = z.string().max(4000)
/** Material → how many files are handed in. */
const materials = z.record(z.string(), z.int().min(0).max(50))
const variables = z.record(z.string(), z.json())

export const TryOutCommand = z.discriminatedUnion('type', [
  /** 提交申请. */
  z.strictObject({
    type: z.literal('submit'),
    form: values,
    materials: materials.default({}),
    /** Keys of materials that follow later. */
    deferred: z.array(z.string()).optional(),
    /** Keys of materials that a promise 告知承诺 stands for. */
    promised: z.array(z.string()).optional(),
  }),
  /** An open task is done by one of the actions of its step. */
  z.strictObject({
    type: z.literal('act'),
    elementId,
    /** Who does it. */
    as: personId,
    action: z.string().min(1),
    opinion: text.optional(),
    form: values.optional(),
    fields: values.optional(),
  }),
  /** 补正, 当场更正, 修改后重新提交. */
  z.strictObject({ type: z.literal('supplement'), form: values.optional(), materials: materials.default({}) }),
  /** 容缺补交. */
  z.strictObject({ type: z.literal('settle'), material: z.string().min(1) }),
  /** 申请延期. */
  z.strictObject({ type: z.literal('request-extension'), as: personId, reasons: text }),
  /** 要求听证. */
  z.strictObject({ type: z.literal('request-hearing'), reason: text }),
  /** 陈述申辩. */
  z.strictObject({ type: z.literal('make-statement'), text }),
  /** 特别程序结束. */
  z.strictObject({ type: z.literal('end-suspension'), as: personId, result: text }),
  /** Any other message that an element waits for comes in. */
  z.strictObject({ type: z.literal('message'), name: z.string().min(1), variables: variables.default({}) }),
  /** An external task that another system does: what it hands back. */
  z.strictObject({ type: z.literal('external'), elementId, variables: variables.default({}) }),
  /** Time passes; every timer on the way fires at its own instant. */
  z.strictObject({
    type: z.literal('advance'),
    to: z.union([
      z.literal('next-timer'),
      z.strictObject({ instant: z.iso.datetime({ offset: true }) }),
      z.strictObject({ workdays: z.int().min(1).max(366) }),
      z.strictObject({ days: z.int().min(1).max(3660) }),
    ]),
  }),
])

export type TryOutCommand = z.infer<typeof TryOutCommand>
export type CommandOf<Type extends TryOutCommand['type']> = Extract<TryOutCommand, { type: Type }>
