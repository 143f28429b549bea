import { z } from 'zod'
import type { MatterManifest } from '../manifest.ts'
import { MatterRecord } from '../matters/record.ts'

/*
 * A theme 一件事: several matters that an applicant needs for one thing, with one form, one set of papers, one delivery. Which of
 * them a case needs, and which waits for which, is data: a graph says more than a fixed model could. Sources: 行政许可法
 * articles 26 and 42 (2); domain paper 2.1.5.
 */

/** What a decision gives to the form of a matter that waits for it. */
const taken = z.enum(['licenceNo', 'decidedOn', 'validUntil'])

/** Of the theme's matters. `when` and `fields` speak of the one form of the theme and of the matter's own form. */
const part = <Key extends z.ZodType<string>, Text extends z.ZodType<string>>(key: Key, text: Text) =>
  z.strictObject({
    matter: key,
    /** FEEL over the theme's form: whether this case needs the matter. */
    when: z.string().min(1).max(500).default('true'),
    /** The same for people; needed with a `when`. */
    whenText: text.optional(),
    dependsOn: z
      .array(
        z.strictObject({
          matter: key,
          /** Unless that one is granted, this one is not started. @default it is started whatever was decided */
          stopsOnRefusal: z.boolean().default(false),
          /** Field of this matter's form → what it takes over; nobody is asked for it. */
          take: z.record(z.string(), taken).default({}),
        }),
      )
      .max(10)
      .default([]),
    /** Field of this matter's form → field of the theme's form, where the names differ. */
    fields: z.record(z.string(), z.string()).default({}),
  })

/** The matter's own pieces that a theme has too: the manifest gives them, so that both mean the same. */
interface Pieces<
  Key extends z.ZodType<string>,
  Text extends z.ZodType<string>,
  Limit extends z.ZodType,
  Extension extends z.ZodType,
  Shared extends z.ZodRawShape,
> {
  key: Key
  text: Text
  limit: Limit
  /** How much, and by whom: a post and its organ. */
  extension: Extension
  /** Keys that mean for a theme what they mean for a matter. */
  shared: Shared
}

/** The shape of a theme's entry in a manifest. */
export const themeSchema = <
  Key extends z.ZodType<string>,
  Text extends z.ZodType<string>,
  Limit extends z.ZodType,
  Extension extends z.ZodType,
  Shared extends z.ZodRawShape,
>({
  key,
  text,
  limit,
  extension,
  shared,
}: Pieces<Key, Text, Limit, Extension, Shared>) =>
  z.strictObject({
    ...shared,
    /** Field of the theme's form that names the applicant. */
    applicantName: z.string(),
    /** Form of what only the theme asks, shown first; the fields that decide which matters are needed join it. */
    questions: key.optional(),
    matters: z.array(part(key, text)).min(2).max(20),
    limits: z.strictObject({
      /** 分发: from the receipt until the matters begin. */
      distribution: limit,
      promised: limit,
      statutory: limit,
      /** 统一出件, from the last decision. */
      delivery: limit,
      /** Granted by the head of the government of the same level. */
      extension,
    }),
    visits: MatterRecord.shape.visits,
    online: MatterRecord.shape.online,
    scope: MatterRecord.shape.scope,
    contact: MatterRecord.shape.contact,
    events: MatterRecord.shape.events,
    synonyms: MatterRecord.shape.synonyms,
    validity: MatterRecord.shape.validity,
    /** In preparation: neither checked nor published, e.g. while one of its matters is not there yet. */
    draft: z.boolean().default(false),
    /** What is said to the applicant before he begins. */
    guide: z.array(text).max(20).default([]),
    messages: z.strictObject({ decided: z.string(), extension: z.string() }),
  })

/** One matter of a published theme. */
export interface JointPart {
  matter: string
  name: string
  /** Organ that decides on it. */
  organ: string
  when: string
  whenText: string | null
  dependsOn: { matter: string; stopsOnRefusal: boolean; take: Record<string, DecisionValue> }[]
  /** Field of the matter's form → field of the theme's form, where the names differ. */
  fields: Record<string, string>
  /** Key of the matter's material → key of the theme's material. */
  materials: Record<string, string>
  /** Names of what it gives, for the guidance page. */
  results: string[]
}
export type DecisionValue = z.infer<typeof taken>

/** What makes a matter a theme: stored with its definition. */
export interface JointManifest {
  parts: JointPart[]
  guide: string[]
  /** Organ whose head grants more time. */
  headOrgan: string
  /** Message that the parent waits for: every part is decided. */
  decided: string
}

/** Message that a decided child waits for when the parent delivers: the common model of the licences knows it. */
export const DELIVERED_TOGETHER = 'delivered-together'

/** Whether the matter is a theme. */
export const jointOf = ({ joint }: Pick<MatterManifest, 'joint'>): JointManifest | null => joint ?? null
