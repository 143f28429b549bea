import { z } from 'zod'
import { LIFE_EVENT_NAMES, LIFE_EVENTS } from './life-events.ts'

/*
 * What a matter says of itself besides forms, steps and limits: the rest of the implementation list 实施清单, and what it
 * allows about its materials. All of it came later than the first published versions, so every part has a default, with
 * which older versions are read. Sources: GB/T 39554.1-2020; 国办函〔2016〕108号; 国办发〔2020〕42号 (告知承诺).
 */

const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
const text = z.string().min(1).max(2000)
const day = z.iso.date()
/** A picture or PDF in the package's folder `samples`. */
const sample = z.string().regex(/^[\w-]+\.(pdf|png|jpg)$/, 'a file of the folder samples: pdf, png or jpg')

/** How long something may take that is not a time limit of the procedure. A month ends on the day of its number (民法典 article 202). */
const period = z.strictObject({ n: z.int().min(1).max(366), unit: z.enum(['workday', 'day', 'month']) })

const lifeEvent = z.string().refine((name) => LIFE_EVENT_NAMES.has(name), `one of ${LIFE_EVENTS.map((event) => event.key).join(', ')}`)

const deferral = z.strictObject({
  /** From acceptance until it must be there. */
  within: period,
  /** Post whose holder decides on it. */
  decides: key,
  basis: text,
})

export const MaterialRecord = z.object({
  /** Kind of the county's catalogue; a paper of it serves every matter that asks for it. Null: this matter's own. */
  kind: key.nullable().default(null),
  form: z.enum(['original', 'copy', 'original-and-copy', 'electronic']).default('electronic'),
  copies: z.int().min(1).max(20).default(1),
  /** Who makes it out. */
  source: z.enum(['applicant', 'organ', 'intermediary']).default('applicant'),
  sample: sample.nullable().default(null),
  /** Who could supply it by data sharing, and from which data. */
  sharing: z.strictObject({ organ: text, data: text }).nullable().default(null),
  /** The applicant's own declaration: trust grade D, never used again. */
  declared: z.boolean().default(false),
  /** 容缺后补: the case may be accepted without it. */
  deferral: deferral.nullable().default(null),
})

/** 告知承诺: what may be promised instead of proved, and the check that follows. */
const commitment = z.strictObject({
  /** What the applicant signs. */
  text,
  /** Conditions of the licence that are promised instead of being examined. */
  conditions: z.array(text).min(1).max(30),
  /** Keys of the materials that need not be handed in. */
  materials: z.array(key).max(30),
  /** For whom, in words. */
  applies: text,
  /** FEEL over the application form; where it is false the matter is handled the usual way. */
  when: z.string().min(1).max(500).default('true'),
  /** From the grant until the organ must have checked. */
  check: z.strictObject({ within: period, organ: key, basis: text }),
  /** What a false promise leads to. */
  consequence: text,
  basis: text,
})

/** 许可类别 of the national data standard. */
export const LICENCE_CATEGORIES = ['普通', '特许', '认可', '核准', '登记', '其他'] as const

/** 双公示: what of its decisions becomes public. */
const publicity = z.strictObject({
  /** Why decisions of this matter are not published; null: they are. */
  withheld: text.nullable().default(null),
  category: z.enum(LICENCE_CATEGORIES).default('普通'),
  /** Fields of the application form that say what was licensed 许可内容; nothing personal. */
  content: z.array(z.string()).max(10).default([]),
  /** Field with the credit code of whoever applies; null: the first of the form that holds one. */
  holderCode: z.string().nullable().default(null),
})

/** 保管期限: for ever, 30 or 10 years. Source: 国家档案局令第8号. */
export const RETENTIONS = ['Y', 'D30', 'D10'] as const
export type Retention = (typeof RETENTIONS)[number]
export const RETENTION_TEXTS: Record<Retention, string> = { Y: '永久', D30: '30年', D10: '10年' }

const archive = z.strictObject({ retention: z.enum(RETENTIONS).default('D30') })

/** Ways through an examination that run beside each other: 现场核查, 专家评审, 征求部门意见. */
export const BRANCHES = ['site-check', 'expert', 'consult'] as const

/** Which lower organ reviews first. */
const firstReview = z.strictObject({
  /** Field of the application form that names the organ by its id. */
  field: z.string().min(1),
  /** Organs that may be named, each with its 机关代字. */
  organs: z.record(key, text).refine((organs) => Object.keys(organs).length > 0, 'at least one organ'),
})

