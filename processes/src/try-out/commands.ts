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
/** Of a joint case 一件事: key of the matter whose own case it is done in; absent: the case that was handed in. */
const part = z.string().min(1).max(191).optional()
const people = z.array(personId).min(1).max(20)
const MAX_SIGNATURE_CHARS = 300_000
/** A signature by hand: its picture, or that there is one, which a saved case says. */
const signature = z.union([
  z.literal(true),
  z
    .string()
    .max(MAX_SIGNATURE_CHARS)
    .regex(/^data:image\/png;base64,[\w+/=]+$/),
])
/** An open task, and who has it or takes it up for this. */
const task = { elementId, as: personId, part }

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
    ...task,
    action: z.string().min(1),
    opinion: text.optional(),
    form: values.optional(),
    fields: values.optional(),
    signature: signature.optional(),
    /** Of a task that was sent back: straight back to whoever did that, or its own way again. @default as he chose */
    resubmit: z.enum(['direct', 'forward']).optional(),
  }),
  /** 退回. */
  z.strictObject({ type: z.literal('send-back'), ...task, to: elementId, mode: z.enum(['direct', 'forward']), reason: text }),
  /** 转办. */
  z.strictObject({ type: z.literal('transfer'), ...task, to: personId, reason: text }),
  /** 委派. */
  z.strictObject({ type: z.literal('delegate'), ...task, to: personId, reason: text }),
  /** 交回. */
  z.strictObject({ type: z.literal('resolve'), ...task, opinion: text }),
  /** 加签. */
  z.strictObject({ type: z.literal('add-sign'), ...task, kind: z.enum(['before', 'parallel', 'after']), people, reason: text }),
  /** 减签, of somebody asked beside the task or of a voter. */
  z.strictObject({ type: z.literal('remove-sign'), ...task, person: personId, reason: text }),
  /** 加签意见. */
  z.strictObject({ type: z.literal('sign'), ...task, verdict: z.enum(['pass', 'reject']), opinion: text.optional() }),
  /** 撤回 of what the person did last. */
  z.strictObject({ type: z.literal('recall'), as: personId, reason: text, part }),
  /** 撤回申请. */
  z.strictObject({ type: z.literal('withdraw'), reason: text, part }),
  /** 作废, 挂起, 解除挂起, 跳转: by order of whoever heads the organ. */
  z.strictObject({ type: z.literal('void'), as: personId, reason: text, part }),
  z.strictObject({ type: z.literal('hold'), as: personId, reason: text, part }),
  z.strictObject({ type: z.literal('unhold'), as: personId, part }),
  z.strictObject({ type: z.literal('jump'), as: personId, to: elementId, reason: text, part }),
  /** 补正, 当场更正, 修改后重新提交. */
  z.strictObject({ type: z.literal('supplement'), form: values.optional(), materials: materials.default({}), part }),
  /** 容缺补交. */
  z.strictObject({ type: z.literal('settle'), material: z.string().min(1), part }),
  /** 免交 of what is owed, by whoever heads the organ. */
  z.strictObject({ type: z.literal('waive-debt'), as: personId, material: z.string().min(1), reason: text, part }),
  /** 申请延期. */
  z.strictObject({ type: z.literal('request-extension'), as: personId, reasons: text, part }),
  /** 要求听证. */
  z.strictObject({ type: z.literal('request-hearing'), reason: text, part }),
  /** 陈述申辩. */
  z.strictObject({ type: z.literal('make-statement'), text, part }),
  /** 特别程序结束. */
  z.strictObject({ type: z.literal('end-suspension'), as: personId, result: text, part }),
  /** Any other message that an element waits for comes in. */
  z.strictObject({ type: z.literal('message'), name: z.string().min(1), variables: variables.default({}), part }),
  /** An external task that another system does: what it hands back. */
  z.strictObject({ type: z.literal('external'), elementId, variables: variables.default({}), part }),
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
