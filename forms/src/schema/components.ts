import { type ComponentName, type FieldSchema, type FieldType, formatsOf, type OptionsQuery } from './form-schema.ts'
import { COMMON_SETTINGS, isStructureKey, type Setting, SETTINGS, type SettingKey } from './settings.ts'

/** The shelves of the palette, in order. */
export const COMPONENT_GROUPS = {
  text: '文字与数字',
  choice: '选择',
  date: '日期',
  identity: '证件与联系方式',
  place: '机构、人员与地点',
  file: '材料与签名',
  rows: '明细',
  layout: '布局',
  display: '说明与计算',
} as const

export type ComponentGroup = keyof typeof COMPONENT_GROUPS
/** Where options may come from: the one key of an OptionsQuery. */
export type SourceKind = OptionsQuery extends infer Q ? (Q extends Q ? keyof Q : never) : never

/** One component: what it is called, which types of value it shows, and everything that can be set on it. */
export interface ComponentRule {
  /** Chinese. */
  label: string
  group: ComponentGroup
  /** The first is what a new field has. */
  types: readonly FieldType[]
  /** Keys besides COMMON_SETTINGS, in the order in which a panel shows them; see settingsOf. */
  keys: readonly SettingKey[]
  /** `x-component-props`. */
  props: Record<string, Setting>
  /** Whether options must or may be there: `enum`, or `x-options` where `sources` says so. */
  options?: 'required' | 'allowed'
  /** What `x-options` may name. */
  sources?: readonly SourceKind[]
  /** What stands inside: any fields, only Sections, or the columns of rows. */
  holds?: 'fields' | 'sections' | 'columns'
}

const VALUE = ['required', 'x-required-if', 'x-checks'] as const
const SCALAR = [...VALUE, 'default', 'x-computed'] as const
const TEXT = [...SCALAR, 'x-example', 'minLength', 'maxLength', 'pattern', 'format'] as const
const NUMBER = [...SCALAR, 'x-example', 'minimum', 'maximum', 'multipleOf'] as const
const CHOICE = [...SCALAR, 'enum', 'x-options'] as const
const MANY = ['minItems', 'maxItems'] as const
const SUFFIX: Setting = { label: '单位', kind: 'text', help: '显示在数值后面,例如 平方米' }
const DIRECTION: Setting = {
  ...{ label: '排列', kind: 'choice' },
  choices: [
    { label: '横向', value: 'horizontal' },
    { label: '纵向', value: 'vertical' },
  ],
}
const POINT = { pointRequired: { label: '坐标必填', kind: 'boolean' } } as const satisfies Record<string, Setting>
const ROWS = {
  addText: { label: '添加按钮文字', kind: 'text' },
  sums: { label: '合计列', kind: 'columns', help: '数字和金额列可以合计,金额按分精确计算' },
} as const satisfies Record<string, Setting>

