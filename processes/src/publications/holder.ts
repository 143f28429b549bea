import { fieldsOf, formatOf, valueAt, type FormSchema } from '@lianban/forms'

/** 行政相对人类别 of the national data standard. */
export const HOLDER_KINDS = ['法人及非法人组织', '个体工商户', '自然人'] as const
export type HolderKind = (typeof HOLDER_KINDS)[number]

/** GB 32100-2015: registered by the market authority (9), an individual business (2). */
const INDIVIDUAL_BUSINESS = '92'
const NUMBER_OF_PERSON = /(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/

/** Whom a decision is about, as far as the public may know. */
export interface PublicHolder {
  name: string
  kind: HolderKind
  /** Unified social credit code; null for a natural person. */
  code: string | null
}

/**
 * The holder of a decision for the public: organisations and individual businesses by name and credit code; a person without
 * a code by the masked name alone.
 * @param codeField field of the form with the credit code; null: the first that has this format
 */
export function publicHolder(name: string, schema: FormSchema, form: Record<string, unknown>, codeField: string | null): PublicHolder {
  const field = codeField ?? fieldsOf(schema).find((one) => one.table === null && formatOf(one.schema) === 'credit-code')?.path
  const value = field === undefined ? undefined : valueAt(form, field)
  const code = typeof value === 'string' && value.trim() !== '' ? value.trim() : null
  if (code === null) return { name: maskedName(name), kind: '自然人', code: null }
  return { name, kind: code.startsWith(INDIVIDUAL_BUSINESS) ? '个体工商户' : '法人及非法人组织', code }
}

/** 张三 → 张*: neither the rest of the name nor its length. A masked name stays as it is. */
export function maskedName(name: string): string {
  const [first = ''] = name.trim()
  return `${first}*`
}

/** Whether a text holds what looks like the number of a citizen. */
export const holdsCitizenId = (text: string): boolean => NUMBER_OF_PERSON.test(text)
