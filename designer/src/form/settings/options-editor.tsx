import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { FieldSchema, Option } from '@lianban/forms'
import { Button } from 'antd'
import { freeKey } from '../model/keys.ts'
import { ChoiceSetting, TextSetting } from './inputs.tsx'

interface OptionsEditorProps {
  schema: FieldSchema
  disabled: boolean
  onCommit: (options: Option[]) => boolean
}

/** The options of a choice: what is shown, and what is kept. */
export function OptionsEditor({ schema, disabled, onCommit }: OptionsEditorProps) {
  const options = schema.enum ?? []
  const numeric = schema.type === 'number' || schema.type === 'integer'
  const tree = schema['x-component'] === 'Cascader'
  const put = (index: number, option: Option) => onCommit(options.map((it, at) => (at === index ? option : it)))
  const swap = (a: number, b: number) => onCommit(options.map((it, at) => options[at === a ? b : at === b ? a : at] ?? it))
  return (
    <div role="group" aria-label="选项" className="lb-form-list">
      {options.map((option, index) => (
        <div key={index} className="lb-form-option">
          <div className="lb-form-option-line">
            <TextSetting
              label={`选项 ${index + 1} 的文字`}
              value={option.label}
              disabled={disabled}
              onCommit={(label) => put(index, { ...option, label })}
            />
            <TextSetting
              label={`选项 ${index + 1} 的值`}
              monospace
              value={String(option.value)}
              disabled={disabled}
              onCommit={(text) => put(index, { ...option, value: numeric ? Number(text) : text })}
            />
            <Button
              type="text"
              size="small"
              icon={<ArrowUpOutlined />}
              disabled={disabled || index === 0}
              aria-label={`上移${option.label}`}
              onClick={() => swap(index, index - 1)}
            />
            <Button
              type="text"
              size="small"
              icon={<ArrowDownOutlined />}
              disabled={disabled || index === options.length - 1}
              aria-label={`下移${option.label}`}
              onClick={() => swap(index, index + 1)}
            />
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              disabled={disabled || options.length === 1}
              aria-label={`删除${option.label}`}
              onClick={() => onCommit(options.filter((_, at) => at !== index))}
            />
          </div>
          {tree && index > 0 && (
            <ChoiceSetting
              label={`选项 ${index + 1} 的上级`}
              value={option.parent}
              allowClear
              disabled={disabled}
              choices={options.slice(0, index).map((it) => ({ label: `上级:${it.label}`, value: String(it.value) }))}
              onCommit={(parent) => put(index, parent === undefined ? { label: option.label, value: option.value } : { ...option, parent })}
            />
          )}
        </div>
      ))}
      <Button icon={<PlusOutlined />} disabled={disabled} onClick={() => onCommit([...options, newOption(options, numeric)])}>
        添加选项
      </Button>
    </div>
  )
}

function newOption(options: readonly Option[], numeric: boolean): Option {
  const label = `选项${options.length + 1}`
  if (numeric) return { label, value: Math.max(0, ...options.map((it) => Number(it.value))) + 1 }
  return { label, value: freeKey(`option${options.length + 1}`, (key) => options.some((it) => it.value === key)) }
}