/** The closed list of components: the only table of what a form can be made of, for the checks and for the designer. */
export const COMPONENTS: Record<ComponentName, ComponentRule> = {
  Input: { label: '单行文字', group: 'text', types: ['string'], keys: TEXT, props: { suffix: SUFFIX } },
  TextArea: {
    ...{ label: '多行文字', group: 'text', types: ['string'], keys: [...SCALAR, 'x-example', 'minLength', 'maxLength'] },
    props: { rows: { label: '显示行数', kind: 'count', unit: '行' } },
  },
  NumberInput: { label: '数字', group: 'text', types: ['number', 'integer'], keys: NUMBER, props: { suffix: SUFFIX } },
  /** Yuan as decimal text with two digits, `"1250.00"`. */
  MoneyInput: {
    ...{ label: '金额', group: 'text', types: ['string'], keys: [...SCALAR, 'x-example', 'minimum', 'maximum'] },
    props: { capital: { label: '显示大写', kind: 'boolean', help: '在金额下方显示人民币大写' } },
  },
  /** An array is a multiple choice. */
  Select: {
    ...{ label: '下拉选择', group: 'choice', types: ['string', 'array', 'number', 'integer'], keys: [...CHOICE, ...MANY], props: {} },
    ...{ options: 'required', sources: ['dictionary', 'remote'] },
  },
  /** A tree of options: the value is the code of the one chosen, options in `enum` name their parent. */
  Cascader: {
    ...{ label: '级联选择', group: 'choice', types: ['string'], keys: CHOICE, props: {} },
    ...{ options: 'required', sources: ['dictionary', 'remote'] },
  },
  Radio: {
    ...{ label: '单选', group: 'choice', types: ['string', 'number', 'integer'], keys: CHOICE, props: { direction: DIRECTION } },
    ...{ options: 'required', sources: ['dictionary'] },
  },
  /** An array is a multiple choice; a boolean is one box to tick, and required means ticked. */
  Checkbox: {
    ...{ label: '多选', group: 'choice', types: ['array', 'boolean'], keys: [...CHOICE, ...MANY], props: { direction: DIRECTION } },
    ...{ options: 'allowed', sources: ['dictionary'] },
  },
  Switch: { label: '开关', group: 'choice', types: ['boolean'], keys: SCALAR, props: {} },
  DatePicker: { label: '日期', group: 'date', types: ['string'], keys: [...SCALAR, 'format'], props: {} },
  /** `{start, end}`, both days; in expressions `leave.start` and `leave.end`. */
  DateRange: { label: '起止日期', group: 'date', types: ['object'], keys: VALUE, props: {} },
  CitizenId: { label: '公民身份号码', group: 'identity', types: ['string'], keys: TEXT, props: {} },
  CreditCode: { label: '统一社会信用代码', group: 'identity', types: ['string'], keys: TEXT, props: {} },
  Phone: { label: '手机号码', group: 'identity', types: ['string'], keys: TEXT, props: {} },
  BankCard: { label: '银行卡号', group: 'identity', types: ['string'], keys: TEXT, props: {} },
  Organ: {
    ...{ label: '机构', group: 'place', types: ['string', 'array'], keys: [...VALUE, 'x-options', ...MANY], props: {} },
    sources: ['organs'],
  },
  User: {
    ...{ label: '人员', group: 'place', types: ['string', 'array'], keys: [...VALUE, 'x-options', ...MANY], props: {} },
    sources: ['users'],
  },
  /** Code of GB/T 2260, six digits. */
  Region: {
    ...{ label: '行政区划', group: 'place', types: ['string'], keys: [...SCALAR, 'x-options', 'format'], props: {} },
    sources: ['regions'],
  },
  Address: { label: '地址', group: 'place', types: ['string'], keys: TEXT, props: {} },
  /** `{address, longitude, latitude}`, degrees in CGCS2000. */
  AddressPoint: { label: '地址和坐标', group: 'place', types: ['object'], keys: [...VALUE, 'x-example'], props: POINT },
  /** `accept`: extensions with dot, lower case; `maxBytes`: of one file. */
  Upload: {
    ...{ label: '上传材料', group: 'file', types: ['array'], keys: [...VALUE, ...MANY] },
    props: {
      accept: { label: '允许的类型', kind: 'extensions', help: '扩展名,例如 .pdf、.jpg' },
      maxBytes: { label: '单个文件上限', kind: 'bytes' },
      camera: {
        ...{ label: '拍照', kind: 'choice', help: '用手机或平板的摄像头拍摄' },
        choices: [
          { label: '可以拍照', value: 'allowed' },
          { label: '只能拍照', value: 'only' },
        ],
      },
    },
  },
  /** One drawn picture; the value is a list of one file, as of an Upload. */
  Signature: { label: '手写签名', group: 'file', types: ['array'], keys: VALUE, props: {} },
  ArrayTable: {
    ...{ label: '明细表格', group: 'rows', types: ['array'], keys: [...VALUE, ...MANY], holds: 'columns', props: ROWS },
  },
  CardList: {
    ...{ label: '明细卡片', group: 'rows', types: ['array'], keys: [...VALUE, ...MANY], holds: 'columns' },
    props: { ...ROWS, heading: { label: '卡片标题列', kind: 'column', help: '用这一列的内容作为卡片标题' } },
  },
  Section: { label: '区块', group: 'layout', types: ['void', 'object'], keys: [], holds: 'fields', props: {} },
  Group: {
    ...{ label: '分组', group: 'layout', types: ['void', 'object'], keys: [], holds: 'fields' },
    props: {
      columns: {
        ...{ label: '每行项数', kind: 'choice', help: '屏幕较窄时自动改为一列' },
        choices: [1, 2, 3].map((value) => ({ label: `${value} 项`, value })),
      },
      collapsible: { label: '可以收起', kind: 'boolean' },
    },
  },
  Tabs: { label: '标签页', group: 'layout', types: ['void'], keys: [], holds: 'sections', props: {} },
  /** Only directly below the root, and only once. */
  Steps: { label: '分步', group: 'layout', types: ['void'], keys: [], holds: 'sections', props: {} },
  /** The description is text in the markdown subset of parseMarkdown. */
  Notice: {
    ...{ label: '说明', group: 'display', types: ['void'], keys: [] },
    props: {
      kind: {
        ...{ label: '样式', kind: 'choice' },
        choices: [
          { label: '提示', value: 'info' },
          { label: '警示', value: 'warning' },
        ],
      },
    },
  },
  Computed: {
    ...{ label: '计算结果', group: 'display', types: ['number', 'string', 'integer', 'boolean'], keys: ['x-computed', 'x-checks'] },
    props: { suffix: SUFFIX },
  },
  /** Carries a default or a computed value; never drawn. */
  Hidden: {
    ...{ label: '隐藏项', group: 'display', types: ['string', 'number', 'integer', 'boolean'], keys: ['default', 'x-computed'], props: {} },
  },
}

