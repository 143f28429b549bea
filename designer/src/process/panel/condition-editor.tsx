import { useState } from 'react'
import { Button, Input, Select } from 'antd'
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { dayInChina } from '@lianban/forms'
import {
  conditionWords,
  OPERATORS,
  operatorWords,
  writeCondition,
  type Comparison,
  type Condition,
  type FieldType,
  type Group,
  type Operator,
  type Scalar,
} from '../condition/condition.ts'
import { parseCondition } from '../condition/parse-condition.ts'
import type { KnownField } from '../draft.ts'
import { Choice, CommitNumber, CommitText } from './field.tsx'

interface ConditionEditorProps {
  /** As the model has it, null: none. */
  source: string | null
  fields: KnownField[]
  readOnly: boolean
  onChange(source: string | null): void
}

/** A condition put together of comparisons; one that is more than that is edited as it is written. */
export function ConditionEditor({ source, fields, readOnly, onChange }: ConditionEditorProps) {
  const condition = source === null ? null : parseCondition(source)
  const write = (next: Condition | null) =>
    onChange(next && !(next.kind !== 'comparison' && next.parts.length === 0) ? writeCondition(next) : null)
  const first = fields[0]
  if (source !== null && !condition)
    return (
      <>
        <CommitText label="条件公式" rows={2} value={source} disabled={readOnly} onCommit={(text) => onChange(text.trim() || null)} />
        <div className="lianban-field-help">这个条件不是简单比较,按公式编辑;清空后可以重新组合</div>
      </>
    )
  if (!condition)
    return (
      <Button size="small" icon={<PlusOutlined />} disabled={readOnly || !first} onClick={() => first && write(newComparison(first))}>
        {first ? '加条件' : '没有可以比较的字段'}
      </Button>
    )
  return (
    <>
      <GroupEditor
        group={condition.kind === 'comparison' ? { kind: 'and', parts: [condition] } : condition}
        fields={fields}
        readOnly={readOnly}
        depth={0}
        onChange={write}
      />
      <div className="lianban-condition-words" role="status">
        {conditionWords(condition, { fields })}
      </div>
    </>
  )
}

interface GroupEditorProps {
  group: Group
  fields: KnownField[]
  readOnly: boolean
  depth: number
  onChange(group: Group): void
}

function GroupEditor({ group, fields, readOnly, depth, onChange }: GroupEditorProps) {
  const { kind, parts } = group
  const set = (index: number, part: Condition) => onChange({ kind, parts: parts.map((one, at) => (at === index ? part : one)) })
  const add = (part: Condition) => onChange({ kind, parts: [...parts, part] })
  const first = fields[0]!
  return (
    <div className={`lianban-group lianban-group-${depth % 2}`} role="group" aria-label={kind === 'and' ? '同时满足' : '满足其一'}>
      {parts.length > 1 && (
        <Choice
          inline
          label="条件之间的关系"
          value={kind}
          options={RELATIONS}
          disabled={readOnly}
          onChange={(next) => next && onChange({ kind: next, parts })}
        />
      )}
      {parts.map((part, index) => (
        <div key={index} className="lianban-group-part">
          {part.kind === 'comparison' ? (
            <ComparisonEditor comparison={part} fields={fields} readOnly={readOnly} onChange={(next) => set(index, next)} />
          ) : (
            <GroupEditor group={part} fields={fields} readOnly={readOnly} depth={depth + 1} onChange={(next) => set(index, next)} />
          )}
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            aria-label="删除这个条件"
            disabled={readOnly}
            onClick={() => onChange({ kind, parts: parts.filter((_, at) => at !== index) })}
          />
        </div>
      ))}
      <div>
        <Button size="small" type="link" icon={<PlusOutlined />} disabled={readOnly} onClick={() => add(newComparison(first))}>
          加条件
        </Button>
        {depth < 2 && (
          <Button
            size="small"
            type="link"
            icon={<PlusOutlined />}
            disabled={readOnly}
            onClick={() => add({ kind: kind === 'and' ? 'or' : 'and', parts: [newComparison(first), newComparison(first)] })}
          >
            加一组
          </Button>
        )}
      </div>
    </div>
  )
}

const RELATIONS = [
  { value: 'and', label: '且(同时满足)' },
  { value: 'or', label: '或(满足其一)' },
] as const

const typeOf = ({ type }: KnownField): FieldType => (type === undefined || type === 'other' ? 'string' : type)

