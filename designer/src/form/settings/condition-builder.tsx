import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber, Segmented, Select } from 'antd'
import { useState } from 'react'
import {
  type Comparison,
  fieldsToCompare,
  type Group,
  isFieldValue,
  isGroup,
  type OperandChoice,
  type Operator,
  operatorsFor,
  operatorWords,
  sameOperand,
  type Value,
  valuesOf,
  writeCondition,
} from '../model/condition.ts'

interface ConditionBuilderProps {
  label: string
  /** What the formula says now; null starts with an empty sentence. */
  value: Group | null
  choices: readonly OperandChoice[]
  disabled: boolean
  onCommit: (text: string) => boolean
}

/** A condition as sentences: 字段 · 比较 · 值, joined by 且 or 或. It becomes a command as soon as every sentence is complete. */
export function ConditionBuilder({ label, value, choices, disabled, onCommit }: ConditionBuilderProps) {
  const [draft, setDraft] = useState<{ of: Group | null; group: Group } | null>(null)
  const same = draft !== null && JSON.stringify(draft.of) === JSON.stringify(value)
  const group = same ? draft.group : (value ?? { join: 'and', parts: [] })
  function change(next: Group) {
    setDraft({ of: value, group: next })
    if (next.parts.length > 0 && complete(next)) onCommit(writeCondition(next, choices))
  }
  return (
    <div role="group" aria-label={label} className="lb-form-condition">
      <GroupEditor group={group} choices={choices} disabled={disabled} onChange={change} nested={false} />
      {same && group.parts.length > 0 && !complete(group) && <small className="lb-form-hint">填写完整后生效</small>}
    </div>
  )
}

const complete = (group: Group): boolean =>
  group.parts.every((it) =>
    isGroup(it)
      ? it.parts.length > 0 && complete(it)
      : valuesOf(it.operator) === 'none' || (it.values.length > 0 && it.values.every((value) => value !== '')),
  )

interface GroupEditorProps {
  group: Group
  choices: readonly OperandChoice[]
  disabled: boolean
  onChange: (group: Group) => void
  nested: boolean
}