/** Which parts of a common model a matter goes through; the process gets them as variables. */
const procedure = z.strictObject({
  /** 网上预审 before the intake. */
  preCheck: z.boolean().default(false),
  /** What every case goes through; a review form with a field `branches` chooses anew for each case. */
  branches: z.array(z.enum(BRANCHES)).default([]),
  /** What silence of an organ that was asked means: no objection 视为无意见, or it is asked again. */
  consultSilence: z.enum(['agree', 'ask-again']).default('agree'),
  /** 重大执法决定法制审核. */
  legalReview: z.boolean().default(false),
  /** Organ that supervises what was granted 审管分离, by its id; null: the organ that grants. */
  supervisingOrgan: key.nullable().default(null),
  /** 检验、检测、检疫 by two officers before anything else is examined. Source: 行政许可法 article 55. */
  inspection: z.boolean().default(false),
  /** 下级初审: a lower organ accepts the application, reviews it first and reports it up. Source: 行政许可法 articles 35, 43. */
  firstReview: firstReview.nullable().default(null),
})

export const LEVELS = ['国家级', '省级', '市级', '县级', '乡级'] as const
export const SCOPES = ['仅现场', '跨镇', '全县通办', '跨县', '全市通办', '全省通办', '跨省', '全国通办'] as const
export const ONLINE_DEPTHS = ['互联网咨询', '互联网收件', '互联网预审', '互联网受理', '互联网办理', '互联网办理结果信息反馈'] as const

export const MatterRecord = z.object({
  codes: z
    .strictObject({
      /** 基本编码. */
      basic: z.string().regex(/^[0-9A-Z]{12}$/, '基本编码 has 12 digits or capital letters'),
      /** 实施编码: credit code of the organ, level, basic code. */
      implementation: z.string().regex(/^[0-9A-Z]{31}$/, '实施编码 has 31 digits or capital letters'),
      /** 业务办理项编码: 实施编码 and two digits; null where the matter is not divided. */
      item: z
        .string()
        .regex(/^[0-9A-Z]{31}\d{2}$/, '办理项编码 is the 实施编码 and two digits')
        .nullable(),
    })
    .nullable()
    .default(null),
  /** Unified social credit code of the organ that decides. */
  creditCode: z.string().length(18).nullable().default(null),
  /** 行使层级. */
  level: z.enum(LEVELS).nullable().default(null),
  /** 即办件 or 承诺件. */
  handling: z.enum(['instant', 'promised']).default('promised'),
  results: z
    .array(z.strictObject({ name: text, kind: z.enum(['证照', '批文', '其他']), sample: sample.nullable() }))
    .max(10)
    .default([]),
  /** 到办事现场次数, and why any is needed. */
  visits: z
    .strictObject({ times: z.int().min(0).max(10), reason: text.nullable() })
    .nullable()
    .default(null),
  /** 网办深度. */
  online: z.array(z.enum(ONLINE_DEPTHS)).max(ONLINE_DEPTHS.length).default([]),
  /** 通办范围. */
  scope: z.enum(SCOPES).nullable().default(null),
  /** 中介服务: what the applicant has to order from others, with its legal basis. */
  intermediaries: z
    .array(z.strictObject({ name: text, basis: text }))
    .max(20)
    .default([]),
  /** Occasions on which it is needed, of the closed catalogue `life-events.json`. */
  events: z.array(lifeEvent).max(8).default([]),
  /** What people call it 俗称: found by the search, shown nowhere. */
  synonyms: z.array(z.string().min(1).max(40)).max(30).default([]),
  contact: z
    .strictObject({
      /** Where and when one can come. */
      window: z.strictObject({ address: text, hours: text }),
      consultation: text,
      complaint: text,
    })
    .nullable()
    .default(null),
  /** First and last day on which this version takes new cases. */
  validity: z.strictObject({ from: day.nullable(), until: day.nullable() }).default({ from: null, until: null }),
  commitment: commitment.nullable().default(null),
  publicity: publicity.prefault({}),
  archive: archive.prefault({}),
  procedure: procedure.default(procedure.parse({})),
})

export type Period = z.infer<typeof period>
export type CommitmentManifest = z.infer<typeof commitment>
export type DeferralManifest = z.infer<typeof deferral>

export const MATERIAL_FORM_TEXTS: Record<z.infer<typeof MaterialRecord>['form'], string> = {
  original: '原件',
  copy: '复印件',
  'original-and-copy': '原件和复印件',
  electronic: '电子件',
}
export const MATERIAL_SOURCE_TEXTS: Record<z.infer<typeof MaterialRecord>['source'], string> = {
  applicant: '申请人自备',
  organ: '政府部门核发',
  intermediary: '中介机构或法定机构出具',
}

const UNIT_TEXTS: Record<Period['unit'], string> = { workday: '个工作日', day: '日', month: '个月' }
/** `5个工作日`. */
export const periodText = ({ n, unit }: Period): string => `${n}${UNIT_TEXTS[unit]}`
