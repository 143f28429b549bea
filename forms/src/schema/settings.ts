import type { FieldSchema, FieldType } from './form-schema.ts'

/**
 * What a setting of a field holds, and so what a settings panel draws for it.
 * - `text` one line · `longText` several · `markdown` the subset of a Notice · `number` · `count` from 0, of `unit` · `bytes`
 * - `boolean` · `choice` one of `choices` · `extensions` list of ".pdf" · `columns` keys of this table's columns · `column` one of them
 * - `expression` FEEL · `checks` list of {when, message} · `pattern` regular expression · `value` a value of the field itself
 * - `options` list of {label, value} · `source` where options come from (OptionsQuery)
 */
export type SettingKind =
  | 'text'
  | 'longText'
  | 'markdown'
  | 'number'
  | 'count'
  | 'bytes'
  | 'boolean'
  | 'choice'
  | 'extensions'
  | 'columns'
  | 'column'
  | 'expression'
  | 'checks'
  | 'pattern'
  | 'value'
  | 'options'
  | 'source'

/** One thing that can be set, for the person who designs a form. */
export interface Setting {
  /** Chinese. */
  label: string
  kind: SettingKind
  /** Chinese: what it does, when the label alone does not say. */
  help?: string
  /** What a `choice` is among. */
  choices?: readonly { label: string; value: string | number }[]
  /** Behind a number: 字, 项. */
  unit?: string
}

/** Keys that make up the structure of a schema: moved and added, not typed into. */
const STRUCTURE = ['type', 'x-component', 'x-component-props', 'x-decorator', 'x-index', 'properties', 'items'] as const

export type SettingKey = Exclude<keyof FieldSchema, (typeof STRUCTURE)[number]>

interface KeyRule extends Setting {
  /** Types of field that may carry the key; left out: all. */
  types?: readonly FieldType[]
}

const NUMBERS = ['number', 'integer'] as const
const FORMATS = [
  { label: '公民身份号码', value: 'citizen-id' },
  { label: '统一社会信用代码', value: 'credit-code' },
  { label: '手机号码', value: 'mobile-cn' },
  { label: '手机或固定电话', value: 'phone-cn' },
  { label: '银行卡号', value: 'bank-card' },
  { label: '行政区划代码', value: 'region-code' },
  { label: '日期', value: 'date' },
]

/** Every key of a field that says something, with what it is called. There are no others besides the structure. */
export const SETTINGS: Record<SettingKey, KeyRule> = {
  title: { label: '名称', kind: 'text' },
  description: { label: '说明文字', kind: 'longText' },
  'x-help': { label: '填写提示', kind: 'text', help: '显示在名称下方' },
  'x-example': { label: '示例', kind: 'text', help: '未填写时显示在输入框内' },
  required: { label: '必填', kind: 'boolean' },
  'x-visible-if': { label: '显示条件', kind: 'expression', help: '条件成立时显示,隐藏时不保留内容' },
  'x-required-if': { label: '必填条件', kind: 'expression', help: '条件成立时必须填写' },
  'x-computed': { label: '计算公式', kind: 'expression', help: '设置后由系统计算,不能填写' },
  'x-checks': { label: '校验规则', kind: 'checks', help: '条件成立时提示并阻止提交' },
  default: { label: '默认值', kind: 'value' },
  enum: { label: '选项', kind: 'options', types: ['string', 'number', 'integer', 'array'] },
  'x-options': { label: '选项来源', kind: 'source', types: ['string', 'array'], help: '选项取自数据字典、机构、人员或区划' },
  format: { label: '格式', kind: 'choice', choices: FORMATS, types: ['string'] },
  minLength: { label: '最少字数', kind: 'count', unit: '字', types: ['string'] },
  maxLength: { label: '最多字数', kind: 'count', unit: '字', types: ['string'] },
  pattern: { label: '格式规则', kind: 'pattern', types: ['string'], help: '正则表达式' },
  minimum: { label: '最小值', kind: 'number', types: ['string', ...NUMBERS] },
  maximum: { label: '最大值', kind: 'number', types: ['string', ...NUMBERS] },
  multipleOf: { label: '步长', kind: 'number', types: NUMBERS, help: '数值应为步长的整数倍' },
  minItems: { label: '最少项数', kind: 'count', unit: '项', types: ['array'] },
  maxItems: { label: '最多项数', kind: 'count', unit: '项', types: ['array'] },
}

/** Every field has these. */
export const COMMON_SETTINGS: readonly SettingKey[] = ['title', 'x-help', 'description', 'x-visible-if']

/** Whether a field of this type may carry a key that belongs to its structure; `properties` depend on the component. */
export function isStructureKey(key: string, type: FieldType): boolean {
  if (key === 'items') return type === 'array'
  return (STRUCTURE as readonly string[]).includes(key)
}

/** Says what is wrong with the value of a component's property, or null. */
export function wrongProp({ kind, choices }: Setting, value: unknown): string | null {
  switch (kind) {
    case 'choice':
      return choices?.some((it) => it.value === value) ? null : `must be one of ${(choices ?? []).map((it) => it.value).join(', ')}`
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be a boolean'
    case 'text':
    case 'column':
      return typeof value === 'string' && value.length <= 64 ? null : 'must be text of at most 64 characters'
    case 'count':
    case 'bytes':
      return Number.isSafeInteger(value) && Number(value) > 0 ? null : 'must be a positive integer'
    case 'columns':
      return isTexts(value, /^[A-Za-z][A-Za-z0-9_]{0,63}$/) ? null : 'must be a list of the keys of columns'
    case 'extensions':
      return isTexts(value, /^\.[a-z0-9]{1,8}$/) ? null : 'must be a list of lower-case extensions such as ".pdf"'
    default:
      return 'is not a property'
  }
}

const isTexts = (value: unknown, pattern: RegExp): boolean =>
  Array.isArray(value) && value.length <= 20 && value.every((it) => typeof it === 'string' && pattern.test(it))