function GroupEditor({ group, choices, disabled, onChange, nested }: GroupEditorProps) {
  const put = (index: number, part: Comparison | Group | null) =>
    onChange({ ...group, parts: group.parts.flatMap((it, at) => (at !== index ? [it] : part === null ? [] : [part])) })
  const first = choices[0]
  const add = (part: Comparison | Group) => onChange({ ...group, parts: [...group.parts, part] })
  if (!first) return <small className="lb-form-hint">表单里还没有可以比较的字段</small>
  return (
    <div className={nested ? 'lb-form-nested' : undefined}>
      {group.parts.length > 1 && (
        <Segmented<Group['join']>
          size="small"
          disabled={disabled}
          aria-label="各句之间的关系"
          value={group.join}
          options={[
            { label: '且:全部成立', value: 'and' },
            { label: '或:任一成立', value: 'or' },
          ]}
          onChange={(join) => onChange({ ...group, join })}
        />
      )}
      {group.parts.map((part, index) =>
        isGroup(part) ? (
          <GroupEditor
            key={index}
            group={part}
            choices={choices}
            disabled={disabled}
            nested
            onChange={(next) => put(index, next.parts.length > 0 ? next : null)}
          />
        ) : (
          <Sentence key={index} comparison={part} choices={choices} disabled={disabled} onChange={(next) => put(index, next)} />
        ),
      )}
      {!disabled && (
        <div className="lb-form-buttons">
          <Button size="small" icon={<PlusOutlined />} onClick={() => add(start(first))}>
            添加一句
          </Button>
          {!nested && group.parts.length > 0 && (
            <Button size="small" onClick={() => add({ join: group.join === 'and' ? 'or' : 'and', parts: [start(first)] })}>
              添加括号
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

const start = (choice: OperandChoice): Comparison => ({ operand: choice.operand, operator: operatorsFor(choice)[0]!, values: [] })

interface SentenceProps {
  comparison: Comparison
  choices: readonly OperandChoice[]
  disabled: boolean
  onChange: (comparison: Comparison | null) => void
}

function Sentence({ comparison, choices, disabled, onChange }: SentenceProps) {
  const at = choices.findIndex((it) => sameOperand(it.operand, comparison.operand))
  const choice = choices[at]
  if (!choice) return null
  const setOperator = (operator: Operator) => {
    const count = valuesOf(operator)
    onChange({
      ...comparison,
      operator,
      values: count === 'none' ? [] : count === 'one' ? comparison.values.slice(0, 1) : comparison.values,
    })
  }
  return (
    <div className="lb-form-sentence">
      <Select
        aria-label="字段"
        showSearch
        optionFilterProp="label"
        popupMatchSelectWidth={false}
        disabled={disabled}
        value={at}
        options={choices.map((it, index) => ({ label: it.label, value: index }))}
        onChange={(index) => onChange(start(choices[index]!))}
      />
      <Select
        aria-label="比较"
        popupMatchSelectWidth={false}
        disabled={disabled}
        value={comparison.operator}
        options={operatorsFor(choice).map((it) => ({ label: operatorWords(it, choice.type), value: it }))}
        onChange={setOperator}
      />
      {valuesOf(comparison.operator) !== 'none' && (
        <Against
          choices={choices}
          comparison={comparison}
          choice={choice}
          disabled={disabled}
          onChange={(values) => onChange({ ...comparison, values })}
        />
      )}
      {!disabled && <Button type="text" size="small" icon={<DeleteOutlined />} aria-label="去掉这一句" onClick={() => onChange(null)} />}
    </div>
  )
}

/** A fixed value, or the value of another field. */
function Against({ choices, ...props }: ValueInputProps & { choices: readonly OperandChoice[] }) {
  const { comparison, choice, disabled, onChange } = props
  const others = fieldsToCompare(choice, comparison.operator, choices)
  const [value] = comparison.values
  const [asked, setAsked] = useState(false)
  if (others.length === 0) return <ValueInput {...props} />
  const byField = isFieldValue(value) || (asked && value === undefined)
  return (
    <span className="lb-form-day">
      <Select
        aria-label="与什么比较"
        disabled={disabled}
        value={byField ? 'field' : 'value'}
        options={[
          { label: '固定值', value: 'value' },
          { label: '字段', value: 'field' },
        ]}
        onChange={(kind) => {
          setAsked(kind === 'field')
          onChange([])
        }}
      />
      {byField ? (
        <Select
          aria-label="比较的字段"
          showSearch
          optionFilterProp="label"
          popupMatchSelectWidth={false}
          disabled={disabled}
          placeholder="请选择"
          value={isFieldValue(value) ? value.field : undefined}
          options={others.map((it) => ({ label: it.label, value: it.operand.path }))}
          onChange={(field: string) => onChange([{ field }])}
        />
      ) : (
        <ValueInput {...props} />
      )}
    </span>
  )
}

type Fixed = Exclude<Value, object>

interface ValueInputProps {
  comparison: Comparison
  choice: OperandChoice
  disabled: boolean
  onChange: (values: Value[]) => void
}

function ValueInput({ comparison, choice, disabled, onChange }: ValueInputProps) {
  const fixed = comparison.values.filter((it): it is Fixed => !isFieldValue(it))
  const [value] = fixed
  const many = valuesOf(comparison.operator) === 'many'
  if (choice.options) {
    return (
      <Select
        aria-label="值"
        popupMatchSelectWidth={false}
        disabled={disabled}
        mode={many ? 'multiple' : undefined}
        placeholder="请选择"
        value={many ? fixed : value}
        options={choice.options.map((it) => ({ label: it.label, value: it.value }))}
        onChange={(next: Fixed | Fixed[]) => onChange(Array.isArray(next) ? next : [next])}
      />
    )
  }
  if (choice.type === 'number') {
    return (
      <InputNumber
        aria-label="值"
        disabled={disabled}
        value={typeof value === 'number' ? value : null}
        onChange={(next) => onChange(typeof next === 'number' ? [next] : [])}
      />
    )
  }
  if (choice.type === 'date')
    return <DayInput value={String(value ?? '')} disabled={disabled} onChange={(day) => onChange(day === '' ? [] : [day])} />
  return <LateText value={String(value ?? '')} disabled={disabled} onChange={(text) => onChange(text === '' ? [] : [text])} />
}

/** A day, or the day on which the form is filled in. */
function DayInput({ value, disabled, onChange }: { value: string; disabled: boolean; onChange: (day: string) => void }) {
  const today = value === 'today'
  return (
    <span className="lb-form-day">
      <Select
        aria-label="日期种类"
        disabled={disabled}
        value={today ? 'today' : 'day'}
        options={[
          { label: '当天', value: 'today' },
          { label: '指定日期', value: 'day' },
        ]}
        onChange={(kind) => onChange(kind === 'today' ? 'today' : '')}
      />
      {!today && (
        <Input type="date" aria-label="日期" disabled={disabled} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </span>
  )
}

function LateText({ value, disabled, onChange }: { value: string; disabled: boolean; onChange: (text: string) => void }) {
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    if (draft !== null && draft !== value) onChange(draft)
    setDraft(null)
  }
  return (
    <Input
      aria-label="值"
      disabled={disabled}
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onPressEnter={commit}
    />
  )
}
