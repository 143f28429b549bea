import { checkFeelText } from './feel.ts'
import { z } from 'zod'
import { EVENT_CATALOGUE } from '../event-catalogue.ts'

const text = z.string().min(1).max(2000)
const feel = z
  .string()
  .min(1)
  .max(2000)
  .superRefine((source, issues) => {
    const problem = checkFeelText(source)
    if (problem !== null) issues.addIssue({ code: 'custom', message: `不是正确的 FEEL 表达式:${problem}` })
  })

export const COLOURS = ['warning', 'yellow', 'red'] as const

/** Who is told: `organ:<post>` in the organ concerned, `county:<post>` everywhere, `person` who is responsible. */
const recipient = z.string().regex(/^(person|(organ|county):[a-z]+(-[a-z]+)*)$/, '应为 person、organ:岗位 或 county:岗位')

/**
 * A supervision rule 监察规则 as data. Its expressions are FEEL over `event` (the entry, payload completed by the event
 * catalogue), `state` (what the log has told of the subject), `facts` (what this entry means beside others), `matter` and
 * `parameters`; instants are epoch milliseconds.
 */
export const Rule = z.strictObject({
  /** `T2`, or `T2.step` for a part of it. */
  id: z.string().regex(/^[A-Z]\d{1,2}(\.[a-z-]{1,12})?$/),
  name: text,
  /** What it watches, for people. */
  object: z.enum(['办件', '环节', '特别程序', '收费', '证照', '人员', '单位', '监察牌', '评价', '系统']),
  on: z.array(z.enum(Object.keys(EVENT_CATALOGUE) as [string, ...string[]])).min(1),
  when: feel,
  /** Tells one occasion from another: a rule gives one card for a subject and an occasion. */
  occasion: feel.default('"1"'),
  /** What the card is about; by default the entry's subject. */
  subject: feel.optional(),
  /** A timed rule gives its card when nothing has ended the wait. */
  deadline: z
    .strictObject({
      /** Epoch milliseconds; null: not now. Computed anew at every entry listened to, such as a suspension. */
      due: feel,
      /** Ends the wait. */
      until: feel,
      /** Must still hold at the deadline. */
      holds: feel.default('true'),
      /** The same wait may fail more than once, each time with a card of its own. */
      repeats: z.boolean().default(false),
    })
    .optional(),
  /** What it does: a card, or the card it is about gets the next worse colour. */
  effect: z.enum(['card', 'raise']).default('card'),
  colour: z.enum(COLOURS),
  /** With `{state.caseNo}` and the like. */
  text,
  basis: text,
  recipients: z.array(recipient).max(10),
  /** Workdays of the legal calendar to answer in; null: nothing to answer. */
  replyWorkdays: z.int().min(1).max(60).nullable(),
  /** Points taken from the organ while the card stands. */
  score: z.int().min(0).max(100),
  /** 廉政: for the disciplinary auditor only. */
  integrity: z.boolean().default(false),
  /** Reasons for which the card is to be cancelled, for people. */
  exemptions: z.array(text).max(20).default([]),
  /** When it does not apply at all. */
  exempt: feel.default('false'),
  parameters: z.record(z.string().regex(/^[a-z]\w*$/i), z.union([z.number(), z.string(), z.boolean(), z.array(z.string())])).default({}),
  enabled: z.boolean().default(true),
})
export type Rule = z.infer<typeof Rule>
export type RuleColour = Rule['colour']

/** A rule with the version it stands in. */
export interface VersionedRule extends Rule {
  version: number
}