function newComparison(field: KnownField): Comparison {
  const type = typeOf(field)
  const value: Scalar =
    type === 'number' ? 0 : type === 'boolean' ? true : type === 'date' ? dayInChina(Date.now()) : (field.options?.[0]?.value ?? '')
  return {
    kind: 'comparison',
    variable: field.path,
    operator: type === 'number' ? '>=' : type === 'list' ? 'contains' : '=',
    value,
    ...(type === 'date' && { isDate: true }),
    ...(type === 'list' && { isList: true }),
  }
}

function ComparisonEditor({
  comparison,
  fields,
  readOnly,
  onChange,
}: {
  comparison: Comparison
  fields: KnownField[]
  readOnly: boolean
  onChange(next: Comparison): void
}) {
  const field = fields.find(({ path }) => path === comparison.variable)
  const type = field ? typeOf(field) : guessed(comparison)
  const operators = OPERATORS[type].map((operator) => ({ value: operator, label: operatorWords(operator, type) }))
  return (
    <span className="lianban-comparison">
      <Choice
        inline
        label="比较的字段"
        value={comparison.variable}
        options={fields.map(({ path, title }) => ({ value: path, label: title }))}
        disabled={readOnly}
        onChange={(path) => {
          const next = fields.find((one) => one.path === path)
          if (next) onChange(newComparison(next))
        }}
      />
      <Choice
        inline
        label="比较方式"
        value={comparison.operator}
        options={operators}
        disabled={readOnly}
        onChange={(operator) => operator && onChange(withOperator(comparison, operator))}
      />
      <ValueEditor
        comparison={comparison}
        field={field}
        type={type}
        readOnly={readOnly}
        onChange={(value) => onChange({ ...comparison, value })}
      />
    </span>
  )
}

function withOperator(comparison: Comparison, operator: Operator): Comparison {
  const { value } = comparison
  if (operator === 'empty' || operator === 'not empty') return { ...comparison, operator, value: null, isDate: undefined }
  if (operator === 'in' || operator === 'not in')
    return { ...comparison, operator, value: Array.isArray(value) ? value : value === null ? [] : [value] }
  return { ...comparison, operator, value: Array.isArray(value) ? (value[0] ?? '') : (value ?? '') }
}

const guessed = ({ value, isDate, isList }: Comparison): FieldType =>
  isList ? 'list' : isDate ? 'date' : typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'string'

interface ValueEditorProps {
  comparison: Comparison
  field: KnownField | undefined
  type: FieldType
  readOnly: boolean
  onChange(value: Scalar | Scalar[]): void
}

function ValueEditor({ comparison: { operator, value }, field, type, readOnly, onChange }: ValueEditorProps) {
  const [typed, setTyped] = useState<string | null>(null)
  if (operator === 'empty' || operator === 'not empty') return null
  const isList = operator === 'in' || operator === 'not in'
  const shared = { size: 'small' as const, 'aria-label': '比较的值', disabled: readOnly }
  if (isList)
    return (
      <Select
        {...shared}
        mode={field?.options ? 'multiple' : 'tags'}
        style={{ minWidth: 140 }}
        value={(Array.isArray(value) ? value : []).map(String)}
        options={field?.options}
        onChange={(list: string[]) => onChange(type === 'number' ? list.map(Number).filter((one) => !Number.isNaN(one)) : list)}
      />
    )
  if (type === 'boolean')
    return (
      <Choice
        inline
        label="比较的值"
        value={String(value)}
        options={[
          { value: 'true', label: '是' },
          { value: 'false', label: '否' },
        ]}
        disabled={readOnly}
        onChange={(next) => onChange(next === 'true')}
      />
    )
  if (type === 'number')
    return (
      <CommitNumber label="比较的值" value={Number(value)} min={-1e12} max={1e12} width={110} disabled={readOnly} onCommit={onChange} />
    )
  if (type === 'date')
    return (
      <Input
        {...shared}
        type="date"
        style={{ width: 140 }}
        value={String(value)}
        onChange={({ target }) => target.value && onChange(target.value)}
      />
    )
  if (field?.options)
    return (
      <Choice
        inline
        label="比较的值"
        value={String(value)}
        options={field.options}
        disabled={readOnly}
        onChange={(next) => next !== undefined && onChange(next)}
      />
    )
  const commit = () => {
    if (typed !== null) onChange(typed)
    setTyped(null)
  }
  return (
    <Input
      {...shared}
      style={{ width: 120 }}
      value={typed ?? String(value ?? '')}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={commit}
      onPressEnter={commit}
      onKeyDown={(event) => event.stopPropagation()}
    />
  )
}
