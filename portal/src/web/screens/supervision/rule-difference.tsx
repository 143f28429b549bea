import { actionText, COLOUR_TEXTS } from '@lianban/processes/labels'
import { Table } from 'antd'
import type { RuleDefinition } from '../../api/supervision.ts'

/** Parts of a rule in words, in the order in which people read them. */
const PARTS: Record<string, string> = {
  name: '风险点',
  object: '监察对象',
  on: '监听事件',
  when: '条件',
  occasion: '情形的区分',
  subject: '牌所针对的对象',
  'deadline.due': '到期时间',
  'deadline.until': '等待结束的条件',
  'deadline.holds': '到期时仍须成立',
  'deadline.repeats': '可以重复发牌',
  exempt: '不适用的条件',
  effect: '效果',
  colour: '牌色',
  text: '牌面文字',
  basis: '依据',
  recipients: '告知对象',
  replyWorkdays: '回复期限(工作日)',
  score: '扣分',
  integrity: '仅监察机关可见',
  exemptions: '可免责情形',
  enabled: '启用',
}
const WORDS: Record<string, Record<string, string>> = {
  colour: COLOUR_TEXTS,
  effect: { card: '发牌', raise: '升级已有的牌' },
}
/** Written as expressions: shown in monospace. */
const EXPRESSIONS = new Set(['when', 'occasion', 'subject', 'deadline.due', 'deadline.until', 'deadline.holds', 'exempt', 'recipients'])

export interface Difference {
  part: string
  label: string
  before: string
  after: string
}

/** What one definition says otherwise than another, in words. */
export function differencesOf(before: RuleDefinition, after: RuleDefinition): Difference[] {
  const [one, other] = [partsOf(before), partsOf(after)]
  const keys = [...new Set([...Object.keys(PARTS), ...Object.keys(one), ...Object.keys(other)])].filter((key) => key !== 'id')
  return keys.flatMap((part) => {
    const [was, is] = [textOf(part, one[part]), textOf(part, other[part])]
    return was === is ? [] : [{ part, label: labelOf(part), before: was, after: is }]
  })
}

/** Parts, and the parts of parts, each by its path: `deadline.due`. */
const partsOf = (rule: RuleDefinition): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(rule).flatMap(([key, value]): [string, unknown][] =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([inner, part]) => [`${key}.${inner}`, part])
        : [[key, value]],
    ),
  )

const labelOf = (part: string): string =>
  PARTS[part] ?? (part.startsWith('parameters.') ? `参数 ${part.slice('parameters.'.length)}` : part)

function textOf(part: string, value: unknown): string {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return '无'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return value.map((one) => (part === 'on' ? actionText(String(one)) : String(one))).join('、')
  if (typeof value === 'object') return JSON.stringify(value)
  return WORDS[part]?.[String(value)] ?? String(value)
}

/** What a version changes of the rule in force, part by part. */
export function RuleDifference({ before, after }: { before: RuleDefinition; after: RuleDefinition }) {
  const text = (part: string, value: string) =>
    EXPRESSIONS.has(part) ? <code className="break">{value}</code> : <span className="break">{value}</span>
  return (
    <Table<Difference>
      rowKey="part"
      size="small"
      pagination={false}
      scroll={{ x: 560 }}
      dataSource={differencesOf(before, after)}
      data-testid="rule-difference"
      columns={[
        { title: '内容', dataIndex: 'label', width: 150 },
        { title: '现行', key: 'before', width: '40%', render: (_, row) => <span className="quiet">{text(row.part, row.before)}</span> },
        { title: '改为', key: 'after', render: (_, row) => text(row.part, row.after) },
      ]}
    />
  )
}