/** Everything that can be set on a field of this component and type, in the order of a settings panel. */
export function settingsOf(component: ComponentName, type: FieldType): { key: SettingKey; setting: Setting }[] {
  return (
    [...COMMON_SETTINGS, ...COMPONENTS[component].keys]
      .filter((key) => mayCarry(component, type, key))
      .map((key) => ({ key, setting: settingFor(component, key) }))
      // One choice is none.
      .filter(({ setting }) => setting.choices?.length !== 1)
  )
}

function settingFor(component: ComponentName, key: SettingKey): Setting {
  const setting: Setting = SETTINGS[key]
  if (key === 'description' && component === 'Notice') return { ...setting, kind: 'markdown' }
  const formats: readonly (string | number)[] | null = key === 'format' ? formatsOf(component) : null
  return formats ? { ...setting, choices: setting.choices?.filter((it) => formats.includes(it.value)) } : setting
}

/** Whether a field may carry a key; without a component it is a plain object. */
export function mayCarry(component: ComponentName | null, type: FieldType, key: string): boolean {
  if (key === 'properties')
    return component === null ? type === 'object' : ['fields', 'sections'].includes(COMPONENTS[component].holds ?? '')
  if (isStructureKey(key, type)) return true
  const named =
    COMMON_SETTINGS.includes(key as SettingKey) || (component !== null && COMPONENTS[component].keys.includes(key as SettingKey))
  return named && (SETTINGS[key as SettingKey].types?.includes(type) ?? true)
}

/** A new field as the palette puts it on the page: complete, and good by checkSchema. */
export function newField(component: ComponentName): FieldSchema {
  const { label, types, options, sources, holds } = COMPONENTS[component]
  const field: FieldSchema = { type: types[0]!, title: label, 'x-component': component }
  if (options === 'required' || (options === 'allowed' && types[0] === 'array')) {
    field.enum = [1, 2].map((at) => ({ label: `选项${at}`, value: `option${at}` }))
  } else if (sources?.length === 1) field['x-options'] = { [sources[0]!]: {} } as OptionsQuery
  if (component === 'Notice') field.description = '请填写说明文字'
  if (component === 'Computed') field['x-computed'] = '0'
  if (holds === 'columns') field.items = { type: 'object', properties: { column1: newField('Input') } }
  if (holds === 'sections') field.properties = { [`${component.toLowerCase()}1`]: { ...newField('Section'), title: '第一部分' } }
  if (holds === 'fields') field.properties = {}
  return field
}
